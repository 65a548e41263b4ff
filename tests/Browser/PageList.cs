using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Labelling.Browser.Tests;

/// <summary>Every page that somebody can open by its address, and who opens it here. {dossier} and its like: the first one of the list named before it.</summary>
public static partial class PageList
{
    public const string Anybody = "";

    public static readonly IReadOnlyList<(string Path, string Role)> All =
    [
        ("/", Anybody),
        ("/sign-in", Anybody),
        ("/register", Anybody),
        ("/password/forgotten", Anybody),
        ("/privacy", Anybody),
        ("/accessibility", Anybody),
        ("/site-map", Anybody),
        ("/barometer", Anybody),
        ("/labels", Anybody),
        ("/labels?query=nothing+of+that+name", Anybody),
        ("/labels/keys", Anybody),
        ("/labels/{label}", Anybody),
        ("/labels/L-2001-0001", Anybody),

        ("/home", "holder"),
        ("/dossiers", "holder"),
        ("/dossiers/{dossier}", "holder"),
        ("/dossiers/{dossier}/trail", "holder"),
        ("/dossiers/{dossier}/messages", "holder"),
        ("/dossiers/new", "holder"),
        ("/dossiers/{draft}/write/project", "holder"),
        ("/dossiers/{draft}/write/consortium", "holder"),
        ("/dossiers/{draft}/write/science", "holder"),
        ("/dossiers/{draft}/write/market", "holder"),
        ("/dossiers/{draft}/write/work", "holder"),
        ("/dossiers/{draft}/write/call", "holder"),
        ("/dossiers/{draft}/write/annex", "holder"),
        ("/dossiers/{draft}/write/check", "holder"),
        ("/dossiers/{draft}/co-holders", "holder"),
        ("/decisions", "holder"),
        ("/interviews", "holder"),
        ("/interviews/{interview}", "holder"),
        ("/dossiers/{dossier}/attachments", "holder"),
        ("/dossiers/{dossier}/preview", "holder"),
        ("/dossiers/{dossier}/calls", "holder"),
        ("/deadlines", "holder"),
        ("/calls", "holder"),
        ("/account", "holder"),
        ("/account/profile", "holder"),
        ("/account/email", "holder"),
        ("/account/password", "holder"),
        ("/account/second-factor", "holder"),
        ("/account/passkeys", "holder"),
        ("/account/sessions", "holder"),
        ("/account/tokens", "holder"),
        ("/account/my-data", "holder"),
        ("/why", "holder"),
        ("/site-map", "holder"),
        ("/nothing-of-that-name", "holder"),

        ("/home", "expert"),
        ("/dossiers", "expert"),
        ("/interviews", "expert"),
        ("/interviews/{interview}", "expert"),
        ("/experts/me", "expert"),
        ("/experts/me/service", "expert"),
        ("/reviews", "expert"),
        ("/reviews/{review}", "expert"),
        ("/slots", "expert"),
        ("/calendar", "expert"),
        ("/home", "member"),
        ("/dossiers", "member"),
        ("/sessions", "member"),
        ("/sessions/{session}", "member"),
        ("/sessions/{session}/live", "member"),
        ("/sessions/{session}/documents", "member"),
        ("/sessions/{session}/minutes", "member"),
        ("/home", "chair"),
        ("/releases", "chair"),
        ("/labels/{label}/revoke", "chair"),
        ("/labels/{label}/clusters", "chair"),
        ("/sessions/{session}/live", "chair"),
        ("/dossiers", "chair"),
        ("/rates", "chair"),
        ("/reviews/figures", "chair"),
        ("/home", "vice-chair"),

        ("/home", "office"),
        ("/dossiers", "office"),
        ("/dossiers/{dossier}", "office"),
        ("/dossiers/{dossier}/trail", "office"),
        ("/dossiers/{dossier}/messages", "office"),
        ("/admissibility", "office"),
        ("/admissibility/{dossier}", "office"),
        ("/interviews", "office"),
        ("/interviews/{interview}", "office"),
        ("/interviews/{interview}/propose", "office"),
        ("/interviews/figures", "office"),
        ("/dossiers/{dossier}/attachments", "office"),
        ("/dossiers/{dossier}/preview", "office"),
        ("/dossiers/{dossier}/versions/1/receipt", "office"),
        ("/dossiers/{dossier}/versions/1/compare/1", "office"),
        ("/assignment", "office"),
        ("/duplicates", "office"),
        ("/duplicates/{duplicate}", "office"),
        ("/experts", "office"),
        ("/experts/import", "office"),
        ("/experts/{expert}", "office"),
        ("/experts/{expert}/edit", "office"),
        ("/reviews/board", "office"),
        ("/reviews/figures", "office"),
        ("/outcomes", "office"),
        ("/outcomes/silent", "office"),
        ("/outcomes/coverage", "office"),
        ("/outcomes/imports", "office"),
        ("/funding/dossiers/{outcome}", "office"),
        ("/quality", "office"),
        ("/quality/values", "office"),
        ("/quality/lines/{line}", "office"),
        ("/calls", "office"),
        ("/calls/{call}", "office"),
        ("/calls/{call}/edit", "office"),
        ("/calls/new", "office"),
        ("/planning", "office"),
        ("/rates", "office"),
        ("/rates?by=sector&by=funding-body&from=2022-01-01&to=2024-12-31", "office"),
        ("/tables/funnel/dossiers?from=2022-01-01&to=2024-12-31&row=labelled&column=dossiers", "office"),
        ("/tables/refused/dossiers?from=2022-01-01&to=2026-12-31&column=resubmitted-share", "office"),
        ("/rates/dossiers?by=sector&from=2022-01-01&to=2024-12-31", "office"),
        ("/tables/funnel", "office"),
        ("/tables/funnel?by=sector&from=2022-01-01&to=2024-12-31", "office"),
        ("/tables/leverage", "office"),
        ("/tables/leverage?by=plan&from=2026-01-01&to=2026-12-31", "office"),
        ("/tables/since-creation", "office"),
        ("/tables/clusters", "office"),
        ("/tables/resubmissions?by=year&from=2022-01-01&to=2026-12-31", "office"),
        ("/tables/refused?by=year&from=2022-01-01&to=2026-12-31", "office"),
        ("/tables/endings", "office"),
        ("/tables/endings?by=sector&from=2022-01-01&to=2024-12-31", "office"),
        ("/tables/delays", "office"),
        ("/tables/delays?from=2022-01-01&to=2024-12-31", "office"),
        ("/tables/interview-effect", "office"),
        ("/tables/interview-effect?by=year&from=2022-01-01&to=2024-12-31", "office"),
        ("/editions", "office"),
        ("/deadlines", "office"),
        ("/sessions", "office"),
        ("/review/reconsiderations", "office"),
        ("/sessions/new", "office"),
        ("/sessions/{session}", "office"),
        ("/sessions/{planned}/edit", "office"),
        ("/sessions/{planned}/agenda", "office"),
        ("/sessions/{planned}/cancel", "office"),
        ("/sessions/{session}/live", "office"),
        ("/sessions/{session}/minutes", "office"),
        ("/programmes", "office"),
        ("/people", "office"),
        ("/organisations", "office"),
        ("/organisations/new", "office"),
        ("/why", "office"),
        ("/labels/{label}/certificate", "office"),
        ("/labels/{label}/reservations", "office"),
        ("/decisions/{decision}", "office"),
        ("/mail", "office"),

        ("/home", "administrator"),
        ("/programmes", "administrator"),
        ("/programmes/{programme}", "administrator"),
        ("/programmes/{programme}/revise", "administrator"),
        ("/programmes/new", "administrator"),
        ("/vocabularies", "administrator"),
        ("/people", "administrator"),
        ("/people/{person}", "administrator"),
        ("/people/invite", "administrator"),
        ("/organisations/{organisation}", "administrator"),
        ("/retention", "administrator"),
    ];

    /// <summary>What there is not: the page that says so is looked at like any other.</summary>
    public static readonly IReadOnlySet<string> Nowhere = new HashSet<string> { "/nothing-of-that-name", "/labels/L-2001-0001" };

    public static IEnumerable<string> Roles => All.Select(page => page.Role).Distinct();

    public static IEnumerable<string> Of(string role) => All.Where(page => page.Role == role).Select(page => page.Path);

    static readonly ConcurrentDictionary<(string Role, string List, string Thing), string> found = [];

    /// <summary>The address of a page: a {thing} is the first that the list /things links to, a {draft} the first that is one, a {planned} the first session with an agenda.</summary>
    public static async Task<string> Address(Visitor visitor, string path)
    {
        if (Thing().Match(path) is not { Success: true } thing)
            return path;
        var list = path[..thing.Index].TrimEnd('/');
        var known = (visitor.Role, list, thing.Value);
        if (found.TryGetValue(known, out var before))
            return path.Replace(thing.Value, before);
        // Not every dossier is being written.
        await visitor.Open(thing.Value switch
        {
            "{draft}" => $"{list}?status=Draft",
            // Nor can every session still be changed.
            "{planned}" => $"{list}?status=AgendaPublished",
            // What funding has pages of is listed among outcomes.
            "{outcome}" => "/outcomes",
            // A dossier of the history is found where its result is missing; its line has the same id.
            "{line}" => "/quality?kind=MissingResult",
            _ => list,
        });
        var from = thing.Value == "{line}" ? "/funding/dossiers" : list;
        foreach (var link in await visitor.Page.Locator($"main a[href^='{from}/']").AllAsync())
            if (await link.GetAttributeAsync("href") is { } address && address[(from.Length + 1)..] is var id && (Guid.TryParse(id, out _) || id.StartsWith("L-", StringComparison.Ordinal)))
                return path.Replace(thing.Value, found[known] = id);
        throw new AssertionException($"{list} leads to nothing.");
    }

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Thing();
}
