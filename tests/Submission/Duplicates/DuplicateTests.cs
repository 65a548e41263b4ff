using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Duplicates;
using Microsoft.AspNetCore.Http;

namespace Labelling.Submission.Tests.Duplicates;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class DuplicateTests(Dialect dialect)
{
    static readonly CancellationToken Stop = CancellationToken.None;

    static DuplicateStore Store(World world) => world.Database.Get<DuplicateStore>();

    static async Task Search(World world)
    {
        foreach (var asked in await Store(world).Asked(Stop))
        {
            await Store(world).Search(asked, Stop);
        }

        Assert.That(await Store(world).Asked(Stop), Is.Empty);
    }

    static async Task<IReadOnlyList<DuplicateLine>> Found(World world, CandidateStatus status = CandidateStatus.Open, Caller? by = null) =>
        (await Store(world).List(Viewer.Of(by ?? World.Officer), status, CandidateOrder.Strength, true, 0, 50, Stop)).Page;

    static DossierContent Other(World world) => world.Content() with
    {
        Title = "Tout autre chose : un stent résorbable",
        Acronym = "STENT",
        Summary = "Un stent qui disparaît une fois l'artère guérie.",
        Lead = new Organisation(Name: "Vaisseaux SA", Siren: "356000000", Type: "sme"),
        Partners = [],
    };

    static async Task<IResult> Decide(World world, string verb, Guid id, long revision, Caller? by = null)
    {
        var (store, dossiers, caller) = (Store(world), world.Dossiers, by ?? World.Officer);
        return verb switch
        {
            "confirm" => (await DecideDuplicate.Confirm(id, new(revision), store, dossiers, caller, world.Clock, Stop)).Result,
            "dismiss" => (await DecideDuplicate.Dismiss(id, new(revision), store, dossiers, caller, world.Clock, Stop)).Result,
            _ => (await DecideDuplicate.Undo(id, new(revision), store, dossiers, caller, world.Clock, Stop)).Result,
        };
    }

    [Test]
    public async Task A_second_deposit_of_the_same_is_found_and_points_at_the_first()
    {
        await using var world = await World.Create(dialect);
        var first = await world.Submitted();
        world.Clock.Advance(TimeSpan.FromHours(1));
        var unlike = await world.Submitted(Other(world));
        world.Clock.Advance(TimeSpan.FromHours(1));
        var second = await world.Submitted(world.Content() with { Title = "RÉTINE sous lumiere lente !", Acronym = "RETINA2", Summary = "Autre résumé." }, World.Stranger);
        await Search(world);
        var pair = (await Found(world)).Single();
        Assert.That((pair.DossierId, pair.OtherId, pair.OtherReference), Is.EqualTo((second.Id, (Guid?)first.Id, first.Reference)));
        Assert.That(pair.Why(), Is.EqualTo(new[] { DuplicateReason.SameLeadNearTitle, DuplicateReason.NearTitle, DuplicateReason.SharedConsortium }));
        Assert.That((pair.TitlePercent, pair.SameLead, pair.SharedOrganisations), Is.EqualTo((100, true, 2)));
        Assert.That((await Store(world).Of(unlike.Id, Viewer.Of(World.Officer), Stop)), Is.Empty);
    }

    [Test]
    public async Task Whichever_is_looked_at_first_the_later_one_repeats_the_earlier()
    {
        await using var world = await World.Create(dialect);
        var first = await world.Submitted();
        world.Clock.Advance(TimeSpan.FromHours(1));
        var second = await world.Submitted(by: World.Stranger);
        foreach (var asked in (await Store(world).Asked(Stop)).OrderByDescending(id => id == second.Id.ToString("D").ToUpperInvariant()))
        {
            await Store(world).Search(asked, Stop);
        }

        var pair = (await Found(world)).Single();
        Assert.That((pair.DossierId, pair.OtherId), Is.EqualTo((second.Id, (Guid?)first.Id)));
    }

    [Test]
    public async Task An_imported_dossier_is_found_whether_it_or_the_deposit_came_first_and_a_later_import_measures_anew()
    {
        await using var world = await World.Create(dialect);
        await world.Database.Hear(History(("CEP-2019-0007", "Retine sous lumiere lente", "732829320"), ("CEP-2019-0008", "Une prothèse de hanche", "732829320")));
        var dossier = await world.Submitted();
        await world.Database.Hear(History(("CEP-2020-0001", "Rétine sous lumière lente, suite", null)));
        await Search(world);
        Assert.That((await Found(world)).Select(pair => (pair.DossierId, pair.OtherId, pair.OtherReference)), Is.EquivalentTo(new[]
        {
            (dossier.Id, (Guid?)null, "CEP-2019-0007"), (dossier.Id, null, "CEP-2020-0001"),
        }));
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.Database.Hear(History(world.Clock.GetUtcNow(), ("CEP-2020-0001", "Un vaccin thérapeutique", null)));
        await Search(world);
        Assert.That((await Found(world)).Single().OtherReference, Is.EqualTo("CEP-2019-0007"));
    }

    static HistoryImported History(params (string Reference, string Title, string? Siren)[] lines) => History(Sample.Noon, lines);

    static HistoryImported History(DateTimeOffset at, params (string Reference, string Title, string? Siren)[] lines) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), 1, at, [.. lines.Select(line => new PastDossier(line.Reference, line.Title, new DateOnly(2019, 5, 1), null, line.Siren))]);

    [Test]
    public async Task Confirming_marks_the_dossier_and_tells_it_and_undoing_takes_both_back()
    {
        await using var world = await World.Create(dialect);
        var first = await world.Submitted();
        world.Clock.Advance(TimeSpan.FromHours(1));
        var second = await world.Submitted(by: World.Stranger);
        await Search(world);
        var pair = (await Found(world)).Single();
        Assert.That(World.Code(await Decide(world, "confirm", pair.Id, pair.Revision + 1)), Is.EqualTo("409 stale"));
        Assert.That(World.Code(await Decide(world, "undo", pair.Id, pair.Revision)), Is.EqualTo("409 duplicate.open"));
        var confirmed = World.Value<DuplicateView>(await Decide(world, "confirm", pair.Id, pair.Revision));
        Assert.That((confirmed.Status, (await world.View(second.Id)).DuplicateOf), Is.EqualTo((CandidateStatus.Confirmed, first.Reference)));
        Assert.That((await world.Told<DuplicateConfirmed>()).Single().OriginalReference, Is.EqualTo(first.Reference));
        Assert.That(World.Code(await Decide(world, "dismiss", pair.Id, confirmed.Revision)), Is.EqualTo("409 duplicate.confirmed"));
        var open = World.Value<DuplicateView>(await Decide(world, "undo", pair.Id, confirmed.Revision));
        Assert.That((open.Status, (await world.View(second.Id)).DuplicateOf), Is.EqualTo((CandidateStatus.Open, (string?)null)));
        Assert.That((await world.Told<DuplicateDismissed>()).Single().DossierId, Is.EqualTo(second.Id));
    }

    [Test]
    public async Task A_dismissed_pair_stays_dismissed_whatever_is_deposited_again_until_that_is_taken_back()
    {
        await using var world = await World.Create(dialect);
        await world.Submitted();
        world.Clock.Advance(TimeSpan.FromHours(1));
        var second = await world.Submitted(by: World.Stranger);
        await Search(world);
        var pair = (await Found(world)).Single();
        Assert.That(World.Value<DuplicateView>(await Decide(world, "dismiss", pair.Id, pair.Revision)).Status, Is.EqualTo(CandidateStatus.Dismissed));
        Assert.That((await world.View(second.Id)).Revision, Is.EqualTo(second.Revision), "no dossier changed");

        var asked = World.Value<DossierView>(await world.Correct(World.Officer, second.Id, second.Revision, new DateOnly(2026, 4, 1)));
        var edited = World.Value<DossierView>(await world.Edit(World.Stranger, second.Id, asked.Revision, world.Content() with { Objectives = "Autres." }));
        await world.Submit(World.Stranger, second.Id, edited.Revision);
        await Search(world);
        Assert.That(await Found(world), Is.Empty);
        var dismissed = (await Found(world, CandidateStatus.Dismissed)).Single();
        await Decide(world, "undo", dismissed.Id, dismissed.Revision);
        Assert.That((await Found(world)).Single().Id, Is.EqualTo(pair.Id));
    }

    [Test]
    public async Task A_correction_that_makes_a_dossier_unlike_takes_an_open_pair_away()
    {
        await using var world = await World.Create(dialect);
        await world.Submitted();
        world.Clock.Advance(TimeSpan.FromHours(1));
        var second = await world.Submitted(by: World.Stranger);
        await Search(world);
        Assert.That(await Found(world), Has.Count.EqualTo(1));
        var asked = World.Value<DossierView>(await world.Correct(World.Officer, second.Id, second.Revision, new DateOnly(2026, 4, 1)));
        var edited = World.Value<DossierView>(await world.Edit(World.Stranger, second.Id, asked.Revision, Other(world)));
        await world.Submit(World.Stranger, second.Id, edited.Revision);
        await Search(world);
        Assert.That(await Found(world), Is.Empty);
    }

    [Test]
    public async Task A_mark_set_or_taken_away_on_the_dossier_itself_decides_the_pair_too()
    {
        await using var world = await World.Create(dialect);
        var first = await world.Submitted();
        world.Clock.Advance(TimeSpan.FromHours(1));
        var second = await world.Submitted(by: World.Stranger);
        var marked = World.Value<DossierView>(await world.Confirm(World.Officer, second.Id, second.Revision, first.Reference!));
        await Search(world);
        Assert.That((await Found(world, CandidateStatus.Confirmed)).Single().DossierId, Is.EqualTo(second.Id), "marked before it was found");
        var unmarked = World.Value<DossierView>(await world.Dismiss(World.Officer, second.Id, marked.Revision));
        Assert.That((await Found(world, CandidateStatus.Dismissed)).Single().DossierId, Is.EqualTo(second.Id));
        await world.Confirm(World.Officer, second.Id, unmarked.Revision, first.Reference!);
        Assert.That(await Found(world, CandidateStatus.Confirmed), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_resubmits_another_openly_is_no_duplicate_of_it()
    {
        await using var world = await World.Create(dialect);
        var first = await world.Submitted();
        await world.Submitted(world.Content() with { ResubmitsDossierId = first.Id, WhatChanged = "Le consortium." });
        await Search(world);
        Assert.That(await Found(world), Is.Empty);
    }

    [Test]
    public async Task Nobody_judges_their_own_dossier_and_nobody_but_the_office_sees_a_pair()
    {
        await using var world = await World.Create(dialect);
        await world.Submitted();
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.Submitted(by: World.Stranger);
        await Search(world);
        var pair = (await Found(world)).Single();
        foreach (var caller in new[]
        {
            World.Caller(Sample.Holder, Roles.Holder, Roles.Office), World.Caller(Sample.Stranger, Roles.Holder, Roles.Office), World.Administrator, World.Stranger, World.Committee,
        })
        {
            Assert.That(await Found(world, by: caller), Is.Empty);
            foreach (var verb in new[] { "confirm", "dismiss", "undo" })
            {
                Assert.That(World.Code(await Decide(world, verb, pair.Id, pair.Revision, caller)), Is.EqualTo("404 not-found"));
            }
        }
    }

    [Test]
    public async Task An_original_that_repeats_another_is_not_pointed_at()
    {
        await using var world = await World.Create(dialect);
        await world.Submitted();
        world.Clock.Advance(TimeSpan.FromHours(1));
        var second = await world.Submitted(by: World.Stranger);
        world.Clock.Advance(TimeSpan.FromHours(1));
        var third = await world.Submitted(by: World.CoHolder);
        await Search(world);
        var pairs = await Found(world);
        Assert.That(pairs, Has.Count.EqualTo(3));
        var middle = pairs.Single(pair => pair.DossierId == second.Id);
        await Decide(world, "confirm", middle.Id, middle.Revision);
        var chained = pairs.Single(pair => pair.DossierId == third.Id && pair.OtherId == second.Id);
        Assert.That(World.Code(await Decide(world, "confirm", chained.Id, chained.Revision)), Is.EqualTo("422 dossier.original-is-duplicate"));
        var direct = pairs.Single(pair => pair.DossierId == third.Id && pair.OtherId != second.Id);
        Assert.That(World.Value<DuplicateView>(await Decide(world, "confirm", direct.Id, direct.Revision)).Status, Is.EqualTo(CandidateStatus.Confirmed));
        Assert.That(World.Code(await Decide(world, "confirm", chained.Id, chained.Revision)), Is.EqualTo("409 dossier.not-unmarked"));
    }
}
