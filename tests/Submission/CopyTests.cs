using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Attachments;

namespace Labelling.Submission.Tests;

/// <summary>Another dossier from one's own: what goes along, and what does not.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class CopyTests(Dialect dialect)
{
    static async Task<Microsoft.AspNetCore.Http.IResult> Copy(World world, Caller caller, DossierView of, bool resubmits = false, long? revision = null) =>
        (await CopyDossier.Handle(of.Id, new(revision ?? of.Revision, resubmits), world.Dossiers, world.Database.Get<CallStore>(), caller, world.Clock, default)).Result;

    static async Task<IReadOnlyList<Attachment>> Files(World world, Guid id, Caller caller) =>
        await world.Database.Get<AttachmentStore>().Of((await world.Dossiers.Find(id, Viewer.Of(caller), default))!, default);

    static async Task Attach(World world, Guid dossier, string name, char digit, ScanState scan = ScanState.NotScanned, bool restricted = false) =>
        Assert.That(await world.Database.Get<AttachmentStore>().Add(new Attachment
        {
            Id = Guid.CreateVersion7(),
            DossierId = dossier,
            Name = name,
            MediaType = FileKind.Pdf.MediaType,
            Bytes = 7,
            Sha256 = new string(digit, 64),
            Restricted = restricted,
            Scan = scan,
            AddedAt = world.Clock.Now(),
            AddedBy = Sample.Holder,
        }, World.Holder.Actor(Roles.Holder), default), Is.EqualTo(Added.Yes));

    [Test]
    public async Task A_copy_has_the_content_and_the_files_and_nothing_of_the_life_of_the_other()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        await Attach(world, draft.Id, "plan.pdf", 'a', restricted: true);
        await Attach(world, draft.Id, "virus.pdf", 'b', ScanState.Infected);
        var submitted = World.Value<DossierView>(await world.Submit(World.Holder, draft.Id, draft.Revision));

        var copy = World.Value<DossierView>(await Copy(world, World.CoHolder, submitted));
        Assert.Multiple(() =>
        {
            Assert.That((copy.Status, copy.Version, copy.Reference, copy.HolderId, copy.Revision), Is.EqualTo((DossierStatus.Draft, 0, (string?)null, Sample.CoHolder, 1L)));
            Assert.That(Json.Write(copy.Content), Is.EqualTo(Json.Write(world.Content().Keyed())));
        });
        var files = await Files(world, copy.Id, World.CoHolder);
        Assert.That(files.Select(one => (one.Name, one.Sha256, one.Restricted, one.AddedBy)), Is.EqualTo(new[] { ("plan.pdf", new string('a', 64), true, Sample.CoHolder) }));
        Assert.That(files[0].Id, Is.Not.EqualTo((await Files(world, draft.Id, World.Holder))[0].Id), "each dossier removes its own");
        Assert.That(World.Code(await world.Show(World.Holder, copy.Id)), Is.EqualTo("404 not-found"), "it is the copier's alone");
        Assert.That(await world.Told<DossierSubmitted>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_resubmission_is_linked_and_is_deposited_once_it_says_what_changed()
    {
        await using var world = await World.Create(dialect);
        var submitted = await world.Submitted();
        var again = World.Value<DossierView>(await Copy(world, World.Holder, submitted, resubmits: true));
        Assert.That((again.Content.ResubmitsDossierId, again.Content.WhatChanged), Is.EqualTo(((Guid?)submitted.Id, (string?)null)));
        Assert.That(World.Code(await world.Submit(World.Holder, again.Id, again.Revision)), Is.EqualTo("422 dossier.incomplete"));
        var said = World.Value<DossierView>(await world.Edit(World.Holder, again.Id, again.Revision, again.Content with { WhatChanged = "Le marché est chiffré." }));
        Assert.That(World.Value<DossierView>(await world.Submit(World.Holder, said.Id, said.Revision)).Reference, Is.EqualTo("2026-0002"));
        Assert.That((await world.Told<DossierSubmitted>())[1].ResubmitsDossierId, Is.EqualTo(submitted.Id));
    }

    [Test]
    public async Task A_call_that_closed_is_not_taken_along()
    {
        await using var world = await World.Create(dialect);
        var submitted = await world.Submitted();
        world.Clock.Set("2026-07-01T00:00:00Z");
        Assert.That(World.Value<DossierView>(await Copy(world, World.Holder, submitted)).Content.CallId, Is.Null);
    }

    [Test]
    public async Task Nobody_copies_what_is_not_theirs_nor_resubmits_what_was_never_deposited()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        Assert.That(World.Code(await Copy(world, World.Holder, draft, resubmits: true)), Is.EqualTo("409 dossier.never-deposited"));
        Assert.That(World.Code(await Copy(world, World.Holder, draft, revision: 9)), Is.EqualTo("409 stale"));
        var submitted = World.Value<DossierView>(await world.Submit(World.Holder, draft.Id, draft.Revision));
        Assert.That(World.Code(await Copy(world, World.Stranger, submitted)), Is.EqualTo("404 not-found"));
        Assert.That(World.Code(await Copy(world, World.Officer, submitted)), Is.EqualTo("403 dossier.not-holder"));
        Assert.That(World.Value<PageOf<DossierLine>>(await world.List(World.Holder)).Total, Is.EqualTo(1));
    }
}
