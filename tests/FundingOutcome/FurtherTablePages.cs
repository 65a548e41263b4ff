using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using DocumentFormat.OpenXml.Packaging;
using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.History;
using Labelling.FundingOutcome.Tables;
using Labelling.Ground;
using Labelling.Hosting;

namespace Labelling.FundingOutcome.Tests;

/// <summary>Each further table as a page, as files and as an answer of the API: the same question from the same address, the same figures.</summary>
public sealed class FurtherTablePages
{
    ServiceOverHttp service = null!;
    readonly TestClock clock = new("2026-03-12T09:00:00Z");

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(FundingOutcomeService.Service, clock);
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(
            """
            reference,title,kind,registered_on,sectors,funding_body,interview_on,decided_on,decision,funding_result,result_on
            A,T,project,2024-01-05,medtech,ANR,2024-01-25,2024-03-01,labelled,funded,2024-09-01
            B,T,project,2024-02-05,e-health|medtech,ANR,,2024-03-01,refused,,
            C,T,project,2024-03-05,e-health,ANR,,,,,

            """));
        Assert.That((await service.Get<Import>().Run(file, false, Base.Office, CancellationToken.None)).Refused, Is.False);
    }

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    const string Window = "from=2024-01-01&to=2024-12-31";

    static IEnumerable<string> Names => FurtherTables.All.Select(table => table.Name);

    static IEnumerable<TestCaseData> EveryLanguage => from name in Names from language in Languages.All select new TestCaseData(name, language);

    async Task<(HttpStatusCode Status, byte[] Body, string Type)> Get(string path, string language = "en", string role = Roles.Office)
    {
        using var answer = await service.Send(Guid.CreateVersion7(), [role], HttpMethod.Get, path, language: language);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(), answer.Content.Headers.ContentType?.MediaType ?? "");
    }

    async Task<IDocument> Page(string path, string language = "en") => new HtmlParser().ParseDocument(Encoding.UTF8.GetString((await Get(path, language)).Body));

    static string Plain(string text) => text.Replace('\u202f', ' ').Replace('\u00a0', ' ');

    [TestCaseSource(nameof(EveryLanguage))]
    public async Task A_file_holds_the_rows_of_the_page_and_what_they_are_of(string name, string language)
    {
        var address = $"/tables/{name}?{Window}&asOf=2025-06-30&sector=medtech";
        var page = await Page(address, language);
        var about = page.QuerySelectorAll("main p.small-print").Single().TextContent;
        var lines = page.QuerySelectorAll("main table.data tbody tr, main table.data tfoot tr");
        Assert.That(lines, Is.Not.Empty);
        Assert.That(page.QuerySelectorAll(".table-foot a").Select(link => Plain(link.GetAttribute("href")!)), Has.All.StartsWith($"/tables/{name}?").And.All.Contains("asOf=2025-06-30").And.All.Contains("sector=medtech"));

        var csv = Encoding.UTF8.GetString((await Get($"{address}&format=csv", language)).Body);
        Assert.That(csv.Split("\r\n").TakeWhile(line => line.Trim(',').Length > 0).Count(), Is.EqualTo(1 + lines.Length), csv);
        var xlsx = await Get($"{address}&format=xlsx", language);
        using var sheets = SpreadsheetDocument.Open(new MemoryStream(xlsx.Body), false);
        var told = string.Join(" ", sheets.WorkbookPart!.WorksheetParts.Select(sheet => sheet.Worksheet!.InnerText));
        string[] window = FurtherTables.Named(name)!.Windowed ? [language == "fr" ? "Enregistrés du" : "Registered from"] : [];
        foreach (var sentence in (string[])[.. window, language == "fr" ? "30 juin 2025" : "30 June 2025", "medtech"])
        {
            Assert.That(about, Does.Contain(sentence));
            Assert.That(csv, Does.Contain(sentence));
            Assert.That(told, Does.Contain(sentence));
        }

        if (page.QuerySelector("[data-chart]") is null)
            return;
        var svg = await Get($"{address}&format=svg", language);
        Assert.That(svg.Type, Is.EqualTo("image/svg+xml"));
        Assert.That(Encoding.UTF8.GetString(svg.Body), Does.Contain("medtech"));
    }

    [TestCaseSource(nameof(Names))]
    public async Task The_answer_of_the_interface_holds_the_figures_of_the_page(string name)
    {
        var (status, body, _) = await Get($"/api/statistics/tables/{name}?{Window}");
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), Encoding.UTF8.GetString(body));
        var answer = JsonNode.Parse(body)!;
        var columns = answer["columns"]!.AsArray().Select(column => (Key: column!["key"]!.GetValue<string>(), Unit: column["unit"]!.GetValue<string>())).ToList();
        var page = await Page($"/tables/{name}?{Window}");
        var shown = page.QuerySelectorAll("main table.data tbody tr").Select(line => line.QuerySelectorAll("td").Select(cell => Plain(cell.TextContent)).ToArray()).ToList();
        var rows = answer["rows"]!.AsArray();
        var figures = (rows.Count > 0 ? rows.Select(row => row!["figures"]!) : [answer["total"]!]).ToList();
        Assert.That(shown, Has.Count.EqualTo(figures.Count));
        foreach (var (line, row) in shown.Zip(figures))
        {
            var cells = columns.Where(column => column.Unit != "High").Zip(line);
            foreach (var (column, cell) in cells.Where(one => one.First.Unit == "Dossiers"))
                Assert.That(cell, Is.EqualTo(row[column.Key]?.GetValue<decimal>().ToString("N0", CultureInfo.InvariantCulture) ?? "–"), $"{column.Key} of {row}");
        }
    }

    [TestCaseSource(nameof(Names))]
    public async Task An_answer_is_told_again_only_when_something_changed(string name)
    {
        async Task<HttpResponseMessage> Ask(string? tag)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/statistics/tables/{name}?{Window}");
            request.Headers.Authorization = new("Bearer", SignIn.Token(service.Get<SigningKey>(), Guid.CreateVersion7(), [Roles.Office], clock.GetUtcNow()));
            if (tag is not null)
                request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(tag));
            return await service.Http.SendAsync(request);
        }

        using var first = await Ask(null);
        using var again = await Ask(first.Headers.ETag!.Tag);
        using var other = await Ask("\"another\"");
        Assert.That((first.StatusCode, again.StatusCode, other.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK)));
    }

    [TestCaseSource(nameof(Names))]
    public async Task Only_those_who_may_ask_the_rates_read_it(string name)
    {
        foreach (var path in (string[])[$"/tables/{name}?{Window}", $"/api/statistics/tables/{name}?{Window}"])
        {
            foreach (var role in Roles.All)
            {
                var allowed = role is Roles.Office or Roles.Chair or Roles.ViceChair or Roles.Administrator;
                Assert.That((await Get(path, role: role)).Status, Is.EqualTo(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden), $"{role} {path}");
            }
        }
    }

    [TestCaseSource(nameof(Names))]
    public async Task A_figure_opens_to_its_dossiers(string name)
    {
        var table = FurtherTables.Named(name)!;
        foreach (var address in (string[])[$"/tables/{name}?{Window}", .. table.ByBreakdown ? [$"/tables/{name}?{Window}&by=sector"] : Array.Empty<string>()])
        {
            var links = (await Page(address)).QuerySelectorAll("main table.data td a");
            Assert.That(links, Is.Not.Empty, address);
            Assert.That((await Page(address)).QuerySelectorAll("main table.data td").Where(cell => cell.QuerySelector("a") is null).Select(cell => Plain(cell.TextContent.Trim())),
                Has.All.AnyOf("–", "0", "0 EUR", "€0"), address);
            foreach (var link in links)
            {
                var listed = (await Page(link.GetAttribute("href")!)).QuerySelectorAll("main table tbody tr");
                if (link.TextContent.All(char.IsAsciiDigit) && !link.GetAttribute("href")!.Contains("column=median", StringComparison.Ordinal) && !link.GetAttribute("href")!.Contains("column=centile", StringComparison.Ordinal))
                    Assert.That($"{listed.Length}", Is.EqualTo(link.TextContent), $"{address}: {link.GetAttribute("aria-label")}");
                else
                    Assert.That(listed, Is.Not.Empty, $"{address}: {link.GetAttribute("aria-label")}");
            }
        }
    }

    [TestCase("funnel", "row=labelled&column=dossiers", "A")]
    [TestCase("funnel", "row=admissible&column=dossiers", "A B")]
    [TestCase("funnel", "row=admissible&column=stopped", "C")]
    [TestCase("funnel", "by=sector&row=medtech&column=deposited", "A B")]
    [TestCase("funnel", "by=sector&column=deposited", "A B C")]
    [TestCase("funnel", "by=year&row=2024&column=deposited&sector=e-health", "B C")]
    [TestCase("endings", "row=under-way&column=dossiers", "C")]
    [TestCase("delays", "row=deposit-decision&column=dossiers", "A B")]
    [TestCase("interview-effect", "row=since&row=yes&column=expertised", "A")]
    [TestCase("interview-effect", "row=since&row=yes&column=label-low", "A")]
    [TestCase("since-creation", "row=2024&column=labelled", "A")]
    [TestCase("clusters", "row=(alone)&column=funded", "A")]
    [TestCase("resubmissions", "row=first&column=success-rate", "A B")]
    [TestCase("refused", "column=refused", "B")]
    [TestCase("refused", "by=sector&row=e-health&column=resubmitted-share", "B")]
    [TestCase("leverage", "by=sector&row=medtech&column=withoutAmount", "A")]
    [TestCase("funnel", "row=labelled&column=of-deposited", "A B C")]
    public async Task Behind_a_figure_stand_the_dossiers_it_counts(string name, string figure, string dossiers) => Assert.That(
        (await Page($"/tables/{name}/dossiers?{Window}&{figure}")).QuerySelectorAll("main table tbody tr th, main table tbody tr td:first-child").Select(cell => cell.TextContent.Trim()),
        Is.EqualTo(dossiers.Split(' ')));

    [TestCase("/tables/funnel/dossiers?row=labelled&column=dossiers&")]
    [TestCase("/rates/dossiers?sector=medtech&")]
    public async Task A_dossier_of_the_history_leads_to_what_is_known_of_its_funding(string list)
    {
        var leads = (await Page(list + Window)).QuerySelectorAll("main table tbody th a").ToDictionary(link => link.TextContent.Trim(), link => link.GetAttribute("href")!);
        Assert.That(leads, Contains.Key("A"));
        foreach (var (reference, address) in leads)
        {
            Assert.That(address, Does.StartWith("/funding/dossiers/"));
            Assert.That((await Page(address)).QuerySelector("main")!.TextContent, Does.Contain(reference));
        }
    }

    [Test]
    public async Task Beside_a_figure_each_dossier_says_what_it_gives_to_it()
    {
        async Task<string[]> Listed(string figure) =>
            [.. (await Page($"/tables/{figure}&{Window}")).QuerySelectorAll("main table tbody tr").Select(row => string.Join(' ', row.QuerySelectorAll("th, td").Take(2).Select(cell => Plain(cell.TextContent.Trim()))))];

        Assert.That(await Listed("funnel/dossiers?row=labelled&column=of-deposited"), Is.EqualTo(new[] { "A yes", "B no", "C no" }));
        Assert.That(await Listed("delays/dossiers?row=deposit-decision&column=median"), Is.EqualTo(new[] { "A 56", "B 25" }));
        Assert.That(await Listed("delays/dossiers?row=deposit-decision&column=dossiers"), Is.EqualTo(new[] { "A history file", "B history file" }));
    }

    [TestCase("funnel", "row=labelled&column=nothing", 404)]
    [TestCase("funnel", "row=nothing&column=dossiers", 404)]
    [TestCase("nothing", "row=labelled&column=dossiers", 404)]
    public async Task What_is_no_figure_opens_to_nothing(string name, string figure, int status) =>
        Assert.That((int)(await Get($"/tables/{name}/dossiers?{Window}&{figure}")).Status, Is.EqualTo(status));

    [TestCase("/tables/funnel?by=sector&by=year")]
    [TestCase("/tables/funnel?by=plan&from=2024-01-01&to=2024-12-31")]
    [TestCase("/tables/since-creation?by=year")]
    [TestCase("/tables/funnel?by=nonsense")]
    [TestCase("/tables/funnel?from=2024-13-01&to=2024-12-31")]
    [TestCase("/api/statistics/tables/funnel?by=sector,year&from=2024-01-01&to=2024-12-31")]
    [TestCase("/api/statistics/tables/funnel?from=2025-01-01&to=2024-12-31")]
    public async Task A_question_that_cannot_be_answered_is_said_so(string path) =>
        Assert.That((await Get(path)).Status, Is.EqualTo(HttpStatusCode.BadRequest));

    [Test]
    public async Task Where_no_lever_is_known_the_page_says_why_and_leads_to_the_years_that_have_one()
    {
        await using var own = await ServiceOverHttp.Start(FundingOutcomeService.Service, new TestClock("2026-03-12T09:00:00Z"));
        async Task<IElement?> Notice(string address)
        {
            using var answer = await own.Send(Guid.CreateVersion7(), [Roles.Office], HttpMethod.Get, address, language: "en");
            return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()).QuerySelector("main .notice");
        }

        Assert.That((await Notice("/tables/leverage"))!.TextContent, Does.Contain("history file bear no budget").And.Contain("Nor in any other period"));
        Assert.That(await Notice("/tables/funnel"), Is.Null);
        var dossier = Guid.CreateVersion7();
        await own.Hear(Live.Programme(Live.ProjectLabels, "project-label", Award.ProjectLabel));
        await own.Hear(new DossierSubmitted(
            Guid.CreateVersion7(), dossier, 1, clock.GetUtcNow(), clock.GetUtcNow(), 1, "2026-0001", "T", "A", "S", DossierKind.Project, false, Live.ProjectLabels, 1, Guid.CreateVersion7(), "C", "ANR",
            Guid.CreateVersion7(), [], new Party(null, "Lead", null, "sme", null), [], ["medtech"], [], [], [], 1_000_000, null));
        await own.Hear(new LabelIssued(Guid.CreateVersion7(), dossier, 1, clock.GetUtcNow(), 1, Guid.CreateVersion7(), "L-2026-0001", false, new DateOnly(2028, 1, 1)));
        var (application, filed) = FundingApplication.File(dossier, "ANR", null, ApplicationStage.Full, 100, new DateOnly(2026, 3, 12), HowKnown.CheckedByOffice, clock.GetUtcNow());
        await own.Get<ApplicationStore>().File(application, filed, Base.Office, CancellationToken.None);
        var (recorded, happened) = application.Record(new ResultKnown(FundingResult.Funded, 250_000, new DateOnly(2026, 3, 12), null, HowKnown.CheckedByOffice, null), clock.GetUtcNow())!.Value;
        Assert.That(await own.Get<ApplicationStore>().Record(application, recorded, happened, Base.Office, CancellationToken.None));

        var elsewhere = (await Notice("/tables/leverage?by=sector&from=2023-01-01&to=2025-12-31"))!.QuerySelector("a")!.GetAttribute("href")!;
        Assert.That(elsewhere, Is.EqualTo("/tables/leverage?by=sector&from=2026-01-01&to=2026-12-31"));
        Assert.That(await Notice(elsewhere), Is.Null);
    }

    [TestCase("/tables/nothing")]
    [TestCase("/api/statistics/tables/nothing")]
    public async Task There_is_no_other_table(string path) => Assert.That((await Get(path)).Status, Is.EqualTo(HttpStatusCode.NotFound));

    [TestCase("/tables/leverage?by=sector&from=2024-01-01&to=2024-12-31", "Effet de levier par filière,")]
    [TestCase("/rates?by=sector&by=funding-body&from=2024-01-01&to=2024-12-31", "Taux de succès par filière × financeur,")]
    public async Task Within_a_sentence_a_breakdown_has_no_capital(string address, string begins) =>
        Assert.That((await Page(address, "fr")).Title, Does.StartWith(begins));

    [Test]
    public async Task The_rates_and_the_tables_lead_to_each_other()
    {
        var addresses = FurtherTables.All.Select(table => table.Address).Prepend("/rates").ToArray();
        foreach (var address in addresses)
        {
            var page = await Page(address);
            Assert.That(page.QuerySelectorAll(".table-links a").Select(link => link.GetAttribute("href")), Is.EqualTo(addresses));
            Assert.That(page.QuerySelectorAll(".table-links [aria-current]").Select(link => link.GetAttribute("href")), Is.EqualTo(new[] { address }));
        }
    }

    [Test]
    public async Task What_is_recorded_stands_in_the_next_answer()
    {
        async Task<int> Deposited() => JsonNode.Parse((await Get("/api/statistics/tables/funnel?from=2020-01-01&to=2020-12-31")).Body)!["rows"]![0]!["figures"]!["dossiers"]!.GetValue<int>();

        Assert.That((await Deposited(), await Deposited()), Is.EqualTo((0, 0)));
        using var file = new MemoryStream(Encoding.UTF8.GetBytes("reference,title,kind,registered_on\nLATER,T,project,2020-01-05\n"));
        await service.Get<Import>().Run(file, false, Base.Office, CancellationToken.None);
        Assert.That(await Deposited(), Is.EqualTo(1));
    }
}
