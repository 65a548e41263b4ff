using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Planning;

/// <summary>Until when each step of a dossier has to be done for its call: for whoever may see the dossier.</summary>
public static class ShowPlan
{
    /// <summary>Plan: null while no call or programme is chosen, and once the dossier is not on its way any more.</summary>
    public sealed record View(Guid DossierId, Guid? CallId, BackPlan? Plan);

    public static async Task<Results<Ok<View>, NotFoundProblem>> Handle(
        Guid id, DossierStore dossiers, PlanReader plans, Caller caller, TimeProvider clock, CancellationToken stop) =>
        await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen
            ? TypedResults.Ok(new View(id, seen.Shown.CallId, (await plans.Of(seen, clock.GetUtcNow(), stop))?.Plan))
            : Problems.NotFound();

    public static async Task<Piece> Fragment(Guid? dossier, DossierStore dossiers, PlanReader plans, Caller caller, TimeProvider clock, CancellationToken stop) =>
        dossier is { } id && await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen && await plans.Of(seen, clock.GetUtcNow(), stop) is { } planned
            ? Piece.Of<PlanPiece>(Text.Plan_Title, new { Planned = planned, Holder = seen.Held })
            : Piece.None(Text.Plan_Title);
}
