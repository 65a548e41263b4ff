using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Experts;

public static class ShowConflicts
{
    public sealed record View(Guid DossierId, Guid PersonId, IReadOnlyList<Conflict> Conflicts);

    public static async Task<Results<Ok<View>, NotFoundProblem>> Handle(
        Guid dossierId, Guid personId, Caller caller, ConflictStore conflicts, DossierStore dossiers, PersonStore people, CancellationToken stop) =>
        await dossiers.Find(dossierId, stop) is not null
        && await people.Find(personId, stop) is not null
        && (await conflicts.StandingOn(caller, dossierId, stop)).May(Act.SeeAssignment)
            ? TypedResults.Ok(new View(dossierId, personId, await conflicts.Between(personId, dossierId, stop)))
            : Problems.NotFound();
}
