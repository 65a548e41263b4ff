using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

public static class CloseSession
{
    public sealed record Request(long Revision);

    public static async Task<Results<Ok<SessionView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Request request, MeetingStore meetings, SessionReader reader, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (RevisionShape.WhyNot(request.Revision) is { } misshapen)
            return misshapen;
        await using (var transaction = await meetings.Begin(stop))
        {
            if (await MeetingStore.Take(transaction, id) is not { } meeting || !SessionReader.MaySee(meeting, caller))
                return Problems.NotFound();
            if (Floor.StandingOn(meeting, caller).WhyNot(Act.RunSession) is { } notYours)
                return notYours;
            if (meeting.Session.Revision != request.Revision)
                return Problems.Stale();
            if (meeting.Close(clock.GetUtcNow()) is not { } closed)
                return OpenSession.NotOpen();
            // Reviews stay closed, decided or left: were they given back to the experts of what is left, they could tell one from the other.
            await MeetingStore.Save(
                transaction, meeting, closed, caller.Actor(OpenSession.RoleToRun(meeting, caller)), "session.closed",
                before: new { meeting.Session.Status },
                after: new { closed.Session.Status, Left = closed.Items.Where(item => item.Status is ItemStatus.Left).Select(item => item.Id) });
        }
        return await reader.Read(id, caller, stop) is { } now ? TypedResults.Ok(now) : Problems.NotFound();
    }
}
