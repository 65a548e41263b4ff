using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission.Tests;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class TrailTests(Dialect dialect)
{
    static async Task<TrailView?> Trail(World world, Caller caller, Guid id)
    {
        var answer = (await ShowDossierTrail.Handle(id, world.Database.Get<DossierTrail>(), caller, default)).Result;
        return World.Code(answer) == "404 not-found" ? null : World.Value<TrailView>(answer);
    }

    [Test]
    public async Task The_office_reads_every_line_and_a_holder_the_part_that_concerns_them()
    {
        await using var world = await World.Create(dialect);
        await world.Submitted();
        var draft = await world.Draft(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        var edited = World.Value<DossierView>(await world.Edit(World.CoHolder, draft.Id, draft.Revision, world.Content() with { CoHolderIds = [Sample.CoHolder], Title = "Autre titre" }));
        var submitted = World.Value<DossierView>(await world.Submit(World.Holder, draft.Id, edited.Revision));
        var marked = World.Value<DossierView>(await world.Confirm(World.Officer, draft.Id, submitted.Revision, "2026-0001"));
        await world.Admit(World.Officer, draft.Id, marked.Revision);

        string[] all = ["dossier.started", "dossier.edited", "dossier.submitted", "dossier.duplicate-confirmed", "dossier.admitted"];
        foreach (var caller in new[] { World.Officer, World.Administrator })
        {
            var lines = (await Trail(world, caller, draft.Id))!.Lines;
            Assert.That(lines.Select(line => line.Action), Is.EqualTo(all));
            Assert.That(lines.Select(line => (line.Who, line.From)), Is.All.Matches<(string? Who, string? From)>(line => line is { Who: not null, From: "test" }));
            Assert.That(lines[^1].After!["status"]!.GetValue<string>(), Is.EqualTo("Admissible"));
        }
        foreach (var caller in new[] { World.Holder, World.CoHolder, World.Caller(Sample.Holder, Contracts.Roles.Holder, Contracts.Roles.Office) })
        {
            var lines = (await Trail(world, caller, draft.Id))!.Lines;
            Assert.That(lines.Select(line => line.Action), Is.EqualTo(all.Where(action => action != "dossier.duplicate-confirmed")));
            Assert.That(lines.Select(line => line.Who), Is.EqualTo(new[] { "Person 0", "Person 1", "Person 0", null }));
            Assert.That(lines.Where(line => line.From is not null || line.Before is not null || line.After is not null), Is.Empty);
        }
        foreach (var caller in new[] { World.Stranger, World.Committee })
            Assert.That(await Trail(world, caller, draft.Id), Is.Null);
    }

    [Test]
    public async Task A_draft_has_no_trail_but_for_who_holds_it()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        Assert.That(await Trail(world, World.Officer, draft.Id), Is.Null);
        Assert.That((await Trail(world, World.Holder, draft.Id))?.Lines, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_act_that_nobody_placed_in_the_table_is_nothing_to_a_holder()
    {
        await using var world = await World.Create(dialect);
        var submitted = await world.Submitted();
        await using (var transaction = await world.Database.Database.Begin(default))
        {
            await AuditTrail.Add(transaction, World.Officer.Actor(Contracts.Roles.Office), "dossier.read-between-the-lines", submitted.Id);
            await transaction.Commit();
        }
        Assert.That((await Trail(world, World.Holder, submitted.Id))!.Lines.Select(line => line.Action), Is.EqualTo(new[] { "dossier.started", "dossier.submitted" }));
        Assert.That((await Trail(world, World.Officer, submitted.Id))!.Lines, Has.Count.EqualTo(3));
    }

    [Test]
    public void Every_act_of_a_dossier_has_its_place_in_the_table() => Assert.That(
        Enum.GetValues<DossierAction>().Select(action => action.AuditName()).Except(DossierTrail.Table.Actions.Select(action => action.Action)), Is.Empty);
}
