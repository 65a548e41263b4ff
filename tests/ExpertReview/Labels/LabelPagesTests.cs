using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Tests.Sessions;
using Labelling.Ground;
using Labelling.Hosting;
using static Labelling.ExpertReview.Tests.Sessions.CommitteeWorld;

namespace Labelling.ExpertReview.Tests.Labels;

/// <summary>The pages of labels over HTTP: what anybody checks, what the holder is given, what nobody else opens.</summary>
public sealed partial class LabelPagesTests
{
    static readonly Guid Stranger = Committee.Person(99);

    readonly TestClock clock = new("2026-03-12T12:00:00Z");
    ServiceOverHttp service = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(ExpertReviewService.Service, clock);
        await new CommitteeSeed(happened => service.Hear(happened), service.Database, clock).Released(service, Committee.Label, Committee.WithReservations, Committee.Refuse);
    }

    [OneTimeTearDown]
    public async Task End() => await service.DisposeAsync();

    async Task<(HttpStatusCode Status, string Text)> Get(string address, Caller? caller = null, string language = "en")
    {
        using var answer = await service.Send(caller?.PersonId, caller?.Roles ?? new HashSet<string>(), HttpMethod.Get, address, language: language);
        return (answer.StatusCode, TraceId().Replace(await answer.Content.ReadAsStringAsync(), ""));
    }

    static string Words(string html) => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(html[html.IndexOf("<main", StringComparison.Ordinal)..html.IndexOf("</main>", StringComparison.Ordinal)], " ")), " ");

    [GeneratedRegex(",\"traceId\":\"[^\"]*\"")]
    private static partial Regex TraceId();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [Test]
    public async Task Anybody_checks_a_label_and_reads_first_whether_it_counts()
    {
        var (status, text) = await Get("/labels/L-2026-0001");
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Words(text), Does.StartWith(" Label L-2026-0001 ● Valid This label is in force until 12 March 2028. What it covers Lead organisation Optica 1 Project Imaging 1 Dossier 2026-0001, version 1"));
        Assert.That(text, Does.Not.Contain("/certificate\""), "the certificate is for whoever reads the decision");

        Assert.That(Words((await Get("/labels/L-2026-0002", language: "fr")).Text), Does.StartWith(" Label L-2026-0002 ◐ Valide, sous réserve Ce label est en vigueur jusqu’au 12 mars 2028. Une réserve n’est pas encore levée"));
        var unknown = await Get("/labels/L-2026-0099");
        Assert.That(unknown.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(Words(unknown.Text), Does.StartWith(" Label L-2026-0099 ▲ Unknown No label bears this number."));
    }

    [Test]
    public async Task A_number_that_was_typed_leads_to_its_page()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = service.Http.BaseAddress };
        async Task<string?> To(string number) => (await http.GetAsync($"/labels/check?number={Uri.EscapeDataString(number)}")).Headers.Location?.ToString();

        Assert.That(await To(" l-2026-0001 "), Is.EqualTo("/labels/L-2026-0001"));
        Assert.That(await To(""), Is.EqualTo("/labels"));
        Assert.That(await To("//evil.example/?x"), Is.EqualTo("/labels/%2F%2FEVIL.EXAMPLE%2F%3FX"));
        Assert.That(await To(new string('x', 41)), Is.EqualTo("/labels"));
    }

    [Test]
    public async Task The_register_is_searched_and_followed_and_no_refusal_is_in_it()
    {
        var (_, all) = await Get("/labels");
        Assert.That(Regex.Matches(all, "href=\"/labels/(L-[0-9-]+)\"").Select(match => match.Groups[1].Value), Is.EqualTo(new[] { "L-2026-0002", "L-2026-0001" }));
        Assert.That(Words((await Get("/labels?query=imaging+2")).Text), Does.Contain("One label of the project committee").And.Contain("Imaging 2").And.Not.Contain("Imaging 1"));
        Assert.That(Words((await Get("/labels?query=imaging+3")).Text), Does.Contain("No label in force matches"));
        Assert.That((await Get($"/labels?query={new string('x', 201)}")).Status, Is.EqualTo(HttpStatusCode.BadRequest));

        var feed = XDocument.Parse((await Get("/labels/feed")).Text);
        XNamespace atom = "http://www.w3.org/2005/Atom";
        Assert.That(feed.Root!.Elements(atom + "entry").Select(entry => entry.Element(atom + "title")!.Value), Is.EqualTo(new[] { "L-2026-0002 · Imaging 2", "L-2026-0001 · Imaging 1" }));
        Assert.That(feed.Root.Element(atom + "updated")!.Value, Is.EqualTo("2026-03-11T23:00:00Z"));
        Assert.That(feed.Root.Elements(atom + "entry").Select(entry => entry.Element(atom + "id")!.Value), Is.All.Match("^http://[^/]+/labels/L-2026-000[12]$"));
        Assert.That(all + feed, Does.Not.Contain("Imaging 3"));
    }

    [Test]
    public async Task The_holder_takes_what_openssl_checks_with_the_published_key()
    {
        var (status, content) = await Get("/labels/L-2026-0002/certificate.json", As(Holder));
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        using var signed = JsonDocument.Parse(content);
        var keyId = signed.RootElement.GetProperty("certificate").GetProperty("keyId").GetString();
        Assert.That(signed.RootElement.GetProperty("reservations")[0].GetProperty("text").GetString(), Is.EqualTo("Name a clinician"));
        var pem = (await Get($"/labels/keys/{keyId}.pem")).Text;
        using var answer = await service.Send(Holder, [Contracts.Roles.Holder], HttpMethod.Get, "/labels/L-2026-0002/certificate.sig");
        var signature = await answer.Content.ReadAsByteArrayAsync();

        var folder = Directory.CreateTempSubdirectory("labelling-label-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), pem);
            await File.WriteAllBytesAsync(Path.Combine(folder, "label.sig"), signature);
            await File.WriteAllTextAsync(Path.Combine(folder, "label.json"), content);
            Assert.That(await Tool.Run(folder, "openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "label.sig", "label.json"), Is.EqualTo((0, "Verified OK\n")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        Assert.That(Words((await Get("/labels/keys")).Text), Does.Contain($"-verify label-key-{keyId}.pem").And.Contain(keyId!));
        Assert.That(JsonDocument.Parse((await Get("/api/labels/L-2026-0002")).Text).RootElement.GetProperty("certificate").GetProperty("sha256").GetString(),
            Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)))));
        Assert.That((await Get("/labels/keys/0000000000000000.pem")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("certificate")]
    [TestCase("certificate.json")]
    [TestCase("certificate.sig")]
    public async Task A_certificate_opens_for_whoever_reads_the_decision(string file)
    {
        foreach (var caller in new[] { As(Holder), As(CoHolder), As(Office), As(Committee.Chair), As(Committee.ViceChair) })
            Assert.That((await Get($"/labels/L-2026-0001/{file}", caller)).Status, Is.EqualTo(HttpStatusCode.OK));
        var nothing = await Get($"/labels/L-2026-0099/{file}", As(Committee.Ada));
        foreach (var caller in new[] { As(Committee.Ada), As(Stranger, Contracts.Roles.Holder), As(Stranger, Contracts.Roles.Expert) })
            Assert.That(await Get($"/labels/L-2026-0001/{file}", caller), Is.EqualTo(nothing));
        Assert.That(nothing.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Get($"/labels/L-2026-0001/{file}")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await Get($"/labels/L-2026-0001/{file}?version=2", As(Holder))).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Without_a_browser_there_is_no_button_and_the_page_says_how_to_print()
    {
        Assert.That(Words((await Get("/labels/L-2026-0001/certificate", As(Holder))).Text), Does.Contain("print this page from your browser").And.Not.Contain("Download as PDF"));
        Assert.That((await Get("/labels/L-2026-0001/certificate.pdf", As(Holder))).Text, Does.Contain("pdf.absent"));
    }
}
