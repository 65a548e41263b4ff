using Labelling.Contracts;
using Labelling.FundingOutcome.History;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Facts;

/// <summary>How far a rebuild has come.</summary>
/// <param name="Writing">False: it compares; true: it writes what differs.</param>
/// <param name="Done">Dossiers done.</param>
/// <param name="Of">Of so many.</param>
public sealed record RebuildProgress(bool Writing, int Done, int Of);

/// <summary>What a rebuild came to.</summary>
/// <param name="Dossiers">Dossiers looked at.</param>
/// <param name="Facts">Facts they have.</param>
/// <param name="Rewritten">Dossiers whose facts were not what is kept tells, and are now.</param>
/// <param name="OlderFacts">Facts from before events and lines were kept: they stand as they were copied then.</param>
/// <param name="Untold">Dossiers with facts of which nothing is kept: they were left as they are.</param>
public sealed record RebuildReport(int Dossiers, int Facts, int Rewritten, int OlderFacts, IReadOnlyList<string> Untold);

/// <summary>
/// Makes the facts again from the kept events and the history. The table goes on serving: dossiers are compared one after the other, and
/// only what differs is written, in one transaction at the end. A fact that is recorded meanwhile is never touched: it is told by what
/// was kept with it, and what is removed is removed by its own place.
/// </summary>
public sealed class RebuildFacts(Database database)
{
    /// <summary>Dossiers looked at together.</summary>
    const int Batch = 500;

    public async Task<RebuildReport> Run(Func<RebuildProgress, Task> progress, Actor who, CancellationToken stop)
    {
        var dossiers = await database.Query<Guid>("select Id from Dossier", null, stop);
        var (done, facts, older) = (0, 0, 0);
        var differing = new List<Guid>();
        var untold = new List<Guid>();
        var outside = new Reads(Reading.From(database, stop));
        foreach (var some in dossiers.Chunk(Batch))
        {
            foreach (var one in await Compare(outside, some))
            {
                facts += one.Stored.Count;
                older += one.Kept.Older.Count;
                if (one.Kept.Nothing && one.Stored.Count > 0)
                    untold.Add(one.Kept.DossierId);
                else if (!one.Same)
                    differing.Add(one.Kept.DossierId);
            }

            await progress(new RebuildProgress(false, done += some.Length, dossiers.Count));
        }

        var rewritten = differing.Count == 0 ? 0 : await Write(differing, progress, who, stop);
        var references = new List<string>();
        foreach (var some in untold.Chunk(Batch))
            references.AddRange(await database.Query<string>("select Reference from Dossier where Id in @Ids order by Reference", new { Ids = some }, stop));
        return new RebuildReport(dossiers.Count, facts, rewritten, older, references);
    }

    /// <summary>No import and no other rebuild writes meanwhile; what holders and the office record does not wait.</summary>
    async Task<int> Write(IReadOnlyList<Guid> differing, Func<RebuildProgress, Task> progress, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await HistoryStore.TakeTurn(transaction);
        var inside = new Reads(Reading.In(transaction));
        var (done, rewritten, removed, added) = (0, 0, 0, 0);
        foreach (var some in differing.Chunk(Batch))
        {
            foreach (var one in (await Compare(inside, some)).Where(one => !one.Same))
            {
                foreach (var places in one.Stored.Select(stored => stored.Position).Chunk(Batch))
                {
                    if (await transaction.Execute("delete from Fact where Position in @Places", new { Places = places }) != places.Length)
                        throw new InvalidOperationException($"Facts of dossier {one.Kept.DossierId} were removed meanwhile.");
                }

                foreach (var together in one.Told.GroupBy(fact => fact.RecordedAt))
                    await FactStore.Add(transaction, together.Key, [.. together]);
                rewritten++;
                removed += one.Stored.Count;
                added += one.Told.Count;
            }

            await progress(new RebuildProgress(true, done += some.Length, differing.Count));
        }

        if (rewritten == 0)
            return 0;
        await AuditTrail.Add(transaction, who, "facts.rebuilt", Guid.Empty, after: new { Dossiers = rewritten, Removed = removed, Added = added });
        await transaction.Commit();
        return rewritten;
    }

    sealed record Compared(KeptOfDossier Kept, IReadOnlyList<Fact> Told, IReadOnlyList<StoredFact> Stored)
    {
        /// <summary>Each subject says the same things in the same order.</summary>
        public bool Same { get; } = Told.Count == Stored.Count
            && BySubject(Told).SequenceEqual(BySubject(
                StoredFact.InOrder(Stored).Select(stored => stored.Fact)));

        static IEnumerable<Fact> BySubject(IEnumerable<Fact> facts) => facts.OrderBy(fact => fact.Subject, StringComparer.Ordinal);
    }

    /// <summary>
    /// What is kept is read between two looks at the facts, until both show the same: whatever was recorded between them is then in all
    /// three or in none.
    /// </summary>
    static async Task<IReadOnlyList<Compared>> Compare(Reads from, Guid[] some)
    {
        var stored = await from.Facts(some);
        while (true)
        {
            var kept = await from.Kept(some);
            var again = await from.Facts(some);
            if (again.Select(fact => fact.Position).ToHashSet().SetEquals(stored.Select(fact => fact.Position)))
            {
                var byDossier = stored.ToLookup(fact => fact.Fact.DossierId);
                return [.. kept.Select(one => new Compared(one, one.Facts(), [.. byDossier[one.DossierId]]))];
            }

            stored = again;
        }
    }

    sealed class Reads(Reading from)
    {
        Task<IReadOnlyList<T>> Query<T>(string sql, Guid[] some) => from.Query<T>(sql, new { Dossiers = some });

        public async Task<IReadOnlyList<StoredFact>> Facts(Guid[] some) => [.. (await Query<FactStore.StoredRow>(
            """
            select Position, DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence
            from Fact
            where DossierId in @Dossiers
            """,
            some)).Select(row => row.Stored())];

        public async Task<IReadOnlyList<KeptOfDossier>> Kept(Guid[] some)
        {
            var older = (await Query<FactStore.StoredRow>(
                """
                select Position, DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence
                from OlderFact
                where DossierId in @Dossiers
                order by Position
                """,
                some)).ToLookup(row => row.DossierId, row => row.Stored().Fact);
            var events = (await Query<EventRow>(
                """
                select DossierId, Kind, Body
                from KeptEvent
                where DossierId in @Dossiers
                order by Position
                """,
                some)).ToLookup(row => row.DossierId, row => KeptEvents.Read(row.Kind, row.Body));
            var lines = (await Query<LineRow>(
                """
                select B.DossierId, B.Line, I.At, 0 as Latest, B.Position
                from HistoryLineBefore B
                join HistoryImport I on I.Id = B.ImportId
                where B.DossierId in @Dossiers
                union all
                select H.DossierId, H.Line, I.At, 1 as Latest, 0 as Position
                from HistoryDossier H
                join HistoryImport I on I.Id = H.ImportId
                where H.DossierId in @Dossiers
                """,
                some)).OrderBy(row => row.Latest).ThenBy(row => row.Position)
                .ToLookup(row => row.DossierId, row => new KeptLine(Json.Read<HistoryLine>(row.Line), row.At));
            var versions = (await Query<VersionRow>(
                """
                select V.DossierId, V.Version, V.Classification, P.Code, P.Award
                from DossierVersion V
                join Programme P on P.Id = V.ProgrammeId and P.Version = V.ProgrammeVersion
                where V.DossierId in @Dossiers
                """,
                some)).ToLookup(row => row.DossierId);
            return
            [
                .. some.Select(dossier => new KeptOfDossier(
                    dossier, [.. older[dossier]], [.. events[dossier]], [.. lines[dossier]],
                    versions[dossier].ToDictionary(row => row.Version, row => row.Known()))),
            ];
        }
    }

    sealed record EventRow
    {
        public required Guid DossierId { get; init; }
        public required string Kind { get; init; }
        public required string Body { get; init; }
    }

    sealed record LineRow
    {
        public required Guid DossierId { get; init; }
        public required string Line { get; init; }
        public required DateTimeOffset At { get; init; }
        public required int Latest { get; init; }
        public required long Position { get; init; }
    }

    sealed record VersionRow
    {
        public required Guid DossierId { get; init; }
        public required int Version { get; init; }
        public required string Classification { get; init; }
        public required string Code { get; init; }
        public required Award Award { get; init; }

        public Classification Known() => Json.Read<Classification>(Classification) with { Programme = Code, AimsAtProjectLabel = Award is Award.ProjectLabel };
    }
}
