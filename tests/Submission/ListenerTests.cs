using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission.Tests;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class ListenerTests(Dialect dialect)
{
    static InterviewConcluded Concluded(Guid dossier, InterviewRecommendation recommendation, Guid? to = null, int version = 1) =>
        new(Guid.CreateVersion7(), dossier, 3, Sample.Noon, Guid.CreateVersion7(), Sample.Expert, version, recommendation, null, to);

    static LabelIssued Issued(Guid dossier, long sequence, Guid label) =>
        new(Guid.CreateVersion7(), dossier, sequence, Sample.Noon, 1, label, "L-2026-0001", false, new DateOnly(2028, 3, 12));

    [Test]
    public async Task Hearing_an_event_twice_changes_nothing_more()
    {
        await using var world = await World.Create(dialect);
        var admitted = await world.Admissible();
        var other = await world.Publish(Sample.Terms("RHU"));
        object[] events =
        [
            Concluded(admitted.Id, InterviewRecommendation.Redirect, other.Id),
            new ExpertAssigned(Guid.CreateVersion7(), admitted.Id, 1, Sample.Noon, Sample.Expert),
            new DossierAdjourned(Guid.CreateVersion7(), admitted.Id, 2, Sample.Noon, 2, Guid.CreateVersion7()),
            new LabelRefused(Guid.CreateVersion7(), admitted.Id, 3, Sample.Noon, 2),
            new HistoryImported(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, Sample.Noon, [new PastDossier("A-1", "Titre", new DateOnly(2019, 1, 1), null, null)]),
            new OrganisationChanged(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, Sample.Noon, "CHU", null, "hospital", null, null),
        ];
        foreach (var happened in events)
        {
            Assert.That(await world.Database.Hear(happened), Is.EqualTo(Heard.Applied));
            var (seen, told) = (Json.Write(await world.View(admitted.Id)), (await world.Database.Events()).Count);
            Assert.That(await world.Database.Hear(happened), Is.EqualTo(Heard.Applied));
            Assert.That(Json.Write(await world.View(admitted.Id)), Is.EqualTo(seen));
            Assert.That((await world.Database.Events()).Count, Is.EqualTo(told));
        }
    }

    [Test]
    public async Task A_redirection_makes_a_new_admissible_version_for_the_other_call()
    {
        await using var world = await World.Create(dialect);
        var admitted = await world.Admissible();
        var other = await world.Publish(Sample.Terms("RHU"));
        world.Clock.Advance(TimeSpan.FromDays(3));
        await world.Database.Hear(Concluded(admitted.Id, InterviewRecommendation.Redirect, other.Id));
        var redirected = await world.View(admitted.Id);
        var told = await world.Told<DossierSubmitted>();
        Assert.Multiple(() =>
        {
            Assert.That((redirected.Status, redirected.Version, redirected.Reference), Is.EqualTo((DossierStatus.Admissible, 2, "2026-0001")));
            Assert.That(redirected.Content.CallId, Is.EqualTo(other.Id));
            Assert.That(redirected.FirstSubmittedAt, Is.EqualTo(Sample.Noon));
            Assert.That(redirected.SubmittedAt, Is.EqualTo(Sample.Noon.AddDays(3)));
            Assert.That(told.Select(one => (one.Version, one.Call, one.FirstSubmittedAt)), Is.EqualTo(new[] { (1, "i-Nov 2026", Sample.Noon), (2, "RHU", Sample.Noon) }));
            Assert.That(told.Select(one => one.Sequence), Is.EqualTo(new[] { 1, 3 }));
        });
        Assert.That((await world.Told<DossierAdmitted>()).Select(one => (one.Version, one.Sequence)), Is.EqualTo(new[] { (1, 2L), (2, 4L) }));
        Assert.That(World.Value<ShowDossierVersion.View>(await world.ShowVersion(World.Officer, admitted.Id, 1)).CallId, Is.EqualTo(world.Call.Id));
    }

    [TestCase("partners", "2026-04-11", "Au moins 9 partenaires")]
    [TestCase("closes-soon", "2026-03-20", "Au moins 9 partenaires")]
    [TestCase("closed", "2026-04-11", "cet appel n'est pas ouvert")]
    public async Task A_dossier_that_the_other_call_does_not_take_goes_back_to_its_holder_with_what_to_change(string why, string dueOn, string says)
    {
        await using var world = await World.Create(dialect);
        var admitted = await world.Admissible();
        var other = await world.Publish(why switch
        {
            "partners" => Sample.Terms("RHU", new EligibilityRules(PartnersAtLeast: 9)),
            "closes-soon" => Sample.Terms("RHU", new EligibilityRules(PartnersAtLeast: 9), closes: Sample.Noon.AddDays(8)),
            _ => Sample.Terms("RHU", closes: Sample.Noon.AddDays(-1)),
        });
        var happened = Concluded(admitted.Id, InterviewRecommendation.Redirect, other.Id);
        await world.Database.Hear(happened);
        await world.Database.Hear(happened);

        // The office reads what was deposited; its holder what is to be deposited next.
        var back = await world.View(admitted.Id, World.Holder);
        Assert.That((back.Status, back.Version, back.Content.CallId), Is.EqualTo((DossierStatus.CorrectionRequested, 1, (Guid?)other.Id)));
        Assert.That(back.Correction!.DueOn, Is.EqualTo(DateOnly.Parse(dueOn, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.That(back.Correction.Text, Does.Contain(says).And.Contain("RHU").And.Contain("To deposit it there"));
        Assert.That(await world.Told<DossierSubmitted>(), Has.Count.EqualTo(1), "it is not carried over");
        Assert.That(await world.Told<CorrectionRequested>(), Has.Count.EqualTo(1));
        var mails = (await Mail.Claim(world.Database.Database, "test", 100, TimeSpan.FromMinutes(1), default)).Where(mail => mail.Kind == "dossier.redirected").ToList();
        Assert.That(mails.Select(mail => mail.TextBody).Single(), Does.Contain("Il vous revient").And.Contain("RHU").And.Not.Contain("partenaires"));
    }

    [Test]
    public async Task Only_a_redirection_of_the_current_version_to_a_known_call_redirects()
    {
        await using var world = await World.Create(dialect);
        var admitted = await world.Admissible();
        var other = await world.Publish(Sample.Terms("RHU"));
        foreach (var happened in new[]
        {
            Concluded(admitted.Id, InterviewRecommendation.Proceed), Concluded(admitted.Id, InterviewRecommendation.ProceedWithAdvice),
            Concluded(admitted.Id, InterviewRecommendation.Replan), Concluded(admitted.Id, InterviewRecommendation.Redirect, Guid.CreateVersion7()),
            Concluded(admitted.Id, InterviewRecommendation.Redirect, other.Id, version: 7), Concluded(Guid.CreateVersion7(), InterviewRecommendation.Redirect, other.Id),
        })
        {
            Assert.That(await world.Database.Hear(happened), Is.EqualTo(Heard.Applied));
        }

        Assert.That(Json.Write(await world.View(admitted.Id)), Is.EqualTo(Json.Write(admitted with { HolderName = "Person 0" })));
    }

    [Test]
    public async Task A_withdrawn_dossier_is_moved_by_no_event()
    {
        await using var world = await World.Create(dialect);
        var admitted = await world.Admissible();
        var withdrawn = World.Value<DossierView>(await world.Withdraw(World.Holder, admitted.Id, admitted.Revision));
        var label = Guid.CreateVersion7();
        foreach (object happened in new object[]
        {
            Concluded(admitted.Id, InterviewRecommendation.Redirect, world.Call.Id), new ExpertAssigned(Guid.CreateVersion7(), admitted.Id, 1, Sample.Noon, Sample.Expert),
            new DossierAdjourned(Guid.CreateVersion7(), admitted.Id, 2, Sample.Noon, 1, Guid.CreateVersion7()), Issued(admitted.Id, 3, label),
            new LabelRefused(Guid.CreateVersion7(), admitted.Id, 4, Sample.Noon, 1), new SupportLetterIssued(Guid.CreateVersion7(), admitted.Id, 5, Sample.Noon, 1),
            new LabelRevoked(Guid.CreateVersion7(), admitted.Id, 6, Sample.Noon, label, "L-2026-0001"),
        })
        {
            Assert.That(await world.Database.Hear(happened), Is.EqualTo(Heard.Applied));
        }

        Assert.That(Json.Write((await world.View(admitted.Id)) with { HolderName = null }), Is.EqualTo(Json.Write(withdrawn with { HolderName = null, ReviewsBegan = false })));
    }

    [Test]
    public async Task Once_an_expert_is_assigned_no_correction_is_asked_for()
    {
        await using var world = await World.Create(dialect);
        var admitted = await world.Admissible();
        await world.Database.Hear(new ExpertAssigned(Guid.CreateVersion7(), admitted.Id, 1, Sample.Noon, Sample.Expert));
        Assert.That(World.Code(await world.Correct(World.Officer, admitted.Id, admitted.Revision, new DateOnly(2026, 4, 1))), Is.EqualTo("409 dossier.not-correctable"));
    }

    [Test]
    public async Task A_correction_loses_against_reviews_that_begin_at_the_same_moment()
    {
        await using var world = await World.Create(dialect);
        var admitted = await world.Admissible();
        var was = (await world.Dossiers.Find(admitted.Id, Viewer.Of(World.Officer), default))!.Dossier;
        var (requested, happened) = was.RequestCorrection(CorrectionReason.Incomplete, "Texte.", new DateOnly(2026, 4, 1), Sample.Noon)!.Value;
        await world.Database.Hear(new ExpertAssigned(Guid.CreateVersion7(), admitted.Id, 1, Sample.Noon, Sample.Expert));
        Assert.That(await world.Dossiers.Save(was, requested, DossierAction.CorrectionRequested, World.Officer.Actor(Roles.Office), default, happened), Is.False);
    }

    [Test]
    public async Task A_released_decision_decides_and_a_later_one_replaces_it_but_never_the_other_way()
    {
        await using var world = await World.Create(dialect);
        var admitted = await world.Admissible();
        var label = Guid.CreateVersion7();
        await world.Database.Hear(Issued(admitted.Id, 9, label));
        await world.Database.Hear(new LabelRefused(Guid.CreateVersion7(), admitted.Id, 5, Sample.Noon, 1));
        var decided = await world.View(admitted.Id);
        Assert.That((decided.Status, decided.Decision!.Outcome, decided.Decision.LabelNumber), Is.EqualTo((DossierStatus.Decided, DecisionOutcome.Labelled, "L-2026-0001")));
        await world.Database.Hear(new SupportLetterIssued(Guid.CreateVersion7(), admitted.Id, 12, Sample.Noon, 1));
        Assert.That((await world.View(admitted.Id)).Decision, Is.EqualTo(new Decision(DecisionOutcome.SupportLetter, 1, Sample.Noon, null, null, null)));
    }

    [Test]
    public async Task A_revocation_that_comes_before_its_label_waits_for_it()
    {
        await using var world = await World.Create(dialect);
        var admitted = await world.Admissible();
        var label = Guid.CreateVersion7();
        var revoked = new LabelRevoked(Guid.CreateVersion7(), admitted.Id, 9, Sample.Noon.AddDays(1), label, "L-2026-0001");
        Assert.That(await world.Database.Hear(revoked), Is.EqualTo(Heard.NotYet));
        await world.Database.Hear(Issued(admitted.Id, 8, label));
        var seen = await world.View(admitted.Id);
        Assert.That((seen.Status, seen.Decision!.RevokedAt), Is.EqualTo((DossierStatus.Decided, (DateTimeOffset?)Sample.Noon.AddDays(1))));
    }

    [Test]
    public async Task An_adjourned_dossier_stays_admissible_and_is_decided_later()
    {
        await using var world = await World.Create(dialect);
        var admitted = await world.Admissible();
        await world.Database.Hear(new DossierAdjourned(Guid.CreateVersion7(), admitted.Id, 4, Sample.Noon, 1, Guid.CreateVersion7()));
        var adjourned = await world.View(admitted.Id, World.Holder);
        Assert.That((adjourned.Status, adjourned.AdjournedAt), Is.EqualTo((DossierStatus.Admissible, (DateTimeOffset?)Sample.Noon)));
        await world.Database.Hear(new LabelRefused(Guid.CreateVersion7(), admitted.Id, 6, Sample.Noon.AddDays(30), 1));
        var decided = await world.View(admitted.Id, World.Holder);
        Assert.That((decided.Status, decided.AdjournedAt), Is.EqualTo((DossierStatus.Decided, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task An_older_state_of_a_person_or_organisation_never_overwrites_a_newer_one()
    {
        await using var world = await World.Create(dialect);
        var (person, organisation) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.Database.Hear(new PersonChanged(Guid.CreateVersion7(), person, 3, Sample.Noon, "Claire Neuve", "c@example.org", "fr", [Roles.Holder], []));
        await world.Database.Hear(new PersonRegistered(Guid.CreateVersion7(), person, 1, Sample.Noon, "Claire Ancienne", "c@example.org", "fr", [Roles.Holder], []));
        await world.Database.Hear(new OrganisationChanged(Guid.CreateVersion7(), organisation, 5, Sample.Noon, "CHU Neuf", null, "hospital", "bretagne", null));
        await world.Database.Hear(new OrganisationChanged(Guid.CreateVersion7(), organisation, 4, Sample.Noon, "CHU Ancien", null, "public", null, null));
        var draft = await world.Draft(by: World.Caller(person, Roles.Holder));
        Assert.That((await world.View(draft.Id, World.Caller(person, Roles.Holder))).HolderName, Is.EqualTo("Claire Neuve"));
        var known = await world.Database.Get<PeopleStore>().Organisations([organisation], default);
        Assert.That((known[organisation].Name, known[organisation].Type, known[organisation].Region), Is.EqualTo(("CHU Neuf", "hospital", "bretagne")));
    }

    [Test]
    public async Task A_later_import_overwrites_an_earlier_one_and_never_the_other_way()
    {
        await using var world = await World.Create(dialect);
        foreach (var (title, days) in new[] { ("Premier", 0), ("Troisième", 2), ("Deuxième", 1) })
        {
            await world.Database.Hear(new HistoryImported(
                Guid.CreateVersion7(), Guid.CreateVersion7(), 1, Sample.Noon.AddDays(days), [new PastDossier("CEP-1", title, new DateOnly(2019, 1, 1), null, null)]));
        }

        Assert.That(await world.Database.Database.Query<string>("select Title from PastDossier", null, default), Is.EqualTo(new[] { "Troisième" }));
    }
}
