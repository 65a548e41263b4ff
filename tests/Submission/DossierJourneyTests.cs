using System.Security.Cryptography;
using System.Text;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Tests;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class DossierJourneyTests(Dialect dialect)
{
    [Test]
    public async Task A_dossier_goes_from_draft_to_admissible_and_tells_so()
    {
        await using var world = await World.Create(dialect);
        var admitted = await world.Admissible();
        var told = await world.Told<DossierSubmitted>();
        Assert.Multiple(() =>
        {
            Assert.That(admitted.Status, Is.EqualTo(DossierStatus.Admissible));
            Assert.That(admitted.Reference, Is.EqualTo("2026-0001"));
            Assert.That(admitted.Version, Is.EqualTo(1));
            Assert.That(admitted.ProgrammeVersion, Is.EqualTo(1));
            Assert.That(told.Single().Sequence, Is.EqualTo(1));
            Assert.That(told.Single().Reference, Is.EqualTo("2026-0001"));
            Assert.That(told.Single().FundingBody, Is.EqualTo("Bpifrance"));
        });
        Assert.That((await world.Told<DossierAdmitted>()).Single(), Has.Property("Version").EqualTo(1).And.Property("Sequence").EqualTo(2));
    }

    [Test]
    public async Task A_version_keeps_what_was_deposited_and_its_hash_proves_it()
    {
        await using var world = await World.Create(dialect);
        var submitted = await world.Submitted();
        var sent = World.Value<DossierView>(await world.Correct(World.Officer, submitted.Id, submitted.Revision, new DateOnly(2026, 3, 20)));
        var edited = World.Value<DossierView>(await world.Edit(World.Holder, sent.Id, sent.Revision, world.Content() with { Title = "Titre corrigé" }));
        var again = World.Value<DossierView>(await world.Submit(World.Holder, edited.Id, edited.Revision));

        var first = World.Value<ShowDossierVersion.View>(await world.ShowVersion(World.Officer, submitted.Id, 1));
        var second = World.Value<ShowDossierVersion.View>(await world.ShowVersion(World.Officer, submitted.Id, 2));
        Assert.Multiple(() =>
        {
            Assert.That(again.Version, Is.EqualTo(2));
            Assert.That(first.Content.Title, Is.EqualTo("Rétine sous lumière lente"));
            Assert.That(second.Content.Title, Is.EqualTo("Titre corrigé"));
            Assert.That(first.Sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json.Write(first.Content))))));
            Assert.That(first.Sha256, Is.Not.EqualTo(second.Sha256));
        });
        Assert.That(World.Code(await world.ShowVersion(World.Officer, submitted.Id, 3)), Is.EqualTo("404 not-found"));
    }

    [Test]
    public async Task The_office_reads_what_was_deposited_while_the_holder_corrects()
    {
        await using var world = await World.Create(dialect);
        var submitted = await world.Submitted();
        var sent = World.Value<DossierView>(await world.Correct(World.Officer, submitted.Id, submitted.Revision, new DateOnly(2026, 3, 20)));
        await world.Edit(World.Holder, sent.Id, sent.Revision, world.Content() with { Title = "En cours d'écriture" });

        Assert.That((await world.View(sent.Id, World.Officer)).Content.Title, Is.EqualTo("Rétine sous lumière lente"));
        Assert.That((await world.View(sent.Id, World.Holder)).Content.Title, Is.EqualTo("En cours d'écriture"));
        Assert.That(World.Value<PageOf<DossierLine>>(await world.List(World.Officer)).Items.Single().Title, Is.EqualTo("Rétine sous lumière lente"));
        Assert.That(World.Value<PageOf<DossierLine>>(await world.List(World.Holder)).Items.Single().Title, Is.EqualTo("En cours d'écriture"));
    }

    [Test]
    public async Task An_office_action_during_a_correction_leaves_what_the_holder_writes()
    {
        await using var world = await World.Create(dialect);
        var original = await world.Submitted();
        var submitted = await world.Submitted();
        var sent = World.Value<DossierView>(await world.Correct(World.Officer, submitted.Id, submitted.Revision, new DateOnly(2026, 3, 20)));
        var edited = World.Value<DossierView>(await world.Edit(World.Holder, sent.Id, sent.Revision, world.Content() with { Title = "En cours d'écriture" }));
        await world.Confirm(World.Officer, edited.Id, edited.Revision, original.Reference!);

        Assert.That((await world.View(sent.Id, World.Holder)).Content.Title, Is.EqualTo("En cours d'écriture"));
    }

    [Test]
    public async Task References_count_without_gaps_by_the_year_in_Paris()
    {
        await using var world = await World.Create(dialect, "2026-12-31T22:59:59Z");
        var call = await world.Publish(Sample.Terms("RHU", closes: new DateTimeOffset(2027, 6, 1, 10, 0, 0, TimeSpan.Zero)));
        var content = world.Content() with { CallId = call.Id };
        var references = new List<string?> { (await world.Submitted(content)).Reference, (await world.Submitted(content)).Reference };
        // Midnight in Paris is 23:00 UTC.
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        references.Add((await world.Submitted(content)).Reference);
        Assert.That(references, Is.EqualTo(new[] { "2026-0001", "2026-0002", "2027-0001" }));
    }

    [Test]
    public async Task A_deposit_that_comes_second_loses_no_reference()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        var was = (await world.Dossiers.Find(draft.Id, Viewer.Of(World.Holder), default))!.Dossier;
        var deposit = was.Submit(world.Call, 1, false, Sample.Noon)!;
        var first = await world.Dossiers.Deposit(was, deposit, World.Holder.Actor(Roles.Holder), default);
        var second = await world.Dossiers.Deposit(was, deposit, World.Holder.Actor(Roles.Holder), default);
        Assert.That(first?.Reference, Is.EqualTo("2026-0001"));
        Assert.That(second, Is.Null);
        Assert.That((await world.Submitted()).Reference, Is.EqualTo("2026-0002"));
        Assert.That(await world.Told<DossierSubmitted>(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Deposits_at_the_same_moment_get_references_without_gaps()
    {
        await using var world = await World.Create(dialect);
        var drafts = new List<DossierView>();
        for (var at = 0; at < 12; at++)
        {
            drafts.Add(await world.Draft());
        }

        var submitted = await Task.WhenAll(drafts.Select(draft => Task.Run(async () => World.Value<DossierView>(await world.Submit(World.Holder, draft.Id, draft.Revision)))));
        Assert.That(submitted.Select(one => one.Reference), Is.EquivalentTo(Enumerable.Range(1, 12).Select(number => $"2026-{number:0000}")));
    }

    [Test]
    public async Task The_programme_version_of_the_first_deposit_is_kept()
    {
        await using var world = await World.Create(dialect);
        var submitted = await world.Submitted();
        var programmes = world.Database.Get<ProgrammeStore>();
        var programme = (await programmes.Find(world.Programme, default))!;
        var (revised, happened) = programme.Revise(programme.Settings with { ReviewDays = 20 }, world.Clock.GetUtcNow());
        Assert.That(await programmes.Revise(programme, revised, happened, World.Administrator.Actor(Roles.Administrator), default), Is.True);

        var sent = World.Value<DossierView>(await world.Correct(World.Officer, submitted.Id, submitted.Revision, new DateOnly(2026, 3, 20)));
        var again = World.Value<DossierView>(await world.Submit(World.Holder, sent.Id, sent.Revision));
        Assert.That(again.ProgrammeVersion, Is.EqualTo(1));
        Assert.That((await world.Submitted()).ProgrammeVersion, Is.EqualTo(2));
    }

    [Test]
    public async Task A_stale_revision_is_refused_and_changes_nothing()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        var edited = World.Value<DossierView>(await world.Edit(World.Holder, draft.Id, draft.Revision, world.Content() with { Title = "Premier" }));
        Assert.That(World.Code(await world.Edit(World.CoHolder, draft.Id, draft.Revision, world.Content())), Is.EqualTo("404 not-found"));
        Assert.That(World.Code(await world.Edit(World.Holder, draft.Id, draft.Revision, world.Content() with { Title = "Second" })), Is.EqualTo("409 stale"));
        Assert.That(World.Code(await world.Prepare(World.Holder, draft.Id, draft.Revision)), Is.EqualTo("409 stale"));
        Assert.That(World.Code(await world.Submit(World.Holder, draft.Id, draft.Revision)), Is.EqualTo("409 stale"));
        Assert.That((await world.View(draft.Id, World.Holder)).Content.Title, Is.EqualTo("Premier"));

        var submitted = World.Value<DossierView>(await world.Submit(World.Holder, edited.Id, edited.Revision));
        Assert.That(World.Code(await world.Admit(World.Officer, draft.Id, edited.Revision)), Is.EqualTo("409 stale"));
        Assert.That(World.Code(await world.Refuse(World.Officer, draft.Id, edited.Revision, "Non.")), Is.EqualTo("409 stale"));
        Assert.That(World.Code(await world.Correct(World.Officer, draft.Id, edited.Revision, new DateOnly(2026, 3, 20))), Is.EqualTo("409 stale"));
        Assert.That(World.Code(await world.Withdraw(World.Holder, draft.Id, edited.Revision)), Is.EqualTo("409 stale"));
        Assert.That((await world.View(draft.Id)).Revision, Is.EqualTo(submitted.Revision));
        Assert.That(await world.Told<DossierAdmitted>(), Is.Empty);
    }

    [Test]
    public async Task The_store_itself_refuses_the_second_of_two_changes_to_one_revision()
    {
        await using var world = await World.Create(dialect);
        var submitted = await world.Submitted();
        var was = (await world.Dossiers.Find(submitted.Id, Viewer.Of(World.Officer), default))!.Dossier;
        var (admitted, first) = was.Admit(Sample.Noon)!.Value;
        var (refused, second) = was.RefuseAdmission(["Non."], Sample.Noon)!.Value;
        Assert.That(await world.Dossiers.Save(was, admitted, DossierAction.Admitted, World.Officer.Actor(Roles.Office), default, first), Is.True);
        Assert.That(await world.Dossiers.Save(was, refused, DossierAction.AdmissionRefused, World.Officer.Actor(Roles.Office), default, second), Is.False);
        Assert.That((await world.View(submitted.Id)).Status, Is.EqualTo(DossierStatus.Admissible));
        Assert.That(await world.Told<DossierRefusedAdmission>(), Is.Empty);
    }

    [Test]
    public async Task A_repeated_action_says_what_the_status_is()
    {
        await using var world = await World.Create(dialect);
        var admitted = await world.Admissible();
        Assert.That(World.Code(await world.Admit(World.Officer, admitted.Id, admitted.Revision)), Is.EqualTo("409 dossier.not-admittable"));
        Assert.That(World.Code(await world.Submit(World.Holder, admitted.Id, admitted.Revision)), Is.EqualTo("409 dossier.not-submittable"));
        Assert.That(World.Code(await world.Prepare(World.Holder, admitted.Id, admitted.Revision)), Is.EqualTo("409 dossier.not-submittable"));
        Assert.That(World.Code(await world.Edit(World.Holder, admitted.Id, admitted.Revision, world.Content())), Is.EqualTo("409 dossier.not-editable"));
        Assert.That(World.Code(await world.Refuse(World.Officer, admitted.Id, admitted.Revision, "Non.")), Is.EqualTo("409 dossier.not-refusable"));
        var withdrawn = World.Value<DossierView>(await world.Withdraw(World.Holder, admitted.Id, admitted.Revision));
        Assert.That(World.Code(await world.Withdraw(World.Holder, admitted.Id, withdrawn.Revision)), Is.EqualTo("409 dossier.not-withdrawable"));
        Assert.That(World.Code(await world.Correct(World.Officer, admitted.Id, withdrawn.Revision, new DateOnly(2026, 3, 20))), Is.EqualTo("409 dossier.not-correctable"));
    }

    [Test]
    public async Task An_incomplete_dossier_is_not_taken_and_the_page_says_what_is_missing()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft(world.Content() with { Summary = null, Sectors = [] });
        var page = World.Value<PrepareSubmission.View>(await world.Prepare(World.Holder, draft.Id, draft.Revision));
        Assert.That(page.Missing.Select(one => one.Field), Is.EqualTo(new[] { "summary", "sectors" }));
        Assert.That(page.Ready, Is.False);
        Assert.That(page.ConfirmationShownAt, Is.Null);
        Assert.That(World.Code(await world.Submit(World.Holder, draft.Id, draft.Revision)), Is.EqualTo("422 dossier.incomplete"));
    }

    [Test]
    public async Task An_ineligible_dossier_is_not_taken()
    {
        await using var world = await World.Create(dialect);
        var call = await world.Publish(Sample.Terms("i-Démo régionalisé", new EligibilityRules(PartnersAtLeast: 3, SmeRequired: true)));
        var draft = await world.Draft(world.Content() with { CallId = call.Id });
        var lines = World.Value<ExplainEligibility.View>(await world.Eligibility(World.Holder, draft.Id));
        Assert.That(lines.Eligible, Is.False);
        Assert.That(lines.Lines.Select(line => (line.Rule, line.Result)), Is.EqualTo(new[] { ("partners-at-least", RuleResult.Missing), ("sme-required", RuleResult.Ok) }));
        var refused = await world.Submit(World.Holder, draft.Id, draft.Revision);
        Assert.That(World.Code(refused), Is.EqualTo("422 dossier.not-eligible"));
        Assert.That(((Hosting.Problem)refused).Details.Title, Does.Contain("partners-at-least").And.Not.Contain("sme-required"));
        Assert.That((await world.View(draft.Id, World.Holder)).Version, Is.Zero);
    }

    [Test]
    public async Task A_deposit_is_taken_from_the_opening_to_the_closing_by_the_servers_clock()
    {
        await using var world = await World.Create(dialect);
        var call = await world.Publish(Sample.Terms("ANR PRCE", opens: Sample.Noon.AddHours(1), closes: Sample.Noon.AddHours(2)));
        var content = world.Content() with { CallId = call.Id };
        var draft = await world.Draft(content);
        var other = await world.Draft(content);
        Assert.That(World.Code(await world.Submit(World.Holder, draft.Id, draft.Revision)), Is.EqualTo("409 dossier.call-not-open"));
        world.Clock.Advance(TimeSpan.FromHours(1));
        var taken = World.Value<DossierView>(await world.Submit(World.Holder, draft.Id, draft.Revision));
        Assert.That(taken.Late, Is.False);
        world.Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(World.Code(await world.Submit(World.Holder, other.Id, other.Revision)), Is.EqualTo("409 dossier.call-closed"));
    }

    [Test]
    public async Task A_deposit_prepared_before_the_closing_may_be_ten_minutes_late_and_is_marked()
    {
        await using var world = await World.Create(dialect);
        var call = await world.Publish(Sample.Terms("ANR PRCE", closes: Sample.Noon.AddMinutes(5)));
        var content = world.Content() with { CallId = call.Id };
        var drafts = new[] { await world.Draft(content), await world.Draft(content), await world.Draft(content), await world.Draft(content) };
        foreach (var draft in drafts[..3])
        {
            var page = World.Value<PrepareSubmission.View>(await world.Prepare(World.Holder, draft.Id, draft.Revision));
            Assert.That((page.Ready, page.ConfirmationShownAt, page.Revision), Is.EqualTo((true, (DateTimeOffset?)Sample.Noon, draft.Revision)));
            Assert.That(page.AcceptedUntil, Is.EqualTo(Sample.Noon.AddMinutes(15)));
        }

        world.Clock.Advance(TimeSpan.FromMinutes(15));
        var late = World.Value<DossierView>(await world.Submit(World.Holder, drafts[0].Id, drafts[0].Revision));
        Assert.That(late.Late, Is.True);
        Assert.That(World.Value<ShowDossierVersion.View>(await world.ShowVersion(World.Officer, late.Id, 1)).Late, Is.True);

        var edited = World.Value<DossierView>(await world.Edit(World.Holder, drafts[1].Id, drafts[1].Revision, content with { Title = "Retouché après l'heure" }));
        Assert.That(World.Code(await world.Submit(World.Holder, edited.Id, edited.Revision)), Is.EqualTo("409 dossier.call-closed"), "edited after the closing");
        Assert.That(World.Code(await world.Submit(World.Holder, drafts[3].Id, drafts[3].Revision)), Is.EqualTo("409 dossier.call-closed"), "never prepared");

        var tooLate = World.Value<PrepareSubmission.View>(await world.Prepare(World.Holder, drafts[3].Id, drafts[3].Revision));
        Assert.That((tooLate.Ready, tooLate.Deposit, tooLate.ConfirmationShownAt), Is.EqualTo((false, (DepositAnswer?)DepositAnswer.Closed, (DateTimeOffset?)null)));

        world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(World.Code(await world.Submit(World.Holder, drafts[2].Id, drafts[2].Revision)), Is.EqualTo("409 dossier.call-closed"), "past the grace");
    }

    [Test]
    public async Task A_correction_past_its_day_is_refused_with_the_day()
    {
        await using var world = await World.Create(dialect);
        var submitted = await world.Submitted();
        Assert.That(World.Code(await world.Correct(World.Officer, submitted.Id, submitted.Revision, new DateOnly(2026, 3, 11))), Is.EqualTo("422 dossier.due-day-past"));
        var sent = World.Value<DossierView>(await world.Correct(World.Officer, submitted.Id, submitted.Revision, new DateOnly(2026, 3, 20)));
        world.Clock.Set("2026-03-20T23:00:00Z");
        var refused = await world.Submit(World.Holder, sent.Id, sent.Revision);
        Assert.That(World.Code(refused), Is.EqualTo("409 dossier.correction-overdue"));
        Assert.That(((Hosting.Problem)refused).Details.Title, Does.Contain("20 March 2026"));
    }

    [Test]
    public async Task A_refused_admission_shows_its_reasons_to_the_holder()
    {
        await using var world = await World.Create(dialect);
        var submitted = await world.Submitted();
        await world.Refuse(World.Officer, submitted.Id, submitted.Revision, "Hors du territoire.", "Pas de partenaire.");
        Assert.That((await world.View(submitted.Id, World.Holder)).Reasons, Is.EqualTo(new[] { "Hors du territoire.", "Pas de partenaire." }));
        Assert.That((await world.Told<DossierRefusedAdmission>()).Single().DossierId, Is.EqualTo(submitted.Id));
    }

    [Test]
    public async Task The_history_tells_each_step_once()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        var edited = World.Value<DossierView>(await world.Edit(World.Holder, draft.Id, draft.Revision, world.Content() with { Title = "Autre" }));
        await world.Prepare(World.Holder, draft.Id, edited.Revision);
        var submitted = World.Value<DossierView>(await world.Submit(World.Holder, draft.Id, edited.Revision));
        var admitted = World.Value<DossierView>(await world.Admit(World.Officer, draft.Id, submitted.Revision));
        await world.Withdraw(World.Holder, draft.Id, admitted.Revision);
        var lines = World.Value<IReadOnlyList<HistoryLine>>(await world.History(World.Holder, draft.Id));
        Assert.That(lines.Select(line => (line.Action, line.Status, line.Version)), Is.EqualTo(new[]
        {
            (DossierAction.Started, DossierStatus.Draft, 0),
            (DossierAction.Submitted, DossierStatus.Submitted, 1),
            (DossierAction.Admitted, DossierStatus.Admissible, 1),
            (DossierAction.Withdrawn, DossierStatus.Withdrawn, 1),
        }));
    }

    [Test]
    public async Task A_draft_is_withdrawn_in_silence()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        Assert.That(World.Value<DossierView>(await world.Withdraw(World.Holder, draft.Id, draft.Revision)).Status, Is.EqualTo(DossierStatus.Withdrawn));
        Assert.That(await world.Told<DossierWithdrawn>(), Is.Empty);
        Assert.That(World.Code(await world.Show(World.Officer, draft.Id)), Is.EqualTo("404 not-found"));
    }

    [Test]
    public async Task A_duplicate_points_at_a_known_original_and_is_dismissed_again()
    {
        await using var world = await World.Create(dialect);
        await world.Database.Hear(new HistoryImported(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, Sample.Noon,
            [new PastDossier("CEP-2019-0007", "Lésion", new DateOnly(2019, 1, 2), "Organisme 77", "384574943")]));
        var first = await world.Submitted();
        var second = await world.Submitted();
        Assert.That(World.Code(await world.Confirm(World.Officer, second.Id, second.Revision, "2026-0099")), Is.EqualTo("422 dossier.unknown-original"));
        Assert.That(World.Code(await world.Confirm(World.Officer, second.Id, second.Revision, "2026-0002")), Is.EqualTo("422 dossier.duplicate-of-itself"));
        var confirmed = World.Value<DossierView>(await world.Confirm(World.Officer, second.Id, second.Revision, "2026-0001"));
        Assert.That((confirmed.DuplicateOf, confirmed.Status), Is.EqualTo(("2026-0001", DossierStatus.Submitted)));
        Assert.That(World.Code(await world.Confirm(World.Officer, second.Id, confirmed.Revision, "CEP-2019-0007")), Is.EqualTo("409 dossier.not-unmarked"));
        Assert.That(World.Code(await world.Confirm(World.Officer, first.Id, first.Revision, "2026-0002")), Is.EqualTo("422 dossier.original-is-duplicate"));
        var dismissed = World.Value<DossierView>(await world.Dismiss(World.Officer, second.Id, confirmed.Revision));
        Assert.That(dismissed.DuplicateOf, Is.Null);
        Assert.That(World.Code(await world.Dismiss(World.Officer, second.Id, dismissed.Revision)), Is.EqualTo("409 dossier.not-marked"));
        var past = World.Value<DossierView>(await world.Confirm(World.Officer, second.Id, dismissed.Revision, "CEP-2019-0007"));
        Assert.That(past.DuplicateOf, Is.EqualTo("CEP-2019-0007"));
        Assert.That((await world.Told<DuplicateConfirmed>()).Select(one => one.OriginalReference), Is.EqualTo(new[] { "2026-0001", "CEP-2019-0007" }));
        Assert.That(await world.Told<DuplicateDismissed>(), Has.Count.EqualTo(1));
    }

    static IEnumerable<TestCaseData> UnknownThings()
    {
        yield return Case("sectors[0]", "astrology", content => content with { Sectors = ["astrology"] });
        yield return Case("sectors[0]", "MedTech", content => content with { Sectors = ["MedTech"] });
        yield return Case("therapeuticAreas[1]", "luck", content => content with { TherapeuticAreas = ["cardiology", "luck"] });
        yield return Case("technologyAxes[0]", "magic", content => content with { TechnologyAxes = ["magic"] });
        yield return Case("lead.type", "guild", content => content with { Lead = content.Lead! with { Type = "guild" } });
        yield return Case("partners[0].region", "atlantis", content => content with { Partners = [content.Partners[0] with { Region = "atlantis" }] });
        yield return Case("lead.organisationId", "", content => content with { Lead = content.Lead! with { OrganisationId = Guid.CreateVersion7() } });
        yield return Case("programmeId", "", content => content with { ProgrammeId = Guid.CreateVersion7() });
        yield return Case("callId", "", content => content with { CallId = Guid.CreateVersion7() });
        yield return Case("coHolderIds", "", content => content with { CoHolderIds = [Guid.CreateVersion7()] });
        yield return Case("challengedPersonIds", "", content => content with { ChallengedPersonIds = [Sample.Expert, Guid.CreateVersion7()] });
        yield return Case("resubmitsDossierId", "", content => content with { ResubmitsDossierId = Guid.CreateVersion7(), WhatChanged = "Tout." });

        static TestCaseData Case(string field, string value, Func<DossierContent, DossierContent> change) => new(field, value, change);
    }

    [TestCaseSource(nameof(UnknownThings))]
    public async Task What_is_not_known_is_refused_by_field_and_value(string field, string value, Func<DossierContent, DossierContent> change)
    {
        await using var world = await World.Create(dialect);
        var refused = await world.Start(World.Holder, change(world.Content()));
        Assert.That(World.Code(refused), Is.EqualTo("422 dossier.unknown-value"));
        Assert.That(((Hosting.Problem)refused).Details.Title, Does.StartWith(field).And.Contain(value));
        Assert.That(World.Value<PageOf<DossierLine>>(await world.List(World.Holder)).Total, Is.Zero);
    }

    [Test]
    public async Task Nobody_is_holder_and_challenged_nor_holder_twice()
    {
        await using var world = await World.Create(dialect);
        Assert.That(World.Code(await world.Start(World.Holder, world.Content() with { ChallengedPersonIds = [Sample.Holder] })), Is.EqualTo("422 dossier.holder-challenged"));
        Assert.That(
            World.Code(await world.Start(World.Holder, world.Content() with { CoHolderIds = [Sample.CoHolder], ChallengedPersonIds = [Sample.CoHolder] })),
            Is.EqualTo("422 dossier.holder-challenged"));
        Assert.That(World.Code(await world.Start(World.Holder, world.Content() with { CoHolderIds = [Sample.Holder] })), Is.EqualTo("422 dossier.holder-twice"));
    }

    [Test]
    public async Task A_co_holder_who_edits_cannot_challenge_the_holder()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        Assert.That(
            World.Code(await world.Edit(World.CoHolder, draft.Id, draft.Revision, draft.Content with { ChallengedPersonIds = [Sample.Holder] })),
            Is.EqualTo("422 dossier.holder-challenged"));
    }

    static IEnumerable<TestCaseData> WrongShapes()
    {
        yield return Case("Content.Lead.Siren", content => content with { Lead = content.Lead! with { Siren = "732829321" } });
        yield return Case("Content.Partners[0].Siren", content => content with { Partners = [content.Partners[0] with { Siren = "12345678" }] });
        yield return Case("Content.Title", content => content with { Title = new string('x', 301) });
        yield return Case("Content.Acronym", content => content with { Acronym = new string('x', 31) });
        yield return Case("Content.Summary", content => content with { Summary = new string('x', 4_001) });
        yield return Case("Content.Objectives", content => content with { Objectives = new string('x', 20_001) });
        yield return Case("Content.Sectors", content => content with { Sectors = [.. Enumerable.Repeat("medtech", 51)] });
        yield return Case("Content.TrlTo", content => content with { TrlTo = 10 });
        yield return Case("Content.TotalBudgetEur", content => content with { TotalBudgetEur = -1 });
        yield return Case("Content.TotalBudgetEur", content => content with { TotalBudgetEur = 1.005m });
        yield return Case("Content.WorkPackages[0].StartMonth", content => content with { WorkPackages = [new WorkPackage("Avant", 0, 1, 0)] });

        static TestCaseData Case(string field, Func<DossierContent, DossierContent> change) => new(field, change);
    }

    [TestCaseSource(nameof(WrongShapes))]
    public async Task What_is_not_of_its_form_is_a_400_at_its_field(string field, Func<DossierContent, DossierContent> change)
    {
        await using var world = await World.Create(dialect);
        var refused = (ValidationProblem)await world.Start(World.Holder, change(world.Content()));
        Assert.That(refused.ProblemDetails.Errors.Keys, Is.EqualTo(new[] { string.Join('.', field.Split('.').Select(part => char.ToLowerInvariant(part[0]) + part[1..])) }));
    }

    [Test]
    public async Task An_organisation_that_is_chosen_brings_its_data_and_cannot_be_given_another_siren()
    {
        await using var world = await World.Create(dialect);
        var id = Guid.CreateVersion7();
        await world.Database.Hear(new OrganisationChanged(Guid.CreateVersion7(), id, 1, Sample.Noon, "Optique du Quai", "732829320", "sme", "bretagne", null));
        var draft = await world.Draft(world.Content() with { Lead = new Organisation(OrganisationId: id) });
        Assert.That(draft.Content.Lead, Is.EqualTo(new Organisation(id, "Optique du Quai", "732829320", "sme", "bretagne")));
        Assert.That(
            World.Code(await world.Start(World.Holder, world.Content() with { Lead = new Organisation(id, Siren: "384574943") })),
            Is.EqualTo("422 dossier.organisation-differs"));
    }

    [Test]
    public async Task A_resubmission_points_at_a_deposited_dossier_of_the_same_holder()
    {
        await using var world = await World.Create(dialect);
        var first = await world.Submitted();
        var draft = await world.Draft();
        var content = world.Content() with { WhatChanged = "Le partenaire clinique." };
        Assert.That(World.Code(await world.Start(World.Holder, content with { ResubmitsDossierId = draft.Id })), Is.EqualTo("422 dossier.unknown-value"));
        Assert.That(World.Code(await world.Start(World.Stranger, content with { ResubmitsDossierId = first.Id })), Is.EqualTo("422 dossier.unknown-value"));
        Assert.That(World.Code(await world.Edit(World.Holder, draft.Id, draft.Revision, content with { ResubmitsDossierId = draft.Id })), Is.EqualTo("422 dossier.unknown-value"));
        await world.Submitted(content with { ResubmitsDossierId = first.Id });
        Assert.That((await world.Told<DossierSubmitted>()).Last().ResubmitsDossierId, Is.EqualTo(first.Id));
    }

    [Test]
    public async Task A_deposited_dossier_stays_in_its_programme()
    {
        await using var world = await World.Create(dialect);
        var idea = (await world.Database.Get<ProgrammeStore>().All(default)).Single(programme => programme.Code == "idea-label").Id;
        var submitted = await world.Submitted();
        var sent = World.Value<DossierView>(await world.Correct(World.Officer, submitted.Id, submitted.Revision, new DateOnly(2026, 3, 20)));
        Assert.That(World.Code(await world.Edit(World.Holder, sent.Id, sent.Revision, world.Content() with { ProgrammeId = idea })), Is.EqualTo("422 dossier.programme-fixed"));
    }
}
