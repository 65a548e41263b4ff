using System.Security.Cryptography;
using System.Text;
using Labelling.Storage;

namespace Labelling.ExpertReview.Sessions;

/// <summary>Something written into the minutes by hand.</summary>
/// <remarks>ItemId: Null: about the session as a whole.</remarks>
public sealed record Correction(int Number, Guid? ItemId, string Before, string After, Guid By, DateTimeOffset At);

public sealed record MinutesCorrection(int Number, Guid? ItemId, string Before, string After, Guid By, string ByName, DateTimeOffset At);

public sealed record MinutesMember(Guid PersonId, string Name, SeatRole Role);

public sealed record MinutesAttendance(Guid PersonId, string Name, Presence Presence, DateTimeOffset At);

public sealed record MinutesRecusal(Guid PersonId, string Name, RecusalKind Kind);

public sealed record MinutesVote(Guid PersonId, string Name, Choice Choice, bool Counted);

public sealed record MinutesBallot(
    int Number, Decision Decision, string? Reasons, IReadOnlyList<Reservation> Reservations, Guid? ToSessionId, BallotStatus Status,
    Guid PutBy, DateTimeOffset PutAt, DateTimeOffset? ClosedAt, Count? Count, IReadOnlyList<MinutesVote> Votes);

/// <remarks>Status: With the ballots and the decision withheld from whoever was not in the room, it stands as on the agenda.</remarks>
public sealed record MinutesItem(
    Guid ItemId, int Position, Guid DossierId, int Version, string Reference, string Title, string Organisation,
    IReadOnlyList<MinutesRecusal> Recusals, ItemStatus Status, Guid? PresidedBy, string? PresidedByName,
    IReadOnlyList<MinutesBallot> Ballots, MinutesDecision? Decision, string? Remarks = null);

public sealed record MinutesDecision(
    Decision Decision, string? Reasons, IReadOnlyList<Reservation> Reservations, Guid? ToSessionId, DateTimeOffset DecidedAt);

/// <summary>The minutes write themselves from what happened in the session. What was released since is not part of them.</summary>
public sealed record Minutes(
    Guid SessionId, string Title, string Place, DateTimeOffset StartsAt, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt, string? Agenda,
    IReadOnlyList<MinutesMember> Members, IReadOnlyList<MinutesAttendance> Attendance, IReadOnlyList<MinutesItem> Items,
    string? Remarks = null, IReadOnlyList<MinutesCorrection>? Corrections = null)
{
    public static Minutes Of(Meeting meeting, IReadOnlyDictionary<Guid, string> names)
    {
        string Name(Guid personId) => names.GetValueOrDefault(personId, "");
        var session = meeting.Session;
        return new(
            session.Id, session.Title, session.Place, session.StartsAt, session.OpenedAt, session.ClosedAt, session.CurrentAgenda?.Letter,
            [.. session.Members.Select(seat => new MinutesMember(seat.PersonId, Name(seat.PersonId), seat.Role))],
            [.. meeting.Attendance.Select(line => new MinutesAttendance(line.PersonId, Name(line.PersonId), line.Presence, line.At))],
            [
                .. meeting.Items.Select(item => new MinutesItem(
                    item.Id, item.Position, item.DossierId, item.Dossier.Version, item.Dossier.Reference, item.Dossier.Title, item.Dossier.Organisation,
                    [
                        .. meeting.Recusals
                            .Where(recusal => recusal.DossierId == item.DossierId && session.Seats(recusal.PersonId))
                            .Select(recusal => new MinutesRecusal(recusal.PersonId, Name(recusal.PersonId), recusal.Kind)),
                    ],
                    item.Status, item.PresidedBy, item.PresidedBy is { } presided ? Name(presided) : null,
                    [
                        .. meeting.Ballots.Where(ballot => ballot.ItemId == item.Id).Select(ballot => new MinutesBallot(
                            ballot.Number, ballot.Proposal.Decision, ballot.Proposal.Reasons, ballot.Proposal.Reservations, ballot.Proposal.ToSessionId,
                            ballot.Status, ballot.PutBy, ballot.PutAt, ballot.ClosedAt, ballot.Count,
                            ballot.Status switch
                            {
                                // While it runs nobody sees how others vote.
                                BallotStatus.Open => [],
                                BallotStatus.Carried or BallotStatus.NotCarried or BallotStatus.Dropped =>
                                [
                                    .. meeting.Votes.Where(vote => vote.BallotId == ballot.Id)
                                        .OrderBy(vote => Name(vote.PersonId), StringComparer.Ordinal).ThenBy(vote => vote.PersonId)
                                        .Select(vote => new MinutesVote(vote.PersonId, Name(vote.PersonId), vote.Choice, vote.Counted == true)),
                                ],
                            })),
                    ],
                    item is { Decision: { } decision, DecidedAt: { } decidedAt }
                        ? new MinutesDecision(decision.Decision, decision.Reasons, decision.Reservations, decision.ToSessionId, decidedAt)
                        : null,
                    Written(item.Id))),
            ],
            Written(null),
            [.. meeting.Corrections.Select(one => new MinutesCorrection(one.Number, one.ItemId, one.Before, one.After, one.By, Name(one.By), one.At))]);

        string? Written(Guid? itemId) => meeting.Remarks(itemId) is { Length: > 0 } text ? text : null;
    }

    /// <summary>As somebody may read them: what they were not in the room for stands as on the agenda; once released, with its decision.</summary>
    public Minutes For(Meeting meeting, Viewer viewer) => this with
    {
        Items =
        [
            .. Items.Select(line => meeting.Find(line.ItemId) is not { } item || meeting.IsInTheRoom(item, viewer) ? line
                : line with
                {
                    Status = item.IsReleased ? ItemStatus.Decided : ItemStatus.Waiting,
                    PresidedBy = null,
                    PresidedByName = null,
                    Ballots = [],
                    Decision = item.IsReleased ? line.Decision : null,
                    Remarks = null,
                }),
        ],
        // That something was corrected tells that something happened.
        Corrections = Corrections?.Where(one => one.ItemId is not { } id || meeting.Find(id) is not { } item || meeting.IsInTheRoom(item, viewer)).ToList(),
    };

    /// <summary>What is kept and hashed.</summary>
    public string ToText() => Json.Write(this);

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
