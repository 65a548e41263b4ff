using Microsoft.Playwright;

namespace Labelling.Browser.Tests;

[Parallelizable(ParallelScope.Children)]
public class SignInTests
{
    static readonly string[] Roles = ["holder", "expert", "member", "chair", "vice-chair", "office", "administrator"];

    static IEnumerable<TestCaseData> RolesAndLooks =>
        from role in Roles
        from look in (Look[])[Look.FrenchWide, Look.EnglishNarrow]
        select new TestCaseData(role, look).SetArgDisplayNames(role, look.ToString());

    [TestCaseSource(nameof(RolesAndLooks))]
    public async Task Each_role_signs_in_with_the_keyboard_alone_and_sees_what_waits(string role, Look look)
    {
        await using var visitor = await Visitor.Come(look);
        var page = visitor.Page;
        var (email, password) = House.Accounts[role];
        await page.GotoAsync("/");
        await page.TabTo("a[href='/sign-in']");
        await page.Keyboard.PressAsync("Enter");
        await visitor.Arrive("/sign-in");
        await page.TabTo("#email");
        await page.Keyboard.TypeAsync(email);
        await page.TabTo("#password");
        await page.Keyboard.TypeAsync(password);
        await page.Keyboard.PressAsync("Enter");
        await visitor.Arrive("/home");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(look.Language == "fr" ? "Ce qui vous attend" : "What waits for you");

        await page.TabTo("details.account > summary");
        await page.Keyboard.PressAsync("Enter");
        await page.TabTo("form[action='/sign-out'] button");
        await page.Keyboard.PressAsync("Enter");
        await visitor.Arrive("/");
        await page.GotoAsync("/home");
        Assert.That(new Uri(page.Url).AbsolutePath, Is.EqualTo("/sign-in"), "signed out, home is behind the sign-in");
    }

    [Test]
    public async Task The_first_tab_leads_to_the_content()
    {
        await using var visitor = await Visitor.Come(Look.FrenchWide);
        await visitor.SignIn("holder");
        await visitor.Page.GotoAsync("/dossiers");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(visitor.Page.Locator(".skip")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visitor.Page.Locator("main")).ToBeFocusedAsync();
    }

    [Test]
    public async Task A_wrong_password_keeps_the_address_and_says_what_to_do_in_both_languages()
    {
        foreach (var look in (Look[])[Look.FrenchWide, Look.EnglishNarrow])
        {
            await using var visitor = await Visitor.Come(look);
            await visitor.Page.GotoAsync("/sign-in?return=/dossiers");
            await visitor.Page.Locator("#email").FillAsync("somebody@example.org");
            await visitor.Page.Locator("#password").FillAsync("not the password at all");
            await visitor.Page.Locator("main button[type=submit]").First.ClickAsync();
            await Assertions.Expect(visitor.Page.Locator(".errors")).ToBeVisibleAsync();
            await Assertions.Expect(visitor.Page.Locator("#email")).ToHaveValueAsync("somebody@example.org");
            await Assertions.Expect(visitor.Page.Locator("#password")).ToHaveValueAsync("");
        }
    }

    [Test]
    public async Task The_language_is_switched_on_the_page_one_is_on_and_remembered()
    {
        await using var visitor = await Visitor.Come(Look.FrenchWide);
        await visitor.SignIn("office");
        await visitor.Page.GotoAsync("/dossiers?status=Submitted");
        await visitor.Page.Locator("form.language button").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        Assert.That(new Uri(visitor.Page.Url).PathAndQuery, Is.EqualTo("/dossiers?status=Submitted"));
        await visitor.Page.GotoAsync("/calls");
        await Assertions.Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
    }

    [Test]
    public async Task A_page_for_the_signed_in_leads_through_the_sign_in_and_back()
    {
        await using var visitor = await Visitor.Come(Look.EnglishNarrow);
        await visitor.Page.GotoAsync("/dossiers");
        Assert.That(new Uri(visitor.Page.Url).AbsolutePath, Is.EqualTo("/sign-in"));
        var (email, password) = House.Accounts["holder"];
        await visitor.Page.Locator("#email").FillAsync(email);
        await visitor.Page.Locator("#password").FillAsync(password);
        await visitor.Page.Locator("main button[type=submit]").First.ClickAsync();
        await visitor.Arrive("/dossiers");
    }
}
