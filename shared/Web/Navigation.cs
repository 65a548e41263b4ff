using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.Web;

/// <summary>A step of the path to a page.</summary>
/// <param name="Text">What it is called.</param>
/// <param name="Address">Its page.</param>
public sealed record Crumb(string Text, string Address);

/// <summary>The menu, by role.</summary>
static class Navigation
{
    sealed record Entry(string Address, Func<string> Name, string[] Roles);

    static readonly IReadOnlyList<Entry> All =
    [
        new("/home", () => Text.Menu_Home, []),
        new("/dossiers", () => Text.Menu_Dossiers, []),
        new("/duplicates", () => Text.Menu_Duplicates, [Roles.Office]),
        new("/planning", () => Text.Menu_Planning, [Roles.Office]),
        new("/calls", () => Text.Menu_Calls, []),
        new("/interviews", () => Text.Menu_Interviews, [Roles.Expert, Roles.Office, Roles.Administrator]),
        new("/rates", () => Text.Menu_Rates, [Roles.Office, Roles.Chair, Roles.ViceChair, Roles.Administrator]),
        new("/editions", () => Text.Menu_Editions, [Roles.Office]),
        new("/programmes", () => Text.Menu_Programmes, [Roles.Office, Roles.Administrator]),
        new("/vocabularies", () => Text.Menu_Vocabularies, [Roles.Administrator]),
        new("/people", () => Text.Menu_People, [Roles.Office, Roles.Administrator]),
        new("/organisations", () => Text.Menu_Organisations, [Roles.Office, Roles.Administrator]),
        new("/mail", () => Text.Menu_Mail, [Roles.Office, Roles.Administrator]),
        new("/retention", () => Text.Menu_Retention, [Roles.Administrator]),
    ];

    public static IEnumerable<(string Address, string Name, bool Current)> For(Caller caller, string path) => All
        .Where(entry => entry.Roles.Length == 0 || caller.IsAny(entry.Roles))
        .Select(entry => (entry.Address, entry.Name(), path == entry.Address || path.StartsWith(entry.Address + "/", StringComparison.OrdinalIgnoreCase)));
}
