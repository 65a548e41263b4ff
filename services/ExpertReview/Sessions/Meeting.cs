using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Sessions;

/// <summary>A dossier as an agenda takes it up.</summary>
public sealed record AgendaEntry(Guid DossierId, DossierOnAgenda Dossier);

/// <summary>Who looks at a meeting.</summary>
/// <remarks>ActsOn: Dossiers they hold, take part in or review: on these they are nothing else.</remarks>
public sealed record Viewer(Guid PersonId, bool Office, IReadOnlySet<Guid> ActsOn);

/// <summary>
/// A session with all that happened in it. Every act is a method that answers with the meeting after it, or with null when
/// it is not allowed; nothing else changes a meeting.
/// </summary>
public sealed record Meeting
{
    public required Session Session { get; init; }
    public IReadOnlyList<Item> Items { get; init; } = [];
    public IReadOnlyList<Attendance> Attendance { get; init; } = [];
    public IReadOnlyList<Recusal> Recusals { get; init; } = [];
    public IReadOnlyList<ElectionVote> Elections { get; init; } = [];
    public IReadOnlyList<Ballot> Ballots { get; init; } = [];
    public IReadOnlyList<Vote> Votes { get; init; } = [];
    public IReadOnlyList<ItemTimer> Timers { get; init; } = [];
    public IReadOnlyList<Correction> Corrections { get; init; } = [];

    public Item? Find(Guid itemId) => Items.FirstOrDefault(item => item.Id == itemId);

    public Ballot? OpenBallot(Guid itemId) => Ballots.FirstOrDefault(ballot => ballot.ItemId == itemId && ballot.Status is BallotStatus.Open);

    public bool IsRecused(Item item, Guid personId) =>
        Recusals.Any(recusal => recusal.DossierId == item.DossierId && recusal.PersonId == personId);

    public bool IsPresent(Guid personId) =>
        Attendance.LastOrDefault(line => line.PersonId == personId) is { Presence: Presence.Present or Presence.Remote };

    public Room RoomFor(Item item) => Room.Of(
        Session.Members, Attendance,
        Recusals.Where(recusal => recusal.DossierId == item.DossierId).Select(recusal => recusal.PersonId).ToHashSet(),
        Elections.Where(vote => vote.ItemId == item.Id), item.Dossier.QuorumShare);

    /// <summary>
    /// Who signs and releases: the chair; recused on the item, the vice-chair; both, whoever was elected to preside.
    /// Null while the item is undecided.
    /// </summary>
    public Guid? Signatory(Item item) => item.Status is not ItemStatus.Decided ? null
        : Session.Chair is { } chair && !IsRecused(item, chair) ? chair
        : Session.ViceChair is { } vice && !IsRecused(item, vice) ? vice
        : item.PresidedBy;

    /// <summary>
    /// How somebody stands to an item. In the room are, of the members, before the decision those present, after it those who heard
    /// it and who signs it.
    /// </summary>
    public Stance StandingOn(Item item, Viewer viewer)
    {
        var knows = item.Status switch
        {
            ItemStatus.Waiting or ItemStatus.Open => IsPresent(viewer.PersonId),
            ItemStatus.Decided => item.Heard.Contains(viewer.PersonId) || Signatory(item) == viewer.PersonId,
            ItemStatus.Left => false,
        };
        var seated = Session.Seats(viewer.PersonId);
        return new(
            (viewer.Office ? Who.Office : Who.Nobody)
            | (IsRecused(item, viewer.PersonId) ? Who.Recused : Who.Nobody)
            | (viewer.ActsOn.Contains(item.DossierId) ? Who.Partner : Who.Nobody)
            | (seated ? Who.Seated : Who.Nobody)
            | (seated && IsPresent(viewer.PersonId) ? Who.Present : Who.Nobody)
            | (seated && knows ? Who.InTheRoom : Who.Nobody)
            | (RoomFor(item).Presiding == viewer.PersonId ? Who.Presiding : Who.Nobody)
            | (Signatory(item) == viewer.PersonId ? Who.Signatory : Who.Nobody),
            Phase.None);
    }

    /// <summary>The embargo: who knows an item's discussion, votes and decision.</summary>
    public bool IsInTheRoom(Item item, Viewer viewer) => StandingOn(item, viewer).May(Act.KnowItem);

    /// <summary>The conflicts of those who are new are recused at once when there is an agenda.</summary>
    public (Meeting, SessionScheduled?)? Change(
        string title, DateTimeOffset startsAt, string place, IReadOnlyList<Seat> members, IEnumerable<Recusal> detected, DateTimeOffset at) =>
        Session.Change(title, startsAt, place, members, at) is var (changed, scheduled)
            ? ((this with { Session = changed }).Recuse(detected), scheduled)
            : null;

    public Meeting? PublishAgenda(IReadOnlyList<AgendaEntry> entries, IEnumerable<Recusal> detected, DateTimeOffset at)
    {
        if (Session.PublishAgenda([.. entries.Select(entry => entry.DossierId)], at) is not { } published)
            return null;
        var items = entries.Select((entry, index) =>
            Items.FirstOrDefault(item => item.DossierId == entry.DossierId) is { } kept
                ? kept with { Dossier = entry.Dossier, Position = index + 1 }
                : new Item
                {
                    Id = Guid.CreateVersion7(at),
                    DossierId = entry.DossierId,
                    Dossier = entry.Dossier,
                    Position = index + 1,
                });
        return (this with { Session = published, Items = [.. items] }).Recuse(detected);
    }

    public Meeting? Open(DateTimeOffset at) => Session.Open(at) is { } open ? this with { Session = open } : null;

    public Meeting? Attend(Guid personId, Presence presence, DateTimeOffset at) =>
        Session.Status is SessionStatus.Open && Session.Seats(personId)
            ? this with { Attendance = [.. Attendance, new(personId, presence, at)] }
            : null;

    /// <summary>
    /// Once an item is decided, those who heard it cannot be recused any more. Whoever was away still can until the session
    /// is closed: refusing it to them would tell them that the item is decided.
    /// </summary>
    public Meeting? Recuse(Guid itemId, Guid personId, RecusalKind kind, string reason, DateTimeOffset at) =>
        Session.Status is SessionStatus.AgendaPublished or SessionStatus.Open
        && Session.Seats(personId)
        && Find(itemId) is { } item
        && !item.Heard.Contains(personId)
            ? Recuse([new(item.DossierId, personId, kind, reason, null, at)])
            : null;

    /// <summary>
    /// Takes the item up, with the conflicts found at this moment; the one that was open and has no ballot running waits
    /// again. Null: the item does not wait, or a ballot is running.
    /// </summary>
    public Meeting? OpenItem(Guid itemId, IEnumerable<Recusal> detected)
    {
        if (Session.Status is not SessionStatus.Open || Find(itemId)?.Open() is not { } open)
            return null;
        if (Ballots.Any(ballot => ballot.Status is BallotStatus.Open))
            return null;
        return (this with { Items = [.. Items.Select(item => item.Id == itemId ? open : item.PutAside() ?? item)] }).Recuse(detected);
    }

    /// <summary>Sets the clock of the item that is being dealt with; the one before is gone.</summary>
    public Meeting? SetTimer(Guid itemId, TimerKind kind, DateTimeOffset endsAt) =>
        Session.Status is SessionStatus.Open && Find(itemId) is { Status: ItemStatus.Open }
            ? this with { Timers = [.. Timers.Where(timer => timer.ItemId != itemId), new(itemId, kind, endsAt)] }
            : null;

    /// <summary>What stands by hand in the minutes of an item, or of the session where no item is named.</summary>
    public string Remarks(Guid? itemId) => Corrections.LastOrDefault(one => one.ItemId == itemId)?.After ?? "";

    /// <summary>Null: the minutes are not begun or are final, there is no such item, or the text stands so already.</summary>
    public Meeting? Correct(Guid? itemId, string text, Guid by, DateTimeOffset at) =>
        Session.Status is SessionStatus.Open or SessionStatus.Closed && (itemId is not { } id || Find(id) is not null) && text != Remarks(itemId)
            ? this with { Corrections = [.. Corrections, new(Corrections.Count + 1, itemId, Remarks(itemId), text, by, at)] }
            : null;

    public Meeting? Elect(Guid itemId, Guid electorId, Guid candidateId)
    {
        if (Session.Status is not SessionStatus.Open || Find(itemId) is not { Status: ItemStatus.Waiting or ItemStatus.Open } item)
            return null;
        var room = RoomFor(item);
        return room.Elects && room.Present.Contains(electorId) && room.Present.Contains(candidateId)
            ? this with
            {
                Elections = [.. Elections.Where(vote => vote.ItemId != itemId || vote.ElectorId != electorId), new(itemId, electorId, candidateId)],
            }
            : null;
    }

    public Meeting? Propose(Guid itemId, Guid by, Proposal proposal, DateTimeOffset at)
    {
        if (Session.Status is not SessionStatus.Open || Find(itemId) is not { } item || OpenBallot(itemId) is not null)
            return null;
        var number = Ballots.Count(ballot => ballot.ItemId == itemId) + 1;
        return Ballot.Put(item, number, RoomFor(item), by, proposal, at) is { } put ? this with { Ballots = [.. Ballots, put] } : null;
    }

    public Meeting? CastVote(Guid itemId, Guid personId, Choice choice, DateTimeOffset at)
    {
        if (Session.Status is not SessionStatus.Open || Find(itemId) is not { } item || OpenBallot(itemId) is not { } ballot)
            return null;
        return ballot.Cast(RoomFor(item), personId, choice, at) is { } vote
            ? this with { Votes = [.. Votes.Where(other => other.BallotId != ballot.Id || other.PersonId != personId), vote] }
            : null;
    }

    /// <summary>Carried, the item is decided; not carried, another proposal may be put.</summary>
    public (Meeting, Ballot)? CloseBallot(Guid itemId, Guid by, DateTimeOffset at)
    {
        if (Session.Status is not SessionStatus.Open || Find(itemId) is not { } item || OpenBallot(itemId) is not { } ballot)
            return null;
        var room = RoomFor(item);
        if (ballot.Close(room, by, Votes, at) is not var (closed, votes))
            return null;
        var decided = closed.Status is BallotStatus.Carried ? item.Decide(closed, room) : item;
        if (decided is null)
            return null;
        var after = this with
        {
            Items = [.. Items.Select(other => other.Id == itemId ? decided : other)],
            Ballots = [.. Ballots.Select(other => other.Id == closed.Id ? closed : other)],
            Votes = [.. Votes.Where(other => other.BallotId != closed.Id), .. votes],
        };
        return (after, closed);
    }

    /// <summary>It will not be held: its dossiers are free for another session.</summary>
    public Meeting? Cancel(string reason, DateTimeOffset at) => Session.Cancel(reason, at) is { } cancelled
        ? this with { Session = cancelled, Items = [.. Items.Select(item => item.Leave() ?? item)] }
        : null;

    /// <summary>What is not decided is left; a ballot that still runs is dropped.</summary>
    public Meeting? Close(DateTimeOffset at) => Session.Close(at) is { } closed
        ? this with
        {
            Session = closed,
            Items = [.. Items.Select(item => item.Leave() ?? item)],
            Ballots = [.. Ballots.Select(ballot => ballot.Drop(at) ?? ballot)],
        }
        : null;

    /// <summary>Adds recusals of members that have none of that kind yet, and takes their votes and choices away.</summary>
    public Meeting Recuse(IEnumerable<Recusal> recusals)
    {
        List<Recusal> added = [.. recusals
            .Where(recusal => Session.Seats(recusal.PersonId) && !Recusals.Any(known => Same(known, recusal)))
            .DistinctBy(recusal => (recusal.DossierId, recusal.PersonId, recusal.Kind))];
        if (added.Count == 0)
            return this;
        var gone = added
            .SelectMany(recusal => Items.Where(item => item.DossierId == recusal.DossierId).Select(item => (Item: item.Id, Person: recusal.PersonId)))
            .ToHashSet();
        var itemOf = Ballots.ToDictionary(ballot => ballot.Id, ballot => ballot.ItemId);
        return this with
        {
            Recusals = [.. Recusals, .. added],
            Votes = [.. Votes.Where(vote => !gone.Contains((itemOf[vote.BallotId], vote.PersonId)))],
            Elections = [.. Elections.Where(vote => !gone.Contains((vote.ItemId, vote.ElectorId)) && !gone.Contains((vote.ItemId, vote.CandidateId)))],
        };
    }

    static bool Same(Recusal one, Recusal other) =>
        (one.DossierId, one.PersonId, one.Kind) == (other.DossierId, other.PersonId, other.Kind);
}
