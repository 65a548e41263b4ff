using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Submission.Tests.Attachments;

namespace Labelling.Submission.Tests;

/// <summary>The pages of a deposit as a browser without scripts meets them.</summary>
public sealed partial class DepositPageTests
{
    ServiceOverHttp service = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(SubmissionService.Service);
        foreach (var (person, name, role) in new[] { (Sample.Holder, "Inès Carpentier", Roles.Holder), (Sample.Officer, "Nadia Ferrand", Roles.Office) })
            await service.Hear(new PersonRegistered(Guid.CreateVersion7(), person, 1, DateTimeOffset.UtcNow, name, $"{role}@example.org", "fr", [role], []));
    }

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    async Task<(Guid Id, long Revision)> Draft(bool complete = true)
    {
        var programme = JsonNode.Parse(await Text(HttpMethod.Get, "/api/programmes", Sample.Holder, Roles.Holder))!.AsArray().Single(one => (string?)one!["code"] == "project-label")!;
        var call = (await service.Send(Sample.Officer, [Roles.Office], HttpMethod.Post, "/api/calls", new JsonObject
        {
            ["code"] = $"call {Guid.CreateVersion7():N}"[..30],
            ["fundingBody"] = "Bpifrance",
            ["opensAt"] = DateTimeOffset.UtcNow.AddDays(-10),
            ["closesAt"] = DateTimeOffset.UtcNow.AddDays(10),
            ["timeZone"] = "Europe/Paris",
        }.ToJsonString())).Content;
        var content = Sample.Content((Guid)programme["id"]!, (Guid)JsonNode.Parse(await call.ReadAsStringAsync())!["id"]!) with { ConfidentialAnnex = complete ? "Le prix du capteur." : null };
        using var made = await service.Send(Sample.Holder, [Roles.Holder], HttpMethod.Post, "/api/dossiers", $"{{\"content\":{Storage.Json.Write(content)}}}");
        var dossier = JsonNode.Parse(await made.Content.ReadAsStringAsync())!;
        Assert.That((int)made.StatusCode, Is.EqualTo(201), dossier.ToJsonString());
        return ((Guid)dossier["id"]!, (long)dossier["revision"]!);
    }

    async Task<string> Text(HttpMethod method, string path, Guid person, string role)
    {
        using var answer = await service.Send(person, [role], method, path);
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), path);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    async Task<(int Status, string Text, string? Location)> Form(string path, HttpContent form, Guid? person = null, string? referer = null, string language = "en")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service.Http.BaseAddress!, path)) { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), person ?? Sample.Holder, [Roles.Holder], DateTimeOffset.UtcNow));
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.AcceptLanguage.ParseAdd(language);
        request.Headers.Referrer = referer is null ? null : new Uri(referer);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), answer.Headers.Location?.ToString());
    }

    static MultipartFormDataContent File(byte[] content, string name, bool restricted = false)
    {
        var form = new MultipartFormDataContent { HeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 };
        var file = new ByteArrayContent(content);
        // As browsers write it, marks and all.
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{name}\"");
        form.Add(file);
        if (restricted)
            form.Add(new StringContent("true"), "restricted");
        return form;
    }

    static FormUrlEncodedContent Typed(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    [Test]
    public async Task A_file_is_attached_and_removed_on_its_page()
    {
        var (id, revision) = await Draft();
        Assert.That(await Form($"/dossiers/{id}/attachments", File(Files.Pdf(), "plan.pdf", restricted: true)), Is.EqualTo((303, "", $"/dossiers/{id}/attachments")));
        var page = await Text(HttpMethod.Get, $"/dossiers/{id}/attachments", Sample.Holder, Roles.Holder);
        Assert.That(page, Does.Contain("plan.pdf").And.Contain("1 kB, restricted"));
        var attachment = Attached().Match(page).Groups[1].Value;
        var remove = $"/dossiers/{id}/attachments/{attachment}/remove";
        Assert.That((await Form(remove, Typed(("revision", "99")))).Status, Is.EqualTo(409), "somebody changed the dossier meanwhile");
        Assert.That((await Form(remove, Typed(("revision", $"{revision}")), Sample.Stranger)).Status, Is.EqualTo(404));
        Assert.That((await Form(remove, Typed(("revision", $"{revision}")))).Status, Is.EqualTo(303));
        Assert.That(await Text(HttpMethod.Get, $"/dossiers/{id}/attachments", Sample.Holder, Roles.Holder), Does.Contain("No file is attached."));
    }

    static IEnumerable<TestCaseData> Refused()
    {
        yield return new TestCaseData(Files.Text("<html></html>"), "page.pdf", 422, "This is not a PDF, DOCX").SetName("Refused_beside_its_field: another kind");
        yield return new TestCaseData(Array.Empty<byte>(), "empty.pdf", 422, "The file is empty").SetName("Refused_beside_its_field: nothing in it");
        yield return new TestCaseData(Files.PdfOf((int)Submission.Attachments.Attachment.Largest + 1), "large.pdf", 413, "larger than 20 MB").SetName("Refused_beside_its_field: too large");
        yield return new TestCaseData(Files.Pdf(), "../../etc/plan.pdf", 422, "as the way to a folder does").SetName("Refused_beside_its_field: a way through folders");
        yield return new TestCaseData(Files.Pdf(), "plan\u202efdp.exe", 422, "turn the reading direction").SetName("Refused_beside_its_field: right to left");
    }

    [TestCaseSource(nameof(Refused))]
    public async Task What_is_not_taken_is_refused_beside_its_field(byte[] content, string name, int status, string said)
    {
        var (id, _) = await Draft();
        var answer = await Form($"/dossiers/{id}/attachments", File(content, name));
        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(Beside().Match(answer.Text).Value, Does.Contain(said));
        Assert.That(answer.Text, Does.Contain("No file is attached."), "nothing is half done");
    }

    [TestCase("attachments", "en", "A file may have 20 MB at most", "Back to the form")]
    [TestCase("messages", "fr", "Un fichier peut faire 20\u202fMo au plus", "Revenir au formulaire")]
    public async Task What_is_larger_than_a_form_may_be_is_said_on_a_page_that_leads_back(string form, string language, string said, string back)
    {
        var (id, _) = await Draft();
        var from = $"/dossiers/{id}/{form}?page=2";
        foreach (var (referer, leads) in new[] { (new Uri(service.Http.BaseAddress!, from).ToString(), true), ($"http://elsewhere.example{from}", false) })
        {
            var answer = await Form($"/dossiers/{id}/{form}", File(Files.PdfOf((int)Upload.LargestRequest + 1), "large.pdf"), referer: referer, language: language);
            Assert.That(answer.Status, Is.EqualTo(413));
            Assert.That(answer.Text, Does.Contain(said));
            Assert.That(answer.Text.Contains($"href=\"{from}\">{back}", StringComparison.Ordinal), Is.EqualTo(leads), "back to no other site");
        }
        Assert.That(await Text(HttpMethod.Get, $"/dossiers/{id}/attachments", Sample.Holder, Roles.Holder), Does.Contain("No file is attached."));
    }

    [Test]
    public async Task No_file_and_no_form_are_said_too()
    {
        var (id, _) = await Draft();
        Assert.That(Beside().Match((await Form($"/dossiers/{id}/attachments", new MultipartFormDataContent { { new StringContent("true"), "restricted" } })).Text).Value, Does.Contain("Choose a file"));
        Assert.That((await Form($"/dossiers/{id}/attachments", Typed(("file", "x")))).Status, Is.EqualTo(415));
    }

    [Test]
    public async Task A_version_under_review_is_read_with_a_pass_alone_and_without_what_is_confidential()
    {
        var (id, _) = await Draft();
        await Form($"/dossiers/{id}/attachments", File(Files.Pdf(), "secret.pdf", restricted: true));
        await Form($"/dossiers/{id}/attachments", File(Files.Pdf(), "plan.pdf"));
        var revision = (long)JsonNode.Parse(await Text(HttpMethod.Get, $"/api/dossiers/{id}", Sample.Holder, Roles.Holder))!["revision"]!;
        using var submitted = await service.Send(Sample.Holder, [Roles.Holder], HttpMethod.Post, $"/api/dossiers/{id}/submit", $"{{\"revision\":{revision}}}");
        Assert.That((int)submitted.StatusCode, Is.EqualTo(200), await submitted.Content.ReadAsStringAsync());
        var (passes, expert, version) = (service.Get<ReadingPass>(), Sample.Expert, new Readable(id, 1, "/reviews/here/files/"));
        var pass = passes.Give(expert, version);

        var read = await Read(expert, $"/fragments/submission/under-review?pass={pass}");
        Assert.That(read.Status, Is.EqualTo(200));
        Assert.That(read.Text, Does.Contain(Sample.Content(id, id).Summary!).And.Contain("plan.pdf").And.Contain("/reviews/here/files/"));
        foreach (var closed in new[] { "Le prix du capteur", "secret.pdf", "Inès Carpentier" })
            Assert.That(read.Text, Does.Not.Contain(closed));
        var files = JsonNode.Parse(await Text(HttpMethod.Get, $"/api/dossiers/{id}/attachments", Sample.Officer, Roles.Office))!.AsArray().ToDictionary(one => (string)one!["name"]!, one => (Guid)one!["id"]!);
        Assert.That((await Read(expert, $"/fragments/submission/under-review/files/{files["plan.pdf"]}?pass={pass}")).Status, Is.EqualTo(200));
        Assert.That((await Read(expert, $"/fragments/submission/under-review/files/{files["secret.pdf"]}?pass={pass}")).Status, Is.EqualTo(404));

        // Another person's, another dossier's, another version's, a forged one, an old one, none.
        foreach (var no in new[]
        {
            passes.Give(Sample.Stranger, version), passes.Give(expert, version with { DossierId = Guid.CreateVersion7() }), passes.Give(expert, version with { Version = 2 }),
            pass[..^4] + (pass.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA"), new ReadingPass(service.Get<SigningKey>(), new TestClock("2020-01-01T00:00:00Z")).Give(expert, version), "x", "",
        })
        {
            Assert.That((await Read(expert, $"/fragments/submission/under-review?pass={no}")).Status, Is.EqualTo(204));
            Assert.That((await Read(expert, $"/fragments/submission/under-review/files/{files["plan.pdf"]}?pass={no}")).Status, Is.EqualTo(404));
        }
    }

    async Task<(int Status, string Text)> Read(Guid person, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), person, [Roles.Expert], DateTimeOffset.UtcNow));
        request.Headers.Add("HX-Request", "true");
        using var answer = await service.Http.SendAsync(request);
        return ((int)answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    [Test]
    public async Task The_confirmation_page_says_what_goes_to_whom_and_until_when_and_the_receipt_what_arrived()
    {
        var (id, revision) = await Draft();
        await Form($"/dossiers/{id}/attachments", File(Files.Pdf(), "plan.pdf"));
        var (status, page, _) = await Form($"/dossiers/{id}/prepare-submission", Typed(("revision", $"{revision}")));
        Assert.That(status, Is.EqualTo(200));
        Assert.That(page, Does.Contain("plan.pdf").And.Contain("sent, for the office only").And.Contain("data-until=").And.Contain("(Europe/Paris, UTC+").And.Contain("is still accepted, and marked as late"));
        var liking = System.Text.RegularExpressions.Regex.Match(page, "/fragments/funding-outcome/like-yours([^\"]*)").Groups[1].Value;
        Assert.That(liking, Does.StartWith("?sector=medtech").And.Match("&call=[^&]+&funding-body=[^&]+$"));
        Assert.That(System.Text.RegularExpressions.Regex.Matches(liking, "[?&]([a-z-]+)=").Select(one => one.Groups[1].Value).Distinct(),
            Is.SubsetOf(new[] { "sector", "therapeutic-area", "technology-axis", "organisation-type", "call", "funding-body" }), "nothing of whose it is");
        Assert.That((await Text(HttpMethod.Get, $"/dossiers/{id}/write/check", Sample.Holder, Roles.Holder)), Does.Contain(liking));
        var (deposited, _, receipt) = await Form($"/dossiers/{id}/submit", Typed(("revision", $"{revision}")));
        Assert.That((deposited, receipt), Is.EqualTo((303, $"/dossiers/{id}/versions/1/receipt")));
        Assert.That((await Form($"/dossiers/{id}/submit", Typed(("revision", $"{revision}")))).Location, Is.EqualTo(receipt), "pressed twice");
        var version = JsonNode.Parse(await Text(HttpMethod.Get, $"/api/dossiers/{id}/versions/1", Sample.Holder, Roles.Holder))!;
        var shown = await Text(HttpMethod.Get, receipt!, Sample.Holder, Roles.Holder);
        Assert.That(shown, Does.Contain((string)version["sha256"]!).And.Contain("plan.pdf").And.Match(@"Deposited: \d{4}-\d{4}"));
    }

    [Test]
    public async Task A_preview_leaves_out_what_the_committee_does_not_see_and_says_so()
    {
        var (id, _) = await Draft();
        await Form($"/dossiers/{id}/attachments", File(Files.Pdf("a"), "secret.pdf", restricted: true));
        await Form($"/dossiers/{id}/attachments", File(Files.Pdf("b"), "plan.pdf"));
        var committee = await Text(HttpMethod.Get, $"/dossiers/{id}/preview", Sample.Holder, Roles.Holder);
        Assert.That(committee, Does.Not.Contain("Le prix du capteur").And.Not.Contain("secret.pdf").And.Not.Contain("href=\"#annex\""));
        Assert.That(committee, Does.Contain("plan.pdf").And.Contain("The confidential annex is left out.").And.Contain("Restricted attachments left out: 1.").And.Contain("href=\"#objectives\""));
        Assert.That(committee, Does.Contain("use your browser's print command").And.Not.Contain("/preview/pdf"), "no browser prints here");
        var all = await Text(HttpMethod.Get, $"/dossiers/{id}/preview?parts=all", Sample.Holder, Roles.Holder);
        Assert.That(all, Does.Contain("Le prix du capteur").And.Contain("secret.pdf").And.Contain("Confidential copy"));
        using var pdf = await service.Send(Sample.Holder, [Roles.Holder], HttpMethod.Get, $"/dossiers/{id}/preview/pdf");
        Assert.That((int)pdf.StatusCode, Is.EqualTo(409));
    }

    [Test]
    public async Task The_office_reads_what_a_correction_changed()
    {
        var (id, revision) = await Draft();
        await Form($"/dossiers/{id}/submit", Typed(("revision", $"{revision}")));
        using var sent = await service.Send(Sample.Officer, [Roles.Office], HttpMethod.Post, $"/api/dossiers/{id}/request-correction", $$"""{"revision":{{revision + 1}},"reason":"Incomplete","text":"Le budget manque.","dueOn":"{{DateTime.UtcNow.AddDays(9):yyyy-MM-dd}}"}""");
        var dossier = JsonNode.Parse(await sent.Content.ReadAsStringAsync())!;
        dossier["content"]!["objectives"] = "Mesurer en six minutes.";
        using var edited = await service.Send(Sample.Holder, [Roles.Holder], HttpMethod.Put, $"/api/dossiers/{id}", new JsonObject { ["revision"] = revision + 2, ["content"] = dossier["content"]!.DeepClone() }.ToJsonString());
        Assert.That((int)edited.StatusCode, Is.EqualTo(200), await edited.Content.ReadAsStringAsync());
        await Form($"/dossiers/{id}/submit", Typed(("revision", $"{revision + 3}")));
        Assert.That(await Text(HttpMethod.Get, $"/dossiers/{id}", Sample.Officer, Roles.Office), Does.Contain($"/dossiers/{id}/versions/1/compare/2"));
        var page = Tags().Replace(await Text(HttpMethod.Get, $"/dossiers/{id}/versions/1/compare/2", Sample.Officer, Roles.Office), "");
        Assert.That(page, Does.Contain("Mesurer en removed: cinqadded: six minutes.").And.Contain("Unchanged: Title and acronym"));
        using var stranger = await service.Send(Sample.Stranger, [Roles.Holder], HttpMethod.Get, $"/dossiers/{id}/versions/1/compare/2");
        Assert.That((int)stranger.StatusCode, Is.EqualTo(404));
    }

    [Test]
    public async Task A_resubmission_shows_the_difference_beside_what_its_holder_says()
    {
        var (id, revision) = await Draft();
        await Form($"/dossiers/{id}/submit", Typed(("revision", $"{revision}")));
        var (status, _, to) = await Form($"/dossiers/{id}/copy", Typed(("revision", $"{revision + 1}"), ("resubmits", "yes")));
        Assert.That(status, Is.EqualTo(303));
        Assert.That(to, Does.EndWith("/resubmission"));
        Assert.That((await Form(to!, Typed(("revision", "1"), ("whatChanged", new string('x', 20_001))))).Text, Does.Contain("At most 20,000 characters."));
        Assert.That((await Form(to!, Typed(("revision", "7"), ("whatChanged", "Le marché est chiffré.")))).Text, Does.Contain("Le marché est chiffré.").And.Contain("Somebody changed this"), "what was typed is given back");
        Assert.That((await Form(to!, Typed(("revision", "1"), ("whatChanged", "Le marché est chiffré.")))).Status, Is.EqualTo(303));
        Assert.That(await Text(HttpMethod.Get, to!, Sample.Holder, Roles.Holder), Does.Contain("Le marché est chiffré.").And.Contain("Nothing changed: both say the same."));
    }

    [Test]
    public async Task A_withdrawal_without_a_reason_is_refused_beside_its_field()
    {
        var (id, revision) = await Draft();
        var (status, page, _) = await Form($"/dossiers/{id}/withdraw", Typed(("revision", $"{revision}"), ("withdrawalReason", " ")));
        Assert.That((status, WithdrawalBeside().IsMatch(page)), Is.EqualTo((400, true)));
    }

    [GeneratedRegex("data-attachment=\"([^\"]+)\"")]
    private static partial Regex Attached();

    [GeneratedRegex("id=\"file-error\".*?</p>", RegexOptions.Singleline)]
    private static partial Regex Beside();

    [GeneratedRegex("id=\"withdrawalReason-error\"")]
    private static partial Regex WithdrawalBeside();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
