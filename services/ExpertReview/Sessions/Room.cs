namespace Labelling.ExpertReview.Sessions;

public enum Presence
{
    Present,
    Remote,
    Absent,
}

/// <summary>Somebody came or left. The last line of a person says where they are; without a line they are absent.</summary>
public sealed record Attendance(Guid PersonId, Presence Presence, DateTimeOffset At);

/// <summary>A member's choice of who presides over an item when neither chair nor vice-chair can.</summary>
public sealed record ElectionVote(Guid ItemId, Guid ElectorId, Guid CandidateId);

/// <remarks>
/// Entitled: Members entitled to vote on the item: those of the session that are not recused.
/// Present: Of these, present in the room or remotely.
/// Needed: How many must be: the programme's share of the entitled, rounded up, and never fewer than three.
/// </remarks>
public sealed record Quorum(int Entitled, int Present, int Needed)
{
    public const int FewestPresent = 3;

    public bool Reached => Present >= Needed;

    public static Quorum Of(int entitled, int present, decimal share) =>
        new(entitled, present, Math.Max(FewestPresent, (int)Math.Ceiling(entitled * share)));
}

/// <summary>Who takes part in one item at one moment. Recused members are in none of its lists.</summary>
public sealed record Room
{
    public required IReadOnlyList<Guid> Entitled { get; init; }
    public required IReadOnlyList<Guid> Present { get; init; }
    public required Quorum Quorum { get; init; }

    /// <summary>The chair; recused or absent, the vice-chair; both, whom more than half of those present elected. Null: nobody yet.</summary>
    public required Guid? Presiding { get; init; }

    /// <summary>Neither chair nor vice-chair can preside: those present elect somebody.</summary>
    public required bool Elects { get; init; }

    public static Room Of(
        IReadOnlyList<Seat> members, IEnumerable<Attendance> attendance, IReadOnlySet<Guid> recused,
        IEnumerable<ElectionVote> elections, decimal quorumShare)
    {
        var there = attendance
            .GroupBy(line => line.PersonId)
            .Where(lines => lines.Last().Presence is Presence.Present or Presence.Remote)
            .Select(lines => lines.Key)
            .ToHashSet();
        var entitled = members.Where(seat => !recused.Contains(seat.PersonId)).ToList();
        var present = entitled.Where(seat => there.Contains(seat.PersonId)).ToList();
        var officer = present.Find(seat => seat.Role == SeatRole.Chair) ?? present.Find(seat => seat.Role == SeatRole.ViceChair);
        List<Guid> presentIds = [.. present.Select(seat => seat.PersonId)];
        return new()
        {
            Entitled = [.. entitled.Select(seat => seat.PersonId)],
            Present = presentIds,
            Quorum = Quorum.Of(entitled.Count, present.Count, quorumShare),
            Elects = officer is null,
            Presiding = officer?.PersonId ?? Elected(presentIds, elections),
        };
    }

    static Guid? Elected(IReadOnlyList<Guid> present, IEnumerable<ElectionVote> elections) => elections
        .Where(vote => present.Contains(vote.ElectorId) && present.Contains(vote.CandidateId))
        .GroupBy(vote => vote.CandidateId)
        .Where(votes => votes.Count() * 2 > present.Count)
        .Select(votes => (Guid?)votes.Key)
        .SingleOrDefault();
}
