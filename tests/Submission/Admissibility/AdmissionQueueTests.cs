using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Storage;
using Labelling.Submission.Admissibility;

namespace Labelling.Submission.Tests.Admissibility;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class AdmissionQueueTests(Dialect dialect)
{
    static readonly CancellationToken Stop = CancellationToken.None;

    [Test]
    public async Task The_queue_is_what_one_may_admit_the_oldest_first_and_leads_from_each_to_the_next()
    {
        await using var world = await World.Create(dialect);
        var ids = new List<Guid>();
        foreach (var holder in new[] { World.Holder, World.Stranger, World.Holder })
        {
            ids.Add((await world.Submitted(by: holder)).Id);
            world.Clock.Advance(TimeSpan.FromHours(1));
        }

        await world.Draft();
        await world.Admissible();
        var queue = world.Database.Get<AdmissionQueue>();
        var (page, total) = await queue.List(Viewer.Of(World.Officer), 0, 50, Stop);
        Assert.That((page.Select(line => line.Id), total), Is.EqualTo((ids.AsEnumerable(), 3)).Using<(IEnumerable<Guid> Ids, int Total)>((one, other) => one.Total == other.Total && one.Ids.SequenceEqual(other.Ids)));
        Assert.That(await queue.Around(ids[0], Viewer.Of(World.Officer), Stop), Is.EqualTo(((Guid?)null, (Guid?)ids[1], (int?)1, 3)));
        Assert.That(await queue.Around(ids[1], Viewer.Of(World.Officer), Stop), Is.EqualTo(((Guid?)ids[0], (Guid?)ids[2], (int?)2, 3)));
        Assert.That(await queue.Around(ids[2], Viewer.Of(World.Officer), Stop), Is.EqualTo(((Guid?)ids[1], (Guid?)null, (int?)3, 3)));
        Assert.That(await queue.Around(Guid.CreateVersion7(), Viewer.Of(World.Officer), Stop), Is.EqualTo(((Guid?)null, (Guid?)ids[0], (int?)null, 3)));

        var both = World.Caller(Sample.Stranger, Roles.Office, Roles.Holder);
        Assert.That((await queue.List(Viewer.Of(both), 0, 50, Stop)).Page.Select(line => line.Id), Is.EqualTo(new[] { ids[0], ids[2] }), "nobody admits their own");
        foreach (var caller in new[] { World.Holder, World.Administrator, World.Committee })
        {
            Assert.That((await queue.List(Viewer.Of(caller), 0, 50, Stop)).Total, Is.Zero);
        }
    }
}
