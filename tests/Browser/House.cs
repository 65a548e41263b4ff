using System.Globalization;
using Deque.AxeCore.Commons;
using Labelling.Ground;
using Microsoft.Playwright;

namespace Labelling.Browser.Tests;

/// <summary>The demonstration in a process of its own, and Debian's Chromium: once for all tests of this project.</summary>
[SetUpFixture]
public sealed class House
{
    static ServiceProcess? demo;
    static IPlaywright? playwright;
    static string folder = "";

    public static IBrowser Chromium { get; private set; } = null!;

    public static Uri Address => demo!.Address;

    /// <summary>The first account of each role.</summary>
    public static IReadOnlyDictionary<string, (string Email, string Password)> Accounts { get; private set; } = new Dictionary<string, (string, string)>();

    /// <summary>Where screenshots are written; git ignores it.</summary>
    public static string Screenshots { get; } = Path.Combine(Repository(), "screenshots");

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
            new Dictionary<string, string?> { ["Limits__All"] = "none" }, port, ownAddress: true);
        demo.Start();
        await demo.Says("answers at", TimeSpan.FromSeconds(180));
        Accounts = File.ReadLines(Path.Combine(folder, "demo-accounts.txt")).Select(line => line.Split(' '))
            .DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => (parts[1], parts[2]));
        Directory.CreateDirectory(Screenshots);
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

    static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Labelling.sln")))
            directory = directory.Parent;
        return directory.FullName;
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
    /// <param name="to">Where they go; null: to the demonstration.</param>
    public static async Task<Visitor> Come(Look look, bool past = false, Uri? to = null)
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
        });
        context.SetDefaultTimeout(40_000);
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
        var (email, password) = House.Accounts[role];
        await SignIn(email, password);
        Role = role;
    }

    /// <summary>The same, as somebody.</summary>
    public async Task SignIn(string email, string password)
    {
        await Page.GotoAsync("/sign-in");
        await Page.Locator("#email").FillAsync(email);
        await Page.Locator("#password").FillAsync(password);
        await Page.Locator("main button[type=submit]").First.ClickAsync();
        await Arrive("/home");
    }

    /// <summary>
    /// Waits until a page is there that a click or a key led to. Its address and its heading are what somebody sees; the browser's own word
    /// that it is loaded gets lost now and then when the first pages of a browser come on a busy machine.
    /// </summary>
    public async Task Arrive(string path)
    {
        await Assertions.Expect(Page).ToHaveURLAsync(new Uri(address, path).ToString(), new() { Timeout = 40_000 });
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
