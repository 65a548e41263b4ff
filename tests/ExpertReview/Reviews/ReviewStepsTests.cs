using System.Data.Common;
using Labelling.Contracts;
using Labelling.ExpertReview.Assignment;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Reviews;

/// <summary>From invitation to submitted review through handlers and stores, in both dialects.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class ReviewStepsTests(Dialect dialect)
{
    Scene scene = null!;

    [SetUp]
    public async Task Set() => scene = await Scene.Set(dialect);

    [TearDown]
    public async Task End() => await scene.DisposeAsync();

    [Test]
    public async Task The_whole_way_publishes_what_happened_and_no_content()
    {
        var submitted = await scene.Submitted(Scene.Ann);
        Assert.That((submitted.Status, submitted.Version, submitted.Review!.Total), Is.EqualTo((InvitationStatus.Submitted, (int?)1, (decimal?)3.63m)));
        var declined = (await scene.Assign(Scene.Office, Scene.Bob)).View;
        await scene.Decline(Scene.Bob, declined.Id, declined.Revision);

        var events = await Told();
        Assert.That(events.Select(happened => happened switch
        {
            ExpertAssigned assigned => (nameof(ExpertAssigned), assigned.DossierId, assigned.Sequence, assigned.ExpertId),
            ReviewSubmitted review => (nameof(ReviewSubmitted), review.DossierId, review.Sequence, review.ExpertId),
            ExpertDeclined gone => (nameof(ExpertDeclined), gone.DossierId, gone.Sequence, gone.ExpertId),
            _ => ("something else", Guid.Empty, 0L, Guid.Empty),
        }), Is.EqualTo(new[]
        {
            (nameof(ExpertAssigned), Scene.Dossier, 1L, Scene.Ann.PersonId),
            (nameof(ReviewSubmitted), Scene.Dossier, 2L, Scene.Ann.PersonId),
            (nameof(ExpertAssigned), Scene.Dossier, 3L, Scene.Bob.PersonId),
            (nameof(ExpertDeclined), Scene.Dossier, 4L, Scene.Bob.PersonId),
        }));
    }

    [Test]
    public async Task The_due_date_is_the_programmes_days_from_today() =>
        Assert.That((await scene.Assign(Scene.Office, Scene.Ann)).View.DueOn, Is.EqualTo(new DateOnly(2026, 3, 22)));

    [Test]
    public async Task Before_accepting_only_the_front_is_read()
    {
        var id = (await scene.Assign(Scene.Office, Scene.Ann)).View.Id;
        var view = (await scene.Show(Scene.Ann, id)).View;
        Assert.That((view.Title, view.Summary, view.Consortium!.Select(party => party.Name)),
            Is.EqualTo(("Imaging hearts, version 1", "We image hearts.", new[] { "Alpha Imaging", "Beta University" })));
        Assert.That((view.Version, view.Grid, view.Review), Is.EqualTo(((int?)null, (IReadOnlyList<Criterion>?)null, (ReviewView?)null)));
    }

    [Test]
    public async Task After_accepting_the_grid_and_the_version_are_read()
    {
        var view = await scene.Accepted(Scene.Ann);
        Assert.That((view.Version, view.Grid!.Select(criterion => criterion.Code)),
            Is.EqualTo(((int?)1, new[] { "industrial-interest", "scientific-quality", "probability-of-success" })));
    }

    [Test]
    public async Task Accepting_needs_the_declaration()
    {
        var id = (await scene.Assign(Scene.Office, Scene.Ann)).View.Id;
        Assert.That(await scene.Accept(Scene.Ann, id, 1, noConflict: false), Is.EqualTo(new Answer(422, "review.no-conflict-required", null)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Leaving_ends_access_at_once(bool conflict)
    {
        var accepted = await scene.Accepted(Scene.Ann);
        var left = conflict ? await scene.Declare(Scene.Ann, accepted.Id, accepted.Revision) : await scene.Decline(Scene.Ann, accepted.Id, accepted.Revision);
        var shown = await scene.Show(Scene.Ann, accepted.Id);
        foreach (var view in new[] { left.View, shown.View })
        {
            Assert.That(view, Is.EqualTo(new InvitationView
            {
                Id = accepted.Id,
                Status = conflict ? InvitationStatus.ConflictDeclared : InvitationStatus.Declined,
                InvitedAt = accepted.InvitedAt,
                DueOn = accepted.DueOn,
                Reason = conflict ? "My sister works there." : "No time.",
                Revision = 3,
                ExpertId = Scene.Ann.PersonId,
                ExpertName = "Ann Academic",
            }));
        }
        var line = (await scene.List(Scene.Ann)).Single();
        Assert.That((line.DossierId, line.Reference, line.Title, line.Acronym), Is.EqualTo(((Guid?)null, (string?)null, (string?)null, (string?)null)));
        Assert.That((await scene.Write(Scene.Ann, accepted.Id, 3, Scene.Complete())).Status, Is.EqualTo(409));
        Assert.That((await scene.Others(Scene.Ann, accepted.Id)).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task A_decline_is_remembered()
    {
        var invited = (await scene.Assign(Scene.Office, Scene.Ann)).View;
        await scene.Decline(Scene.Ann, invited.Id, invited.Revision);
        Assert.That(await scene.Assign(Scene.Office, Scene.Ann), Is.EqualTo(new Answer(422, "review.declined-before", null)));
    }

    [Test]
    public async Task A_declared_conflict_is_a_conflict_from_then_on()
    {
        var invited = (await scene.Assign(Scene.Office, Scene.Ann)).View;
        await scene.Declare(Scene.Ann, invited.Id, invited.Revision);
        var conflicts = await scene.Db.Get<ConflictStore>().Between(Scene.Ann.PersonId, Scene.Dossier, CancellationToken.None);
        Assert.That(conflicts.Select(conflict => conflict.Code), Is.EqualTo(new[] { "declared-conflict" }));
    }

    [Test]
    public async Task A_cancelled_invitation_may_be_followed_by_another()
    {
        var first = await scene.Accepted(Scene.Ann);
        Assert.That((await scene.Cancel(Scene.Office, first.Id, first.Revision)).View.Status, Is.EqualTo(InvitationStatus.Cancelled));
        Assert.That((await scene.Assign(Scene.Office, Scene.Ann)).Status, Is.EqualTo(201));
        Assert.That((await scene.Assign(Scene.Office, Scene.Ann)).Code, Is.EqualTo("review.already-invited"));
    }

    [Test]
    public async Task Every_change_with_an_old_revision_is_refused()
    {
        var invited = (await scene.Assign(Scene.Office, Scene.Ann)).View;
        var stale = new Answer(409, "stale", null);
        Assert.That(await scene.Accept(Scene.Ann, invited.Id, 2), Is.EqualTo(stale));
        await scene.Accept(Scene.Ann, invited.Id, 1);
        Assert.That(await scene.Accept(Scene.Ann, invited.Id, 1), Is.EqualTo(stale));
        Assert.That(await scene.Decline(Scene.Ann, invited.Id, 1), Is.EqualTo(stale));
        Assert.That(await scene.Declare(Scene.Ann, invited.Id, 1), Is.EqualTo(stale));
        Assert.That(await scene.Write(Scene.Ann, invited.Id, 1, Scene.Complete()), Is.EqualTo(stale));
        Assert.That(await scene.Submit(Scene.Ann, invited.Id, 1), Is.EqualTo(stale));
        Assert.That(await scene.Reopen(Scene.Office, invited.Id, 1), Is.EqualTo(stale));
        Assert.That(await scene.Cancel(Scene.Office, invited.Id, 1), Is.EqualTo(stale));
        Assert.That(await scene.Describe(Scene.Ann, Scene.Ann.PersonId, 0), Is.EqualTo(stale));
        Assert.That((await scene.Show(Scene.Ann, invited.Id)).View.Revision, Is.EqualTo(2));
    }

    [Test]
    public async Task The_second_of_two_saves_from_one_revision_changes_nothing()
    {
        var accepted = await scene.Accepted(Scene.Ann);
        var store = scene.Db.Get<InvitationStore>();
        var was = (await store.FindOwn(accepted.Id, Scene.Ann.PersonId, CancellationToken.None))!;
        var who = Actor.Service("test");
        var first = was.Write(Scene.Complete(5))!;
        var second = was.Write(Scene.Complete(0))!;
        Assert.That(await store.Save(was, first, null, null, who, "review.written", CancellationToken.None), Is.True);
        Assert.That(await store.Save(was, second, null, null, who, "review.written", CancellationToken.None), Is.False);
        var (declined, happened) = was.Decline("No time.", scene.Clock.GetUtcNow())!.Value;
        var before = (await Told()).Count;
        Assert.That(await store.Save(was, declined, happened, null, who, "invitation.declined", CancellationToken.None), Is.False);
        Assert.That((await Told()).Count, Is.EqualTo(before), "no event without its change");
        var kept = (await store.FindOwn(accepted.Id, Scene.Ann.PersonId, CancellationToken.None))!;
        Assert.That((kept.Status, Grid.ScoreOn(kept.Review, "industrial-interest")), Is.EqualTo((InvitationStatus.Accepted, (decimal?)5m)));
    }

    [Test]
    public async Task A_step_that_relies_on_the_dossier_fails_when_the_dossier_moved()
    {
        var invited = (await scene.Assign(Scene.Office, Scene.Ann)).View;
        var store = scene.Db.Get<InvitationStore>();
        var dossier = (await scene.Db.Get<DossierStore>().Find(Scene.Dossier, CancellationToken.None))!;
        var was = (await store.FindOwn(invited.Id, Scene.Ann.PersonId, CancellationToken.None))!;
        await scene.Hear(Given.Concluded(Scene.Dossier, 2, InterviewRecommendation.Replan));
        Assert.That(await store.Save(was, was.Accept(Given.At)!, null, dossier.Revision, Actor.Service("test"), "invitation.accepted", CancellationToken.None), Is.False);
        var (another, happened) = Invitation.Invite(dossier, Scene.Bob.PersonId, invited.DueOn, Given.At)!.Value;
        Assert.That(await store.Invite(another, happened, dossier.Revision, Actor.Service("test"), CancellationToken.None), Is.EqualTo(InviteOutcome.DossierChanged));
        Assert.That(await scene.List(Scene.Bob), Is.Empty);
    }

    [Test]
    public async Task Autosave_keeps_what_is_written_and_what_was_taken_out_stays_out()
    {
        var accepted = await scene.Accepted(Scene.Ann);
        var partial = new Review([new("industrial-interest", 2.5m, "  ", "Weak."), new("scientific-quality")], null, 3);
        var saved = (await scene.Write(Scene.Ann, accepted.Id, accepted.Revision, partial)).View;
        var shown = (await scene.Show(Scene.Ann, accepted.Id)).View;
        Assert.That(Json.Write(shown), Is.EqualTo(Json.Write(saved)));
        Assert.That(shown.Review!.Scores, Is.EquivalentTo(new[] { new Scored("industrial-interest", 2.5m, null, "Weak."), new Scored("scientific-quality") }));
        Assert.That((shown.Review.Total, shown.Review.Confidence, shown.Review.Recommendation), Is.EqualTo(((decimal?)2.5m, (int?)3, (ReviewRecommendation?)null)));
        Assert.That(shown.Review.BelowThreshold, Is.EqualTo(new[] { "industrial-interest" }));
        Assert.That(shown.Review.Missing.Select(lacking => (lacking.What, lacking.Criterion)), Is.EqualTo(new (string, string?)[]
        {
            ("comment-to-holder", "industrial-interest"), ("score", "scientific-quality"), ("score", "probability-of-success"), ("recommendation", null),
        }));
        var emptied = (await scene.Write(Scene.Ann, accepted.Id, shown.Revision, Review.Empty)).View;
        Assert.That((emptied.Review!.Scores.Count, emptied.Review.Total, emptied.Review.Confidence), Is.EqualTo((0, (decimal?)null, (int?)null)));
    }

    [Test]
    public async Task An_incomplete_review_is_not_submitted()
    {
        var accepted = await scene.Accepted(Scene.Ann);
        Assert.That(await scene.Submit(Scene.Ann, accepted.Id, accepted.Revision), Is.EqualTo(new Answer(422, "review.incomplete", null)));
        var low = (await scene.Write(Scene.Ann, accepted.Id, accepted.Revision, Scene.Complete() with
        {
            Scores = [new("industrial-interest", 1), new("scientific-quality", 4), new("probability-of-success", 4)],
        })).View;
        Assert.That(await scene.Submit(Scene.Ann, accepted.Id, low.Revision), Is.EqualTo(new Answer(422, "review.incomplete", null)));
    }

    [Test]
    public async Task A_criterion_that_does_not_apply_is_refused()
    {
        var accepted = await scene.Accepted(Scene.Ann);
        Assert.That(await scene.Write(Scene.Ann, accepted.Id, accepted.Revision, new([new("data-quality", 3)], null, null)),
            Is.EqualTo(new Answer(422, "review.unknown-criterion", null)));
    }

    [TestCase(5.5)]
    [TestCase(-1)]
    [TestCase(2.25)]
    public async Task A_score_outside_the_scale_is_refused(decimal score)
    {
        var accepted = await scene.Accepted(Scene.Ann);
        Assert.That((await scene.Write(Scene.Ann, accepted.Id, accepted.Revision, new([new("industrial-interest", score)], null, null))).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task A_reopened_review_is_written_and_submitted_again()
    {
        var submitted = await scene.Submitted(Scene.Ann);
        Assert.That((await scene.Write(Scene.Ann, submitted.Id, submitted.Revision, Scene.Complete(5))).Code, Is.EqualTo("review.not-writable"));
        var reopened = (await scene.Reopen(Scene.Office, submitted.Id, submitted.Revision)).View;
        Assert.That((reopened.Status, reopened.Reason), Is.EqualTo((InvitationStatus.Reopened, "A figure is wrong.")));
        var written = (await scene.Write(Scene.Ann, submitted.Id, reopened.Revision, Scene.Complete(5))).View;
        var again = (await scene.Submit(Scene.Ann, submitted.Id, written.Revision)).View;
        Assert.That((again.Status, again.Review!.Total), Is.EqualTo((InvitationStatus.Submitted, (decimal?)4.13m)));

        var steps = await scene.Db.Database.Query<string>(
            "select Status from InvitationStep order by Revision", null, CancellationToken.None);
        Assert.That(steps, Is.EqualTo(new[] { "Invited", "Accepted", "Submitted", "Reopened", "Submitted" }));
    }

    [Test]
    public async Task Before_the_committee_nothing_moves_any_more()
    {
        var submitted = await scene.Submitted(Scene.Ann);
        var accepted = await scene.Accepted(Scene.Bob);
        var written = (await scene.Write(Scene.Bob, accepted.Id, accepted.Revision, Scene.Complete())).View;
        await scene.CloseReviews();
        Assert.That((await scene.Reopen(Scene.Office, submitted.Id, submitted.Revision)).Code, Is.EqualTo("review.closed"));
        Assert.That((await scene.Submit(Scene.Bob, written.Id, written.Revision)).Code, Is.EqualTo("review.closed"));
        Assert.That((await scene.Write(Scene.Bob, written.Id, written.Revision, Scene.Complete(0))).Code, Is.EqualTo("review.closed"));
        Assert.That((await scene.Assign(Scene.Office, Scene.Cleo)).Code, Is.EqualTo("review.closed"));
        Assert.That(await scene.Dossiers(Scene.Office, open: true), Is.Empty);
    }

    [Test]
    public async Task The_gate_closing_again_stops_accepting_and_submitting()
    {
        var accepted = await scene.Accepted(Scene.Ann);
        var written = (await scene.Write(Scene.Ann, accepted.Id, accepted.Revision, Scene.Complete())).View;
        var invited = (await scene.Assign(Scene.Office, Scene.Bob)).View;
        await scene.Hear(Given.Concluded(Scene.Dossier, 2, InterviewRecommendation.Redirect));
        var closed = new Answer(422, "review.gate-closed", null);
        Assert.That(await scene.Accept(Scene.Bob, invited.Id, 1), Is.EqualTo(closed));
        Assert.That(await scene.Submit(Scene.Ann, written.Id, written.Revision), Is.EqualTo(closed));
        Assert.That(await scene.Assign(Scene.Office, Scene.Cleo), Is.EqualTo(closed));
        await scene.Hear(Given.Concluded(Scene.Dossier, 3, InterviewRecommendation.ProceedWithAdvice));
        Assert.That((await scene.Accept(Scene.Bob, invited.Id, 1)).Status, Is.EqualTo(200));
        Assert.That((await scene.Submit(Scene.Ann, written.Id, written.Revision)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_conflict_that_comes_later_closes_the_dossier_to_the_expert()
    {
        var accepted = await scene.Accepted(Scene.Ann);
        var written = (await scene.Write(Scene.Ann, accepted.Id, accepted.Revision, Scene.Complete())).View;
        await scene.Hear(Given.Concluded(Scene.Dossier, 2, InterviewRecommendation.Proceed, Scene.Ann.PersonId));
        var shown = (await scene.Show(Scene.Ann, accepted.Id)).View;
        Assert.That((shown.ConflictDetected, shown.Version, shown.Grid, shown.Review), Is.EqualTo((true, (int?)null, (IReadOnlyList<Criterion>?)null, (ReviewView?)null)));
        var conflict = new Answer(422, "review.conflict", null);
        Assert.That(await scene.Write(Scene.Ann, written.Id, written.Revision, Scene.Complete()), Is.EqualTo(conflict));
        Assert.That(await scene.Submit(Scene.Ann, written.Id, written.Revision), Is.EqualTo(conflict));
        var line = (await scene.Assignment(Scene.Office)).As<ShowAssignment.View>().Experts.Single();
        Assert.That(line.Conflicts.Select(found => found.Code), Is.EqualTo(new[] { "interviewed" }));
    }

    [Test]
    public async Task Accepting_looks_for_conflicts_once_more()
    {
        var invited = (await scene.Assign(Scene.Office, Scene.Ann)).View;
        await scene.Hear(Given.Booked(Scene.Dossier, 2, Scene.Ann.PersonId));
        Assert.That(await scene.Accept(Scene.Ann, invited.Id, 1), Is.EqualTo(new Answer(422, "review.conflict", null)));
    }

    [Test]
    public async Task A_withdrawn_dossier_takes_its_open_invitations_with_it()
    {
        var submitted = await scene.Submitted(Scene.Ann);
        var accepted = await scene.Accepted(Scene.Bob);
        var invited = (await scene.Assign(Scene.Office, Scene.Cleo)).View;
        var withdrawn = Given.Withdrawn(Scene.Dossier, 3);
        await scene.Hear(withdrawn, withdrawn, Given.Admitted(Scene.Dossier, 2));
        Assert.That(
            (await scene.List(Scene.Office)).Select(line => (line.Id, line.Status)),
            Is.EquivalentTo(new[]
            {
                (submitted.Id, InvitationStatus.Submitted), (accepted.Id, InvitationStatus.Cancelled), (invited.Id, InvitationStatus.Cancelled),
            }));
        Assert.That((await scene.Db.Events()).OfType<ExpertDeclined>().Select(gone => gone.ExpertId),
            Is.EquivalentTo(new[] { Scene.Bob.PersonId, Scene.Cleo.PersonId }));
        Assert.That((await scene.Show(Scene.Bob, accepted.Id)).View.Title, Is.Null);
        Assert.That((await scene.Assign(Scene.Office, Scene.Bob)).Code, Is.EqualTo("review.gate-closed"));
    }

    [Test]
    public async Task A_new_version_is_what_is_read_and_reviewed()
    {
        var accepted = await scene.Accepted(Scene.Ann);
        await scene.Hear(Given.Programme(2, grid: [new("idea", "Idea", "Idée", 1m, 3m, false)]),
            Given.Submitted(Scene.Dossier, 3, 2, programmeVersion: 2));
        Assert.That((await scene.Submit(Scene.Ann, accepted.Id, accepted.Revision)).Code, Is.EqualTo("review.gate-closed"));
        await scene.Hear(Given.Admitted(Scene.Dossier, 4, 2));
        var shown = (await scene.Show(Scene.Ann, accepted.Id)).View;
        Assert.That((shown.Version, shown.Grid!.Single().Code), Is.EqualTo(((int?)2, "idea")));
        var written = (await scene.Write(Scene.Ann, accepted.Id, accepted.Revision, new([new("idea", 4)], ReviewRecommendation.Label, 3))).View;
        await scene.Submit(Scene.Ann, accepted.Id, written.Revision);

        await scene.Hear(Given.Submitted(Scene.Dossier, 5, 3));
        var kept = (await scene.Show(Scene.Ann, accepted.Id)).View;
        Assert.That((kept.Version, kept.Grid!.Single().Code, kept.Review!.Total), Is.EqualTo(((int?)2, "idea", (decimal?)4m)), "what was submitted stays on its grid");
    }

    [Test]
    public async Task Invitations_checked_at_the_same_moment_do_not_exceed_the_load()
    {
        await scene.Describe(Scene.Ann, Scene.Ann.PersonId, 1, largestLoad: 2);
        var outcomes = new List<InviteOutcome>();
        foreach (var (invitation, happened, revision) in await Checked(Enumerable.Range(1, 4).Select(number => new Guid(number, 0x1111, 0, new byte[8]))))
        {
            outcomes.Add(await scene.Db.Get<InvitationStore>().Invite(
                invitation, happened, revision, Actor.Service("test"), CancellationToken.None));
        }
        Assert.That(outcomes, Is.EqualTo(new[] { InviteOutcome.Done, InviteOutcome.Done, InviteOutcome.LoadReached, InviteOutcome.LoadReached }));
        Assert.That((await Told()).Count, Is.EqualTo(2));
    }

    [Test]
    public async Task One_expert_is_invited_once_even_when_checked_at_the_same_moment()
    {
        var id = new Guid(1, 0x1111, 0, new byte[8]);
        var outcomes = new List<InviteOutcome>();
        foreach (var (invitation, happened, revision) in await Checked([id, id]))
        {
            outcomes.Add(await scene.Db.Get<InvitationStore>().Invite(
                invitation, happened, revision, Actor.Service("test"), CancellationToken.None));
        }
        Assert.That(outcomes, Is.EqualTo(new[] { InviteOutcome.Done, InviteOutcome.InvitedBefore }));
        Assert.That((await Told()).Count, Is.EqualTo(1));
    }

    /// <summary>What was told beside who is suited for what, with which the scene begins.</summary>
    async Task<IReadOnlyList<object>> Told() => [.. (await scene.Db.Events()).Where(happened => happened is not ExpertProfileChanged)];

    /// <summary>Invitations of Ann that were all found possible before the first of them was saved.</summary>
    async Task<IReadOnlyList<(Invitation, ExpertAssigned, long)>> Checked(IEnumerable<Guid> dossierIds)
    {
        var ready = new List<(Invitation, ExpertAssigned, long)>();
        foreach (var (index, id) in dossierIds.Index())
        {
            await scene.Hear(Given.Submitted(id, reference: $"2026-1{index:000}"), Given.Admitted(id), Given.Waived(id, 1));
            var dossier = (await scene.Db.Get<DossierStore>().Find(id, CancellationToken.None))!;
            var (invitation, happened) = Invitation.Invite(dossier, Scene.Ann.PersonId, new DateOnly(2026, 3, 22), Given.At)!.Value;
            ready.Add((invitation, happened, dossier.Revision));
        }
        // The same dossier twice was heard twice: both hold what is there now.
        return [.. ready.Select(one => (one.Item1, one.Item2, ready.Where(other => other.Item1.DossierId == one.Item1.DossierId).Max(other => other.Item3)))];
    }

    [Test]
    public async Task Many_invitations_at_once_keep_to_the_load()
    {
        await scene.Describe(Scene.Ann, Scene.Ann.PersonId, 1, largestLoad: 2);
        var ids = Enumerable.Range(1, 6).Select(number => new Guid(number, 0x1111, 0, new byte[8])).ToList();
        foreach (var (index, id) in ids.Index())
            await scene.Hear(Given.Submitted(id, reference: $"2026-1{index:000}"), Given.Admitted(id), Given.Waived(id, 1));
        var answers = await Task.WhenAll(ids.Select(id => Task.Run(() => scene.Assign(Scene.Office, Scene.Ann, id))));
        Assert.That(answers.Count(answer => answer.Status == 201), Is.EqualTo(2));
        Assert.That(answers.Where(answer => answer.Status != 201).Select(answer => answer.Code), Is.All.EqualTo("review.load-reached"));
    }

    [Test]
    public async Task A_disabled_account_is_not_invited()
    {
        await scene.Hear(new AccountDisabled(Guid.CreateVersion7(), Scene.Ann.PersonId, 2, Given.At));
        Assert.That((await scene.Assign(Scene.Office, Scene.Ann)).Code, Is.EqualTo("review.expert-disabled"));
        await scene.Hear(new PersonChanged(Guid.CreateVersion7(), Scene.Ann.PersonId, 3, Given.At, "Ann A.", "a@example.org", "en", [Roles.Expert], []));
        Assert.That((await scene.Assign(Scene.Office, Scene.Ann)).Code, Is.EqualTo("review.expert-disabled"));
        await scene.Hear(new AccountEnabled(Guid.CreateVersion7(), Scene.Ann.PersonId, 5, Given.At), new AccountDisabled(Guid.CreateVersion7(), Scene.Ann.PersonId, 4, Given.At));
        Assert.That((await scene.Assign(Scene.Office, Scene.Ann)).Code, Is.Not.EqualTo("review.expert-disabled"), "enabled again");
    }

    [Test]
    public async Task An_older_state_of_a_person_never_overwrites_a_newer()
    {
        var id = Guid.CreateVersion7();
        PersonChanged Changed(long sequence, string name, params Affiliation[] affiliations) =>
            new(Guid.CreateVersion7(), id, sequence, Given.At, name, "p@example.org", "fr", [Roles.Expert], affiliations);
        var disabled = new AccountDisabled(Guid.CreateVersion7(), id, 4, Given.At);
        Assert.That(await scene.Db.Hear(disabled), Is.EqualTo(Hosting.Heard.NotYet));
        await scene.Hear(Changed(3, "Third", Given.Of(Given.LeadSiren)), Changed(2, "Second"), Given.Person(id, "First", [Roles.Holder]));
        var person = (await scene.Db.Get<PersonStore>().Find(id, CancellationToken.None))!;
        Assert.That((person.Name, person.Roles.Single(), person.Affiliations.Single().Siren, person.Disabled, person.Sequence),
            Is.EqualTo(("Third", Roles.Expert, Given.LeadSiren, true, 3L)));
    }

    [Test]
    public async Task A_later_import_changes_a_past_dossier_an_earlier_does_not()
    {
        HistoryImported Import(string lead, int day) => new(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, Given.At.AddDays(day),
            [new("H-1", "Past", new DateOnly(2024, 1, 1), lead, Given.LeadSiren)]);
        await scene.Hear(Import("second", 2), Import("first", 1));
        Assert.That(await scene.Db.Database.Query<string>("select LeadOrganisation from PastDossier", null, CancellationToken.None), Is.EqualTo(new[] { "second" }));
        await scene.Hear(Import("third", 3));
        Assert.That(await scene.Db.Database.Query<string>("select LeadOrganisation from PastDossier", null, CancellationToken.None), Is.EqualTo(new[] { "third" }));
    }

    [Test]
    public async Task Every_version_of_a_programme_is_kept_as_it_was_published()
    {
        await scene.Hear(Given.Programme(2, interviewRequired: false), Given.Programme(2));
        var programmes = scene.Db.Get<ProgrammeStore>();
        var first = (await programmes.Find(Given.ProgrammeId, 1, CancellationToken.None))!;
        var second = (await programmes.Find(Given.ProgrammeId, 2, CancellationToken.None))!;
        Assert.That((first.InterviewRequired, second.InterviewRequired), Is.EqualTo((true, false)));
        Assert.That(Json.Write(first), Is.EqualTo(Json.Write(ProgrammeSettings.From(Given.Programme()))));
    }

    [Test]
    public async Task A_dossier_comes_back_as_it_was_heard()
    {
        var id = Guid.CreateVersion7();
        var heard = Given.Submitted(id, 7, 3, digital: true, challenged: [Scene.Bob.PersonId],
            partners: [Given.Partner, new(null, "Foreign GmbH", null, "sme", null)], coHolderIds: []);
        await scene.Hear(heard, Given.Booked(id, 2, Scene.Ann.PersonId));
        var expected = DossierUnderReview.From(heard).Hear(Given.Booked(id, 2, Scene.Ann.PersonId)) with
        {
            Revision = 2,
            Programme = ProgrammeSettings.From(Given.Programme()),
        };
        Assert.That(Json.Write((await scene.Db.Get<DossierStore>().Find(id, CancellationToken.None))!), Is.EqualTo(Json.Write(expected)));
    }

    [Test]
    public async Task What_is_missing_and_how_far_it_is()
    {
        await scene.Submitted(Scene.Ann);
        await scene.Accepted(Scene.Cleo);
        var view = (await scene.Assignment(Scene.Office)).As<ShowAssignment.View>();
        Assert.That(view.Missing.Select(gap => gap.Code), Is.EqualTo(new[] { "experts", "industry" }));
        var dossier = (await scene.Dossiers(Scene.Chair, open: true)).Single();
        Assert.That((dossier.Needed, dossier.Invited, dossier.Accepted, dossier.Submitted, dossier.Declined, dossier.AllIn),
            Is.EqualTo(((int?)3, 0, 1, 1, 0, false)));
    }

    [Test]
    public async Task The_database_refuses_what_must_not_be()
    {
        var submitted = await scene.Submitted(Scene.Ann);
        var accepted = await scene.Accepted(Scene.Bob);
        string[] illegal =
        [
            "update ReviewScore set Score = 5.5",
            "update ReviewScore set Score = -0.5",
            "update ReviewScore set Score = 3.25",
            "update Invitation set Recommendation = null where Status = 'Submitted'",
            "update Invitation set Confidence = null where Status = 'Submitted'",
            "update Invitation set Confidence = 4 where Status = 'Submitted'",
            "update Invitation set Confidence = 0 where Status = 'Accepted'",
            "update Invitation set GridVersion = null where Status = 'Submitted'",
            "update Invitation set Recommendation = 'Perhaps' where Status = 'Submitted'",
            "update Invitation set Status = 'Declined' where Status = 'Accepted'",
            "update Invitation set Status = 'ConflictDeclared' where Status = 'Accepted'",
            "update Invitation set Status = 'Cancelled' where Status = 'Accepted'",
            "update Invitation set Status = 'Submitted' where Status = 'Accepted'",
            "update Invitation set Status = 'Reopened' where Status = 'Submitted'",
            "update Invitation set Status = 'Lost' where Status = 'Accepted'",
            "update Invitation set AcceptedAt = null where Status = 'Accepted'",
            "update Invitation set GateOpenedBy = 'Nobody'",
            "update Invitation set ExpertId = (select one.ExpertId from Invitation one where one.Status = 'Submitted') where Status = 'Accepted'",
            "update Invitation set DossierId = ExpertId",
            "update Dossier set GateWasOpened = 0",
            "update Dossier set LastWord = null",
            "update Dossier set LastWord = 'Maybe'",
            "update Expert set Profile = 'Astrologer'",
            "update Expert set LargestLoad = -1",
            "update GridCriterion set Weight = 0",
            "update GridCriterion set Threshold = 6",
            "delete from Expert",
        ];
        foreach (var sql in illegal)
        {
            await using var transaction = await scene.Db.Database.Begin(CancellationToken.None);
            Assert.That(async () => await transaction.Execute(sql), Throws.InstanceOf<DbException>(), sql);
        }
        Assert.That((await scene.Show(Scene.Ann, submitted.Id)).View.Revision, Is.EqualTo(submitted.Revision));
        Assert.That((await scene.Show(Scene.Bob, accepted.Id)).View.Revision, Is.EqualTo(accepted.Revision));
    }

    [Test]
    public async Task The_check_finds_what_the_database_cannot_refuse()
    {
        await scene.Submitted(Scene.Ann, Scene.Complete(1));
        await scene.Accepted(Scene.Bob);
        foreach (var (sql, invariant) in new[]
                 {
                     ("update Dossier set GateWasOpened = 0, LastWord = 'Replan'", "an expert is invited only once the dossier's gate was opened"),
                     ("update Invitation set GateOpenedBy = 'NoInterviewRequired'", "an expert is invited only once the dossier's gate was opened"),
                     ("update Dossier set AdmittedVersion = null", "an expert is invited only to a dossier that was admitted"),
                     ("update ReviewScore set Score = null where Criterion = 'scientific-quality'", "a submitted review scores every criterion that applies"),
                     ("update ReviewScore set CommentToHolder = null", "a submitted review tells the holder what is below the threshold"),
                     ("drop index UX_Invitation_DossierExpert", "an expert has one live invitation on a dossier at most"),
                     ("update Dossier set Withdrawn = 1", "nothing is open on a dossier that was withdrawn"),
                     ("delete from InvitationStep where Status = 'Submitted'", "the last step of an invitation is its status"),
                 })
        {
            await using var transaction = await scene.Db.Database.Begin(CancellationToken.None);
            if (sql.StartsWith("drop", StringComparison.Ordinal))
            {
                await transaction.Execute(dialect == Dialect.SqlServer ? $"{sql} on Invitation" : sql);
                await transaction.Execute(
                    "update Invitation set ExpertId = @Ann where ExpertId = @Bob", new { Ann = Scene.Ann.PersonId, Bob = Scene.Bob.PersonId });
            }
            else
            {
                Assert.That(await transaction.Execute(sql), Is.GreaterThan(0), sql);
            }
            var broken = new List<string>();
            foreach (var one in ReviewInvariants.All)
            {
                if ((await transaction.Query<string>(one.Sql)).Count > 0)
                    broken.Add(one.Name);
            }
            Assert.That(broken, Is.EqualTo(new[] { invariant }), sql);
        }
    }
}
