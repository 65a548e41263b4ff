using Labelling.Contracts;
using Labelling.Ground;

namespace Labelling.Storage.Tests;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class OutboxTests(Dialect dialect)
{
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    readonly TestClock clock = new("2026-03-12T09:00:00Z");
    TestDatabase test = null!;

    [SetUp]
    public async Task Create() => test = await Measuring.Create(dialect, clock);

    [TearDown]
    public async Task Delete() => await test.DisposeAsync();

    Task<IReadOnlyList<OutboxRow>> Claim(string relay, int count = 100) => Outbox.Claim(test.Database, relay, count, Lease, CancellationToken.None);

    async Task Add(params Guid[] dossiers)
    {
        await using var transaction = await test.Database.Begin(CancellationToken.None);
        foreach (var dossier in dossiers)
            await Outbox.Add(transaction, new DossierWithdrawn(Guid.CreateVersion7(), dossier, 0, clock.GetUtcNow()));
        await transaction.Commit();
    }

    static readonly Guid One = Guid.Parse("019a0000-0000-7000-8000-000000000001"), Two = Guid.Parse("019a0000-0000-7000-8000-000000000002");

    [Test]
    public async Task Events_of_a_subject_are_numbered_from_one_without_gaps()
    {
        await Add(One, Two, One);
        await using (var abandoned = await test.Database.Begin(CancellationToken.None))
            await Outbox.Add(abandoned, new DossierWithdrawn(Guid.CreateVersion7(), One, 0, clock.GetUtcNow()));
        await Add(One);
        var events = (await test.Events()).Cast<DossierWithdrawn>().Where(happened => happened.DossierId == One);
        Assert.That(events.Select(happened => happened.Sequence), Is.EqualTo(new long[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Claimed_rows_are_not_claimed_again_until_the_lease_is_over()
    {
        await Add(One);
        Assert.That(await Claim("first"), Has.Count.EqualTo(1));
        Assert.That(await Claim("second"), Is.Empty);
        clock.Advance(Lease + TimeSpan.FromSeconds(1));
        Assert.That(await Claim("second"), Has.Count.EqualTo(1), "a relay that dies gives its rows back");
    }

    [Test]
    public async Task The_order_of_a_subject_is_kept_by_one_relay()
    {
        await Add(One, One, One);
        Assert.That(await Claim("first", 1), Has.Count.EqualTo(1));
        Assert.That(await Claim("second"), Is.Empty, "the second event must not leave before the first");
    }

    [Test]
    public async Task Another_subject_is_not_held_up()
    {
        await Add(One, One);
        await Claim("first", 1);
        await Add(Two);
        Assert.That((await Claim("second")).Select(row => row.SubjectId), Is.EqualTo(new[] { Two }));
    }

    [Test]
    public async Task What_failed_is_put_off_and_what_follows_of_its_subject_waits()
    {
        await Add(One, One);
        var rows = await Claim("first");
        await Outbox.PutOff(test.Database, rows[0], TimeSpan.FromMinutes(1), "no broker", CancellationToken.None);
        await Outbox.GiveBack(test.Database, "first", CancellationToken.None);
        Assert.That(await Claim("first"), Is.Empty);
        clock.Advance(TimeSpan.FromMinutes(2));
        var again = await Claim("first");
        Assert.That(again.Select(row => (row.Sequence, row.Attempts)), Is.EqualTo(new[] { (1L, 1), (2L, 0) }));
    }

    [Test]
    public async Task Sent_rows_stay_and_are_not_claimed()
    {
        await Add(One);
        var rows = await Claim("first");
        await Outbox.MarkSent(test.Database, [.. rows.Select(row => row.Position)], CancellationToken.None);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await Claim("first"), Is.Empty);
        Assert.That(await test.Events(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Two_relays_at_once_never_get_the_same_row()
    {
        for (var batch = 0; batch < 10; batch++)
            await Add([.. Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7())]);
        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(relay => Task.Run(async () =>
        {
            var mine = new List<long>();
            while (await Claim($"relay {relay}", 7) is { Count: > 0 } rows)
                mine.AddRange(rows.Select(row => row.Position));
            return mine;
        })));
        Assert.That(claimed.Sum(mine => mine.Count), Is.EqualTo(200));
        Assert.That(claimed.SelectMany(mine => mine).Distinct().Count(), Is.EqualTo(200));
    }

    [Test]
    public async Task The_relay_is_woken_by_a_commit_that_added_an_event()
    {
        var waiting = test.Database.OutboxFilled(TimeSpan.FromMinutes(5), CancellationToken.None);
        await Add(One);
        Assert.That(await Task.WhenAny(waiting, Task.Delay(Patience.Long)), Is.SameAs(waiting));
    }

    [Test]
    public async Task After_a_kill_what_a_listener_lacks_is_sent_again_and_nothing_else()
    {
        // DuplicateConfirmed is heard by FundingOutcome alone; this database plays both parts.
        await using (var transaction = await test.Database.Begin(CancellationToken.None))
        {
            for (var number = 0; number < 3; number++)
                await Outbox.Add(transaction, new DuplicateConfirmed(Guid.CreateVersion7(), Guid.CreateVersion7(), 0, clock.GetUtcNow(), "2026-0001"));
            await transaction.Commit();
        }
        var rows = await Claim("killed");
        await Outbox.MarkSent(test.Database, [rows[0].Position, rows[1].Position], CancellationToken.None);
        await using (var transaction = await test.Database.Begin(CancellationToken.None))
        {
            Assert.That(await Inbox.IsFirst(transaction, rows[0].Kind, rows[0].EventId), Is.True);
            await transaction.Commit();
        }
        var listeners = new Dictionary<string, Database> { [EventCatalogue.FundingOutcome] = test.Database };
        Assert.That(await Outbox.SendAgainWhatWasNotTakenIn(test.Database, listeners, CancellationToken.None), Is.EqualTo(1));
        Assert.That((await Claim("next")).Select(row => row.Position), Is.EqualTo(new[] { rows[1].Position, rows[2].Position }),
            "the second was sent and not taken in, the third was leased by the killed process");
    }

    [Test]
    public async Task The_inbox_lets_an_event_in_once()
    {
        var id = Guid.CreateVersion7();
        await using (var transaction = await test.Database.Begin(CancellationToken.None))
        {
            Assert.That(await Inbox.IsFirst(transaction, "DossierWithdrawn", id), Is.True);
            await transaction.Commit();
        }
        await using var second = await test.Database.Begin(CancellationToken.None);
        Assert.That(await Inbox.IsFirst(second, "DossierWithdrawn", id), Is.False);
    }
}
