using Labelling.ExpertReview.Experts;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Reviews;

/// <summary>How somebody stands to a dossier under review.</summary>
public sealed class ReviewAccess(ConflictStore conflicts)
{
    public Task<Stance> Of(Caller caller, Guid dossierId, CancellationToken stop) => conflicts.StandingOn(caller, dossierId, stop);
}
