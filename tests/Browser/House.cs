using System.Globalization;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Labelling.Ground;
using Microsoft.Playwright;

namespace Labelling.Browser.Tests;

/// <summary>The demonstration in a process of its own, and Debian's Chromium: once for all tests of this project.</summary>
[SetUpFixture]
public sealed partial class House
{
    static ServiceProcess? demo;
    static IPlaywright? playwright;
    static string folder = "";

    public static IBrowser Chromium { get; private set; } = null!;

    public static Uri Address => demo!.Address;

    /// <summary>The first account of each role.</summary>
    public static IReadOnlyDictionary<string, (string Email, string Password)> Accounts { get; private set; } = new Dictionary<string, (string, string)>();

    /// <summary>Another account of a role, counted from the end: what it does shows on no page that a test opens as the first.</summary>
    public static (string Email, string Password) Last(string role, int fromEnd = 1) => accounts.Where(parts => parts[0] == role).Select(parts => (parts[1], parts[2])).ToArray()[^fromEnd];

    /// <summary>In milliseconds.</summary>
    public const int Patience = 40_000;

    static IReadOnlyList<string[]> accounts = [];

    /// <summary>The newest link to a page that was mailed to somebody.</summary>
    public static async Task<string> LinkMailed(string email, string path)
    {
        for (var tries = 0; tries < 1200; tries++, await Task.Delay(50))
            foreach (var mail in new DirectoryInfo(Path.Combine(folder, "mail")).GetFiles("*.eml").OrderByDescending(file => file.Name, StringComparer.Ordinal).Take(100))
                if (await File.ReadAllTextAsync(mail.FullName) is var text && text.Contains(email, StringComparison.Ordinal)
                    && Link().Matches(Unfolded(text)).Select(match => match.Value).FirstOrDefault(link => link.Contains(path, StringComparison.Ordinal)) is { } found)
                    return found;
        throw new AssertionException($"No link to {path} was mailed to {email}.");
    }

    public static string PasswordOf(string email) => accounts.Single(parts => parts[1] == email)[2];

    /// <summary>Who was mailed something with such a link about something, and the links of that mail: one of several, in the order of their addresses.</summary>
    public static async Task<(string Email, string[] Links)> Mailed(string about, string path, int which)
    {
        for (var tries = 0; tries < 400; tries++, await Task.Delay(50))
        {
            var found = new List<(string Email, string[] Links)>();
            foreach (var mail in new DirectoryInfo(Path.Combine(folder, "mail")).GetFiles("*.eml"))
                if (Unfolded(await File.ReadAllTextAsync(mail.FullName)) is var text && text.Contains(about, StringComparison.Ordinal)
                    && Link().Matches(text).Select(match => match.Value).ToArray() is var links && links.Any(link => link.Contains(path, StringComparison.Ordinal)))
                    found.Add((accounts.First(parts => text.Contains($"<{parts[1]}>", StringComparison.Ordinal))[1], links));
            if (found.Count > which)
                return found.OrderBy(one => one.Email, StringComparer.Ordinal).ElementAt(which);
        }
        throw new AssertionException($"Too few mails about {about} have a link to {path}.");
    }

    /// <summary>Lines joined and letters of links as they were: quoted-printable.</summary>
    static string Unfolded(string text) => Escaped().Replace(text.Replace("=\r\n", "").Replace("=\n", ""), match => ((char)Convert.ToByte(match.Groups[1].Value, 16)).ToString());

    [GeneratedRegex("http://[^\\s]+")]
    private static partial Regex Link();

    [GeneratedRegex("=([0-9A-F]{2})")]
    private static partial Regex Escaped();

    /// <summary>Where screenshots are written; git ignores it.</summary>
    public static string Screenshots { get; } = Repository.Folder("screenshots");

    [OneTimeSetUp]
    public async Task Open()
    {
        var program = Environment.GetEnvironmentVariable("LABELLING_TEST_CHROMIUM") is { Length: > 0 } given ? given : "/usr/bin/chromium";
        if (!File.Exists(program))
            Assert.Ignore("There is no Chromium: tests/run.sh installs Debian's; LABELLING_TEST_CHROMIUM names another.");
        folder = Directory.CreateTempSubdirectory("labelling-test-").FullName;
        var port = ServiceProcess.FreePort();
        demo = new ServiceProcess("Labelling.Embedded", ["demo", "--data", folder, "--port", $"{port}"],
            // Many people of one address come in at once here.
            // Links in mails name the host that the browser visits: a cookie holds for one.
            new Dictionary<string, string?> { ["Limits__All"] = "none", ["PublicAddress"] = $"http://127.0.0.1:{port}" }, port, ownAddress: true);
        demo.Start();
        await demo.Says("answers at", TimeSpan.FromSeconds(180));
        accounts = [.. File.ReadLines(Path.Combine(folder, "demo-accounts.txt")).Select(line => line.Split(' '))];
        Accounts = accounts.DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => (parts[1], parts[2]));
        Directory.CreateDirectory(Screenshots);
        // As long as a page may take on a machine that does other things too.
        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        Chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (Chromium is not null)
            await Chromium.CloseAsync();
        playwright?.Dispose();
        if (demo is not null)
            await demo.DisposeAsync();
        if (folder.Length > 0)
            Directory.Delete(folder, recursive: true);
    }
}

/// <summary>How somebody looks at the pages.</summary>
public sealed record Look(string Language, int Width, bool Dark = false, bool Scripts = true)
{
    public static readonly Look FrenchWide = new("fr", 1280), EnglishNarrow = new("en", 390), EnglishNarrowDark = new("en", 390, Dark: true);

    /// <summary>Both languages, both widths, both themes.</summary>
    public static readonly IReadOnlyList<Look> Both = [FrenchWide, EnglishNarrowDark];

    public override string ToString() => $"{Language}-{Width.ToString(CultureInfo.InvariantCulture)}{(Dark ? "-dark" : "")}{(Scripts ? "" : "-plain")}";
}

/// <summary>Somebody with a browser.</summary>
public sealed class Visitor : IAsyncDisposable
{
    readonly IBrowserContext context;
    readonly List<string> complaints = [];

    readonly Uri address;

    Visitor(IBrowserContext context, IPage page, Uri address) => (this.context, Page, this.address) = (context, page, address);

    public IPage Page { get; }

    /// <summary>The role signed in with; empty: nobody signed in.</summary>
    public string Role { get; private set; } = "";

    /// <summary>What the browser complained of: errors of scripts, and what the content security policy stopped.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <param name="look">How they look at the pages.</param>
    /// <param name="past">True: past the content security policy, for a test that sets a style of its own.</param>
    /// <param name="wire">What lies between them and the house; null: nothing.</param>
    /// <param name="to">Where they go; null: to the demonstration.</param>
    public static async Task<Visitor> Come(Look look, bool past = false, Wire? wire = null, Uri? to = null)
    {
        var address = to ?? House.Address;
        var context = await House.Chromium.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            Locale = look.Language == "fr" ? "fr-FR" : "en-GB",
            ViewportSize = new() { Width = look.Width, Height = 900 },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = look.Scripts,
            ReducedMotion = ReducedMotion.Reduce,
            BypassCSP = past,
            // A browser goes to its own machine without a proxy, unless told.
            Proxy = wire is null ? null : new() { Server = wire.Address, Bypass = "<-loopback>" },
        });
        context.SetDefaultTimeout(House.Patience);
        // As somebody has who once used the language switch: it stays, whatever the account says.
        await context.AddCookiesAsync([new() { Name = "labelling-language", Value = look.Language, Url = address.ToString() }]);
        var visitor = new Visitor(context, await context.NewPageAsync(), address);
        visitor.Page.Console += (_, message) =>
        {
            // That an address answers 401, 404... is the answer, not a fault of the page.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                visitor.complaints.Add(message.Text);
        };
        visitor.Page.PageError += (_, error) => visitor.complaints.Add(error);
        return visitor;
    }

    /// <summary>Signs in on the page.</summary>
    public async Task SignIn(string role)
    {
        await SignIn(House.Accounts[role]);
        Role = role;
    }

    /// <summary>The same with an account that is not the first of its role.</summary>
    public async Task SignIn((string Email, string Password) account)
    {
        await Page.GotoAsync("/sign-in");
        await Page.Locator("#email").FillAsync(account.Email);
        await Page.Locator("#password").FillAsync(account.Password);
        await Page.Locator("main button[type=submit]").First.ClickAsync();
        await Arrive("/home");
    }

    /// <summary>
    /// Waits until a page is there that a click or a key led to. Its address and its heading are what somebody sees; the browser's own word
    /// that it is loaded gets lost now and then when the first pages of a browser come on a busy machine.
    /// </summary>
    public Task Arrive(string path) => Arrive(new Regex($"^{Regex.Escape(new Uri(address, path).ToString())}$"));

    /// <inheritdoc cref="Arrive(string)"/>
    public async Task Arrive(Regex path)
    {
        await Assertions.Expect(Page).ToHaveURLAsync(path);
        await Assertions.Expect(Page.Locator("h1")).ToBeVisibleAsync(new() { Timeout = 40_000 });
    }

    /// <summary>Opens a page and waits for the pieces that other services add to it.</summary>
    public async Task<IResponse> Open(string path)
    {
        var answer = await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        await Assertions.Expect(Page.Locator("[hx-trigger=load]")).ToHaveCountAsync(0);
        return answer!;
    }

    /// <summary>
    /// What axe finds wrong on the page. The package's own call opens a second page for each to join what it found in frames; there are
    /// no frames here, which is checked.
    /// </summary>
    public async Task<string[]> Axe()
    {
        await Page.EvaluateAsync(AxeScript);
        return await Page.EvaluateAsync<string[]>(
            """
            async () => {
                if (document.querySelector('iframe, frame')) throw new Error('a frame: axe has to look into it');
                const { violations } = await axe.run(document, { resultTypes: ['violations'] });
                return violations.map(one => `${one.id} (${one.impact}) ${one.help}: ${one.nodes.slice(0, 3).map(node => node.html).join(' | ')}`);
            }
            """);
    }

    static readonly string AxeScript = new BundledAxeScriptProvider().GetScript();

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
