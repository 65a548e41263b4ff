using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Tests.Sessions;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Labelling.ExpertReview.Tests.Labels;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class ExpiryTests(Dialect dialect)
{
    static readonly DateOnly Last = new(2028, 3, 12);

    [TestCase("2027-12-12", null)]
    [TestCase("2027-12-13", 90)]
    [TestCase("2028-02-10", 90)]
    [TestCase("2028-02-11", 30)]
    [TestCase("2028-03-12", 30)]
    [TestCase("2028-03-13", null)]
    public void A_reminder_is_due_ninety_days_before_the_last_day_and_thirty(string today, int? days) =>
        Assert.That(RemindOfExpiry.Due(Last, DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(days));

    static async Task Tick(CommitteeWorld world)
    {
        using var sweep = new RemindOfExpiry(world.Db.Database, world.Db.Get<LabelStore>(), world.Db.Get<PageLinks>(), world.Clock, NullLogger<RemindOfExpiry>.Instance);
        await sweep.Look(CancellationToken.None);
    }

    [Test]
    public async Task Each_holder_is_told_once_for_each_of_the_days_and_not_of_a_revoked_label()
    {
        await using var world = await CommitteeWorld.Create(dialect);
        var session = await world.Opened([await world.Dossier(1), await world.Dossier(2)]);
        foreach (var item in session.Items)
            await world.Decide(session.Id, item.Id, Committee.Label);
        (await world.Release(Committee.Chair, [.. session.Items.Select(item => item.Id)])).As<ReleasedList>();
        await world.Revoke("L-2026-0002", 1, CommitteeWorld.As(Committee.Chair));
        async Task<IReadOnlyList<string>> Mails() => await world.Db.Database.Query<string>("select concat(Kind, ' ', Address, ' ', Subject) from Mail where Kind = 'label.expiry' order by Position", null, default);

        world.Clock.Set("2027-12-13T12:00:00Z");
        await Tick(world);
        await Tick(world);
        Assert.That(await Mails(), Is.EquivalentTo(new[] { CommitteeWorld.Holder, CommitteeWorld.CoHolder }.Select(holder =>
            $"label.expiry {holder:N}@example.org Le label L-2026-0001 prend fin le 12 mars 2028")));
        world.Clock.Set("2028-02-11T12:00:00Z");
        await Tick(world);
        Assert.That(await Mails(), Has.Count.EqualTo(4));
        world.Clock.Set("2028-03-13T12:00:00Z");
        await Tick(world);
        Assert.That(await Mails(), Has.Count.EqualTo(4));
        Assert.That(await AuditTrail.FirstBreak(world.Db.Database, default), Is.Null);
    }
}
