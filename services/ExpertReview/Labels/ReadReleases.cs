using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

/// <remarks>Mine: The caller signs it.</remarks>
public sealed record WaitingRelease(
    Guid ItemId, Guid SessionId, string SessionTitle, Guid DossierId, string Reference, string Title, Decision Decision, string? Reasons,
    IReadOnlyList<Reservation> Reservations, Guid? ToSessionId, string? ToSessionTitle, DateTimeOffset DecidedAt,
    Guid SignatoryId, string SignatoryName, bool Mine, bool Withdrawn);

public sealed record WaitingReleases(IReadOnlyList<WaitingRelease> Items);

/// <summary>Decided and not released: for those who may know.</summary>
public static class ReadReleases
{
    public static async Task<Ok<WaitingReleases>> Handle(MeetingStore meetings, SessionReader reader, Caller caller, CancellationToken stop)
    {
        var viewer = await reader.Viewer(caller, stop);
        var waiting = new List<WaitingRelease>();
        foreach (var sessionId in await meetings.SessionsWithUnreleased(stop))
        {
            if (await meetings.Read(sessionId, stop) is not { } meeting)
                continue;
            var items = meeting.Items.Where(item => item is { Status: ItemStatus.Decided, IsReleased: false } && meeting.IsInTheRoom(item, viewer)).ToList();
            var names = await meetings.Names([.. items.Select(item => meeting.Signatory(item)).OfType<Guid>()], stop);
            var targets = await meetings.Titles([.. items.Select(item => item.Decision?.ToSessionId).OfType<Guid>()], stop);
            var withdrawn = await meetings.Withdrawn(sessionId, stop);
            waiting.AddRange(
                from item in items
                let decision = DecisionView.Of(item)
                let signatory = meeting.Signatory(item)
                where decision is not null && signatory is not null
                select new WaitingRelease(
                    item.Id, sessionId, meeting.Session.Title, item.DossierId, item.Dossier.Reference, item.Dossier.Title,
                    decision.Decision, decision.Reasons, decision.Reservations, decision.ToSessionId,
                    decision.ToSessionId is { } to ? targets.GetValueOrDefault(to) : null,
                    decision.DecidedAt, signatory.Value, names.GetValueOrDefault(signatory.Value, ""),
                    signatory == caller.PersonId, withdrawn.Contains(item.DossierId)));
        }
        return TypedResults.Ok(new WaitingReleases([.. waiting.OrderBy(item => item.DecidedAt).ThenBy(item => item.Reference, StringComparer.Ordinal)]));
    }
}
