using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Labelling.Hosting;
using Microsoft.Playwright;

namespace Labelling.Browser.Tests;

/// <summary>
/// The whole way of a holder who is new here, with the keyboard alone, from the registration to the conclusion of the interview. A co-holder,
/// the office and an expert do their parts in other windows.
/// </summary>
public class HolderTests
{
    const string Password = "quatre mots que rien ne relie 42";

    [Test]
    public async Task Somebody_new_deposits_a_dossier_books_the_interview_and_reads_its_conclusion_with_the_keyboard_alone()
    {
        await using var wire = new Wire();
        await using var holder = await Visitor.Come(Look.FrenchWide, wire: wire);
        await using var coHolder = await Visitor.Come(Look.FrenchWide);
        await using var office = await Visitor.Come(Look.EnglishNarrow);
        await using var expert = await Visitor.Come(Look.FrenchWide);

        await Register(holder, "Zoé Lambert", "zoe.lambert@retineo.example");
        var address = await StartDossier(holder);
        await HoldTogether(holder, address, coHolder);
        await WriteAtOnceWithTheConnectionCut(holder, coHolder, address, wire);
        await WriteTheRest(holder, address);
        await AttachWithTheConnectionCut(holder, address, wire);
        await Deposit(holder, address);

        var interview = await Admit(office, Guid.Parse(address.Split('/')[2]));
        var name = await OfferThisMinute(expert);
        await Propose(office, interview, name);
        await Book(holder, interview, name);
        await Conclude(expert, interview);
        await Read(holder, interview);
        Assert.That(new[] { holder, coHolder, office, expert }.SelectMany(one => one.Complaints), Is.Empty);
    }

    static async Task Register(Visitor holder, string name, string email)
    {
        var page = holder.Page;
        await page.GotoAsync("/");
        await page.Press("a[href='/register']");
        await holder.Arrive("/register");
        await page.Type("name", name);
        await page.Type("email", email);
        await page.Keyboard.PressAsync("Enter");
        await Told(page);
        await page.GotoAsync(await House.LinkMailed(email, "/register/"));
        await page.Type("password", Password);
        await page.Keyboard.PressAsync("Enter");
        await holder.Arrive("/sign-in");
        await page.Type("email", email);
        await page.Type("password", Password);
        await page.Keyboard.PressAsync("Enter");
        await holder.Arrive("/home");
    }

    /// <summary>The dossier's address.</summary>
    static async Task<string> StartDossier(Visitor holder)
    {
        var page = holder.Page;
        await page.Press(".menu-wide a[href='/dossiers']");
        await holder.Arrive("/dossiers");
        await page.Press("a[href='/dossiers/new']");
        await holder.Arrive("/dossiers/new");
        await page.Type("title", "Une caméra qui voit la rétine travailler");
        await page.Keyboard.PressAsync("Enter");
        await holder.Arrive(new Regex("/write/project$"));
        var address = new Uri(page.Url).AbsolutePath[..^"/write/project".Length];
        await page.Type("acronym", "RETINEO");
        await page.Choose("kind", "Projet");
        await page.Type("summary", "Une caméra de fond d’œil pour le cabinet.");
        await page.Tick("sectors[medtech]");
        await page.Choose("trlFrom", "3");
        await page.Choose("trlTo", "6");
        await GoOn(holder, address, "consortium");
        await page.Type("lead.name", "Rétinéo");
        await page.Choose("lead.type", "PME");
        await GoOn(holder, address, "science");
        return address;
    }

    static async Task HoldTogether(Visitor holder, string address, Visitor coHolder)
    {
        var (page, account) = (holder.Page, House.Last("holder"));
        await page.Press($"#writing-steps a[href='{address}/write/consortium']");
        await holder.Arrive($"{address}/write/consortium");
        await page.Press($"a[href='{address}/co-holders']");
        await holder.Arrive($"{address}/co-holders");
        await page.Type("email", account.Email);
        await page.Choose("part", "tout le dossier");
        await page.Press($"form[action='{address}/co-holders'] button.btn-primary");
        await Told(page);

        await coHolder.SignIn(account);
        await coHolder.Page.GotoAsync(await House.LinkMailed(account.Email, "/dossiers/join"));
        await coHolder.Page.Locator("main button[type=submit]").ClickAsync();
        await coHolder.Arrive(new Regex($"{address}/write/"));
    }

    /// <summary>The connection goes in the middle of a sentence. What is typed on, and what the co-holder writes meanwhile, are both there in the end.</summary>
    static async Task WriteAtOnceWithTheConnectionCut(Visitor holder, Visitor coHolder, string address, Wire wire)
    {
        var (mine, theirs) = (holder.Page, coHolder.Page);
        await mine.Press($"a[href='{address}/write/consortium']");
        await holder.Arrive($"{address}/write/consortium");
        await mine.Press($"#writing-steps a[href='{address}/write/science']");
        await holder.Arrive($"{address}/write/science");
        await mine.Type("objectives", "Voir la rétine ");
        wire.Cut();
        await theirs.GotoAsync($"{address}/write/science");
        await mine.Keyboard.TypeAsync("en cinq minutes.");
        await Assertions.Expect(mine.Locator("#saved")).ToContainTextAsync("Pas de connexion");
        await theirs.Locator("#objectives").FillAsync("Voir la rétine en dix minutes.");
        await theirs.Locator("#obstacles").FillAsync("Peu d’images annotées.");
        await theirs.Locator("#obstacles").BlurAsync();
        await Assertions.Expect(theirs.Locator("#saved")).ToContainTextAsync("Enregistré à");
        await mine.Keyboard.TypeAsync(" Et sans dilater.");
        wire.Mend();

        await Assertions.Expect(mine.Locator("#objectives-conflict")).ToContainTextAsync("Voir la rétine en dix minutes.");
        await Assertions.Expect(mine.Locator("#objectives")).ToHaveValueAsync("Voir la rétine en cinq minutes. Et sans dilater.");
        await mine.Press("#objectives-conflict button:last-of-type");
        await Assertions.Expect(mine.Locator("#saved")).ToContainTextAsync("Enregistré à");
        foreach (var window in new[] { mine, theirs })
        {
            await window.ReloadAsync();
            await Assertions.Expect(window.Locator("#objectives")).ToHaveValueAsync("Voir la rétine en cinq minutes. Et sans dilater.");
            await Assertions.Expect(window.Locator("#obstacles")).ToHaveValueAsync("Peu d’images annotées.");
        }
    }

    static async Task WriteTheRest(Visitor holder, string address)
    {
        var page = holder.Page;
        await GoOn(holder, address, "market");
        await page.Type("medicalNeed", "La rétine est vue trop tard ; des patients ont relu le protocole.");
        await GoOn(holder, address, "work");
        await page.Press("button[value='add:workPackages']");
        var title = page.Locator("[id^='workPackages['][id$='.title']");
        var row = (await title.GetAttributeAsync("id"))![..^".title".Length];
        await page.Type($"{row}.title", "Prototype");
        await page.Type($"{row}.startMonth", "1");
        await page.Type($"{row}.lengthMonths", "18");
        await page.Type($"{row}.costEur", "300 000");
        await page.Type("totalBudgetEur", "300 000");
        await page.Type("aidRequestedEur", "150 000");
        await GoOn(holder, address, "call");
        await page.Choose("programmeId", "Label projet");
        await page.Choose("callId", "i-Démo 2026");
        await GoOn(holder, address, "annex");
    }

    /// <summary>The connection goes in the middle of a file. The page says so, keeps the choice, and sends it again when asked.</summary>
    static async Task AttachWithTheConnectionCut(Visitor holder, string address, Wire wire)
    {
        var page = holder.Page;
        await page.Press($"a[href='{address}/attachments']");
        await holder.Arrive($"{address}/attachments");
        await page.TabTo("#file");
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Space"));
        await chooser.SetFilesAsync(Plan);
        var cut = wire.CutAfter(Plan.Buffer.Length / 2);
        await page.Press("[data-attach] button[type=submit]");
        await cut;
        await Assertions.Expect(page.Locator("[data-upload-said]")).ToContainTextAsync("La connexion a été coupée");
        await Assertions.Expect(page.Locator("[data-upload-said]")).ToContainTextAsync("Le fichier reste choisi");
        await Assertions.Expect(page.Locator("[data-attachment]")).ToHaveCountAsync(0);
        wire.Mend();
        await page.Press("[data-attach] button[type=submit]");
        await Assertions.Expect(page.Locator("[data-upload-said]")).ToHaveTextAsync("«\u202fplan.pdf\u202f» est joint.");
        await Assertions.Expect(page.Locator("[data-attachment]")).ToHaveCountAsync(1);
    }

    /// <summary>Of several megabytes, as a file is that takes a while.</summary>
    static readonly FilePayload Plan = new()
    {
        Name = "plan.pdf",
        MimeType = "application/pdf",
        Buffer = Encoding.ASCII.GetBytes($"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% {new string('.', 4 << 20)}\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"),
    };

    static async Task Deposit(Visitor holder, string address)
    {
        var page = holder.Page;
        await page.Press($"a[href='{address}']");
        await holder.Arrive(address);
        await page.Press($"form[action='{address}/prepare-submission'] button");
        await holder.Arrive($"{address}/prepare-submission");
        await page.Press($"form[action='{address}/submit'] button");
        await holder.Arrive($"{address}/versions/1/receipt");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Déposé");
    }

    /// <summary>The office finds it admissible; the address of its interview.</summary>
    static async Task<string> Admit(Visitor office, Guid dossier)
    {
        await office.SignIn(House.Accounts["office"]);
        var page = office.Page;
        await page.GotoAsync("/admissibility");
        await page.Locator($"a[href='/admissibility/{dossier}']").ClickAsync();
        await page.Locator($"form[action='/admissibility/{dossier}/admit'] button").ClickAsync();
        await office.Arrive("/admissibility");
        // The interview is opened once that was heard.
        var found = await page.WaitForFunctionAsync("async dossier => (await (await fetch(`/api/interviews?dossierId=${dossier}`)).json()).items[0]?.id", dossier.ToString());
        return $"/interviews/{await found.JsonValueAsync<string>()}";
    }

    /// <summary>A time that begins with this minute; the expert's name.</summary>
    static async Task<string> OfferThisMinute(Visitor expert)
    {
        // The last one holds talks of the demonstration.
        await expert.SignIn(House.Last("expert", fromEnd: 2));
        var page = expert.Page;
        await page.GotoAsync("/slots");
        await page.Locator("#startsAt").FillAsync(TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, Paris.Zone).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        await page.Locator("#minutes").FillAsync("60");
        await page.Locator("form[action='/slots'] button.btn-primary").ClickAsync();
        await Told(page);
        return (await page.Locator("details.account > summary").TextContentAsync())!.Trim();
    }

    static async Task Propose(Visitor office, string interview, string expert)
    {
        await office.Page.GotoAsync($"{interview}/propose");
        await office.Page.GetByLabel(expert).CheckAsync();
        await office.Page.Locator($"form[action='{interview}/propose'] button.btn-primary").ClickAsync();
        await office.Arrive(interview);
    }

    static async Task Book(Visitor holder, string interview, string expert)
    {
        var page = holder.Page;
        await page.Press("a.brand");
        await holder.Arrive("/home");
        await page.Press($"a[href='{interview}']");
        await holder.Arrive(interview);
        await page.ChooseOne("slotId", (await page.GetByLabel(expert).First.GetAttributeAsync("id"))!);
        await page.Press($"form[action='{interview}/book'] button");
        await Told(page);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(expert);
    }

    static async Task Conclude(Visitor expert, string interview)
    {
        var page = expert.Page;
        await page.GotoAsync(interview);
        await page.Locator($"form[action='{interview}/hold'] button").ClickAsync();
        await page.Locator($"a[href='{interview}/conclude']").ClickAsync();
        await page.Locator("select[name^=maturity]").First.SelectOptionAsync("3.5");
        await page.Locator("#strengths").FillAsync("Une équipe qui sait faire.");
        await page.Locator("#gaps").FillAsync("Le modèle économique.");
        await page.Locator("#advice").FillAsync("Voir un organisme notifié avant l’essai.");
        await page.Locator("#privateNote").FillAsync("Entre nous : le budget est juste.");
        await page.Locator("input[value=ProceedWithAdvice]").CheckAsync();
        await page.Locator($"form[action='{interview}/conclude'] button.btn-primary").ClickAsync();
        await expert.Arrive(interview);
    }

    static async Task Read(Visitor holder, string interview)
    {
        var page = holder.Page;
        await page.Press("a.brand");
        await holder.Arrive("/home");
        await page.Press($"a[href='{interview}']");
        await holder.Arrive(interview);
        var main = page.Locator("main");
        await Assertions.Expect(main).ToContainTextAsync("Voir un organisme notifié avant l’essai.");
        Assert.That(await main.InnerTextAsync(), Does.Contain("Une équipe qui sait faire.").And.Contain("Le modèle économique.").And.Not.Contain("Entre nous"));
    }

    /// <summary>The page says that it is done.</summary>
    static Task Told(IPage page) => Assertions.Expect(page.Locator("main .notice.done").First).ToBeVisibleAsync();

    static async Task GoOn(Visitor holder, string address, string step)
    {
        await holder.Page.Press("main form button[value=next]");
        await holder.Arrive($"{address}/write/{step}");
    }
}
