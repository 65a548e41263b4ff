using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Assignment;

/// <summary>One dossier of the proposal, and changes to it by hand.</summary>
public static class ChangeDraft
{
    public sealed record Request(long Revision, Guid ExpertId, DraftChange Change);

    internal sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.ExpertId).NotEmpty();
            RuleFor(request => request.Change).IsInEnum();
        }
    }

    public static async Task<Results<Ok<DraftDossierView>, NotFoundProblem>> Show(
        Guid dossierId, Caller caller, DraftStore drafts, AssignmentPools pools, CancellationToken stop)
    {
        var pool = await pools.For(caller, stop);
        return await drafts.Open(stop) is { } draft && pool.Find(dossierId) is { } dossier
            ? TypedResults.Ok(DraftReader.OfDossier(draft, pool, dossier))
            : Problems.NotFound();
    }

    public static async Task<Results<Ok<DraftDossierView>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid dossierId, Request request, Caller caller, DraftStore drafts, AssignmentPools pools, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        var pool = await pools.For(caller, stop);
        if (await drafts.Open(stop) is not { } draft || pool.Find(dossierId) is not { } dossier || pool.FindExpert(request.ExpertId) is not { } expert)
            return Problems.NotFound();
        if (draft.Revision != request.Revision)
            return Problems.Stale();
        if (request.Change == DraftChange.Pin && pool.WhyNot(dossier, expert) is { } refusal)
            return Problems.Unprocessable(refusal);
        if (draft.Changed(dossierId, request.ExpertId, request.Change, clock.GetUtcNow()) is not { } changed)
            return Problems.Stale();
        return await drafts.Save(draft, changed, caller.Actor(Roles.Office), "assignment.changed", stop)
            ? TypedResults.Ok(DraftReader.OfDossier(changed, pool, dossier))
            : Problems.Stale();
    }

    public static Task<Results<RazorComponentResult<DraftDossierPage>, NotFoundProblem>> Page(
        Guid dossierId, Caller caller, DraftStore drafts, AssignmentPools pools, CancellationToken stop) =>
        Shown(dossierId, caller, drafts, pools, null, stop);

    public static async Task<Results<SeeOther, RazorComponentResult<DraftDossierPage>, NotFoundProblem>> HandleForm(
        Guid dossierId, Typed typed, Caller caller, DraftStore drafts, AssignmentPools pools, TimeProvider clock, CancellationToken stop)
    {
        // A name that is no change is refused by the shape of the request.
        var change = Enum.TryParse<DraftChange>(typed["change"], out var known) ? known : (DraftChange)(-1);
        var request = new Request(typed.Revision(), Guid.TryParse(typed["expertId"], out var expert) ? expert : Guid.Empty, change);
        var answer = await Handle(dossierId, request, caller, drafts, pools, clock, stop);
        if (answer.Result is NotFoundProblem nothing)
            return nothing;
        if (FormRefusal.Of(answer) is not { } refusal)
            return Pages.SeeOther($"/assignment/{dossierId}", Text.Draft_Changed);
        return (await Shown(dossierId, caller, drafts, pools, refusal, stop)).Result is RazorComponentResult<DraftDossierPage> page ? page : Problems.NotFound();
    }

    static async Task<Results<RazorComponentResult<DraftDossierPage>, NotFoundProblem>> Shown(
        Guid dossierId, Caller caller, DraftStore drafts, AssignmentPools pools, FormRefusal? refusal, CancellationToken stop) =>
        (await Show(dossierId, caller, drafts, pools, stop)).Result is Ok<DraftDossierView> { Value: { } view }
            ? Pages.Show<DraftDossierPage>(new { View = view, Errors = refusal?.Errors ?? FieldErrors.None }, refusal?.Status ?? 200)
            : Problems.NotFound();
}
