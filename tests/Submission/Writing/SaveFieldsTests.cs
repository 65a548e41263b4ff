using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Writing;
using Microsoft.AspNetCore.Http;

namespace Labelling.Submission.Tests.Writing;

[TestFixtureSource(typeof(Ground.TestDatabases), nameof(Ground.TestDatabases.Fixtures))]
public sealed class SaveFieldsTests(Dialect dialect)
{
    static async Task<IResult> Save(World world, Caller caller, Guid id, params FieldChange[] changes) => (await SaveFields.Handle(
        id, new(changes), world.Dossiers, world.Database.Get<NamedThings>(), world.Database.Get<VocabularyStore>(), caller, world.Clock, default)).Result;

    static async Task<SaveFields.Answer> Saved(World world, Caller caller, Guid id, params FieldChange[] changes) =>
        World.Value<SaveFields.Answer>(await Save(world, caller, id, changes));

    [Test]
    public async Task Two_people_who_write_different_fields_both_win()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        await Saved(world, World.Holder, draft.Id, new FieldChange("title", draft.Content.Title, "Un autre titre"));
        var second = await Saved(world, World.CoHolder, draft.Id, new FieldChange("partners[p1].role", null, "Essais"), new FieldChange("lead.employees", null, "12"));
        var content = (await world.View(draft.Id, World.Holder)).Content;
        Assert.Multiple(() =>
        {
            Assert.That((second.Conflicts.Count, second.Mistakes.Count), Is.EqualTo((0, 0)));
            Assert.That((content.Title, content.Partners[0].Role, content.Lead!.Employees), Is.EqualTo(("Un autre titre", "Essais", 12)));
        });
    }

    [Test]
    public async Task The_second_to_write_a_field_sees_the_others_value_who_and_when_and_nothing_is_lost()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        var first = await Saved(world, World.Holder, draft.Id, new FieldChange("title", draft.Content.Title, "Le sien"));
        var second = await Saved(world, World.CoHolder, draft.Id, new FieldChange("title", draft.Content.Title, "Le mien"), new FieldChange("acronym", draft.Content.Acronym, "MIEN"));
        var conflict = second.Conflicts.Single();
        Assert.Multiple(() =>
        {
            Assert.That((conflict.Field, conflict.Theirs, conflict.Yours, conflict.By, conflict.At), Is.EqualTo(("title", "Le sien", "Le mien", "Person 0", first.SavedAt)));
            Assert.That(second.Saved.Select(one => one.Field), Is.EqualTo(new[] { "acronym" }));
        });
        var kept = await Saved(world, World.CoHolder, draft.Id, new FieldChange("title", conflict.Theirs, conflict.Yours));
        Assert.That(kept.Saved.Single(), Is.EqualTo(new SaveFields.Saved("title", "Le mien")));
    }

    [Test]
    public async Task What_a_rule_refuses_comes_back_at_its_field_and_the_rest_is_saved()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        var answer = await Saved(world, World.Holder, draft.Id,
            new FieldChange("totalBudgetEur", "1000000", "-5"),
            new FieldChange("aidRequestedEur", "450000", "99999999999999"),
            new FieldChange("lead.siren", "732829320", "732829321"),
            new FieldChange("partners[p1].groupSiren", null, "12"),
            new FieldChange("workPackages[w1].costs[p1]", null, "-1"),
            new FieldChange("partners[p1].name", "Institut des yeux", "Institut \u202Egpj.exe"),
            new FieldChange("acronym", "RETINA", "../RETINA"),
            new FieldChange("startsOn", null, "demain"),
            new FieldChange("sectors[astrology]", null, "yes"),
            new FieldChange("title", draft.Content.Title, "Rétine"));
        Assert.Multiple(() =>
        {
            Assert.That(answer.Mistakes.Select(one => one.Field), Is.EquivalentTo(new[]
            {
                "totalBudgetEur", "aidRequestedEur", "lead.siren", "partners[p1].groupSiren", "workPackages[w1].costs[p1]", "partners[p1].name", "acronym", "startsOn", "sectors[astrology]",
            }));
            Assert.That(answer.Mistakes.Select(one => one.Yours), Does.Contain("732829321"));
            Assert.That(answer.Saved, Is.EqualTo(new[] { new SaveFields.Saved("title", "Rétine") }));
        });
        var content = (await world.View(draft.Id, World.Holder)).Content;
        Assert.That((content.Title, content.Acronym, content.TotalBudgetEur, content.Lead!.Siren), Is.EqualTo(("Rétine", "RETINA", 1_000_000m, "732829320")));
    }

    [Test]
    public async Task Rows_are_added_filled_and_removed_field_by_field()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        await Saved(world, World.Holder, draft.Id,
            new FieldChange("partners[b7]", null, "{}"), new FieldChange("partners[b7].name", null, "CHU"), new FieldChange("partners[b7].siren", null, "384 574 943"),
            new FieldChange("workPackages[w2].costs[b7]", null, "1 200,50"));
        var content = (await world.View(draft.Id, World.Holder)).Content;
        Assert.That((content.Partners[1].Name, content.Partners[1].Siren, content.WorkPackages[1].Costs!["b7"]), Is.EqualTo(("CHU", "384574943", 1200.50m)));

        await Saved(world, World.Holder, draft.Id, new FieldChange("partners[b7]", ContentFields.Read(content, "partners[b7]"), null));
        content = (await world.View(draft.Id, World.Holder)).Content;
        Assert.That((content.Partners.Count, content.WorkPackages[1].Costs), Is.EqualTo((1, default(IReadOnlyDictionary<string, decimal>))));
    }

    [Test]
    public async Task Saves_at_the_same_moment_lose_nothing()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        string[] fields = ["title", "acronym", "objectives", "obstacles", "businessModel", "summary"];
        await Task.WhenAll(fields.Select((field, at) => Task.Run(() => Saved(
            world, at % 2 == 0 ? World.Holder : World.CoHolder, draft.Id, new FieldChange(field, ContentFields.Read(draft.Content, field), $"Neuf {at}")))));
        var content = (await world.View(draft.Id, World.Holder)).Content;
        Assert.That(fields.Select(field => ContentFields.Read(content, field)), Is.EqualTo(fields.Select((_, at) => $"Neuf {at}")));
    }

    [Test]
    public async Task Nobody_else_writes_and_nobody_once_it_is_deposited()
    {
        await using var world = await World.Create(dialect);
        var change = new FieldChange("title", null, "X");
        var draft = await world.Draft();
        var submitted = await world.Submitted(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        Assert.Multiple(async () =>
        {
            Assert.That(World.Code(await Save(world, World.Stranger, draft.Id, change)), Is.EqualTo("404 not-found"));
            Assert.That(World.Code(await Save(world, World.Officer, submitted.Id, change)), Is.EqualTo("403 dossier.not-holder"));
            Assert.That(World.Code(await Save(world, World.CoHolder, submitted.Id, change)), Is.EqualTo("409 dossier.not-editable"));
            Assert.That(World.Code(await Save(world, World.Holder, draft.Id)), Is.EqualTo("400"));
        });
    }

    [Test]
    public async Task A_save_that_changes_nothing_makes_no_revision()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        Assert.That((await Saved(world, World.Holder, draft.Id, new FieldChange("title", "?", draft.Content.Title))).Revision, Is.EqualTo(draft.Revision));
    }
}
