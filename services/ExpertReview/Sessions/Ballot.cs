namespace Labelling.ExpertReview.Sessions;

public enum Decision
{
    Label,
    LabelWithReservations,

    /// <summary>To a named later session.</summary>
    Adjourn,
    Refuse,

    /// <summary>Not a label.</summary>
    SupportLetter,
}

public enum BallotStatus
{
    Open,
    Carried,
    NotCarried,

    /// <summary>The session was closed before the ballot.</summary>
    Dropped,
}

public enum Choice
{
    For,
    Against,
    Abstain,
}

/// <remarks>
/// Text: What is still asked.
/// Owner: Who answers it.
/// DueOn: Last day, in Europe/Paris.
/// </remarks>
public sealed record Reservation(string Text, string Owner, DateOnly DueOn);

/// <summary>One proposed decision with all that belongs to it.</summary>
public sealed record Proposal(Decision Decision, string? Reasons, IReadOnlyList<Reservation> Reservations, Guid? ToSessionId)
{
    /// <summary>A refusal has reasons; reservations and a session to come belong to their decisions and to no other.</summary>
    public bool IsWhole => Decision switch
    {
        Decision.Label or Decision.SupportLetter => Reservations.Count == 0 && ToSessionId is null,
        Decision.LabelWithReservations => Reservations.Count > 0 && ToSessionId is null,
        Decision.Adjourn => Reservations.Count == 0 && ToSessionId is not null,
        Decision.Refuse => Reservations.Count == 0 && ToSessionId is null && !string.IsNullOrWhiteSpace(Reasons),
    };
}

/// <summary>One vote of one member; the last choice before the ballot is closed counts.</summary>
/// <remarks>Counted: Null while the ballot is open; false: the member was not there when it was closed.</remarks>
public sealed record Vote(Guid BallotId, Guid PersonId, Choice Choice, DateTimeOffset At, bool? Counted = null);

/// <remarks>TieBroken: As many for as against: the presiding person's vote decided, or their abstention did not.</remarks>
public sealed record Count(int For, int Against, int Abstain, bool TieBroken, Quorum Quorum);

public sealed record Ballot
{
    public required Guid Id { get; init; }
    public required Guid ItemId { get; init; }

    /// <summary>1, 2, 3... of its item.</summary>
    public required int Number { get; init; }
    public required Proposal Proposal { get; init; }
    public required Guid PutBy { get; init; }
    public required DateTimeOffset PutAt { get; init; }
    public BallotStatus Status { get; init; } = BallotStatus.Open;
    public Guid? ClosedBy { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public Count? Count { get; init; }

    /// <summary>Null: the item is not open, the person does not preside, or the proposal lacks something.</summary>
    public static Ballot? Put(Item item, int number, Room room, Guid by, Proposal proposal, DateTimeOffset at) =>
        item.Status is ItemStatus.Open && room.Presiding == by && proposal.IsWhole
            ? new() { Id = Guid.CreateVersion7(at), ItemId = item.Id, Number = number, Proposal = proposal, PutBy = by, PutAt = at }
            : null;

    /// <summary>Null: closed, or the person is recused or not there.</summary>
    public Vote? Cast(Room room, Guid personId, Choice choice, DateTimeOffset at) =>
        Status is BallotStatus.Open && room.Present.Contains(personId) ? new(Id, personId, choice, at) : null;

    /// <summary>
    /// Counts the votes of those present at this moment. Carried by more for than against; a tie by the presiding person's
    /// vote for. Null: closed already, below quorum, or the person does not preside.
    /// </summary>
    public (Ballot, IReadOnlyList<Vote>)? Close(Room room, Guid by, IEnumerable<Vote> votes, DateTimeOffset at)
    {
        if (Status is not BallotStatus.Open || room.Presiding != by || !room.Quorum.Reached)
            return null;
        List<Vote> counted = [.. votes.Where(vote => vote.BallotId == Id).Select(vote => vote with { Counted = room.Present.Contains(vote.PersonId) })];
        int Of(Choice choice) => counted.Count(vote => vote.Counted == true && vote.Choice == choice);
        var count = new Count(Of(Choice.For), Of(Choice.Against), Of(Choice.Abstain), Of(Choice.For) == Of(Choice.Against), room.Quorum);
        var castingVote = counted.Find(vote => vote.PersonId == by && vote.Counted == true)?.Choice;
        var carried = count.TieBroken ? castingVote is Choice.For : count.For > count.Against;
        var closed = this with
        {
            Status = carried ? BallotStatus.Carried : BallotStatus.NotCarried,
            ClosedBy = by,
            ClosedAt = at,
            Count = count,
        };
        return (closed, counted);
    }

    public Ballot? Drop(DateTimeOffset at) => Status is BallotStatus.Open
        ? this with { Status = BallotStatus.Dropped, ClosedAt = at }
        : null;
}
