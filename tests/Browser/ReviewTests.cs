using Microsoft.Playwright;

namespace Labelling.Browser.Tests;

/// <summary>An expert's whole way, from the invitation's mail to the review that is in, with the keyboard alone; a telephone of theirs is open beside.</summary>
public class ReviewTests
{
    const string Dossier = "PULMOCARE";

    const string First = "industrial-interest", Second = "scientific-quality";

    static readonly string[] OfAll = [First, Second, "probability-of-success"], OfDigital = ["medical-need", "data-quality", "regulation-and-ethics", "business-model", "clinical-validation"];

    [Test]
    public async Task An_expert_reviews_from_the_mail_with_the_keyboard_and_loses_nothing_by_a_cut_connection_or_a_second_window()
    {
        var (email, links) = await House.Mailed(Dossier, "/reviews/decline", 0);
        var address = new Uri(links.Single(link => !link.Contains("decline", StringComparison.Ordinal))).AbsolutePath;
        await using var wire = new Wire();
        await using var expert = await Visitor.Come(Look.FrenchWide, wire: wire);
        await using var telephone = await Visitor.Come(Look.EnglishNarrow);

        await ComeFromTheMail(expert, address, email);
        await Accept(expert, address);
        await telephone.SignIn((email, House.PasswordOf(email)));
        await telephone.Open(address);
        await FitsATelephone(telephone);
        await Score(expert);
        await WriteWithTheConnectionCut(expert, wire);
        await WriteTheSameOnTheTelephone(expert, telephone);
        await SubmitTooEarly(expert);
        await SubmitWithAName(expert);
        await Submit(expert);

        await telephone.Open(address);
        await Assertions.Expect(telephone.Page.Locator(".split-grid .notice.done")).ToContainTextAsync("You submitted this review");
        Assert.That(await Sideways(telephone), Is.False);
        Assert.That(expert.Complaints.Concat(telephone.Complaints), Is.Empty);
    }

    static async Task ComeFromTheMail(Visitor expert, string address, string email)
    {
        var page = expert.Page;
        await page.GotoAsync(address);
        await page.Type("email", email);
        await page.Type("password", House.PasswordOf(email));
        await page.Keyboard.PressAsync("Enter");
        await expert.Arrive(address);
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("Objectifs");
    }

    static async Task Accept(Visitor expert, string address)
    {
        var page = expert.Page;
        await page.Press($"form[action='{address}/accept'] button");
        await Assertions.Expect(page.Locator("#noConflict-error")).ToContainTextAsync("Déclarez que vous n");
        await page.Press(".errors a[href='#noConflict']");
        await page.Tick("noConflict");
        await page.Press($"form[action='{address}/accept'] button");
        await Assertions.Expect(page.Locator(".split-document")).ToContainTextAsync("Objectifs");
        // This one is digital, and nobody had to ask for its criteria.
        Assert.That(
            await page.Locator("select[name^='score.']").EvaluateAllAsync<string[]>("all => all.map(one => one.name)"),
            Is.EqualTo(OfAll.Concat(OfDigital).Select(code => $"score.{code}")));
    }

    static Task<bool> Sideways(Visitor visitor) => visitor.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > window.innerWidth");

    /// <summary>Whatever criterion is looked at, what is saved and the total stay in sight, and nothing is wider than the screen.</summary>
    static async Task FitsATelephone(Visitor telephone)
    {
        var page = telephone.Page;
        Assert.That(await Sideways(telephone), Is.False);
        await page.EvaluateAsync("() => document.getElementById('criterion-data-quality').scrollIntoView({ block: 'center' })");
        await Assertions.Expect(page.Locator("#criterion-data-quality")).ToBeInViewportAsync();
        await Assertions.Expect(page.Locator("#saved")).ToBeInViewportAsync(new() { Ratio = 1 });
        await Assertions.Expect(page.Locator("#review-total")).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    static async Task Score(Visitor expert)
    {
        var (page, total) = (expert.Page, expert.Page.Locator("#review-total"));
        await Assertions.Expect(total).ToContainTextAsync("0 sur 8");
        await page.Choose($"score.{First}", "2 sur 5");
        await Assertions.Expect(total).ToContainTextAsync("2,0 sur 5");
        await Assertions.Expect(total).ToContainTextAsync("sous le seuil\u202f: Intérêt industriel");
        await page.Choose($"score.{Second}", "4,5 sur 5");
        await Assertions.Expect(total).ToContainTextAsync("3,25 sur 5");
        await Assertions.Expect(total).ToContainTextAsync("2 sur 8");
    }

    /// <summary>The connection goes in the middle of a sentence, and the page is loaded again before any of it was sent.</summary>
    static async Task WriteWithTheConnectionCut(Visitor expert, Wire wire)
    {
        var page = expert.Page;
        await page.Type($"toHolder.{First}", "Dire qui ");
        wire.Cut();
        await page.Keyboard.TypeAsync("achète.");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#saved")).ToContainTextAsync("Pas de connexion");
        wire.Mend();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator($"[id='toHolder.{First}']")).ToHaveValueAsync("Dire qui achète.");
        await Assertions.Expect(page.Locator("#saved")).ToContainTextAsync("Enregistré à");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator($"[id='toHolder.{First}']")).ToHaveValueAsync("Dire qui achète.");
        await Assertions.Expect(page.Locator("#saved")).ToContainTextAsync("s’enregistre tout seul");
    }

    /// <summary>The telephone shows what stood there before. It is told what the other window wrote, in words, and both values stay until one is chosen.</summary>
    static async Task WriteTheSameOnTheTelephone(Visitor expert, Visitor telephone)
    {
        var (wide, narrow) = (expert.Page, telephone.Page);
        await wide.Choose("recommendation", "labelliser sous réserve");
        await Settled(wide);
        await narrow.Locator("#recommendation").SelectOptionAsync("Refuse");
        await narrow.Locator($"[id='toHolder.{First}']").FillAsync("Say who pays.");
        await narrow.Locator($"[id='toHolder.{First}']").BlurAsync();
        var (recommended, written) = (narrow.Locator("#recommendation-conflict"), narrow.Locator($"[id='toHolder.{First}-conflict']"));
        await Assertions.Expect(recommended.Locator("blockquote")).ToHaveTextAsync("give the label with reservations");
        await Assertions.Expect(written.Locator("blockquote")).ToHaveTextAsync("Dire qui achète.");
        await Assertions.Expect(narrow.Locator("#recommendation")).ToHaveValueAsync("Refuse");
        await Assertions.Expect(narrow.Locator($"[id='toHolder.{First}']")).ToHaveValueAsync("Say who pays.");
        Assert.That(await Sideways(telephone), Is.False);
        await recommended.Locator("button").First.ClickAsync();
        await written.Locator("button").Last.ClickAsync();
        await Assertions.Expect(narrow.Locator(".field-conflict")).ToHaveCountAsync(0);
        await Settled(narrow);

        await wide.ReloadAsync();
        await Assertions.Expect(wide.Locator("#recommendation")).ToHaveValueAsync("LabelWithReservations");
        await Assertions.Expect(wide.Locator($"[id='toHolder.{First}']")).ToHaveValueAsync("Say who pays.");
    }

    /// <summary>Everything typed is saved: nothing waits on the device any more.</summary>
    static Task Settled(IPage page) => page.WaitForFunctionAsync("() => !Object.keys(localStorage).some(key => key.startsWith('labelling.writing.'))");

    static Task Send(IPage page) => page.Press("main form.writing button[value=submit]");

    /// <summary>What is missing is listed, and each line leads to its field, which says it too and is not hidden by what stays in sight.</summary>
    static async Task SubmitTooEarly(Visitor expert)
    {
        var page = expert.Page;
        await Send(page);
        var lines = page.Locator(".errors a");
        await Assertions.Expect(lines).ToHaveCountAsync(7);
        await Assertions.Expect(page.Locator("[id='score.medical-need']")).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(page.Locator("[id='score.medical-need-error']")).ToContainTextAsync("une note pour Besoin médical");
        await page.Press(".errors a[href='#score.medical-need']");
        await Assertions.Expect(page.Locator("[id='score.medical-need']")).ToBeFocusedAsync();
        var (saved, label, total) = (
            await page.Locator("#saved").BoundingBoxAsync(), await page.Locator("label[for='score.medical-need']").BoundingBoxAsync(), await page.Locator("#review-total").BoundingBoxAsync());
        Assert.That(label!.Y, Is.GreaterThanOrEqualTo(saved!.Y + saved.Height).And.LessThan(total!.Y), "its label is seen");

        foreach (var code in OfAll.Skip(2).Concat(OfDigital))
        {
            await page.TabTo($"[id='score.{code}']");
            await page.Keyboard.PressAsync("End");
        }
        await page.TabTo("#confidence");
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Locator("#review-missing")).ToContainTextAsync("Il ne manque rien");
        await Assertions.Expect(page.Locator("#review-total")).ToContainTextAsync("4,56 sur 5");
    }

    static async Task SubmitWithAName(Visitor expert)
    {
        var page = expert.Page;
        await page.Type($"toCommittee.{Second}", "Claire Martin le dit aussi.");
        await Send(page);
        await Assertions.Expect(page.Locator($".errors a[href='#toCommittee.{Second}']")).ToContainTextAsync("«\u202fClaire Martin\u202f» ressemble à un nom");
        await Assertions.Expect(page.Locator($"[id='toCommittee.{Second}']")).ToHaveValueAsync("Claire Martin le dit aussi.");
    }

    static async Task Submit(Visitor expert)
    {
        var page = expert.Page;
        await page.Type($"toCommittee.{Second}", "Une publication le dit aussi.");
        await Send(page);
        await Assertions.Expect(page.Locator("main .notice.done").First).ToContainTextAsync("Votre expertise est rendue");
        await Assertions.Expect(page.Locator(".split-grid")).ToContainTextAsync("Une publication le dit aussi.");
        await Assertions.Expect(page.Locator(".split-grid")).ToContainTextAsync("Say who pays.");
        await Assertions.Expect(page.Locator("main form.writing")).ToHaveCountAsync(0);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_invitation_is_declined_from_its_mail_with_a_reason_and_the_second_time_it_says_that_it_is_done(bool scripts)
    {
        var (email, links) = await House.Mailed(Dossier, "/reviews/decline", scripts ? 1 : 2);
        var link = links.Single(one => one.Contains("/reviews/decline", StringComparison.Ordinal));
        await using var expert = await Visitor.Come(new Look("en", 390, Scripts: scripts));
        var page = expert.Page;
        // A mail scanner opens it too.
        await page.GotoAsync(link);
        await page.GotoAsync(link);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(Dossier);
        await page.GetByLabel("Another reason, given below.").CheckAsync();
        await page.Locator("main button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("#words-error")).ToBeVisibleAsync();
        await page.Locator("#words").FillAsync("I move house that week.");
        await page.Locator("main button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("main .notice.done")).ToContainTextAsync("You have declined. The office has been told");

        await page.GotoAsync(link);
        await Assertions.Expect(page.Locator("main .notice.done")).ToContainTextAsync("You have declined this invitation: nothing is left to do here.");
        await Assertions.Expect(page.Locator("main form, main button")).ToHaveCountAsync(0);
        if (scripts)
        {
            Assert.That((await Sideways(expert), await expert.Axe()), Is.EqualTo((false, Array.Empty<string>())));
        }
        await expert.SignIn((email, House.PasswordOf(email)));
        await page.GotoAsync(new Uri(links.Single(one => one != link)).AbsolutePath);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("I move house that week.");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("Summary");
        Assert.That(expert.Complaints, Is.Empty);
    }
}
