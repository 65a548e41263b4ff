using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

public static class OpenSession
{
    public sealed record Request(long Revision);

    public static async Task<Results<Ok<SessionView>, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Request request, MeetingStore meetings, SessionReader reader, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        await using (var transaction = await meetings.Begin(stop))
        {
            if (await MeetingStore.Take(transaction, id) is not { } meeting || !SessionReader.MaySee(meeting, caller))
                return Problems.NotFound();
            if (RoleToRun(meeting, caller) is not { } role)
                return NotYours();
            if (meeting.Session.Revision != request.Revision)
                return Problems.Stale();
            if (meeting.Open(clock.GetUtcNow()) is not { } open)
                return Problems.Conflict("session.not-openable",
                    "Only a session whose agenda is published can be opened, and once.",
                    "Seule une séance dont l'ordre du jour est publié peut être ouverte, et une seule fois.");
            await MeetingStore.Save(
                transaction, meeting, open, caller.Actor(role), "session.opened",
                before: new { meeting.Session.Status }, after: new { open.Session.Status });
        }
        return await reader.Read(id, caller, stop) is { } now ? TypedResults.Ok(now) : Problems.NotFound();
    }

    /// <summary>The office, the session's chair and vice-chair run a session; null for others.</summary>
    internal static string? RoleToRun(Meeting meeting, Caller caller) =>
        caller.PersonId == meeting.Session.Chair ? Roles.Chair
        : caller.PersonId == meeting.Session.ViceChair ? Roles.ViceChair
        : caller.Is(Roles.Office) ? Roles.Office
        : null;

    internal static ConflictProblem NotOpen() => Problems.Conflict("session.not-open", "This session is not open.", "Cette séance n'est pas ouverte.");

    internal static ForbiddenProblem NotYours() => Problems.Forbidden("session.not-yours",
        "The chair, the vice-chair or the office opens and closes a session.",
        "Le président, le vice-président ou les permanents ouvrent et lèvent la séance.");
}
