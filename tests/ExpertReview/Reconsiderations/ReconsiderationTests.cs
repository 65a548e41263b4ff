using Labelling.Contracts;
using Labelling.ExpertReview.Reconsiderations;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.ExpertReview.Tests.Sessions;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using static Labelling.ExpertReview.Tests.Sessions.CommitteeWorld;

namespace Labelling.ExpertReview.Tests.Reconsiderations;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class ReconsiderationTests(Dialect dialect)
{
    CommitteeWorld world = null!;

    [SetUp]
    public async Task Begin() => world = await Create(dialect);

    [TearDown]
    public async Task End() => await world.DisposeAsync();

    async Task<(Guid Dossier, Guid Item)> Released(Proposal proposal)
    {
        var dossier = await world.Dossier(1);
        var session = await world.Opened([dossier]);
        var item = session.Items[0].Id;
        await world.Decide(session.Id, item, proposal);
        await world.Close(session.Id, session.Revision);
        (await world.Release(Committee.Chair, item)).As<Labelling.ExpertReview.Labels.ReleasedList>();
        return (dossier, item);
    }

    async Task<Answer> Ask(Guid dossier, Guid item, Guid? by = null, string reason = "You overlooked the second trial.") => Answer.Of(await AskReconsideration.Handle(
        dossier, new(item, reason), world.Db.Get<ReconsiderationStore>(), world.Db.Get<ReviewAccess>(), As(by ?? Holder), world.Clock, default));

    async Task<Answer> Reply(Guid id, long revision, bool admit, string? answer = null, Guid? by = null) => Answer.Of(await AnswerReconsideration.Handle(
        id, new(revision, admit, answer), world.Db.Get<ReconsiderationStore>(), world.Db.Get<ReviewAccess>(), world.Db.Get<PageLinks>(), As(by ?? Office), world.Clock, default));

    [Test]
    public async Task The_holder_asks_once_within_thirty_days_with_a_reason()
    {
        var (dossier, item) = await Released(Committee.Refuse);
        Assert.That((await Ask(dossier, item, Committee.Ada)).Status, Is.EqualTo(404), "a member");
        Assert.That((await Ask(dossier, item, Office)).Status, Is.EqualTo(404), "the office");
        Assert.That((await Ask(dossier, Committee.Person(99))).Code, Is.EqualTo("stale"), "another decision");
        Assert.That((await Ask(dossier, item, reason: " ")).Status, Is.EqualTo(400));
        // Released on 12 March at 13:00 in Paris: the last day is 11 April, to its end.
        world.Clock.Set("2026-04-11T22:00:00Z");
        Assert.That((await Ask(dossier, item)).Code, Is.EqualTo("reconsideration.late"));
        world.Clock.Set("2026-04-11T21:59:59Z");
        Assert.That((await Ask(dossier, item, CoHolder)).As<Reconsideration>().Status, Is.EqualTo(ReconsiderationStatus.Asked));
        Assert.That((await Ask(dossier, item)).Code, Is.EqualTo("reconsideration.once"));
    }

    [Test]
    public async Task A_label_and_what_is_not_released_cannot_be_reconsidered()
    {
        var (dossier, item) = await Released(Committee.Label);
        Assert.That((await Ask(dossier, item)).Status, Is.EqualTo(404));
        var other = await world.Dossier(2);
        var session = await world.Opened([other]);
        await world.Decide(session.Id, session.Items[0].Id, Committee.Refuse);
        Assert.That((await Ask(other, session.Items[0].Id)).Status, Is.EqualTo(404), "decided is not released");
    }

    [Test]
    public async Task Once_admitted_the_dossier_comes_before_a_session_again_and_is_decided_anew()
    {
        var (dossier, item) = await Released(Committee.Refuse);
        var asked = (await Ask(dossier, item)).As<Reconsideration>();
        var again = (await world.Plan("April", world.Clock.GetUtcNow().AddDays(30))).As<SessionView>();
        Assert.That((await world.Publish(again.Id, again.Revision, dossier)).Code, Is.EqualTo("session.dossier-settled"), "not before it is admitted");
        Assert.That((await Reply(asked.Id, asked.Revision, admit: true, by: Holder)).Status, Is.EqualTo(404));
        Assert.That((await Reply(asked.Id, 7, admit: true)).Code, Is.EqualTo("stale"));
        var admitted = (await Reply(asked.Id, asked.Revision, admit: true)).As<Reconsideration>();
        Assert.That((await Reply(asked.Id, admitted.Revision, admit: false, "Changed my mind.")).Code, Is.EqualTo("reconsideration.answered"));
        Assert.That(await Events<ReconsiderationAdmitted>(), Is.EqualTo(1));

        again = (await world.Publish(again.Id, again.Revision, dossier)).As<SessionView>();
        again = (await world.Open(again.Id, again.Revision)).As<SessionView>();
        foreach (var person in Committee.Everybody)
            await world.Attend(again.Id, person);
        await world.Decide(again.Id, again.Items[0].Id, Committee.Label);
        var released = (await world.Release(Committee.Chair, again.Items[0].Id)).As<Labelling.ExpertReview.Labels.ReleasedList>();
        Assert.That(released.Released.Single().LabelNumber, Is.EqualTo("L-2026-0001"));
        var third = (await world.Plan("May", world.Clock.GetUtcNow().AddDays(60))).As<SessionView>();
        Assert.That((await world.Publish(third.Id, third.Revision, dossier)).Code, Is.EqualTo("session.dossier-settled"), "now it is settled");
    }

    [Test]
    public async Task A_request_is_declined_with_a_reason_and_the_dossier_stays_settled()
    {
        var (dossier, item) = await Released(Committee.Support);
        var asked = (await Ask(dossier, item)).As<Reconsideration>();
        Assert.That((await Reply(asked.Id, asked.Revision, admit: false)).Code, Is.EqualTo("reconsideration.reason"));
        Assert.That((await Reply(asked.Id, asked.Revision, admit: false, "Nothing new.")).As<Reconsideration>().Status, Is.EqualTo(ReconsiderationStatus.Declined));
        var mail = (await world.Db.Database.Query<string>("select TextBody from Mail where Kind = 'reconsideration.answered'", null, default)).Single();
        Assert.That(mail, Does.Contain($"/review/dossiers/{dossier}/reconsideration").And.Not.Contain("Nothing new."), "where the answer is read, and not the answer");
        var again = (await world.Plan("April", world.Clock.GetUtcNow().AddDays(30))).As<SessionView>();
        Assert.That((await world.Publish(again.Id, again.Revision, dossier)).Code, Is.EqualTo("session.dossier-settled"));
        Assert.That(await Events<ReconsiderationAdmitted>(), Is.Zero);
    }

    [Test]
    public async Task The_holder_reads_until_when_and_the_office_what_was_asked()
    {
        var (dossier, item) = await Released(Committee.Refuse);
        async Task<Answer> Read(Guid person) => Answer.Of(await AskReconsideration.Read(dossier, world.Db.Get<ReconsiderationStore>(), world.Db.Get<Labelling.ExpertReview.Reviews.ReviewAccess>(), As(person), world.Clock, default));
        var before = (await Read(Holder)).As<AskReconsideration.View>();
        Assert.That((before.ItemId, before.Until, before.Asked), Is.EqualTo((item, new DateOnly(2026, 4, 11), (Reconsideration?)null)));
        var asked = Answer.Of(await AskReconsideration.Of(
            new(dossier, item, "New results."), world.Db.Get<ReconsiderationStore>(), world.Db.Get<Labelling.ExpertReview.Reviews.ReviewAccess>(), As(Holder), world.Clock, default)).As<Reconsideration>();
        Assert.That((await Read(CoHolder)).As<AskReconsideration.View>().Asked!.Id, Is.EqualTo(asked.Id));
        foreach (var nobody in new[] { Office, Committee.Chair, Committee.Ada, Committee.Person(99) })
            Assert.That((await Read(nobody)).Status, Is.EqualTo(404));
        var list = (await AnswerReconsideration.All(world.Db.Get<ReconsiderationStore>(), As(Office), default)).Value!;
        Assert.That(list.Items.Select(line => (line.Id, line.Reference)), Is.EqualTo(new[] { (asked.Id, "2026-0001") }));
    }

    async Task<int> Events<T>() => await world.Db.Database.QuerySingleOrDefault<int?>(
        "select count(*) from Outbox where Kind = @Name", new { Name = typeof(T).Name }, default) ?? 0;
}
