using System.Globalization;
using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.FundingOutcome.Tables;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>
/// Over random facts, every cell of every further table: the dossiers behind it are as many as it says, and its figure can be worked out
/// again from what each of them gives to it.
/// </summary>
public sealed class FiguresOpened
{
    static readonly int Histories = LongRun.Asked ? 200 : 12;

    const int Dossiers = 14;

    static readonly string[] Sectors = ["dm-div", "e-health", "medtech"], Bodies = ["ANR", "Bpifrance", "Europe"], Clusters = ["Aurore", "AURORE", "aurore", "Boréal"];

    static readonly DateOnly First = new(2021, 1, 1);

    public static IEnumerable<int> Seeds => Enumerable.Range(1, Histories);

    [TestCaseSource(nameof(Seeds))]
    public async Task Behind_every_figure_stand_the_dossiers_it_counts(int seed)
    {
        var chance = new Random(seed);
        await using var test = await TestDatabase.Create(Dialect.Sqlite, FundingOutcomeService.Service, new TestClock("2026-03-12T09:00:00Z"));
        await Keep(test, chance);
        using var figures = new FurtherFigures(test.Database);
        var cells = 0;
        foreach (var table in FurtherTables.All)
        {
            foreach (var question in (RatesQuestion[])[Everything(table), Question(chance, table)])
            {
                var rows = await figures.Answer(table, question, CancellationToken.None);
                foreach (var row in rows.Rows.Concat(rows.Total is { } total ? [total] : []))
                {
                    for (var place = 0; place < rows.Columns.Count; place++)
                    {
                        await Check(figures, table, question, rows, row, place);
                        cells++;
                    }
                }
            }
        }

        Assert.That(cells, Is.GreaterThan(200));
    }

    static async Task Check(FurtherFigures figures, FurtherTable table, RatesQuestion question, FurtherRows rows, TableRow row, int place)
    {
        var column = rows.Columns[place];
        var opened = rows.Opened(column.Key)!.Value;
        var behind = await figures.Behind(table, question, row.Keys, opened, CancellationToken.None);
        var cell = $"{table.Name} by {string.Join(',', question.By.Select(by => by.Name))}: {string.Join('/', row.Keys)}, {column.Key}";
        Assert.That(behind.Select(dossier => dossier.Id), Is.Unique, cell);
        Assert.That(behind.All(dossier => !dossier.Beside.Contains(dossier.Id)), cell);
        Assert.That(behind.Count > 0, Is.EqualTo(rows.Columns[opened].Counts(row.Values[opened])), cell);
        var (each, figure) = (behind.Select(dossier => dossier.Figure).Order().ToList(), row.Values[place]);
        switch (column.Unit)
        {
            case Unit.Dossiers:
                Assert.That((decimal)behind.Count, Is.EqualTo(figure ?? 0), cell);
                Assert.That(each, Has.All.EqualTo(1m), cell);
                break;
            case Unit.Share:
                Assert.That(behind.Count == 0 ? (decimal?)null : Math.Round(each.Sum() / behind.Count, 9), Is.EqualTo(figure is { } share ? Math.Round(share, 9) : (decimal?)null), cell);
                break;
            case Unit.Euros:
                Assert.That(each.Sum(), Is.EqualTo(figure ?? 0), cell);
                break;
            case Unit.Days when column.Key == "median":
                Assert.That(each.Count == 0 ? (decimal?)null : (each[(each.Count - 1) / 2] + each[each.Count / 2]) / 2, Is.EqualTo(figure), cell);
                break;
            case Unit.Days:
                Assert.That(each.Count == 0 ? (decimal?)null : each.First(day => each.Count(other => other <= day) * 10 >= each.Count * 9), Is.EqualTo(figure), cell);
                break;
            case Unit.Low or Unit.High:
                Assert.That((rows.Columns[opened].Unit, figure is null), Is.EqualTo((Unit.Share, behind.Count == 0)), cell);
                break;
            case Unit.Times:
                Assert.That(rows.Columns[opened].Unit is Unit.Dossiers && (figure is null || behind.Count > 0), cell);
                break;
        }
    }

    static RatesQuestion Everything(FurtherTable table) => Read(table, "", "2000-01-01", "2099-12-31", null, []);

    static RatesQuestion Question(Random chance, FurtherTable table)
    {
        var by = !table.ByBreakdown ? "" : Of(chance, table.Breakdowns).Name;
        (string, string)[] filters = chance.Next(2) == 0 ? [] : by == "sector" ? [("funding-body", Of(chance, Bodies))] : [("sector", Of(chance, Sectors))];
        var from = First.AddDays(chance.Next(400));
        return Read(table, by, Written(from), Written(from.AddDays(300 + chance.Next(700))), chance.Next(2) == 0 ? null : Written(First.AddDays(400 + chance.Next(1200))), filters);
    }

    static RatesQuestion Read(FurtherTable table, string by, string from, string to, string? asOf, (string, string)[] filters)
    {
        var (question, errors) = RatesQuestionText.Read(by, from, to, asOf, filters, 0, 1, table.Windowed, table.Breakdowns);
        Assert.That(errors, Is.Empty);
        return question!;
    }

    static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static T Of<T>(Random chance, IReadOnlyList<T> some) => some[chance.Next(some.Count)];

    static T[] Some<T>(Random chance, IReadOnlyList<T> all) => [.. all.Where(_ => chance.Next(3) == 0)];

    static async Task Keep(TestDatabase test, Random chance)
    {
        var dossiers = Enumerable.Range(0, Dossiers).Select(_ => Guid.CreateVersion7()).ToArray();
        await using var transaction = await test.Database.Begin(CancellationToken.None);
        for (var nth = 0; nth < Dossiers; nth++)
        {
            await transaction.Execute("insert into Dossier (Id, Reference, Origin, Version) values (@Id, @Reference, 'Live', 1)", new { Id = dossiers[nth], Reference = $"2021-{nth:0000}" });
            foreach (var fact in Facts(chance, dossiers, nth))
                await FactStore.Add(transaction, fact.RecordedAt, [fact]);
        }

        transaction.WithoutTrail("made for a test");
        await transaction.Commit();
    }

    /// <summary>Deposited, taken some steps, often decided twice; it resubmits another, later ones and itself included, or one nobody knows.</summary>
    static IEnumerable<Fact> Facts(Random chance, Guid[] dossiers, int nth)
    {
        var (dossier, day, sequence) = (dossiers[nth], First.AddDays(chance.Next(900)), 0);
        var registered = day;
        DateTimeOffset At() => new(day, new TimeOnly(12, 0), TimeSpan.Zero);
        void Later() => (day, sequence) = (day.AddDays(chance.Next(90)), sequence + 1);
        Classification What() => new(
            registered, chance.Next(12) == 0 ? DossierKind.Platform : DossierKind.Project, chance.Next(10) > 0, "p", Some(chance, Sectors), Some(chance, ["oncology", "cardiology"]), Some(chance, ["imaging", "robotics"]),
            Of(chance, ["sme", "academic", null]), Of(chance, [true, false, (bool?)null]), Of(chance, ["IDF", null]), Of(chance, ["C1", "C2", null]), Of(chance, [.. Bodies, null]),
            chance.Next(3) == 0 ? null : chance.Next(1, 500) * 10_000, chance.Next(2) == 0 ? null : chance.Next(8) == 0 ? Guid.CreateVersion7() : Of(chance, dossiers),
            chance.Next(2) == 0 ? null : Some(chance, Clusters));

        yield return Fact.OfDeposit(dossier, What(), At(), sequence);
        foreach (var step in Some(chance, Enum.GetValues<Step>()))
        {
            Later();
            yield return Fact.Of(dossier, step, new StepTaken(day.AddDays(-chance.Next(20))), day, At(), sequence);
        }

        for (var decision = chance.Next(10) == 0 ? 3 : chance.Next(1, 3); decision < 3; decision++)
        {
            Later();
            yield return Fact.Of(dossier, What(), day, At(), sequence);
            yield return Fact.Of(dossier, new Decision(Of(chance, [Outcome.Labelled, Outcome.Labelled, Outcome.LabelledWithReservations, Outcome.Refused, Outcome.Refused, .. Enum.GetValues<Outcome>()]), 1, null, chance.Next(5) == 0 ? null : day), day, At(), sequence);
        }

        if (chance.Next(10) == 0)
            yield return Fact.Of(dossier, new Duplicate("X"), day, At(), sequence);
        for (var application = chance.Next(4); application > 0; application--)
        {
            Later();
            var result = chance.Next(2) == 0 ? FundingResult.Funded : Of(chance, Enum.GetValues<FundingResult>());
            yield return Fact.Of(
                dossier, Guid.CreateVersion7(),
                new Application(
                    Of(chance, [.. Bodies, null]), Of(chance, ["C1", "C2", null]), chance.Next(4) == 0 ? ApplicationStage.PreProposal : ApplicationStage.Full, result, null,
                    result is FundingResult.Funded && chance.Next(4) > 0 ? chance.Next(0, 8) * 50_000 : null, chance.Next(5) == 0 ? null : day),
                day, At(), sequence);
        }
    }
}
