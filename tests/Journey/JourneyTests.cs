using System.Text.Json.Nodes;
using Labelling.Embedded.Demonstration;
using Labelling.Ground;

namespace Labelling.Journey.Tests;

/// <summary>A dossier's whole life over HTTP, by everybody who has a part in it.</summary>
[TestFixture(Kind.Embedded)]
[TestFixture(Kind.Separate)]
[NonParallelizable]
public class JourneyTests(JourneyTests.Kind kind)
{
    public enum Kind
    {
        /// <summary>One process, the bus in memory.</summary>
        Embedded,

        /// <summary>A process and a database a service, RabbitMQ between them.</summary>
        Separate,
    }

    Deployment deployment = null!;
    Cast cast = null!;
    Embedded.Demonstration.Journey journey = null!;

    [OneTimeSetUp]
    public async Task Open_the_house()
    {
        deployment = kind == Kind.Embedded ? await Deployment.Embedded() : await Deployment.Separate();
        (cast, journey) = await Company.Of(deployment, experts: 12);
    }

    [OneTimeTearDown]
    public async Task Close_the_house()
    {
        if (deployment is not null)
            await deployment.DisposeAsync();
    }

    [Test]
    public async Task A_funded_dossier_moves_the_rate_of_its_sector_by_exactly_itself()
    {
        var before = await Rates();
        var id = await journey.Bring(new Plan("ALPHA", "Alpha, une vie entière", 0, ["medtech"], true, Stage.Reviewed, 0, Corrected: true));
        await journey.Hold(new Meeting("Séance Alpha", [("ALPHA", Verdict.Label)], Released: false), Only("ALPHA", id));
        Assert.That(await Rates(), Is.EqualTo(before), "decided is not released: nothing may show");

        await journey.Hold(new Meeting("Séance Alpha", [("ALPHA", Verdict.Label)]), Only("ALPHA", id));
        await Become(Plus(before, "medtech", expertised: 1, labelled: 1, pending: 1));
        await journey.Record(new Outcome("ALPHA", "Bpifrance", "Funded", 500_000m), id, 0);
        await Become(Plus(before, "medtech", expertised: 1, labelled: 1, funded: 1));

        var number = (await cast.Holders[0].Get($"/api/decisions?dossierId={id}")).Items().Single().Text("labelNumber");
        Assert.That(number, Does.Match(@"^L-\d{4}-\d{4}$"));
        Assert.That(() => cast.Holders[0].Get($"/api/dossiers/{id}").Result.Text("status"), Is.EqualTo("Decided").After(90).Seconds.PollEvery(50).MilliSeconds);
    }

    [Test]
    public async Task A_refused_dossier_counts_as_expertised_and_no_more()
    {
        var before = await Rates();
        var id = await journey.Bring(new Plan("BETA", "Bêta, refusée", 1, ["e-health", "dm-div"], true, Stage.Reviewed, 1));
        await journey.Hold(new Meeting("Séance Bêta", [("BETA", Verdict.Refuse)]), Only("BETA", id));
        await Become(Plus(Plus(before, "e-health", expertised: 1), "dm-div", expertised: 1, total: false));
        var decision = (await cast.Holders[1].Get($"/api/decisions?dossierId={id}")).Items().Single();
        Assert.That(decision.Text("reasons"), Is.Not.Empty);
        Assert.That((await cast.Holders[0].Get($"/api/decisions?dossierId={id}")).Items(), Is.Empty, "another holder learns nothing");
    }

    [Test]
    public async Task An_adjourned_dossier_counts_once_it_is_decided()
    {
        var before = await Rates();
        var id = await journey.Bring(new Plan("GAMMA", "Gamma, ajournée", 2, ["biotech-pharma"], false, Stage.Reviewed, 2, Talk.Waived));
        await journey.Hold(new Meeting("Séance Gamma 1", [("GAMMA", Verdict.Adjourn)], AdjournedTo: "Séance Gamma 2"), Only("GAMMA", id));
        Assert.That(() => cast.Holders[2].Get($"/api/dossiers/{id}").Result["adjournedAt"], Is.Not.Null.After(90).Seconds.PollEvery(50).MilliSeconds);
        Assert.That(await Rates(), Is.EqualTo(before));
        await journey.Hold(new Meeting("Séance Gamma 2", [("GAMMA", Verdict.LabelWithReservations)], InDays: 31), Only("GAMMA", id));
        await Become(Plus(before, "biotech-pharma", expertised: 1, labelled: 1, pending: 1));
    }

    [Test]
    public async Task A_withdrawn_dossier_counts_nowhere_and_its_interview_is_cancelled()
    {
        var before = await Rates();
        var id = await journey.Bring(new Plan("DELTA", "Delta, retirée", 0, ["medtech"], false, Stage.Booked, 3, Withdrawn: true));
        Assert.That(() => cast.Office.Get($"/api/interviews?dossierId={id}").Result.Items().Single().Text("status"),
            Is.EqualTo("Cancelled").After(90).Seconds.PollEvery(50).MilliSeconds);
        Assert.That(await Rates(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_replanned_dossier_reaches_review_only_after_its_second_interview()
    {
        var before = await Rates();
        var talk = new Plan("EPSILON", "Epsilon, replanifiée", 1, ["dm-div"], false, Stage.Concluded, 4, Talk.ReplannedFirst);
        var id = await journey.Bring(talk);
        var expert = await cast.Experts[6].Id();
        await cast.Describe(6);
        var closed = Assert.CatchAsync<ApiRefused>(() => cast.Office.Post("/api/invitations", new { dossierId = id, expertId = expert }));
        Assert.That(closed?.Code, Is.EqualTo("review.gate-closed"));
        await journey.Bring(talk with { Until = Stage.Reviewed });
        Assert.That((await cast.Office.Get($"/api/interviews?dossierId={id}")).Items().Select(interview => interview["round"]!.GetValue<int>()), Is.EquivalentTo(new[] { 1, 2 }));
        await journey.Hold(new Meeting("Séance Epsilon", [("EPSILON", Verdict.SupportLetter)]), Only("EPSILON", id));
        await Become(Plus(before, "dm-div", expertised: 1));
    }

    [Test]
    public async Task A_redirected_dossier_counts_under_the_call_it_was_decided_on()
    {
        var id = await journey.Bring(new Plan("ZETA", "Zêta, réorientée", 2, ["e-health"], true, Stage.Reviewed, 5, Talk.RedirectedFirst));
        await journey.Hold(new Meeting("Séance Zêta", [("ZETA", Verdict.Label)]), Only("ZETA", id));
        Assert.That(() => Rows("call").Result.GetValueOrDefault("ANR PRCE 2027"), Is.EqualTo(new Counts(1, 1, 0, 1)).After(90).Seconds.PollEvery(50).MilliSeconds);
    }

    [Test, Order(int.MaxValue)]
    public async Task In_the_end_nothing_is_under_way_and_no_invariant_is_violated()
    {
        // Events may still be under way when the last journey ends.
        (int Code, string Output, string Error) answer = (-1, "", "");
        for (var attempt = 0; attempt < 20; attempt++, await Task.Delay(500))
        {
            answer = await deployment.Command("check");
            if (answer.Output.Contains("; 0 events under way"))
                break;
        }
        Assert.That(answer.Output.Trim(), Is.EqualTo("0 violations; 0 events under way."), answer.Error);
        Assert.That(answer.Code, Is.Zero);
        if (kind == Kind.Separate)
            Assert.That(await TestBroker.DeadLetters(), Is.Zero);
    }

    static Dictionary<string, Guid> Only(string acronym, Guid id) => new() { [acronym] = id };

    /// <summary>The four counts of a row.</summary>
    sealed record Counts(int Expertised, int Labelled, int Funded, int Pending);

    async Task Become(IReadOnlyDictionary<string, Counts> expected)
    {
        IReadOnlyDictionary<string, Counts> now = new Dictionary<string, Counts>();
        await Patience.Until(async () =>
        {
            now = await Rates();
            return now.Count == expected.Count && expected.All(row => now.GetValueOrDefault(row.Key) == row.Value);
        });
        Assert.That(now, Is.EqualTo(expected));
    }

    static IReadOnlyDictionary<string, Counts> Plus(
        IReadOnlyDictionary<string, Counts> before, string sector, int expertised, int labelled = 0, int funded = 0, int pending = 0, bool total = true)
    {
        var after = new Dictionary<string, Counts>(before);
        foreach (var row in total ? (string[])[sector, "(total)"] : [sector])
        {
            var was = after.GetValueOrDefault(row) ?? new Counts(0, 0, 0, 0);
            after[row] = new Counts(was.Expertised + expertised, was.Labelled + labelled, was.Funded + funded, was.Pending + pending);
        }
        return after;
    }

    Task<IReadOnlyDictionary<string, Counts>> Rates() => Rows("sector");

    async Task<IReadOnlyDictionary<string, Counts>> Rows(string by)
    {
        var table = await cast.Office.Get($"/api/statistics/success-rates?by={by}&from=2026-01-01&to=2100-12-31");
        var rows = table["rows"]!.AsArray().ToDictionary(row => row!["keys"]![by]!.GetValue<string>(), row => Of(row!));
        rows["(total)"] = Of(table["total"]!);
        return rows;
    }

    static Counts Of(JsonNode row) => new(
        row["expertised"]!.GetValue<int>(), row["labelled"]!.GetValue<int>(), row["funded"]!.GetValue<int>(), row["pending"]!.GetValue<int>());
}
