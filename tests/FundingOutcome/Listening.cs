using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>Events come twice, and in any order.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class Listening(Dialect dialect)
{
    [Test]
    public async Task All_orders_of_the_events_of_a_dossier_end_in_the_same_rates()
    {
        await using var told = await Base.Create(dialect);
        var dossier = new Live(told, "2026-0001");
        object[] events =
        [
            Live.Programme(Live.ProjectLabels, "project-label", Award.ProjectLabel),
            dossier.Submission(["medtech"], "ANR"),
            dossier.Submission(["e-health"], "Region"),
            dossier.Refusal(of: 1),
            dossier.Label(of: 2),
        ];
        foreach (var order in Orders(events.Length))
        {
            await using var known = await Base.Create(dialect);
            foreach (var index in order)
                await known.Test.Hear(events[index]);
            // What waited for the programme waits for another subject: the host's sweep tries it again.
            await known.Sweep();
            Assert.That(
                await known.Rows("sector,funding-body"),
                Is.EqualTo(new[] { "e-health / Region 1 1 0 1", "(total) 1 1 0 1" }), string.Join(' ', order));
            Assert.That(await known.Count("Waiting"), Is.Zero, string.Join(' ', order));
        }
    }

    [Test]
    public async Task A_second_delivery_changes_nothing()
    {
        await using var known = await Base.Create(dialect);
        await Live.PublishProgrammes(known);
        var dossier = new Live(known, "2026-0001");
        object[] events = [dossier.Submission(), dossier.Label(), dossier.DuplicateOf("2025-0001"), dossier.NoDuplicate(), dossier.Withdrawal(), dossier.Adjournment()];
        foreach (var happened in events)
            await known.Test.Hear(happened);
        var facts = await known.Count("Fact");
        foreach (var happened in events)
            Assert.That(await known.Test.Hear(happened), Is.EqualTo(Heard.Applied));
        Assert.That((facts, await known.Count("Fact")), Is.EqualTo((7, 7)));
    }

    [Test]
    public async Task What_concerns_an_unknown_dossier_or_version_waits()
    {
        await using var known = await Base.Create(dialect);
        await Live.PublishProgrammes(known);
        var dossier = new Live(known, "2026-0001");
        var first = dossier.Submission();
        object[] events = [dossier.Withdrawal(), dossier.Inadmissible(), dossier.DuplicateOf("X"), dossier.Adjournment(), dossier.SupportLetter()];
        foreach (var happened in events)
            Assert.That(await known.Test.Hear(happened), Is.EqualTo(Heard.NotYet), happened.GetType().Name);

        await known.Test.Hear(first);
        Assert.That(await known.Test.Hear(dossier.Label(of: 2)), Is.EqualTo(Heard.NotYet));
        Assert.That(await known.Count("Waiting"), Is.EqualTo(1));
        await known.Test.Hear(dossier.Submission());
        Assert.That((await known.Count("Waiting"), await known.Count("Fact")), Is.EqualTo((0, 10)));
    }

    [Test]
    public async Task An_older_version_never_overwrites_a_newer_one()
    {
        await using var known = await Base.Create(dialect);
        var (holder, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var dossier = new Live(known, "2026-0001") { Holder = holder };
        var first = dossier.Submission(coHolders: [other]);
        var second = dossier.Submission();
        await known.Test.Hear(second);
        await known.Test.Hear(first);

        Assert.That(await known.Database.Query<Guid>("select PersonId from DossierHolder", null, CancellationToken.None), Is.EqualTo(new[] { holder }));
        Assert.That(await known.Database.Query<int>("select Version from Dossier", null, CancellationToken.None), Is.EqualTo(new[] { 2 }));
        Assert.That(await known.Count("DossierVersion"), Is.EqualTo(2));
    }

    [Test]
    public async Task An_older_call_never_overwrites_a_newer_one()
    {
        await using var known = await Base.Create(dialect);
        var call = Guid.CreateVersion7();
        CallPublished Published(long sequence, string code) => new(
            Guid.CreateVersion7(), call, sequence, DateTimeOffset.UnixEpoch, code, "ANR", null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "Europe/Paris", [], null);
        await known.Test.Hear(Published(2, "new"));
        await known.Test.Hear(Published(1, "old"));
        await known.Test.Hear(Published(3, "newest"));
        Assert.That(await known.Database.Query<string>("select Code from FundingCall", null, CancellationToken.None), Is.EqualTo(new[] { "newest" }));
    }

    [Test]
    public async Task A_value_heard_of_twice_or_imported_first_is_kept_once()
    {
        await using var known = await Base.Create(dialect);
        await known.ImportGood("reference,title,kind,registered_on,sectors\nA,T,project,2022-01-01,medtech\n");
        foreach (var sequence in new[] { 2L, 1L })
        {
            await known.Test.Hear(new VocabularyChanged(
                Guid.CreateVersion7(), Guid.CreateVersion7(), sequence, DateTimeOffset.UnixEpoch, "sector", "medtech", "Medtech", "Medtech"));
        }

        Assert.That(await known.Count("VocabularyValue"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_programme_counts_by_the_version_the_dossier_was_submitted_under()
    {
        await using var known = await Base.Create(dialect);
        await known.Test.Hear(Live.Programme(Live.ProjectLabels, "changed", Award.IdeaLabel, version: 2));
        await Live.PublishProgrammes(known);
        await Live.Labelled(known, "2026-0001");
        Assert.That(await known.Rows("programme"), Is.EqualTo(new[] { "project-label 1 1 0 1", "(total) 1 1 0 1" }));
    }

    [Test]
    public async Task A_live_dossier_with_a_reference_of_the_history_is_kept_and_found_by_the_check()
    {
        var known = await Base.Create(dialect);
        await known.ImportGood("reference,title,kind,registered_on\n2026-0001,T,project,2022-01-01\n");
        await known.Test.Hear(new Live(known, "2026-0001").Submission());
        Assert.That(
            await known.Test.Violations(),
            Is.EqualTo(new[] { "a dossier deposited here has no reference of the history: reference 2026-0001" }));
        await known.Test.DisposeAsync();
    }

    static IEnumerable<int[]> Orders(int count) => count == 0
        ? [[]]
        : Orders(count - 1).SelectMany(order => Enumerable.Range(0, count).Select(at => (int[])[.. order[..at], count - 1, .. order[at..]]));
}
