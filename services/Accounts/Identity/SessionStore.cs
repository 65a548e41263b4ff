using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts;

/// <summary>What somebody is signed in with.</summary>
public enum SessionKind
{
    Browser,
    Token,
    Personal,
}

/// <summary>A sign-in: a browser's, a program's for an hour, or a personal token.</summary>
public sealed record Session
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required SessionKind Kind { get; init; }

    /// <summary>What the person calls their personal token; null for the others.</summary>
    public string? Name { get; init; }

    /// <summary>What a personal token may do; empty for the others.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public Guid? DossierId { get; init; }
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>To some minutes, and as far as Accounts saw it: other services check a sign-in by themselves.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    public required string Address { get; init; }
    public required string UserAgent { get; init; }
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Somebody signs in here and now.</summary>
    public static Session Begin(Guid person, SessionKind kind, DateTimeOffset at, TimeSpan lasts, string address, string userAgent) => new()
    {
        Id = Guid.CreateVersion7(),
        PersonId = person,
        Kind = kind,
        MadeAt = at,
        LastSeenAt = at,
        Address = Shortened(address, 100),
        UserAgent = Shortened(userAgent, 300),
        EndsAt = at + lasts,
    };

    static string Shortened(string text, int longest) => new([.. text.Where(letter => !char.IsControl(letter)).Take(longest)]);
}

/// <summary>Sign-ins, and ending them everywhere.</summary>
public sealed class SessionStore(Database database)
{
    /// <summary>Sign-ins that are over are kept so long, to be looked up.</summary>
    static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(90);

    public async Task Begin(Session session, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await Begin(transaction, session, who);
        await transaction.Commit();
    }

    static async Task Begin(Transaction transaction, Session session, Actor who)
    {
        await transaction.Execute(
            "delete from Session where PersonId = @PersonId and EndsAt < @Before",
            new { session.PersonId, Before = transaction.Clock.GetUtcNow() - KeptAfterEnd });
        await transaction.Execute(
            """
            insert into Session (Id, PersonId, Kind, Name, Scopes, DossierId, MadeAt, LastSeenAt, Address, UserAgent, EndsAt)
            values (@Id, @PersonId, @Kind, @Name, @Scopes, @DossierId, @MadeAt, @LastSeenAt, @Address, @UserAgent, @EndsAt)
            """,
            new
            {
                session.Id,
                session.PersonId,
                Kind = KindOf(session.Kind),
                session.Name,
                Scopes = session.Kind == SessionKind.Personal ? string.Join(' ', session.Scopes) : null,
                session.DossierId,
                session.MadeAt,
                session.LastSeenAt,
                session.Address,
                session.UserAgent,
                session.EndsAt,
            });
        await AuditTrail.Add(transaction, who, "session.begun", session.PersonId,
            after: new { session.Id, Kind = KindOf(session.Kind), session.Scopes, session.DossierId, session.EndsAt }, personal: new { session.Address, session.UserAgent, session.Name });
    }

    /// <summary>A person's sign-ins that still open something, newest first.</summary>
    public async Task<IReadOnlyList<Session>> Open(Guid person, CancellationToken stop) =>
        [.. (await database.Query<Row>(
            """
            select Id, PersonId, Kind, Name, Scopes, DossierId, MadeAt, LastSeenAt, Address, UserAgent, EndsAt
            from Session
            where PersonId = @Person and EndedAt is null and EndsAt > @Now
            order by MadeAt desc
            """,
            new { Person = person, Now = database.Clock.GetUtcNow() }, stop)).Select(Of)];

    /// <summary>Ends one sign-in of a person; false when it is not theirs, or over already.</summary>
    public async Task<bool> End(Guid person, Guid session, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await End(transaction, person, "Id = @One", session, who) == 0)
            return false;
        await transaction.Commit();
        return true;
    }

    /// <summary>Ends a person's sign-ins in browsers and programs, without their personal tokens; how many.</summary>
    public async Task<int> EndOthers(Guid person, Guid except, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var ended = await End(transaction, person, "Kind <> 'personal' and Id <> @One", except, who);
        await transaction.Commit();
        return ended;
    }

    /// <summary>Ends everything a person is signed in with, personal tokens too, in the transaction that is the cause; except the one, where it is named.</summary>
    public static Task<int> EndAll(Transaction transaction, Guid person, Actor who, Guid? except = null) =>
        End(transaction, person, "Id <> @One", except ?? Guid.Empty, who);

    static async Task<int> End(Transaction transaction, Guid person, string which, Guid one, Actor who)
    {
        var now = transaction.Clock.GetUtcNow();
        var open = await transaction.Query<Guid>(
            $"""
            select Id
            from Session
            where PersonId = @Person and EndedAt is null and EndsAt > @Now and {which}
            """,
            new { Person = person, Now = now, One = one });
        var ended = new List<Guid>();
        foreach (var id in open)
            if (await transaction.Execute("update Session set EndedAt = @Now where Id = @Id and EndedAt is null", new { Id = id, Now = now }) == 1)
                ended.Add(id);
        foreach (var some in ended.Chunk(500))
        {
            await Outbox.Add(transaction, new SessionsEnded(Guid.CreateVersion7(), person, 0, now, some));
            await AuditTrail.Add(transaction, who, "sessions.ended", person, before: new { Sessions = some });
        }
        return ended.Count;
    }

    static string KindOf(SessionKind kind) => kind switch
    {
        SessionKind.Browser => "browser",
        SessionKind.Token => "token",
        SessionKind.Personal => "personal",
    };

    static Session Of(Row row) => new()
    {
        Id = row.Id,
        PersonId = row.PersonId,
        Kind = row.Kind switch
        {
            "browser" => SessionKind.Browser,
            "token" => SessionKind.Token,
            "personal" => SessionKind.Personal,
            var other => throw new InvalidOperationException($"\"{other}\" is no kind of sign-in."),
        },
        Name = row.Name,
        Scopes = row.Scopes?.Split(' ') ?? [],
        DossierId = row.DossierId,
        MadeAt = row.MadeAt,
        LastSeenAt = row.LastSeenAt,
        Address = row.Address,
        UserAgent = row.UserAgent,
        EndsAt = row.EndsAt,
    };

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required Guid PersonId { get; init; }
        public required string Kind { get; init; }
        public required string? Name { get; init; }
        public required string? Scopes { get; init; }
        public required Guid? DossierId { get; init; }
        public required DateTimeOffset MadeAt { get; init; }
        public required DateTimeOffset LastSeenAt { get; init; }
        public required string Address { get; init; }
        public required string UserAgent { get; init; }
        public required DateTimeOffset EndsAt { get; init; }
    }
}
