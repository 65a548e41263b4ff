using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

public static class OpenSession
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
            if (meeting.Open(clock.GetUtcNow()) is not { } open)
                return Problems.Conflict("session.not-openable",
                    "Only a session whose agenda is published can be opened, and once.",
                    "Seule une séance dont l'ordre du jour est publié peut être ouverte, et une seule fois.");
            await MeetingStore.Save(
                transaction, meeting, open, caller.Actor(RoleToRun(meeting, caller)), "session.opened",
                before: new { meeting.Session.Status }, after: new { open.Session.Status });
        }
        return await reader.Read(id, caller, stop) is { } now ? TypedResults.Ok(now) : Problems.NotFound();
    }

    /// <summary>The part in which somebody runs a session, for the audit trail.</summary>
    internal static string RoleToRun(Meeting meeting, Caller caller) =>
        caller.PersonId == meeting.Session.Chair ? Roles.Chair
        : caller.PersonId == meeting.Session.ViceChair ? Roles.ViceChair
        : Roles.Office;

    internal static ConflictProblem NotOpen() => Problems.Conflict("session.not-open", "This session is not open.", "Cette séance n'est pas ouverte.");
}
