using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class RecordNoShow
{
    public sealed record Request(long Revision);

    public static async Task<Results<Ok<InterviewView>, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Request request, Caller caller, InterviewStore store, InterviewViews views, TimeProvider clock, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        if (await store.See(id, viewer, stop) is not { } seen) return Problems.NotFound();
        if (seen.Stance.WhyNot(Act.RecordInterview) is { } notYours) return notYours;
        if (seen.Interview.Revision != request.Revision) return Problems.Stale();
        var now = clock.GetUtcNow();
        if (seen.Interview.NoShow(now) is not { } missed)
            return seen.Interview.Status is InterviewStatus.Booked && !seen.Interview.HasBegun(now)
                ? InterviewRefusals.NotBegun()
                : InterviewRefusals.NotFromHere(seen.Interview, "recorded as missed", "noté comme manqué");
        var actor = caller.Actor(seen.ActingRole);
        if (await store.Save(seen.Interview, missed, "no-show", actor, stop) is not Saved.Yes) return Problems.Stale();
        return TypedResults.Ok(await views.Full(seen with { Interview = missed }, viewer, stop));
    }

    public static async Task<Results<SeeOther, RazorComponentResult<ShowInterviewPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, InterviewReader reader, Caller caller, InterviewStore store, InterviewViews views, TimeProvider clock, CancellationToken stop) =>
        await reader.Answer(
            // The expert who was booked is so no longer, and sees the interview no longer.
            id, caller, await Handle(id, new Request(typed.Revision()), caller, store, views, clock, stop), typed, Text.Interview_MissedNote, stop, back: "/interviews");
}
