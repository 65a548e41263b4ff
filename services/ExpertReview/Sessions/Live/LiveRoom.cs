using Labelling.Contracts;
using Labelling.ExpertReview.Labels;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Sessions.Live;

/// <summary>Somebody to name on the live page.</summary>
public sealed record Somebody(Guid PersonId, string Name);

/// <summary>
/// Of an award that only so many win: how many have it, as far as the viewer may know. Partly: the viewer was recused on others of the same
/// award, and what became of these is not in it before the release.
/// </summary>
public sealed record Winners(int Known, int Most, bool Partly);

/// <summary>
/// A session as it is right now, for one viewer. Everything in it follows from what that viewer may know: it does not change with anything
/// else, so that what is sent to somebody recused stays the same, byte for byte, whatever is voted and decided.
/// </summary>
public sealed record LiveRoom
{
    public required SessionView Session { get; init; }
    public required Guid ViewerId { get; init; }

    /// <summary>On the screen in the room: nothing can be done there, and nobody's own vote is shown.</summary>
    public required bool Screen { get; init; }

    /// <summary>The item taken up last, while the session is open; null before the first.</summary>
    public required ItemView? Current { get; init; }

    /// <summary>Members recused on it who are still there. Known to those in the room, and to themselves.</summary>
    public required IReadOnlyList<Somebody> MustLeave { get; init; }
    public required IReadOnlyList<ItemView> Next { get; init; }
    public required string? Presiding { get; init; }

    /// <summary>Those who can be chosen to preside.</summary>
    public required IReadOnlyList<Somebody> Candidates { get; init; }
    public required ItemTimer? Timer { get; init; }

    /// <summary>Of the award of the current item; null where there is no such number, or the viewer is not in the room.</summary>
    public required Winners? Winners { get; init; }
    public required IReadOnlyList<MeetingStore.Target> LaterSessions { get; init; }

    public required bool MayRun { get; init; }
    public required bool MayRecordOthers { get; init; }
    public required bool MayVote { get; init; }
    public required bool MayPut { get; init; }
    public required bool MayTime { get; init; }

    /// <summary>Items that the viewer can take up.</summary>
    public required IReadOnlySet<Guid> MayOpen { get; init; }

    public MemberView? Me => Session.Members.FirstOrDefault(member => member.PersonId == ViewerId);

    public BallotView? Ballot => Current is { InTheRoom: true, Ballots: { Count: > 0 } ballots } ? ballots[^1] : null;

    /// <summary>Before the first item none was taken up; after the last there is none either, but nobody is told which was decided.</summary>
    public static Item? TakenUpLast(Meeting meeting) => meeting.Session.Status is not SessionStatus.Open ? null
        : meeting.Items.FirstOrDefault(item => item.Status is ItemStatus.Open)
            ?? meeting.Items.Where(item => item.DecidedAt is not null).MaxBy(item => item.DecidedAt);

    /// <summary>What comes after an item, as far as the viewer may know: of items that are closed to them, those that stand later on the agenda.</summary>
    public static IReadOnlyList<ItemView> After(ItemView? current, IReadOnlyList<ItemView> items) =>
    [
        .. items
            .Where(item => item.Id != current?.Id && !item.Withdrawn && item.Status is ItemStatus.Waiting
                && (item.InTheRoom || current is null || item.Position > current.Position))
            .OrderBy(item => current is not null && item.Position < current.Position).ThenBy(item => item.Position),
    ];
}

/// <summary>Reads a session for the live page.</summary>
public sealed class LiveReader(SessionReader reader, SessionCalendar calendar, LabelStore labels)
{
    /// <summary>Null: there is no such session, or not for this caller.</summary>
    public async Task<LiveRoom?> Read(Guid sessionId, Caller caller, bool screen, CancellationToken stop)
    {
        if (await reader.ReadWithMeeting(sessionId, caller, stop) is not var (meeting, viewer, session))
            return null;
        var standing = Floor.StandingOn(meeting, caller);
        var taken = LiveRoom.TakenUpLast(meeting);
        var current = session.Items.FirstOrDefault(item => item.Id == taken?.Id);
        var inTheRoom = current is { InTheRoom: true };
        var onCurrent = inTheRoom ? meeting.StandingOn(taken!, viewer) : Stance.Unknown;
        var room = inTheRoom ? meeting.RoomFor(taken!) : null;
        var names = session.Members.ToDictionary(member => member.PersonId, member => member.Name);
        var open = inTheRoom && current!.Status is ItemStatus.Open;
        var mayPut = open && !screen && onCurrent.May(Act.PutDecision);
        return new LiveRoom
        {
            Session = session,
            ViewerId = viewer.PersonId,
            Screen = screen,
            Current = current,
            MustLeave = current is null || !(inTheRoom || current.Recused) ? []
                :
                [
                    .. current.Recusals.Select(recusal => recusal.PersonId).Distinct()
                        .Where(person => meeting.IsPresent(person) && (inTheRoom || person == viewer.PersonId))
                        .Select(person => new Somebody(person, names.GetValueOrDefault(person, ""))),
                ],
            Next = session.Status is SessionStatus.Open ? LiveRoom.After(current, session.Items) : [],
            Presiding = room?.Presiding is { } presiding ? names.GetValueOrDefault(presiding, "") : null,
            Candidates = open && room is { Elects: true } && !screen && onCurrent.May(Act.Vote)
                ? [.. room.Present.Select(person => new Somebody(person, names.GetValueOrDefault(person, "")))]
                : [],
            Winners = inTheRoom && taken!.Dossier.Winners is { } most ? await Won(meeting, session, taken, most, screen, stop) : null,
            Timer = open ? meeting.Timers.FirstOrDefault(timer => timer.ItemId == taken!.Id) : null,
            LaterSessions = mayPut ? await calendar.Later(sessionId, session.StartsAt, stop) : [],
            MayRun = !screen && standing.May(Act.RunSession),
            MayRecordOthers = !screen && standing.May(Act.RecordAttendance),
            MayVote = open && !screen && onCurrent.May(Act.TakePart) && onCurrent.May(Act.Vote),
            MayPut = mayPut,
            MayTime = open && !screen && onCurrent.May(Act.OpenItem),
            MayOpen = screen || session.Status is not SessionStatus.Open ? new HashSet<Guid>()
                : meeting.Items.Where(item => session.Items.Any(view => view.Id == item.Id && view is { Status: ItemStatus.Waiting, Withdrawn: false })
                    && meeting.StandingOn(item, viewer).May(Act.OpenItem)).Select(item => item.Id).ToHashSet(),
        };
    }

    /// <summary>What was released, and what was decided here in the viewer's hearing. The screen is read by whoever comes back into the room.</summary>
    async Task<Winners> Won(Meeting meeting, SessionView session, Item current, int most, bool screen, CancellationToken stop)
    {
        var competing = session.Items.Where(view => meeting.Find(view.Id) is { } item && item.Dossier.CompetesWith(current.Dossier)).ToList();
        bool Counts(ItemView view) => view.InTheRoom && (!screen || view.Id == current.Id || view.Recusals.Count == 0);
        var heard = competing.Count(view => Counts(view) && view.Decision is { ReleasedAt: null } decided && Release.Awards(decided.Decision));
        return new(heard + await labels.Given(current.Dossier, stop), most, competing.Any(view => view.Recused || (screen && view.Recusals.Count > 0)));
    }
}
