using System.Text.Json.Nodes;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Facts;

public sealed class FactStore(Database database)
{
    /// <summary>Rows of one statement: enough to save round trips, few enough for one parameter.</summary>
    const int Batch = 1000;

    /// <summary>
    /// What was known at the end of a day, or is known now: of each dossier and subject the last fact recorded among those
    /// that hold. Facts that say "not any more" are among them.
    /// </summary>
    public Task<IReadOnlyList<Fact>> Known(DateOnly? asOf, CancellationToken stop) => Read(
        """
        select DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence
        from (
            select DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence,
                row_number() over (partition by DossierId, Subject order by RecordedAt desc, Sequence desc, Position desc) as Place
            from Fact
            where HoldsFrom <= @Day
        ) Holding
        where Place = 1
        """,
        new { Day = asOf ?? DateOnly.MaxValue },
        stop);

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

    /// <summary>Adds facts that were recorded at the same instant.</summary>
    public static async Task Add(Transaction transaction, DateTimeOffset recordedAt, IReadOnlyList<Fact> facts)
    {
        foreach (var some in facts.Chunk(Batch))
        {
            await transaction.Execute(
                transaction.Dialect switch
                {
                    Dialect.Sqlite =>
                        """
                        insert into Fact (DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
                        select upper(value ->> 'dossierId'), value ->> 'subject', value ->> 'value', value ->> 'holdsFrom', @At, value ->> 'sequence'
                        from json_each(@Rows)
                        order by key
                        """,
                    Dialect.SqlServer =>
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
                },
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
        [.. (await database.Query<Row>(sql, parameters, stop)).Select(row =>
            new Fact(row.DossierId, row.Subject, row.Value, row.HoldsFrom, row.RecordedAt, row.Sequence))];

    sealed record Row
    {
        public required Guid DossierId { get; init; }
        public required string Subject { get; init; }
        public required string? Value { get; init; }
        public required DateOnly HoldsFrom { get; init; }
        public required DateTimeOffset RecordedAt { get; init; }
        public required long Sequence { get; init; }
    }
}
