using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

/// <summary>The pages that belong to nobody's work: the start page, what waits for you, privacy.</summary>
public static class ShowHouse
{
    public static RazorComponentResult<StartPage> Start(Caller caller) => Pages.Show<StartPage>(new { SignedIn = caller.PersonId != Guid.Empty });

    /// <summary>Put together from what each service knows of the caller.</summary>
    public static RazorComponentResult<ShowHomePage> Home(Caller caller) => Pages.Show<ShowHomePage>(new
    {
        Holder = caller.Is(Roles.Holder),
        Administrator = caller.Is(Roles.Administrator),
    });

    /// <summary>The other way to every page, beside the menu.</summary>
    public static RazorComponentResult<SiteMapPage> Map(Caller caller) => Pages.Show<SiteMapPage>(new { SignedIn = caller.PersonId != Guid.Empty });

    public static RazorComponentResult<PrivacyPage> Privacy() => Pages.Show<PrivacyPage>();
}
