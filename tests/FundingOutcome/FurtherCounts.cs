using System.Globalization;
using Labelling.Contracts;
using Labelling.FundingOutcome.Statistics;
using Labelling.FundingOutcome.Tables;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>Money, labels given with other clusters, and resubmissions, each case worked out by hand, over the events and files that tell them.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class FurtherCounts(Dialect dialect) : Counting(dialect)
{
    const string Header = "reference,title,kind,registered_on,sectors,funding_body,call,decided_on,decision,funding_result,result_on,amount_granted\n";

    /// <summary>Each row as "keys: figures", a dash where there is none, and the total if there is one.</summary>
    async Task<string[]> Rows(
        FurtherTable table, string? by = null, string from = "2000-01-01", string to = "2099-12-31", string? asOf = null, params (string By, string Value)[] filters)
    {
        var answer = await Ask(table, by, from, to, asOf, filters);
        return
        [
            .. answer.Rows.Concat(answer.Total is { } total ? [total] : Array.Empty<TableRow>()).Select(row =>
                $"{(row.Keys.Count == 0 ? "(total)" : string.Join(" / ", row.Keys))}: {string.Join(' ', row.Values.Select(value => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "–"))}"),
        ];
    }

    async Task<Live> Labelled(
        string reference, decimal budget = 1_000_000, string[]? sectors = null, string body = "ANR", string call = "ANR-2026", Guid? resubmits = null, string[]? axes = null)
    {
        var dossier = new Live(known, reference);
        await known.Test.Hear(dossier.Submission(sectors, body, call, resubmits: resubmits, budget: budget, axes: axes));
        await known.Test.Hear(dossier.Label());
        return dossier;
    }

    async Task<Live> Refused(string reference, Guid? resubmits = null, string[]? sectors = null)
    {
        var dossier = new Live(known, reference);
        await known.Test.Hear(dossier.Submission(sectors, resubmits: resubmits));
        await known.Test.Hear(dossier.Refusal());
        return dossier;
    }

    void Later(int days) => known.Clock.Advance(TimeSpan.FromDays(days));

    // Leverage: funded, granted, amount not known, budget, budget not known, lever, rests on.

    [Test]
    public async Task A_lever_rests_on_the_funded_dossiers_whose_budget_and_amounts_are_known()
    {
        var whole = await Labelled("2026-0001", 1_000_000, ["medtech"], axes: ["imaging", "robotics"]);
        await whole.Apply("ANR", result: FundingResult.Funded, granted: 250_000);
        var noAmount = await Labelled("2026-0002", 3_000_000, ["medtech", "e-health"]);
        await noAmount.Apply("ANR", result: FundingResult.Funded);
        var partly = await Labelled("2026-0003", 4_000_000, ["e-health"]);
        await partly.Apply("ANR", result: FundingResult.Funded, granted: 100_000);
        await partly.Apply("Europe", result: FundingResult.Funded);
        var second = await Labelled("2026-0004", 600_000, ["e-health"]);
        await second.Apply("ANR", result: FundingResult.Funded, granted: 300_000);
        await (await Labelled("2026-0005", 9_000_000, ["medtech"])).Apply("ANR", result: FundingResult.Refused);
        await known.ImportGood(
            $"{Header}H1,T,project,2022-01-01,medtech,ANR,ANR 2022,2022-03-01,labelled,funded,2022-06-01,400000\n"
            + "H2,T,project,2022-01-01,dm-div,ANR,ANR 2022,2022-03-01,labelled,funded,2022-06-01,\n");

        Assert.That(await Rows(Leverage.Table, "sector"), Is.EqualTo(new[]
        {
            "dm-div: 1 – 1 – 1 – 0",
            "e-health: 3 400000 2 7600000 0 2 1",
            "medtech: 3 650000 1 4000000 1 4 1",
            "(total): 6 1050000 3 8600000 2 2.9091 2",
        }));
        Assert.That(await Rows(Leverage.Table, "technology-axis"), Is.EqualTo(new[]
        {
            "imaging: 4 650000 2 8600000 0 2.9091 2", "robotics: 1 250000 0 1000000 0 4 1", "(total): 6 1050000 3 8600000 2 2.9091 2",
        }));
        Assert.That(await Rows(Leverage.Table), Is.EqualTo(new[] { "(total): 6 1050000 3 8600000 2 2.9091 2" }));
    }

    [Test]
    public async Task Only_labelled_dossiers_of_the_population_move_money_and_only_by_full_applications()
    {
        var dossier = await Labelled("2026-0001", 800_000);
        await dossier.Apply("ANR", ApplicationStage.PreProposal, FundingResult.Funded, 50_000);
        Assert.That(await Rows(Leverage.Table), Is.EqualTo(new[] { "(total): 0 0 0 0 0 – 0" }), "a pre-proposal funds nothing");
        await dossier.Apply("ANR", ApplicationStage.Appeal, FundingResult.Funded, 200_000);
        Assert.That(await Rows(Leverage.Table), Is.EqualTo(new[] { "(total): 1 200000 0 800000 0 4 1" }));

        await (await Refused("2026-0002")).Apply("ANR", result: FundingResult.Funded, granted: 700_000);
        var duplicate = await Labelled("2026-0003");
        await duplicate.Apply("ANR", result: FundingResult.Funded, granted: 600_000);
        await known.Test.Hear(duplicate.DuplicateOf("2026-0001"));
        var platform = new Live(known, "2026-0004");
        await known.Test.Hear(platform.Submission(kind: DossierKind.Platform));
        await known.Test.Hear(platform.Label());
        await platform.Apply("ANR", result: FundingResult.Funded, granted: 500_000);
        Assert.That(await Rows(Leverage.Table), Is.EqualTo(new[] { "(total): 1 200000 0 800000 0 4 1" }));
    }

    [Test]
    public async Task By_body_only_its_own_grants_are_looked_at_and_the_budget_is_whole()
    {
        var dossier = await Labelled("2026-0001", 1_000_000, body: "Foundation");
        await dossier.Apply("ANR", result: FundingResult.Funded, granted: 200_000);
        await dossier.Apply("Europe", result: FundingResult.Funded, granted: 300_000);
        await dossier.Apply("Region", result: FundingResult.Refused);
        Assert.That(await Rows(Leverage.Table, "funding-body"), Is.EqualTo(new[]
        {
            "ANR: 1 200000 0 1000000 0 5 1", "Europe: 1 300000 0 1000000 0 3.3333 1", "Foundation: 0 0 0 0 0 – 0", "Region: 0 0 0 0 0 – 0", "(total): 1 500000 0 1000000 0 2 1",
        }));
        Assert.That(await Rows(Leverage.Table, "sector", filters: ("funding-body", "Europe")), Is.EqualTo(new[] { "medtech: 1 300000 0 1000000 0 3.3333 1", "(total): 1 300000 0 1000000 0 3.3333 1" }));
    }

    [Test]
    public async Task By_plan_a_dossier_stands_under_those_of_the_calls_it_aimed_at_or_applied_to()
    {
        await known.Test.Hear(Live.Call(known, Guid.CreateVersion7(), 1, "i-Démo", "France 2030"));
        await known.Test.Hear(Live.Call(known, Guid.CreateVersion7(), 1, "EIC", "Horizon Europe"));
        await known.Test.Hear(Live.Call(known, Guid.CreateVersion7(), 1, "PRCE", null));
        var dossier = await Labelled("2026-0001", 1_000_000, body: "Bpifrance", call: "i-Démo");
        await dossier.Apply("Bpifrance", result: FundingResult.Funded, granted: 250_000);
        await dossier.Apply("Europe", result: FundingResult.Funded, granted: 500_000, call: "EIC");
        await dossier.Apply("Region", result: FundingResult.Funded, granted: 125_000);
        await dossier.Apply("ANR", result: FundingResult.Funded, granted: 125_000, call: "PRCE");
        await known.ImportGood($"{Header}H1,T,project,2022-01-01,medtech,Bpifrance,i-Démo,2022-03-01,labelled,funded,2022-06-01,400000\n");
        Assert.That(await Rows(Leverage.Table, "plan"), Is.EqualTo(new[]
        {
            "France 2030: 2 650000 0 1000000 1 4 1", "Horizon Europe: 1 500000 0 1000000 0 2 1", "(total): 2 1400000 0 1000000 1 1 1",
        }));
    }

    [Test]
    public async Task A_plan_is_that_of_the_day_asked_about_and_a_later_word_is_in_the_next_answer()
    {
        var call = Guid.CreateVersion7();
        await known.Test.Hear(Live.Call(known, call, 1, "i-Démo", null));
        var dossier = await Labelled("2026-0001", 1_000_000, call: "i-Démo");
        await dossier.Apply("ANR", result: FundingResult.Funded, granted: 250_000);
        Assert.That(await Rows(Leverage.Table, "plan"), Is.EqualTo(new[] { "(total): 1 250000 0 1000000 0 4 1" }));
        Later(10);
        var second = Live.Call(known, call, 2, "i-Démo", "France 2030");
        Later(10);
        await known.Test.Hear(Live.Call(known, call, 3, "i-Démo", "Plan Innovation"));
        await known.Test.Hear(second);
        await known.Test.Hear(second);
        const string Figures = "1 250000 0 1000000 0 4 1";
        Assert.That(await Rows(Leverage.Table, "plan"), Is.EqualTo(new[] { $"Plan Innovation: {Figures}", $"(total): {Figures}" }));
        Assert.That(await Rows(Leverage.Table, "plan", asOf: "2026-03-31"), Is.EqualTo(new[] { $"France 2030: {Figures}", $"(total): {Figures}" }));
        Assert.That(await Rows(Leverage.Table, "plan", asOf: "2026-03-21"), Is.EqualTo(new[] { $"(total): {Figures}" }));
    }

    [Test]
    public async Task Money_is_asked_for_by_window_and_as_known_on_a_day()
    {
        var dossier = await Labelled("2026-0001", 1_000_000);
        var application = await dossier.Apply("ANR", result: FundingResult.Funded);
        Later(5);
        await dossier.Answer(application, FundingResult.Funded, 500_000);
        await known.ImportGood($"{Header}H1,T,project,2022-01-01,medtech,ANR,A,2022-03-01,labelled,funded,2022-06-01,400000\n");
        Assert.That(await Rows(Leverage.Table, asOf: "2026-03-11"), Is.EqualTo(new[] { "(total): 1 400000 0 – 1 – 0" }));
        Assert.That(await Rows(Leverage.Table, asOf: "2026-03-12"), Is.EqualTo(new[] { "(total): 2 400000 1 1000000 1 – 0" }));
        Assert.That(await Rows(Leverage.Table), Is.EqualTo(new[] { "(total): 2 900000 0 1000000 1 2 1" }));
        Assert.That(await Rows(Leverage.Table, from: "2022-01-01", to: "2022-01-01"), Is.EqualTo(new[] { "(total): 1 400000 0 – 1 – 0" }));
        Assert.That(await Rows(Leverage.Table, from: "2022-01-02", to: "2026-03-12"), Is.EqualTo(new[] { "(total): 1 500000 0 1000000 0 2 1" }));
        Assert.That(await Rows(Leverage.Table, from: "2022-01-02", to: "2026-03-11"), Is.EqualTo(new[] { "(total): 0 0 0 0 0 – 0" }));
    }

    // Since creation: labelled, alone, jointly; funded, alone, jointly; pending.

    [Test]
    public async Task Totals_run_on_from_year_to_year_by_this_cluster_alone_and_with_others()
    {
        await known.ImportGood(
            $"{Header}H1,T,project,2022-01-01,medtech,ANR,A,2022-03-01,labelled,funded,2022-06-01,\n"
            + "H2,T,project,2022-02-01,medtech,ANR,A,2022-03-01,refused,,,\nH3,T,project,2024-02-01,medtech,ANR,A,2024-03-01,labelled,,,\n");
        var jointly = await Labelled("2026-0001");
        await jointly.Apply("ANR", result: FundingResult.Funded);
        await known.Test.Hear(jointly.LabelledToo("L-2026-0001", "AURORE", "Boréal"));
        var other = await Labelled("2026-0002");
        await other.Apply("ANR", result: FundingResult.Refused);
        Later(3);
        await known.Test.Hear(other.LabelledToo("L-2026-0001", "Aurore"));
        await Labelled("2026-0003");
        await Refused("2026-0004");

        Assert.That(await Rows(SinceCreation.Table), Is.EqualTo(new[]
        {
            "2022: 1 1 0 1 1 0 0", "2023: 1 1 0 1 1 0 0", "2024: 2 2 0 1 1 0 1", "2025: 2 2 0 1 1 0 1", "2026: 5 3 2 2 1 1 2",
        }));
        Assert.That(await Rows(SinceCreation.WithOthers), Is.EqualTo(new[]
        {
            "(alone): 3 1 2", "(jointly): 2 1 0", "Aurore: 2 1 0", "Boréal: 1 1 0", "(total): 5 2 2",
        }));
        Assert.That(await Rows(SinceCreation.WithOthers, asOf: "2026-03-12"), Is.EqualTo(new[]
        {
            "(alone): 3 1 1", "(jointly): 1 1 0", "AURORE: 1 1 0", "Boréal: 1 1 0", "(total): 4 2 1",
        }));
        Assert.That((await Rows(SinceCreation.Table, asOf: "2023-06-01"))[^1], Is.EqualTo("2022: 1 1 0 1 1 0 0"));
    }

    [Test]
    public async Task Whom_nobody_labelled_makes_no_row()
    {
        await Refused("2026-0001");
        Assert.That(await Rows(SinceCreation.Table), Is.Empty);
        Assert.That(await Rows(SinceCreation.WithOthers), Is.EqualTo(new[] { "(total): 0 0 0" }));
    }

    // Resubmissions: expertised, labelled, label rate, funded, pending, success rate, interval.

    static string Head(string row) => string.Join(' ', row.Split(' ').SkipLast(2));

    [Test]
    public async Task A_resubmission_after_a_refusal_stands_beside_first_submissions_and_other_resubmissions()
    {
        var refused = await Refused("2026-0001");
        var labelled = await Labelled("2026-0002");
        await (await Labelled("2026-0003", resubmits: refused.Id)).Apply("ANR", result: FundingResult.Funded);
        await Refused("2026-0004", resubmits: refused.Id);
        await Labelled("2026-0005", resubmits: labelled.Id);
        await Labelled("2026-0006", resubmits: Guid.CreateVersion7());
        await known.Test.Hear(new Live(known, "2026-0007").Submission(resubmits: refused.Id));

        Assert.That((await Rows(Resubmissions.Table)).Select(Head), Is.EqualTo(new[]
        {
            "first: 2 1 0.5 0 1 0", "after-refusal: 2 1 0.5 1 0 0.5", "other: 2 2 1 0 2 0", "(total): 6 4 0.6667 1 3 0.1667",
        }));
        Assert.That((await Rows(Resubmissions.Table))[1], Does.EndWith("0.5 0.0945 0.9055"), "Wilson, 1 of 2");
    }

    [Test]
    public async Task What_a_resubmission_resubmits_need_not_be_in_the_window_nor_of_the_values_asked_for()
    {
        var refused = await Refused("2026-0001", sectors: ["e-health"]);
        Later(400);
        await Labelled("2027-0001", sectors: ["medtech"], resubmits: refused.Id);
        await Labelled("2027-0002", sectors: ["medtech"]);

        Assert.That((await Rows(Resubmissions.Table, from: "2027-01-01")).Select(Head), Is.EqualTo(new[] { "first: 1 1 1 0 1 0", "after-refusal: 1 1 1 0 1 0", "(total): 2 2 1 0 2 0" }));
        Assert.That((await Rows(Resubmissions.Table, filters: ("sector", "medtech"))).Select(Head), Is.EqualTo(new[] { "first: 1 1 1 0 1 0", "after-refusal: 1 1 1 0 1 0", "(total): 2 2 1 0 2 0" }));
        Assert.That((await Rows(Resubmissions.Table, "year")).Select(Head), Is.EqualTo(new[]
        {
            "2026 / first: 1 0 0 0 0 0", "2027 / first: 1 1 1 0 1 0", "2027 / after-refusal: 1 1 1 0 1 0", "(total): 3 2 0.6667 0 2 0",
        }));
        Assert.That((await Rows(Resubmissions.Table, to: "2026-12-31")).Select(Head), Is.EqualTo(new[] { "first: 1 0 0 0 0 0", "(total): 1 0 0 0 0 0" }));
    }

    // After a refusal: refused, resubmitted, share; labelled then, share; funded then, share.

    [Test]
    public async Task Refused_dossiers_are_followed_through_every_resubmission_that_was_decided()
    {
        var first = await Refused("2026-0001");
        await Refused("2026-0002");
        var taken = await Refused("2026-0003");
        Later(100);
        var again = await Refused("2026-0101", resubmits: first.Id);
        await Labelled("2026-0103", resubmits: taken.Id);
        await Labelled("2026-0104", resubmits: taken.Id);
        Assert.That(await Rows(Resubmissions.Refused), Is.EqualTo(new[] { "(total): 4 2 0.5 1 0.5 0 0" }));
        Later(300);
        var third = await Labelled("2027-0001", resubmits: again.Id);
        await third.Apply("ANR", result: FundingResult.Funded);

        Assert.That(await Rows(Resubmissions.Refused, "year"), Is.EqualTo(new[] { "2026: 4 3 0.75 3 1 2 0.6667", "(total): 4 3 0.75 3 1 2 0.6667" }));
        Assert.That(await Rows(Resubmissions.Refused, to: "2026-03-12"), Is.EqualTo(new[] { "(total): 3 2 0.6667 2 1 1 0.5" }), "whenever it was resubmitted");
        Assert.That(await Rows(Resubmissions.Refused, asOf: "2026-12-31"), Is.EqualTo(new[] { "(total): 4 2 0.5 1 0.5 0 0" }));
        Assert.That(await Rows(Resubmissions.Refused, asOf: "2026-04-01"), Is.EqualTo(new[] { "(total): 3 0 0 0 – 0 –" }));
    }

    /// <summary>The dossiers behind a figure, each with those because of which it counts there.</summary>
    async Task<string[]> Behind(FurtherTable table, string column, string[] keys, params Live[] dossiers)
    {
        var question = Question(table);
        var rows = await Figures.Answer(table, question, CancellationToken.None);
        string Name(Guid id) => dossiers.Single(dossier => dossier.Id == id).Reference;
        return
        [
            .. (await Figures.Behind(table, question, keys, rows.Opened(column)!.Value, CancellationToken.None))
                .Select(behind => string.Join(" < ", behind.Beside.Select(Name).Prepend(Name(behind.Id)))).Order(StringComparer.Ordinal),
        ];
    }

    [Test]
    public async Task A_figure_of_resubmissions_opens_to_its_dossiers_with_those_that_make_them_count_there()
    {
        var first = await Refused("2026-0001");
        var alone = await Refused("2026-0002");
        var again = await Refused("2026-0003", resubmits: first.Id);
        var third = await Labelled("2026-0004", resubmits: again.Id);
        var other = await Labelled("2026-0005", resubmits: third.Id);
        Live[] all = [first, alone, again, third, other];

        Assert.That(await Behind(Resubmissions.Table, "expertised", ["first"], all), Is.EqualTo(new[] { "2026-0001", "2026-0002" }));
        Assert.That(await Behind(Resubmissions.Table, "expertised", ["after-refusal"], all), Is.EqualTo(new[] { "2026-0003 < 2026-0001", "2026-0004 < 2026-0003 < 2026-0001" }));
        Assert.That(await Behind(Resubmissions.Table, "labelled", ["after-refusal"], all), Is.EqualTo(new[] { "2026-0004 < 2026-0003 < 2026-0001" }));
        Assert.That(await Behind(Resubmissions.Table, "labelled", ["other"], all), Is.EqualTo(new[] { "2026-0005 < 2026-0004 < 2026-0003 < 2026-0001" }));
        Assert.That(await Behind(Resubmissions.Refused, "resubmitted", [], all), Is.EqualTo(new[] { "2026-0001 < 2026-0003 < 2026-0004 < 2026-0005", "2026-0003 < 2026-0004 < 2026-0005" }));
        Assert.That(await Behind(Resubmissions.Refused, "refused", [], all), Is.EqualTo(new[] { "2026-0001 < 2026-0003 < 2026-0004 < 2026-0005", "2026-0002", "2026-0003 < 2026-0004 < 2026-0005" }));
    }

    [Test]
    public async Task A_running_total_opens_to_the_dossiers_of_all_years_up_to_it_and_a_cluster_however_it_is_spelt()
    {
        var first = await Labelled("2026-0001");
        await known.Test.Hear(first.LabelledToo("L-2026-0001", "AURORE"));
        Later(400);
        var second = await Labelled("2027-0001");
        await known.Test.Hear(second.LabelledToo("L-2026-0001", "Aurore"));
        var third = await Labelled("2027-0002");
        Live[] all = [first, second, third];

        Assert.That(await Behind(SinceCreation.Table, "labelled", ["2026"], all), Is.EqualTo(new[] { "2026-0001" }));
        Assert.That(await Behind(SinceCreation.Table, "labelled", ["2027"], all), Is.EqualTo(new[] { "2026-0001", "2027-0001", "2027-0002" }));
        Assert.That(await Behind(SinceCreation.Table, "labelled-jointly", ["2027"], all), Is.EqualTo(new[] { "2026-0001", "2027-0001" }));
        Assert.That(await Behind(SinceCreation.WithOthers, "labelled", ["Aurore"], all), Is.EqualTo(new[] { "2026-0001", "2027-0001" }));
        Assert.That(await Behind(SinceCreation.WithOthers, "pending", [], all), Is.EqualTo(new[] { "2026-0001", "2027-0001", "2027-0002" }));
    }

    [Test]
    public async Task A_resubmission_that_is_a_duplicate_or_itself_is_not_followed_for_ever()
    {
        var dossier = await Refused("2026-0001");
        await known.Test.Hear(dossier.Submission(resubmits: dossier.Id));
        await known.Test.Hear(dossier.Refusal());
        var again = await Labelled("2026-0002", resubmits: dossier.Id);
        await known.Test.Hear(again.DuplicateOf("2026-0009"));
        Assert.That(await Rows(Resubmissions.Refused), Is.EqualTo(new[] { "(total): 1 1 1 0 0 0 0" }));
    }
}
