using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Labelling.Browser.Tests;

/// <summary>Writing a dossier with scripts on: saved by itself, kept on the device when it cannot be, merged with what others write.</summary>
[Parallelizable(ParallelScope.Children)]
public class WritingTests
{
    static ILocator Saved(IPage page) => page.Locator("#saved");

    static async Task<(Visitor Visitor, string Address)> Draft(Look look)
    {
        var visitor = await Visitor.Come(look);
        await visitor.SignIn("holder");
        await visitor.Page.GotoAsync("/dossiers/new");
        await visitor.Page.Locator("#title").FillAsync("Une caméra qui voit la rétine travailler");
        await visitor.Page.Locator("main form button[type=submit]").Last.ClickAsync();
        await visitor.Arrive(new Regex("/write/project$"));
        return (visitor, new Uri(visitor.Page.Url).AbsolutePath[..^"/project".Length]);
    }

    [Test]
    public async Task What_is_typed_is_saved_by_itself_and_is_there_in_another_window()
    {
        var (visitor, address) = await Draft(Look.EnglishNarrow);
        await using var _ = visitor;
        var page = visitor.Page;
        await page.GotoAsync($"{address}/science");
        await page.Locator("#objectives").FillAsync("Measure within five minutes.");
        await Assertions.Expect(Saved(page)).ToContainTextAsync("kept on this device");
        await Assertions.Expect(Saved(page)).ToContainTextAsync("Saved ");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync($"{address}/science");
        await Assertions.Expect(other.Locator("#objectives")).ToHaveValueAsync("Measure within five minutes.");
        Assert.That(visitor.Complaints, Is.Empty);
    }

    [Test]
    public async Task The_second_of_two_sees_the_others_value_and_keeps_their_own_or_takes_it_over()
    {
        var (visitor, address) = await Draft(Look.FrenchWide);
        await using var _ = visitor;
        var (mine, theirs) = (visitor.Page, await visitor.Page.Context.NewPageAsync());
        await mine.GotoAsync($"{address}/science");
        await theirs.GotoAsync($"{address}/science");
        foreach (var (objectives, obstacles) in new[] { ("Le leur", "Le leur aussi") })
        {
            await theirs.Locator("#objectives").FillAsync(objectives);
            await theirs.Locator("#obstacles").FillAsync(obstacles);
            await theirs.Locator("#obstacles").BlurAsync();
            await Assertions.Expect(Saved(theirs)).ToContainTextAsync("Enregistré à");
        }

        await mine.Locator("#objectives").FillAsync("Le mien");
        await mine.Locator("#obstacles").FillAsync("Le mien aussi");
        await mine.Locator("#obstacles").BlurAsync();
        var first = mine.Locator("[id='objectives-conflict']");
        await Assertions.Expect(first).ToContainTextAsync("Le leur");
        await Assertions.Expect(mine.Locator("#objectives")).ToHaveValueAsync("Le mien");
        await first.GetByRole(AriaRole.Button, new() { Name = "Garder la mienne" }).ClickAsync();
        var second = mine.Locator("[id='obstacles-conflict']");
        await second.GetByRole(AriaRole.Button, new() { Name = "Reprendre cette valeur" }).ClickAsync();
        await Assertions.Expect(Saved(mine)).ToContainTextAsync("Enregistré à");

        await theirs.GotoAsync($"{address}/science");
        await Assertions.Expect(theirs.Locator("#objectives")).ToHaveValueAsync("Le mien");
        await Assertions.Expect(theirs.Locator("#obstacles")).ToHaveValueAsync("Le leur aussi");
        Assert.That(visitor.Complaints, Is.Empty);
    }

    [Test]
    public async Task Leaving_a_field_asks_no_second_time_about_two_values()
    {
        var (visitor, address) = await Draft(Look.FrenchWide);
        await using var _ = visitor;
        var (mine, theirs) = (visitor.Page, await visitor.Page.Context.NewPageAsync());
        await mine.GotoAsync($"{address}/science");
        await theirs.GotoAsync($"{address}/science");
        await theirs.Locator("#objectives").FillAsync("Le leur");
        await theirs.Locator("#objectives").BlurAsync();
        await Assertions.Expect(Saved(theirs)).ToContainTextAsync("Enregistré à");

        // Typed, and found to be in conflict, before the field is left for the first time.
        await mine.TabTo("#objectives");
        await mine.Keyboard.TypeAsync("Le mien");
        await Assertions.Expect(mine.Locator("#objectives-conflict")).ToContainTextAsync("Le leur");
        var again = 0;
        mine.Request += (_, request) => again += request.Method == "PATCH" ? 1 : 0;
        await mine.TabTo("#objectives-conflict button:last-of-type");
        await mine.EvaluateAsync("new Promise(done => setTimeout(() => requestAnimationFrame(done)))");
        Assert.That(again, Is.Zero);
        await mine.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Saved(mine)).ToContainTextAsync("Enregistré à");
        Assert.That(again, Is.EqualTo(1));
    }

    [Test]
    public async Task A_button_pressed_while_something_is_being_saved_meets_no_conflict_with_it()
    {
        var (visitor, address) = await Draft(Look.FrenchWide);
        await using var _ = visitor;
        var page = visitor.Page;
        await page.GotoAsync($"{address}/science");
        var (arrived, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/api/dossiers/*/fields", async route =>
        {
            // The server has it; its answer takes its time.
            var answer = await route.FetchAsync();
            arrived.TrySetResult();
            await released.Task;
            await route.FulfillAsync(new() { Response = answer });
        });
        await page.Locator("#objectives").FillAsync("Voir");
        await page.Locator("#objectives").BlurAsync();
        await arrived.Task;
        await page.Locator("#objectives").FillAsync("Voir en cinq minutes.");
        await page.Locator("main form button[value=next]").ClickAsync();
        released.SetResult();
        await visitor.Arrive($"{address}/market");
        await page.UnrouteAsync("**/api/dossiers/*/fields");
        await page.GotoAsync($"{address}/science");
        await Assertions.Expect(page.Locator("#objectives")).ToHaveValueAsync("Voir en cinq minutes.");
        Assert.That(visitor.Complaints, Is.Empty);
    }

    [Test]
    public async Task A_button_pressed_while_a_save_never_ends_does_not_wait_for_ever()
    {
        var (visitor, address) = await Draft(Look.EnglishNarrow);
        await using var _ = visitor;
        var page = visitor.Page;
        await page.Clock.InstallAsync();
        await page.GotoAsync($"{address}/science");
        var asked = new TaskCompletionSource();
        // Neither answered nor refused: a connection that says nothing any more.
        await page.RouteAsync("**/api/dossiers/*/fields", route => asked.TrySetResult());
        await page.Locator("#objectives").FillAsync("Measure within five minutes.");
        await page.Locator("#objectives").BlurAsync();
        await asked.Task;
        await page.Locator("main form button[value=next]").ClickAsync();
        await page.Clock.FastForwardAsync(10_000);
        await visitor.Arrive($"{address}/market");
    }

    [Test]
    public async Task Typed_while_the_connection_is_cut_is_kept_and_saved_when_it_is_back()
    {
        var (visitor, address) = await Draft(Look.EnglishNarrow);
        await using var _ = visitor;
        var page = visitor.Page;
        await page.GotoAsync($"{address}/market");
        await page.Context.SetOfflineAsync(true);
        await page.Locator("#medicalNeed").FillAsync("Seen too late.");
        await page.Locator("#medicalNeed").BlurAsync();
        await Assertions.Expect(Saved(page)).ToContainTextAsync("No connection");
        await page.Context.SetOfflineAsync(false);
        await Assertions.Expect(Saved(page)).ToContainTextAsync("Saved ");
        await page.GotoAsync($"{address}/market");
        await Assertions.Expect(page.Locator("#medicalNeed")).ToHaveValueAsync("Seen too late.");
    }

    [Test]
    public async Task Typed_after_the_session_ended_is_put_back_after_the_next_sign_in()
    {
        var (visitor, address) = await Draft(Look.EnglishNarrow);
        await using var _ = visitor;
        var page = visitor.Page;
        await page.GotoAsync($"{address}/market");
        await page.Context.ClearCookiesAsync();
        await page.Locator("#medicalNeed").FillAsync("Typed by somebody signed out.");
        await page.Locator("#medicalNeed").BlurAsync();
        var signIn = Saved(page).Locator("a");
        await Assertions.Expect(signIn).ToBeVisibleAsync();
        await signIn.ClickAsync();
        var (email, password) = House.Accounts["holder"];
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(password);
        await page.Locator("main button[type=submit]").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/write/market$"));
        await Assertions.Expect(page.Locator("#medicalNeed")).ToHaveValueAsync("Typed by somebody signed out.");
        await Assertions.Expect(Saved(page)).ToHaveTextAsync(new Regex("Saved |Enregistré à"));
        await page.GotoAsync($"{address}/market");
        await Assertions.Expect(page.Locator("#medicalNeed")).ToHaveValueAsync("Typed by somebody signed out.");
    }

    [Test]
    public async Task Typed_in_a_window_that_crashed_is_put_back()
    {
        var (visitor, address) = await Draft(Look.FrenchWide);
        await using var _ = visitor;
        await visitor.Page.GotoAsync($"{address}/annex");
        // Nothing leaves this window: as when it crashes at once.
        await visitor.Page.RouteAsync("**/api/**", route => route.AbortAsync());
        await visitor.Page.Locator("#confidentialAnnex").FillAsync("Le prix du capteur.");
        await visitor.Page.CloseAsync();
        var page = await visitor.Page.Context.NewPageAsync();
        await page.GotoAsync($"{address}/annex");
        await Assertions.Expect(page.Locator("#confidentialAnnex")).ToHaveValueAsync("Le prix du capteur.");
        await Assertions.Expect(Saved(page)).ToContainTextAsync("Enregistré à");
    }

    [Test]
    public async Task What_is_kept_on_the_device_is_kept_by_person_and_gone_once_it_is_saved()
    {
        var (visitor, address) = await Draft(Look.FrenchWide);
        await using var _ = visitor;
        await visitor.Page.GotoAsync($"{address}/annex");
        await visitor.Page.RouteAsync("**/api/**", route => route.AbortAsync());
        await visitor.Page.Locator("#confidentialAnnex").FillAsync("Le prix du capteur.");
        Assert.That(await visitor.Page.EvaluateAsync<string[]>("Object.keys(localStorage)"), Has.One.Match("^labelling\\.writing\\.[0-9a-f-]{36}\\.[0-9a-f-]{36}$"));
        await visitor.Page.UnrouteAsync("**/api/**");
        await visitor.Page.Locator("#confidentialAnnex").BlurAsync();
        await Assertions.Expect(Saved(visitor.Page)).ToContainTextAsync("Enregistré à");
        Assert.That(await visitor.Page.EvaluateAsync<string[]>("Object.keys(localStorage)"), Is.Empty, "saved: nothing stays on the device");
    }

    [Test]
    public async Task A_wrong_SIREN_is_said_beside_its_field_while_writing_and_the_rest_is_saved()
    {
        var (visitor, address) = await Draft(Look.FrenchWide);
        await using var _ = visitor;
        var page = visitor.Page;
        await page.GotoAsync($"{address}/consortium");
        await page.Locator("[id='lead.name']").FillAsync("Optique du Quai");
        await page.Locator("[id='lead.siren']").FillAsync("732829321");
        await page.Locator("[id='lead.siren']").BlurAsync();
        await Assertions.Expect(page.Locator("[id='lead.siren-error']")).ToContainTextAsync("SIREN");
        await Assertions.Expect(page.Locator("[id='lead.siren']")).ToHaveValueAsync("732829321");
        await page.Locator("[id='lead.siren']").FillAsync("732 829 320");
        await page.Locator("[id='lead.siren']").BlurAsync();
        await Assertions.Expect(Saved(page)).ToContainTextAsync("Enregistré à");
        await Assertions.Expect(page.Locator("[id='lead.siren-error']")).ToHaveCountAsync(0);
    }
}
