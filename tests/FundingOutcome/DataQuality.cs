using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.History;
using Labelling.FundingOutcome.Quality;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>What may be wrong in what is known, and how values of history files get their meaning.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class DataQuality(Dialect dialect)
{
    const string Header = "reference,title,kind,registered_on,sectors,funding_body,call,interview_on,decided_on,decision,funding_result,result_on\n";

    Base known = null!;

    MeaningStore Meanings => known.Test.Get<MeaningStore>();

    [SetUp]
    public async Task Create()
    {
        known = await Base.Create(dialect);
        foreach (var (vocabulary, code) in new[] { ("sector", "medtech"), ("sector", "e-health"), ("funding-body", "ANR") })
            await known.Test.Hear(new VocabularyChanged(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, DateTimeOffset.UnixEpoch, vocabulary, code, code, code));
        await known.Test.Hear(new CallPublished(
            Guid.CreateVersion7(), Guid.CreateVersion7(), 1, known.Clock.GetUtcNow(), "prce", "ANR", null,
            DateTimeOffset.Parse("2025-09-01T10:00:00Z"), DateTimeOffset.Parse("2026-02-01T11:00:00Z"), "Europe/Paris", [], null));
    }

    [TearDown]
    public async Task Delete() => await known.DisposeAsync();

    async Task<string[]> Found(params FindingKind[] kinds)
    {
        var findings = await known.Test.Get<FindingStore>().All(Paris.Day(known.Clock.GetUtcNow()), CancellationToken.None);
        var references = (await known.Database.Query<Named>("select Id, Reference from Dossier", null, CancellationToken.None)).ToDictionary(one => one.Id, one => one.Reference);
        return [.. findings.Where(finding => kinds.Length == 0 || kinds.Contains(finding.Kind)).Select(finding =>
            finding.DossierId is { } id ? $"{finding.Kind} {references[id]} {finding.Day:yyyy-MM-dd}" : $"{finding.Kind} {finding.Vocabulary} {finding.Value} {finding.Dossiers} {finding.Imported}")
            .Order(StringComparer.Ordinal)];
    }

    sealed record Named
    {
        public required Guid Id { get; init; }
        public required string Reference { get; init; }
    }

    async Task<(Saying, int)> Say(string value, string means, string vocabulary = "sector") => await Meanings.Say(vocabulary, value, means, Base.Office, CancellationToken.None);

    /// <summary>Facts made again say the same. Their texts too, where the database keeps JSON as it was written.</summary>
    async Task<bool> SameWhenMadeAgain()
    {
        var before = (string[])[.. await known.Rows("sector"), .. await known.Rows("funding-body"), .. await known.Rows("sector", asOf: "2026-03-12")];
        var report = await new RebuildFacts(known.Database).Run(_ => Task.CompletedTask, Base.Office, CancellationToken.None);
        string[] after = [.. await known.Rows("sector"), .. await known.Rows("funding-body"), .. await known.Rows("sector", asOf: "2026-03-12")];
        return after.SequenceEqual(before) && (report.Rewritten == 0 || dialect is Dialect.SqlServer);
    }

    [Test]
    public async Task A_value_is_read_as_it_is_meant_from_today_on_in_later_files_too_and_as_it_stands_again_when_that_is_taken_back()
    {
        const string File = Header
            + "A,T,project,2024-01-05,med-tech|e-health,ANR,prce,,2024-03-01,refused,,\n"
            + "B,T,project,2024-01-06,med-tech|medtech,A.N.R.,prce,,2024-03-01,refused,,\n";
        await known.ImportGood(File);
        Assert.That(await Found(FindingKind.UnknownValue), Is.EqualTo(new[] { "UnknownValue funding-body A.N.R. 1 1", "UnknownValue sector med-tech 2 2" }));
        known.Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await Say("med-tech", "nothing"), Is.EqualTo((Saying.UnknownMeaning, 0)));
        Assert.That(await Say("medtech", "e-health"), Is.EqualTo((Saying.IsKnown, 0)));

        Assert.That(await Say("med-tech", "medtech"), Is.EqualTo((Saying.Done, 2)));
        Assert.That(await Say("med-tech", "e-health"), Is.EqualTo((Saying.Stale, 0)));
        Assert.That(await Say("A.N.R.", "ANR", "funding-body"), Is.EqualTo((Saying.Done, 1)));

        Assert.That(await Found(FindingKind.UnknownValue), Is.Empty);
        Assert.That(await known.Rows("sector"), Is.EqualTo(new[] { "e-health 1 0 0 0", "medtech 2 0 0 0", "(total) 2 0 0 0" }));
        Assert.That(await known.Rows("sector", asOf: "2026-03-12"), Is.EqualTo(new[] { "e-health 1 0 0 0", "med-tech 2 0 0 0", "medtech 1 0 0 0", "(total) 2 0 0 0" }), "what was known before stays");
        Assert.That(await known.Rows("funding-body"), Is.EqualTo(new[] { "ANR 2 0 0 0", "(total) 2 0 0 0" }));
        Assert.That(await SameWhenMadeAgain());

        known.Clock.Advance(TimeSpan.FromDays(1));
        Assert.That((await known.ImportGood(File)).Unchanged, Is.EqualTo(2), "the same file changes nothing");
        var later = await known.ImportGood(File.Replace("A,T,", "A,New title,", StringComparison.Ordinal) + "C,T,project,2024-01-07,med-tech,ANR,prce,,2024-03-01,refused,,\n");
        Assert.That((later.Imported, later.Changed, later.NewValues), Is.EqualTo((1, 1, Array.Empty<NewValue>())));
        Assert.That(await known.Rows("sector"), Is.EqualTo(new[] { "e-health 1 0 0 0", "medtech 3 0 0 0", "(total) 3 0 0 0" }));

        known.Clock.Advance(TimeSpan.FromDays(1));
        var said = (await Meanings.InForce(CancellationToken.None)).Single(one => one.Value == "med-tech");
        Assert.That(await Meanings.Undo(said.Id, Base.Office, CancellationToken.None), Is.EqualTo((Saying.Done, 3)));
        Assert.That(await Meanings.Undo(said.Id, Base.Office, CancellationToken.None), Is.EqualTo((Saying.Stale, 0)));
        Assert.That(await known.Rows("sector"), Is.EqualTo(new[] { "e-health 1 0 0 0", "med-tech 3 0 0 0", "medtech 1 0 0 0", "(total) 3 0 0 0" }));
        Assert.That(await known.Rows("funding-body"), Is.EqualTo(new[] { "ANR 3 0 0 0", "(total) 3 0 0 0" }), "the other meaning stays in force");
        Assert.That(await SameWhenMadeAgain());
        Assert.That(await known.Count("AuditLine where Action in ('value.meaning-said', 'value.meaning-undone')"), Is.EqualTo(3));
    }

    [Test]
    public async Task Missing_results_and_odd_days_are_found_and_go_once_they_are_mended()
    {
        await known.ImportGood(Header
            + "Missing,T,project,2024-01-05,,,,,2024-03-01,labelled,,\n"
            + "Pending,T,project,2024-01-05,,,,,2024-03-02,labelled,pending,2024-04-01\n"
            + "Known,T,project,2024-01-05,,,,,2024-03-01,labelled,refused,2024-09-01\n"
            + "Refused,T,project,2024-01-05,,,,,2024-03-01,refused,,\n"
            + "Platform,T,platform,2024-01-05,,,,,2024-03-01,labelled,,\n"
            + "Ahead,T,project,2026-05-01,,,,,,,,\n"
            + "Interview,T,project,2024-01-05,,,,2024-04-01,2024-03-01,refused,,\n"
            + "Early,T,project,2024-01-05,,,,2023-04-01,2024-03-01,refused,,\n"
            + "Decided,T,project,2024-01-05,,,,,2026-06-01,refused,,\n");
        await Live.PublishProgrammes(known);
        var live = await Live.Labelled(known, "2026-0001");
        var (application, filed) = FundingApplication.File(live.Id, "ANR", null, ApplicationStage.Full, 100, new DateOnly(2026, 3, 1), HowKnown.CheckedByOffice, known.Clock.GetUtcNow());
        await known.Test.Get<ApplicationStore>().File(application, filed, Base.Office, CancellationToken.None);
        var (recorded, happened) = application.Record(new ResultKnown(FundingResult.Refused, null, new DateOnly(2026, 3, 5), null, HowKnown.CheckedByOffice, null), known.Clock.GetUtcNow())!.Value;
        Assert.That(await known.Test.Get<ApplicationStore>().Record(application, recorded, happened, Base.Office, CancellationToken.None));

        Assert.That(await Found(), Is.EqualTo(new[]
        {
            "AppliedBeforeDecision 2026-0001 2026-03-01", "DatedInFuture Decided 2026-06-01", "InterviewOutOfOrder Early 2023-04-01", "InterviewOutOfOrder Interview 2024-04-01",
            "MissingResult Missing 2024-03-01", "MissingResult Pending 2024-03-02", "RegisteredInFuture Ahead 2026-05-01", "ResultBeforeDecision 2026-0001 2026-03-05",
            "UnknownValue organisation-type sme 1 0", "UnknownValue region Île-de-France 1 0", "UnknownValue technology-axis imaging 1 0", "UnknownValue therapeutic-area oncology 1 0", "UnknownValue call ANR-2026 1 0",
        }.Order(StringComparer.Ordinal)));

        await known.ImportGood(Header + "Missing,T,project,2024-01-05,,,,,2024-03-01,labelled,funded,2024-09-01\nEarly,T,project,2024-01-05,,,,2024-02-01,2024-03-01,refused,,\n");
        Assert.That(await Found(FindingKind.MissingResult, FindingKind.InterviewOutOfOrder), Is.EqualTo(new[] { "InterviewOutOfOrder Interview 2024-04-01", "MissingResult Pending 2024-03-02" }));
    }

    [Test]
    public async Task A_line_that_was_corrected_is_found_by_the_day_it_was_decided()
    {
        const string Line = "H,T,project,2024-01-05,medtech,,,,2024-03-01,labelled,,\n";
        await known.ImportGood(Header + Line);
        var dossier = (await known.Database.Query<Named>("select Id, Reference from Dossier", null, CancellationToken.None)).Single().Id;
        var (application, filed) = FundingApplication.File(dossier, "ANR", null, ApplicationStage.Full, 100, new DateOnly(2024, 3, 10), HowKnown.CheckedByOffice, known.Clock.GetUtcNow());
        await known.Test.Get<ApplicationStore>().File(application, filed, Base.Office, CancellationToken.None);
        await known.ImportGood(Header + Line.Replace("2024-03-01", "2024-03-05", StringComparison.Ordinal));
        Assert.That(await Found(), Is.EqualTo(new[] { "MissingResult H 2024-03-05" }));
        await known.ImportGood(Header + Line.Replace("2024-03-01", "2024-03-15", StringComparison.Ordinal));
        Assert.That(await Found(), Is.EqualTo(new[] { "AppliedBeforeDecision H 2024-03-10", "MissingResult H 2024-03-15" }));
    }

    [Test]
    public async Task A_value_of_a_dossier_that_is_not_decided_yet_is_found_as_the_tables_show_it()
    {
        await Live.PublishProgrammes(known);
        await known.Test.Hear(new Live(known, "2026-0001").Submission(["robots"]));
        Assert.That(await Found(FindingKind.UnknownValue), Has.Member("UnknownValue sector robots 1 0"));
    }
}

/// <summary>The pages of data quality, over HTTP.</summary>
public sealed class DataQualityOverHttp
{
    ServiceOverHttp service = null!;
    readonly TestClock clock = new("2026-03-12T09:00:00Z");
    readonly Guid person = Guid.CreateVersion7();

    [SetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(FundingOutcomeService.Service, clock);
        await service.Hear(new VocabularyChanged(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, DateTimeOffset.UnixEpoch, "sector", "medtech", "Medical technology", "Technologies médicales"));
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(
            "reference,title,kind,registered_on,sectors,interview_on,decided_on,decision,amount_requested\n"
            + "A,Old pump,project,2024-01-05,med-tech,,2024-03-01,labelled,\n"
            + "B,\"A \"\"new\"\" pump, larger\",project,2025-06-05,medtech,2025-09-01,2025-08-01,labelled,1500.5\n"));
        Assert.That((await service.Get<Import>().Run(file, false, Base.Office, CancellationToken.None)).Refused, Is.False);
    }

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    async Task<IElement> Get(string path, string role = Roles.Office)
    {
        using var answer = await service.Send(person, [role], HttpMethod.Get, path, language: "en");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()).QuerySelector("main")!;
    }

    async Task<(HttpStatusCode Status, IElement? Main)> Post(string path, params (string, string)[] fields)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = service.Http.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = new("Bearer", SignIn.Token(service.Get<SigningKey>(), person, [Roles.Office], clock.GetUtcNow()));
        request.Headers.AcceptLanguage.ParseAdd("en");
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()).QuerySelector("main"));
    }

    static string[] Rows(IElement page) => [.. page.QuerySelectorAll("tbody tr").Select(row => string.Join(" | ", row.QuerySelectorAll("th, td").Select(cell => cell.TextContent.Trim('◐', '▲', ' ', '\n'))))];

    async Task<Guid> Dossier(string reference) =>
        (await service.Database.Query<Guid>("select Id from Dossier where Reference = @Reference", new { Reference = reference }, CancellationToken.None)).Single();

    [Test]
    public async Task Every_finding_says_why_and_leads_to_its_mend_and_the_same_rows_are_taken_away()
    {
        var page = await Get("/quality");
        Assert.That(Rows(page), Is.EqualTo(new[]
        {
            "B | A \"new\" pump, larger | Interview out of order | Interview on 1 September 2025, decided on 1 August 2025. |  | Correct the line",
            "Sector: med-tech |  | Value outside the vocabulary | In one dossier. |  | Say what it means",
            "A | Old pump | Result missing | Labelled on 1 March 2024. | 741 | Record the result",
            "B | A \"new\" pump, larger | Result missing | Labelled on 1 August 2025. | 223 | Record the result",
        }));
        Assert.That(page.QuerySelectorAll("tbody td a").Select(link => link.GetAttribute("href")), Is.EqualTo(new[]
        {
            $"/quality/lines/{await Dossier("B")}", "/quality/values?vocabulary=sector&value=med-tech", $"/funding/dossiers/{await Dossier("A")}", $"/funding/dossiers/{await Dossier("B")}",
        }));
        Assert.That(Rows(await Get("/quality?age=365")).Single(), Does.StartWith("A |"));
        Assert.That(Rows(await Get("/quality?search=LARGER&kind=MissingResult")).Single(), Does.StartWith("B |"));
        Assert.That(Rows(await Get("/quality?sort=about")).Select(row => row.Split(' ')[0]), Is.EqualTo(new[] { "A", "B", "B", "Sector:" }));
        using var csv = await service.Send(person, [Roles.Office], HttpMethod.Get, "/quality?format=csv&kind=UnknownValue", language: "en");
        Assert.That(await csv.Content.ReadAsStringAsync(), Does.Contain("Sector: med-tech").And.Not.Contain("Old pump"));
    }

    [Test]
    public async Task The_office_corrects_the_day_of_an_application_once_for_what_it_read()
    {
        var (application, filed) = FundingApplication.File(await Dossier("A"), "ANR", null, ApplicationStage.Full, null, new DateOnly(2024, 2, 1), HowKnown.CheckedByOffice, clock.GetUtcNow());
        await service.Get<ApplicationStore>().File(application, filed, Base.Office, CancellationToken.None);
        Assert.That(Rows(await Get("/quality?kind=AppliedBeforeDecision")).Single(), Does.Contain("Filed on 1 February 2024, decided on 1 March 2024. |  | Correct the application"));
        var path = $"/funding/applications/{application.Id}/filed-on";
        foreach (var (day, revision, status) in new[]
        {
            ("2026-03-13", "1", HttpStatusCode.BadRequest), ("", "1", HttpStatusCode.BadRequest), ("2024-04-01", "2", HttpStatusCode.Conflict), ("2024-04-01", "1", HttpStatusCode.SeeOther),
        })
            Assert.That((await Post(path, ("filedOn", day), ("revision", revision))).Status, Is.EqualTo(status), $"{day} {revision}");
        Assert.That(Rows(await Get("/quality?kind=AppliedBeforeDecision")), Is.Empty);
        Assert.That(await service.Database.QuerySingleOrDefault<int>("select count(*) from AuditLine where Action = 'funding-application.day-corrected'", null, CancellationToken.None), Is.EqualTo(1));
    }

    [Test]
    public async Task Administrators_mend_values_and_see_nobodys_dossier()
    {
        Assert.That(Rows(await Get("/quality", Roles.Administrator)), Is.EqualTo(new[] { "Sector: med-tech |  | Value outside the vocabulary | In one dossier. |  | Say what it means" }));
        using var line = await service.Send(person, [Roles.Administrator], HttpMethod.Get, $"/quality/lines/{await Dossier("A")}");
        Assert.That(line.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task The_meaning_of_a_value_is_said_in_a_form_and_taken_back()
    {
        var asked = await Get("/quality/values?vocabulary=sector&value=med-tech");
        Assert.That(asked.QuerySelectorAll("#means option").Skip(1).Select(option => option.TextContent), Is.EqualTo(new[] { "Medical technology (medtech)" }));
        Assert.That((await Get("/quality/values?vocabulary=sector&value=nothing")).QuerySelector("#means"), Is.Null);
        (string, string)[] value = [("vocabulary", "sector"), ("value", "med-tech")];
        Assert.That((await Post("/quality/values", value)).Main!.QuerySelector("#means-error")!.TextContent, Does.Contain("Choose the value"));
        Assert.That((await Post("/quality/values", [.. value, ("means", "nothing")])).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await Post("/quality/values", [.. value, ("means", "medtech")])).Status, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That((await Post("/quality/values", [.. value, ("means", "medtech")])).Status, Is.EqualTo(HttpStatusCode.Conflict));
        var said = await Get("/quality/values");
        Assert.That(Rows(said).Single(), Does.StartWith("med-tech | Sector | medtech | 12 March 2026"));
        var undo = said.QuerySelector("tbody form")!.GetAttribute("action")!;
        Assert.That((await Post(undo)).Status, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That((await Post(undo)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_call_of_the_past_can_be_kept_as_it_is()
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes("reference,title,kind,registered_on,call\nC,T,project,2024-01-05,ANR-2024\n"));
        await service.Get<Import>().Run(file, false, Base.Office, CancellationToken.None);
        Assert.That((await Get("/quality/values?vocabulary=call&value=ANR-2024")).QuerySelectorAll("a").Select(link => link.GetAttribute("href")), Has.Member("/calls/new"));
        Assert.That((await Get("/quality/values?vocabulary=sector&value=med-tech")).QuerySelectorAll("a").Select(link => link.GetAttribute("href")), Has.No.Member("/calls/new"));
    }

    [Test]
    public async Task A_line_is_corrected_as_by_a_later_file_and_nobody_overwrites_another()
    {
        var path = $"/quality/lines/{await Dossier("B")}";
        Assert.That((await Get($"/funding/dossiers/{await Dossier("B")}")).QuerySelectorAll("a").Select(link => link.GetAttribute("href")), Has.Member(path), "odd or not, it can be corrected");
        var page = await Get(path);
        (string, string)[] Fields(params (string Name, string Value)[] changed) =>
        [
            .. page.QuerySelectorAll("form[action='" + path + "'] input[name], form[action='" + path + "'] select[name]").Select(field => field.GetAttribute("name")!).Where(name => name != "__RequestVerificationToken")
                .Select(name => (name, changed.Where(one => one.Name == name).Select(one => one.Value).FirstOrDefault()
                    ?? (page.QuerySelector($"select[name='{name}'] option[selected]") ?? page.QuerySelector($"input[name='{name}']"))?.GetAttribute("value") ?? "")),
        ];
        Assert.That(page.QuerySelector("input[name=title]")!.GetAttribute("value"), Is.EqualTo("A \"new\" pump, larger"));
        var wrong = await Post(path, Fields(("decided_on", "2025-01-01")));
        Assert.That(wrong.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(wrong.Main!.QuerySelector("#decided_on-error")!.TextContent, Does.Contain("It is decided before it is registered."));

        Assert.That((await Post(path, Fields(("interview_on", "2025-07-01")))).Status, Is.EqualTo(HttpStatusCode.SeeOther));

        Assert.That(Rows(await Get("/quality")).Count(row => row.Contains("Interview", StringComparison.Ordinal)), Is.Zero);
        Assert.That((await Post(path, Fields(("title", "Overwritten")))).Status, Is.EqualTo(HttpStatusCode.Conflict), "shown before the correction");
        Assert.That((await Get(path)).QuerySelector("input[name=title]")!.GetAttribute("value"), Is.EqualTo("A \"new\" pump, larger"));
        Assert.That(await service.Database.QuerySingleOrDefault<int>("select count(*) from AuditLine where Action = 'history.imported'", null, CancellationToken.None), Is.EqualTo(2));
    }
}
