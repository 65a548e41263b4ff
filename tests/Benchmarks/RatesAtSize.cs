using System.Diagnostics;
using System.Globalization;
using Dapper;
using Labelling.Contracts;
using Labelling.FundingOutcome;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.Storage;
using Microsoft.Data.Sqlite;

namespace Labelling.Benchmarks;

/// <summary>
/// Success rates of 100,000 and of 1,000,000 dossiers on SQLite: how fast they are imported, how fast any question is answered, how soon
/// a result is in the figures; and the same questions as plain SQL over the raw rows, which must give the same numbers.
/// </summary>
static class RatesAtSize
{
    const int Questions = 500, AsPlainSql = 6;
    const double LeastLinesASecond = 20_000, MostMegabytes = 1000, SingleMilliseconds = 50, CrossedMilliseconds = 200, MostTimes = 2, WithinSeconds = 1;

    static bool held = true;

    public static async Task<int> Run(int[] sizes)
    {
        var single = new List<double>();
        foreach (var size in sizes)
            single.Add(await Measure(size));
        if (single.Count == 2)
            Judge($"single breakdown over HTTP, {sizes[1]:N0} beside {sizes[0]:N0} dossiers, median of {Questions}", single[1] / single[0], MostTimes, "times");
        return held ? 0 : 1;
    }

    static async Task<double> Measure(int size)
    {
        Say($"--- {size:N0} dossiers");
        var folder = Directory.CreateTempSubdirectory("labelling-rates-").FullName;
        try
        {
            var (first, second) = (Path.Combine(folder, "first.csv"), Path.Combine(folder, "second.csv"));
            ManyDossiers.Write(first, size);
            ManyDossiers.Write(second, size, changedOneIn: 50);
            await Import(first, size, folder);
            await Import(second, (size + 49) / 50, folder, judged: false);

            await using var server = await RatesServer.Start(folder);
            var database = server.Database;
            await ApplyElsewhere(database);
            using var rates = new Rates(database);
            var watch = Stopwatch.StartNew();
            await rates.Answer(Random(new Random(0), 1, 0), CancellationToken.None);
            Say($"read from the table in {watch.Elapsed.TotalSeconds:0.0} s: {rates.Size.Rows:N0} rows, {rates.Size.Bytes / 1e6:0} MB of columns");

            var chance = new Random(4);
            var singles = Enumerable.Range(0, Questions).Select(_ => Random(chance, 1, 0)).ToList();
            var crossed = Enumerable.Range(0, Questions).Select(_ => Random(chance, 2, 2)).ToList();
            Report("single breakdown, any window, past days included", await Times(rates, singles), SingleMilliseconds);
            Report("two crossed with two filters", await Times(rates, crossed), CrossedMilliseconds);
            var overHttp = await server.Times(singles);
            Report("single breakdown over HTTP", overHttp, SingleMilliseconds);

            await Recorded(rates, database);
            foreach (var questions in new[] { singles, crossed })
                await PlainSql(rates, database, [.. questions.Take(AsPlainSql)]);
            return Centile(overHttp, 0.5);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>By the program's own command, in a process of its own, so that its memory is its own too.</summary>
    public static async Task Import(string file, int lines, string folder, bool judged = true)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Labelling.Embedded.dll"), "import", file, "--data", folder, "--json"])
            start.ArgumentList.Add(argument);
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var most = 0L;
        while (!process.HasExited)
        {
            process.Refresh();
            if (!process.HasExited)
                most = Math.Max(most, process.WorkingSet64);
            await Task.WhenAny(Task.Delay(50), process.WaitForExitAsync());
        }

        if (process.ExitCode != 0)
            throw new InvalidOperationException(await said);
        var seconds = watch.Elapsed.TotalSeconds;
        if (!judged)
        {
            Say($"import of {lines:N0} lines in {seconds:0.0} s");
            return;
        }

        Judge($"import of {lines:N0} lines in {seconds:0.0} s, start of the program included", -lines / seconds, -LeastLinesASecond, "lines a second");
        Judge("its memory at the most", most / 1e6, MostMegabytes, "MB");
    }

    /// <summary>One dossier in twenty of the latest was put before another body too, as live dossiers are.</summary>
    public static async Task ApplyElsewhere(Database database)
    {
        var dossiers = await database.Query<Guid>("select DossierId from Fact where Subject = 'decision' and DossierId in (select Id from Dossier where Reference like '%0')", null, CancellationToken.None);
        await using var transaction = await database.Begin(CancellationToken.None);
        var at = DateTimeOffset.UtcNow;
        foreach (var some in dossiers.Where((_, nth) => nth % 2 == 0).Chunk(1000))
        {
            await FactStore.Add(transaction, at,
            [
                .. some.Select((dossier, nth) => Fact.Of(
                    dossier, Guid.CreateVersion7(),
                    new Application(ManyDossiers.Bodies[nth % 8], null, (ApplicationStage)(nth % 3), (FundingResult)(nth % 6), 100, null),
                    new DateOnly(2010, 1, 1).AddDays(nth * 5), at, 1)),
            ]);
        }

        transaction.WithoutTrail("made for a measurement");
        await transaction.Commit();
    }

    static async Task Recorded(Rates rates, Database database)
    {
        var question = new RatesQuestion([Breakdown.FundingBody], new DateOnly(2000, 1, 1), new DateOnly(2030, 1, 1), null);
        var before = await rates.Answer(question, CancellationToken.None);
        var pending = (await rates.Dossiers(question with { By = [] }, CancellationToken.None)).First(dossier => dossier.Standing == FundingOutcome.Statistics.Standing.Pending).Dossier;
        var watch = Stopwatch.StartNew();
        await Record(database, pending);
        var after = await rates.Answer(question, CancellationToken.None);
        if (after.Total.Funded != before.Total.Funded + 1)
            throw new InvalidOperationException("The result is not in the figures.");
        Judge("a result recorded is in the figures after", watch.Elapsed.TotalSeconds, WithinSeconds, "s");
    }

    public static async Task Record(Database database, Guid funded)
    {
        await using var transaction = await database.Begin(CancellationToken.None);
        var at = DateTimeOffset.UtcNow;
        await FactStore.Add(transaction, at,
            [Fact.Of(funded, Guid.CreateVersion7(), new Application("New body", null, ApplicationStage.Full, FundingResult.Funded, null, null), DateOnly.FromDateTime(at.UtcDateTime), at, 1)]);
        transaction.WithoutTrail("made for a measurement");
        await transaction.Commit();
    }

    static async Task PlainSql(Rates rates, Database database, IReadOnlyList<RatesQuestion> questions)
    {
        await using var connection = await database.Open(CancellationToken.None);
        var times = new List<double>();
        foreach (var question in questions)
        {
            var watch = Stopwatch.StartNew();
            var rows = await PlainCount.Of(connection, question);
            times.Add(watch.Elapsed.TotalMilliseconds);
            var table = await rates.Answer(question, CancellationToken.None);
            string[] ours = [.. table.Rows.Select(row => $"{string.Join(" / ", row.Keys)} {row.Counts}"), $"{table.Total}"];
            if (!ours.SequenceEqual(rows))
                throw new InvalidOperationException($"{Told(question)}: the columns say {string.Join("; ", ours)}; plain SQL says {string.Join("; ", rows)}");
        }

        Say($"the first {questions.Count} of these as plain SQL over the raw rows: median {Centile([.. times], 0.5):N0} ms, same numbers");
    }

    public static string Told(RatesQuestion question) =>
        $"by {string.Join(',', question.By.Select(by => by.Name))} {question.From:yyyy-MM-dd}..{question.To:yyyy-MM-dd} @{question.AsOf:yyyy-MM-dd} {string.Join(' ', question.Filters.Select(filter => $"{filter.By.Name}={filter.Value}"))}";

    static readonly Breakdown[] Asked = [.. Breakdown.All.Where(by => by.Name is not ("region" or "programme"))];

    public static RatesQuestion Random(Random chance, int breakdowns, int filters)
    {
        var some = Asked.OrderBy(_ => chance.Next()).Take(breakdowns + filters).ToList();
        var from = new DateOnly(2000, 1, 1).AddDays(chance.Next(ManyDossiers.Days));
        var to = from.AddDays(chance.Next(ManyDossiers.Days));
        DateOnly? asOf = chance.Next(2) == 0 ? null : from.AddDays(chance.Next(ManyDossiers.Days));
        return new RatesQuestion([.. some.Take(breakdowns)], from, to, asOf)
        {
            Filters = [.. some.Skip(breakdowns).Select(by => new RateFilter(by, by.Name switch
            {
                "sector" => "medtech",
                "funding-body" => ManyDossiers.Bodies[chance.Next(8)],
                "therapeutic-area" => "oncology",
                "technology-axis" => "imaging",
                "organisation-type" => "sme",
                "collaborative" => "yes",
                "year" => $"{2000 + chance.Next(25)}",
                _ => $"ANR-{2000 + chance.Next(25)}",
            }))],
        };
    }

    static async Task<double[]> Times(Rates rates, IReadOnlyList<RatesQuestion> questions)
    {
        foreach (var question in questions.Take(50))
            await rates.Answer(question, CancellationToken.None);
        var times = new double[questions.Count];
        for (var nth = 0; nth < times.Length; nth++)
        {
            var watch = Stopwatch.GetTimestamp();
            await rates.Answer(questions[nth], CancellationToken.None);
            times[nth] = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
        }

        return times;
    }

    static void Report(string what, double[] times, double limit)
    {
        Say($"{what}: median {Centile(times, 0.5):0.00} ms, 99th centile {Centile(times, 0.99):0.00} ms, most {times.Max():0.00} ms of {times.Length}");
        Judge("  95th centile", Centile(times, 0.95), limit, "ms");
    }

    public static bool Judge(string what, double found, double limit, string unit)
    {
        var well = found <= limit;
        held &= well;
        Say($"{what}: {Math.Abs(found):N2} {unit} (limit {Math.Abs(limit):N0}): {(well ? "held" : "NOT held")}");
        return well;
    }

    public static double Centile(double[] times, double share) => times.Order().ElementAt(Math.Min(times.Length - 1, (int)Math.Ceiling(share * times.Length) - 1));

    static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
