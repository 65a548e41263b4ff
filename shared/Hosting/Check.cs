using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Hosting;

/// <summary>Looks for what must never be: violated invariants, gaps in sequences, events that a listener never took in.</summary>
public static class Check
{
    /// <summary>What holds of the tables that every service has.</summary>
    static readonly IReadOnlyList<Invariant> OfEveryService =
    [
        new("the events of a subject are numbered without gaps",
            """
            select concat('subject ', SubjectId) as Found
            from Outbox
            group by SubjectId
            having min(Sequence) <> 1 or max(Sequence) <> count(*)
            """),
        new("the last number given is that of the last event",
            """
            select concat('subject ', S.SubjectId) as Found
            from OutboxSubject S
            where S.LastSequence <> (select coalesce(max(O.Sequence), 0) from Outbox O where O.SubjectId = S.SubjectId)
            """),
        new("what waits was taken in",
            """
            select concat('event ', W.EventId) as Found
            from Waiting W
            where not exists (select 1 from Inbox I where I.EventId = W.EventId)
            """),
    ];

    /// <summary>Every violation as a sentence; none when all is well. Events under way are none: they are counted apart.</summary>
    /// <param name="services">The services whose databases are at hand.</param>
    /// <param name="databases">Their databases.</param>
    /// <param name="witness">Folder of the witnesses of their audit trails; null: the chains alone are proved.</param>
    /// <param name="stop">Ends the work.</param>
    public static async Task<CheckReport> Run(IReadOnlyList<LabellingService> services, Databases databases, string? witness, CancellationToken stop)
    {
        var found = new List<string>();
        long underWay = 0;
        foreach (var service in services)
        {
            var database = databases[service.Name];
            foreach (var invariant in OfEveryService.Concat(service.Invariants))
                foreach (var violation in await database.Query<string>(invariant.Sql, null, stop))
                    found.Add($"{service.Name}: {invariant.Name} - not so: {violation}");
            found.AddRange((await AuditTrail.Verify(database, witness is null ? null : new AuditWitness(database, witness), stop)).Findings);
            var sent = await database.Query<SentEvent>("select EventId, Kind from Outbox order by Position", null, stop);
            foreach (var kind in sent.GroupBy(row => row.Kind))
                foreach (var listener in EventCatalogue.Named(kind.Key)?.HeardBy.Where(databases.All.ContainsKey) ?? [])
                    foreach (var some in kind.Chunk(500))
                    {
                        var taken = await Inbox.TakenIn(databases[listener], [.. some.Select(row => row.EventId)], stop);
                        underWay += some.Count(row => !taken.Contains(row.EventId));
                    }
            underWay += (await Waiting.All(database, stop)).Count;
        }
        return new CheckReport(found, underWay);
    }

    sealed record SentEvent
    {
        public required Guid EventId { get; init; }
        public required string Kind { get; init; }
    }
}

/// <summary>What <see cref="Check"/> found.</summary>
/// <param name="Violations">A sentence each.</param>
/// <param name="UnderWay">Events not yet taken in by a listener, and events that wait: 0 once everything has settled.</param>
public sealed record CheckReport(IReadOnlyList<string> Violations, long UnderWay);
