using System.Collections.Concurrent;
using System.Globalization;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Labelling.Browser.Tests;

/// <summary>What the declaration of accessibility says and only a browser can show: each test looks at every page of some roles.</summary>
[Parallelizable(ParallelScope.Children)]
public class DeclarationTests
{
    /// <summary>Between them they open every kind of page there is.</summary>
    static readonly string[] Roles = [PageList.Anybody, "holder", "office", "administrator"];

    static IEnumerable<TestCaseData> EachRole => Roles.Select(role => new TestCaseData(role).SetArgDisplayNames(role.Length == 0 ? "anybody" : role));

    /// <summary>A role's pages are opened once, by whichever test comes first; each test reads what it is about.</summary>
    static readonly ConcurrentDictionary<string, Lazy<Task<ILookup<string, string>>>> Found = new(StringComparer.Ordinal);

    static async Task Expect(string role, string about) => Assert.That(
        string.Join('\n', (await Found.GetOrAdd(role, one => new(() => Look(one))).Value)[about].Distinct()), Is.Empty);

    [TestCaseSource(nameof(EachRole))]
    public Task A_page_scrolls_in_one_direction_enlarged_narrow_and_turned(string role) => Expect(role, "scrolls");

    [TestCaseSource(nameof(EachRole))]
    public Task Text_set_wider_apart_stays_whole(string role) => Expect(role, "spaced");

    /// <summary>Tab goes through all that can be worked, in the order of the page, shows where it is, and comes out at the end.</summary>
    [TestCaseSource(nameof(EachRole))]
    public Task The_keyboard_goes_through_a_page_in_its_order_and_gets_out(string role) => Expect(role, "keyboard");

    [TestCaseSource(nameof(EachRole))]
    public Task What_has_the_focus_is_seen(string role) => Expect(role, "focus");

    /// <summary>What says something is in the page itself, in the order it is read in: style sheets only set it.</summary>
    [TestCaseSource(nameof(EachRole))]
    public Task Without_style_sheets_the_words_and_their_order_are_the_same(string role) => Expect(role, "plain");

    /// <summary>What is hidden from readers that do not see is a sign; its word stands beside it.</summary>
    [TestCaseSource(nameof(EachRole))]
    public Task What_is_hidden_from_readers_that_do_not_see_says_nothing_they_miss(string role) => Expect(role, "hidden");

    static async Task<ILookup<string, string>> Look(string role)
    {
        await using var visitor = await Visitor.Come(new Look("fr", 1280), past: true);
        var page = visitor.Page;
        if (role.Length > 0)
            await visitor.SignIn(role);
        var wrong = new List<(string About, string What)>();
        foreach (var path in PageList.Of(role))
        {
            await visitor.Open(await PageList.Address(visitor, path));
            // A piece that comes in while Tab goes through the page is one that was not counted: a page that settled is gone through again.
            var gone = new List<(string, string)>();
            await Tab(page, path, gone);
            if (gone.Count > 0)
            {
                gone.Clear();
                await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                await page.EvaluateAsync("document.activeElement.blur()");
                await visitor.Open(await PageList.Address(visitor, path));
                await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                await Tab(page, path, gone);
            }
            wrong.AddRange(gone);
            wrong.AddRange((await page.EvaluateAsync<string[]>(Hidden)).Select(hidden => ("hidden", $"{path}: {hidden}")));
            await Plain(page, path, wrong);
            // 200 % of 1280 is 640; 400 % is 320; a telephone turned on its side.
            foreach (var (width, height) in ((int, int)[])[(640, 450), (320, 640), (740, 360)])
            {
                await page.SetViewportSizeAsync(width, height);
                if (await ScrollsSideways(page))
                    wrong.Add(("scrolls", $"{path} scrolls sideways at {width}: {await page.EvaluateAsync<string>(Wide)}"));
            }
            // As WCAG 1.4.12 sets text apart.
            await page.AddStyleTagAsync(new() { Content = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }" });
            foreach (var width in (int[])[390, 1280])
            {
                await page.SetViewportSizeAsync(width, 900);
                if (await ScrollsSideways(page))
                    wrong.Add(("spaced", $"{path} scrolls sideways at {width}: {await page.EvaluateAsync<string>(Wide)}"));
                wrong.AddRange((await page.EvaluateAsync<string[]>(CutOff)).Select(cut => ("spaced", $"{path} cuts off at {width}: {cut}")));
            }
        }
        return wrong.ToLookup(one => one.About, one => one.What);
    }

    /// <summary>A page is laid out again after its window changed: what still scrolls when the browser drew it some times over does so for its reader.</summary>
    static Task<bool> ScrollsSideways(IPage page) => page.EvaluateAsync<bool>(
        $$"""
        new Promise(said => {
            const look = left => !({{Sideways}}) ? said(false) : left === 0 ? said(true) : requestAnimationFrame(() => look(left - 1));
            look(30);
        })
        """);

    static async Task Tab(IPage page, string path, List<(string, string)> wrong)
    {
        var all = await page.EvaluateAsync<int>(NumberWhatCanBeWorked);
        var seen = new List<int>();
        var again = 0;
        while (true)
        {
            await page.Keyboard.PressAsync("Tab");
            var now = await page.EvaluateAsync<string[]>("(() => { const one = document.activeElement; return [one.dataset.nth ?? '', one.matches('.skip') || getComputedStyle(one).outlineStyle !== 'none' ? 'seen' : '', one.outerHTML.slice(0, 120), one.type ?? '']; })()");
            if (now[0].Length == 0)
                break;
            var number = int.Parse(now[0], CultureInfo.InvariantCulture);
            // Day, month, year, hour and calendar of a date are a stop each.
            if (seen.Count > 0 && number == seen[^1] && now[3].StartsWith("date", StringComparison.Ordinal) && again++ < 8)
                continue;
            again = 0;
            if (seen.Contains(number))
                break;
            if (now[1].Length == 0)
                wrong.Add(("focus", $"{path}: {now[2]}"));
            seen.Add(number);
        }
        if (!seen.SequenceEqual(seen.Order()))
            wrong.Add(("keyboard", $"{path}: the order of Tab is {string.Join(' ', seen)}"));
        if (seen.Count != all)
            wrong.Add(("keyboard", $"{path}: {all} can be worked, Tab reaches {seen.Count}: not {string.Join(", ", await page.EvaluateAsync<string[]>("seen => [...document.querySelectorAll('[data-nth]')].filter(one => !seen.includes(Number(one.dataset.nth))).map(one => one.outerHTML.slice(0, 120))", seen))}"));
    }

    static async Task Plain(IPage page, string path, List<(string, string)> wrong)
    {
        var styled = await page.EvaluateAsync<string[]>(ReadInOrder);
        await page.EvaluateAsync("document.querySelectorAll('link[rel=stylesheet]').forEach(sheet => { sheet.disabled = true; })");
        var plain = (await page.EvaluateAsync<string[]>(ReadInOrder)).ToHashSet(StringComparer.Ordinal);
        await page.EvaluateAsync("document.querySelectorAll('link[rel=stylesheet]').forEach(sheet => { sheet.disabled = false; })");
        if (styled.FirstOrDefault(text => !plain.Contains(text)) is { } lost)
            wrong.Add(("plain", $"{path}: without style sheets \"{lost}\" is gone"));
        // First the way past the menu, then the header, the content, the footer.
        if (await page.EvaluateAsync<string>("[...document.querySelectorAll('a.skip, header.site, main, footer.site')].map(one => one.localName).join()") != "a,header,main,footer")
            wrong.Add(("plain", $"{path}: another order without style sheets"));
    }

    /// <summary>Colours that are set are set with what they stand on: nothing disappears when somebody sets one of them.</summary>
    [Test]
    public async Task Text_and_paper_are_coloured_together()
    {
        await using var visitor = await Visitor.Come(new Look("fr", 1280, Dark: true));
        await visitor.Page.GotoAsync("/accessibility");
        var (ink, paper) = (await visitor.Page.EvaluateAsync<string>("getComputedStyle(document.body).color"), await visitor.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.That((ink, paper), Is.Not.EqualTo(("rgb(0, 0, 0)", "rgba(0, 0, 0, 0)")));
        await visitor.SignIn("holder");
        await visitor.Page.GotoAsync("/account/password");
        var fields = await visitor.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('input:not([type=hidden]), button, a')].map(one => getComputedStyle(one)).filter(style => style.color === 'rgb(0, 0, 0)').map(style => style.cssText)");
        Assert.That(fields, Is.Empty, "a colour the browser chose on a paper we chose");
    }

    [TestCaseSource(nameof(EachRole))]
    public async Task The_site_map_leads_to_every_page_of_the_menu(string role)
    {
        await using var visitor = await Visitor.Come(new Look("fr", 1280));
        if (role.Length > 0)
            await visitor.SignIn(role);
        await visitor.Page.GotoAsync("/site-map");
        var menu = await visitor.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('header nav a, .site-end > a, footer a')].map(link => link.getAttribute('href'))");
        var map = await visitor.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('main a')].map(link => link.getAttribute('href'))");
        Assert.That(menu.Except(map), Is.EqualTo(new[] { "/site-map" }), "the menu has what the map has not");
        foreach (var address in map.Except(["/openapi/"]))
            Assert.That((await visitor.Page.GotoAsync(address))!.Status, Is.EqualTo(200), address);
    }

    /// <summary>The browser offers what it knows of who sits before it.</summary>
    [Test]
    public async Task Fields_about_oneself_say_what_they_are_to_the_browser()
    {
        await using var visitor = await Visitor.Come(new Look("fr", 1280));
        var found = new Dictionary<string, string?>();
        foreach (var (path, fields) in ((string, string[])[])[("/sign-in", ["email", "password"]), ("/register", ["name", "email"]), ("/password/forgotten", ["email"])])
        {
            await visitor.Page.GotoAsync(path);
            foreach (var field in fields)
                found[$"{path} {field}"] = await visitor.Page.Locator($"#{field}").GetAttributeAsync("autocomplete");
        }
        await visitor.SignIn("holder");
        foreach (var (path, fields) in ((string, string[])[])[("/account/profile", ["name"]), ("/account/email", ["email"]), ("/account/password", ["password", "chosen", "again"])])
        {
            await visitor.Page.GotoAsync(path);
            foreach (var field in fields)
                found[$"{path} {field}"] = await visitor.Page.Locator($"#{field}").GetAttributeAsync("autocomplete");
        }
        Assert.That(found, Is.EquivalentTo(new Dictionary<string, string?>
        {
            ["/sign-in email"] = "username webauthn",
            ["/sign-in password"] = "current-password",
            ["/register name"] = "name",
            ["/register email"] = "email",
            ["/password/forgotten email"] = "email",
            ["/account/profile name"] = "name",
            ["/account/email email"] = "email",
            ["/account/password password"] = "current-password",
            ["/account/password chosen"] = "new-password",
            ["/account/password again"] = "new-password",
        }));
    }

    /// <summary>The dialog warns, can be worked with the keyboard alone, is not in the way, and keeps what was typed.</summary>
    [Test]
    public async Task A_sign_in_about_to_end_warns_and_is_made_longer_without_losing_what_was_typed()
    {
        await using var visitor = await Visitor.Come(new Look("en", 1280));
        var page = visitor.Page;
        await visitor.SignIn("holder");
        var left = 200;
        await page.RouteAsync("**/api/session", async route =>
        {
            if (route.Request.Method == "POST")
                await route.ContinueAsync();
            else if (left > 0)
                await route.FulfillAsync(new() { ContentType = "application/json", Body = $$"""{"left":{{left}},"last":400000}""" });
            else
                await route.FulfillAsync(new() { Status = 401, ContentType = "application/json", Body = "{}" });
        });
        await page.GotoAsync("/account/profile");
        await page.Locator("#name").FillAsync("Typed and not sent");
        var dialog = page.Locator("#session");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        // The page is looked at again: then it asks.
        await page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await Assertions.Expect(dialog.Locator("#session-text")).ToContainTextAsync("4 min");
        Assert.That((await page.RunAxe()).Violations.Select(violation => violation.Id), Is.Empty);
        await Assertions.Expect(dialog.Locator("[data-extend]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("Typed and not sent");
        await Assertions.Expect(page.Locator("#name")).ToBeFocusedAsync();

        left = 0;
        await page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await Assertions.Expect(dialog.Locator("#session-text")).ToContainTextAsync("You are signed out");
        await Assertions.Expect(dialog.Locator("[data-extend]")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("Typed and not sent");
        Assert.That(visitor.Complaints, Is.Empty);

        await using var plain = await Visitor.Come(new Look("en", 1280, Scripts: false));
        await plain.SignIn("holder");
        await Assertions.Expect(plain.Page.Locator(".session-end")).ToContainTextAsync("You stay signed in until");
    }

    const string Sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth";

    const string Wide =
        """
        document.documentElement.scrollWidth + ' of ' + document.documentElement.clientWidth + ': ' + [...document.querySelectorAll('body *')]
            .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth)
            .map(one => one.getBoundingClientRect().right + ' ' + one.outerHTML.slice(0, 90)).slice(-3).join()
        """;

    const string Hidden =
        """
        [...document.querySelectorAll('[aria-hidden=true]')]
            .filter(one => one.querySelector('a, button, input, select, textarea') || /\p{L}{2,}/u.test(one.textContent))
            .map(one => one.outerHTML.slice(0, 120))
        """;

    const string CutOff =
        """
        [...document.querySelectorAll('main *, header *')].filter(one => {
            const style = getComputedStyle(one);
            return one.clientHeight > 1 && style.overflowY === 'hidden' && style.clipPath === 'none' && one.scrollHeight > one.clientHeight + 2;
        }).map(one => one.outerHTML.slice(0, 120))
        """;

    const string NumberWhatCanBeWorked =
        """
        (() => {
            let nth = 0;
            const names = new Set();
            for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')) {
                if (one.disabled || one.type === 'hidden' || one.closest('[aria-hidden="true"]') || !one.checkVisibility({ visibilityProperty: true })) continue;
                if (one.type === 'radio') {
                    // Tab stops once at a group: at what is chosen, else at the first.
                    const chosen = [...document.getElementsByName(one.name)].find(each => each.checked);
                    if (chosen ? chosen !== one : names.has(one.name)) continue;
                    names.add(one.name);
                }
                one.dataset.nth = nth++;
            }
            return nth;
        })()
        """;

    const string ReadInOrder =
        """
        (() => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const texts = [];
            for (let node = walker.nextNode(); node; node = walker.nextNode())
                if (node.textContent.trim() && node.parentElement.checkVisibility({ visibilityProperty: true }))
                    texts.push(node.textContent.trim());
            return texts;
        })()
        """;
}
