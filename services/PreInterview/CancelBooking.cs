using FluentValidation;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class CancelBooking
{
    public sealed record Request(long Revision, string Reason);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Reason).NotEmpty().MaximumLength(2000);
    }

    public static async Task<Results<Ok<InterviewView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Request request, Caller caller, InterviewStore store, InterviewViews views, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken) return Problems.Invalid(broken);
        var viewer = Viewer.Of(caller);
        if (await store.See(id, viewer, stop) is not { } seen) return Problems.NotFound();
        if (seen.Stance.WhyNot(Act.CancelBooking) is { } notYours) return notYours;
        if (seen.Interview.Revision != request.Revision) return Problems.Stale();
        if (seen.Interview.CancelBooking() is not { } cancelled)
            return InterviewRefusals.NotFromHere(seen.Interview, "taken off its slot", "libéré de son créneau");
        var actor = caller.Actor(seen.ActingRole);
        if (await store.Save(seen.Interview, cancelled, "booking-cancelled", actor, stop, note: request.Reason) is not Saved.Yes) return Problems.Stale();
        return TypedResults.Ok(await views.Full(seen with { Interview = cancelled }, viewer, stop));
    }

    public static async Task<Results<SeeOther, RazorComponentResult<ShowInterviewPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, InterviewReader reader, Caller caller, InterviewStore store, InterviewViews views, CancellationToken stop) =>
        await reader.Answer(
            id, caller, await Handle(id, new Request(typed.Revision(), typed.Text("reason")), caller, store, views, stop), typed, Text.Interview_CancelledNote, stop);
}
