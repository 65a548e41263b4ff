using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

/// <remarks>Hash: SHA-256 of the final text, for those who may read all of it; null while it is a draft.</remarks>
public sealed record MinutesView(bool Final, string? Hash, long Revision, Minutes Minutes);

public static class ReadMinutes
{
    public static async Task<Results<Ok<MinutesView>, NotFoundProblem, ConflictProblem>> Handle(
        Guid id, MeetingStore meetings, SessionReader reader, Caller caller, CancellationToken stop)
    {
        if (await meetings.Read(id, stop) is not { } meeting || !SessionReader.MaySee(meeting, caller))
            return Problems.NotFound();
        if (meeting.Session.Status is SessionStatus.Planned or SessionStatus.AgendaPublished or SessionStatus.Cancelled)
            return NotBegun();
        return TypedResults.Ok(Of(meeting, await reader.Viewer(caller, stop), await Names(meeting, meetings, stop)));
    }

    public static MinutesView Of(Meeting meeting, Viewer viewer, IReadOnlyDictionary<Guid, string> names)
    {
        var minutes = meeting.Session.MinutesText is { } final ? Json.Read<Minutes>(final) : Minutes.Of(meeting, names);
        var readsAll = meeting.Items.All(item => meeting.IsInTheRoom(item, viewer));
        return new(
            meeting.Session.Status is SessionStatus.MinutesFinal, readsAll ? meeting.Session.MinutesHash : null, meeting.Session.Revision, minutes.For(meeting, viewer));
    }

    /// <summary>Of everybody whom the minutes name.</summary>
    public static Task<IReadOnlyDictionary<Guid, string>> Names(Meeting meeting, MeetingStore meetings, CancellationToken stop) =>
        meetings.Names([.. meeting.Session.Members.Select(seat => seat.PersonId).Concat(meeting.Corrections.Select(one => one.By)).Distinct()], stop);

    internal static ConflictProblem NotBegun() => Problems.Conflict("session.not-open",
        "There are no minutes before the session is opened.",
        "Il n'y a pas de procès-verbal avant l'ouverture de la séance.");
}

public static class FinaliseMinutes
{
    public sealed record Request(long Revision);

    public sealed record Answer(string Hash, long Revision);

    public static async Task<Results<Ok<Answer>, ValidationProblem, NotFoundProblem, ConflictProblem>> Handle(
        Guid id, Request request, MeetingStore meetings, Caller caller, CancellationToken stop)
    {
        if (RevisionShape.WhyNot(request.Revision) is { } misshapen)
            return misshapen;
        if (await meetings.Read(id, stop) is not { } seen)
            return Problems.NotFound();
        var names = await ReadMinutes.Names(seen, meetings, stop);
        await using var transaction = await meetings.Begin(stop);
        if (await MeetingStore.Take(transaction, id) is not { } meeting)
            return Problems.NotFound();
        // A correction raises no revision of the session: it is nothing to whoever was not in the room.
        if (meeting.Session.Revision != request.Revision || meeting.Corrections.Count != seen.Corrections.Count)
            return Problems.Stale();
        var text = Minutes.Of(meeting, names).ToText();
        var hash = Minutes.HashOf(text);
        if (meeting.Session.FinaliseMinutes(text, hash) is not { } final)
            return Problems.Conflict("session.not-closed",
                "The minutes become final once, after the session was closed.",
                "Le procès-verbal devient définitif une seule fois, après la levée de la séance.");
        await MeetingStore.Save(
            transaction, meeting, meeting with { Session = final }, caller.Actor(Roles.Office), "session.minutes-final",
            before: new { meeting.Session.Status }, after: new { final.Status, Hash = hash });
        return TypedResults.Ok(new Answer(hash, final.Revision));
    }
}
