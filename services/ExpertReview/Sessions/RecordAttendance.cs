using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

public static class RecordAttendance
{
    public sealed record Request(Guid PersonId, Presence Presence);

    public static async Task<Results<Ok<SessionView>, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, MeetingStore meetings, SessionReader reader, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        await using (var transaction = await meetings.Begin(stop))
        {
            if (await MeetingStore.Take(transaction, id) is not { } meeting || !SessionReader.MaySee(meeting, caller))
                return Problems.NotFound();
            if (request.PersonId != caller.PersonId && Floor.StandingOn(meeting, caller).WhyNot(Act.RecordAttendance) is { } notYours)
                return notYours;
            if (!meeting.Session.Seats(request.PersonId))
                return Problems.Unprocessable("attendance.not-a-member",
                    "This person is no member of the session.",
                    "Cette personne n'est pas membre de la séance.");
            if (meeting.Attend(request.PersonId, request.Presence, clock.GetUtcNow()) is not { } after)
                return OpenSession.NotOpen();
            await MeetingStore.Save(
                transaction, meeting, after, caller.Actor(caller.Is(Roles.Office) ? Roles.Office : Roles.Member), "session.attendance",
                after: new { request.PersonId, request.Presence });
        }
        return await reader.Read(id, caller, stop) is { } now ? TypedResults.Ok(now) : Problems.NotFound();
    }
}
