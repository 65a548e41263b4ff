using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission.Tests;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class VisibilityTests(Dialect dialect)
{
    /// <summary>Holder's draft, co-held draft, stranger's draft, holder's deposit, stranger's deposit.</summary>
    static async Task<(World World, Guid Own, Guid CoHeld, Guid StrangersDraft, Guid Deposited, Guid StrangersDeposit)> Five(Dialect dialect)
    {
        var world = await World.Create(dialect);
        var own = await world.Draft();
        var coHeld = await world.Draft(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        var strangersDraft = await world.Draft(by: World.Stranger);
        var deposited = await world.Submitted();
        var strangersDeposit = await world.Submitted(by: World.Stranger);
        return (world, own.Id, coHeld.Id, strangersDraft.Id, deposited.Id, strangersDeposit.Id);
    }

    [Test]
    public async Task Everybody_sees_exactly_their_dossiers_in_list_count_and_one_by_one()
    {
        var (world, own, coHeld, strangersDraft, deposited, strangersDeposit) = await Five(dialect);
        await using var _ = world;
        Guid[] all = [own, coHeld, strangersDraft, deposited, strangersDeposit];
        foreach (var (caller, sees) in new (Caller, Guid[])[]
        {
            (World.Holder, [own, coHeld, deposited]),
            (World.CoHolder, [coHeld]),
            (World.Stranger, [strangersDraft, strangersDeposit]),
            (World.Officer, [deposited, strangersDeposit]),
            (World.Administrator, [deposited, strangersDeposit]),
            (World.Committee, []),
            (World.Caller(Sample.Stranger, Roles.Holder, Roles.Office), [strangersDraft, deposited, strangersDeposit]),
        })
        {
            var listing = World.Value<PageOf<DossierLine>>(await world.List(caller));
            Assert.That(listing.Items.Select(line => line.Id), Is.EquivalentTo(sees));
            Assert.That(listing.Total, Is.EqualTo(sees.Length));
            foreach (var dossier in all)
            {
                var seen = sees.Contains(dossier);
                Assert.That(World.Code(await world.Show(caller, dossier)), Is.EqualTo(seen ? "200" : "404 not-found"));
                Assert.That(World.Code(await world.History(caller, dossier)), Is.EqualTo(seen ? "200" : "404 not-found"));
                Assert.That(World.Code(await world.Eligibility(caller, dossier)), Is.EqualTo(seen ? "200" : "404 not-found"));
                var version = dossier == deposited || dossier == strangersDeposit;
                Assert.That(World.Code(await world.ShowVersion(caller, dossier, 1)), Is.EqualTo(seen && version ? "200" : "404 not-found"));
            }
        }
    }

    [Test]
    public async Task An_action_on_a_dossier_one_does_not_see_says_no_more_than_an_unknown_one()
    {
        var (world, own, _, _, deposited, _) = await Five(dialect);
        await using var end = world;
        var unknown = (Problem)await world.Show(World.Stranger, Guid.CreateVersion7());
        foreach (var answer in new[]
        {
            await world.Edit(World.Stranger, own, 1, world.Content()), await world.Submit(World.Stranger, own, 1), await world.Prepare(World.Stranger, own, 1),
            await world.Withdraw(World.Stranger, deposited, 2), await world.Admit(World.Officer, own, 1), await world.Show(World.Committee, deposited),
        })
        {
            Assert.That(Json.Write(((Problem)answer).Details), Is.EqualTo(Json.Write(unknown.Details)));
        }
    }

    [Test]
    public async Task What_the_office_sees_but_does_not_hold_it_cannot_write()
    {
        var (world, _, _, _, deposited, _) = await Five(dialect);
        await using var _2 = world;
        var both = World.Caller(Sample.Officer, Roles.Office, Roles.Holder);
        Assert.That(World.Code(await world.Edit(both, deposited, 2, world.Content())), Is.EqualTo("403 dossier.not-holder"));
        Assert.That(World.Code(await world.Submit(both, deposited, 2)), Is.EqualTo("403 dossier.not-holder"));
        Assert.That(World.Code(await world.Prepare(both, deposited, 2)), Is.EqualTo("403 dossier.not-holder"));
        Assert.That(World.Code(await world.Withdraw(both, deposited, 2)), Is.EqualTo("403 dossier.not-holder"));
    }

    [Test]
    public async Task Whoever_holds_a_dossier_does_not_act_for_the_office_on_it()
    {
        await using var world = await World.Create(dialect);
        var deposited = await world.Submitted(world.Content() with { CoHolderIds = [Sample.Officer] });
        Assert.That(World.Code(await world.Admit(World.Officer, deposited.Id, deposited.Revision)), Is.EqualTo("403 dossier.own"));
        Assert.That(World.Code(await world.Refuse(World.Officer, deposited.Id, deposited.Revision, "Non.")), Is.EqualTo("403 dossier.own"));
        Assert.That(World.Code(await world.Correct(World.Officer, deposited.Id, deposited.Revision, new DateOnly(2026, 4, 1))), Is.EqualTo("403 dossier.own"));
        Assert.That(World.Code(await world.Confirm(World.Officer, deposited.Id, deposited.Revision, "2026-0002")), Is.EqualTo("403 dossier.own"));
        Assert.That(World.Code(await world.Dismiss(World.Officer, deposited.Id, deposited.Revision)), Is.EqualTo("403 dossier.own"));
    }

    [Test]
    public async Task A_co_holder_who_is_taken_off_sees_nothing_any_more()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        await world.Edit(World.Holder, draft.Id, draft.Revision, world.Content());
        Assert.That(World.Code(await world.Show(World.CoHolder, draft.Id)), Is.EqualTo("404 not-found"));
        Assert.That(World.Value<PageOf<DossierLine>>(await world.List(World.CoHolder)).Total, Is.Zero);
    }

    [Test]
    public async Task Holders_see_neither_the_duplicate_marker_nor_that_reviews_began()
    {
        var (world, _, _, _, deposited, strangersDeposit) = await Five(dialect);
        await using var _2 = world;
        var was = await world.View(deposited);
        await world.Confirm(World.Officer, deposited, was.Revision, (await world.View(strangersDeposit)).Reference!);
        var before = await world.View(deposited, World.Holder);
        await world.Database.Hear(new ExpertAssigned(Guid.CreateVersion7(), deposited, 1, Sample.Noon, Sample.Expert));
        var after = await world.View(deposited, World.Holder);
        var office = await world.View(deposited);
        Assert.Multiple(() =>
        {
            Assert.That(after.DuplicateOf, Is.Null);
            Assert.That(after.ReviewsBegan, Is.Null);
            Assert.That(Json.Write(after), Is.EqualTo(Json.Write(before)));
            Assert.That(office.DuplicateOf, Is.Not.Null);
            Assert.That(office.ReviewsBegan, Is.True);
        });
        Assert.That(
            World.Value<IReadOnlyList<HistoryLine>>(await world.History(World.Holder, deposited)).Select(line => line.Action),
            Is.EqualTo(new[] { DossierAction.Started, DossierAction.Submitted }));
        Assert.That(
            World.Value<IReadOnlyList<HistoryLine>>(await world.History(World.Officer, deposited)).Select(line => line.Action),
            Is.EqualTo(new[] { DossierAction.Started, DossierAction.Submitted, DossierAction.DuplicateConfirmed }));
    }

    [Test]
    public async Task Lists_page_and_filter_without_losing_or_doubling_anything()
    {
        await using var world = await World.Create(dialect);
        var ids = new List<Guid>();
        for (var at = 0; at < 7; at++)
        {
            ids.Add((await world.Draft()).Id);
            if (at % 3 == 2)
            {
                world.Clock.Advance(TimeSpan.FromMinutes(1));
            }
        }

        var submitted = await world.Submitted();
        var paged = new List<Guid>();
        for (var page = 1; page <= 4; page++)
        {
            var listing = World.Value<PageOf<DossierLine>>(await world.List(World.Holder, page: page, pageSize: 3));
            Assert.That(listing.Total, Is.EqualTo(8));
            paged.AddRange(listing.Items.Select(line => line.Id));
        }

        Assert.That(paged, Is.EquivalentTo(ids.Append(submitted.Id)));
        Assert.That(World.Value<PageOf<DossierLine>>(await world.List(World.Holder, DossierStatus.Submitted)).Items.Single().Id, Is.EqualTo(submitted.Id));
        Assert.That(World.Value<PageOf<DossierLine>>(await world.List(World.Holder, DossierStatus.Draft)).Total, Is.EqualTo(7));
        Assert.That(World.Code(await world.List(World.Holder, page: 0)), Is.EqualTo("400"));
        Assert.That(World.Code(await world.List(World.Holder, pageSize: 100_000)), Is.EqualTo("400"));
        Assert.That(World.Code(await world.List(World.Holder, (DossierStatus)99)), Is.EqualTo("400"));
    }

    /// <summary>ABUSE 1: a search finds only what the same person could read in the list.</summary>
    [Test]
    public async Task A_search_looks_at_what_its_reader_is_shown_and_never_at_the_annex()
    {
        var (world, own, _, _, deposited, _) = await Five(dialect);
        await using var end = world;
        var correction = World.Value<DossierView>(await world.Correct(World.Officer, deposited, (await world.View(deposited)).Revision, new DateOnly(2026, 3, 30)));
        await world.Edit(World.Holder, deposited, correction.Revision, world.Content() with { Title = "Un secret en cours", ConfidentialAnnex = "Prix du capteur : tenu" });

        Assert.That(await Found(World.Holder, "secret en cours"), Is.EqualTo(new[] { deposited }), "the holder finds what they write");
        Assert.That(await Found(World.Officer, "secret en cours"), Is.Empty, "the office is shown what was deposited");
        Assert.That(await Found(World.Officer, "lumière lente"), Does.Contain(deposited).And.Not.Contain(own));
        Assert.That(await Found(World.Holder, "capteur"), Is.Empty, "the annex is searched by nobody");
        Assert.That(await Found(World.Officer, "%"), Is.Empty, "a sign of the search is a letter like any other");
        Assert.That(await Found(World.Stranger, "RETINA"), Has.Count.EqualTo(2));
        Assert.That(await Found(World.Committee, "RETINA"), Is.Empty);

        async Task<IReadOnlyList<Guid>> Found(Caller caller, string search)
        {
            var (page, total) = await world.Dossiers.List(Viewer.Of(caller), new DossierFilter(Search: search), 0, 50, default);
            Assert.That(total, Is.EqualTo(page.Count), search);
            return [.. page.Select(line => line.Id)];
        }
    }

    [Test]
    public async Task A_list_is_filtered_and_sorted_as_it_is_asked_for_with_the_count_of_what_it_shows()
    {
        var (world, _, _, _, deposited, strangersDeposit) = await Five(dialect);
        await using var end = world;
        var viewer = Viewer.Of(World.Officer);
        foreach (var order in Enum.GetValues<DossierOrder>())
        {
            var (up, _) = await world.Dossiers.List(viewer, new DossierFilter(Sort: order, Descending: false), 0, 50, default);
            var (down, total) = await world.Dossiers.List(viewer, new DossierFilter(Sort: order), 0, 50, default);
            Assert.That(up.Select(line => line.Id), Is.EquivalentTo(new[] { deposited, strangersDeposit }), order.ToString());
            Assert.That((down.Count, total), Is.EqualTo((2, 2)));
        }

        var (byReference, _) = await world.Dossiers.List(viewer, new DossierFilter(Sort: DossierOrder.Reference, Descending: false), 0, 1, default);
        Assert.That(byReference.Single().Reference, Is.EqualTo("2026-0001"));
        Assert.That((await world.Dossiers.List(viewer, new DossierFilter(CallId: world.Call.Id), 0, 50, default)).Total, Is.EqualTo(2));
        Assert.That((await world.Dossiers.List(viewer, new DossierFilter(CallId: Guid.CreateVersion7()), 0, 50, default)).Total, Is.Zero);
        Assert.That((await world.Dossiers.List(viewer, new DossierFilter(ProgrammeId: world.Programme, Status: DossierStatus.Submitted), 0, 50, default)).Total, Is.EqualTo(2));
    }
}
