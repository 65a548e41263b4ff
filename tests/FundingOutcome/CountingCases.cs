using Labelling.Contracts;
using Labelling.FundingOutcome.Statistics;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>
/// The counting rules, case by case, each worked out by hand. Figures read: expertised labelled funded pending.
/// </summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class CountingCases(Dialect dialect) : Counting(dialect)
{
    const string Header = "reference,title,kind,registered_on,sectors,funding_body,decided_on,decision,funding_result,result_on,duplicate_of\n";

    // Result of one application of a labelled dossier -> how it counts. A new result fails here until it is placed.
    static readonly (ApplicationStage Stage, FundingResult Result, string Total)[] OneApplication =
    [
        (ApplicationStage.Full, FundingResult.Pending, "1 1 0 1"),
        (ApplicationStage.Full, FundingResult.Funded, "1 1 1 0"),
        (ApplicationStage.Full, FundingResult.ReserveList, "1 1 0 1"),
        (ApplicationStage.Full, FundingResult.Refused, "1 1 0 0"),
        (ApplicationStage.Full, FundingResult.Withdrawn, "1 1 0 0"),
        (ApplicationStage.Full, FundingResult.Unknown, "1 1 0 1"),
        (ApplicationStage.Appeal, FundingResult.Pending, "1 1 0 1"),
        (ApplicationStage.Appeal, FundingResult.Funded, "1 1 1 0"),
        (ApplicationStage.Appeal, FundingResult.ReserveList, "1 1 0 1"),
        (ApplicationStage.Appeal, FundingResult.Refused, "1 1 0 0"),
        (ApplicationStage.Appeal, FundingResult.Withdrawn, "1 1 0 0"),
        (ApplicationStage.Appeal, FundingResult.Unknown, "1 1 0 1"),
        (ApplicationStage.PreProposal, FundingResult.Pending, "1 1 0 1"),
        (ApplicationStage.PreProposal, FundingResult.Funded, "1 1 0 0"),
        (ApplicationStage.PreProposal, FundingResult.ReserveList, "1 1 0 1"),
        (ApplicationStage.PreProposal, FundingResult.Refused, "1 1 0 0"),
        (ApplicationStage.PreProposal, FundingResult.Withdrawn, "1 1 0 0"),
        (ApplicationStage.PreProposal, FundingResult.Unknown, "1 1 0 1"),
    ];

    [Test]
    public void Every_result_of_every_stage_is_placed() => Assert.That(
        OneApplication.Select(row => (row.Stage, row.Result)),
        Is.EquivalentTo(Enum.GetValues<ApplicationStage>().SelectMany(stage => Enum.GetValues<FundingResult>().Select(result => (stage, result)))));

    [Test]
    public async Task One_application_of_a_labelled_dossier_counts_by_its_stage_and_result()
    {
        foreach (var (stage, result, total) in OneApplication)
        {
            await using var one = await Base.Create(Dialect);
            await Live.PublishProgrammes(one);
            var dossier = await Live.Labelled(one, "2026-0001");
            await dossier.Apply("ANR", stage, result);
            Assert.That(await one.Total(), Is.EqualTo(total), $"{stage} {result}");
        }
    }

    [Test]
    public async Task A_labelled_dossier_without_an_application_is_pending()
    {
        await Live.Labelled(known, "2026-0001");
        Assert.That(await known.Total(), Is.EqualTo("1 1 0 1"));
    }

    [Test]
    public async Task One_funded_application_outweighs_a_pending_and_a_refused_one()
    {
        var dossier = await Live.Labelled(known, "2026-0001");
        await dossier.Apply("ANR", ApplicationStage.Full, FundingResult.Refused);
        await dossier.Apply("ANR", ApplicationStage.Appeal, FundingResult.Funded);
        await dossier.Apply("Region");
        Assert.That(await known.Total(), Is.EqualTo("1 1 1 0"));
    }

    [Test]
    public async Task One_pending_application_outweighs_a_refused_one()
    {
        var dossier = await Live.Labelled(known, "2026-0001");
        await dossier.Apply("ANR", ApplicationStage.Full, FundingResult.Refused);
        await dossier.Apply("ANR", ApplicationStage.Appeal);
        Assert.That(await known.Total(), Is.EqualTo("1 1 0 1"));
    }

    [Test]
    public async Task By_body_a_dossier_counts_under_every_body_and_only_its_applications_there_are_looked_at()
    {
        // Aimed at ANR, of which nothing is known; refused by the Region, funded by Europe, and twice at Bpifrance.
        var dossier = await Live.Labelled(known, "2026-0001", ["medtech", "e-health"]);
        await dossier.Apply("Region", ApplicationStage.Full, FundingResult.Refused);
        await dossier.Apply("Europe", ApplicationStage.Full, FundingResult.Funded);
        await dossier.Apply("Bpifrance", ApplicationStage.PreProposal, FundingResult.Funded);
        await dossier.Apply("Bpifrance", ApplicationStage.Full, FundingResult.ReserveList);

        Assert.That(await known.Rows("funding-body"), Is.EqualTo(new[]
        {
            "ANR 1 1 0 1", "Bpifrance 1 1 0 1", "Europe 1 1 1 0", "Region 1 1 0 0", "(total) 1 1 1 0",
        }));
        Assert.That(await known.Rows("sector,funding-body"), Is.EqualTo(new[]
        {
            "e-health / ANR 1 1 0 1", "e-health / Bpifrance 1 1 0 1", "e-health / Europe 1 1 1 0", "e-health / Region 1 1 0 0",
            "medtech / ANR 1 1 0 1", "medtech / Bpifrance 1 1 0 1", "medtech / Europe 1 1 1 0", "medtech / Region 1 1 0 0",
            "(total) 1 1 1 0",
        }));
        Assert.That(await known.Rows("funding-body,sector"), Is.EqualTo(new[]
        {
            "ANR / e-health 1 1 0 1", "ANR / medtech 1 1 0 1", "Bpifrance / e-health 1 1 0 1", "Bpifrance / medtech 1 1 0 1",
            "Europe / e-health 1 1 1 0", "Europe / medtech 1 1 1 0", "Region / e-health 1 1 0 0", "Region / medtech 1 1 0 0",
            "(total) 1 1 1 0",
        }));
        Assert.That(await known.Rows("sector"), Is.EqualTo(new[] { "e-health 1 1 1 0", "medtech 1 1 1 0", "(total) 1 1 1 0" }));
    }

    [Test]
    public async Task A_refused_dossier_that_is_funded_all_the_same_is_neither_labelled_nor_funded()
    {
        var dossier = new Live(known, "2026-0001");
        await known.Test.Hear(dossier.Submission());
        await known.Test.Hear(dossier.Refusal());
        await dossier.Apply("ANR", ApplicationStage.Full, FundingResult.Funded);
        Assert.That(await known.Rows("funding-body"), Is.EqualTo(new[] { "ANR 1 0 0 0", "(total) 1 0 0 0" }));
    }

    [Test]
    public async Task A_support_letter_is_a_decision_but_not_a_label()
    {
        var dossier = new Live(known, "2026-0001");
        await known.Test.Hear(dossier.Submission());
        await known.Test.Hear(dossier.SupportLetter());
        await dossier.Apply("ANR", ApplicationStage.Full, FundingResult.Funded);
        Assert.That(await known.Total(), Is.EqualTo("1 0 0 0"));
    }

    [Test]
    public async Task A_label_with_reservations_is_a_label()
    {
        var dossier = new Live(known, "2026-0001");
        await known.Test.Hear(dossier.Submission());
        await known.Test.Hear(dossier.Label(withReservations: true));
        Assert.That(await known.Total(), Is.EqualTo("1 1 0 1"));
    }

    [Test]
    public void A_revocation_is_not_even_heard() =>
        Assert.That(EventCatalogue.Of(typeof(LabelRevoked)).HeardBy, Does.Not.Contain(EventCatalogue.FundingOutcome));

    [Test]
    public async Task A_withdrawal_after_the_decision_changes_nothing()
    {
        var dossier = await Live.Labelled(known, "2026-0001");
        known.Clock.Advance(TimeSpan.FromDays(3));
        await known.Test.Hear(dossier.Withdrawal());
        Assert.That(await known.Total(), Is.EqualTo("1 1 0 1"));
    }

    [Test]
    public async Task Withdrawn_inadmissible_adjourned_and_undecided_dossiers_are_not_counted()
    {
        foreach (var (reference, end) in new (string, Func<Live, object?>)[]
        {
            ("2026-0001", dossier => dossier.Withdrawal()),
            ("2026-0002", dossier => dossier.Inadmissible()),
            ("2026-0003", dossier => dossier.Adjournment()),
            ("2026-0004", _ => null),
        })
        {
            var dossier = new Live(known, reference);
            await known.Test.Hear(dossier.Submission());
            if (end(dossier) is { } happened)
                await known.Test.Hear(happened);
        }

        Assert.That(await known.Rows("sector"), Is.EqualTo(new[] { "(total) 0 0 0 0" }));
    }

    [Test]
    public async Task An_adjournment_after_a_decision_leaves_it_and_a_decision_after_it_counts()
    {
        var dossier = new Live(known, "2026-0001");
        await known.Test.Hear(dossier.Submission());
        await known.Test.Hear(dossier.Adjournment());
        Assert.That(await known.Total(), Is.EqualTo("0 0 0 0"));
        await known.Test.Hear(dossier.Refusal());
        Assert.That(await known.Total(), Is.EqualTo("1 0 0 0"));
        await known.Test.Hear(dossier.Adjournment());
        Assert.That(await known.Total(), Is.EqualTo("1 0 0 0"));
        await known.Test.Hear(dossier.Label());
        Assert.That(await known.Total(), Is.EqualTo("1 1 0 1"));
    }

    [Test]
    public async Task A_reconsidered_dossier_counts_once_by_its_latest_decision_and_each_day_by_the_one_then_known()
    {
        var dossier = new Live(known, "2026-0001");
        await known.Test.Hear(dossier.Submission());
        await known.Test.Hear(dossier.Refusal());
        known.Clock.Advance(TimeSpan.FromDays(10));
        await known.Test.Hear(dossier.Label());

        Assert.That(await known.Total(), Is.EqualTo("1 1 0 1"));
        Assert.That(await known.Total("2026-03-11"), Is.EqualTo("0 0 0 0"));
        Assert.That(await known.Total("2026-03-12"), Is.EqualTo("1 0 0 0"));
        Assert.That(await known.Total("2026-03-21"), Is.EqualTo("1 0 0 0"));
        Assert.That(await known.Total("2026-03-22"), Is.EqualTo("1 1 0 1"));
    }

    [Test]
    public async Task A_redirected_dossier_stands_under_the_call_of_the_version_decided_on()
    {
        var dossier = new Live(known, "2026-0001");
        await known.Test.Hear(dossier.Submission(["medtech"], "ANR", "ANR-2026"));
        await known.Test.Hear(dossier.Submission(["e-health"], "Region", "Innov'up"));
        await known.Test.Hear(dossier.Label(of: 2));
        await known.Test.Hear(dossier.Submission(["biotech-pharma"], "Europe", "EIC"));

        Assert.That(await known.Rows("call"), Is.EqualTo(new[] { "Innov'up 1 1 0 1", "(total) 1 1 0 1" }));
        Assert.That(await known.Rows("sector,funding-body"), Is.EqualTo(new[] { "e-health / Region 1 1 0 1", "(total) 1 1 0 1" }));
    }

    [Test]
    public async Task A_resubmission_is_a_dossier_of_its_own()
    {
        var before = new Live(known, "2026-0001");
        await known.Test.Hear(before.Submission());
        await known.Test.Hear(before.Refusal());
        var again = new Live(known, "2026-0002");
        await known.Test.Hear(again.Submission(resubmits: before.Id));
        await known.Test.Hear(again.Label());
        Assert.That(await known.Total(), Is.EqualTo("2 1 0 1"));
    }

    [Test]
    public async Task A_confirmed_duplicate_does_not_count_until_it_is_dismissed()
    {
        var dossier = await Live.Labelled(known, "2026-0001");
        known.Clock.Advance(TimeSpan.FromDays(1));
        await known.Test.Hear(dossier.DuplicateOf("2025-0009"));
        known.Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await known.Total(), Is.EqualTo("0 0 0 0"));
        await known.Test.Hear(dossier.NoDuplicate());

        Assert.That(await known.Total(), Is.EqualTo("1 1 0 1"));
        Assert.That(await known.Total("2026-03-12"), Is.EqualTo("1 1 0 1"));
        Assert.That(await known.Total("2026-03-13"), Is.EqualTo("0 0 0 0"));
        Assert.That(await known.Total("2026-03-14"), Is.EqualTo("1 1 0 1"));
    }

    [Test]
    public async Task Platforms_and_programmes_that_award_no_project_label_are_not_counted()
    {
        var platform = new Live(known, "2026-0001");
        await known.Test.Hear(platform.Submission(kind: DossierKind.Platform));
        await known.Test.Hear(platform.Label());
        var idea = new Live(known, "2026-0002");
        await known.Test.Hear(idea.Submission(programme: Live.IdeaLabels));
        await known.Test.Hear(idea.Label());
        Assert.That(await known.Rows("programme"), Is.EqualTo(new[] { "(total) 0 0 0 0" }));
    }

    [Test]
    public async Task A_live_dossier_stands_in_the_row_of_its_value_in_every_breakdown()
    {
        var dossier = new Live(known, "2026-0001");
        await known.Test.Hear(dossier.Submission(["medtech"], "ANR", "PRCE", partners: 2, leadType: "hospital"));
        await known.Test.Hear(dossier.Label());

        var rows = new Dictionary<string, string>();
        foreach (var breakdown in Breakdown.All)
            rows[breakdown.Name] = (await known.Rows(breakdown.Name))[0];

        Assert.That(rows, Is.EqualTo(new Dictionary<string, string>
        {
            ["sector"] = "medtech 1 1 0 1",
            ["funding-body"] = "ANR 1 1 0 1",
            ["therapeutic-area"] = "oncology 1 1 0 1",
            ["technology-axis"] = "imaging 1 1 0 1",
            ["organisation-type"] = "hospital 1 1 0 1",
            ["collaborative"] = "yes 1 1 0 1",
            ["year"] = "2026 1 1 0 1",
            ["call"] = "PRCE 1 1 0 1",
            ["region"] = "Île-de-France 1 1 0 1",
            ["programme"] = "project-label 1 1 0 1",
        }));
    }

    [Test]
    public async Task The_day_of_registration_begins_at_midnight_in_Paris()
    {
        // 22:59:59 UTC of 31 December is still 2025 in Paris, 23:00 is 2026.
        known.Clock.Set("2025-12-31T22:59:59Z");
        await Live.Labelled(known, "2025-0001");
        known.Clock.Set("2025-12-31T23:00:00Z");
        await Live.Labelled(known, "2026-0001");

        Assert.That(await known.Rows("year"), Is.EqualTo(new[] { "2025 1 1 0 1", "2026 1 1 0 1", "(total) 2 2 0 2" }));
        Assert.That(await known.Rows("year", "2026-01-01", "2026-01-01"), Is.EqualTo(new[] { "2026 1 1 0 1", "(total) 1 1 0 1" }));
        Assert.That(await known.Rows("year", "2025-12-31", "2025-12-31"), Is.EqualTo(new[] { "2025 1 1 0 1", "(total) 1 1 0 1" }));
        Assert.That(await known.Total("2025-12-31"), Is.EqualTo("1 1 0 1"), "what was recorded after midnight in Paris is of the next day");
    }

    [Test]
    public async Task The_first_and_the_last_day_of_a_window_are_in_it()
    {
        await known.ImportGood(Header + """
            A,T,project,2021-12-31,medtech,ANR,2022-02-01,refused,,,
            B,T,project,2022-01-01,medtech,ANR,2022-02-01,refused,,,
            C,T,project,2024-12-31,medtech,ANR,2025-02-01,refused,,,
            D,T,project,2025-01-01,medtech,ANR,2025-02-01,refused,,,
            """);
        Assert.That(await known.Rows("year", "2022-01-01", "2024-12-31"), Is.EqualTo(new[] { "2022 1 0 0 0", "2024 1 0 0 0", "(total) 2 0 0 0" }));
    }

    [Test]
    public async Task A_value_repeated_in_a_cell_counts_once_and_a_dossier_without_a_value_only_in_the_total()
    {
        await known.ImportGood(Header + """
            A,T,project,2022-01-01,medtech|e-health|medtech,ANR,2022-02-01,labelled,funded,2022-06-01,
            B,T,project,2022-01-01,,,2022-02-01,labelled,refused,2022-06-01,
            """);
        Assert.That(await known.Rows("sector"), Is.EqualTo(new[] { "e-health 1 1 1 0", "medtech 1 1 1 0", "(total) 2 2 1 0" }));
        Assert.That(await known.Rows("funding-body"), Is.EqualTo(new[] { "ANR 1 1 1 0", "(total) 2 2 1 0" }));
        Assert.That(await known.Rows("collaborative"), Is.EqualTo(new[] { "(total) 2 2 1 0" }));
        Assert.That((await known.Ask("sector")).Additive, Is.False);
        Assert.That((await known.Ask("year")).Additive, Is.True);
    }

    [Test]
    public async Task Every_decision_of_a_history_line_counts_as_the_rules_say()
    {
        await known.ImportGood(Header + """
            A,T,project,2022-01-01,a,ANR,2022-02-01,labelled,,,
            B,T,project,2022-01-01,b,ANR,2022-02-01,labelled-with-reservations,,,
            C,T,project,2022-01-01,c,ANR,2022-02-01,refused,,,
            D,T,project,2022-01-01,d,ANR,2022-02-01,support-letter,,,
            E,T,project,2022-01-01,e,ANR,2022-02-01,adjourned,,,
            F,T,project,2022-01-01,f,ANR,2022-02-01,withdrawn,,,
            G,T,project,2022-01-01,g,ANR,2022-02-01,inadmissible,,,
            H,T,project,2022-01-01,h,ANR,,,,,
            I,T,platform,2022-01-01,i,ANR,2022-02-01,labelled,,,
            J,T,project,2022-01-01,j,ANR,2022-02-01,labelled,funded,,A
            K,T,project,2022-01-01,k,ANR,2022-02-01,refused,funded,,
            L,T,project,2022-01-01,l,ANR,2022-02-01,labelled,withdrawn,,
            M,T,project,2022-01-01,m,ANR,2022-02-01,labelled,pending,,
            """);
        Assert.That(await known.Rows("sector"), Is.EqualTo(new[]
        {
            "a 1 1 0 1", "b 1 1 0 1", "c 1 0 0 0", "d 1 0 0 0", "k 1 0 0 0", "l 1 1 0 0", "m 1 1 0 1", "(total) 7 4 0 3",
        }));
    }

    [Test]
    public async Task The_facts_of_a_first_import_hold_from_their_own_dates()
    {
        await known.ImportGood(Header + "A,T,project,2022-01-10,medtech,ANR,2022-03-20,labelled,funded,2022-09-30,\n");

        Assert.That(await known.Total("2022-01-09"), Is.EqualTo("0 0 0 0"));
        Assert.That(await known.Total("2022-03-19"), Is.EqualTo("0 0 0 0"));
        Assert.That(await known.Total("2022-03-20"), Is.EqualTo("1 1 0 1"));
        Assert.That(await known.Total("2022-09-29"), Is.EqualTo("1 1 0 1"));
        Assert.That(await known.Total("2022-09-30"), Is.EqualTo("1 1 1 0"));
        Assert.That(await known.Total(), Is.EqualTo("1 1 1 0"));
    }

    [Test]
    public async Task A_missing_date_takes_the_latest_earlier_one_on_the_line()
    {
        await known.ImportGood(Header + """
            A,T,project,2022-01-10,a,ANR,2022-03-20,labelled,funded,,
            B,T,project,2022-01-10,b,ANR,,labelled,funded,2022-09-30,
            C,T,project,2022-01-10,c,ANR,,labelled,funded,,
            """);

        Assert.That(await known.Rows("sector", asOf: "2022-01-10"), Is.EqualTo(new[] { "b 1 1 0 1", "c 1 1 1 0", "(total) 2 2 1 1" }));
        Assert.That(await known.Rows("sector", asOf: "2022-03-20"), Is.EqualTo(new[] { "a 1 1 1 0", "b 1 1 0 1", "c 1 1 1 0", "(total) 3 3 2 1" }));
        Assert.That(await known.Rows("sector", asOf: "2022-09-30"), Is.EqualTo(new[] { "a 1 1 1 0", "b 1 1 1 0", "c 1 1 1 0", "(total) 3 3 3 0" }));
    }

    [Test]
    public async Task What_a_second_import_changes_holds_from_the_day_of_that_import()
    {
        await known.ImportGood(Header + """
            A,T,project,2022-01-10,medtech,ANR,2022-03-20,labelled,pending,,
            B,T,project,2022-01-10,medtech,ANR,2022-03-20,refused,,,
            C,T,project,2022-01-10,medtech,ANR,2022-03-20,labelled,refused,2022-05-01,
            D,T,project,2022-01-10,medtech,ANR,,,,,
            """);
        var facts = await known.Count("Fact");
        known.Clock.Set("2026-04-01T21:59:59Z");
        var report = await known.ImportGood(Header + """
            A,T,project,2022-01-10,medtech,ANR,2022-03-20,labelled,funded,2022-09-30,
            B,T,project,2022-01-10,medtech|e-health,Region,2022-03-20,refused,,,
            C,T,project,2022-01-10,medtech,ANR,2022-03-20,labelled,,,
            D,T,project,2022-01-10,medtech,ANR,2022-04-01,labelled,,,A
            """);

        Assert.That((report.Imported, report.Changed, report.Unchanged), Is.EqualTo((0, 4, 0)));
        // A: its result. B: its classification. C: its result is gone. D: a decision and a duplicate.
        Assert.That(await known.Count("Fact") - facts, Is.EqualTo(5));
        Assert.That(await known.Rows("sector", asOf: "2026-03-31"), Is.EqualTo(new[] { "medtech 3 2 0 1", "(total) 3 2 0 1" }));
        Assert.That(await known.Rows("sector", asOf: "2026-04-01"), Is.EqualTo(new[] { "e-health 1 0 0 0", "medtech 3 2 1 1", "(total) 3 2 1 1" }));
        Assert.That(await known.Rows("funding-body"), Is.EqualTo(new[] { "ANR 2 2 1 1", "Region 1 0 0 0", "(total) 3 2 1 1" }));
        Assert.That(await known.Rows("funding-body", asOf: "2022-12-31"), Is.EqualTo(new[] { "ANR 3 2 0 1", "(total) 3 2 0 1" }));
    }

    [Test]
    public async Task A_line_changed_back_counts_again_as_before()
    {
        const string funded = Header + "A,T,project,2022-01-10,medtech,ANR,2022-03-20,labelled,funded,2022-09-30,\n";
        await known.ImportGood(funded);
        await known.ImportGood(Header + "A,T,project,2022-01-10,medtech,ANR,2022-03-20,labelled,refused,2022-09-30,\n");
        Assert.That(await known.Total(), Is.EqualTo("1 1 0 0"));
        Assert.That(await known.Total("2026-03-11"), Is.EqualTo("1 1 1 0"));
        await known.ImportGood(funded);
        Assert.That(await known.Total(), Is.EqualTo("1 1 1 0"));
    }

    [Test]
    public async Task A_correction_of_a_date_alone_changes_no_table_of_the_past()
    {
        await known.ImportGood(Header + "A,T,project,2022-01-10,medtech,ANR,2022-03-20,labelled,,,\n");
        var report = await known.ImportGood(Header + "A,T,project,2022-01-10,medtech,ANR,2022-03-01,labelled,,,\n");
        Assert.That(report.Changed, Is.EqualTo(1));
        Assert.That(await known.Total("2022-03-19"), Is.EqualTo("0 0 0 0"));
        Assert.That(await known.Total("2022-03-20"), Is.EqualTo("1 1 0 1"));
    }

    [Test]
    public async Task A_live_result_holds_from_the_day_it_was_recorded_and_a_correction_from_its_own()
    {
        var dossier = await Live.Labelled(known, "2026-0001");
        known.Clock.Set("2026-04-10T09:00:00Z");
        var application = await dossier.Apply("ANR");
        known.Clock.Set("2026-06-10T09:00:00Z");
        application = await dossier.Answer(application, FundingResult.Funded);
        known.Clock.Set("2026-06-20T22:00:00Z");
        await dossier.Answer(application, FundingResult.Refused);

        Assert.That(await known.Total("2026-06-09"), Is.EqualTo("1 1 0 1"));
        Assert.That(await known.Total("2026-06-10"), Is.EqualTo("1 1 1 0"));
        Assert.That(await known.Total("2026-06-20"), Is.EqualTo("1 1 1 0"), "22:00 UTC in June is the next day in Paris");
        Assert.That(await known.Total("2026-06-21"), Is.EqualTo("1 1 0 0"));
    }

    [Test]
    public async Task Imported_and_live_dossiers_are_counted_together()
    {
        await known.ImportGood(Header + "A,T,project,2026-01-10,medtech,ANR,2026-02-20,labelled,funded,2026-03-01,\n");
        await Live.Labelled(known, "2026-0001");
        Assert.That(await known.Rows("sector,funding-body"), Is.EqualTo(new[] { "medtech / ANR 2 2 1 1", "(total) 2 2 1 1" }));
    }

    [Test]
    public async Task A_result_the_office_records_on_an_imported_dossier_counts_beside_that_of_its_line()
    {
        await known.ImportGood(Header + "A,T,project,2022-01-10,medtech,ANR,2022-03-20,labelled,refused,2022-09-30,\n");
        var imported = (await known.Database.Query<Guid>("select Id from Dossier", null, CancellationToken.None)).Single();
        var (application, filed) = Applications.FundingApplication.File(
            imported, "Europe", null, ApplicationStage.Full, null, new DateOnly(2023, 1, 1), HowKnown.CheckedByOffice, known.Clock.GetUtcNow());
        await known.Test.Get<Applications.ApplicationStore>().File(application, filed, Base.Office, CancellationToken.None);

        Assert.That(await known.Rows("funding-body"), Is.EqualTo(new[] { "ANR 1 1 0 0", "Europe 1 1 0 1", "(total) 1 1 0 1" }));
    }

    [Test]
    public async Task Rows_stand_in_ordinal_order_and_there_is_none_of_zero()
    {
        await known.ImportGood(Header + """
            A,T,project,2022-01-10,b|B|é|a,ANR,2022-03-20,labelled,,,
            B,T,project,2022-01-10,never,ANR,,,,,
            """);
        Assert.That((await known.Ask("sector")).Rows.Select(row => row.Keys[0]), Is.EqualTo(new[] { "B", "a", "b", "é" }));
    }
}
