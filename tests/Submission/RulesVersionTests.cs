using System.Globalization;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Planning;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Tests;

/// <summary>Rules of calls and programmes at their versions, and which of them a dossier is judged by.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class RulesVersionTests(Dialect dialect)
{
    static async Task<Call> Change(World world, Call call, CallTerms terms)
    {
        var (changed, happened) = call.Change(terms, world.Clock.GetUtcNow());
        Assert.That(await world.Database.Get<CallStore>().Save(call, changed, happened, World.Officer.Actor(Roles.Office), default), Is.True);
        return changed;
    }

    static async Task<ExplainEligibility.View> Judged(World world, Caller caller, Guid id) => World.Value<ExplainEligibility.View>(await world.Eligibility(caller, id));

    [Test]
    public async Task Every_change_of_the_rules_or_of_the_closing_makes_a_version_and_no_other_change_does()
    {
        await using var world = await World.Create(dialect);
        var first = world.Call;
        var other = await Change(world, first, first.Terms with { EnvelopeEur = 1, Rules = new EligibilityRules() });
        var rules = await Change(world, other, other.Terms with { Rules = new EligibilityRules(SmeRequired: true, Themes: ["imaging"]) });
        var same = await Change(world, rules, rules.Terms with { Rules = new EligibilityRules(SmeRequired: true, Themes: ["imaging"]) });
        var closing = await Change(world, same, same.Terms with { ClosesAt = same.Terms.ClosesAt.AddDays(1) });

        Assert.That(new[] { first, other, rules, same, closing }.Select(call => call.RulesVersion), Is.EqualTo(new[] { 1, 1, 2, 2, 3 }));
        var kept = await world.Database.Get<CallStore>().RulesVersions(first.Id, default);
        Assert.That(kept.Select(version => (version.Version, version.Rules.SmeRequired, version.ClosesAt)), Is.EqualTo(new[]
        {
            (3, true, closing.Terms.ClosesAt), (2, true, first.Terms.ClosesAt), (1, false, first.Terms.ClosesAt),
        }));
    }

    [Test]
    public async Task A_deposited_dossier_is_judged_by_the_rules_it_was_deposited_under_for_the_office_too_and_a_draft_by_those_in_force()
    {
        await using var world = await World.Create(dialect);
        var deposited = await world.Submitted();
        var draft = await world.Draft();
        await Change(world, world.Call, world.Call.Terms with { Rules = new EligibilityRules(PartnersAtLeast: 9) });

        Assert.That((await Judged(world, World.Holder, draft.Id)) is { Eligible: false, CallRulesVersion: 2 });
        foreach (var caller in new[] { World.Holder, World.Officer })
        {
            Assert.That((await Judged(world, caller, deposited.Id)) is { Eligible: true, CallRulesVersion: 1, Lines.Count: 0 });
        }

        Assert.That((await world.View(deposited.Id)).CallRulesVersion, Is.EqualTo(1));
    }

    [Test]
    public async Task A_correction_for_the_same_call_keeps_its_rules_and_one_for_another_call_takes_those_in_force()
    {
        await using var world = await World.Create(dialect);
        var other = await world.Publish(Sample.Terms("Another", new EligibilityRules(SmeRequired: true)));
        other = await Change(world, other, other.Terms with { Rules = new EligibilityRules(LaboratoryRequired: true) });
        var submitted = await world.Submitted();
        await Change(world, world.Call, world.Call.Terms with { Rules = new EligibilityRules(PartnersAtLeast: 9) });

        var back = World.Value<DossierView>(await world.Correct(World.Officer, submitted.Id, submitted.Revision, new DateOnly(2026, 4, 1)));
        var again = World.Value<DossierView>(await world.Submit(World.Holder, back.Id, back.Revision));
        Assert.That((again.Version, again.CallRulesVersion), Is.EqualTo((2, 1)));

        back = World.Value<DossierView>(await world.Correct(World.Officer, again.Id, again.Revision, new DateOnly(2026, 4, 1)));
        var turned = World.Value<DossierView>(await world.Edit(World.Holder, back.Id, back.Revision, back.Content with { CallId = other.Id }));
        Assert.That((await Judged(world, World.Holder, back.Id)).Lines.Select(line => line.Rule), Is.EqualTo(new[] { "laboratory-required" }));
        Assert.That(World.Value<DossierView>(await world.Submit(World.Holder, turned.Id, turned.Revision)).CallRulesVersion, Is.EqualTo(2));
    }

    [Test]
    public async Task A_deposit_is_judged_by_the_programme_as_well_and_keeps_its_version()
    {
        await using var world = await World.Create(dialect);
        var programmes = world.Database.Get<ProgrammeStore>();
        var deposited = await world.Submitted();
        var draft = await world.Draft();
        var programme = (await programmes.Find(world.Programme, default))!;
        var (revised, happened) = programme.Revise(programme.Settings with { Rules = new EligibilityRules(TerritoryShareAtLeast: 60) }, world.Clock.GetUtcNow());
        Assert.That(await programmes.Revise(programme, revised, happened, World.Administrator.Actor(Roles.Administrator), default), Is.True);

        Assert.That(World.Code(await world.Submit(World.Holder, draft.Id, draft.Revision)), Is.EqualTo("422 dossier.not-eligible"));
        var line = (await Judged(world, World.Holder, draft.Id)).Lines.Single();
        Assert.That((line.Rule, line.Source), Is.EqualTo(("territory-share", RuleSource.Programme)));
        Assert.That((await Judged(world, World.Officer, deposited.Id)) is { Eligible: true, ProgrammeVersion: 1 });
        var met = World.Value<DossierView>(await world.Edit(World.Holder, draft.Id, draft.Revision, draft.Content with { TerritorySharePercent = 60 }));
        Assert.That(World.Value<DossierView>(await world.Submit(World.Holder, met.Id, met.Revision)).ProgrammeVersion, Is.EqualTo(2));
    }

    [Test]
    public async Task A_programme_revised_by_who_does_not_speak_of_rules_keeps_them()
    {
        await using var world = await World.Create(dialect);
        var (programmes, vocabularies) = (world.Database.Get<ProgrammeStore>(), world.Database.Get<VocabularyStore>());
        var grid = (await programmes.Find(world.Programme, default))!.Settings.Grid;
        ReviseProgramme.Request Next(int version, EligibilityRules? rules) => new(
            version, "project-label", "Project label", "Label projet", Award.ProjectLabel, 3, true, false, 10, 0.5m, 24, grid, rules);
        Task<Results<Created<ProgrammeView>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Revise(ReviseProgramme.Request request) =>
            ReviseProgramme.Handle(world.Programme, request, programmes, vocabularies, World.Administrator, world.Clock, default);

        await Revise(Next(1, new EligibilityRules(AgeUnder: 45, YearsPerMaternityLeave: 1)));
        var view = World.Value<ProgrammeView>((await Revise(Next(2, null))).Result);
        Assert.That(view.Rules, Is.EqualTo(new EligibilityRules(AgeUnder: 45, YearsPerMaternityLeave: 1)));
        Assert.That(World.Code((await Revise(Next(3, new EligibilityRules(Themes: ["no-such-theme"])))).Result), Is.EqualTo("422 programme.unknown-theme"));
        Assert.That(World.Code((await Revise(Next(3, new EligibilityRules(YearsPerMaternityLeave: 1)))).Result), Is.EqualTo("422 programme.extension-without-age"));
        Assert.That(World.Code((await Revise(Next(3, new EligibilityRules(BudgetFromEur: 2, BudgetToEur: 1)))).Result), Is.EqualTo("422 programme.rules-exclude-everything"));
    }

    [Test]
    public async Task The_calls_that_fit_are_the_open_ones_each_with_its_answer()
    {
        await using var world = await World.Create(dialect);
        await world.Publish(Sample.Terms("One more", new EligibilityRules(PartnersAtLeast: 3)));
        await world.Publish(Sample.Terms("Two more", new EligibilityRules(BudgetFromEur: 9_000_000m, TerritoryShareAtLeast: 50)));
        await world.Publish(Sample.Terms("Over", opens: Sample.Noon.AddDays(-20), closes: Sample.Noon));
        await world.Publish(Sample.Terms("To come", opens: Sample.Noon.AddDays(1)));
        var draft = await world.Draft();

        var view = World.Value<ShowFittingCalls.View>((await ShowFittingCalls.Handle(draft.Id, world.Dossiers, world.Database.Get<CallStore>(), World.Holder, world.Clock, default)).Result);

        Assert.That(view.Calls.Select(line => (line.Code, line.Fit)), Is.EqualTo(new[]
        {
            ("i-Nov 2026", Fit.Fits), ("One more", Fit.AfterOneChange), ("Two more", Fit.No),
        }));
        Assert.That(view.Calls[1].ChangeEnglish, Is.EqualTo("Add a partner"));
        Assert.That(view.Calls[2].Missing.Select(line => line.Rule), Is.EqualTo(new[] { "budget-from", "territory-share" }));
        Assert.That(World.Code((await ShowFittingCalls.Handle(draft.Id, world.Dossiers, world.Database.Get<CallStore>(), World.Stranger, world.Clock, default)).Result), Is.EqualTo("404 not-found"));
    }

    static Typed Chosen(long revision, Guid call) => Typed.Of(new Dictionary<string, string?> { ["revision"] = $"{revision}", ["callId"] = $"{call}" });

    Task<Results<SeeOther, RazorComponentResult<FittingCallsPage>, NotFoundProblem, ForbiddenProblem>> Choose(World world, Caller caller, Guid id, Typed typed) =>
        ShowFittingCalls.Choose(id, typed, world.Dossiers, world.Database.Get<CallStore>(), world.Database.Get<VocabularyStore>(), world.Database.Get<NamedThings>(), caller, world.Clock, default);

    [Test]
    public async Task A_call_is_chosen_from_the_list_by_its_holder_at_the_revision_that_was_read()
    {
        await using var world = await World.Create(dialect);
        var other = await world.Publish(Sample.Terms("Another"));
        var draft = await world.Draft();

        Assert.That(((await Choose(world, World.Holder, draft.Id, Chosen(draft.Revision, other.Id))).Result as SeeOther)?.Path, Is.EqualTo($"/dossiers/{draft.Id}"));
        Assert.That((await world.View(draft.Id, World.Holder)).Content, Has.Property("CallId").EqualTo(other.Id).And.Property("Title").EqualTo(draft.Content.Title));
        Assert.That(((await Choose(world, World.Holder, draft.Id, Chosen(draft.Revision, world.Call.Id))).Result as RazorComponentResult<FittingCallsPage>)?.StatusCode, Is.EqualTo(409), "read before");
        Assert.That((await Choose(world, World.Stranger, draft.Id, Chosen(2, world.Call.Id))).Result, Is.TypeOf<NotFoundProblem>());
        var submitted = await world.Submitted();
        Assert.That((await Choose(world, World.Officer, submitted.Id, Chosen(submitted.Revision, other.Id))).Result, Is.TypeOf<ForbiddenProblem>());
        Assert.That((await world.View(submitted.Id)).Content.CallId, Is.EqualTo(world.Call.Id));
    }

    [Test]
    public async Task A_replan_moves_the_plan_to_the_day_agreed_until_a_later_word()
    {
        await using var world = await World.Create(dialect);
        var dossier = await world.Admissible();
        async Task<BackPlan> Plan() => World.Value<ShowPlan.View>(
            (await ShowPlan.Handle(dossier.Id, world.Dossiers, world.Database.Get<PlanReader>(), World.Holder, world.Clock, default)).Result).Plan!;
        InterviewConcluded Concluded(long sequence, InterviewRecommendation recommendation, DateOnly? to) => new(
            Guid.CreateVersion7(), dossier.Id, sequence, Sample.Noon, Guid.CreateVersion7(), Sample.Expert, 1, recommendation, to, null);

        Assert.That((await Plan()).Target.Kind, Is.EqualTo(TargetKind.Closing));
        await world.Database.Hear(Concluded(2, InterviewRecommendation.Replan, new DateOnly(2026, 9, 15)));
        await world.Database.Hear(Concluded(1, InterviewRecommendation.Replan, new DateOnly(2026, 7, 1)));
        Assert.That((await Plan()) is { Target: { Kind: TargetKind.Replanned, Day: { Month: 9 } }, Next.Step: PlanStep.Interview });
        await world.Database.Hear(Concluded(3, InterviewRecommendation.Proceed, null));
        Assert.That((await Plan()) is { Target.Kind: TargetKind.Closing, Next.Step: PlanStep.Session });
    }

    [Test]
    public async Task That_reviews_began_shows_in_no_plan()
    {
        await using var world = await World.Create(dialect);
        var dossier = await world.Admissible();
        async Task<string> Plan() => Json.Write(World.Value<ShowPlan.View>(
            (await ShowPlan.Handle(dossier.Id, world.Dossiers, world.Database.Get<PlanReader>(), World.Holder, world.Clock, default)).Result).Plan!);
        await world.Database.Hear(new InterviewWaived(Guid.CreateVersion7(), dossier.Id, 1, Sample.Noon));
        var before = await Plan();
        await world.Database.Hear(new ExpertAssigned(Guid.CreateVersion7(), dossier.Id, 1, Sample.Noon, Sample.Expert));
        Assert.That(await Plan(), Is.EqualTo(before));
    }

    // 25 October 2026: 02:30 comes twice. 29 March 2026: 02:30 is skipped.
    [TestCase("closesAt", "2026-10-25T02:30", "en", "That hour comes twice in Paris")]
    [TestCase("closesAt", "2026-10-25T02:30", "fr", "Cette heure passe deux fois à Paris")]
    [TestCase("closesAt", "2026-03-29T02:30", "en", "That hour does not exist in Paris")]
    [TestCase("opensAt", "2026-03-29T02:30", "fr", "Cette heure n'existe pas à Paris")]
    [TestCase("cutOffs", "2026-10-25 02:30", "en", "2026-10-25 02:30: That hour comes twice in Paris")]
    public async Task An_hour_that_the_clock_repeats_or_skips_is_refused_beside_its_field_and_what_was_typed_is_kept(string field, string typed, string language, string said)
    {
        await using var world = await World.Create(dialect);
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            var form = new Dictionary<string, string?>
            {
                ["revision"] = "1",
                ["opensAt"] = "2026-01-05T09:00",
                ["closesAt"] = "2026-12-01T12:00",
                ["envelopeEur"] = "123",
                [field] = typed,
            };
            var answer = await ChangeCall.HandleForm(
                world.Call.Id, Typed.Of(form), world.Database.Get<CallStore>(), world.Database.Get<VocabularyStore>(), World.Officer, world.Clock, default);

            var page = (RazorComponentResult<CallFormPage>)answer.Result;
            Assert.That(page.StatusCode, Is.EqualTo(400));
            Assert.That(((FieldErrors)page.Parameters["Errors"]!).Of(field), Does.StartWith(said));
            Assert.That(((Typed)page.Parameters["Typed"]!)[field], Is.EqualTo(typed));
            Assert.That(((Typed)page.Parameters["Typed"]!)["envelopeEur"], Is.EqualTo("123"));
            Assert.That((await world.Database.Get<CallStore>().Find(world.Call.Id, default))!.Revision, Is.EqualTo(1));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Test]
    public async Task A_call_saved_from_its_form_as_it_came_keeps_its_seconds_and_its_rules()
    {
        await using var world = await World.Create(dialect);
        var call = await world.Publish(Sample.Terms("Exactly", new EligibilityRules(
            PartnersAtLeast: 2, PartnersAtMost: 5, SmeRequired: true, LaboratoryRequired: true, BudgetFromEur: 1.5m, BudgetToEur: 4_000_000m, DurationFromMonths: 12, DurationToMonths: 36,
            TerritoryShareAtLeast: 60, Themes: ["imaging"], AgeUnder: 45, YearsPerMaternityLeave: 1, TurnoverAtLeastEur: 500_000m, ClinicalPhaseAtLeast: "1A"),
            closes: new DateTimeOffset(2026, 6, 30, 21, 59, 59, TimeSpan.Zero)));

        var answer = await ChangeCall.HandleForm(call.Id, CallForm.Of(call), world.Database.Get<CallStore>(), world.Database.Get<VocabularyStore>(), World.Officer, world.Clock, default);

        Assert.That(answer.Result, Is.TypeOf<SeeOther>());
        var saved = (await world.Database.Get<CallStore>().Find(call.Id, default))!;
        Assert.That((saved.Revision, saved.RulesVersion, saved.Terms.ClosesAt), Is.EqualTo((2L, 1, call.Terms.ClosesAt)));
    }

    [Test]
    public async Task What_changed_between_versions_is_said_rule_by_rule()
    {
        await using var world = await World.Create(dialect);
        var words = VocabularyWords.Of(await world.Database.Get<VocabularyStore>().All(default));
        var changes = RuleWords.Changes(
            RuleWords.Of(new EligibilityRules(PartnersAtLeast: 2, SmeRequired: true), words),
            RuleWords.Of(new EligibilityRules(PartnersAtLeast: 3, Themes: ["imaging"]), words));
        Assert.That(changes.Select(change => (change.Before is null, change.Now is null)), Is.EqualTo(new[] { (false, false), (false, true), (true, false) }));
        Assert.That(RuleWords.Changes(RuleWords.Of(new EligibilityRules(AgeUnder: 45), words), RuleWords.Of(new EligibilityRules(AgeUnder: 45), words)), Is.Empty);
    }
}
