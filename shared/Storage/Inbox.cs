using Labelling.Contracts;

namespace Labelling.Storage;

/// <summary>What a service has taken in: the second delivery of an event changes nothing.</summary>
public static class Inbox
{
    /// <summary>True the first time this database sees the event; to be asked in the transaction that applies it.</summary>
    public static async Task<bool> IsFirst(Transaction transaction, string kind, Guid eventId)
    {
        // The question before the insert is for SQL Server, where a failed insert may cost the transaction; the primary key decides.
        if (await transaction.QuerySingleOrDefault<int?>(
                """
                select 1
                from Inbox
                where EventId = @EventId
                """,
                new { EventId = eventId }) is not null)
            return false;
        return await transaction.TryKeep(
            """
            insert into Inbox (EventId, Kind, ReceivedAt)
            values (@EventId, @Kind, @Now)
            """,
            new { EventId = eventId, Kind = kind, Now = transaction.Clock.GetUtcNow() });
    }

    /// <summary>Which of these events were taken in.</summary>
    public static async Task<IReadOnlySet<Guid>> TakenIn(Database database, IReadOnlyList<Guid> eventIds, CancellationToken stop) =>
        (await database.Query<Guid>(
            """
            select EventId
            from Inbox
            where EventId in @EventIds
            """,
            new { EventIds = eventIds }, stop)).ToHashSet();
}

/// <summary>An event that could not be applied yet.</summary>
public sealed record WaitingEvent
{
    /// <summary>Identity of the event.</summary>
    public required Guid EventId { get; init; }

    /// <summary>Name of its kind in the <see cref="EventCatalogue"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The dossier, person, call or session it is about.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>The event as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>Since when it waits.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The event.</summary>
    public object Event() => Json.Read(Payload, (EventCatalogue.Named(Kind) ?? throw new InvalidOperationException($"{Kind} is in no line of the catalogue.")).Type);
}

/// <summary>Events taken in that cannot be applied yet: kept, and tried again after each later event of their subject.</summary>
public static class Waiting
{
    /// <summary>Keeps an event.</summary>
    public static Task Keep(Transaction transaction, EventKind kind, object happened) => transaction.Keep(
        """
        insert into Waiting (EventId, Kind, SubjectId, Sequence, Payload, Since)
        values (@EventId, @Kind, @SubjectId, @Sequence, @Payload, @Since)
        """,
        new
        {
            EventId = kind.EventIdOf(happened),
            Kind = kind.Name,
            SubjectId = kind.SubjectOf(happened),
            Sequence = kind.SequenceOf(happened),
            Payload = Json.Write(happened),
            Since = transaction.Clock.GetUtcNow(),
        });

    /// <summary>What waits of a subject, oldest first.</summary>
    public static Task<IReadOnlyList<WaitingEvent>> Of(Transaction transaction, Guid subject) => transaction.Query<WaitingEvent>(
        """
        select EventId, Kind, SubjectId, Payload, Since
        from Waiting
        where SubjectId = @Subject
        order by Since, Kind, Sequence
        """,
        new { Subject = subject });

    /// <summary>Everything that waits, oldest first.</summary>
    public static Task<IReadOnlyList<WaitingEvent>> All(Database database, CancellationToken stop) => database.Query<WaitingEvent>(
        """
        select EventId, Kind, SubjectId, Payload, Since
        from Waiting
        order by Since, Kind, Sequence
        """,
        null, stop);

    /// <summary>Takes an event out, once applied; false when somebody else did.</summary>
    public static async Task<bool> Remove(Transaction transaction, Guid eventId) => await transaction.Keep(
        """
        delete from Waiting
        where EventId = @EventId
        """,
        new { EventId = eventId }) == 1;
}
