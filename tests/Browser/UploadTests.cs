using System.Text;
using Microsoft.Playwright;

namespace Labelling.Browser.Tests;

/// <summary>A file on its way to the server: its progress, the way back, and what is said when the connection is cut.</summary>
[Parallelizable(ParallelScope.Children)]
public class UploadTests
{
    const string Attachments = "**/api/dossiers/*/attachments";

    static readonly FilePayload Pdf = new() { Name = "plan.pdf", MimeType = "application/pdf", Buffer = Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n") };

    /// <summary>A draft of the holder's own, at its attachments.</summary>
    static async Task<IPage> AtAttachments(Visitor visitor)
    {
        await visitor.SignIn("holder");
        var page = visitor.Page;
        await page.GotoAsync("/dossiers");
        var id = await page.EvaluateAsync<string>(
            """
            async () => (await (await fetch("/api/dossiers", {
                method: "POST",
                headers: { "Content-Type": "application/json", "X-Forgery": document.querySelector("input[name=forgery]").value },
                body: JSON.stringify({ content: { title: "Une pièce jointe en route", acronym: "JOINTE" } }),
            })).json()).id
            """);
        await page.GotoAsync($"/dossiers/{id}/attachments");
        return page;
    }

    [Test]
    public async Task A_cut_upload_says_what_to_do_and_is_sent_again_from_the_same_choice()
    {
        await using var visitor = await Visitor.Come(Look.FrenchWide);
        var page = await AtAttachments(visitor);
        await page.RouteAsync(Attachments, route => route.AbortAsync("connectionreset"));
        await page.Locator("#file").SetInputFilesAsync(Pdf);
        await page.Locator("[data-attach] button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-upload-said]")).ToContainTextAsync("La connexion a été coupée");
        Assert.That(await page.EvaluateAsync<int>("document.querySelector('#file').files.length"), Is.EqualTo(1), "the file is still chosen");
        await Assertions.Expect(page.Locator("[data-attachment]")).ToHaveCountAsync(0);

        await page.UnrouteAsync(Attachments);
        await page.GetByRole(AriaRole.Button, new() { Name = "Renvoyer" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-attachment]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("[data-upload-said]")).ToHaveTextAsync("«\u202fplan.pdf\u202f» est joint.");
    }

    [Test]
    public async Task What_had_arrived_before_the_cut_is_not_attached_twice()
    {
        await using var visitor = await Visitor.Come(Look.EnglishNarrow);
        var page = await AtAttachments(visitor);
        await page.RouteAsync(Attachments, async route =>
        {
            // The server has it; its answer is lost.
            await route.FetchAsync();
            await route.AbortAsync("connectionreset");
        });
        await page.Locator("#file").SetInputFilesAsync(Pdf);
        await page.Locator("[data-attach] button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-upload-said]")).ToContainTextAsync("The connection was cut");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it again" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-upload-said]")).ToHaveTextAsync("“plan.pdf” is attached.");
        await Assertions.Expect(page.Locator("[data-attachment]")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task An_upload_can_be_cancelled_and_a_refused_file_is_told_beside_its_field()
    {
        await using var visitor = await Visitor.Come(Look.EnglishNarrow);
        var page = await AtAttachments(visitor);
        var held = new TaskCompletionSource();
        await page.RouteAsync(Attachments, async route =>
        {
            await held.Task;
            await route.AbortAsync();
        });
        await page.Locator("#file").SetInputFilesAsync(Pdf);
        await page.Locator("[data-attach] button[type=submit]").ClickAsync();
        await page.Locator("[data-upload-cancel]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-upload-said]")).ToContainTextAsync("The upload is cancelled");
        held.SetResult();
        await page.UnrouteAsync(Attachments);

        await page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "page.pdf", MimeType = "application/pdf", Buffer = "<html></html>"u8.ToArray() });
        await page.Locator("[data-attach] button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("#file-error")).ToContainTextAsync("This is not a PDF");
        await Assertions.Expect(page.Locator("#file")).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(page.Locator("[data-attachment]")).ToHaveCountAsync(0);
    }

    /// <summary>More than a form may have in all.</summary>
    static string Large()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("labelling-test-").FullName, "large.pdf");
        using var file = File.Create(path);
        file.Write(Pdf.Buffer);
        file.SetLength(26 << 20);
        return path;
    }

    [Test]
    public async Task A_file_that_is_too_large_for_a_message_is_told_beside_its_field_before_it_is_sent()
    {
        await using var visitor = await Visitor.Come(Look.FrenchWide);
        await visitor.SignIn("office");
        var page = visitor.Page;
        await page.GotoAsync("/admissibility");
        var dossier = (await page.Locator("a[href^='/admissibility/']").First.GetAttributeAsync("href"))!.Split('/')[2];
        await page.GotoAsync($"/dossiers/{dossier}/messages");
        var sent = new List<string>();
        page.Request += (_, request) => sent.Add(request.Method);
        var large = Large();
        await page.Locator("#text").FillAsync("Voici le plan.");
        await page.Locator("#files").SetInputFilesAsync(large);
        await Assertions.Expect(page.Locator("#files-error")).ToHaveTextAsync("▲ Votre choix dépasse 20\u00a0Mo\u202f: choisissez plus petit.");
        await page.Locator("main form:has(#files) button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("#files")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#files")).ToHaveAttributeAsync("aria-describedby", "files-help files-error");
        Assert.That(sent, Has.None.EqualTo("POST"));
        await page.Locator("#files").SetInputFilesAsync(Pdf);
        await Assertions.Expect(page.Locator("#files-error")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#text")).ToHaveValueAsync("Voici le plan.");
        Directory.Delete(Path.GetDirectoryName(large)!, recursive: true);
    }

    [Test]
    public async Task Without_scripts_a_file_that_is_too_large_is_told_on_a_page_that_leads_back_to_the_form()
    {
        await using var scripted = await Visitor.Come(Look.FrenchWide);
        var address = new Uri((await AtAttachments(scripted)).Url).AbsolutePath;
        await using var visitor = await Visitor.Come(new Look("fr", 390, Scripts: false));
        await visitor.SignIn("holder");
        var page = visitor.Page;
        await page.GotoAsync(address);
        var large = Large();
        await page.Locator("#file").SetInputFilesAsync(large);
        await page.Locator("[data-attach] button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Un fichier peut faire 20");
        await page.GetByRole(AriaRole.Link, new() { Name = "Revenir au formulaire" }).ClickAsync();
        await Assertions.Expect(page.Locator("#file")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-attachment]")).ToHaveCountAsync(0);
        Directory.Delete(Path.GetDirectoryName(large)!, recursive: true);
    }
}
