using Labelling.ExpertReview.Sessions;
using Labelling.Ground;
using Labelling.Storage;
using static Labelling.ExpertReview.Tests.Sessions.CommitteeWorld;

namespace Labelling.ExpertReview.Tests.Sessions;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class MinutesCorrectionTests(Dialect dialect)
{
    CommitteeWorld world = null!;

    [SetUp]
    public async Task Begin() => world = await Create(dialect);

    [TearDown]
    public async Task End() => await world.DisposeAsync();

    async Task<(SessionView Session, Guid Item)> Held()
    {
        var session = await world.Opened([await world.Dossier(1), await world.Dossier(2)]);
        var item = session.Items[0].Id;
        await world.Recuse(session.Id, item, Committee.Claire);
        await world.Decide(session.Id, item, Committee.Label, null, Committee.Chair, Committee.Ada, Committee.Blaise);
        return ((await world.Close(session.Id, session.Revision)).As<SessionView>(), item);
    }

    Task<Answer> Correct(Guid session, Guid? item, long seen, string text, Guid? by = null) => world.Correct(session, item, seen, text, As(by ?? Office));

    [Test]
    public async Task Each_correction_stays_with_who_when_before_and_after_until_the_minutes_are_final()
    {
        var (session, item) = await Held();
        Assert.That((await Correct(session.Id, item, 0, "The team is sound.")).Status, Is.EqualTo(204));
        Assert.That((await Correct(session.Id, item, 0, "Written by somebody who had not read.")).Code, Is.EqualTo("stale"));
        Assert.That((await Correct(session.Id, item, 1, "The team is sound.")).Code, Is.EqualTo("minutes.unchanged"));
        Assert.That((await Correct(session.Id, item, 1, "The team is very sound.\r\n", Committee.Chair)).Status, Is.EqualTo(204));
        Assert.That((await Correct(session.Id, null, 0, "Two guests.")).Status, Is.EqualTo(204));

        var minutes = (await world.Minutes(session.Id, As(Office))).As<MinutesView>().Minutes;
        Assert.That(minutes.Items[0].Remarks, Is.EqualTo("The team is very sound."));
        Assert.That(minutes.Remarks, Is.EqualTo("Two guests."));
        Assert.That(minutes.Corrections!.Select(one => (one.Number, one.Before, one.After, one.By)), Is.EqualTo(new[]
        {
            (1, "", "The team is sound.", Office),
            (2, "The team is sound.", "The team is very sound.", Committee.Chair),
            (3, "", "Two guests.", Office),
        }));

        var final = (await world.Finalise(session.Id, session.Revision)).As<FinaliseMinutes.Answer>();
        Assert.That((await Correct(session.Id, item, 2, "Too late.")).Code, Is.EqualTo("minutes.final"));
        var read = (await world.Minutes(session.Id, As(Office))).As<MinutesView>();
        Assert.That((read.Hash, read.Minutes.Corrections!.Count), Is.EqualTo((final.Hash, 3)));
        var kept = await world.Db.Database.QuerySingleOrDefault<string>("select MinutesText from Session where Id = @Id", new { session.Id }, default);
        Assert.That(Minutes.HashOf(kept!), Is.EqualTo(final.Hash));
        var line = (await AuditTrail.Of(world.Db.Database, [session.Id], default)).Single(entry => entry.Action == "session.minutes-final");
        Assert.That(line.ValueAfter, Does.Contain(final.Hash), "the hash stands in the trail");
    }

    [Test]
    public async Task Who_was_not_in_the_room_reads_nothing_of_what_was_written_about_it_nor_writes()
    {
        var (session, item) = await Held();
        var before = (await world.Minutes(session.Id, As(Committee.Claire))).Body;
        await Correct(session.Id, item, 0, "Nobody outside reads this.");
        Assert.That((await world.Minutes(session.Id, As(Committee.Claire))).Body, Is.EqualTo(before));
        Assert.That((await world.Minutes(session.Id, As(Committee.Ada))).Body, Does.Contain("Nobody outside reads this."));
        Assert.That((await Correct(session.Id, item, 1, "Mine.", Committee.Ada)).Code, Is.EqualTo("minutes.not-yours"), "a member without office");
        Assert.That((await Correct(session.Id, Committee.Person(99), 0, "Nothing.")).Status, Is.EqualTo(404));
    }
}
