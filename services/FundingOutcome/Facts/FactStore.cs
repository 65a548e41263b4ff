using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Dapper;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Facts;

public sealed class FactStore(Database database)
{
    /// <summary>Rows of one statement: enough to save round trips, few enough for one parameter.</summary>
    const int Batch = 1000;

    /// <summary>What is known now of some dossiers.</summary>
    public Task<IReadOnlyList<Fact>> KnownOf(IReadOnlyCollection<Guid> dossiers, CancellationToken stop) => Read(
        """
        select DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence
        from (
            select DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence,
                row_number() over (partition by DossierId, Subject order by RecordedAt desc, Sequence desc, Position desc) as Place
            from Fact
            where DossierId in @Dossiers
        ) Holding
        where Place = 1
        """,
        new { Dossiers = dossiers },
        stop);

    /// <summary>Everything ever recorded, one dossier at a time: the facts of a large base do not fit beside each other.</summary>
    public async IAsyncEnumerable<IReadOnlyList<StoredFact>> All([EnumeratorCancellation] CancellationToken stop)
    {
        await using var connection = await database.Open(stop);
        var ofOne = new List<StoredFact>();
        await foreach (var row in connection.QueryUnbufferedAsync<StoredRow>(
            """
            select Position, DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence
            from Fact
            order by DossierId
            """).WithCancellation(stop))
        {
            if (ofOne.Count > 0 && ofOne[0].Fact.DossierId != row.DossierId)
            {
                yield return ofOne;
                ofOne = [];
            }

            ofOne.Add(row.Stored());
        }

        if (ofOne.Count > 0)
            yield return ofOne;
    }

    /// <summary>Everything ever recorded of some dossiers.</summary>
    public async Task<IReadOnlyList<StoredFact>> AllOf(IReadOnlyCollection<Guid> dossiers, CancellationToken stop)
    {
        var found = new List<StoredFact>();
        foreach (var some in dossiers.Chunk(Batch))
        {
            var rows = await database.Query<StoredRow>(
                """
                select Position, DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence
                from Fact
                where DossierId in @Dossiers
                """,
                new { Dossiers = some },
                stop);
            found.AddRange(rows.Select(row => row.Stored()));
        }

        return found;
    }

    /// <summary>Everything ever recorded of a dossier, with what the transaction added.</summary>
    public static async Task<IReadOnlyList<Fact>> Of(Transaction transaction, Guid dossier) => [.. (await transaction.Query<Row>(
        """
        select DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence
        from Fact
        where DossierId = @Dossier
        """,
        new { Dossier = dossier })).Select(row => row.Fact())];

    /// <summary>The last position taken, and how many facts stand behind a position.</summary>
    public async Task<(long Last, int Count)> Since(long position, CancellationToken stop)
    {
        var row = await database.QuerySingleOrDefault<SinceRow>(
            """
            select coalesce(max(Position), 0) as Last, count(*) as Behind
            from Fact
            where Position > @Position
            """,
            new { Position = position },
            stop);
        return (row!.Last, row.Behind);
    }

    /// <summary>
    /// How far the facts go: the last position taken, how many imports there were, whose facts can take lower ones and be seen later, and
    /// how many of the last positions are seen: what others record takes one when it is written and is seen when it is committed.
    /// </summary>
    public async Task<FactsEnd> End(CancellationToken stop) => (await database.QuerySingleOrDefault<FactsEnd>(
        """
        select (select coalesce(max(Position), 0) from Fact) as Last, (select count(*) from HistoryImport) as Imports,
            (select count(*) from Fact where Position > (select coalesce(max(Position), 0) from Fact) - 10000) as Recent
        """,
        null,
        stop))!;

    /// <summary>Whether a fact behind a position holds on a day already.</summary>
    public async Task<bool> AnyHolding(long position, DateOnly day, CancellationToken stop) => await database.QuerySingleOrDefault<long>(
        """
        select count(*)
        from Fact
        where Position > @Position and HoldsFrom <= @Day
        """,
        new { Position = position, Day = day },
        stop) > 0;

    /// <summary>Of which dossiers the facts behind a position are.</summary>
    public async Task<IReadOnlyList<(long Position, Guid DossierId)>> ToldSince(long position, CancellationToken stop) =>
        [.. (await database.Query<ToldRow>(
            """
            select Position, DossierId
            from Fact
            where Position > @Position
            """,
            new { Position = position },
            stop)).Select(row => (row.Position, row.DossierId))];

    /// <summary>Adds facts that were recorded at the same instant.</summary>
    public static async Task Add(Transaction transaction, DateTimeOffset recordedAt, IReadOnlyList<Fact> facts)
    {
        if (transaction.Dialect == Dialect.Sqlite)
        {
            transaction.ExecuteEach(
                """
                insert into Fact (DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
                values (@DossierId, @Subject, @Value, @HoldsFrom, @RecordedAt, @Sequence)
                """,
                ["DossierId", "Subject", "Value", "HoldsFrom", "RecordedAt", "Sequence"],
                facts.Select(fact => (object?[])[fact.DossierId, fact.Subject, fact.Value, fact.HoldsFrom, recordedAt, fact.Sequence]));
            return;
        }

        foreach (var some in facts.Chunk(Batch))
        {
            await transaction.Execute(
                """
                insert into Fact (DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
                select DossierId, Subject, Value, HoldsFrom, @At, Sequence
                from openjson(@Rows) with (
                    DossierId uniqueidentifier '$.dossierId',
                    Subject nvarchar(100) '$.subject',
                    Value nvarchar(max) '$.value' as json,
                    HoldsFrom date '$.holdsFrom',
                    Sequence bigint '$.sequence',
                    Nth int '$.nth')
                order by Nth
                """,
                new { Rows = Rows(some), At = recordedAt });
        }
    }

    /// <summary>A value is JSON within it, not a text that holds JSON; Nth is the order in which the facts take their positions.</summary>
    static string Rows(IReadOnlyList<Fact> facts) => Json.Write(facts.Select((fact, nth) => new
    {
        fact.DossierId,
        fact.Subject,
        Value = fact.Value is null ? null : JsonNode.Parse(fact.Value),
        fact.HoldsFrom,
        fact.Sequence,
        Nth = nth,
    }));

    async Task<IReadOnlyList<Fact>> Read(string sql, object parameters, CancellationToken stop) =>
        [.. (await database.Query<Row>(sql, parameters, stop)).Select(row => row.Fact())];

    sealed record Row
    {
        public required Guid DossierId { get; init; }
        public required string Subject { get; init; }
        public required string? Value { get; init; }
        public required DateOnly HoldsFrom { get; init; }
        public required DateTimeOffset RecordedAt { get; init; }
        public required long Sequence { get; init; }

        public Fact Fact() => new(DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence);
    }

    internal sealed record StoredRow
    {
        public required long Position { get; init; }
        public required Guid DossierId { get; init; }
        public required string Subject { get; init; }
        public required string? Value { get; init; }
        public required DateOnly HoldsFrom { get; init; }
        public required DateTimeOffset RecordedAt { get; init; }
        public required long Sequence { get; init; }

        public StoredFact Stored() => new(Position, new Fact(DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence));
    }

    sealed record SinceRow
    {
        public required long Last { get; init; }
        public required int Behind { get; init; }
    }

    sealed record ToldRow
    {
        public required long Position { get; init; }
        public required Guid DossierId { get; init; }
    }
}

/// <summary>How far the facts go.</summary>
public sealed record FactsEnd
{
    /// <summary>The last position taken.</summary>
    public required long Last { get; init; }

    /// <summary>How many imports there were.</summary>
    public required long Imports { get; init; }

    /// <summary>How many of the last positions are seen.</summary>
    public required long Recent { get; init; }
}

/// <summary>A fact and its place in the table, which orders facts that were recorded together.</summary>
public readonly record struct StoredFact(long Position, Fact Fact)
{
    /// <summary>Facts in the order in which they were recorded, so that of those of a subject the last one that holds counts.</summary>
    public static IEnumerable<StoredFact> InOrder(IEnumerable<StoredFact> facts) =>
        facts.OrderBy(stored => stored.Fact.RecordedAt).ThenBy(stored => stored.Fact.Sequence).ThenBy(stored => stored.Position);
}
