using System.Diagnostics;
using System.Globalization;
using Labelling.FundingOutcome.Dossiers;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.FundingOutcome.Tables;
using Labelling.Storage;
using Microsoft.Data.Sqlite;

namespace Labelling.Benchmarks;

/// <summary>
/// The further tables of 100,000 and of 1,000,000 dossiers on SQLite: how fast any question to any of them is answered, what that takes
/// of memory, how soon a result is in them; and the same questions as a plain count of all facts, which must give the same numbers.
/// </summary>
static class TablesAtSize
{
    const int Questions = 30;
    const double AnyMilliseconds = 500, WithinSeconds = 1;

    /// <summary>Reading all facts takes long: of more dossiers fewer questions are asked so.</summary>
    static readonly TimeSpan PlainCounts = TimeSpan.FromSeconds(90);

    static bool held = true;

    public static async Task<int> Run(int[] sizes)
    {
        foreach (var size in sizes)
            await Measure(size);
        return held ? 0 : 1;
    }

    static async Task Measure(int size)
    {
        Say($"--- {size:N0} dossiers");
        var folder = Directory.CreateTempSubdirectory("labelling-tables-").FullName;
        try
        {
            var (first, second) = (Path.Combine(folder, "first.csv"), Path.Combine(folder, "second.csv"));
            ManyDossiers.Write(first, size);
            ManyDossiers.Write(second, size, changedOneIn: 50);
            await RatesAtSize.Import(first, size, folder, judged: false);
            await RatesAtSize.Import(second, (size + 49) / 50, folder, judged: false);
            var database = new Database("FundingOutcome", Dialect.Sqlite, $"Data Source={Path.Combine(folder, "fundingoutcome.db")}", TimeProvider.System);
            await RatesAtSize.ApplyElsewhere(database);
            await WhatLiveDossiersSay(database);

            using var figures = new FurtherFigures(database);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var watch = Stopwatch.StartNew();
            await figures.Answer(Funnel.Table, new RatesQuestion([], new DateOnly(2000, 1, 1), new DateOnly(2030, 1, 1), null), CancellationToken.None);
            Say($"the first question, which reads the facts: {watch.Elapsed.TotalSeconds:0.0} s; kept from then on: {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6:0} MB");

            var chance = new Random(4);
            var all = new List<double>();
            var asked = FurtherTables.All.Select(table => (Table: table, Questions: Enumerable.Range(0, Questions).Select(_ => Random(chance, table)).ToList())).ToList();
            foreach (var (table, questions) in asked)
            {
                var (times, made) = await Times(figures, table, questions);
                all.AddRange(times);
                Say($"{table.Name}: median {RatesAtSize.Centile(times, 0.5):0.0} ms, 95th centile {RatesAtSize.Centile(times, 0.95):0.0} ms, most {times.Max():0.0} ms; made and thrown away {made / 1e6:0} MB a question");
            }

            held &= RatesAtSize.Judge($"any of {all.Count} questions to {asked.Count} tables, past days included, 95th centile", RatesAtSize.Centile([.. all], 0.95), AnyMilliseconds, "ms");
            Say($"the process at the most: {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB");
            await Recorded(figures, database);
            await PlainCount(figures, database, [.. asked.Select(one => (one.Table, one.Questions[0]))]);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a history file cannot say of a dossier and a live one does: budget, the dossier it resubmits, clusters that labelled it too, days of steps.</summary>
    static async Task WhatLiveDossiersSay(Database database)
    {
        var said = await database.Query<Said>(
            "select DossierId, Value from Fact where Subject = 'classification' and DossierId in (select Id from Dossier where Reference like '%5')", null, CancellationToken.None);
        await using var transaction = await database.Begin(CancellationToken.None);
        var at = DateTimeOffset.UtcNow;
        foreach (var (some, nth) in said.Chunk(1000).Select((some, nth) => (some, nth)))
        {
            await FactStore.Add(transaction, at,
            [
                .. some.SelectMany((one, place) =>
                {
                    var was = Json.Read<Classification>(one.Value);
                    var more = was with
                    {
                        TotalBudgetEur = 500_000 + 1000 * (place + nth),
                        Resubmits = place % 3 == 0 ? some[(place + 7) % some.Length].DossierId : null,
                        JointlyWith = place % 4 == 0 ? [$"Cluster {place % 12}"] : null,
                    };
                    return new[]
                    {
                        Fact.Of(one.DossierId, more, was.RegisteredOn.AddDays(1), at, 0),
                        Fact.Of(one.DossierId, Step.Admitted, new StepTaken(was.RegisteredOn.AddDays(place % 20)), was.RegisteredOn.AddDays(place % 20), at, 0),
                    };
                }),
            ]);
        }

        transaction.WithoutTrail("made for a measurement");
        await transaction.Commit();
    }

    sealed record Said
    {
        public required Guid DossierId { get; init; }
        public required string Value { get; init; }
    }

    static RatesQuestion Random(Random chance, FurtherTable table)
    {
        var breakdowns = table.Breakdowns.Where(by => by.Name is not ("region" or "programme" or "plan")).OrderBy(_ => chance.Next()).ToList();
        RatesQuestion question;
        do
            question = RatesAtSize.Random(chance, 0, chance.Next(3) == 0 ? 1 : 0);
        while (question.Filters.Any(filter => filter.By == breakdowns[0]));
        if (table.ByBreakdown && chance.Next(4) > 0)
            question = question with { By = [breakdowns[0]] };
        return table.Windowed ? question : question with { From = DateOnly.MinValue, To = DateOnly.MaxValue };
    }

    static async Task<(double[] Times, double Made)> Times(FurtherFigures figures, FurtherTable table, IReadOnlyList<RatesQuestion> questions)
    {
        var made = GC.GetTotalAllocatedBytes();
        var times = new double[questions.Count];
        for (var nth = 0; nth < times.Length; nth++)
        {
            var watch = Stopwatch.GetTimestamp();
            await figures.Answer(table, questions[nth], CancellationToken.None);
            times[nth] = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
        }

        return (times, (GC.GetTotalAllocatedBytes() - made) / (double)times.Length);
    }

    static async Task Recorded(FurtherFigures figures, Database database)
    {
        var question = new RatesQuestion([], DateOnly.MinValue, DateOnly.MaxValue, null);
        var before = (await figures.Answer(SinceCreation.WithOthers, question, CancellationToken.None)).Total!;
        using var rates = new Rates(database);
        var pending = (await rates.Dossiers(question, CancellationToken.None)).First(dossier => dossier.Standing == FundingOutcome.Statistics.Standing.Pending).Dossier;
        var watch = Stopwatch.StartNew();
        await RatesAtSize.Record(database, pending);
        var after = (await figures.Answer(SinceCreation.WithOthers, question, CancellationToken.None)).Total!;
        if (after.Values[1] != before.Values[1] + 1 || after.Values[2] != before.Values[2] - 1)
            throw new InvalidOperationException("The result is not in the tables.");
        held &= RatesAtSize.Judge("a result recorded is in the tables after", watch.Elapsed.TotalSeconds, WithinSeconds, "s");
    }

    /// <summary>Every fact is read, dossier by dossier, and each dossier is counted as the facts of the day make it.</summary>
    static async Task PlainCount(FurtherFigures figures, Database database, IReadOnlyList<(FurtherTable Table, RatesQuestion Question)> asked)
    {
        var (facts, plans) = (new FactStore(database), new CallPlans(database));
        var times = new List<double>();
        var all = Stopwatch.StartNew();
        foreach (var (table, question) in asked.TakeWhile(_ => all.Elapsed < PlainCounts))
        {
            var day = question.AsOf ?? DateOnly.MaxValue;
            var watch = Stopwatch.StartNew();
            var planOfCall = await plans.On(day, CancellationToken.None);
            var plain = table.Count(
                facts.All(CancellationToken.None).ToBlockingEnumerable()
                    .Select(ofOne => Stretch.KnownOn(ofOne, day) is { } known ? known with { PlanOfCall = planOfCall } : null)
                    .Select(known => known is null || table.Whole ? known : ByRow.Asked(question, known)).OfType<KnownDossier>(),
                question);
            times.Add(watch.Elapsed.TotalMilliseconds);
            var (ours, expected) = (Told(await figures.Answer(table, question, CancellationToken.None)), Told(plain));
            if (ours != expected)
                throw new InvalidOperationException($"{table.Name} {RatesAtSize.Told(question)}: the tables say\n{ours}\na plain count says\n{expected}");
        }

        Say($"{times.Count} of these, one of each table, as a plain count of all facts: median {RatesAtSize.Centile([.. times], 0.5):N0} ms, same numbers");
    }

    static string Told(FurtherRows rows) => string.Join('\n',
        rows.Rows.Append(rows.Total).OfType<TableRow>().Select(row => $"{string.Join('/', row.Keys)} {string.Join(' ', row.Values.Select(value => value?.ToString(CultureInfo.InvariantCulture) ?? "-"))}"));

    static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
