using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Tests;

/// <summary>Vocabularies, programmes, calls and what a new installation begins with.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class CatalogueTests(Dialect dialect)
{
    static readonly Criterion[] Grid = [new("scientific-quality", "Scientific quality", "Qualité scientifique", 1, 3, false)];

    static PublishProgramme.Request NewProgramme(string code = "product-label") =>
        new(code, "Product label", "Label produit", Award.ProductLabel, 2, false, true, 15, 0.6m, 36, Grid);

    static ReviseProgramme.Request NextVersion(int version, string code = "product-label", Award award = Award.ProductLabel) =>
        new(version, code, "Product label", "Label produit", award, 4, true, false, 20, 0.5m, 24, Grid);

    static PublishCall.Request NewCall(string code = "PM'up 2026", string body = "Region", string opens = "2026-04-01T09:00+02:00", string closes = "2026-06-30T12:00+02:00", string zone = "Europe/Paris") =>
        new(code, body, DateTimeOffset.Parse(opens), DateTimeOffset.Parse(closes), zone);

    static async Task<IResult> Publish(World world, PublishCall.Request request) =>
        (await PublishCall.Handle(request, world.Database.Get<CallStore>(), world.Database.Get<VocabularyStore>(), World.Officer, world.Clock, default)).Result;

    static async Task<IResult> Change(World world, Guid id, ChangeCall.Request request) =>
        (await ChangeCall.Handle(id, request, world.Database.Get<CallStore>(), world.Database.Get<VocabularyStore>(), World.Officer, world.Clock, default)).Result;

    [Test]
    public async Task Seeds_are_planted_once_and_published()
    {
        await using var world = await World.Create(dialect);
        var told = await world.Database.Events();
        await Seeds.Plant(world.Database.Database, default);
        await Task.WhenAll(Seeds.Plant(world.Database.Database, default), Seeds.Plant(world.Database.Database, default));
        Assert.That((await world.Database.Events()).Count, Is.EqualTo(told.Count));

        var vocabularies = (await ListVocabularies.Handle(world.Database.Get<VocabularyStore>(), default)).Value!;
        Assert.That(vocabularies.Select(one => one.Name), Is.EqualTo(new[] { "sector", "therapeutic-area", "technology-axis", "organisation-type", "region", "funding-body" }));
        Assert.That(vocabularies[0].Values.Select(value => value.Code), Is.EquivalentTo(new[] { "biotech-pharma", "medtech", "dm-div", "e-health" }));
        Assert.That(told.OfType<VocabularyChanged>().Count(), Is.EqualTo(vocabularies.Sum(one => one.Values.Count)));

        var project = told.OfType<ProgrammePublished>().Single(programme => programme.Code == "project-label");
        Assert.Multiple(() =>
        {
            Assert.That((project.Version, project.Award, project.ExpertsPerDossier, project.InterviewRequired, project.ReviewDays), Is.EqualTo((1, Award.ProjectLabel, 3, true, 10)));
            Assert.That((project.QuorumShare, project.ValidityMonths), Is.EqualTo((0.5m, 24)));
            Assert.That(project.Grid.Select(criterion => (criterion.Code, criterion.DigitalOnly)), Is.EqualTo(new[]
            {
                ("industrial-interest", false), ("scientific-quality", false), ("probability-of-success", false),
                ("medical-need", true), ("data-quality", true), ("regulation-and-ethics", true), ("business-model", true), ("clinical-validation", true),
            }));
            Assert.That(project.Grid, Has.All.Property("Weight").EqualTo(1m).And.All.Property("Threshold").EqualTo(3m));
            Assert.That(told.OfType<ProgrammePublished>().Select(programme => programme.Code), Is.EquivalentTo(new[] { "project-label", "idea-label", "prize", "start-up-accelerator" }));
        });
    }

    [Test]
    public async Task A_call_says_to_which_plan_it_belongs_and_whoever_hears_of_it_learns_it()
    {
        await using var world = await World.Create(dialect);
        var call = World.Value<CallView>(await Publish(world, NewCall() with { Plan = " France 2030 " }));
        Assert.That(call.Plan, Is.EqualTo("France 2030"));
        var changed = World.Value<CallView>(await Change(world, call.Id, Same(call) with { Plan = "Horizon Europe" }));
        Assert.That((await world.Database.Get<CallStore>().Find(call.Id, default))!.Terms.Plan, Is.EqualTo("Horizon Europe"));
        await Change(world, call.Id, Same(changed) with { Plan = " " });
        Assert.That((await world.Told<CallPublished>()).Where(told => told.CallId == call.Id).Select(told => told.Plan), Is.EqualTo(new[] { "France 2030", "Horizon Europe", null }));
        Assert.That(CallForm.Of(Call.Publish((NewCall() with { Plan = "France 2030" }).Terms(), world.Clock.GetUtcNow()).Item1)["plan"], Is.EqualTo("France 2030"));
        foreach (var plan in new[] { "two\nlines", new string('x', CallTermsRules.PlanLength + 1) })
            Assert.That(World.Code(await Publish(world, NewCall("Other") with { Plan = plan })), Is.EqualTo("400"));

        static ChangeCall.Request Same(CallView call) => new(call.Revision, call.Code, call.FundingBody, call.OpensAt, call.ClosesAt, call.TimeZone);
    }

    [Test]
    public async Task A_value_is_added_once_and_can_be_used_at_once()
    {
        await using var world = await World.Create(dialect);
        var vocabularies = world.Database.Get<VocabularyStore>();
        Task<Results<Created<VocabularyValue>, ValidationProblem, Hosting.NotFoundProblem, Hosting.ConflictProblem>> Add(string vocabulary, string code) =>
            AddVocabularyValue.Handle(vocabulary, new(code, "Wellness", "Bien-être"), vocabularies, World.Administrator, world.Clock, default);
        Assert.That(World.Code((await Add("sector", "wellness")).Result), Is.EqualTo("201"));
        Assert.That(World.Code((await Add("sector", "wellness")).Result), Is.EqualTo("409 vocabulary.value-exists"));
        Assert.That(World.Code((await Add("sector", "Wellness")).Result), Is.EqualTo("409 vocabulary.value-exists"));
        Assert.That(World.Code((await Add("region", "wellness")).Result), Is.EqualTo("201"));
        Assert.That(World.Code((await Add("colour", "red")).Result), Is.EqualTo("404 not-found"));
        foreach (var code in new[] { "", " ", "a|b", "a,b", "a;b", "line\nbreak", " led", "trail ", new string('x', 101) })
        {
            Assert.That(World.Code((await Add("sector", code)).Result), Is.EqualTo("400"), code);
        }

        Assert.That((await world.Told<VocabularyChanged>()).Count(value => value.Code == "wellness"), Is.EqualTo(2));
        await world.Draft(world.Content() with { Sectors = ["wellness"] });
    }

    [Test]
    public async Task A_programme_is_versioned_and_old_versions_stay_readable()
    {
        await using var world = await World.Create(dialect);
        var programmes = world.Database.Get<ProgrammeStore>();
        var first = World.Value<ProgrammeView>((await PublishProgramme.Handle(NewProgramme(), programmes, world.Database.Get<VocabularyStore>(), World.Administrator, world.Clock, default)).Result);
        Assert.That(World.Code((await PublishProgramme.Handle(NewProgramme(), programmes, world.Database.Get<VocabularyStore>(), World.Administrator, world.Clock, default)).Result), Is.EqualTo("409 programme.code-taken"));
        var second = World.Value<ProgrammeView>((await ReviseProgramme.Handle(first.Id, NextVersion(1), programmes, world.Database.Get<VocabularyStore>(), World.Administrator, world.Clock, default)).Result);
        Assert.That(World.Code((await ReviseProgramme.Handle(first.Id, NextVersion(1), programmes, world.Database.Get<VocabularyStore>(), World.Administrator, world.Clock, default)).Result), Is.EqualTo("409 stale"));
        Assert.That(World.Code((await ReviseProgramme.Handle(Guid.CreateVersion7(), NextVersion(1), programmes, world.Database.Get<VocabularyStore>(), World.Administrator, world.Clock, default)).Result), Is.EqualTo("404 not-found"));
        Assert.That(World.Code((await ReviseProgramme.Handle(first.Id, NextVersion(2, "other"), programmes, world.Database.Get<VocabularyStore>(), World.Administrator, world.Clock, default)).Result), Is.EqualTo("422 programme.identity-fixed"));
        Assert.That(
            World.Code((await ReviseProgramme.Handle(first.Id, NextVersion(2, award: Award.Prize), programmes, world.Database.Get<VocabularyStore>(), World.Administrator, world.Clock, default)).Result),
            Is.EqualTo("422 programme.identity-fixed"));
        Assert.That((second.Version, second.ReviewDays), Is.EqualTo((2, 20)));
        Assert.That(World.Value<ProgrammeView>((await ShowProgramme.Handle(first.Id, programmes, default)).Result).ReviewDays, Is.EqualTo(20));
        Assert.That(World.Value<ProgrammeView>((await ShowProgramme.Handle(first.Id, programmes, default, 1)).Result).ReviewDays, Is.EqualTo(15));
        Assert.That(World.Code((await ShowProgramme.Handle(first.Id, programmes, default, 3)).Result), Is.EqualTo("404 not-found"));
        Assert.That((await ListProgrammes.Handle(programmes, default)).Value!.Select(programme => (programme.Code, programme.Version)), Is.EquivalentTo(new[]
        {
            ("idea-label", 1), ("prize", 1), ("product-label", 2), ("project-label", 1), ("start-up-accelerator", 1),
        }));
        Assert.That((await world.Told<ProgrammePublished>()).Where(one => one.ProgrammeId == first.Id).Select(one => (one.Version, one.Sequence)), Is.EqualTo(new[] { (1, 1L), (2, 2L) }));
    }

    [Test]
    public async Task Two_versions_of_one_programme_at_the_same_moment_do_not_both_pass()
    {
        await using var world = await World.Create(dialect);
        var programmes = world.Database.Get<ProgrammeStore>();
        var was = (await programmes.Find(world.Programme, default))!;
        var (now, happened) = was.Revise(was.Settings with { ReviewDays = 11 }, world.Clock.GetUtcNow());
        Assert.That(await programmes.Revise(was, now, happened, World.Administrator.Actor(Roles.Administrator), default), Is.True);
        Assert.That(await programmes.Revise(was, now, happened with { EventId = Guid.CreateVersion7() }, World.Administrator.Actor(Roles.Administrator), default), Is.False);
    }

    static IEnumerable<TestCaseData> WrongProgrammes()
    {
        var right = NewProgramme();
        yield return new TestCaseData("code", right with { Code = "Product Label" });
        yield return new TestCaseData("french", right with { French = "" });
        yield return new TestCaseData("award", right with { Award = (Award)42 });
        yield return new TestCaseData("expertsPerDossier", right with { ExpertsPerDossier = 0 });
        yield return new TestCaseData("reviewDays", right with { ReviewDays = 366 });
        yield return new TestCaseData("quorumShare", right with { QuorumShare = 0 });
        yield return new TestCaseData("quorumShare", right with { QuorumShare = 1.1m });
        yield return new TestCaseData("validityMonths", right with { ValidityMonths = 0 });
        yield return new TestCaseData("winners", right with { Winners = 0 });
        yield return new TestCaseData("grid", right with { Grid = [] });
        yield return new TestCaseData("grid", right with { Grid = [Grid[0], Grid[0]] });
        yield return new TestCaseData("grid[0]", right with { Grid = [null!] });
        yield return new TestCaseData("grid[0].weight", right with { Grid = [Grid[0] with { Weight = 0 }] });
        yield return new TestCaseData("grid[0].threshold", right with { Grid = [Grid[0] with { Threshold = 5.5m }] });
    }

    [TestCaseSource(nameof(WrongProgrammes))]
    public async Task A_programme_out_of_shape_is_a_400_at_its_field(string field, PublishProgramme.Request request)
    {
        await using var world = await World.Create(dialect);
        var refused = (ValidationProblem)(await PublishProgramme.Handle(request, world.Database.Get<ProgrammeStore>(), world.Database.Get<VocabularyStore>(), World.Administrator, world.Clock, default)).Result;
        Assert.That(refused.ProblemDetails.Errors.Keys, Is.EqualTo(new[] { field }));
    }

    [Test]
    public async Task A_call_is_published_with_its_instants_in_its_own_zone()
    {
        await using var world = await World.Create(dialect);
        var call = World.Value<CallView>(await Publish(world, NewCall() with { CutOffs = [DateTimeOffset.Parse("2026-05-15T10:00:00Z")], Rules = new EligibilityRules(PartnersAtLeast: 2, SmeRequired: true), EnvelopeEur = 75_000_000m }));
        var shown = World.Value<CallView>((await ShowCall.Handle(call.Id, world.Database.Get<CallStore>(), default)).Result);
        Assert.That(Json.Write(shown), Is.EqualTo(Json.Write(call)));
        Assert.Multiple(() =>
        {
            Assert.That(shown.ClosesAt.ToString("yyyy-MM-dd'T'HH:mmzzz"), Is.EqualTo("2026-06-30T12:00+02:00"));
            Assert.That(shown.CutOffs.Single().ToString("yyyy-MM-dd'T'HH:mmzzz"), Is.EqualTo("2026-05-15T12:00+02:00"));
            Assert.That(shown.Rules, Is.EqualTo(new EligibilityRules(PartnersAtLeast: 2, SmeRequired: true)));
            Assert.That(shown.EnvelopeEur, Is.EqualTo(75_000_000m));
        });
        Assert.That((await world.Told<CallPublished>()).Last(), Has.Property("CallId").EqualTo(call.Id).And.Property("Code").EqualTo("PM'up 2026"));
        Assert.That(World.Code(await Publish(world, NewCall("pm'UP 2026"))), Is.EqualTo("409 call.code-taken"));
        Assert.That((await ListCalls.Handle(world.Database.Get<CallStore>(), default)).Value!.Select(one => one.Code), Is.EqualTo(new[] { "PM'up 2026", "i-Nov 2026" }).Or.EqualTo(new[] { "i-Nov 2026", "PM'up 2026" }));
    }

    static IEnumerable<TestCaseData> Contradictions()
    {
        yield return new TestCaseData("422 call.unknown-funding-body", NewCall(body: "Mécène"));
        yield return new TestCaseData("422 call.unknown-time-zone", NewCall(zone: "Europe/Lutece"));
        yield return new TestCaseData("422 call.unknown-time-zone", NewCall(zone: "Romance Standard Time"));
        yield return new TestCaseData("422 call.offset-not-of-zone", NewCall(closes: "2026-06-30T12:00+01:00"));
        yield return new TestCaseData("422 call.offset-not-of-zone", NewCall(opens: "2026-01-15T09:00+02:00"));
        yield return new TestCaseData("422 call.out-of-order", NewCall(closes: "2026-04-01T09:00+02:00"));
        yield return new TestCaseData("422 call.out-of-order", NewCall() with { CutOffs = [DateTimeOffset.Parse("2026-07-01T10:00:00Z")] });
        yield return new TestCaseData("422 call.out-of-order", NewCall() with { CutOffs = [DateTimeOffset.Parse("2026-05-02T10:00:00Z"), DateTimeOffset.Parse("2026-05-01T10:00:00Z")] });
        yield return new TestCaseData("422 call.rules-exclude-everything", NewCall() with { Rules = new EligibilityRules(PartnersAtLeast: 3, PartnersAtMost: 2) });
        yield return new TestCaseData("422 call.rules-exclude-everything", NewCall() with { Rules = new EligibilityRules(BudgetFromEur: 2, BudgetToEur: 1) });
        yield return new TestCaseData("400", NewCall(code: ""));
        yield return new TestCaseData("400", NewCall() with { EnvelopeEur = -1 });
        yield return new TestCaseData("400", NewCall(opens: "0001-01-01T00:00:00Z"));
        yield return new TestCaseData("400", NewCall(closes: "9999-12-31T23:59:59Z"));
        yield return new TestCaseData("400", NewCall() with { AnnouncedOn = new DateOnly(9999, 12, 31) });
        yield return new TestCaseData("400", NewCall() with { Rules = new EligibilityRules(PartnersAtLeast: 0) });
    }

    [TestCaseSource(nameof(Contradictions))]
    public async Task A_call_that_does_not_hold_together_is_refused(string code, PublishCall.Request request)
    {
        await using var world = await World.Create(dialect);
        var told = await world.Told<CallPublished>();
        Assert.That(World.Code(await Publish(world, request)), Is.EqualTo(code));
        Assert.That(await world.Told<CallPublished>(), Has.Count.EqualTo(told.Count));
    }

    [Test]
    public async Task A_call_changes_by_its_revision_and_keeps_its_identity()
    {
        await using var world = await World.Create(dialect);
        var call = World.Value<CallView>(await Publish(world, NewCall()));
        ChangeCall.Request Next(long revision) => new(revision, call.Code, call.FundingBody, call.OpensAt, call.ClosesAt.AddDays(7), call.TimeZone, Themes: ["imagerie"]);
        var changed = World.Value<CallView>(await Change(world, call.Id, Next(1)));
        Assert.That((changed.Revision, changed.ClosesAt), Is.EqualTo((2L, call.ClosesAt.AddDays(7))));
        Assert.That(World.Code(await Change(world, call.Id, Next(1))), Is.EqualTo("409 stale"));
        Assert.That(World.Code(await Change(world, call.Id, Next(2) with { Code = "Autre" })), Is.EqualTo("422 call.identity-fixed"));
        Assert.That(World.Code(await Change(world, call.Id, Next(2) with { FundingBody = "ANR" })), Is.EqualTo("422 call.identity-fixed"));
        Assert.That(World.Code(await Change(world, Guid.CreateVersion7(), Next(1))), Is.EqualTo("404 not-found"));
        var told = (await world.Told<CallPublished>()).Where(one => one.CallId == call.Id).ToList();
        Assert.That(told.Select(one => (one.Sequence, one.ClosesAt)), Is.EqualTo(new[] { (1L, call.ClosesAt), (2L, call.ClosesAt.AddDays(7)) }));
    }

    [Test]
    public async Task The_store_itself_refuses_the_second_of_two_changes_to_one_revision_of_a_call()
    {
        await using var world = await World.Create(dialect);
        var calls = world.Database.Get<CallStore>();
        var (now, happened) = world.Call.Change(world.Call.Terms with { EnvelopeEur = 1 }, world.Clock.GetUtcNow());
        Assert.That(await calls.Save(world.Call, now, happened, World.Officer.Actor(Roles.Office), default), Is.True);
        Assert.That(await calls.Save(world.Call, now, happened with { EventId = Guid.CreateVersion7() }, World.Officer.Actor(Roles.Office), default), Is.False);
    }
}
