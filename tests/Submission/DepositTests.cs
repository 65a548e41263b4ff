using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission.Tests;

/// <summary>The deposit as the holder meets it: pressed twice, confirmed by mail, refused with where to go next.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class DepositTests(Dialect dialect)
{
    sealed record Letter
    {
        public required Guid PersonId { get; init; }
        public required string Address { get; init; }
        public required string Language { get; init; }
        public required string Subject { get; init; }
        public required string TextBody { get; init; }
    }

    static Task<IReadOnlyList<Letter>> Receipts(World world) => Letters(world, "dossier.receipt");

    static Task<IReadOnlyList<Letter>> Letters(World world, string kind) => world.Database.Database.Query<Letter>(
        "select PersonId, Address, Language, Subject, TextBody from Mail where Kind = @kind order by Position", new { kind }, default);

    [Test]
    public async Task Pressed_twice_it_is_deposited_once()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        var first = World.Value<DossierView>(await world.Submit(World.Holder, draft.Id, draft.Revision));
        var second = World.Value<DossierView>(await world.Submit(World.Holder, draft.Id, draft.Revision));
        Assert.That((second.Version, second.Revision, second.Reference), Is.EqualTo((1, first.Revision, first.Reference)));
        Assert.That(await world.Told<DossierSubmitted>(), Has.Count.EqualTo(1));
        Assert.That(await Receipts(world), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Pressed_many_times_at_once_it_is_deposited_once_and_nobody_is_refused()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.Submit(World.Holder, draft.Id, draft.Revision))));
        Assert.That(answers.Select(answer => World.Value<DossierView>(answer).Version), Is.All.EqualTo(1));
        Assert.That(await world.Told<DossierSubmitted>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_happened_after_the_deposit_is_not_taken_for_it()
    {
        await using var world = await World.Create(dialect);
        var original = await world.Submitted();
        var draft = await world.Draft();
        var submitted = World.Value<DossierView>(await world.Submit(World.Holder, draft.Id, draft.Revision));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.Confirm(World.Officer, draft.Id, submitted.Revision, original.Reference!);
        Assert.That(World.Code(await world.Submit(World.Holder, draft.Id, submitted.Revision)), Is.EqualTo("409 dossier.not-submittable"));
    }

    [Test]
    public async Task A_receipt_names_the_deposit_and_says_nothing_of_what_is_in_it()
    {
        await using var world = await World.Create(dialect);
        await world.Database.Hear(new PersonChanged(Guid.CreateVersion7(), Sample.CoHolder, 2, world.Clock.GetUtcNow(), "Person 1", "p1@example.org", "en", [Roles.Holder], []));
        var draft = await world.Draft(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        await world.Submit(World.CoHolder, draft.Id, draft.Revision);

        var receipts = await Receipts(world);
        var version = World.Value<ShowDossierVersion.View>(await world.ShowVersion(World.Officer, draft.Id, 1));
        Assert.That(receipts.Select(one => (one.PersonId, one.Address, one.Language)).Order(), Is.EqualTo(new[]
        {
            (Sample.Holder, "p0@example.org", "fr"), (Sample.CoHolder, "p1@example.org", "en"),
        }));
        Assert.That(receipts.Select(one => one.Subject).Order(StringComparer.Ordinal), Is.EqualTo(new[] { "Deposit received: 2026-0001, version 1", "Dépôt reçu\u202f: 2026-0001, version 1" }));
        foreach (var receipt in receipts)
        {
            Assert.That(receipt.TextBody, Does.Contain(version.Sha256).And.Contain("2026-0001").And.Contain("i-Nov 2026").And.Contain("13:00 (Paris)").And.Contain("2026-03-12T12:00:00Z"));
            Assert.That(receipt.TextBody, Does.Contain($"/dossiers/{draft.Id}/versions/1/receipt").And.Not.Contain("\\n"));
            foreach (var said in new[] { version.Content.Title!, version.Content.Acronym!, version.Content.Summary!, version.Content.ConfidentialAnnex!, "Optique", "Institut" })
            {
                Assert.That(receipt.Subject + receipt.TextBody, Does.Not.Contain(said));
            }
        }
    }

    [Test]
    public async Task Who_holds_a_dossier_is_told_until_when_to_correct_it_and_not_what_and_a_refused_request_tells_nobody()
    {
        await using var world = await World.Create(dialect);
        await world.Database.Hear(new PersonChanged(Guid.CreateVersion7(), Sample.CoHolder, 2, world.Clock.GetUtcNow(), "Person 1", "p1@example.org", "en", [Roles.Holder], []));
        var submitted = await world.Submitted(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        await world.Correct(World.Officer, submitted.Id, submitted.Revision + 1, new(2026, 4, 2));
        Assert.That(await Letters(world, "dossier.correction-requested"), Is.Empty);
        await world.Correct(World.Officer, submitted.Id, submitted.Revision, new(2026, 4, 2));

        var letters = await Letters(world, "dossier.correction-requested");
        Assert.That(letters.Select(one => (one.PersonId, one.Language, one.Subject)).Order(), Is.EqualTo(new[]
        {
            (Sample.Holder, "fr", "Dossier 2026-0001\u202f: une correction est demandée, au plus tard le jeudi 2 avril 2026"),
            (Sample.CoHolder, "en", "Dossier 2026-0001: a correction is asked for, by Thursday 2 April 2026"),
        }));
        foreach (var letter in letters)
        {
            Assert.That(letter.TextBody, Does.Contain($"/dossiers/{submitted.Id}").And.Contain("2026-0001").And.Not.Contain("\\n").And.Not.Contain("budget").And.Not.Contain(submitted.Content.Title!));
        }
    }

    [Test]
    public async Task Who_holds_a_dossier_is_told_that_it_is_admissible_and_a_refused_request_tells_nobody()
    {
        await using var world = await World.Create(dialect);
        await world.Database.Hear(new PersonChanged(Guid.CreateVersion7(), Sample.CoHolder, 2, world.Clock.GetUtcNow(), "Person 1", "p1@example.org", "en", [Roles.Holder], []));
        var submitted = await world.Submitted(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        await world.Admit(World.Officer, submitted.Id, submitted.Revision + 1);
        Assert.That(await Letters(world, "dossier.admitted"), Is.Empty);
        await world.Admit(World.Officer, submitted.Id, submitted.Revision);
        await world.Admit(World.Officer, submitted.Id, submitted.Revision);

        var letters = await Letters(world, "dossier.admitted");
        Assert.That(letters.Select(one => (one.PersonId, one.Language, one.Subject)).Order(), Is.EqualTo(new[]
        {
            (Sample.Holder, "fr", "Dossier 2026-0001\u202f: recevable"),
            (Sample.CoHolder, "en", "Dossier 2026-0001 is admissible"),
        }));
        foreach (var letter in letters)
        {
            Assert.That(letter.TextBody, Does.Contain($"/dossiers/{submitted.Id}").And.Contain("2026-0001").And.Not.Contain("\\n").And.Not.Contain(submitted.Content.Title!).And.Not.Contain(submitted.Content.Acronym!));
        }
        Assert.That(await Letters(world, "dossier.admission-refused"), Is.Empty);
    }

    [Test]
    public async Task Who_holds_a_dossier_is_told_why_it_is_not_admissible_and_a_refused_request_tells_nobody()
    {
        await using var world = await World.Create(dialect);
        await world.Database.Hear(new PersonChanged(Guid.CreateVersion7(), Sample.CoHolder, 2, world.Clock.GetUtcNow(), "Person 1", "p1@example.org", "en", [Roles.Holder], []));
        var submitted = await world.Submitted(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        await world.Refuse(World.Officer, submitted.Id, submitted.Revision + 1, "Hors du territoire.");
        Assert.That(await Letters(world, "dossier.admission-refused"), Is.Empty);
        await world.Refuse(World.Officer, submitted.Id, submitted.Revision, "Hors du territoire.", "Aucune PME,\r\nBcc: tous.");

        var letters = await Letters(world, "dossier.admission-refused");
        Assert.That(letters.Select(one => (one.PersonId, one.Language, one.Subject)).Order(), Is.EqualTo(new[]
        {
            (Sample.Holder, "fr", "Dossier 2026-0001\u202f: irrecevable"),
            (Sample.CoHolder, "en", "Dossier 2026-0001 is not admissible"),
        }));
        foreach (var letter in letters)
        {
            Assert.That(letter.TextBody, Does.Contain($"/dossiers/{submitted.Id}").And.Contain("\n- Hors du territoire.\n- Aucune PME,  Bcc: tous.\n\n").And.Not.Contain("\\n").And.Not.Contain(submitted.Content.Title!).And.Not.Contain(submitted.Content.Acronym!));
        }
        Assert.That(letters.Select(one => one.TextBody).Order(), Has.Some.Contains("pour ces motifs").And.Some.Contains("for these reasons"));
        Assert.That(await Letters(world, "dossier.admitted"), Is.Empty);
    }

    [Test]
    public async Task An_erased_person_gets_no_mail()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        await world.Database.Hear(new PersonErased(Guid.CreateVersion7(), Sample.Holder, 2, world.Clock.GetUtcNow()));
        await world.Submit(World.CoHolder, draft.Id, draft.Revision);
        Assert.That((await Receipts(world)).Select(one => one.PersonId), Is.EqualTo(new[] { Sample.CoHolder }));
    }

    [Test]
    public async Task Too_late_it_is_refused_with_the_next_call_of_the_same_body()
    {
        await using var world = await World.Create(dialect, "2026-07-01T09:00:00Z");
        await world.Publish(Sample.Terms("RHU 7", closes: new DateTimeOffset(2026, 7, 5, 10, 0, 0, TimeSpan.Zero)) with { FundingBody = "ANR" });
        await world.Publish(Sample.Terms("i-Démo 2026", closes: new DateTimeOffset(2026, 12, 1, 11, 0, 0, TimeSpan.Zero)) with { CutOffs = [new DateTimeOffset(2026, 9, 15, 10, 0, 0, TimeSpan.Zero)] });
        var draft = await world.Draft();
        var refused = (Problem)await world.Submit(World.Holder, draft.Id, draft.Revision);
        Assert.That(World.Code(refused), Is.EqualTo("409 dossier.call-closed"));
        Assert.That(refused.Details.Title, Does.Contain("i-Démo 2026 (Bpifrance)").And.Contain("15 September 2026 at 12:00").And.Not.Contain("RHU"));
    }

    [Test]
    public void The_next_chance_is_the_soonest_that_is_still_to_come()
    {
        var at = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var late = Sample.Call("late", closes: at.AddDays(-1));
        var over = Sample.Call("over", closes: at);
        var soon = Sample.Call("soon", closes: at.AddDays(5));
        var cut = Sample.Call("cut", closes: at.AddDays(90)) with { };
        cut = cut with { Terms = cut.Terms with { CutOffs = [at.AddDays(-3), at.AddDays(2)] } };
        Assert.That(NextChance.After(late, [late, over, soon, cut], at), Is.EqualTo(new NextChance(cut, at.AddDays(2))));
        Assert.That(NextChance.After(late, [late, over, soon], at)!.IsCutOff, Is.False);
        Assert.That(NextChance.After(late, [late, over], at), Is.Null);
        Assert.That(NextChance.DeadlineOf(cut.Terms, at.AddDays(2)), Is.EqualTo(cut.Terms.ClosesAt));
    }
}
