using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts;

/// <summary>Who may come in, as Accounts itself knows it: accounts, roles and sign-ins as they stand.</summary>
public sealed class OwnAccess(Database database) : IAccess
{
    /// <summary>When somebody was last seen is written down as seldom as this.</summary>
    static readonly TimeSpan Coarse = TimeSpan.FromMinutes(10);

    public async Task<Standing?> Of(Guid person, Guid session, CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        var rows = await database.Query<Row>(
            """
            select P.DisabledAt, R.Role, S.Id as SessionId, S.EndedAt, S.EndsAt, S.LastSeenAt, O.LastSequence
            from Person P
            left join PersonRole R on R.PersonId = P.Id
            left join Session S on S.Id = @Session and S.PersonId = P.Id
            left join OutboxSubject O on O.SubjectId = P.Id
            where P.Id = @Person
            order by R.Role
            """,
            new { Person = person, Session = session }, stop);
        if (rows is not [var known, ..])
            return new Standing(false, [], 0);
        var open = session == Guid.Empty || known is { SessionId: not null, EndedAt: null } && now < known.EndsAt;
        if (open && known.LastSeenAt < now - Coarse)
            await NoteSeen(session, now, stop);
        return new Standing(open && known.DisabledAt is null, [.. rows.Select(row => row.Role).OfType<string>()], known.LastSequence ?? 0);
    }

    async Task NoteSeen(Guid session, DateTimeOffset now, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        transaction.WithoutTrail("Using a sign-in changes nothing; its beginning and end have their lines.");
        await transaction.Execute(
            """
            update Session
            set LastSeenAt = @Now
            where Id = @Session and LastSeenAt < @Before
            """,
            new { Session = session, Now = now, Before = now - Coarse });
        await transaction.Commit();
    }

    sealed record Row
    {
        public required DateTimeOffset? DisabledAt { get; init; }
        public required string? Role { get; init; }
        public required Guid? SessionId { get; init; }
        public required DateTimeOffset? EndedAt { get; init; }
        public required DateTimeOffset? EndsAt { get; init; }
        public required DateTimeOffset? LastSeenAt { get; init; }
        public required long? LastSequence { get; init; }
    }
}
