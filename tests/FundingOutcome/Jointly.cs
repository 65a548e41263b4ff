using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>What the version decided on says beside its values: its budget, what it resubmits, and who labelled it too.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class Jointly(Dialect dialect) : WithProgrammes(dialect)
{
    async Task<Classification?> Of(Guid dossier, DateOnly? day = null)
    {
        var facts = await known.Test.Get<FactStore>().AllOf([dossier], CancellationToken.None);
        return Stretch.Of(facts).LastOrDefault(stretch => day is null || stretch.From <= day)?.Known.Classification;
    }

    async Task<string> With(Guid dossier, DateOnly? day = null) => string.Join(", ", (await Of(dossier, day))!.JointlyWith ?? ["alone"]);

    Task<RebuildReport> Rebuild() => known.Test.Get<RebuildFacts>().Run(_ => Task.CompletedTask, Base.Office, CancellationToken.None);

    [Test]
    public async Task A_dossier_is_known_by_the_budget_of_the_version_decided_on_and_by_what_it_resubmits()
    {
        var (dossier, first) = (new Live(known, "2026-0002"), Guid.CreateVersion7());
        await known.Test.Hear(dossier.Submission(budget: 1_000_000));
        await known.Test.Hear(dossier.Submission(budget: 1_250_000.5m, resubmits: first));
        await known.Test.Hear(dossier.Submission(budget: 9_000_000));
        await known.Test.Hear(dossier.Label(of: 2));
        var classification = (await Of(dossier.Id))!;
        Assert.That((classification.TotalBudgetEur, classification.Resubmits), Is.EqualTo(((decimal?)1_250_000.5m, (Guid?)first)));
    }

    [Test]
    public async Task A_line_of_the_history_says_nothing_of_it_and_reads_as_it_was_always_written()
    {
        await known.ImportGood("reference,title,kind,registered_on,decided_on,decision\nH1,T,project,2022-01-01,2022-03-01,labelled\n");
        var written = await known.Database.Query<string>("select Value from Fact where Subject = 'classification'", null, CancellationToken.None);
        Assert.That(written.Single(), Does.Not.Contain("totalBudgetEur").And.Not.Contain("resubmits").And.Not.Contain("jointlyWith"));
        var classification = Json.Read<Classification>(written.Single());
        Assert.That((classification.TotalBudgetEur, classification.Resubmits, classification.JointlyWith), Is.EqualTo(((decimal?)null, (Guid?)null, (IReadOnlyList<string>?)null)));
    }

    [Test]
    public async Task Who_labelled_too_is_known_from_the_day_it_was_recorded_and_moves_no_rate()
    {
        var dossier = await Live.Labelled(known, "2026-0001");
        var (rates, day) = (await known.Rows("sector,funding-body"), Paris.Day(known.Clock.GetUtcNow()));
        known.Clock.Advance(TimeSpan.FromDays(10));
        await known.Test.Hear(dossier.LabelledToo("L-2026-0001", "Aurore"));
        known.Clock.Advance(TimeSpan.FromDays(10));
        await known.Test.Hear(dossier.LabelledToo("L-2026-0001", "Aurore", "Boréal"));
        Assert.That(
            (await With(dossier.Id, day.AddDays(9)), await With(dossier.Id, day.AddDays(10)), await With(dossier.Id, day.AddDays(19)), await With(dossier.Id)),
            Is.EqualTo(("alone", "Aurore", "Aurore", "Aurore, Boréal")));
        Assert.That(await known.Rows("sector,funding-body"), Is.EqualTo(rates));
    }

    [Test]
    public async Task Who_labelled_too_belongs_to_one_label_whatever_is_heard_first()
    {
        var orders = new[] { "first too second", "second first too", "second too first", "too second first", "too first second", "first second too" };
        foreach (var order in orders)
        {
            await using var one = await Base.Create(Dialect);
            await Live.PublishProgrammes(one);
            var dossier = new Live(one, "2026-0001");
            await one.Test.Hear(dossier.Submission());
            var first = dossier.Label(number: "L-2026-0001");
            one.Clock.Advance(TimeSpan.FromDays(1));
            var too = dossier.LabelledToo("L-2026-0001", "Aurore");
            one.Clock.Advance(TimeSpan.FromDays(1));
            var second = dossier.Label(number: "L-2026-0002");
            foreach (var word in order.Split(' '))
                await one.Test.Hear(word switch { "first" => first, "too" => too, _ => second });

            var facts = await one.Test.Get<FactStore>().AllOf([dossier.Id], CancellationToken.None);
            Assert.That(
                Stretch.Of(facts).Select(stretch => string.Join(", ", stretch.Known.Classification.JointlyWith ?? ["alone"])),
                Is.EqualTo(new[] { "alone", "Aurore", "alone" }), order);
            Assert.That(await one.Count("Waiting"), Is.Zero, order);
            Assert.That((await one.Test.Get<RebuildFacts>().Run(_ => Task.CompletedTask, Base.Office, CancellationToken.None)).Rewritten, Is.Zero, order);
        }
    }

    [Test]
    public async Task A_label_too_that_comes_after_another_decision_tells_nothing()
    {
        var dossier = await Live.Labelled(known, "2026-0001");
        known.Clock.Advance(TimeSpan.FromDays(1));
        await known.Test.Hear(dossier.Refusal());
        known.Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await known.Test.Hear(dossier.LabelledToo("L-2026-0001", "Aurore")), Is.EqualTo(Heard.Applied));
        Assert.That(await With(dossier.Id), Is.EqualTo("alone"));
        Assert.That(await known.Test.Hear(dossier.LabelledToo("L-2026-0099", "Aurore")), Is.EqualTo(Heard.NotYet), "its label has not been heard of");
        Assert.That((await Rebuild()).Rewritten, Is.Zero);
    }

    [Test]
    public async Task Facts_are_made_again_with_all_of_it()
    {
        var dossier = new Live(known, "2026-0001");
        await known.Test.Hear(dossier.Submission(budget: 2_500_000.25m, resubmits: Guid.CreateVersion7()));
        await known.Test.Hear(dossier.Label());
        known.Clock.Advance(TimeSpan.FromDays(3));
        await known.Test.Hear(dossier.LabelledToo("L-2026-0001", "Aurore", "Boréal"));
        await dossier.Apply("ANR", result: FundingResult.Funded, granted: 800_000);
        var before = await Facts();
        Assert.That((await Rebuild()).Rewritten, Is.Zero);
        await using (var transaction = await known.Database.Begin(CancellationToken.None))
        {
            await transaction.Execute("delete from Fact");
            transaction.WithoutTrail("made for a test");
            await transaction.Commit();
        }

        Assert.That((await Rebuild()).Rewritten, Is.EqualTo(1));
        Assert.That(await Facts(), Is.EqualTo(before));

        async Task<string[]> Facts() => [.. (await known.Test.Get<FactStore>().AllOf([dossier.Id], CancellationToken.None))
            .Select(stored => $"{stored.Fact.Subject} {stored.Fact.Value} {stored.Fact.HoldsFrom:O} {stored.Fact.RecordedAt:O} {stored.Fact.Sequence}").Order(StringComparer.Ordinal)];
    }
}
