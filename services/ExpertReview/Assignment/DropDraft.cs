using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Assignment;

public static class DropDraft
{
    public sealed record Request(long Revision);

    internal sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Revision).GreaterThan(0);
    }

    public static async Task<Results<NoContent, ValidationProblem, NotFoundProblem, ConflictProblem>> Handle(
        Request request, Caller caller, DraftStore drafts, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await drafts.Open(stop) is not { } draft)
            return Problems.NotFound();
        return draft.Revision == request.Revision && draft.Dropped(clock.GetUtcNow()) is { } dropped
            && await drafts.Save(draft, dropped, caller.Actor(Roles.Office), "assignment.dropped", stop)
                ? TypedResults.NoContent()
                : Problems.Stale();
    }

    public static async Task<Results<SeeOther, RazorComponentResult<DraftPage>, NotFoundProblem>> HandleForm(
        Typed typed, Caller caller, DraftStore drafts, AssignmentPools pools, TimeProvider clock, CancellationToken stop)
    {
        var answer = await Handle(new(typed.Revision()), caller, drafts, clock, stop);
        if (answer.Result is NotFoundProblem nothing)
            return nothing;
        return FormRefusal.Of(answer) is { } refusal
            ? await ShowDraft.Show(caller, drafts, pools, refusal, [], stop)
            : Pages.SeeOther("/assignment", Text.Draft_Dropped);
    }
}
