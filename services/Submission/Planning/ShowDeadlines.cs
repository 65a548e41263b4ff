using System.Text;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Planning;

/// <summary>
/// A private address that calendars read a person's deadlines from. Whoever has it reads them without signing in: so it is shown once,
/// kept here as a digest only, and can be renewed or taken away.
/// </summary>
public static class ShowDeadlines
{
    /// <summary>The secret stands after the question mark: what is there, no log of ours writes down.</summary>
    const string Address = "/deadlines/calendar";

    /// <summary>Far longer than a secret is.</summary>
    const int LongestKey = 200;

    public static async Task<RazorComponentResult<DeadlinesPage>> Page(DeadlineFeedStore feeds, Caller caller, CancellationToken stop) =>
        Pages.Show<DeadlinesPage>(new { Feed = await feeds.Of(caller.PersonId, stop) });

    /// <summary>The answer is the page itself, for the address is shown this once.</summary>
    public static async Task<RazorComponentResult<DeadlinesPage>> Renew(DeadlineFeedStore feeds, PageLinks links, Caller caller, CancellationToken stop)
    {
        var secret = SecretCode.New().Code;
        await feeds.Renew(caller.PersonId, secret, Words.Language, Acting(caller), stop);
        return Pages.Show<DeadlinesPage>(new { Feed = await feeds.Of(caller.PersonId, stop), Made = links.To(Address, ("key", secret)) });
    }

    public static async Task<SeeOther> Remove(DeadlineFeedStore feeds, Caller caller, CancellationToken stop)
    {
        await feeds.Remove(caller.PersonId, Acting(caller), stop);
        return Pages.SeeOther("/deadlines", Text.Feed_Removed);
    }

    /// <summary>Holders' dossiers with their drafts; for the office every deposited dossier that is not decided.</summary>
    public static async Task<Results<ContentHttpResult, NotFoundProblem>> Feed(
        string? key, DeadlineFeedStore feeds, PlanReader plans, PageLinks links, TimeProvider clock, CancellationToken stop)
    {
        if (key is not { Length: > 0 and <= LongestKey } || await feeds.Find(key, stop) is not { } feed || await feeds.RolesNow(feed.PersonId, stop) is not { } roles)
        {
            return Problems.NotFound();
        }

        var now = clock.Now();
        var viewer = new Viewer(feed.PersonId, Stance.Roles(roles.Intersect([Roles.Holder, Roles.Office]).ToHashSet()));
        var shown = (await plans.UnderWay(viewer, now, stop)).Where(planned => planned.Dossier.Held || planned.Dossier.Version > 0).ToList();
        // No reader's browser says a language here: the one chosen with the address holds.
        return TypedResults.Text(Languages.In(feed.Language, () => ICalendar.Write(DeadlineCalendar.Of(shown, now, path => links.To(path)))), ICalendar.ContentType, Encoding.UTF8);
    }

    static Storage.Actor Acting(Caller caller) => caller.Actor(caller.Is(Roles.Office) ? Roles.Office : Roles.Holder);
}
