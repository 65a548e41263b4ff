using System.Diagnostics;
using System.Text.Json;
using Labelling.FundingOutcome.Statistics;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>A plain count over the same file, made elsewhere, says the same: every row, every number, six decimals.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class ExpectedRates(Dialect dialect)
{
    static readonly string Folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "History");
    static readonly string History = File.ReadAllText(Path.Combine(Folder, "history.csv"));

    static readonly Dictionary<string, Dictionary<string, Dictionary<string, double?>>> Expected =
        JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, Dictionary<string, double?>>>>(
            File.ReadAllText(Path.Combine(Folder, "expected.json")))!;

    Base known = null!;

    [OneTimeSetUp]
    public async Task Import()
    {
        known = await Base.Create(dialect);
        var report = await known.ImportGood(History);
        Assert.That((report.Lines, report.Imported, report.Changed, report.Unchanged), Is.EqualTo((834, 834, 0, 0)));
    }

    [OneTimeTearDown]
    public async Task Drop() => await known.DisposeAsync();

    public static IEnumerable<string> Tables => Expected.Keys;

    [TestCaseSource(nameof(Tables))]
    public async Task Every_number_of_the_table_is_as_expected(string table)
    {
        // "BREAKDOWN FROM..TO" or "BREAKDOWN FROM..TO @DAY"
        var parts = table.Split(' ');
        var window = parts[1].Split("..");
        var answer = RatesAnswer.Of(await known.Ask(parts[0], window[0], window[1], parts.Length > 2 ? parts[2][1..] : null));

        var found = answer.Rows.ToDictionary(
            row => string.Join(" / ", answer.By.Select(by => row.Keys[by])),
            row => Numbers(row.Expertised, row.Labelled, row.Funded, row.Pending,
                row.LabelRate, row.SuccessRate, row.Low, row.High, row.Coverage, row.FundingRate));
        var total = answer.Total;
        found.Add("(total)", Numbers(total.Expertised, total.Labelled, total.Funded, total.Pending,
            total.LabelRate, total.SuccessRate, total.Low, total.High, total.Coverage, total.FundingRate));

        Assert.That(found.Keys, Is.EquivalentTo(Expected[table].Keys));
        foreach (var (row, numbers) in Expected[table])
            Assert.That(found[row], Is.EqualTo(numbers), row);
    }

    [Test]
    public void No_table_is_left_out() => Assert.That(Expected, Has.Count.EqualTo(45));

    [Test]
    public async Task Importing_twice_changes_nothing()
    {
        var (facts, events, imports, audit) = (await known.Count("Fact"), await known.Count("Outbox"), await known.Count("HistoryImport"), await known.Count("AuditLine"));

        var report = await known.ImportGood(History);

        Assert.That((report.ImportId, report.Imported, report.Changed, report.Unchanged), Is.EqualTo(((Guid?)null, 0, 0, 834)));
        Assert.That(report.NewValues, Is.Empty);
        Assert.That(
            (await known.Count("Fact"), await known.Count("Outbox"), await known.Count("HistoryImport"), await known.Count("AuditLine")),
            Is.EqualTo((facts, events, imports, audit)));
    }

    [Test]
    public async Task What_was_imported_is_announced_some_hundred_dossiers_an_event()
    {
        var announced = (await known.Test.Events()).Cast<Contracts.HistoryImported>().ToList();

        Assert.That(announced.Select(happened => happened.Dossiers.Length), Is.EqualTo(new[] { 500, 334 }));
        Assert.That(announced.Select(happened => happened.Sequence), Is.EqualTo(new[] { 1L, 2L }));
        Assert.That(announced.SelectMany(happened => happened.Dossiers).DistinctBy(dossier => dossier.Reference).Count(), Is.EqualTo(834));
    }

    [Test]
    public async Task A_fresh_import_takes_well_under_five_seconds()
    {
        await using var fresh = await Base.Create(dialect);
        var watch = Stopwatch.StartNew();
        await fresh.ImportGood(History);
        TestContext.Out.WriteLine($"834 lines in {watch.ElapsedMilliseconds} ms");
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    static Dictionary<string, double?> Numbers(
        int? expertised, int? labelled, int? funded, int? pending,
        double? labelRate, double? successRate, double? low, double? high, double? coverage, double? fundingRate) => new()
        {
            ["expertised"] = expertised,
            ["labelled"] = labelled,
            ["funded"] = funded,
            ["pending"] = pending,
            ["labelRate"] = SixDecimals(labelRate),
            ["successRate"] = SixDecimals(successRate),
            ["low"] = SixDecimals(low),
            ["high"] = SixDecimals(high),
            ["coverage"] = SixDecimals(coverage),
            ["fundingRate"] = SixDecimals(fundingRate),
        };

    static double? SixDecimals(double? rate) => rate is { } value ? Math.Round(value, 6) : null;
}
