using System.Text.RegularExpressions;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Writing;
using Microsoft.AspNetCore.Http;

namespace Labelling.Submission.Tests.Writing;

[TestFixtureSource(typeof(Ground.TestDatabases), nameof(Ground.TestDatabases.Fixtures))]
public sealed partial class CoHolderTests(Dialect dialect)
{
    static readonly PartGiven OwnRow = new(WritingPart.Own, "p1");

    [Test]
    public async Task Who_accepts_an_invitation_holds_the_dossier_too_and_both_are_told()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        var code = await Invite(world, draft.Id, PartGiven.All);
        Assert.That(World.Code(await world.Show(World.CoHolder, draft.Id)), Is.EqualTo("404 not-found"));

        Assert.That(await Accept(world, code, World.CoHolder), Is.EqualTo(CoHolderSaved.Saved));
        Assert.That((await world.View(draft.Id, World.CoHolder)).Content.CoHolderIds, Is.EqualTo(new[] { Sample.CoHolder }));
        Assert.That(await Addresses(world, "dossier.co-holder-joined"), Is.EqualTo(new[] { "p0@example.org", "p1@example.org" }));
    }

    [Test]
    public async Task A_link_opens_once()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        var store = Store(world);
        var code = await Invite(world, draft.Id, PartGiven.All);
        var invitation = (await store.ByCode(code, default))!;
        Assert.That(await Accept(world, code, World.CoHolder), Is.EqualTo(CoHolderSaved.Saved));
        Assert.That(await store.ByCode(code, default), Is.Null);
        Assert.That(await store.Accept(code, invitation, Sample.Stranger, World.Stranger.Actor("holder"), default), Is.EqualTo(CoHolderSaved.Stale));
    }

    [Test]
    public async Task A_link_is_over_after_its_time_and_once_it_is_withdrawn()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        var store = Store(world);
        var code = await Invite(world, draft.Id, PartGiven.All);
        world.Clock.Advance(CoHolderInvitation.Lasts);
        Assert.That(await store.ByCode(code, default), Is.Null);

        // The same address again: the first invitation's time is over.
        var again = await Invite(world, draft.Id, PartGiven.All);
        Assert.That(await store.Withdraw(draft.Id, (await store.ByCode(again, default))!.Id, World.Holder.Actor("holder"), default), Is.EqualTo(CoHolderSaved.Saved));
        Assert.That(await store.ByCode(again, default), Is.Null);
    }

    [Test]
    public async Task The_code_stands_in_the_mail_alone()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        var code = await Invite(world, draft.Id, PartGiven.All);
        Assert.That((await world.Database.Database.Query<string>("select CodeDigest from CoHolderInvitation", null, default)).Single(), Is.EqualTo(SecretCode.DigestOf(code)).And.Not.EqualTo(code));
        var mail = await Mails(world, "dossier.co-holder-invitation");
        Assert.That(mail.Single().TextBody, Does.Not.Contain(draft.Content.Title).And.Not.Contain(draft.Content.Acronym));
    }

    [Test]
    public async Task Nobody_is_invited_twice_to_one_dossier_and_nobody_joins_one_they_hold_or_are_challenged_in()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft(world.Content() with { ChallengedPersonIds = [Sample.Stranger] });
        var code = await Invite(world, draft.Id, PartGiven.All);
        Assert.That(await Store(world).Invite(draft.Id, "CO@example.org", "fr", PartGiven.All, "P", World.Holder.Actor("holder"), default), Is.EqualTo(CoHolderSaved.Invited));
        Assert.That(await Accept(world, code, World.Holder), Is.EqualTo(CoHolderSaved.NotThisPerson));
        Assert.That(await Accept(world, code, World.Stranger), Is.EqualTo(CoHolderSaved.NotThisPerson));
        // Refused is not used up.
        Assert.That(await Accept(world, code, World.CoHolder), Is.EqualTo(CoHolderSaved.Saved));
    }

    [Test]
    public async Task Who_was_given_their_own_part_writes_their_row_and_its_costs_and_nothing_else()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        await Accept(world, await Invite(world, draft.Id, OwnRow), World.CoHolder);
        var answer = World.Value<SaveFields.Answer>(await Save(world, World.CoHolder, draft.Id,
            new FieldChange("partners[p1].budgetEur", null, "300000"), new FieldChange("partners[p1].role", null, "Essais"), new FieldChange("workPackages[w1].costs[p1]", null, "10"),
            new FieldChange("title", draft.Content.Title, "X"), new FieldChange("lead.name", draft.Content.Lead!.Name, "X"), new FieldChange("workPackages[w1].costs[lead]", null, "10"),
            new FieldChange("workPackages[w1].costEur", "400000", "1"), new FieldChange("partners[p1]", ContentFields.Read(draft.Content, "partners[p1]"), null), new FieldChange("partners.order", "p1", "p1")));
        Assert.Multiple(() =>
        {
            Assert.That(answer.Saved.Select(one => one.Field), Is.EqualTo(new[] { "partners[p1].budgetEur", "partners[p1].role", "workPackages[w1].costs[p1]" }));
            Assert.That(answer.Mistakes.Select(one => one.Field), Is.EqualTo(new[] { "title", "lead.name", "workPackages[w1].costs[lead]", "workPackages[w1].costEur", "partners[p1]", "partners.order" }));
        });
        var view = await world.View(draft.Id, World.CoHolder);
        Assert.Multiple(async () =>
        {
            Assert.That((view.Content.Title, view.Content.Partners[0].Role), Is.EqualTo((draft.Content.Title, "Essais")));
            Assert.That(World.Code(await world.Edit(World.CoHolder, draft.Id, view.Revision, view.Content with { Title = "X" })), Does.StartWith("403"));
            Assert.That(World.Code(await world.Submit(World.CoHolder, draft.Id, view.Revision)), Does.StartWith("403"));
            Assert.That(World.Code(await world.Withdraw(World.CoHolder, draft.Id, view.Revision)), Does.StartWith("403"));
        });
    }

    [Test]
    public async Task A_part_that_is_changed_holds_from_then_on_whoever_read_an_older_one_is_told()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        await Accept(world, await Invite(world, draft.Id, OwnRow), World.CoHolder);
        var dossier = (await world.Dossiers.Find(draft.Id, Viewer.Of(World.Holder), default))!.Dossier;
        Assert.That(await Store(world).GivePart(dossier, Sample.CoHolder, PartGiven.All, 1, World.Holder.Actor("holder"), default), Is.EqualTo(CoHolderSaved.Saved));
        Assert.That(await Store(world).GivePart(dossier, Sample.CoHolder, OwnRow, 1, World.Holder.Actor("holder"), default), Is.EqualTo(CoHolderSaved.Stale));
        Assert.That(World.Value<SaveFields.Answer>(await Save(world, World.CoHolder, draft.Id, new FieldChange("title", draft.Content.Title, "X"))).Mistakes, Is.Empty);
        Assert.That(await Addresses(world, "dossier.co-holder-part"), Is.EqualTo(new[] { "p0@example.org", "p1@example.org" }));
    }

    [Test]
    public async Task Who_is_removed_sees_nothing_any_more_and_both_are_told()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        await Accept(world, await Invite(world, draft.Id, OwnRow), World.CoHolder);
        var dossier = (await world.Dossiers.Find(draft.Id, Viewer.Of(World.Holder), default))!.Dossier;
        Assert.That(await Store(world).Remove(dossier, Sample.CoHolder, World.Holder.Actor("holder"), default), Is.EqualTo(CoHolderSaved.Saved));
        Assert.Multiple(async () =>
        {
            Assert.That(World.Code(await world.Show(World.CoHolder, draft.Id)), Is.EqualTo("404 not-found"));
            Assert.That(World.Code(await Save(world, World.CoHolder, draft.Id, new FieldChange("partners[p1].role", null, "X"))), Is.EqualTo("404 not-found"));
            Assert.That(await world.Database.Database.Query<string>("select Part from CoHolderPart", null, default), Is.Empty);
            Assert.That(await Addresses(world, "dossier.co-holder-removed"), Is.EqualTo(new[] { "p0@example.org", "p1@example.org" }));
        });
    }

    [Test]
    public async Task A_co_holder_makes_nobody_a_co_holder_by_writing_the_whole_content()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        Assert.That(
            World.Code(await world.Edit(World.CoHolder, draft.Id, draft.Revision, draft.Content with { CoHolderIds = [Sample.CoHolder, Sample.Stranger] })), Does.StartWith("403"));
        Assert.That(World.Code(await world.Edit(World.Holder, draft.Id, draft.Revision, draft.Content with { CoHolderIds = [Sample.Stranger] })), Is.EqualTo("200"));
    }

    static CoHolderStore Store(World world) => new(
        world.Database.Database, new CoHolderMails(new PageLinks(new MailSettings(null, null, new("labelling@example.org"), new Uri("https://labelling.example.org")))));

    static async Task<string> Invite(World world, Guid dossier, PartGiven part)
    {
        Assert.That(await Store(world).Invite(dossier, "co@example.org", "fr", part, "Person 0", World.Holder.Actor("holder"), default), Is.EqualTo(CoHolderSaved.Saved));
        return Uri.UnescapeDataString(Code().Match((await Mails(world, "dossier.co-holder-invitation"))[^1].TextBody).Groups[1].Value);
    }

    static async Task<CoHolderSaved> Accept(World world, string code, Caller caller) =>
        await Store(world).ByCode(code, default) is { } invitation ? await Store(world).Accept(code, invitation, caller.PersonId, caller.Actor("holder"), default) : CoHolderSaved.Stale;

    static async Task<IResult> Save(World world, Caller caller, Guid id, params FieldChange[] changes) => (await SaveFields.Handle(
        id, new(changes), world.Dossiers, world.Database.Get<NamedThings>(), world.Database.Get<VocabularyStore>(), caller, world.Clock, default)).Result;

    sealed record Sent
    {
        public required string Address { get; init; }
        public required string TextBody { get; init; }
    }

    static Task<IReadOnlyList<Sent>> Mails(World world, string kind) =>
        world.Database.Database.Query<Sent>("select Address, TextBody from Mail where Kind = @Kind order by Position", new { Kind = kind }, default);

    static async Task<IEnumerable<string>> Addresses(World world, string kind) => (await Mails(world, kind)).Select(mail => mail.Address).Order();

    [GeneratedRegex(@"[?&]code=([^\s&]+)")]
    private static partial Regex Code();
}
