using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Labelling.Accounts;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.PreInterview;
using Labelling.Submission;

namespace Labelling.Web.Tests;

/// <summary>A page as it came, in one language.</summary>
sealed record Page(string Path, string Language, int Status, string Source, IHtmlDocument Document)
{
    public override string ToString() => $"{Path} ({Language})";
}

/// <summary>What holds of every page, in both languages: read from what the services answer, without a browser.</summary>
public partial class PageTests
{
    static readonly Guid Somebody = new("00000000-0000-7000-8000-00000000b001"), Officer = new("00000000-0000-7000-8000-00000000b002");

    readonly List<Page> pages = [];
    ServiceOverHttp submission = null!, accounts = null!, interviews = null!;

    [OneTimeSetUp]
    public async Task Ask()
    {
        submission = await ServiceOverHttp.Start(SubmissionService.Service);
        accounts = await ServiceOverHttp.Start(AccountsService.Service);
        interviews = await ServiceOverHttp.Start(PreInterviewService.Service);
        var (draft, deposited, call, programme) = await Deposit();
        var token = await SignedIn();
        foreach (var language in new[] { "en", "fr" })
        {
            foreach (var path in new[] { "/", "/privacy", "/accessibility", "/site-map" })
                await Get(accounts, null, [], path, language);
            await Keep(accounts, new HttpRequestMessage(HttpMethod.Get, "/home") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } }, null, [], "/home", language, 200);
            foreach (var path in new[] { "/dossiers", "/dossiers?search=nothing-like-it", $"/dossiers/{draft}", "/calls", $"/calls/{call}", "/programmes", $"/programmes/{programme}" })
                await Get(submission, Somebody, [Roles.Holder], path, language);
            foreach (var path in new[]
            {
                "/dossiers", $"/dossiers/{deposited}", $"/dossiers/{deposited}/versions/1", "/calls/new", $"/calls/{call}/edit", "/programmes/new", $"/programmes/{programme}/revise",
                "/vocabularies", "/fragments/submission/waits",
            })
                await Get(submission, Officer, [Roles.Office, Roles.Administrator], path, language);
            await Get(submission, Officer, [Roles.Expert], "/dossiers", language);
            await Get(interviews, Officer, [Roles.Office], "/fragments/pre-interview/waits", language);
            await Post(submission, Officer, [Roles.Office], "/calls", language, 400, ("code", ""), ("closesAt", "2026-10-25T02:30"), ("cutOffs", "soon"));
            await Post(submission, Officer, [Roles.Administrator], "/programmes", language, 400, ("code", "A B"), ("grid[4].code", "x"));
            await Post(submission, Officer, [Roles.Administrator], "/vocabularies/sector/values", language, 400, ("code", ""));
            await Post(submission, Officer, [Roles.Office], $"/dossiers/{deposited}/request-correction", language, 400, ("revision", "2"), ("reason", "Incomplete"), ("dueOn", "soon"));
            await Post(submission, Somebody, [Roles.Holder], $"/dossiers/{draft}/prepare-submission", language, 200, ("revision", "1"));
        }
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await submission.DisposeAsync();
        await accounts.DisposeAsync();
        await interviews.DisposeAsync();
    }

    [Test]
    public void Every_page_says_its_kind_language_and_title() => None(page =>
        page.Document.Doctype?.Name != "html" ? "no document type"
        : page.Document.DocumentElement.GetAttribute("lang") != page.Language ? $"language {page.Document.DocumentElement.GetAttribute("lang")}"
        : string.IsNullOrWhiteSpace(page.Document.Title) ? "no title"
        : page.Document.Body!.TextContent.Contains(page.Language == "fr" ? "Aller au contenu" : "Skip to the content", StringComparison.Ordinal) ? null : "another language");

    [Test]
    public void Titles_tell_the_pages_apart() => Assert.That(
        pages.Where(page => page.Status == 200 && !page.Path.Contains('?', StringComparison.Ordinal) && page.Path != "/dossiers" && !page.Path.Contains("prepare", StringComparison.Ordinal))
            .GroupBy(page => (page.Language, page.Document.Title)).Where(group => group.Count() > 1).Select(group => $"{group.Key}: {string.Join(", ", group)}"),
        Is.Empty);

    [Test]
    public void Headings_go_down_one_step_at_a_time() => None(page =>
    {
        var levels = page.Document.QuerySelectorAll("h1, h2, h3, h4, h5, h6").Select(heading => heading.LocalName[1] - '0').ToList();
        return levels.Count(level => level == 1) != 1 || levels[0] != 1 ? "not one main heading, first"
            : levels.Zip(levels.Skip(1)).Any(pair => pair.Second > pair.First + 1) ? $"levels {string.Join(' ', levels)}"
            : page.Document.QuerySelectorAll("h1, h2, h3").Any(heading => string.IsNullOrWhiteSpace(heading.TextContent)) ? "an empty heading" : null;
    });

    [Test]
    public void Every_page_has_its_landmarks_and_a_way_past_the_menu() => None(page =>
        page.Document.QuerySelectorAll("body > header").Length != 1 || page.Document.QuerySelectorAll("main").Length != 1 || page.Document.QuerySelectorAll("body > footer").Length != 1 ? "a landmark is missing or comes twice"
        : page.Document.QuerySelectorAll("nav:not([aria-label])").Length > 0 ? "a navigation without a name"
        : page.Document.Body!.QuerySelector("a")?.GetAttribute("href") == "#main" && page.Document.GetElementById("main") is not null ? null : "the first link does not lead to the content");

    [Test]
    public void Every_page_leads_to_the_site_map() => None(page =>
        page.Document.QuerySelectorAll("body > footer a[href='/site-map']").Length == 1 ? null : "no site map in the footer");

    [Test]
    public void Every_field_has_its_label() => None(page => First(
        page.Document.QuerySelectorAll("input:not([type=hidden]):not([type=submit]), select, textarea"),
        field => Label(page, field) is not { Length: > 0 }));

    [Test]
    public void Every_group_of_fields_has_its_legend() => None(page => First(
        page.Document.QuerySelectorAll("fieldset"), group => string.IsNullOrWhiteSpace(group.QuerySelector("legend")?.TextContent)));

    [Test]
    public void Every_link_and_button_has_a_name() => None(page => First(
        page.Document.QuerySelectorAll("a[href], button, summary"),
        control => string.IsNullOrWhiteSpace(control.TextContent) && string.IsNullOrWhiteSpace(control.GetAttribute("aria-label"))));

    [Test]
    public void Every_table_has_a_caption_and_named_columns() => None(page => First(
        page.Document.QuerySelectorAll("table"),
        table => string.IsNullOrWhiteSpace(table.QuerySelector("caption")?.TextContent)
            || table.QuerySelectorAll("thead th").Any(head => head.GetAttribute("scope") != "col" || string.IsNullOrWhiteSpace(head.TextContent))
            || table.QuerySelectorAll("tbody tr").Any(row => row.QuerySelectorAll("th[scope=row]").Length != 1)));

    [Test]
    public void Every_picture_is_named_or_hidden() => None(page => First(
        page.Document.QuerySelectorAll("img, svg, canvas"),
        picture => picture.GetAttribute("aria-hidden") != "true" && !picture.HasAttribute("alt") && string.IsNullOrWhiteSpace(picture.GetAttribute("aria-label"))));

    [Test]
    public void No_page_has_frames_or_media() => None(page => First(page.Document.QuerySelectorAll("iframe, frame, object, embed, video, audio"), _ => true));

    [Test]
    public void No_id_comes_twice_and_every_reference_finds_its_target() => None(page =>
    {
        var ids = page.Document.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
        if (ids.GroupBy(id => id).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return $"twice: {twice.Key}";
        var referred = page.Document.QuerySelectorAll("[for], [aria-describedby], [aria-labelledby]")
            .SelectMany(element => $"{element.GetAttribute("for")} {element.GetAttribute("aria-describedby")} {element.GetAttribute("aria-labelledby")}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Concat(page.Document.QuerySelectorAll("a[href^='#']").Select(link => link.GetAttribute("href")![1..]));
        return referred.FirstOrDefault(id => !ids.Contains(id)) is { } lost ? $"no #{lost}" : null;
    });

    [Test]
    public void No_page_is_styled_in_its_markup() => None(page => First(
        page.Document.QuerySelectorAll("*"),
        element => element.HasAttribute("style") || element.LocalName is "style" or "font" or "center" or "b" or "i" or "u"
            || element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)) || element.LocalName == "script" && !element.HasAttribute("src")));

    [Test]
    public void No_page_reloads_by_itself() => None(page => First(
        page.Document.QuerySelectorAll("meta[http-equiv], [target=_blank], [hx-trigger*='every']"), _ => true));

    [Test]
    public void A_state_has_a_word_and_a_shape() => None(page => First(
        page.Document.QuerySelectorAll(".state"),
        state => state.QuerySelector(".mark[aria-hidden=true]")?.TextContent is not ("●" or "◐" or "▲" or "■") || state.TextContent.Count(char.IsLetter) < 2));

    [Test]
    public void What_was_refused_is_announced_and_tied_to_its_field()
    {
        var refused = pages.Where(page => page.Status == 400).ToList();
        Assert.That(refused, Has.Count.EqualTo(8), "forms that were refused");
        Assert.Multiple(() =>
        {
            foreach (var page in refused)
            {
                Assert.That(page.Document.QuerySelector("[role=alert] li"), Is.Not.Null, $"{page}: nothing announced");
                foreach (var field in page.Document.QuerySelectorAll("[aria-invalid=true]"))
                {
                    var said = (field.GetAttribute("aria-describedby") ?? "").Split(' ').Select(id => page.Document.GetElementById(id)?.TextContent.Trim()).OfType<string>().ToList();
                    Assert.That(said.Any(text => text.Length > 5), Is.True, $"{page}: {field.Id} does not say what is wrong");
                    Assert.That(page.Document.QuerySelectorAll("[role=alert] a").Select(link => link.GetAttribute("href")), Does.Contain("#" + field.Id), page.ToString());
                }
            }
            Assert.That(refused.Where(page => page.Document.QuerySelector("[aria-invalid=true]") is null).Select(page => page.ToString()), Is.Empty, "no field is marked");
        });
    }

    /// <summary>What happens within one second is put in its order too: a script sorts the lines of several services by this text.</summary>
    [Test]
    public void Lines_of_a_timeline_and_of_what_waits_say_their_instant_to_the_last_digit()
    {
        var instants = pages.SelectMany(page => page.Document.QuerySelectorAll(".timeline li, .waits li").Select(line => line.GetAttribute("data-at"))).OfType<string>().ToList();
        Assert.That(instants, Is.Not.Empty);
        Assert.That(instants.Where(instant => !Instant().IsMatch(instant)), Is.Empty);
    }

    [Test]
    public void What_was_typed_is_given_back()
    {
        foreach (var page in pages.Where(page => page.Path.StartsWith("POST /calls", StringComparison.Ordinal)))
        {
            Assert.That(page.Document.QuerySelector("#closesAt")!.GetAttribute("value"), Is.EqualTo("2026-10-25T02:30"));
            Assert.That(page.Document.QuerySelector("#cutOffs")!.TextContent, Is.EqualTo("soon"));
            Assert.That(page.Document.GetElementById("closesAt-error")!.TextContent, Does.Contain(page.Language == "fr" ? "deux fois" : "twice"));
        }
    }

    [Test]
    public void No_link_of_a_page_leads_to_a_page_that_is_not_there()
    {
        // Pages of other services are held by the test of addresses; here each service's own.
        var own = pages.Where(page => page.Status == 200).SelectMany(page => page.Document.QuerySelectorAll("a[href^='/']").Select(link => link.GetAttribute("href")!))
            .Where(href => OwnPage().IsMatch(href)).Select(href => href.Split('#')[0]).Distinct().ToList();
        Assert.That(own, Has.Count.GreaterThan(10));
        Assert.That(own.Where(href => Status(href) is not 200), Is.Empty);

        int Status(string href) => (int)submission.Send(Officer, [Roles.Office, Roles.Administrator], HttpMethod.Get, href).GetAwaiter().GetResult().StatusCode is var office && office == 200
            ? 200
            : (int)submission.Send(Somebody, [Roles.Holder], HttpMethod.Get, href).GetAwaiter().GetResult().StatusCode;
    }

    [Test]
    public void No_script_listens_for_single_letters() => Assert.That(
        Scripts.Where(script => Letter().IsMatch(script.Text)).Select(script => script.Name), Is.Empty);

    [Test]
    public void No_script_listens_for_gestures() => Assert.That(
        Scripts.Where(script => Gesture().IsMatch(script.Text)).Select(script => script.Name), Is.Empty);

    [Test]
    public void Nothing_moves_by_itself() => Assert.Multiple(() =>
    {
        Assert.That(Style, Does.Not.Contain("@keyframes").And.Not.Contain("animation:"));
        Assert.That(Regex.Matches(Style, "transition:").Count, Is.EqualTo(Regex.Matches(Style, @"@media \(prefers-reduced-motion: no-preference\) \{.*transition:").Count));
        Assert.That(Scripts.Where(script => script.Text.Contains("setInterval", StringComparison.Ordinal)).Select(script => script.Name), Is.Empty);
    });

    /// <summary>4.5 to 1 for text, on both papers, in both themes (WCAG 2.1, 1.4.3).</summary>
    [Test]
    public void Text_colours_keep_their_distance_from_the_paper() => Assert.Multiple(() =>
    {
        foreach (var theme in Themes)
            foreach (var ink in new[] { "ink", "quiet", "accent", "done", "waiting", "late", "info" })
                foreach (var paper in new[] { "paper", "paper-2" })
                    Assert.That(Contrast(theme[ink], theme[paper]), Is.GreaterThanOrEqualTo(4.5), $"{ink} {theme[ink]} on {paper} {theme[paper]}");
        foreach (var theme in Themes)
        {
            Assert.That(Contrast(theme["on-accent"], theme["accent"]), Is.GreaterThanOrEqualTo(4.5), "buttons");
            foreach (var kind in new[] { "done", "waiting", "late", "info" })
                Assert.That(Contrast(theme["ink"], theme[$"{kind}-soft"]), Is.GreaterThanOrEqualTo(4.5), $"notices of {kind}");
        }
    });

    /// <summary>3 to 1 for what one has to find (WCAG 2.1, 1.4.11).</summary>
    [Test]
    public void Edges_of_fields_keep_their_distance_from_the_paper() => Assert.Multiple(() =>
    {
        foreach (var theme in Themes)
            foreach (var edge in new[] { "edge", "accent" })
                Assert.That(Contrast(theme[edge], theme["paper"]), Is.GreaterThanOrEqualTo(3), $"{edge} {theme[edge]}");
    });

    static readonly string Web = Repository.Folder("shared/Web/wwwroot");

    static readonly string Style = File.ReadAllText(Path.Combine(Web, "labelling.css"));

    static IEnumerable<(string Name, string Text)> Scripts => Directory.EnumerateFiles(Web, "*.js").Select(file => (Path.GetFileName(file), File.ReadAllText(file)));

    /// <summary>The tokens of the light and of the dark theme.</summary>
    static IReadOnlyList<IReadOnlyDictionary<string, string>> Themes { get; } =
    [
        .. Regex.Matches(Style, @":root \{(.*?)\}", RegexOptions.Singleline).Take(2).Select(root => Regex.Matches(root.Groups[1].Value, @"--([a-z0-9-]+): (#[0-9a-f]{6})")
            .ToDictionary(token => token.Groups[1].Value, token => token.Groups[2].Value)),
    ];

    static double Contrast(string one, string other)
    {
        var (light, dark) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (light + 0.05) / (dark + 0.05);

        static double Luminance(string colour)
        {
            double Part(int at) => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0 is var part && part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
            return 0.2126 * Part(1) + 0.7152 * Part(3) + 0.0722 * Part(5);
        }
    }

    void None(Func<Page, string?> fault)
    {
        Assert.That(pages, Has.Count.GreaterThan(40));
        Assert.That(pages.Select(page => fault(page) is { } said ? $"{page}: {said}" : null).OfType<string>(), Is.Empty);
    }

    static string? First(IEnumerable<IElement> elements, Func<IElement, bool> wrong) =>
        elements.FirstOrDefault(wrong) is { } element ? element.OuterHtml[..Math.Min(200, element.OuterHtml.Length)] : null;

    static string? Label(Page page, IElement field) =>
        field.GetAttribute("aria-label") ?? (page.Document.QuerySelectorAll("label").FirstOrDefault(label => label.GetAttribute("for") == field.Id) ?? field.Closest("label"))?.TextContent.Trim();

    async Task Get(ServiceOverHttp service, Guid? person, string[] roles, string path, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        await Keep(service, request, person, roles, path, language, 200);
    }

    async Task Post(ServiceOverHttp service, Guid person, string[] roles, string path, string language, int expected, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        await Keep(service, request, person, roles, $"POST {path}", language, expected);
    }

    async Task Keep(ServiceOverHttp service, HttpRequestMessage request, Guid? person, string[] roles, string path, string language, int expected)
    {
        if (person is { } id)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), id, roles, DateTimeOffset.UtcNow));
        request.Headers.AcceptLanguage.ParseAdd(language);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await service.Http.SendAsync(request);
        var source = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(expected), $"{path}: {source[..Math.Min(500, source.Length)]}");
        var document = await BrowsingContext.New(Configuration.Default).OpenAsync(response => response.Content(source));
        pages.Add(new Page(path, language, (int)answer.StatusCode, source, (IHtmlDocument)document));
    }

    /// <summary>The token of somebody whom Accounts knows: it lets in nobody else.</summary>
    async Task<string> SignedIn()
    {
        const string Password = "a-password-of-the-pages";
        await accounts.Get<PersonStore>().Register(
            Person.Register("Inès Carpentier", "holder@pages.example", "fr", [Roles.Holder], [], DateTimeOffset.UtcNow), accounts.Get<Passwords>().Hash(Password),
            new Storage.Actor(null, "test", "command line"), CancellationToken.None);
        using var answer = await accounts.Http.PostAsync("/api/tokens", new StringContent($$"""{"email":"holder@pages.example","password":"{{Password}}"}""", Encoding.UTF8, "application/json"));
        var text = await answer.Content.ReadAsStringAsync();
        return (string?)JsonNode.Parse(text)!["token"] ?? throw new AssertionException(text);
    }

    /// <summary>A call, a draft and a deposited dossier.</summary>
    async Task<(Guid Draft, Guid Deposited, Guid Call, Guid Programme)> Deposit()
    {
        var programme = (Guid)(await Json(HttpMethod.Get, "/api/programmes", Somebody, Roles.Holder)).AsArray().First(one => (string?)one!["code"] == "project-label")!["id"]!;
        var call = (Guid)(await Json(HttpMethod.Post, "/api/calls", Officer, Roles.Office, new JsonObject
        {
            ["code"] = "i-Nov 2026",
            ["fundingBody"] = "Bpifrance",
            ["opensAt"] = DateTimeOffset.UtcNow.AddDays(-5).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["closesAt"] = DateTimeOffset.UtcNow.AddDays(30).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["timeZone"] = "Europe/Paris",
            ["rules"] = new JsonObject { ["partnersAtLeast"] = 2, ["smeRequired"] = true },
        }))["id"]!;
        var draft = (Guid)(await Json(HttpMethod.Post, "/api/dossiers", Somebody, Roles.Holder, new JsonObject { ["content"] = new JsonObject { ["title"] = "Un brouillon" } }))["id"]!;
        var written = await Json(HttpMethod.Post, "/api/dossiers", Somebody, Roles.Holder, new JsonObject { ["content"] = Content(programme, call) });
        await Json(HttpMethod.Post, $"/api/dossiers/{written["id"]}/submit", Somebody, Roles.Holder, new JsonObject { ["revision"] = 1 });
        return (draft, (Guid)written["id"]!, call, programme);
    }

    async Task<JsonNode> Json(HttpMethod method, string path, Guid person, string role, JsonNode? body = null)
    {
        using var answer = await submission.Send(person, [role], method, path, body?.ToJsonString());
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, Is.True, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }

    static JsonObject Content(Guid programme, Guid call) => new()
    {
        ["title"] = "Rétine sous lumière lente",
        ["acronym"] = "RETINA",
        ["summary"] = "Une caméra qui voit la rétine travailler.",
        ["confidentialAnnex"] = "Le prix du capteur.",
        ["kind"] = "Project",
        ["digital"] = false,
        ["lead"] = new JsonObject { ["name"] = "Optique du Quai", ["siren"] = "732829320", ["type"] = "sme", ["region"] = "ile-de-france", ["role"] = "Capteur", ["budgetEur"] = 600_000 },
        ["partners"] = new JsonArray(new JsonObject { ["name"] = "Institut des yeux", ["type"] = "academic" }),
        ["sectors"] = new JsonArray("medtech"),
        ["trlFrom"] = 3,
        ["trlTo"] = 6,
        ["objectives"] = "Mesurer en cinq minutes.",
        ["medicalNeed"] = "Dépister plus tôt.",
        ["workPackages"] = new JsonArray(new JsonObject { ["title"] = "Capteur", ["startMonth"] = 1, ["lengthMonths"] = 12, ["costEur"] = 400_000 }),
        ["totalBudgetEur"] = 1_000_000,
        ["aidRequestedEur"] = 450_000,
        ["programmeId"] = programme,
        ["callId"] = call,
    };

    [GeneratedRegex("^/(dossiers|calls|programmes|vocabularies)(/|[?]|$)")]
    private static partial Regex OwnPage();

    [GeneratedRegex("""key(Code)?\s*===?\s*("[a-z0-9]"|\d)""", RegexOptions.IgnoreCase)]
    private static partial Regex Letter();

    [GeneratedRegex("touchmove|pointermove|mousemove|devicemotion|deviceorientation|mousedown|touchstart|pointerdown")]
    private static partial Regex Gesture();

    /// <summary>An instant, a whole day, or no day at all.</summary>
    [GeneratedRegex(@"\A(\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d\.\d{7}Z?|99)|9999)\z")]
    private static partial Regex Instant();
}
