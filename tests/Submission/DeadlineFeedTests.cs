using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Planning;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Tests;

/// <summary>The private address that calendars read deadlines from.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class DeadlineFeedTests(Dialect dialect)
{
    static readonly PageLinks Links = new(new MailSettings(null, null, new System.Net.Mail.MailAddress("office@example.org"), new Uri("https://example.org/")));

    static async Task<string> Key(World world, Caller caller)
    {
        var page = await ShowDeadlines.Renew(world.Database.Get<DeadlineFeedStore>(), Links, caller, default);
        return new Uri((string)page.Parameters["Made"]!).Query["?key=".Length..];
    }

    static async Task<string?> Read(World world, string? key) =>
        ((await ShowDeadlines.Feed(key, world.Database.Get<DeadlineFeedStore>(), world.Database.Get<PlanReader>(), Links, world.Clock, default)).Result as ContentHttpResult)?.ResponseContent;

    static string[] Lines(string feed) => feed.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");

    static IEnumerable<string> Uids(string feed) => Lines(feed).Where(line => line.StartsWith("UID:", StringComparison.Ordinal));

    [Test]
    public async Task A_holder_reads_the_dates_of_their_dossiers_drafts_too_and_of_nobody_elses()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        await world.Draft(by: World.Stranger);
        var feed = (await Read(world, await Key(world, World.Holder)))!;

        Assert.That(Uids(feed), Is.EqualTo(new[] { "deposit", "interview", "review", "session", "target" }.Select(step => $"UID:plan-{draft.Id:D}-{step}@labelling")));
        Assert.That(Lines(feed), Does.Contain("DTSTART;VALUE=DATE:20260513").And.Contain("DTEND;TZID=Europe/Paris:20260630T120000").And.Contain($"URL:https://example.org/dossiers/{draft.Id}"));
    }

    [Test]
    public async Task The_office_reads_what_was_deposited_and_no_draft()
    {
        await using var world = await World.Create(dialect);
        await world.Database.Hear(new PersonChanged(Guid.CreateVersion7(), Sample.Officer, 2, Sample.Noon, "Officer", "o@example.org", "fr", [Roles.Office], []));
        await world.Draft();
        var deposited = await world.Submitted();
        var feed = (await Read(world, await Key(world, World.Officer)))!;

        Assert.That(Uids(feed), Is.All.Contains($"{deposited.Id:D}"));
        Assert.That(Uids(feed).Count(), Is.EqualTo(4), "the deposit is behind it");
    }

    [Test]
    public async Task A_renewed_address_answers_and_the_one_before_does_not_nor_one_that_was_taken_away()
    {
        await using var world = await World.Create(dialect);
        var first = await Key(world, World.Holder);
        var second = await Key(world, World.Holder);

        Assert.That(await Read(world, first), Is.Null);
        Assert.That(await Read(world, second), Is.Not.Null);
        await ShowDeadlines.Remove(world.Database.Get<DeadlineFeedStore>(), World.Holder, default);
        Assert.That(await Read(world, second), Is.Null);
        Assert.That(await Read(world, ""), Is.Null);
        Assert.That(await Read(world, null), Is.Null);
    }

    [Test]
    public async Task The_secret_is_nowhere_in_the_database()
    {
        await using var world = await World.Create(dialect);
        var key = await Key(world, World.Holder);
        var kept = await world.Database.Database.Query<string>("select SecretSha256 from DeadlineFeed", null, default);
        Assert.That(kept, Is.EqualTo(new[] { SecretCode.DigestOf(key) }));
        Assert.That(key, Has.Length.EqualTo(43), "256 bits");
        Assert.That(await world.Database.Database.Query<string>("select coalesce(ValueAfter, '') from AuditLine", null, default), Has.None.Contains(key));
    }

    [Test]
    public async Task A_disabled_account_and_an_erased_person_are_shown_nothing_and_a_role_taken_away_none_of_its()
    {
        await using var world = await World.Create(dialect);
        await world.Database.Hear(new PersonChanged(Guid.CreateVersion7(), Sample.Officer, 2, Sample.Noon, "Officer", "o@example.org", "fr", [Roles.Office], []));
        await world.Submitted();
        var (office, holder, stranger) = (await Key(world, World.Officer), await Key(world, World.Holder), await Key(world, World.Stranger));
        await world.Database.Hear(new PersonChanged(Guid.CreateVersion7(), Sample.Officer, 3, Sample.Noon, "Officer", "o@example.org", "fr", [Roles.Expert], []));
        await world.Database.Hear(new AccountDisabled(Guid.CreateVersion7(), Sample.Holder, 2, Sample.Noon));
        await world.Database.Hear(new PersonErased(Guid.CreateVersion7(), Sample.Stranger, 2, Sample.Noon));

        Assert.That(Uids((await Read(world, office))!), Is.Empty);
        Assert.That(await Read(world, holder), Is.Null);
        Assert.That(await Read(world, stranger), Is.Null);
        Assert.That(await world.Database.Database.QuerySingleOrDefault<int>("select count(*) from DeadlineFeed", null, default), Is.EqualTo(2));
    }
}
