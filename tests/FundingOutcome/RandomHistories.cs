using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.Statistics;
using Labelling.FundingOutcome.Tables;
using Labelling.Ground;
using Labelling.Hosting;

namespace Labelling.FundingOutcome.Tests;

/// <summary>
/// Whatever happens to imported and live dossiers, in whatever order: the tables of today and of past days are those of a plain
/// count, which plays the same steps up to the day asked about and goes through the dossiers one by one.
/// </summary>
public sealed class RandomHistories
{
    static readonly int Histories = LongRun.Asked ? 300 : 30;

    /// <summary>Something that happens to a dossier, some days after the step before; the rest is drawn from the choice.</summary>
    public sealed record Step(int Dossier, int What, int Days, int Choice);

    static readonly string[] Sectors = ["a", "b", "c"];
    static readonly string[] Bodies = ["X", "Y", "Z"];
    static readonly string[] Decisions = ["labelled", "labelled", "labelled-with-reservations", "refused", "support-letter", "adjourned", "withdrawn", ""];
    static readonly string[] Results = ["funded", "refused", "pending", "withdrawn", ""];

    [Test]
    public void Rates_are_those_of_a_plain_count() => Check(Histories, FirstDifference);

    [Test]
    public void Funnels_are_those_of_a_plain_count() => Check(Histories / 3, FirstDifferenceOfFunnels);

    static void Check(int histories, Func<Step[], Task<string?>> firstDifference)
    {
        var step =
            from dossier in Gen.Choose(0, 7)
            from what in Gen.Choose(0, 5)
            from days in Gen.Choose(0, 25)
            from choice in Gen.Choose(0, 1_000_000)
            select new Step(dossier, what, days, choice);
        var history = Arb.From(
            step.ArrayOf(45),
            steps => Enumerable.Range(0, steps.Length).Select(left => steps.Where((_, index) => index != left).ToArray()));

        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(histories),
            Prop.ForAll(history, steps => firstDifference(steps).GetAwaiter().GetResult() is var difference && difference is null
                ? true.Label("same")
                : false.Label(difference!)));
    }

    static async Task<string?> FirstDifference(Step[] steps)
    {
        await using var known = await Base.Create(now: "2024-01-01T12:00:00Z");
        await Live.PublishProgrammes(known);
        // One that is asked after each step takes every change in by itself; one that is asked at the end reads everything.
        var kept = known.Test.Get<Rates>();
        var happened = await Play(known, steps, kept, known.Test.Get<FurtherFigures>());
        using var fresh = new Rates(known.Database);

        DateOnly?[] days = [null, new(2022, 6, 1), new(2022, 12, 1), new(2023, 6, 1), new(2024, 1, 20), new(2024, 4, 1), new(2024, 9, 1)];
        foreach (var asOf in days)
        {
            foreach (var by in new[] { "sector", "funding-body", "sector,funding-body", "funding-body,sector", "year" })
            {
                foreach (var (from, to) in new[] { ("2022-01-01", "2026-12-31"), ("2022-03-01", "2022-09-30"), ("2024-01-01", "2024-06-30") })
                {
                    foreach (var (filter, value) in Filters.Where(one => !by.Split(',').Contains(one.By)))
                    {
                        var expected = PlainCount.Table(happened, by.Split(','), Day(from), Day(to), asOf ?? DateOnly.MaxValue, filter, value);
                        foreach (var rates in new[] { kept, fresh })
                        {
                            var found = await Found(rates, by, from, to, asOf, filter, value);
                            if (!found.SequenceEqual(expected))
                                return $"{by} {from}..{to} {filter}={value} @{asOf:yyyy-MM-dd}: expected {string.Join("; ", expected)}, found {string.Join("; ", found)}";
                        }
                    }
                }
            }
        }

        return null;
    }

    static async Task<string?> FirstDifferenceOfFunnels(Step[] steps)
    {
        await using var known = await Base.Create(now: "2024-01-01T12:00:00Z");
        await Live.PublishProgrammes(known);
        // As with rates; and the one asked at the end may be another process.
        var kept = known.Test.Get<FurtherFigures>();
        var happened = await Play(known, steps, known.Test.Get<Rates>(), kept);
        using var fresh = new FurtherFigures(known.Database);
        foreach (var asOf in (DateOnly?[])[null, new(2022, 6, 1), new(2023, 6, 1), new(2024, 4, 1), new(2024, 9, 1)])
        {
            foreach (var by in new[] { "", "sector", "funding-body", "year" })
            {
                foreach (var (from, to) in new[] { ("2022-01-01", "2026-12-31"), ("2022-03-01", "2022-09-30"), ("2024-01-01", "2024-06-30") })
                {
                    foreach (var (filter, value) in Filters.Where(one => one.By == "" || one.By != by))
                    {
                        var (question, _) = RatesQuestionText.Read(
                            by, from, to, asOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), filter == "" ? [] : [(filter, value)], least: 0);
                        var expected = PlainCount.Funnel(happened, by, Day(from), Day(to), asOf ?? DateOnly.MaxValue, filter, value);
                        foreach (var figures in new[] { kept, fresh })
                        {
                            var rows = await figures.Answer(Funnel.Table, question!, CancellationToken.None);
                            string[] found = by == ""
                                ? [$"(total) {string.Join(' ', rows.Rows.Select(row => row.Values[0]))}"]
                                : [.. rows.Rows.Append(rows.Total!).Select(row => $"{(row.Keys.Count == 0 ? "(total)" : row.Keys[0])} {string.Join(' ', row.Values)}")];
                            if (!found.SequenceEqual(expected))
                                return $"{by} {from}..{to} {filter}={value} @{asOf:yyyy-MM-dd}: expected {string.Join("; ", expected)}, found {string.Join("; ", found)}";
                        }
                    }
                }
            }
        }

        return null;
    }

    internal static readonly RatesQuestion Everything = new([], DateOnly.MinValue, DateOnly.MaxValue, null);

    static readonly (string By, string Value)[] Filters = [("", ""), ("sector", "b"), ("funding-body", "X"), ("year", "2022")];

    static async Task<string[]> Found(Rates rates, string by, string from, string to, DateOnly? asOf, string filter, string value)
    {
        var (question, errors) = RatesQuestionText.Read(
            by, from, to, asOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), filter == "" ? [] : [(filter, value)]);
        Assert.That(errors, Is.Empty);
        return Base.Told(await rates.Answer(question!, CancellationToken.None));
    }

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Does the steps for real and notes what each made known, and from which day on.</summary>
    internal static async Task<List<Noted>> Play(Base known, Step[] steps, Rates kept, FurtherFigures figures)
    {
        await known.ImportGood("reference,title,kind,registered_on\nORIGINAL,T,platform,2022-01-01\n");
        var notes = new List<Noted>();
        var imported = new HashSet<int>();
        var live = new Dictionary<int, Live>();
        var versions = new Dictionary<int, Noted>();
        var decided = new HashSet<int>();
        var applications = new Dictionary<int, List<FundingApplication>>();
        foreach (var step in steps)
        {
            await Found(kept, "sector", "2022-01-01", "2022-12-31", null, "", "");
            await figures.Answer(Endings.Table, Everything, CancellationToken.None);
            known.Clock.Advance(TimeSpan.FromDays(step.Days));
            var today = Paris.Day(known.Clock.GetUtcNow());
            var sectors = Sectors.Where((_, bit) => (step.Choice >> bit & 1) == 1).ToArray();
            var body = Bodies[step.Choice / 8 % Bodies.Length];
            if (step.Dossier % 2 == 0)
            {
                var registered = new DateOnly(2022, 1, 1).AddDays(step.Choice % 300);
                DateOnly? interviewOn = step.Choice % 3 == 0 ? registered.AddDays(step.Choice % 40) : null;
                DateOnly? decidedOn = step.Choice % 4 == 0 ? null : registered.AddDays(step.Choice % 90);
                DateOnly? resultOn = step.Choice % 5 == 0 ? null : (decidedOn ?? registered).AddDays(step.Choice % 200);
                var decision = Decisions[step.Choice / 7 % Decisions.Length];
                var result = Results[step.Choice / 11 % Results.Length];
                var original = step.Choice % 9 == 0 ? "ORIGINAL" : "";
                await known.ImportGood(
                    "reference,title,kind,registered_on,sectors,funding_body,interview_on,decided_on,decision,funding_result,result_on,duplicate_of\n"
                    + $"H{step.Dossier},T,project,{registered:yyyy-MM-dd},{string.Join('|', sectors)},{body},{interviewOn:yyyy-MM-dd},{decidedOn:yyyy-MM-dd},{decision},{result},{resultOn:yyyy-MM-dd},{original}\n");

                var first = imported.Add(step.Dossier);
                if (!first || interviewOn is not null)
                    notes.Add(new Noted(step.Dossier, first ? interviewOn!.Value : today) { Step = "interviewed", Taken = interviewOn is not null });
                notes.Add(new Noted(step.Dossier, first ? registered : today) { Registered = registered, Sectors = sectors, Body = body, Duplicate = original != "" });
                notes.Add(new Noted(step.Dossier, first ? decidedOn ?? registered : today) { Decision = decision });
                notes.Add(new Noted(step.Dossier, first ? resultOn ?? decidedOn ?? registered : today)
                {
                    Application = 0,
                    ApplicationBody = body,
                    Result = result switch
                    {
                        "funded" => FundingResult.Funded,
                        "refused" => FundingResult.Refused,
                        "pending" => FundingResult.Pending,
                        "withdrawn" => FundingResult.Withdrawn,
                        _ => null,
                    },
                });
                continue;
            }

            if (!live.TryGetValue(step.Dossier, out var dossier))
                live[step.Dossier] = dossier = new Live(known, $"2024-{step.Dossier:0000}");
            var submitted = versions.TryGetValue(step.Dossier, out var version);
            if (step.What == 0 || !submitted)
            {
                await known.Test.Hear(dossier.Submission(sectors, body));
                versions[step.Dossier] = new Noted(step.Dossier, today) { Registered = version?.Registered ?? today, Sectors = sectors, Body = body };
                notes.Add(new Noted(step.Dossier, today) { Deposit = versions[step.Dossier] });
            }
            else if (step.What == 1)
            {
                var outcome = new[] { "labelled", "labelled-with-reservations", "refused", "support-letter" }[step.Choice % 4];
                await known.Test.Hear(outcome switch
                {
                    "labelled" => dossier.Label(),
                    "labelled-with-reservations" => dossier.Label(withReservations: true),
                    "refused" => dossier.Refusal(),
                    _ => dossier.SupportLetter(),
                });
                decided.Add(step.Dossier);
                notes.Add(version! with { From = today, Decision = outcome });
            }
            else if (step.What == 2)
            {
                var confirmed = step.Choice % 2 == 0;
                await known.Test.Hear(confirmed ? dossier.DuplicateOf("ORIGINAL") : dossier.NoDuplicate());
                notes.Add(new Noted(step.Dossier, today) { Duplicate = confirmed });
            }
            else if (step.What == 3)
            {
                var taken = new[] { "withdrawn", "adjourned", "admitted", "interviewed", "inadmissible" }[step.Choice % 5];
                await known.Test.Hear(taken switch
                {
                    "withdrawn" => dossier.Withdrawal(),
                    "adjourned" => dossier.Adjournment(),
                    "admitted" => dossier.Admission(),
                    "interviewed" => dossier.Interview(step.Choice / 5 % 4),
                    _ => dossier.Inadmissible(),
                });
                notes.Add(new Noted(step.Dossier, today) { Step = taken, Taken = true });
            }
            else if (decided.Contains(step.Dossier))
            {
                var filed = applications.TryGetValue(step.Dossier, out var list) ? list : applications[step.Dossier] = [];
                var result = (FundingResult)(step.Choice % 6);
                if (step.What == 4 || filed.Count == 0)
                {
                    var stage = (ApplicationStage)(step.Choice / 3 % 3);
                    filed.Add(await dossier.Apply(body, stage, result));
                    notes.Add(new Noted(step.Dossier, today) { Application = filed.Count, ApplicationBody = body, Stage = stage, Result = result });
                }
                else if (filed[step.Choice % filed.Count] is var answered && answered.Known.Result != result)
                {
                    filed[step.Choice % filed.Count] = await dossier.Answer(answered, result);
                    notes.Add(new Noted(step.Dossier, today)
                    {
                        Application = step.Choice % filed.Count + 1,
                        ApplicationBody = answered.FundingBody,
                        Stage = answered.Stage,
                        Result = result,
                    });
                }
            }
        }

        return notes;
    }

    /// <summary>What a step made known of a dossier from a day on; null is not said, save for the result of an application.</summary>
    internal sealed record Noted(int Dossier, DateOnly From)
    {
        public DateOnly? Registered { get; init; }
        public string[]? Sectors { get; init; }
        public string? Body { get; init; }
        public bool? Duplicate { get; init; }
        public string? Decision { get; init; }
        public int? Application { get; init; }
        public string? ApplicationBody { get; init; }
        public ApplicationStage Stage { get; init; } = ApplicationStage.Full;
        public FundingResult? Result { get; init; }
        public string? Step { get; init; }
        public bool Taken { get; init; }
        public Noted? Deposit { get; init; }
    }

    static class PlainCount
    {
        /// <summary>Deposited, admissible, interviewed, expertised, labelled, applied, funded.</summary>
        public static string[] Funnel(List<Noted> notes, string by, DateOnly from, DateOnly to, DateOnly asOf, string filter, string value)
        {
            var rows = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
            var total = new int[7];
            foreach (var said in notes.Where(note => note.From <= asOf).GroupBy(note => note.Dossier))
            {
                var classified = said.LastOrDefault(note => note.Sectors is not null) ?? said.LastOrDefault(note => note.Deposit is not null)?.Deposit;
                if (classified is null || said.LastOrDefault(note => note.Duplicate is not null)?.Duplicate == true
                    || classified.Registered < from || classified.Registered > to)
                {
                    continue;
                }

                var applications = said.Where(note => note.Application is not null).GroupBy(note => note.Application)
                    .Select(group => group.Last()).Where(note => note.Result is not null).ToList();
                if (filter != "" && !Values(filter, classified, applications).Contains(value))
                    continue;
                var decision = said.LastOrDefault(note => note.Decision is not null)?.Decision;
                var steps = said.Where(note => note.Step is not null).GroupBy(note => note.Step).Where(group => group.Last().Taken).Select(group => group.Key).ToHashSet();
                void Count(int[] counts, List<Noted> seen)
                {
                    var expertised = decision is "labelled" or "labelled-with-reservations" or "refused" or "support-letter";
                    var labelled = decision is "labelled" or "labelled-with-reservations";
                    bool[] reached =
                    [
                        true,
                        steps.Overlaps(["admitted", "interviewed", "adjourned"]) || expertised || decision == "adjourned",
                        steps.Contains("interviewed"),
                        expertised,
                        labelled,
                        labelled && seen.Count > 0,
                        labelled && seen.Exists(a => a.Result == FundingResult.Funded && a.Stage != ApplicationStage.PreProposal),
                    ];
                    for (var nth = 0; nth < reached.Length; nth++)
                        counts[nth] += reached[nth] ? 1 : 0;
                }

                List<Noted> To(string body) => [.. applications.Where(a => a.ApplicationBody == body)];
                Count(total, filter == "funding-body" ? To(value) : applications);
                foreach (var one in by == "" ? [] : Values(by, classified, applications))
                {
                    if (!rows.ContainsKey(one))
                        rows[one] = new int[7];
                    Count(rows[one], by == "funding-body" ? To(one) : filter == "funding-body" ? To(value) : applications);
                }
            }

            return [.. rows.Select(row => $"{row.Key} {string.Join(' ', row.Value)}"), $"(total) {string.Join(' ', total)}"];
        }

        public static string[] Table(List<Noted> notes, string[] by, DateOnly from, DateOnly to, DateOnly asOf, string filter, string value)
        {
            var rows = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
            var total = new int[4];
            foreach (var dossier in notes.Select(note => note.Dossier).Distinct())
            {
                var said = notes.Where(note => note.Dossier == dossier && note.From <= asOf).ToList();
                var decision = said.LastOrDefault(note => note.Decision is not null)?.Decision;
                var classified = said.LastOrDefault(note => note.Sectors is not null);
                if (classified is null || said.LastOrDefault(note => note.Duplicate is not null)?.Duplicate == true
                    || classified.Registered < from || classified.Registered > to
                    || decision is not ("labelled" or "labelled-with-reservations" or "refused" or "support-letter"))
                {
                    continue;
                }

                var applications = said.Where(note => note.Application is not null).GroupBy(note => note.Application)
                    .Select(group => group.Last()).Where(note => note.Result is not null).ToList();
                if (filter != "" && !Values(filter, classified, applications).Contains(value))
                    continue;
                if (filter == "funding-body")
                    Add(total, decision, [.. applications.Where(a => a.ApplicationBody == value)]);
                else
                    Add(total, decision, applications);
                foreach (var one in Values(by[0], classified, applications))
                {
                    foreach (var other in by.Length == 1 ? [""] : Values(by[1], classified, applications))
                    {
                        var body = filter == "funding-body" ? value : by[0] == "funding-body" ? one : by.Length > 1 && by[1] == "funding-body" ? other : null;
                        var key = by.Length == 1 ? one : $"{one} / {other}";
                        if (!rows.ContainsKey(key))
                            rows[key] = new int[4];
                        Add(rows[key], decision, [.. applications.Where(a => body is null || a.ApplicationBody == body)]);
                    }
                }
            }

            return [.. rows.Select(row => $"{row.Key} {string.Join(' ', row.Value)}"), $"(total) {string.Join(' ', total)}"];
        }

        static IEnumerable<string> Values(string by, Noted classified, List<Noted> applications) => by switch
        {
            "sector" => classified.Sectors!,
            "year" => [classified.Registered!.Value.Year.ToString(CultureInfo.InvariantCulture)],
            _ => new HashSet<string>([classified.Body!, .. applications.Select(a => a.ApplicationBody!)]),
        };

        static void Add(int[] counts, string decision, List<Noted> applications)
        {
            counts[0]++;
            if (!decision.StartsWith("labelled", StringComparison.Ordinal))
                return;

            counts[1]++;
            if (applications.Any(a => a.Result == FundingResult.Funded && a.Stage != ApplicationStage.PreProposal))
                counts[2]++;
            else if (applications.Count == 0
                || applications.Any(a => a.Result is FundingResult.Pending or FundingResult.ReserveList or FundingResult.Unknown))
                counts[3]++;
        }
    }
}
