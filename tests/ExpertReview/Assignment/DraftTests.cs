using Labelling.Contracts;
using Labelling.ExpertReview.Assignment;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Tests.Reviews;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Assignment;

/// <summary>The office's proposal, from the first run to the invitations, through handlers and stores, in both dialects.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class DraftTests(Dialect dialect)
{
    Scene scene = null!;

    [SetUp]
    public async Task Set() => scene = await Scene.Set(dialect);

    [TearDown]
    public async Task End() => await scene.DisposeAsync();

    static CancellationToken Stop => CancellationToken.None;

    T Get<T>() where T : notnull => scene.Db.Get<T>();

    async Task<Answer> Propose(long revision, Caller? caller = null) => Answer.Of(await ProposeAssignment.Handle(
        new(revision), caller ?? Scene.Office, Get<DraftStore>(), Get<AssignmentPools>(), scene.Clock, Stop));

    async Task<Answer> Change(long revision, Caller expert, DraftChange change) => Answer.Of(await ChangeDraft.Handle(
        Scene.Dossier, new(revision, expert.PersonId, change), Scene.Office, Get<DraftStore>(), Get<AssignmentPools>(), scene.Clock, Stop));

    async Task<Answer> Send(long revision) => Answer.Of(await SendDraft.Handle(
        new(revision), Scene.Office, Get<DraftStore>(), Get<AssignmentPools>(), Get<Inviting>(), scene.Clock, Stop));

    async Task<Answer> Show(Caller caller) => Answer.Of(await ShowDraft.Handle(caller, Get<DraftStore>(), Get<AssignmentPools>(), Stop));

    static IEnumerable<string> Names(DraftView view) => view.Dossiers.Single().Experts.Select(expert => expert.Name).Order();

    [Test]
    public async Task A_proposal_keeps_every_rule_and_says_why()
    {
        var view = (await Propose(0)).As<DraftView>();
        Assert.Multiple(() =>
        {
            Assert.That(Names(view), Is.EqualTo(new[] { "Ann Academic", "Bob Business", "Cleo Clinic" }));
            Assert.That(view.KeepsRules, Is.True);
            Assert.That(view.Optimal, Is.True);
            Assert.That(view.Relief, Is.Empty);
            Assert.That(view.Dossiers.Single().Experts[0].Why, Does.Contain("medtech").And.Contain("heart"));
            Assert.That(view.Loads.Select(load => (load.Load, load.Largest)), Is.All.EqualTo((1, 5)));
            Assert.That(view.Worst, Is.EqualTo(view.Total).And.GreaterThan(0));
        });
    }

    [Test]
    public async Task One_is_open_at_a_time_and_it_is_changed_only_as_it_was_read()
    {
        var first = (await Propose(0)).As<DraftView>();
        Assert.Multiple(async () =>
        {
            Assert.That((await Propose(0)).Status, Is.EqualTo(409), "another begun");
            Assert.That((await Change(first.Revision + 1, Scene.Ann, DraftChange.Pin)).Status, Is.EqualTo(409));
            Assert.That((await Send(first.Revision + 1)).Status, Is.EqualTo(409));
        });
        Assert.That(
            await Get<DraftStore>().Save(null, Draft.Begin(scene.Clock.GetUtcNow()), new Actor(null, "office", "test"), "assignment.proposed", Stop), Is.False, "the database lets one be open");
    }

    [Test]
    public async Task What_is_pinned_stays_and_what_is_forbidden_does_not_come_back()
    {
        var dan = Scene.Caller(20, Roles.Expert);
        await scene.Hear(Given.Person(dan.PersonId, "Dan Doctor", [Roles.Expert], Given.Of(Given.StrangerSiren)));
        await scene.Describe(dan, dan.PersonId, 0, ExpertProfile.Clinician);
        var view = (await Propose(0)).As<DraftView>();
        var revision = (await Change(view.Revision, Scene.Cleo, DraftChange.Forbid)).As<DraftDossierView>().Revision;
        revision = (await Change(revision, Scene.Ann, DraftChange.Pin)).As<DraftDossierView>().Revision;
        var again = (await Propose(revision)).As<DraftView>();
        Assert.Multiple(() =>
        {
            Assert.That(Names(again), Is.EqualTo(new[] { "Ann Academic", "Bob Business", "Dan Doctor" }));
            Assert.That(again.Dossiers.Single().Experts.Where(expert => expert.Pinned).Select(expert => expert.Name), Is.EqualTo(new[] { "Ann Academic" }));
        });
    }

    [Test]
    public async Task A_change_shows_its_effect_at_once()
    {
        var view = (await Propose(0)).As<DraftView>();
        var changed = (await Change(view.Revision, Scene.Ann, DraftChange.Remove)).As<DraftDossierView>();
        Assert.Multiple(() =>
        {
            Assert.That(changed.Line.Sum, Is.LessThan(view.Dossiers.Single().Sum));
            Assert.That(changed.Total, Is.EqualTo(changed.Line.Sum));
            Assert.That(changed.Line.Broken, Is.EqualTo(new[] { "One more expert is needed.", "An academic expert is needed." }));
            Assert.That(changed.Candidates.Single(one => one.ExpertId == Scene.Ann.PersonId), Has.Property("Proposed").False.And.Property("Load").Zero);
        });
    }

    [Test]
    public async Task Who_is_in_conflict_is_neither_proposed_nor_pinned()
    {
        await scene.Hear(Given.Person(Scene.Ann.PersonId, "Ann Academic", [Roles.Expert], Given.Of(Given.LeadSiren)) with { Sequence = 9 });
        var view = (await Propose(0)).As<DraftView>();
        var refused = await Change(view.Revision, Scene.Ann, DraftChange.Pin);
        Assert.Multiple(() =>
        {
            Assert.That(Names(view), Does.Not.Contain("Ann Academic"));
            Assert.That((refused.Status, refused.Code), Is.EqualTo((422, "review.conflict")));
        });
    }

    [Test]
    public async Task Sending_invites_everybody_by_the_usual_door_and_ends_the_proposal()
    {
        var view = (await Propose(0)).As<DraftView>();
        var sent = (await Send(view.Revision)).As<SendDraft.View>();
        Assert.Multiple(async () =>
        {
            Assert.That((sent.Sent, sent.Refused.Count), Is.EqualTo((3, 0)));
            Assert.That((await scene.List(Scene.Office)).Select(line => (line.ExpertName, line.Status)).Order(), Is.EqualTo(new[]
            {
                ("Ann Academic", InvitationStatus.Invited), ("Bob Business", InvitationStatus.Invited), ("Cleo Clinic", InvitationStatus.Invited),
            }));
            Assert.That((await Show(Scene.Office)).Status, Is.EqualTo(404), "it is over");
        });
    }

    [Test]
    public async Task A_conflict_found_since_is_refused_at_sending_with_its_sentence()
    {
        var view = (await Propose(0)).As<DraftView>();
        await scene.Hear(Given.Person(Scene.Bob.PersonId, "Bob Business", [Roles.Expert], Given.Of(Given.LeadSiren)) with { Sequence = 9 });
        var sent = (await Send(view.Revision)).As<SendDraft.View>();
        var left = (await Show(Scene.Office)).As<DraftView>();
        Assert.Multiple(() =>
        {
            Assert.That(sent.Sent, Is.EqualTo(2));
            Assert.That(sent.Refused.Single(), Has.Property("Name").EqualTo("Bob Business"));
            Assert.That(sent.Refused.Single().Because, Does.Contain("Alpha Imaging"));
            Assert.That(left.Dossiers.Single().Experts.Single().Barred, Does.Contain("Alpha Imaging"));
            Assert.That(left.KeepsRules, Is.False);
        });
    }

    [Test]
    public async Task What_cannot_be_done_says_the_least_that_would_have_to_give_way()
    {
        await scene.Describe(Scene.Cleo, Scene.Cleo.PersonId, 1, ExpertProfile.Clinician, largestLoad: 0);
        var view = (await Propose(0)).As<DraftView>();
        Assert.Multiple(() =>
        {
            Assert.That(view.Relief, Is.EqualTo(new[] { "One more cardiology expert, or one of the present experts takes one (Cleo Clinic)." }));
            Assert.That(Names(view), Is.EqualTo(new[] { "Ann Academic", "Bob Business" }), "what can be sent meanwhile");
        });
    }

    [Test]
    public async Task Somebody_of_the_office_who_takes_part_sees_nothing_of_their_dossier()
    {
        await Propose(0);
        var partner = Scene.Caller(30, Roles.Office);
        await scene.Hear(Given.Person(partner.PersonId, "Petra Partner", [Roles.Office], Given.Of(Given.PartnerSiren)));
        var seen = (await Show(partner)).As<DraftView>();
        Assert.Multiple(async () =>
        {
            Assert.That((seen.Dossiers.Count, seen.Total, seen.Worst), Is.EqualTo((0, 0.0, (double?)null)));
            Assert.That((await Propose(seen.Revision, partner)).Status, Is.EqualTo(422));
            Assert.That(Answer.Of(await ChangeDraft.Show(Scene.Dossier, partner, Get<DraftStore>(), Get<AssignmentPools>(), Stop)).Status, Is.EqualTo(404));
        });
    }

    [Test]
    public async Task Who_was_invited_counts_also_once_their_account_is_disabled()
    {
        await scene.Assign(Scene.Office, Scene.Bob);
        await scene.Hear(new AccountDisabled(Guid.CreateVersion7(), Scene.Bob.PersonId, 5, scene.Clock.GetUtcNow()));
        var line = (await Propose(0)).As<DraftView>().Dossiers.Single();
        Assert.Multiple(() =>
        {
            Assert.That(line.Experts.Select(expert => expert.Name).Order(), Is.EqualTo(new[] { "Ann Academic", "Cleo Clinic" }), "and is not asked again");
            Assert.That((line.Invited, line.Broken.Count), Is.EqualTo((1, 0)), "industry is there");
            Assert.That(line.Sum, Is.EqualTo(3 * line.Experts[0].Score).Within(1e-3));
        });
    }

    [Test]
    public async Task A_proposal_ends_also_where_a_dossier_left_meanwhile()
    {
        var other = Guid.Parse("00000000-0000-7000-8000-00000000d002");
        await scene.Hear(
            Given.Submitted(other, reference: "2026-0002", holderId: Guid.Parse("00000000-0000-7000-8000-000000000009"), coHolderIds: []), Given.Admitted(other), Given.Waived(other, 1));
        var view = (await Propose(0)).As<DraftView>();
        Assert.That(view.Dossiers.Select(line => line.Experts.Count), Is.EqualTo(new[] { 3, 3 }));
        await scene.Hear(Given.Withdrawn(other, 9));
        Assert.That((await Send(view.Revision)).As<SendDraft.View>().Sent, Is.EqualTo(3));
        Assert.That((await Show(Scene.Office)).Status, Is.EqualTo(404), "nothing is left that could be sent");
    }

    [Test]
    public async Task A_proposal_stays_open_for_a_dossier_that_only_this_sender_does_not_see()
    {
        var view = (await Propose(0)).As<DraftView>();
        var partner = Scene.Caller(30, Roles.Office);
        await scene.Hear(Given.Person(partner.PersonId, "Petra Partner", [Roles.Office], Given.Of(Given.PartnerSiren)));
        var sent = Answer.Of(await SendDraft.Handle(new(view.Revision), partner, Get<DraftStore>(), Get<AssignmentPools>(), Get<Inviting>(), scene.Clock, Stop));
        Assert.That(sent.As<SendDraft.View>(), Has.Property("Sent").Zero);
        Assert.That(Names((await Show(Scene.Office)).As<DraftView>()), Is.EqualTo(new[] { "Ann Academic", "Bob Business", "Cleo Clinic" }));
    }

    [TestCase(DraftStatus.Open, true)]
    [TestCase(DraftStatus.Sent, false)]
    [TestCase(DraftStatus.Dropped, false)]
    public void Only_an_open_proposal_changes(DraftStatus status, bool changes)
    {
        var at = scene.Clock.GetUtcNow();
        var draft = Draft.Begin(at) with { Status = status };
        Assert.That(
            new[]
            {
                draft.Proposed([], draft.Run, at), draft.Dropped(at), draft.Sent([], [], at), draft.Changed(Guid.NewGuid(), Guid.NewGuid(), DraftChange.Pin, at),
            }.Select(next => next is not null), Is.All.EqualTo(changes));
    }
}
