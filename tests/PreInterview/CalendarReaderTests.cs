using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using static Labelling.PreInterview.Tests.World;

namespace Labelling.PreInterview.Tests;

/// <summary>What we write is read by a program that is not ours (ical.js), on a machine that stands elsewhere.</summary>
public class CalendarReaderTests
{
    sealed record Read(string Method, string[] Zones, Event[] Events);

    sealed record Event(
        string Uid, int Sequence, string Status, string Summary, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Organizer, string[] Attendees, string[] Names);

    static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Calendars");

    [OneTimeSetUp]
    public async Task Install()
    {
        if (!File.Exists(Path.Combine(Folder(), "node_modules", "ical.js", "package.json")))
            await Run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
    }

    static async Task<string> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder(), RedirectStandardOutput = true, RedirectStandardError = true };
        // Whoever forgets the zone of Paris reads other instants here.
        start.Environment["TZ"] = "America/New_York";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, $"{program}: {await errors}");
        return await output;
    }

    static async Task<IReadOnlyList<Read>> Reading(params byte[][] files)
    {
        var folder = Directory.CreateTempSubdirectory("labelling-calendar-").FullName;
        try
        {
            var paths = files.Select((file, index) =>
            {
                var path = Path.Combine(folder, $"{index}.ics");
                File.WriteAllBytes(path, file);
                return path;
            }).ToArray();
            return JsonSerializer.Deserialize<Read[]>(await Run("node", ["read.mjs", .. paths]), JsonSerializerOptions.Web)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // 29 March 2026: at 02:00 in Paris it becomes 03:00. 25 October 2026: at 03:00 it becomes 02:00, and 02:30 comes twice.
    [TestCase("2026-03-20T09:00:00Z", "2026-03-29T00:30:00Z", "2026-03-29T01:15:00Z", TestName = "Over the hour that is skipped")]
    [TestCase("2026-10-20T09:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", TestName = "Over the hour that comes twice: from its first half past two to its second")]
    [TestCase("2026-10-20T09:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z", TestName = "From the second half past two on")]
    [TestCase("2026-03-20T09:00:00Z", "2026-03-30T07:00:00Z", "2026-03-30T08:00:00Z", TestName = "In summer time")]
    [TestCase("2026-10-20T09:00:00Z", "2026-10-26T08:00:00Z", "2026-10-26T09:00:00Z", TestName = "In winter time")]
    public async Task A_booked_a_moved_and_a_cancelled_interview_are_read_as_meant(string now, string starts, string ends)
    {
        await using var world = await Create(Dialect.Sqlite);
        var view = await world.Proposed();
        world.Clock.Set(now);
        var (first, startsAt, endsAt) = (Samples.Instant(starts).AddDays(-2), Samples.Instant(starts), Samples.Instant(ends));
        view = Seen(await world.Book(world.AsHolder, view, await Offered(world, first, first.AddMinutes(45))));
        view = Seen(await world.Book(world.AsHolder, view, await Offered(world, startsAt, endsAt)));
        await world.Cancel(world.AsHolder, view);
        var mails = (await Mail.Claim(world.Database, "test", 100, TimeSpan.FromMinutes(1), default)).Where(mail => mail.Address == $"{world.Holder:N}@example.org" && mail.Attachments.Count == 1).ToList();

        var read = await Reading([.. mails.Select(mail => mail.Attachments[0].Content)]);

        Assert.That(read.Select(one => (one.Method, one.Zones.Single(), one.Events.Single().Sequence, one.Events.Single().Status)), Is.EqualTo(new[]
        {
            ("REQUEST", "Europe/Paris", 0, "CONFIRMED"), ("REQUEST", "Europe/Paris", 1, "CONFIRMED"), ("CANCEL", "Europe/Paris", 2, "CANCELLED"),
        }));
        Assert.That(read.Select(one => (one.Events.Single().StartsAt, one.Events.Single().EndsAt)), Is.EqualTo(new[] { (first, first.AddMinutes(45)), (startsAt, endsAt), (startsAt, endsAt) }));
        Assert.That(read.Select(one => one.Events.Single().Uid).Distinct(), Is.EqualTo(new[] { $"interview-{view.Id:D}@labelling" }));
        Assert.That(read.SelectMany(one => one.Events.Single().Attendees), Is.All.EqualTo($"mailto:{world.Holder:N}@example.org"));
        Assert.That(read.SelectMany(one => one.Events.Single().Names), Is.All.EqualTo("Hugo Holder"), "no expert is named to a calendar's other readers");
        Assert.That(read.Select(one => one.Events.Single().Organizer), Is.All.EqualTo("mailto:labelling@localhost"));
    }

    static async Task<Guid> Offered(World world, DateTimeOffset from, DateTimeOffset to)
    {
        var slot = Slot.Offer(world.Expert, from, to, world.Clock.GetUtcNow());
        Assert.That(await world.Slots.Offer(world.Expert, [slot], world.AsExpert.Actor(Roles.Expert), default), Is.Null);
        return slot.Id;
    }

    [Test]
    public async Task A_feed_holds_ones_own_interviews_and_ends_with_its_address()
    {
        await using var world = await Create(Dialect.Sqlite);
        var view = await world.Booked();
        var actor = world.AsHolder.Actor("self");
        var secret = await world.Feeds.Renew(world.Holder, actor, default);

        var read = (await Reading(await Feed(world, secret))).Single();
        Assert.That((read.Method, read.Events.Single().StartsAt), Is.EqualTo(("PUBLISH", view.StartsAt)));
        var others = await world.Feeds.Renew(world.Colleague, world.AsColleague.Actor("self"), default);
        Assert.That((await Reading(await Feed(world, others))).Single().Events, Is.Empty);

        var renewed = await world.Feeds.Renew(world.Holder, actor, default);
        Assert.That(await Answer(world, secret), Is.InstanceOf<NotFoundProblem>(), "the old address opens nothing");
        Assert.That(await Answer(world, renewed), Is.InstanceOf<ContentHttpResult>());
        Assert.That(await world.Database.Query<string>("select SecretDigest from CalendarFeed", null, default), Has.None.Contain(renewed).And.All.Length.EqualTo(64));

        await world.Hear(new AccountDisabled(Guid.CreateVersion7(), world.Holder, 2, Morning));
        Assert.That(await Answer(world, renewed), Is.InstanceOf<NotFoundProblem>(), "nor that of somebody who may not come in any more");
        Assert.That(await Answer(world, "nobody's"), Is.InstanceOf<NotFoundProblem>());
    }

    static async Task<IResult> Answer(World world, string secret) =>
        (await ShowCalendarFeed.Feed(secret, new DefaultHttpContext(), world.Feeds, world.Interviews, world.Known, world.Links, world.Clock, default)).Result;

    static async Task<byte[]> Feed(World world, string secret) => Encoding.UTF8.GetBytes(((ContentHttpResult)await Answer(world, secret)).ResponseContent!);
}
