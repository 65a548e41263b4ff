using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.Web;

/// <summary>A step of the path to a page.</summary>
/// <param name="Text">What it is called.</param>
/// <param name="Address">Its page.</param>
public sealed record Crumb(string Text, string Address);

/// <summary>An entry of the menu as one reader sees it.</summary>
/// <param name="Address">Its page.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Current">Whether the reader is there.</param>
sealed record MenuEntry(string Address, string Name, bool Current);

/// <summary>A place in the menu: one entry, or a word under which several stand.</summary>
sealed record MenuPlace(string Name, IReadOnlyList<MenuEntry> Entries)
{
    public bool Current => Entries.Any(entry => entry.Current);
}

/// <summary>The menu, by role.</summary>
static class Navigation
{
    // Also: pages of the same place that lie elsewhere.
    sealed record Entry(string Address, Func<string> Name, string[] Roles, string? Also = null);

    static readonly IReadOnlyList<Entry> All =
    [
        new("/home", () => Text.Menu_Home, []),
        new("/dossiers", () => Text.Menu_Dossiers, []),
        new("/admissibility", () => Text.Menu_Admissibility, [Roles.Office]),
        new("/duplicates", () => Text.Menu_Duplicates, [Roles.Office]),
        new("/planning", () => Text.Menu_Planning, [Roles.Office]),
        new("/calls", () => Text.Menu_Calls, []),
        new("/interviews", () => Text.Menu_Interviews, [Roles.Expert, Roles.Office, Roles.Administrator]),
        new("/assignment", () => Text.Menu_Assignment, [Roles.Office]),
        new("/reviews", () => Text.Menu_Reviews, [Roles.Expert]),
        new("/experts/me", () => Text.Menu_Expert, [Roles.Expert]),
        new("/experts", () => Text.Menu_Experts, [Roles.Office]),
        new("/reviews/board", () => Text.Menu_ReviewBoard, [Roles.Office]),
        new("/reviews/figures", () => Text.Menu_ReviewFigures, [Roles.Chair, Roles.ViceChair]),
        new("/sessions", () => Text.Menu_Sessions, [Roles.Office, Roles.Member, Roles.Chair, Roles.ViceChair]),
        new("/releases", () => Text.Menu_Releases, [Roles.Chair, Roles.ViceChair]),
        new("/decisions", () => Text.Menu_Decisions, [Roles.Holder, Roles.Office, Roles.Chair, Roles.ViceChair]),
        new("/outcomes", () => Text.Menu_Outcomes, [Roles.Office]),
        new("/rates", () => Text.Menu_Rates, [Roles.Office, Roles.Chair, Roles.ViceChair, Roles.Administrator], "/tables"),
        new("/editions", () => Text.Menu_Editions, [Roles.Office]),
        new("/quality", () => Text.Menu_Quality, [Roles.Office, Roles.Administrator]),
        new("/programmes", () => Text.Menu_Programmes, [Roles.Office, Roles.Administrator]),
        new("/vocabularies", () => Text.Menu_Vocabularies, [Roles.Administrator]),
        new("/people", () => Text.Menu_People, [Roles.Office, Roles.Administrator]),
        new("/organisations", () => Text.Menu_Organisations, [Roles.Office, Roles.Administrator]),
        new("/mail", () => Text.Menu_Mail, [Roles.Office, Roles.Administrator]),
        new("/retention", () => Text.Menu_Retention, [Roles.Administrator]),
    ];

    /// <summary>
    /// What stands together under one word where a reader's menu has more than one of it, so that the menu stays one line. Each stands
    /// where its first entry would.
    /// </summary>
    static readonly IReadOnlyList<(Func<string> Name, string[] Addresses)> Groups =
    [
        (() => Text.Menu_Intake, ["/admissibility", "/duplicates", "/planning", "/interviews"]),
        (() => Text.Menu_Committee, ["/experts", "/assignment", "/reviews", "/reviews/board", "/reviews/figures", "/sessions", "/releases", "/decisions"]),
        (() => Text.Menu_Results, ["/outcomes", "/rates", "/editions", "/quality"]),
        (() => Text.Menu_Management, ["/programmes", "/vocabularies", "/people", "/organisations", "/mail", "/retention"]),
    ];

    /// <summary>Everything in a reader's menu, one after the other.</summary>
    public static IEnumerable<MenuEntry> For(Caller caller, string path)
    {
        var mine = All.Where(entry => entry.Roles.Length == 0 || caller.IsAny(entry.Roles)).ToList();
        // One place is where the reader is: of entries under each other, the nearest.
        var current = mine.Where(entry => IsUnder(entry.Address) || (entry.Also is { } also && IsUnder(also))).MaxBy(entry => entry.Address.Length);
        return mine.Select(entry => new MenuEntry(entry.Address, entry.Name(), entry == current));

        bool IsUnder(string address) => path == address || path.StartsWith(address + "/", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The same by groups.</summary>
    public static IEnumerable<MenuPlace> Grouped(Caller caller, string path) => For(caller, path)
        .GroupBy(entry => Groups.FirstOrDefault(group => group.Addresses.Contains(entry.Address)).Name?.Invoke() ?? entry.Name)
        .Select(place => new MenuPlace(place.Key, [.. place]));
}
