using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Outcomes;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>The list of outcomes: one row an application, whoever told it.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class OutcomeLists(Dialect dialect) : WithProgrammes(dialect)
{
    static readonly Reader Office = new(Guid.Empty, Who.Office);

    static readonly OutcomeFilter Everything = new(null, null, null, null, null, false);

    async Task<string[]> Rows(OutcomeFilter filter, Reader? reader = null)
    {
        var list = known.Test.Get<OutcomeList>();
        var (page, total) = await list.Page(filter, reader ?? Office, 0, 50, CancellationToken.None);
        Assert.That(page, Has.Count.EqualTo(total));
        return [.. page.Select(row => $"{row.Reference} {row.Decision} {row.FundingBody} {row.Stage} {row.Result}")];
    }

    [Test]
    public async Task One_row_an_application_with_the_decision_released_last()
    {
        var labelled = await Live.Labelled(known, "2026-0001");
        await labelled.Apply("ANR", ApplicationStage.PreProposal, FundingResult.Funded);
        await labelled.Apply("Bpifrance", result: FundingResult.Refused);
        var refused = new Live(known, "2026-0002");
        await known.Test.Hear(refused.Submission());
        await known.Test.Hear(refused.Refusal());
        await refused.Apply("Europe", ApplicationStage.Full, FundingResult.Funded);
        await known.ImportGood(
            """
            reference,title,kind,registered_on,funding_body,call,decided_on,decision,funding_result,result_on,amount_requested,amount_granted
            2019-0001,Old light,project,2019-01-05,ANR,PRCE 2019,2019-02-01,refused,funded,2019-09-01,400.50,150.25
            2019-0002,No answer,project,2019-01-05,ANR,PRCE 2019,2019-02-01,labelled,,,,
            """);

        Assert.That(await Rows(Everything), Is.EqualTo(new[]
        {
            "2019-0001 Refused ANR Full Funded", "2026-0001 Labelled Bpifrance Full Refused", "2026-0001 Labelled ANR PreProposal Funded", "2026-0002 Refused Europe Full Funded",
        }));
        Assert.That(await Rows(Everything with { Result = FundingResult.Refused }), Is.EqualTo(new[] { "2026-0001 Labelled Bpifrance Full Refused" }));
        Assert.That(await Rows(Everything with { Stage = ApplicationStage.PreProposal }), Is.EqualTo(new[] { "2026-0001 Labelled ANR PreProposal Funded" }));
        Assert.That(await Rows(Everything with { Decision = Outcome.Refused, HowKnown = HowKnown.CheckedByOffice }), Is.EqualTo(new[] { "2026-0002 Refused Europe Full Funded" }));
        Assert.That(await Rows(Everything with { Search = "old LIGHT" }), Is.EqualTo(new[] { "2019-0001 Refused ANR Full Funded" }));
        Assert.That(await Rows(Everything with { Search = "title of 2026-0001" }), Has.Length.EqualTo(2));
        Assert.That(await Rows(Everything with { Search = "%" }), Is.Empty);

        var told = (await known.Test.Get<OutcomeList>().Page(Everything with { Search = "2019-0001" }, Office, 0, 50, CancellationToken.None)).Page.Single();
        Assert.That((told.ApplicationId, told.HowKnown, told.AmountRequestedEur, told.AmountGrantedEur, told.ResultOn, told.Call),
            Is.EqualTo(((Guid?)null, (HowKnown?)null, (decimal?)400.50m, (decimal?)150.25m, (DateOnly?)new DateOnly(2019, 9, 1), "PRCE 2019")));
        Assert.That(told.AidRate, Is.EqualTo(0.375156m));
    }

    [Test]
    public async Task What_was_refused_here_and_funded_all_the_same_is_seen()
    {
        var refused = new Live(known, "2026-0001");
        await known.Test.Hear(refused.Submission());
        await known.Test.Hear(refused.Refusal());
        await refused.Apply("ANR", ApplicationStage.PreProposal, FundingResult.Funded);
        var list = known.Test.Get<OutcomeList>();
        Assert.That(await list.FundedAllTheSame(Office, CancellationToken.None), Is.Zero, "a pre-proposal funds nothing");
        await refused.Apply("Europe", ApplicationStage.Appeal, FundingResult.Funded);
        await (await Live.Labelled(known, "2026-0002")).Apply("Europe", result: FundingResult.Funded);

        Assert.That(await list.FundedAllTheSame(Office, CancellationToken.None), Is.EqualTo(1));
        Assert.That(await Rows(Everything with { FundedAllTheSame = true }), Is.EqualTo(new[] { "2026-0001 Refused Europe Appeal Funded" }));
        Assert.That((await list.Page(Everything with { FundedAllTheSame = true }, Office, 0, 50, CancellationToken.None)).Page.Single().FundedAllTheSame);
        // It is no success of the committee's: refused is expertised and not funded.
        Assert.That(await known.Total(), Is.EqualTo("2 1 1 0"));
    }

    [Test]
    public async Task A_holder_sees_their_own_and_a_stranger_nothing()
    {
        var mine = await Live.Labelled(known, "2026-0001");
        await mine.Apply("ANR");
        await (await Live.Labelled(known, "2026-0002")).Apply("ANR");
        Assert.That(await Rows(Everything, new Reader(mine.Holder, Who.HolderRole)), Is.EqualTo(new[] { "2026-0001 Labelled ANR Full Pending" }));
        Assert.That(await Rows(Everything, new Reader(Guid.CreateVersion7(), Who.HolderRole)), Is.Empty);
        Assert.That(await known.Test.Get<OutcomeList>().FundedAllTheSame(new Reader(Guid.CreateVersion7(), Who.Member), CancellationToken.None), Is.Zero);
    }
}

/// <summary>The pages of a dossier's funding, over HTTP.</summary>
public sealed class FundingPagesOverHttp
{
    ServiceOverHttp service = null!;
    readonly TestClock clock = new("2026-03-12T09:00:00Z");
    readonly Guid office = Guid.CreateVersion7();
    Live dossier = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(FundingOutcomeService.Service, clock);
        await using var told = await Base.Create();
        dossier = new Live(told, "2026-0001");
        await service.Hear(Live.Programme(Live.ProjectLabels, "project-label", Award.ProjectLabel), dossier.Submission(), dossier.Refusal());
    }

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    async Task<(HttpStatusCode Status, IDocument Page)> Get(Guid? person, string role, string path)
    {
        using var answer = await service.Send(person, [role], HttpMethod.Get, path, language: "en");
        return (answer.StatusCode, new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()));
    }

    async Task<(HttpStatusCode Status, string Path, IDocument Page)> Post(Guid person, string role, string path, params (string, string)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = new("Bearer", SignIn.Token(service.Get<SigningKey>(), person, [role], clock.GetUtcNow()));
        request.Headers.AcceptLanguage.ParseAdd("en");
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        using var answer = await service.Http.SendAsync(request);
        return await After(answer, person, role);
    }

    /// <summary>What is seen after a form: the client goes on to the next page without the token, so that it is asked for again.</summary>
    async Task<(HttpStatusCode Status, string Path, IDocument Page)> After(HttpResponseMessage answer, Guid person, string role)
    {
        var path = answer.RequestMessage!.RequestUri!.PathAndQuery;
        if (answer.RequestMessage.Method == HttpMethod.Get)
        {
            var (status, next) = await Get(person, role, path);
            return (status, path, next);
        }
        return (answer.StatusCode, path, new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()));
    }

    [Test]
    public async Task An_application_is_recorded_then_its_result_twice_and_the_page_tells_what_was_known_when()
    {
        var page = $"/funding/dossiers/{dossier.Id}";
        var (status, _, wrong) = await Post(dossier.Holder, Roles.Holder, $"{page}/applications", ("fundingBody", "ANR"), ("amountRequestedEur", "many"));
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(wrong.QuerySelector("#amountRequestedEur-error"), Is.Not.Null);
        Assert.That(wrong.QuerySelector("#filedOn-error"), Is.Not.Null);
        Assert.That(wrong.QuerySelector("#fundingBody")!.GetAttribute("value"), Is.EqualTo("ANR"), "what was typed comes back");

        await Post(dossier.Holder, Roles.Holder, $"{page}/applications", ("fundingBody", "ANR"), ("stage", "Full"), ("amountRequestedEur", "400 000"), ("filedOn", "2026-03-01"));
        var (_, list) = await Get(dossier.Holder, Roles.Holder, page);
        var link = list.QuerySelector("main a[href^='/funding/applications/']")!.GetAttribute("href")!;

        await Post(dossier.Holder, Roles.Holder, $"{link}/result", ("revision", "1"), ("result", "ReserveList"));
        await Post(office, Roles.Office, $"{link}/result", ("revision", "2"), ("result", "Funded"), ("amountGrantedEur", "150000"), ("resultOn", "2026-03-10"), ("howKnown", "CheckedByOffice"), ("evidence", "Letter of 10 March"));
        var (stale, _, _) = await Post(dossier.Holder, Roles.Holder, $"{link}/result", ("revision", "2"), ("result", "Refused"));
        Assert.That(stale, Is.EqualTo(HttpStatusCode.Conflict));

        var (_, application) = await Get(dossier.Holder, Roles.Holder, link);
        var knownWhen = application.QuerySelectorAll("section[aria-labelledby=known] tbody tr").Select(row => row.QuerySelectorAll("td")[0].TextContent.Trim() + ", " + row.QuerySelectorAll("td")[4].TextContent.Trim());
        Assert.That(knownWhen.Select(text => text.Replace("●", "").Replace("◐", "").Trim()), Is.EqualTo(new[]
        {
            "Funded, checked by the office", "On the reserve list, declared by the holder", "Pending, declared by the holder",
        }));
        Assert.That(application.QuerySelector("main")!.TextContent, Does.Contain("37.5%"));
        Assert.That(application.QuerySelector("#howKnown"), Is.Null, "a holder declares");

        var (_, seen) = await Get(office, Roles.Office, page);
        Assert.That(seen.QuerySelector("main")!.TextContent, Does.Contain("refused this dossier, and a funding body funded it all the same"));
        var (_, outcomes) = await Get(office, Roles.Office, "/outcomes?same=yes");
        Assert.That(outcomes.QuerySelectorAll("main tbody tr"), Has.Length.EqualTo(1));
        using var file = await service.Send(office, [Roles.Office], HttpMethod.Get, "/outcomes?format=csv", language: "en");
        Assert.That(await file.Content.ReadAsStringAsync(), Does.Contain("2026-0001").And.Contains("Letter of 10 March"));
    }

    [Test]
    public async Task A_list_whose_columns_nobody_knows_is_mapped_decided_line_by_line_and_undone()
    {
        async Task<(HttpStatusCode Status, string Path, IDocument Page)> Upload(string name, byte[] bytes)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/outcomes/imports");
            request.Headers.Authorization = new("Bearer", SignIn.Token(service.Get<SigningKey>(), office, [Roles.Office], clock.GetUtcNow()));
            request.Headers.AcceptLanguage.ParseAdd("en");
            request.Content = new MultipartFormDataContent { { new StringContent("Europe"), "fundingBody" }, { new ByteArrayContent(bytes), "file", name } };
            using var answer = await service.Http.SendAsync(request);
            return await After(answer, office, Roles.Office);
        }

        var (refused, _, wrong) = await Upload("nothing.csv", "titre\n"u8.ToArray());
        Assert.That((refused, wrong.QuerySelector("#file-error") is not null), Is.EqualTo((HttpStatusCode.UnprocessableEntity, true)));

        // The title of the dossier is "Title of 2026-0001", and nothing else speaks for it.
        var (_, path, mapping) = await Upload("../../list.csv", "name of it;money\nTitle of the thing 2026-0001;10\nOf nobody;x\n"u8.ToArray());
        Assert.That(mapping.QuerySelector("h1")?.TextContent.Trim(), Is.EqualTo("list.csv"));
        Assert.That((await Post(office, Roles.Office, $"{path}/columns", ("granted", "1"))).Page.QuerySelector("#title-error"), Is.Not.Null);
        Assert.That((await Post(office, Roles.Office, $"{path}/columns", ("title", "0"), ("granted", "0"))).Page.QuerySelector("#granted-error"), Is.Not.Null);
        var (_, _, matched) = await Post(office, Roles.Office, $"{path}/columns", ("title", "0"), ("granted", "1"));
        Assert.That(matched.QuerySelectorAll("section[aria-labelledby=bad] tbody td").Select(cell => cell.TextContent.Trim())
            .Prepend(matched.QuerySelector("section[aria-labelledby=bad] tbody th")!.TextContent.Trim()), Is.EqualTo(new[] { "3", "money", "This is no amount in EUR, as 250000 or 250 000,50." }));
        Assert.That(matched.QuerySelectorAll("section[aria-labelledby=doubtful] tbody tr"), Has.Length.EqualTo(2), "the line, and the dossier beside it");

        Assert.That((await Post(office, Roles.Office, $"{path}/decide", ("line", "2"), ("dossier", $"{Guid.CreateVersion7()}"))).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Post(office, Roles.Office, $"{path}/decide", ("line", "2"), ("dossier", "perhaps"))).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        var (_, _, decided) = await Post(office, Roles.Office, $"{path}/decide", ("line", "2"), ("dossier", $"{dossier.Id}"));
        Assert.That(decided.QuerySelector("section[aria-labelledby=doubtful]"), Is.Null);
        Assert.That(await Rows(), Does.Contain("Europe").And.Contains("from the body"));
        using var file = await service.Send(office, [Roles.Office], HttpMethod.Get, $"{path}?format=csv", language: "en");
        Assert.That(await file.Content.ReadAsStringAsync(), Does.Contain("Recorded").And.Contains("2026-0001"));

        Assert.That((await Post(office, Roles.Office, $"{path}/undo", ("revision", "1"))).Status, Is.EqualTo(HttpStatusCode.Conflict));
        await Post(office, Roles.Office, $"{path}/undo", ("revision", decided.QuerySelector("input[name=revision]")!.GetAttribute("value")!));
        Assert.That(await Rows(), Does.Not.Contain("Europe"));
        Assert.That((await Get(office, Roles.Office, "/outcomes/imports")).Page.QuerySelector("main")!.TextContent, Does.Contain("Undone"));

        async Task<string> Rows() =>
            string.Join('\n', (await Get(office, Roles.Office, $"/funding/dossiers/{dossier.Id}")).Page.QuerySelectorAll("main tbody tr").Select(row => row.TextContent));
    }

    [Test]
    public async Task A_stranger_finds_nothing_and_a_holder_no_list_of_all()
    {
        Assert.That((await Get(Guid.CreateVersion7(), Roles.Holder, $"/funding/dossiers/{dossier.Id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Post(Guid.CreateVersion7(), Roles.Holder, $"/funding/dossiers/{dossier.Id}/applications", ("fundingBody", "ANR"))).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Post(Guid.CreateVersion7(), Roles.Holder, $"/funding/applications/{Guid.CreateVersion7()}/result", ("result", "Funded"))).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Get(dossier.Holder, Roles.Holder, "/outcomes")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }
}
