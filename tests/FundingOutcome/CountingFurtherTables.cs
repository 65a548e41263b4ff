using System.Globalization;
using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.Statistics;
using Labelling.FundingOutcome.Tables;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>
/// The further tables, case by case, each worked out by hand. The funnel reads: deposited admissible interviewed expertised labelled
/// applied funded.
/// </summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class CountingFurtherTables(Dialect dialect) : Counting(dialect)
{
    const string Head = "reference,title,kind,registered_on,sectors,interview_on,decided_on,decision,funding_result,result_on\n";

    static string Told(TableRow row) =>
        string.Join(' ', row.Keys.Select(key => key).Concat(row.Values.Select(value => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "-")));

    async Task<string[]> Rows(FurtherTable table, string by = "", string? asOf = null)
    {
        var rows = await Ask(table, by, asOf: asOf);
        return [.. rows.Rows.Concat(rows.Total is { } total ? [total] : []).Select(Told)];
    }

    async Task<string> Funnels(string? asOf = null) => string.Join(' ', (await Ask(Funnel.Table, asOf: asOf)).Rows.Select(row => row.Values[0]));

    [Test]
    public async Task A_live_dossier_goes_down_the_funnel_step_by_step_and_each_day_is_remembered()
    {
        var dossier = new Live(known, "2026-0001");
        var application = (FundingApplication?)null;
        Func<Task>[] steps =
        [
            () => known.Test.Hear(dossier.Submission()),
            () => known.Test.Hear(dossier.Admission()),
            () => known.Test.Hear(dossier.Interview()),
            () => known.Test.Hear(dossier.Label()),
            async () => application = await dossier.Apply("ANR"),
            async () => await dossier.Answer(application!, FundingResult.Funded),
        ];
        string[] expected = ["1 0 0 0 0 0 0", "1 1 0 0 0 0 0", "1 1 1 0 0 0 0", "1 1 1 1 1 0 0", "1 1 1 1 1 1 0", "1 1 1 1 1 1 1"];
        foreach (var (step, nth) in steps.Select((step, nth) => (step, nth)))
        {
            await step();
            Assert.That(await Funnels(), Is.EqualTo(expected[nth]), $"after step {nth}");
            known.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.That(await Funnels("2026-03-11"), Is.EqualTo("0 0 0 0 0 0 0"));
        for (var nth = 0; nth < expected.Length; nth++)
            Assert.That(await Funnels($"2026-03-{12 + nth}"), Is.EqualTo(expected[nth]), $"as known on day {nth}");
    }

    [Test]
    public async Task An_undecided_dossier_counts_by_its_latest_version_and_a_decided_one_by_the_version_decided_on()
    {
        var dossier = new Live(known, "2026-0001");
        await known.Test.Hear(dossier.Submission(["medtech"]));
        known.Clock.Advance(TimeSpan.FromDays(1));
        await known.Test.Hear(dossier.Submission(["e-health"]));
        Assert.That(await Rows(Funnel.Table, "sector"), Is.EqualTo(new[] { "e-health 1 0 0 0 0 0 0", "1 0 0 0 0 0 0" }));
        Assert.That(await Rows(Funnel.Table, "sector", "2026-03-12"), Is.EqualTo(new[] { "medtech 1 0 0 0 0 0 0", "1 0 0 0 0 0 0" }));

        known.Clock.Advance(TimeSpan.FromDays(1));
        await known.Test.Hear(dossier.Refusal(of: 1));
        known.Clock.Advance(TimeSpan.FromDays(1));
        await known.Test.Hear(dossier.Submission(["digital"]));
        Assert.That(await Rows(Funnel.Table, "sector"), Is.EqualTo(new[] { "medtech 1 1 0 1 0 0 0", "1 1 0 1 0 0 0" }));
        Assert.That(await known.Total(), Is.EqualTo("1 0 0 0"), "and the rates look at nothing else");
    }

    [Test]
    public async Task Undecided_dossiers_change_no_rate()
    {
        await Live.Labelled(known, "2026-0001");
        var before = await known.Rows("sector,funding-body");
        Func<Live, object>[] happenings = [dossier => dossier.Admission(), dossier => dossier.Interview(), dossier => dossier.Adjournment(), dossier => dossier.Withdrawal(), dossier => dossier.Inadmissible()];
        foreach (var (happens, nth) in happenings.Select((happens, nth) => (happens, nth)))
        {
            var dossier = new Live(known, $"2026-100{nth}");
            await known.Test.Hear(dossier.Submission());
            await known.Test.Hear(happens(dossier));
        }

        Assert.That(await known.Rows("sector,funding-body"), Is.EqualTo(before));
        // Admitted, interviewed and adjourned ones got that far; those withdrawn and found inadmissible did not.
        Assert.That(await Funnels(), Is.EqualTo("6 4 1 1 1 0 0"));
    }

    [Test]
    public async Task What_was_deposited_under_a_programme_that_is_heard_of_later_counts_from_its_deposit()
    {
        await using var late = await Base.Create(Dialect);
        var dossier = new Live(late, "2026-0001");
        await late.Test.Hear(dossier.Submission());
        await late.Test.Hear(dossier.Admission());
        Assert.That(await late.Count("Fact where Subject = 'deposit'"), Is.Zero);
        late.Clock.Advance(TimeSpan.FromDays(5));
        await Live.PublishProgrammes(late);
        var (question, _) = RatesQuestionText.Read("", "2000-01-01", "2099-12-31", "2026-03-12", least: 0);
        var rows = await late.Test.Get<FurtherFigures>().Answer(Funnel.Table, question!, CancellationToken.None);
        Assert.That(rows.Rows.Select(row => row.Values[0]), Is.EqualTo(new decimal?[] { 1, 1, 0, 0, 0, 0, 0 }));
        Assert.That((await late.Test.Get<Facts.RebuildFacts>().Run(_ => Task.CompletedTask, Base.Office, CancellationToken.None)).Rewritten, Is.Zero);
    }

    [Test]
    public async Task A_history_line_that_came_further_came_through_admission_but_to_an_interview_only_when_it_says_so()
    {
        await known.ImportGood(Head
            + "A,T,project,2022-01-01,,,2022-03-01,labelled,funded,2022-09-01\n"
            + "B,T,project,2024-01-01,,2024-02-01,2024-03-01,refused,,\n"
            + "C,T,project,2024-01-01,,2024-02-01,,,,\n"
            + "D,T,project,2024-01-01,,,2024-03-01,adjourned,,\n"
            + "E,T,project,2024-01-01,,,2024-03-01,inadmissible,,\n"
            + "F,T,project,2024-01-01,,,2024-03-01,withdrawn,,\n"
            + "G,T,project,2024-01-01,,,,,,\n"
            + "H,T,platform,2024-01-01,,2024-02-01,2024-03-01,labelled,,\n");
        Assert.That(await Funnels(), Is.EqualTo("7 4 2 2 1 1 1"));
        Assert.That(await Funnels("2024-01-15"), Is.EqualTo("7 1 0 1 1 1 1"), "before the interviews");
        Assert.That(await Funnels("2022-03-01"), Is.EqualTo("1 1 0 1 1 0 0"));
        Assert.That(await Rows(Endings.Table), Is.EqualTo(new[]
        {
            "funded 1 0.142857", "not-funded 0 0", "awaited 0 0", "no-application 0 0", "refused 1 0.142857", "support-letter 0 0",
            "withdrawn 1 0.142857", "inadmissible 1 0.142857", "adjourned 1 0.142857", "under-way 2 0.285714", "7 1",
        }));
    }

    [Test]
    public async Task What_is_not_for_a_project_label_or_repeats_another_is_in_no_table()
    {
        var other = new Live(known, "2026-0001");
        await known.Test.Hear(other.Submission(programme: Live.IdeaLabels));
        var platform = new Live(known, "2026-0002");
        await known.Test.Hear(platform.Submission(kind: DossierKind.Platform));
        var duplicate = new Live(known, "2026-0003");
        await known.Test.Hear(duplicate.Submission());
        await known.Test.Hear(duplicate.DuplicateOf("2025-0001"));
        foreach (var dossier in (Live[])[other, platform, duplicate])
        {
            await known.Test.Hear(dossier.Admission());
            await known.Test.Hear(dossier.Interview());
        }

        Assert.That(await Funnels(), Is.EqualTo("0 0 0 0 0 0 0"));
        Assert.That((await Ask(Endings.Table)).Total!.Values[0], Is.Zero);
        Assert.That((await Ask(Delays.Table)).Rows.Select(row => row.Values[2]), Is.All.Zero);
        await known.Test.Hear(duplicate.NoDuplicate());
        Assert.That(await Funnels(), Is.EqualTo("1 1 1 0 0 0 0"));
    }

    [Test]
    public async Task A_line_that_changes_its_interview_is_known_so_from_its_import_on()
    {
        await known.ImportGood(Head + "A,T,project,2024-01-01,,2024-02-01,,,,\n");
        await known.ImportGood(Head + "A,T,project,2024-01-01,,,,,,\n");
        Assert.That((await Funnels("2024-02-01"), await Funnels("2026-03-11"), await Funnels("2026-03-12")), Is.EqualTo(("1 1 1 0 0 0 0", "1 1 1 0 0 0 0", "1 0 0 0 0 0 0")));
    }

    [Test]
    public async Task Each_place_a_dossier_can_stop_at_has_its_row_and_each_dossier_one_place()
    {
        async Task<Live> One(string reference, Func<Live, object>? decision = null)
        {
            var dossier = new Live(known, reference);
            await known.Test.Hear(dossier.Submission());
            if (decision is not null)
                await known.Test.Hear(decision(dossier));
            return dossier;
        }

        await (await One("1", dossier => dossier.Label())).Apply("ANR", result: FundingResult.Funded);
        await (await One("2", dossier => dossier.Label())).Apply("ANR", result: FundingResult.Refused);
        await (await One("3", dossier => dossier.Label())).Apply("ANR", result: FundingResult.ReserveList);
        await One("4", dossier => dossier.Label());
        await One("5", dossier => dossier.Refusal());
        await One("6", dossier => dossier.SupportLetter());
        await One("7", dossier => dossier.Withdrawal());
        await One("8", dossier => dossier.Inadmissible());
        await One("9", dossier => dossier.Adjournment());
        await One("10");
        // What ends it counts, whatever came before; and a decision after all of it.
        var withdrawn = await One("11", dossier => dossier.Adjournment());
        await known.Test.Hear(withdrawn.Withdrawal());
        var decided = await One("12", dossier => dossier.Adjournment());
        await known.Test.Hear(decided.Refusal());

        Assert.That((await Ask(Endings.Table)).Rows.Select(row => $"{row.Keys[0]} {row.Values[0]}"), Is.EqualTo(new[]
        {
            "funded 1", "not-funded 1", "awaited 1", "no-application 1", "refused 2", "support-letter 1", "withdrawn 2", "inadmissible 1", "adjourned 1", "under-way 1",
        }));
        Assert.That(await Rows(Endings.Table, "year"), Is.EqualTo(new[] { "2026 12 1 1 1 1 2 1 2 1 1 1", "12 1 1 1 1 2 1 2 1 1 1" }));
    }

    [Test]
    public async Task Delays_are_counted_between_days_that_are_known_and_in_order()
    {
        await known.ImportGood(Head
            // 10, 20, 30 and 100 days from deposit to decision; the last without a day of decision.
            + "A,T,project,2022-01-01,,2022-01-06,2022-01-11,labelled,funded,2022-01-31\n"
            + "B,T,project,2022-01-01,,,2022-01-21,refused,,\n"
            + "C,T,project,2022-01-01,,2022-02-10,2022-01-31,labelled,refused,2022-03-02\n"
            + "D,T,project,2023-01-01,,,2023-04-11,support-letter,,\n"
            + "E,T,project,2023-01-01,,,,labelled,funded,\n"
            // A dossier that was not decided on has no decision to wait for.
            + "F,T,project,2023-01-01,,,2023-12-31,withdrawn,,\n");
        Assert.That(await Rows(Delays.Table), Is.EqualTo(new[]
        {
            "deposit-admission - - 0", "admission-interview - - 0", "interview-decision 5 5 1", "deposit-decision 25 100 4", "decision-result 25 30 2",
        }));
        Assert.That(await Rows(Delays.Table, "year"), Is.EqualTo(new[]
        {
            "interview-decision 2022 5 5 1", "deposit-decision 2022 20 30 3", "deposit-decision 2023 100 100 1", "decision-result 2022 25 30 2",
        }));
        Assert.That(await Rows(Delays.Table, asOf: "2022-01-20"), Is.EqualTo(new[]
        {
            "deposit-admission - - 0", "admission-interview - - 0", "interview-decision 5 5 1", "deposit-decision 10 10 1", "decision-result - - 0",
        }));
    }

    [Test]
    public async Task Delays_of_a_live_dossier_run_between_the_days_things_happened()
    {
        var dossier = new Live(known, "2026-0001");
        await known.Test.Hear(dossier.Submission());
        known.Clock.Advance(TimeSpan.FromDays(3));
        await known.Test.Hear(dossier.Admission());
        known.Clock.Advance(TimeSpan.FromDays(10));
        await known.Test.Hear(dossier.Interview(daysAgo: 4));
        known.Clock.Advance(TimeSpan.FromDays(20));
        await known.Test.Hear(dossier.Label());
        var application = await dossier.Apply("ANR");
        var (recorded, happened) = application.Record(new ResultKnown(FundingResult.Funded, null, new DateOnly(2026, 5, 1), null, HowKnown.CheckedByOffice, null), known.Clock.GetUtcNow().AddDays(30))!.Value;
        Assert.That(await known.Test.Get<ApplicationStore>().Record(application, recorded, happened, Base.Office, CancellationToken.None));
        // Deposited on 12 March, admitted on the 15th, interviewed on the 21st, labelled on 14 April, granted on 1 May.
        Assert.That(await Rows(Delays.Table), Is.EqualTo(new[]
        {
            "deposit-admission 3 3 1", "admission-interview 6 6 1", "interview-decision 24 24 1", "deposit-decision 33 33 1", "decision-result 17 17 1",
        }));
    }

    [TestCase(new[] { 7 }, 7, 7)]
    [TestCase(new[] { 1, 2 }, 1.5, 2)]
    [TestCase(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 5.5, 9)]
    [TestCase(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 }, 6, 10)]
    public void A_median_stands_in_the_middle_and_nine_of_ten_do_not_exceed_the_centile(int[] days, double median, int centile)
    {
        Assert.That((Delays.Median(days), Delays.Centile(days, 90)), Is.EqualTo(((decimal?)median, (decimal?)centile)));
        Assert.That((Delays.Median([]), Delays.Centile([], 90)), Is.EqualTo(((decimal?)null, (decimal?)null)));
    }

    [Test]
    public async Task Rates_with_and_without_an_interview_stand_beside_each_other_before_and_since_it_became_mandatory()
    {
        await known.ImportGood(Head
            + "A,T,project,2023-12-31,,2024-01-15,2024-03-01,labelled,funded,2024-09-01\n"
            + "B,T,project,2023-06-01,,,2023-09-01,refused,,\n"
            + "C,T,project,2023-06-01,,,2023-09-01,labelled,,\n"
            + "D,T,project,2024-01-01,,2024-01-15,2024-03-01,labelled,refused,2024-09-01\n"
            + "E,T,project,2024-01-01,,2024-01-15,2024-03-01,refused,,\n"
            + "F,T,project,2024-01-01,,2024-01-15,,,,\n");
        // Wilson of 1 of 1: 0.206549 to 1; of 1 of 2: 0.094531 to 0.905469; of 0 of 2: 0 to 0.657620.
        Assert.That(await Rows(InterviewEffect.Table), Is.EqualTo(new[]
        {
            "before yes 1 1 1 0.206549 1 1 0 1 0.206549 1",
            "before no 2 1 0.5 0.094531 0.905469 0 1 0 0 0.65762",
            "since yes 2 1 0.5 0.094531 0.905469 0 0 0 0 0.65762",
            "5 3 0.6 0.230724 0.882379 1 1 0.2 0.036224 0.624465",
        }));
        Assert.That((await Rows(InterviewEffect.Table, "year")).Select(row => row.Split(' ')[0..2]), Is.EqualTo(new[] { new[] { "2023", "yes" }, ["2023", "no"], ["2024", "yes"], ["5", "3"] }));
    }
}
