using System.Text;
using AngleSharp.Html.Parser;
using Labelling.Contracts;
using Labelling.FundingOutcome.History;
using Labelling.Ground;

namespace Labelling.FundingOutcome.Tests;

/// <summary>The views of the rates beside the table itself: rolling windows and shares, on the page and in files, counted by hand.</summary>
public sealed class RatesViewPages
{
    ServiceOverHttp service = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(FundingOutcomeService.Service, new TestClock("2026-03-12T09:00:00Z"));
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(
            """
            reference,title,kind,registered_on,sectors,funding_body,decided_on,decision,funding_result,result_on
            A,T,project,2021-01-05,medtech,ANR,2021-03-01,labelled,funded,2021-09-01
            B,T,project,2022-02-05,e-health|medtech,ANR,2022-03-01,refused,,
            C,T,project,2024-03-05,medtech,ANR,2024-06-01,labelled,,

            """));
        Assert.That((await service.Get<Import>().Run(file, false, Base.Office, CancellationToken.None)).Refused, Is.False);
    }

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    const string Window = "/rates?by=sector&from=2020-01-01&to=2024-12-31";

    async Task<string> Get(string path, string role = Roles.Office)
    {
        using var answer = await service.Send(Guid.CreateVersion7(), [role], HttpMethod.Get, path, language: "en");
        return await answer.Content.ReadAsStringAsync();
    }

    // Dossier B stands in both sectors; a window is three years of registration.
    [TestCase("windows", "e-health,1,0,0,1,0,0,0,1,0,0,0|medtech,2,1,0.5,2,1,0.5,0,2,0,0,-50|\"All, each dossier once\",2,1,0.5,2,1,0.5,0,2,0,0,-50")]
    [TestCase("shares-of-dossiers", "e-health,1,0.333333,0,0,0,0|medtech,3,1,2,1,1,1|\"All, each dossier once\",3,1,2,1,1,1")]
    [TestCase("shares-of-affiliations", "e-health,1,0.25,0,0,0,0|medtech,3,0.75,2,1,1,1|All affiliations,4,1,2,1,1,1")]
    public async Task A_file_holds_the_view_that_is_shown(string view, string lines)
    {
        var file = (await Get($"{Window}&view={view}&format=csv")).Split("\r\n");
        Assert.That(file[1..4], Is.EqualTo(lines.Split('|')));
        Assert.That(string.Join('\n', file[4..]), Does.Contain("2020").And.Contain("2024"), "what it is of");
    }

    [TestCase("windows", "2020–2022|2021–2023|Change in points|2022–2024|Change in points", "medtech50.0 % (1 of 2)50.0 % (1 of 2)0.00.0 % (0 of 2)−50.0")]
    [TestCase("shares-of-dossiers", "Of 3 expertised dossiers|Of 2 labelled dossiers|Of 1 funded dossiers", "medtech100.0 %, 3 of 3100.0 %, 2 of 2100.0 %, 1 of 1")]
    [TestCase("shares-of-affiliations", "Of 4 expertised affiliations|Of 2 labelled affiliations|Of 1 funded affiliations", "medtech75.0 %, 3 of 4100.0 %, 2 of 2100.0 %, 1 of 1")]
    public async Task The_page_says_the_same(string view, string heads, string medtech)
    {
        var page = new HtmlParser().ParseDocument(await Get($"{Window}&view={view}"));
        Assert.That(page.QuerySelectorAll("main thead th").Skip(1).Select(head => head.TextContent.Trim()), Is.EqualTo(heads.Split('|')));
        Assert.That(page.QuerySelectorAll("main tbody tr").Select(row => string.Concat(row.Children.Select(cell => cell.TextContent.Trim())).Replace('\u202f', ' ').Replace('\u00a0', ' ')), Does.Contain(medtech));
        Assert.That(page.QuerySelectorAll(".table-foot a").Select(link => link.TextContent), Is.EqualTo(new[] { "CSV", "XLSX" }), "there is no picture of it");
    }

    [TestCase(Roles.Office, 2)]
    [TestCase(Roles.Chair, 2)]
    [TestCase(Roles.Administrator, 0)]
    public async Task Scores_and_the_experts_work_stand_beside_for_those_who_read_them(string role, int pieces) =>
        Assert.That(new HtmlParser().ParseDocument(await Get(Window, role)).QuerySelectorAll(".fragment[hx-get^='/fragments/expert-review/']"), Has.Length.EqualTo(pieces));
}
