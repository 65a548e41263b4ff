using System.Text;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

/// <summary>The private addresses of calendars. The database holds the digest of a secret: whoever reads a backup opens nothing with it.</summary>
public sealed class CalendarFeeds(Database database)
{
    /// <summary>When the person's address was given; null: they have none.</summary>
    public Task<DateTimeOffset?> GivenAt(Guid personId, CancellationToken stop) =>
        database.QuerySingleOrDefault<DateTimeOffset?>(
            """
            select GivenAt
            from CalendarFeed
            where PersonId = @PersonId
            """,
            new { PersonId = personId }, stop);

    /// <summary>A new secret; the one before opens nothing any more. It is shown this once.</summary>
    public async Task<string> Renew(Guid personId, Actor who, CancellationToken stop)
    {
        var (secret, digest) = SecretCode.New();
        await using var transaction = await database.Begin(stop);
        var row = new { PersonId = personId, Digest = digest, Now = transaction.Clock.GetUtcNow() };
        if (await transaction.Execute("update CalendarFeed set SecretDigest = @Digest, GivenAt = @Now where PersonId = @PersonId", row) == 0)
            await transaction.Execute("insert into CalendarFeed (PersonId, SecretDigest, GivenAt) values (@PersonId, @Digest, @Now)", row);
        await AuditTrail.Add(transaction, who, "calendar.renewed", personId);
        await transaction.Commit();
        return secret;
    }

    /// <summary>Takes the address away; false: there is none.</summary>
    public async Task<bool> Close(Guid personId, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await transaction.Execute("delete from CalendarFeed where PersonId = @PersonId", new { PersonId = personId }) == 0) return false;
        await AuditTrail.Add(transaction, who, "calendar.closed", personId);
        await transaction.Commit();
        return true;
    }

    /// <summary>Whose address it is; null: nobody's.</summary>
    public Task<Guid?> Owner(string secret, CancellationToken stop) =>
        database.QuerySingleOrDefault<Guid?>(
            """
            select f.PersonId
            from CalendarFeed f
            join Person p on p.Id = f.PersonId
            where f.SecretDigest = @Digest and p.Disabled = 0
            """,
            new { Digest = SecretCode.DigestOf(secret) }, stop);
}

/// <summary>A person's own page about their calendar, and the feed that calendars subscribe to.</summary>
public static class ShowCalendarFeed
{
    const int LongestSecret = 100;

    public static async Task<RazorComponentResult<CalendarFeedPage>> Page(Caller caller, CalendarFeeds feeds, CancellationToken stop) =>
        Pages.Show<CalendarFeedPage>(new { GivenAt = await feeds.GivenAt(caller.PersonId, stop) });

    /// <summary>The address stands on the answer to this form and nowhere else.</summary>
    public static async Task<RazorComponentResult<CalendarFeedPage>> Renew(Caller caller, CalendarFeeds feeds, PageLinks links, CancellationToken stop)
    {
        var secret = await feeds.Renew(caller.PersonId, caller.Actor("self"), stop);
        return Pages.Show<CalendarFeedPage>(new { GivenAt = await feeds.GivenAt(caller.PersonId, stop), Given = links.To($"/calendar/{secret}.ics") });
    }

    public static async Task<SeeOther> Close(Caller caller, CalendarFeeds feeds, CancellationToken stop) =>
        Pages.SeeOther("/calendar", await feeds.Close(caller.PersonId, caller.Actor("self"), stop) ? Text.Calendar_Closed : null);

    /// <summary>For whoever has the address: a calendar program does not sign in.</summary>
    public static async Task<Results<ContentHttpResult, NotFoundProblem>> Feed(
        string secret, HttpContext context, CalendarFeeds feeds, InterviewStore interviews, KnownStore known, PageLinks links, TimeProvider clock, CancellationToken stop)
    {
        if (secret.Length > LongestSecret || await feeds.Owner(secret, stop) is not { } owner
            || (await known.Persons([owner], stop)).GetValueOrDefault(owner) is not { Disabled: false } person)
            return Problems.NotFound();
        var entries = await interviews.Entries(person, clock.GetUtcNow(), stop);
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Text(
            InterviewCalendar.WriteFeed([.. entries.Select(entry => entry with { Page = links.To($"/interviews/{entry.InterviewId}") })], person.Language is not "en"),
            "text/calendar", Encoding.UTF8);
    }
}
