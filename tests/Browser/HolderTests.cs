using System.Globalization;
using Labelling.Hosting;
using Microsoft.Playwright;

namespace Labelling.Browser.Tests;

/// <summary>
/// The whole way of a holder who is new here, with the keyboard alone, from the registration to the conclusion of the interview; others do
/// their parts in other windows.
/// </summary>
public class HolderTests
{
    const string Password = "quatre mots que rien ne relie 42";

    [Test]
    public async Task Somebody_new_deposits_a_dossier_books_the_interview_and_reads_its_conclusion_with_the_keyboard_alone()
    {
        await using var holder = await Visitor.Come(Look.FrenchWide);
        var page = holder.Page;
        await Register(page, "Zoé Lambert", "zoe.lambert@retineo.example");
        var address = await StartDossier(page);
        await using var coHolder = await Visitor.Come(Look.FrenchWide);
        await HoldTogether(page, address, coHolder);
        await WriteAtOnceWithTheConnectionCut(page, coHolder.Page, address);
        await WriteTheRest(page);
        await AttachWithTheConnectionCut(page);
        await Deposit(page, address);

        var dossier = Guid.Parse(address.Split('/')[2]);
        await using var office = await Visitor.Come(Look.EnglishNarrow);
        await using var expert = await Visitor.Come(Look.FrenchWide);
        var interview = await Admit(office, dossier);
        var name = await OfferThisMinute(expert);
        await Propose(office.Page, interview, name);
        await Book(holder, interview, name);
        await Conclude(expert.Page, interview);
        await holder.Open(interview);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Voir un organisme notifié avant l’essai.");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("Entre nous", new() { Timeout = 100 });
        Assert.That(new[] { holder, coHolder, office, expert }.SelectMany(one => one.Complaints), Is.Empty);
    }

    static async Task Register(IPage page, string name, string email)
    {
        await page.GotoAsync("/");
        await page.Press("a[href='/register']");
        await page.WaitForURLAsync("**/register");
        await page.Type("name", name);
        await page.Type("email", email);
        await page.Keyboard.PressAsync("Enter");
        await page.GotoAsync(await House.LinkMailed(email, "/register/"));
        await page.Type("password", Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/sign-in");
        await page.Type("email", email);
        await page.Type("password", Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/home");
    }

    static async Task<string> StartDossier(IPage page)
    {
        await page.Press("a[href='/dossiers']");
        await page.WaitForURLAsync("**/dossiers");
        await page.Press("a[href='/dossiers/new']");
        await page.WaitForURLAsync("**/dossiers/new");
        await page.Type("title", "Une caméra qui voit la rétine travailler");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/write/project");
        await page.Type("acronym", "RETINEO");
        await page.Choose("kind", "Projet");
        await page.Type("summary", "Une caméra de fond d’œil pour le cabinet.");
        await page.TabTo("[id='sectors[medtech]']");
        await page.Keyboard.PressAsync("Space");
        await page.Choose("trlFrom", "3");
        await page.Choose("trlTo", "6");
        await GoOn(page, "consortium");
        await page.Type("lead.name", "Rétinéo");
        await page.Choose("lead.type", "PME");
        return new Uri(page.Url).AbsolutePath[..^"/write/consortium".Length];
    }

    static async Task HoldTogether(IPage page, string address, Visitor coHolder)
    {
        var email = House.Last("holder").Email;
        await page.Press("a[href$='/co-holders']");
        await page.WaitForURLAsync("**/co-holders");
        await page.Type("email", email);
        await page.Choose("part", "tout le dossier");
        await page.Press("main form button.btn-primary");
        await coHolder.SignIn(House.Last("holder"));
        await coHolder.Page.GotoAsync(await House.LinkMailed(email, "/dossiers/join"));
        await coHolder.Page.Locator("main button[type=submit]").ClickAsync();
        await coHolder.Page.WaitForURLAsync($"**{address}/**");
    }

    static async Task WriteAtOnceWithTheConnectionCut(IPage mine, IPage theirs, string address)
    {
        await mine.GotoAsync($"{address}/write/science");
        await theirs.GotoAsync($"{address}/write/science");
        await mine.Context.SetOfflineAsync(true);
        await mine.Type("objectives", "Voir en cinq minutes.");
        await mine.Keyboard.PressAsync("Tab");
        await Assertions.Expect(mine.Locator("#saved")).ToContainTextAsync("Pas de connexion");
        await theirs.Locator("#objectives").FillAsync("Voir en dix minutes.");
        await theirs.Locator("#obstacles").FillAsync("Peu d’images annotées.");
        await theirs.Locator("#obstacles").BlurAsync();
        await Assertions.Expect(theirs.Locator("#saved")).ToContainTextAsync("Enregistré à");
        await mine.Context.SetOfflineAsync(false);
        await Assertions.Expect(mine.Locator("#objectives-conflict")).ToContainTextAsync("Voir en dix minutes.");
        await mine.Press("#objectives-conflict button:last-of-type");
        await Assertions.Expect(mine.Locator("#saved")).ToContainTextAsync("Enregistré à");
        await mine.ReloadAsync();
        await Assertions.Expect(mine.Locator("#objectives")).ToHaveValueAsync("Voir en cinq minutes.");
        await Assertions.Expect(mine.Locator("#obstacles")).ToHaveValueAsync("Peu d’images annotées.");
    }

    static async Task WriteTheRest(IPage page)
    {
        await GoOn(page, "market");
        await page.Type("medicalNeed", "La rétine est vue trop tard ; des patients ont relu le protocole.");
        await GoOn(page, "work");
        await page.Press("button[value='add:workPackages']");
        var title = page.Locator("[id^='workPackages['][id$='.title']");
        await title.WaitForAsync();
        var row = (await title.GetAttributeAsync("id"))![..^".title".Length];
        await page.Type($"{row}.title", "Prototype");
        await page.Type($"{row}.startMonth", "1");
        await page.Type($"{row}.lengthMonths", "18");
        await page.Type($"{row}.costEur", "300 000");
        await page.Type("totalBudgetEur", "300 000");
        await page.Type("aidRequestedEur", "150 000");
        await GoOn(page, "call");
        await page.Choose("programmeId", "Label projet");
        await page.Choose("callId", "i-Démo 2026");
        await GoOn(page, "annex");
    }

    static async Task AttachWithTheConnectionCut(IPage page)
    {
        await page.Press("a[href$='/attachments']");
        await page.WaitForURLAsync("**/attachments");
        await page.RouteAsync(UploadTests.Attachments, route => route.AbortAsync("connectionreset"));
        await page.TabTo("#file");
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Space"));
        await chooser.SetFilesAsync(UploadTests.Pdf);
        await page.Press("[data-attach] button[type=submit]");
        await Assertions.Expect(page.Locator("[data-upload-said]")).ToContainTextAsync("Le fichier reste choisi");
        await page.UnrouteAsync(UploadTests.Attachments);
        await page.Press("[data-attach] button[type=submit]");
        await Assertions.Expect(page.Locator("[data-attachment]")).ToHaveCountAsync(1);
    }

    static async Task Deposit(IPage page, string address)
    {
        await page.GotoAsync($"{address}/write/check");
        await page.Press("main form button.btn-primary");
        await page.WaitForURLAsync("**/prepare-submission");
        await page.Press($"form[action='{address}/submit'] button");
        await page.WaitForURLAsync("**/versions/1/receipt");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("2026-");
    }

    /// <summary>The office finds it admissible; the address of its interview.</summary>
    static async Task<string> Admit(Visitor office, Guid dossier)
    {
        await office.SignIn("office");
        var page = office.Page;
        await page.GotoAsync("/admissibility");
        await page.Locator($"a[href='/admissibility/{dossier}']").ClickAsync();
        await page.Locator($"form[action='/admissibility/{dossier}/admit'] button").ClickAsync();
        await page.WaitForURLAsync("**/admissibility");
        // The interview is opened once that was heard.
        for (var tries = 0; tries < 200; tries++)
            if (await page.EvaluateAsync<string?>("async dossier => (await (await fetch(`/api/interviews?dossierId=${dossier}`)).json()).items[0]?.id", dossier.ToString()) is { } id)
                return $"/interviews/{id}";
        throw new AssertionException("No interview was opened.");
    }

    /// <summary>A time that begins with this minute; the expert's name.</summary>
    static async Task<string> OfferThisMinute(Visitor expert)
    {
        await expert.SignIn(House.Last("expert"));
        var page = expert.Page;
        await page.GotoAsync("/slots");
        await page.Locator("#startsAt").FillAsync(TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, Paris.Zone).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        await page.Locator("#minutes").FillAsync("10");
        await page.Locator("form[action='/slots'] button.btn-primary").ClickAsync();
        await Assertions.Expect(page.Locator(".notice.done")).ToBeVisibleAsync();
        return (await page.Locator("details.account > summary").TextContentAsync())!.Trim();
    }

    static async Task Propose(IPage page, string interview, string expert)
    {
        await page.GotoAsync($"{interview}/propose");
        await page.GetByLabel(expert).CheckAsync();
        await page.Locator($"form[action='{interview}/propose'] button.btn-primary").ClickAsync();
        await page.WaitForURLAsync($"**{interview}");
    }

    static async Task Book(Visitor holder, string interview, string expert)
    {
        var page = holder.Page;
        await holder.Open("/home");
        await page.Press($"a[href='{interview}']");
        await page.WaitForURLAsync($"**{interview}");
        var slot = await page.GetByLabel(expert).First.GetAttributeAsync("id");
        await page.TabTo("input[name=slotId]");
        for (var downs = 0; downs < 20 && !await page.EvaluateAsync<bool>("id => document.activeElement.id === id", slot); downs++)
            await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Space");
        await page.Press($"form[action='{interview}/book'] button");
        await Assertions.Expect(page.Locator(".notice.done")).ToBeVisibleAsync();
    }

    static async Task Conclude(IPage page, string interview)
    {
        await page.GotoAsync(interview);
        await page.Locator($"form[action='{interview}/hold'] button").ClickAsync();
        await page.Locator("a[href$='/conclude']").ClickAsync();
        await page.Locator("select[name^=maturity]").First.SelectOptionAsync("3.5");
        await page.Locator("#strengths").FillAsync("Une équipe qui sait faire.");
        await page.Locator("#gaps").FillAsync("Le modèle économique.");
        await page.Locator("#advice").FillAsync("Voir un organisme notifié avant l’essai.");
        await page.Locator("#privateNote").FillAsync("Entre nous : le budget est juste.");
        await page.Locator("input[value=ProceedWithAdvice]").CheckAsync();
        await page.Locator($"form[action='{interview}/conclude'] button.btn-primary").ClickAsync();
        await page.WaitForURLAsync($"**{interview}");
    }

    static async Task GoOn(IPage page, string step)
    {
        await page.Press("button[value=next].btn");
        await page.WaitForURLAsync($"**/write/{step}");
    }
}
