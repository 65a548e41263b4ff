using Labelling.Embedded.Demonstration;
using Labelling.Ground;
using Labelling.Journey.Tests;

namespace Labelling.Crash.Tests;

/// <summary>
/// kill -9 at random while journeys go on, and the process is started again: in the end nothing is lost and nothing is there twice.
/// The people do what people do when a page does not answer: they look what is there, and go on.
/// </summary>
[NonParallelizable]
public class KillTests
{
    static int Kills => LongRun.Asked ? 100 : 6;

    static int Journeys => LongRun.Asked ? 600 : 24;

    const int ASession = 10;

    [Test]
    public async Task Killing_the_one_process_loses_nothing_and_doubles_nothing()
    {
        await using var deployment = await Deployment.Embedded();
        await JourneysUnderFire(deployment);
    }

    [Test]
    public async Task Killing_single_services_loses_nothing_and_doubles_nothing()
    {
        await using var deployment = await Deployment.Separate();
        await JourneysUnderFire(deployment);
        Assert.That(await TestBroker.DeadLetters(), Is.Zero, "nothing was given up");
    }

    static async Task JourneysUnderFire(Deployment deployment)
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        // Each journey has an interviewing expert of its own: their talks all begin at once.
        var (cast, journey) = await Company.Of(deployment, experts: Journeys + 4, patience: TimeSpan.FromMinutes(3));
        var plans = Enumerable.Range(0, Journeys).Select(Plan).ToList();

        var progress = 0;
        var killed = 0;
        var ended = false;
        var fire = Task.Run(async () =>
        {
            var random = new Random(seed);
            while (killed < Kills && !ended)
            {
                // Spread over the journeys, at moments nobody chose.
                if (Due() <= killed)
                {
                    await Task.Delay(20);
                    continue;
                }
                await Task.Delay(random.Next(0, 800));
                var victim = deployment.Processes[random.Next(deployment.Processes.Count)];
                await victim.Kill();
                Interlocked.Increment(ref killed);
                await Task.Delay(random.Next(0, 300));
                victim.Start();
                await victim.Ready();
            }
            return killed;
        });

        await Parallel.ForEachAsync(plans.Chunk(ASession).Index(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (group, _) =>
        {
            var ids = new Dictionary<string, Guid>();
            foreach (var plan in group.Item)
            {
                // Where restarts are slow, the journeys do not run away from them.
                while (Due() - Volatile.Read(ref killed) > 2 && !fire.IsCompleted)
                    await Task.Delay(20, CancellationToken.None);
                ids[plan.Acronym] = await journey.Bring(plan);
                Interlocked.Increment(ref progress);
            }
            await journey.Hold(new Meeting($"Séance {group.Index}", [.. group.Item.Where(plan => !plan.Withdrawn).Select(plan => (plan.Acronym, VerdictOf(plan)))]), ids);
            foreach (var plan in group.Item.Where(plan => !plan.Withdrawn && IsFunded(plan)))
                await journey.Record(new Outcome(plan.Acronym, "Bpifrance", "Funded", 100_000m), ids[plan.Acronym], plan.Holder);
        });
        ended = true;
        var kills = await fire;

        // How many kills belong to the journeys so far: all of them to the first two thirds.
        int Due() => Math.Min(Kills, 1 + (Volatile.Read(ref progress) * 3 * Kills / (Journeys * 2)));

        await Settled(deployment);
        var decided = plans.Where(plan => !plan.Withdrawn).ToList();
        var total = (await cast.Office.Get("/api/statistics/success-rates?by=sector&from=2026-01-01&to=2100-12-31"))["total"]!;
        Assert.Multiple(async () =>
        {
            Assert.That(kills, Is.EqualTo(Kills), "the journeys outlived the fire");
            Assert.That(total["expertised"]!.GetValue<int>(), Is.EqualTo(decided.Count));
            Assert.That(total["labelled"]!.GetValue<int>(), Is.EqualTo(decided.Count(plan => VerdictOf(plan) == Verdict.Label)));
            Assert.That(total["funded"]!.GetValue<int>(), Is.EqualTo(decided.Count(IsFunded)));
            Assert.That(await Titles(cast), Is.EquivalentTo(plans.Select(plan => plan.Title)), "each dossier once");
        });
    }

    static Plan Plan(int number) => new(
        $"K{number:000}", $"Journey {number} under fire", number, ["medtech"], number % 2 == 0, Stage.Reviewed, number,
        number % 3 == 0 ? Talk.Waived : Talk.Proceed, Corrected: number % 5 == 0, Withdrawn: number % 10 == 7);

    static Verdict VerdictOf(Plan plan) => plan.Interviewer % 4 == 1 ? Verdict.Refuse : Verdict.Label;

    static bool IsFunded(Plan plan) => VerdictOf(plan) == Verdict.Label && plan.Interviewer % 2 == 0;

    /// <summary>Waits until no event is under way, and looks for violations.</summary>
    static async Task Settled(Deployment deployment)
    {
        var said = "";
        for (var attempt = 0; attempt < 60; attempt++, await Task.Delay(500))
        {
            said = (await deployment.Command("check")).Output.Trim();
            if (said.EndsWith("; 0 events under way.", StringComparison.Ordinal))
                break;
        }
        Assert.That(said, Is.EqualTo("0 violations; 0 events under way."));
    }

    static async Task<IReadOnlyList<string>> Titles(Cast cast)
    {
        var titles = new List<string>();
        for (var page = 1; ; page++)
        {
            var lines = (await cast.Office.Get($"/api/dossiers?page={page}&pageSize=100")).Items().ToList();
            titles.AddRange(lines.Select(line => line.Text("title")));
            if (lines.Count == 0)
                return titles;
        }
    }
}
