using System.Globalization;
using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.FundingOutcome.Tables;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>Leverage over random facts, beside a plain count that is written again here and shares nothing with the product.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class RandomMoney(Dialect dialect)
{
    static readonly int Histories = LongRun.Asked ? 200 : 12;

    const int Dossiers = 14, Questions = 40;

    static readonly string[] Sectors = ["dm-div", "e-health", "medtech"], Axes = ["imaging", "robotics"], Bodies = ["ANR", "Bpifrance", "Europe"], Calls = ["C1", "C2", "C3", "C4"], Plans = ["France 2030", "Horizon"];

    static readonly DateOnly First = new(2021, 1, 1);

    /// <summary>What became known of a dossier on a day.</summary>
    abstract record Said(int Dossier, int Day);

    sealed record SaidWhat(int Dossier, int Day, DateOnly Registered, bool Counts, string[] Sectors, string[] Axes, string? Body, string? Call, decimal? Budget) : Said(Dossier, Day);

    sealed record SaidDecision(int Dossier, int Day, Outcome Outcome) : Said(Dossier, Day);

    sealed record SaidDuplicate(int Dossier, int Day, bool Is) : Said(Dossier, Day);

    sealed record SaidResult(int Dossier, int Day, int Application, string? Body, string? Call, ApplicationStage Stage, FundingResult? Result, decimal? Granted) : Said(Dossier, Day);

    sealed record SaidPlan(int Day, string Call, string? Plan);

    static T Of<T>(Random chance, IReadOnlyList<T> some) => some[chance.Next(some.Count)];

    static T[] Some<T>(Random chance, IReadOnlyList<T> all) => [.. all.Where(_ => chance.Next(2) == 0)];

    static List<Said> History(Random chance)
    {
        var said = new List<Said>();
        for (var dossier = 0; dossier < Dossiers; dossier++)
        {
            var registered = First.AddDays(chance.Next(1000));
            for (var step = 0; step < 12; step++)
            {
                var day = chance.Next(1400);
                said.Add((step == 0 ? 0 : chance.Next(12)) switch
                {
                    0 or 1 => new SaidWhat(
                        dossier, day, registered, chance.Next(8) > 0, Some(chance, Sectors), Some(chance, Axes), chance.Next(6) == 0 ? null : Of(chance, Bodies),
                        chance.Next(6) == 0 ? null : Of(chance, Calls), chance.Next(3) == 0 ? null : chance.Next(1, 500) * 10_000),
                    2 or 3 or 4 => new SaidDecision(dossier, day, chance.Next(4) > 0 ? (Outcome)chance.Next(2) : (Outcome)chance.Next(7)),
                    5 => new SaidDuplicate(dossier, day, chance.Next(3) == 0),
                    _ => Result(chance, dossier, day),
                });
            }
        }

        return [.. said.OrderBy(one => one.Day)];
    }

    static SaidResult Result(Random chance, int dossier, int day)
    {
        var result = chance.Next(2) == 0 ? FundingResult.Funded : chance.Next(6) == 0 ? (FundingResult?)null : (FundingResult)chance.Next(6);
        return new SaidResult(
            dossier, day, chance.Next(3), chance.Next(8) == 0 ? null : Of(chance, Bodies), chance.Next(3) == 0 ? null : Of(chance, Calls), (ApplicationStage)chance.Next(3),
            result, result is FundingResult.Funded && chance.Next(4) > 0 ? chance.Next(0, 200) * 5_000 : null);
    }

    static Fact FactOf(Said one, Guid dossier, Func<int, Guid> application, int sequence)
    {
        var (day, at) = (First.AddDays(one.Day), new DateTimeOffset(First.AddDays(one.Day), new TimeOnly(12, 0), TimeSpan.Zero));
        return one switch
        {
            SaidWhat what => Fact.Of(
                dossier,
                new Classification(
                    what.Registered, DossierKind.Project, what.Counts, "p", what.Sectors, [], what.Axes, "sme", true, null, what.Call, what.Body, what.Budget),
                day, at, sequence),
            SaidDecision decision => Fact.Of(dossier, new Decision(decision.Outcome, 1, null), day, at, sequence),
            SaidDuplicate duplicate => Fact.Of(dossier, duplicate.Is ? new Duplicate("X") : null, day, at, sequence),
            SaidResult result => Fact.Of(
                dossier, application(result.Application),
                result.Result is { } known ? new Application(result.Body, result.Call, result.Stage, known, null, result.Granted) : null, day, at, sequence),
            _ => throw new InvalidOperationException(),
        };
    }

    public static IEnumerable<int> Seeds => Enumerable.Range(1, Histories);

    [TestCaseSource(nameof(Seeds))]
    public async Task Leverage_is_what_a_plain_count_says(int seed)
    {
        var chance = new Random(seed);
        await using var test = await TestDatabase.Create(dialect, FundingOutcomeService.Service, new TestClock("2026-03-12T09:00:00Z"));
        var said = History(chance);
        var plans = Enumerable.Range(0, 8).Select(_ => new SaidPlan(chance.Next(1400), Of(chance, Calls), chance.Next(4) == 0 ? null : Of(chance, Plans))).OrderBy(plan => plan.Day).ToList();
        await Keep(test, said, plans);
        using var figures = new FurtherFigures(test.Database);
        for (var nth = 0; nth < Questions; nth++)
        {
            var by = Of(chance, ["", "sector", "technology-axis", "funding-body", "plan"]);
            var filter = chance.Next(3) > 0 ? "" : by == "sector" ? "funding-body" : by == "funding-body" ? "sector" : Of(chance, ["sector", "funding-body"]);
            var value = filter == "sector" ? Of(chance, Sectors) : Of(chance, Bodies);
            var (from, length, asOf) = (chance.Next(1000), chance.Next(1000), chance.Next(3) == 0 ? (int?)null : chance.Next(1500));
            var (question, errors) = RatesQuestionText.Read(
                by, Written(First.AddDays(from)), Written(First.AddDays(from + length)), asOf is { } day ? Written(First.AddDays(day)) : null,
                filter == "" ? [] : [(filter, value)], 0, 1, true, Leverage.Table.Breakdowns);
            Assert.That(errors, Is.Empty);
            var answer = await figures.Answer(Leverage.Table, question!, CancellationToken.None);
            Assert.That(
                answer.Rows.Append(answer.Total!).Select(row => Told(row.Keys.SingleOrDefault() ?? "(total)", row.Values)),
                Is.EqualTo(PlainCount(said, plans, by, First.AddDays(from), First.AddDays(from + length), asOf ?? int.MaxValue, filter, value)),
                $"question {nth}: by {by} from {from} for {length} as of {asOf}, {filter} {value}");
        }
    }

    static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Told(string key, IReadOnlyList<decimal?> values) =>
        $"{key}: {string.Join(' ', values.Select(value => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "–"))}";

    static async Task Keep(TestDatabase test, List<Said> said, List<SaidPlan> plans)
    {
        await using var transaction = await test.Database.Begin(CancellationToken.None);
        var dossiers = Enumerable.Range(0, Dossiers).Select(_ => Guid.CreateVersion7()).ToArray();
        var applications = Enumerable.Range(0, Dossiers * 3).Select(_ => Guid.CreateVersion7()).ToArray();
        for (var nth = 0; nth < Dossiers; nth++)
            await transaction.Execute("insert into Dossier (Id, Reference, Origin, Version) values (@Id, @Reference, 'Live', 1)", new { Id = dossiers[nth], Reference = $"2021-{nth:0000}" });
        for (var nth = 0; nth < said.Count; nth++)
        {
            var fact = FactOf(said[nth], dossiers[said[nth].Dossier], application => applications[said[nth].Dossier * 3 + application], nth);
            await FactStore.Add(transaction, fact.RecordedAt, [fact]);
        }

        var calls = Calls.ToDictionary(call => call, _ => Guid.CreateVersion7());
        for (var nth = 0; nth < plans.Count; nth++)
        {
            await transaction.Execute(
                "insert into CallPlan (CallId, Sequence, Code, FundingPlan, HoldsFrom) values (@Id, @Sequence, @Call, @Plan, @From)",
                new { Id = calls[plans[nth].Call], Sequence = nth, plans[nth].Call, plans[nth].Plan, From = First.AddDays(plans[nth].Day) });
        }

        transaction.WithoutTrail("made for a test");
        await transaction.Commit();
    }

    static IEnumerable<string> PlainCount(List<Said> said, List<SaidPlan> plans, string by, DateOnly from, DateOnly to, int asOf, string filter, string value)
    {
        var planOf = plans.Where(plan => plan.Day <= asOf).GroupBy(plan => plan.Call).ToDictionary(group => group.Key, group => group.Last().Plan);
        string? Plan(string? call) => call is null ? null : planOf.GetValueOrDefault(call);
        var sums = new SortedDictionary<string, decimal[]>(StringComparer.Ordinal);
        var total = new decimal[9];
        for (var dossier = 0; dossier < Dossiers; dossier++)
        {
            var known = said.Where(one => one.Dossier == dossier && one.Day <= asOf).ToList();
            if (known.OfType<SaidWhat>().LastOrDefault() is not { Counts: true } what || what.Registered < from || what.Registered > to)
                continue;
            if (known.OfType<SaidDuplicate>().LastOrDefault()?.Is == true || known.OfType<SaidDecision>().LastOrDefault() is not { Outcome: <= Outcome.SupportLetter } decision)
                continue;
            var results = known.OfType<SaidResult>().GroupBy(result => result.Application).Select(group => group.Last()).Where(result => result.Result is not null).ToList();
            if (filter == "sector" && !what.Sectors.Contains(value))
                continue;
            if (filter == "funding-body")
            {
                if (what.Body != value && results.All(result => result.Body != value))
                    continue;
                results = [.. results.Where(result => result.Body == value)];
            }

            string? PlanOf(SaidResult result) => result.Call is not null ? Plan(result.Call) : result.Body == what.Body ? Plan(what.Call) : null;
            Add(total, decision, what, results);
            var keys = by switch
            {
                "sector" => what.Sectors,
                "technology-axis" => what.Axes,
                "funding-body" => [what.Body, .. results.Select(result => result.Body)],
                "plan" => [Plan(what.Call), .. results.Select(PlanOf)],
                _ => Array.Empty<string?>(),
            };
            foreach (var key in keys.OfType<string>().Distinct())
            {
                if (!sums.ContainsKey(key))
                    sums[key] = new decimal[9];
                Add(sums[key], decision, what, by switch
                {
                    "funding-body" => [.. results.Where(result => result.Body == key)],
                    "plan" => [.. results.Where(result => PlanOf(result) == key)],
                    _ => results,
                });
            }
        }

        return sums.Append(KeyValuePair.Create("(total)", total)).Select(row => (row.Key, Is: row.Value)).Select(row => Told(row.Key,
        [
            row.Is[0], row.Is[0] > 0 && row.Is[8] == 0 ? null : row.Is[1], row.Is[2], row.Is[0] > 0 && row.Is[4] == row.Is[0] ? null : row.Is[3], row.Is[4],
            row.Is[6] > 0 ? row.Is[7] / row.Is[6] : null, row.Is[5],
        ]));
    }

    /// <summary>Funded, granted, amount not known, budget, budget not known; of those of which all is known how many, granted, budget; amounts known.</summary>
    static void Add(decimal[] sums, SaidDecision decision, SaidWhat what, List<SaidResult> results)
    {
        var grants = results.Where(result => result.Result == FundingResult.Funded && result.Stage != ApplicationStage.PreProposal).ToList();
        if (decision.Outcome > Outcome.LabelledWithReservations || grants.Count == 0)
            return;
        decimal granted = 0;
        var missing = false;
        foreach (var grant in grants)
        {
            granted += grant.Granted ?? 0;
            sums[8] += grant.Granted == null ? 0 : 1;
            missing |= grant.Granted == null;
        }

        sums[0] += 1;
        sums[1] += granted;
        sums[2] += missing ? 1 : 0;
        sums[3] += what.Budget ?? 0;
        sums[4] += what.Budget == null ? 1 : 0;
        if (!missing && what.Budget != null)
        {
            sums[5] += 1;
            sums[6] += granted;
            sums[7] += what.Budget.Value;
        }
    }
}
