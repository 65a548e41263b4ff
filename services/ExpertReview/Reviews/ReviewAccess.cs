using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Reviews;

/// <summary>How much of a dossier's reviews somebody reads.</summary>
public enum ReviewSight
{
    /// <summary>Nothing: for them the reviews do not exist.</summary>
    None,

    /// <summary>Reviews of "Expert 1", "Expert 2"...</summary>
    WithoutNames,

    /// <summary>Reviews with their experts' names.</summary>
    WithNames,
}

/// <summary>
/// The one answer to who reads the reviews of a dossier besides their authors. Nobody acts in two roles on one dossier: whoever
/// takes part in it or reviews it reads nothing here, and a committee member in conflict reads nothing even when also of the office.
/// </summary>
public sealed class ReviewAccess(ConflictStore conflicts)
{
    public async Task<ReviewSight> Of(Caller caller, Guid dossierId, CancellationToken stop)
    {
        if (!caller.IsAny(Roles.Office, Roles.Chair, Roles.ViceChair, Roles.Member))
            return ReviewSight.None;
        if (await conflicts.ActsOn(caller.PersonId, dossierId, stop))
            return ReviewSight.None;
        if (caller.IsAny(Roles.Chair, Roles.ViceChair, Roles.Member)
            && (await conflicts.Between(caller.PersonId, dossierId, stop)).Count > 0)
            return ReviewSight.None;
        return caller.IsAny(Roles.Office, Roles.Chair, Roles.ViceChair) ? ReviewSight.WithNames : ReviewSight.WithoutNames;
    }
}
