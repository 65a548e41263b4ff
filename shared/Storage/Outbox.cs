using Labelling.Contracts;

namespace Labelling.Storage;

/// <summary>An event in the outbox.</summary>
public sealed record OutboxRow
{
    /// <summary>Place in the outbox; rises, with gaps.</summary>
    public required long Position { get; init; }

    /// <summary>Identity of the event.</summary>
    public required Guid EventId { get; init; }

    /// <summary>Name of its kind in the <see cref="EventCatalogue"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The dossier, person, call or session it is about.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>Its place among this service's events of that subject, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>The event as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>How often sending it failed.</summary>
    public required int Attempts { get; init; }
}

/// <summary>
/// Events written in the transaction of their cause, and what a relay needs to send them: rows are leased, so that two relays never
/// send the same row at once and a relay that dies gives its rows back; the events of one subject leave in their order.
/// Sent rows are kept.
/// </summary>
public static class Outbox
{
    static readonly DateTimeOffset Never = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Adds an event to what will be sent once the transaction is committed. Its Sequence is given here.</summary>
    /// <returns>The event with its Sequence.</returns>
    /// <exception cref="ArgumentException">The event is in no line of the catalogue.</exception>
    public static async Task<object> Add(Transaction transaction, object happened)
    {
        var kind = EventCatalogue.Of(happened.GetType());
        var subject = kind.SubjectOf(happened);
        // The row of the subject stays locked until the commit: numbers of one subject are given in the order of the commits.
        var known = await transaction.Keep(
            """
            update OutboxSubject
            set LastSequence = LastSequence + 1
            where SubjectId = @Subject
            """,
            new { Subject = subject });
        if (known == 0)
            await transaction.Keep(
                """
                insert into OutboxSubject (SubjectId, LastSequence)
                values (@Subject, 1)
                """,
                new { Subject = subject });
        var sequence = await transaction.QuerySingleOrDefault<long>(
            """
            select LastSequence
            from OutboxSubject
            where SubjectId = @Subject
            """,
            new { Subject = subject });
        var numbered = kind.Numbered(happened, sequence);
        await transaction.Keep(
            """
            insert into Outbox (EventId, Kind, SubjectId, Sequence, Payload, CreatedAt, Attempts, LeasedUntil)
            values (@EventId, @Kind, @Subject, @Sequence, @Payload, @Now, 0, @Never)
            """,
            new
            {
                EventId = kind.EventIdOf(numbered),
                Kind = kind.Name,
                Subject = subject,
                Sequence = sequence,
                Payload = Json.Write(numbered),
                Now = transaction.Clock.GetUtcNow(),
                Never,
            });
        transaction.FilledOutbox = true;
        Access.Touch(transaction, numbered);
        return numbered;
    }

    /// <summary>
    /// Leases the oldest unsent rows to one relay. Rows of a subject of which an earlier row is leased to somebody else, or put off
    /// after a failure, are left: whoever sends them keeps their order.
    /// </summary>
    /// <param name="database">The publishing service's database.</param>
    /// <param name="relay">Who takes them.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="lease">After that long they are free again.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>Rows in the order in which they are to be sent.</returns>
    public static async Task<IReadOnlyList<OutboxRow>> Claim(Database database, string relay, int count, TimeSpan lease, CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        if (await database.QuerySingleOrDefault<long?>(
                """
                select min(Position)
                from Outbox
                where SentAt is null and LeasedUntil < @Now
                """,
                new { Now = now }, stop) is null)
            return [];

        await using var transaction = await database.Begin(stop);
        // One relay claims at a time: the row is locked until the commit, on SQL Server too.
        await transaction.Keep("update OutboxTurn set Turn = Turn + 1");
        var turn = await transaction.QuerySingleOrDefault<long>("select Turn from OutboxTurn");
        var claimed = await transaction.Keep(
            database.Dialect switch
            {
                Dialect.Sqlite =>
                    """
                    update Outbox
                    set LeasedBy = @Relay, LeasedUntil = @Until, LeaseTurn = @Turn
                    where Position in (
                        select Position
                        from Outbox
                        where SentAt is null and LeasedUntil < @Now and not exists (
                            select 1
                            from Outbox Earlier
                            where Earlier.SubjectId = Outbox.SubjectId and Earlier.Sequence < Outbox.Sequence
                              and Earlier.SentAt is null and Earlier.LeasedUntil >= @Now)
                        order by Position
                        limit @Count)
                    """,
                Dialect.SqlServer =>
                    """
                    update Outbox
                    set LeasedBy = @Relay, LeasedUntil = @Until, LeaseTurn = @Turn
                    where Position in (
                        select top (@Count) Candidate.Position
                        from Outbox Candidate
                        where Candidate.SentAt is null and Candidate.LeasedUntil < @Now and not exists (
                            select 1
                            from Outbox Earlier
                            where Earlier.SubjectId = Candidate.SubjectId and Earlier.Sequence < Candidate.Sequence
                              and Earlier.SentAt is null and Earlier.LeasedUntil >= @Now)
                        order by Candidate.Position)
                    """,
            },
            new { Relay = relay, Until = now + lease, Turn = turn, Now = now, Count = count });
        var rows = claimed == 0 ? [] : await transaction.Query<OutboxRow>(
            """
            select Position, EventId, Kind, SubjectId, Sequence, Payload, Attempts
            from Outbox
            where LeaseTurn = @Turn
            order by Position
            """,
            new { Turn = turn });
        await transaction.Commit();
        return rows;
    }

    /// <summary>Marks rows as sent; they stay.</summary>
    public static async Task MarkSent(Database database, IReadOnlyCollection<long> positions, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        foreach (var some in positions.Chunk(500))
            await transaction.Keep(
                """
                update Outbox
                set SentAt = @Now, LeasedBy = null, LastError = null
                where Position in @Positions
                """,
                new { Now = database.Clock.GetUtcNow(), Positions = some });
        await transaction.Commit();
    }

    /// <summary>Gives claimed rows back at once, for example when the host ends before they were sent.</summary>
    public static async Task GiveBack(Database database, string relay, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await transaction.Keep(
            """
            update Outbox
            set LeasedBy = null, LeasedUntil = @Never
            where SentAt is null and LeasedBy = @Relay
            """,
            new { Relay = relay, Never });
        await transaction.Commit();
    }

    /// <summary>Puts a row off after a failure: it, and what follows of its subject, is not claimed before.</summary>
    public static async Task PutOff(Database database, OutboxRow row, TimeSpan delay, string error, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await transaction.Keep(
            """
            update Outbox
            set LeasedBy = null, LeasedUntil = @Until, Attempts = Attempts + 1, LastError = @Error
            where Position = @Position and SentAt is null
            """,
            new { Until = database.Clock.GetUtcNow() + delay, Error = error[..Math.Min(error.Length, 1000)], row.Position });
        await transaction.Commit();
    }

    /// <summary>How many rows are unsent, and since when the oldest waits.</summary>
    public static async Task<(long Count, DateTimeOffset? Oldest)> Unsent(Database database, CancellationToken stop)
    {
        var row = await database.QuerySingleOrDefault<Backlog>(
            """
            select count(*) as Number, min(CreatedAt) as Oldest
            from Outbox
            where SentAt is null
            """,
            null, stop);
        return row is null ? (0, null) : (row.Number, row.Oldest);
    }

    /// <summary>
    /// Sends again, at the start of a process with an in-memory bus, what was handed to the bus of the process before and not taken in
    /// by every listener; and frees what that process had leased. What everybody has taken in is settled and never looked at again.
    /// </summary>
    /// <param name="database">The publishing service's database.</param>
    /// <param name="listeners">The databases of the services, by name.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>How many rows will be sent again.</returns>
    public static async Task<int> SendAgainWhatWasNotTakenIn(Database database, IReadOnlyDictionary<string, Database> listeners, CancellationToken stop)
    {
        var sent = await database.Query<SentRow>(
            """
            select Position, EventId, Kind
            from Outbox
            where SentAt is not null and SettledAt is null
            order by Position
            """,
            null, stop);
        var missing = new HashSet<long>();
        foreach (var kind in sent.GroupBy(row => row.Kind))
        {
            foreach (var listener in EventCatalogue.Named(kind.Key)?.HeardBy.Where(listeners.ContainsKey) ?? [])
            {
                foreach (var some in kind.Chunk(500))
                {
                    var taken = await Inbox.TakenIn(listeners[listener], [.. some.Select(row => row.EventId)], stop);
                    missing.UnionWith(some.Where(row => !taken.Contains(row.EventId)).Select(row => row.Position));
                }
            }
        }

        await using var transaction = await database.Begin(stop);
        var now = database.Clock.GetUtcNow();
        foreach (var some in sent.Select(row => row.Position).Where(position => !missing.Contains(position)).Chunk(500))
            await transaction.Keep(
                """
                update Outbox
                set SettledAt = @Now
                where Position in @Positions
                """,
                new { Now = now, Positions = some });
        foreach (var some in missing.Chunk(500))
            await transaction.Keep(
                """
                update Outbox
                set SentAt = null, LeasedBy = null, LeasedUntil = @Never
                where Position in @Positions
                """,
                new { Never, Positions = some });
        await transaction.Keep(
            """
            update Outbox
            set LeasedBy = null, LeasedUntil = @Never
            where SentAt is null and LeasedBy is not null
            """,
            new { Never });
        await transaction.Commit();
        return missing.Count;
    }

    sealed record Backlog
    {
        public required long Number { get; init; }
        public required DateTimeOffset? Oldest { get; init; }
    }

    sealed record SentRow
    {
        public required long Position { get; init; }
        public required Guid EventId { get; init; }
        public required string Kind { get; init; }
    }
}
