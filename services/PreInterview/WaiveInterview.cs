using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class WaiveInterview
{
    public sealed record Request(long Revision, string Reason);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Reason).NotEmpty().MaximumLength(2000);
    }

    public static async Task<Results<Ok<InterviewView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Request request, Caller caller, InterviewStore store, InterviewViews views, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken) return Problems.Invalid(broken);
        var viewer = Viewer.Of(caller);
        if (await store.See(id, viewer, stop) is not { } seen) return Problems.NotFound();
        if (seen.Stance.WhyNot(Act.WaiveInterview) is { } notYours) return notYours;
        if (seen.Interview.Revision != request.Revision) return Problems.Stale();
        if (seen.Interview.Waive(request.Reason, clock.GetUtcNow()) is not var (waived, happened))
            return InterviewRefusals.NotFromHere(seen.Interview, "waived", "dispensé");
        if (await store.Save(seen.Interview, waived, "waived", caller.Actor(Roles.Office), stop, happened, note: request.Reason) is not Saved.Yes) return Problems.Stale();
        return TypedResults.Ok(await views.Full(seen with { Interview = waived }, viewer, stop));
    }

    public static async Task<Results<SeeOther, RazorComponentResult<ShowInterviewPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, InterviewReader reader, Caller caller, InterviewStore store, InterviewViews views, TimeProvider clock, CancellationToken stop) =>
        await reader.Answer(
            id, caller, await Handle(id, new Request(typed.Revision(), typed.Text("waiver")), caller, store, views, clock, stop), typed, Text.Interview_WaivedNote, stop, reasonField: "waiver");
}
