using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Sessions;

public sealed record MemberView(Guid PersonId, string Name, SeatRole Role, Presence Presence);

/// <remarks>Reason: Shown to the office and to the person; null for others.</remarks>
public sealed record RecusalView(Guid PersonId, string Name, RecusalKind Kind, string? Reason);

public sealed record QuorumView(int Entitled, int Present, int Needed, bool Reached)
{
    public static QuorumView Of(Quorum quorum) => new(quorum.Entitled, quorum.Present, quorum.Needed, quorum.Reached);
}

/// <summary>For and against are null while votes are taken: nobody sees how others vote.</summary>
public sealed record BallotView(
    Guid Id, int Number, Decision Decision, string? Reasons, IReadOnlyList<Reservation> Reservations, Guid? ToSessionId,
    BallotStatus Status, bool? Carried, int? For, int? Against, int? Abstain, bool? TieBroken, QuorumView? Quorum,
    int VotesCast, Choice? MyVote, DateTimeOffset PutAt, DateTimeOffset? ClosedAt)
{
    public static BallotView Of(Meeting meeting, Ballot ballot, Guid viewerId) => new(
        ballot.Id, ballot.Number, ballot.Proposal.Decision, ballot.Proposal.Reasons, ballot.Proposal.Reservations, ballot.Proposal.ToSessionId,
        ballot.Status,
        ballot.Status switch
        {
            BallotStatus.Carried => true,
            BallotStatus.NotCarried => false,
            BallotStatus.Open or BallotStatus.Dropped => null,
        },
        ballot.Count?.For, ballot.Count?.Against, ballot.Count?.Abstain, ballot.Count?.TieBroken,
        ballot.Count is null ? null : QuorumView.Of(ballot.Count.Quorum),
        meeting.Votes.Count(vote => vote.BallotId == ballot.Id),
        meeting.Votes.FirstOrDefault(vote => vote.BallotId == ballot.Id && vote.PersonId == viewerId)?.Choice,
        ballot.PutAt, ballot.ClosedAt);
}

public sealed record DecisionView(
    Decision Decision, string? Reasons, IReadOnlyList<Reservation> Reservations, Guid? ToSessionId, DateTimeOffset DecidedAt, DateTimeOffset? ReleasedAt)
{
    public static DecisionView? Of(Item item) => item is { Decision: { } decision, DecidedAt: { } decidedAt }
        ? new(decision.Decision, decision.Reasons, decision.Reservations, decision.ToSessionId, decidedAt, item.ReleasedAt)
        : null;
}

/// <summary>
/// An item as one person sees it. Whoever is not in the room sees it as it stood on the agenda, whatever became of it:
/// waiting, without quorum, ballots or decision.
/// </summary>
public sealed record ItemView(
    Guid Id, int Position, Guid DossierId, int Version, string Reference, string Title, string Organisation, bool Withdrawn,
    bool InTheRoom, bool Recused, IReadOnlyList<RecusalView> Recusals, ItemStatus Status,
    QuorumView? Quorum, Guid? PresidingId, bool Elects, IReadOnlyList<BallotView> Ballots, DecisionView? Decision)
{
    public static ItemView Of(Meeting meeting, Item item, Viewer viewer, bool withdrawn, IReadOnlyDictionary<Guid, string> names)
    {
        var inTheRoom = meeting.IsInTheRoom(item, viewer);
        var recused = meeting.IsRecused(item, viewer.PersonId);
        var room = meeting.RoomFor(item);
        return new(
            item.Id, item.Position, item.DossierId, item.Dossier.Version, item.Dossier.Reference, item.Dossier.Title, item.Dossier.Organisation, withdrawn,
            inTheRoom, recused,
            [
                .. meeting.Recusals
                    .Where(recusal => recusal.DossierId == item.DossierId && meeting.Session.Seats(recusal.PersonId))
                    .Select(recusal => new RecusalView(
                        recusal.PersonId, names.GetValueOrDefault(recusal.PersonId, ""), recusal.Kind,
                        viewer.Office || recusal.PersonId == viewer.PersonId ? Words.Say(recusal.Reason, recusal.ReasonInFrench ?? recusal.Reason) : null)),
            ],
            inTheRoom ? item.Status : item.IsReleased ? ItemStatus.Decided : ItemStatus.Waiting,
            inTheRoom ? QuorumView.Of(room.Quorum) : null,
            inTheRoom ? room.Presiding : null,
            inTheRoom && room.Elects,
            inTheRoom ? [.. meeting.Ballots.Where(ballot => ballot.ItemId == item.Id).Select(ballot => BallotView.Of(meeting, ballot, viewer.PersonId))] : [],
            inTheRoom || item.IsReleased ? DecisionView.Of(item) : null);
    }
}

public sealed record AgendaView(
    string Version, DateTimeOffset PublishedAt, IReadOnlyList<Guid> DossierIds, IReadOnlyList<Guid> Added, IReadOnlyList<Guid> Removed, bool Reordered);

public sealed record CarriedOverView(Guid DossierId, string Reference, string Title, Guid FromSessionId, DateTimeOffset At);

public sealed record SessionView(
    Guid Id, string Title, DateTimeOffset StartsAt, string Place, SessionStatus Status, string? AgendaVersion,
    DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt, IReadOnlyList<MemberView> Members, IReadOnlyList<ItemView> Items,
    IReadOnlyList<AgendaView> Agendas, IReadOnlyList<CarriedOverView> CarriedOver, string? MinutesHash, long Revision, string? CancelledBecause = null);

/// <summary>Sessions as people see them: the one filter that every answer about a session goes through.</summary>
public sealed class SessionReader(MeetingStore meetings)
{
    public async Task<Viewer> Viewer(Caller caller, CancellationToken stop) =>
        new(caller.PersonId, caller.Is(Roles.Office), await meetings.ActsOn(caller.PersonId, stop));

    /// <summary>For the office and the session's members.</summary>
    public static bool MaySee(Meeting meeting, Caller caller) => Floor.StandingOn(meeting, caller).May(Act.SeeSession);

    /// <summary>Null: there is no such session, or not for this caller.</summary>
    public async Task<SessionView?> Read(Guid sessionId, Caller caller, CancellationToken stop) => (await ReadWithMeeting(sessionId, caller, stop))?.View;

    /// <summary>The same with what it was made from, which not all of them may see.</summary>
    public async Task<(Meeting Meeting, Viewer Viewer, SessionView View)?> ReadWithMeeting(Guid sessionId, Caller caller, CancellationToken stop)
    {
        if (await meetings.Read(sessionId, stop) is not { } meeting || !MaySee(meeting, caller))
            return null;
        var viewer = await Viewer(caller, stop);
        return (meeting, viewer, await View(meeting, viewer, stop));
    }

    /// <summary>Null: there is no such item, or not for this caller.</summary>
    public async Task<ItemView?> ReadItem(Guid sessionId, Guid itemId, Caller caller, CancellationToken stop) =>
        (await Read(sessionId, caller, stop))?.Items.FirstOrDefault(item => item.Id == itemId);

    async Task<SessionView> View(Meeting meeting, Viewer viewer, CancellationToken stop)
    {
        var session = meeting.Session;
        var names = await meetings.Names([.. session.Members.Select(seat => seat.PersonId)], stop);
        var withdrawn = await meetings.Withdrawn(session.Id, stop);
        var carriedOver = await meetings.CarriedOverTo(session.Id, stop);
        return new(
            session.Id, session.Title, session.StartsAt, session.Place, session.Status, session.CurrentAgenda?.Letter,
            session.OpenedAt, session.ClosedAt,
            [
                .. session.Members.Select(seat => new MemberView(
                    seat.PersonId, names.GetValueOrDefault(seat.PersonId, ""), seat.Role,
                    meeting.Attendance.LastOrDefault(line => line.PersonId == seat.PersonId)?.Presence ?? Presence.Absent)),
            ],
            [.. meeting.Items.Select(item => ItemView.Of(meeting, item, viewer, withdrawn.Contains(item.DossierId), names))],
            [
                .. session.Agendas.Select(agenda => new AgendaView(
                    agenda.Letter, agenda.PublishedAt, agenda.DossierIds, agenda.Added, agenda.Removed, agenda.Reordered)),
            ],
            [.. carriedOver.Select(row => new CarriedOverView(row.DossierId, row.Reference, row.Title, row.FromSessionId, row.At))],
            // The hash of a text that one may not read would let one try which decision makes it.
            meeting.Items.All(item => meeting.IsInTheRoom(item, viewer)) ? session.MinutesHash : null,
            session.Revision, session.Cancellation?.Reason);
    }
}
