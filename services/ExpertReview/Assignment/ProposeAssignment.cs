using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Assignment;

public static class ProposeAssignment
{
    /// <summary>Over the open dossiers; revision 0 begins a proposal, another runs the open one again.</summary>
    public sealed record Request(long Revision);

    internal sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Revision).GreaterThanOrEqualTo(0);
    }

    public static async Task<Results<Ok<DraftView>, ValidationProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Request request, Caller caller, DraftStore drafts, AssignmentPools pools, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        var was = await drafts.Open(stop);
        if ((was?.Revision ?? 0) != request.Revision)
            return Problems.Stale();
        var pool = await pools.For(caller, stop);
        if (pool.Dossiers.All(dossier => dossier.Needed == 0))
            return Problems.Unprocessable("assignment.nothing-open",
                "No dossier asks for experts: those that may be reviewed have theirs.", "Aucun dossier n'attend d'expert : ceux qui peuvent être expertisés ont les leurs.");
        var at = clock.GetUtcNow();
        var begun = was ?? Draft.Begin(at);
        var (dossiers, run) = Proposing.Run(pool, begun);
        if (begun.Proposed(dossiers, run, at) is not { } proposed)
            return Problems.Stale();
        if (was is null)
            proposed = proposed with { Revision = 1 };
        return await drafts.Save(was, proposed, caller.Actor(Roles.Office), "assignment.proposed", stop)
            ? TypedResults.Ok(DraftReader.View(proposed, pool))
            : Problems.Stale();
    }

    public static async Task<Results<SeeOther, RazorComponentResult<DraftPage>>> HandleForm(
        Typed typed, Caller caller, DraftStore drafts, AssignmentPools pools, TimeProvider clock, CancellationToken stop) =>
        FormRefusal.Of(await Handle(new(typed.Revision()), caller, drafts, pools, clock, stop)) is { } refusal
            ? await ShowDraft.Show(caller, drafts, pools, refusal, [], stop)
            : Pages.SeeOther("/assignment", Text.Draft_Proposed);
}
