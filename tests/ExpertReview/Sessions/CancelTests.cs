using Labelling.ExpertReview.Sessions;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using static Labelling.ExpertReview.Tests.Sessions.CommitteeWorld;

namespace Labelling.ExpertReview.Tests.Sessions;

/// <summary>A session that will not be held: what it held is free, and nothing of it goes on.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class CancelTests(Dialect dialect)
{
    CommitteeWorld world = null!;

    [SetUp]
    public async Task Begin() => world = await Create(dialect);

    [TearDown]
    public async Task End() => await world.DisposeAsync();

    [Test]
    public async Task Its_dossiers_are_free_for_another_session_and_it_is_opened_no_more()
    {
        var dossier = await world.Dossier(1);
        var session = await world.Agenda(dossier);
        var other = (await world.Plan("April", world.Clock.GetUtcNow().AddDays(20))).As<SessionView>();
        Assert.That((await world.Publish(other.Id, other.Revision, dossier)).Code, Is.EqualTo("session.dossier-elsewhere"));

        var cancelled = (await world.Cancel(session.Id, session.Revision)).As<SessionView>();

        Assert.That((cancelled.Status, cancelled.CancelledBecause, cancelled.Items[0].Status), Is.EqualTo((SessionStatus.Cancelled, "The hall is flooded.", ItemStatus.Left)));
        Assert.That((await world.Open(session.Id, cancelled.Revision)).Status, Is.EqualTo(409));
        Assert.That((await world.Change(session.Id, cancelled.Revision, session.StartsAt.AddDays(1))).Status, Is.EqualTo(409));
        Assert.That((await world.Publish(session.Id, cancelled.Revision, dossier)).Status, Is.EqualTo(409));
        Assert.That((await world.Minutes(session.Id, As(Office))).Status, Is.Not.EqualTo(200), "what was not held has no minutes");
        Assert.That((await world.Publish(other.Id, other.Revision, dossier)).Status, Is.EqualTo(200));
        var calendar = world.Db.Get<SessionCalendar>();
        Assert.That((await calendar.List(Office, Who.Office, new(false, false, SessionStatus.Cancelled), world.Clock.GetUtcNow(), 0, 10, default)).Lines.Select(line => line.Session.Id), Is.EqualTo(new[] { session.Id }));
        Assert.That(await calendar.Later(other.Id, world.Clock.GetUtcNow(), default), Is.Empty, "nothing is adjourned to it");
    }

    [Test]
    public async Task A_session_that_was_opened_or_read_before_a_change_is_not_cancelled_and_a_reason_is_given()
    {
        var session = await world.Agenda(await world.Dossier(1));
        Assert.That((await world.Cancel(session.Id, session.Revision - 1)).Code, Is.EqualTo("stale"));
        Assert.That((await world.Cancel(session.Id, session.Revision, " ")).Status, Is.EqualTo(400));
        var open = (await world.Open(session.Id, session.Revision)).As<SessionView>();
        Assert.That((await world.Cancel(session.Id, open.Revision)).Code, Is.EqualTo("session.not-cancellable"));
        Assert.That(async () => await world.Run("update Session set CancelledAt = @At, CancelledReason = 'No.' where Id = @Id", new { At = world.Clock.GetUtcNow(), session.Id }),
            Throws.InstanceOf<System.Data.Common.DbException>(), "the database does not take it either");
    }
}
