using FluentValidation;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class HoldInterview
{
    public sealed record Request(long Revision, DateOnly? HeldOn = null);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.HeldOn).SensibleDay();
    }

    public static async Task<Results<Ok<InterviewView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, Caller caller, InterviewStore store, InterviewViews views, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken) return Problems.Invalid(broken);
        var viewer = Viewer.Of(caller);
        if (await store.See(id, viewer, stop) is not { } seen) return Problems.NotFound();
        if (seen.Stance.WhyNot(Act.RecordInterview) is { } notYours) return notYours;
        if (seen.Interview.Revision != request.Revision) return Problems.Stale();
        var now = clock.GetUtcNow();
        var slotDay = Paris.Day(seen.Interview.Booking?.StartsAt ?? now);
        var heldOn = request.HeldOn ?? slotDay;
        if (seen.Interview.Hold(heldOn, now) is not var (held, happened))
            return seen.Interview.Status is InterviewStatus.Booked && !seen.Interview.HasBegun(now)
                ? InterviewRefusals.NotBegun()
                : InterviewRefusals.NotFromHere(seen.Interview, "recorded as held", "noté comme tenu");
        if (heldOn < slotDay || heldOn > Paris.Day(now))
            return Problems.Unprocessable(
                "interview.held-on",
                $"The interview cannot have been held before its slot ({slotDay:yyyy-MM-dd}) nor after today.",
                $"L'entretien ne peut avoir eu lieu ni avant son créneau ({slotDay:yyyy-MM-dd}) ni après aujourd'hui.");
        var actor = caller.Actor(seen.ActingRole);
        if (await store.Save(seen.Interview, held, "held", actor, stop, happened) is not Saved.Yes) return Problems.Stale();
        return TypedResults.Ok(await views.Full(seen with { Interview = held }, viewer, stop));
    }

    public static async Task<Results<SeeOther, RazorComponentResult<ShowInterviewPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, InterviewReader reader, Caller caller, InterviewStore store, InterviewViews views, TimeProvider clock, CancellationToken stop)
    {
        var heldOn = typed.Day("heldOn");
        return await reader.Answer(
            id, caller, typed.Unreadable.IsEmpty ? await Handle(id, new Request(typed.Revision(), heldOn), caller, store, views, clock, stop) : null, typed, Text.Interview_HeldNote, stop);
    }
}
