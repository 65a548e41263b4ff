using System.Globalization;
using System.Text;
using System.Text.Json;
using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.History;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Tests;

/// <summary>What the handlers answer: to whom, and with which status and code.</summary>
public sealed class Answers
{
    Base known = null!;
    Live dossier = null!;
    Caller holder = null!, coHolder = null!;

    static readonly Caller Office = With(Guid.CreateVersion7(), Roles.Office);
    static readonly Caller Stranger = With(Guid.CreateVersion7(), Roles.Holder);

    static Caller With(Guid person, params string[] roles) => new(person, roles.ToHashSet(), "test");

    ApplicationStore Store => known.Test.Get<ApplicationStore>();

    FactStore Facts => known.Test.Get<FactStore>();

    [SetUp]
    public async Task Begin()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        known = await Base.Create();
        await Live.PublishProgrammes(known);
        dossier = new Live(known, "2026-0001");
        holder = With(dossier.Holder, Roles.Holder);
        coHolder = With(Guid.CreateVersion7(), Roles.Holder);
        await known.Test.Hear(dossier.Submission(coHolders: [coHolder.PersonId]));
    }

    [TearDown]
    public async Task End() => await known.DisposeAsync();

    FileFundingApplication.Request Filing => new(dossier.Id, "ANR", ApplicationStage.Full, new DateOnly(2026, 3, 1), "PRCE", 400);

    async Task<IResult> File(Caller caller, FileFundingApplication.Request? request = null) =>
        (await FileFundingApplication.Handle(request ?? Filing, caller, Store, Facts, known.Clock, CancellationToken.None)).Result;

    async Task<IResult> Record(Caller caller, Guid id, RecordFundingResult.Request request) =>
        (await RecordFundingResult.Handle(id, request, caller, Store, known.Clock, CancellationToken.None)).Result;

    async Task<ApplicationView> Filed(Caller caller) => ((Created<ApplicationView>)await File(caller)).Value!;

    static (int?, string?) Refusal(IResult result) => result switch
    {
        Problem problem => (problem.StatusCode, (string?)problem.Details.Extensions["code"]),
        ValidationProblem invalid => (invalid.StatusCode, string.Join(',', invalid.ProblemDetails.Errors.Keys)),
        _ => (((IStatusCodeHttpResult)result).StatusCode, null),
    };

    [Test]
    public async Task Nobody_files_an_application_before_the_decision_is_released()
    {
        foreach (var caller in new[] { holder, coHolder, Office })
            Assert.That(Refusal(await File(caller)), Is.EqualTo((409, "dossier.not-decided")));
        Assert.That(Refusal(await File(Stranger)), Is.EqualTo((404, "not-found")));
        await known.Test.Hear(dossier.Adjournment());
        Assert.That(Refusal(await File(holder)), Is.EqualTo((409, "dossier.not-decided")));
        Assert.That(await known.Count("FundingApplication"), Is.Zero);
    }

    [Test]
    public async Task The_holder_a_co_holder_and_the_office_file_and_nobody_else_even_sees_it()
    {
        await known.Test.Hear(dossier.Refusal());
        var mine = await Filed(holder);
        Assert.That((mine.Result, mine.HowKnown, mine.Revision), Is.EqualTo((FundingResult.Pending, HowKnown.DeclaredByHolder, 1L)));
        Assert.That((await Filed(coHolder)).HowKnown, Is.EqualTo(HowKnown.DeclaredByHolder));
        Assert.That((await Filed(Office)).HowKnown, Is.EqualTo(HowKnown.CheckedByOffice));

        Assert.That(Refusal(await File(Stranger)), Is.EqualTo((404, "not-found")));
        Assert.That(Refusal(await File(holder, Filing with { DossierId = Guid.CreateVersion7() })), Is.EqualTo((404, "not-found")));
        foreach (var caller in new[] { Stranger, With(Guid.CreateVersion7(), Roles.Chair, Roles.Expert, Roles.Administrator) })
        {
            Assert.That(Refusal((await ShowFundingApplications.One(mine.Id, caller, Store, CancellationToken.None)).Result), Is.EqualTo((404, "not-found")));
            Assert.That(Refusal((await ShowFundingApplications.OfDossier(dossier.Id, caller, Store, CancellationToken.None)).Result), Is.EqualTo((404, "not-found")));
            Assert.That(Refusal(await Record(caller, mine.Id, new(1, FundingResult.Funded))), Is.EqualTo((404, "not-found")));
            Assert.That(Refusal((await ShowOutcomes.Handle(dossier.Id, null, caller, Store, Facts, CancellationToken.None)).Result), Is.EqualTo((404, "not-found")));
            Assert.That(((Ok<IReadOnlyList<OutcomeView>>)(await ShowOutcomes.Handle(null, null, caller, Store, Facts, CancellationToken.None)).Result).Value, Is.Empty);
        }

        foreach (var caller in new[] { holder, coHolder, Office })
        {
            var all = (Ok<IReadOnlyList<ApplicationView>>)(await ShowFundingApplications.OfDossier(dossier.Id, caller, Store, CancellationToken.None)).Result;
            Assert.That(all.Value, Has.Count.EqualTo(3));
        }
    }

    [Test]
    public async Task A_former_co_holder_sees_nothing_any_more()
    {
        await known.Test.Hear(dossier.Label());
        var application = await Filed(coHolder);
        await known.Test.Hear(dossier.Submission());
        Assert.That(Refusal((await ShowFundingApplications.One(application.Id, coHolder, Store, CancellationToken.None)).Result), Is.EqualTo((404, "not-found")));
    }

    [Test]
    public async Task A_result_is_declared_by_the_holder_then_checked_by_the_office_and_all_of_it_stays()
    {
        await known.Test.Hear(dossier.Label());
        var application = await Filed(holder);

        Assert.That(
            Refusal(await Record(holder, application.Id, new(1, FundingResult.Funded, HowKnown: HowKnown.CheckedByOffice))),
            Is.EqualTo((403, "funding.holder-declares")));
        var declared = ((Ok<ApplicationView>)await Record(holder, application.Id, new(1, FundingResult.Funded, 150, new DateOnly(2026, 3, 10)))).Value!;
        Assert.That((declared.HowKnown, declared.AidRate, declared.Revision), Is.EqualTo((HowKnown.DeclaredByHolder, 0.375m, 2L)));
        Assert.That(
            Refusal(await Record(Office, application.Id, new(1, FundingResult.Refused))), Is.EqualTo((409, "stale")));
        var imported = ((Ok<ApplicationView>)await Record(
            Office, application.Id, new(2, FundingResult.Funded, 150, new DateOnly(2026, 3, 10), null, HowKnown.ImportedFromBody, "list of 10 March"))).Value!;
        Assert.That((imported.HowKnown, imported.Evidence, imported.Revision), Is.EqualTo((HowKnown.ImportedFromBody, "list of 10 March", 3L)));
        Assert.That(
            Refusal(await Record(Office, application.Id, new(3, FundingResult.Funded, 150, new DateOnly(2026, 3, 10), null, HowKnown.ImportedFromBody, "list of 10 March"))),
            Is.EqualTo((409, "funding.nothing-new")));

        var shown = ((Ok<ApplicationWithHistory>)(await ShowFundingApplications.One(application.Id, holder, Store, CancellationToken.None)).Result).Value!;
        Assert.That(shown.Application, Is.EqualTo(imported));
        Assert.That(shown.History.Select(row => (row.Revision, row.Result, row.HowKnown, row.RecordedAs)), Is.EqualTo(new[]
        {
            (1L, FundingResult.Pending, HowKnown.DeclaredByHolder, Roles.Holder),
            (2L, FundingResult.Funded, HowKnown.DeclaredByHolder, Roles.Holder),
            (3L, FundingResult.Funded, HowKnown.ImportedFromBody, Roles.Office),
        }));
    }

    [Test]
    public async Task Who_is_of_the_office_and_holds_the_dossier_is_a_holder_there()
    {
        await known.Test.Hear(dossier.Label());
        var both = With(dossier.Holder, Roles.Holder, Roles.Office);
        var application = await Filed(both);
        Assert.That(application.HowKnown, Is.EqualTo(HowKnown.DeclaredByHolder));
        Assert.That(
            Refusal(await Record(both, application.Id, new(1, FundingResult.Funded, HowKnown: HowKnown.CheckedByOffice))),
            Is.EqualTo((403, "funding.holder-declares")));
    }

    static readonly TestCaseData[] BadFilings =
    [
        new TestCaseData((FileFundingApplication.Request r) => r with { FundingBody = "" }, 400, "fundingBody").SetArgDisplayNames("no body"),
        new TestCaseData((FileFundingApplication.Request r) => r with { FundingBody = new string('x', 1 << 20) }, 400, "fundingBody").SetArgDisplayNames("1 MB of body"),
        new TestCaseData((FileFundingApplication.Request r) => r with { Call = new string('x', 301) }, 400, "call").SetArgDisplayNames("too long a call"),
        new TestCaseData((FileFundingApplication.Request r) => r with { Stage = (ApplicationStage)9 }, 400, "stage").SetArgDisplayNames("no stage"),
        new TestCaseData((FileFundingApplication.Request r) => r with { FiledOn = DateOnly.MinValue }, 400, "filedOn").SetArgDisplayNames("the year 1"),
        new TestCaseData((FileFundingApplication.Request r) => r with { FiledOn = DateOnly.MaxValue }, 400, "filedOn").SetArgDisplayNames("the year 9999"),
        new TestCaseData((FileFundingApplication.Request r) => r with { AmountRequestedEur = -1 }, 400, "amountRequestedEur").SetArgDisplayNames("a negative amount"),
        new TestCaseData((FileFundingApplication.Request r) => r with { AmountRequestedEur = 0.001m }, 400, "amountRequestedEur").SetArgDisplayNames("a tenth of a cent"),
        new TestCaseData((FileFundingApplication.Request r) => r with { AmountRequestedEur = decimal.MaxValue }, 400, "amountRequestedEur").SetArgDisplayNames("all the money there is"),
        new TestCaseData((FileFundingApplication.Request r) => r with { FiledOn = new DateOnly(2026, 3, 13) }, 422, "funding.filed-in-the-future").SetArgDisplayNames("tomorrow"),
    ];

    [TestCaseSource(nameof(BadFilings))]
    public async Task A_bad_application_is_refused_and_leaves_nothing(Func<FileFundingApplication.Request, FileFundingApplication.Request> spoil, int status, string what)
    {
        await known.Test.Hear(dossier.Label());
        Assert.That(Refusal(await File(Office, spoil(Filing))), Is.EqualTo((status, what)));
        Assert.That((await known.Count("FundingApplication"), await known.Count("Outbox")), Is.EqualTo((0, 0)));
    }

    static readonly TestCaseData[] BadResults =
    [
        new TestCaseData(new RecordFundingResult.Request(0, FundingResult.Funded), 400, "revision").SetArgDisplayNames("no revision"),
        new TestCaseData(new RecordFundingResult.Request(1, (FundingResult)9), 400, "result").SetArgDisplayNames("no result"),
        new TestCaseData(new RecordFundingResult.Request(1, FundingResult.Funded, -1), 400, "amountGrantedEur").SetArgDisplayNames("a negative grant"),
        new TestCaseData(new RecordFundingResult.Request(1, FundingResult.Refused, ResultOn: DateOnly.MinValue), 400, "resultOn").SetArgDisplayNames("the year 1"),
        new TestCaseData(new RecordFundingResult.Request(1, FundingResult.Refused, Reason: new string('x', 2001)), 400, "reason").SetArgDisplayNames("too long a reason"),
        new TestCaseData(new RecordFundingResult.Request(1, FundingResult.Refused, HowKnown: (HowKnown)9), 400, "howKnown").SetArgDisplayNames("no source"),
        new TestCaseData(new RecordFundingResult.Request(1, FundingResult.Refused, Evidence: new string('x', 2001)), 400, "evidence").SetArgDisplayNames("too long an evidence"),
        new TestCaseData(new RecordFundingResult.Request(1, FundingResult.Refused, 100), 422, "funding.granted-without-funding").SetArgDisplayNames("granted and refused"),
        new TestCaseData(new RecordFundingResult.Request(1, FundingResult.Pending, ResultOn: new DateOnly(2026, 3, 10)), 422, "funding.pending-with-answer").SetArgDisplayNames("pending with a day"),
        new TestCaseData(new RecordFundingResult.Request(1, FundingResult.Refused, ResultOn: new DateOnly(2026, 2, 28)), 422, "funding.answered-before-filed").SetArgDisplayNames("answered before filed"),
        new TestCaseData(new RecordFundingResult.Request(1, FundingResult.Refused, ResultOn: new DateOnly(2026, 3, 13)), 422, "funding.answered-in-the-future").SetArgDisplayNames("answered tomorrow"),
    ];

    [TestCaseSource(nameof(BadResults))]
    public async Task A_bad_result_is_refused_and_changes_nothing(RecordFundingResult.Request request, int status, string what)
    {
        await known.Test.Hear(dossier.Label());
        var application = await Filed(Office);
        Assert.That(Refusal(await Record(Office, application.Id, request)), Is.EqualTo((status, what)));
        Assert.That((await known.Count("FundingApplicationHistory"), await known.Count("Outbox")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Outcomes_say_what_became_of_a_dossier_and_as_what_it_counts()
    {
        async Task<OutcomeView> Seen() =>
            ((Ok<IReadOnlyList<OutcomeView>>)(await ShowOutcomes.Handle(dossier.Id, null, holder, Store, Facts, CancellationToken.None)).Result).Value!.Single();

        Assert.That(((await Seen()).Reference, (await Seen()).Decision, (await Seen()).CountedAs), Is.EqualTo(("2026-0001", (Outcome?)null, CountedAs.NotCounted)));
        await known.Test.Hear(dossier.Refusal());
        Assert.That((await Seen()).CountedAs, Is.EqualTo(CountedAs.NotLabelled));
        await known.Test.Hear(dossier.Label());
        Assert.That(((await Seen()).LabelNumber, (await Seen()).CountedAs), Is.EqualTo(("L-2026-0001", CountedAs.Pending)));
        var application = await dossier.Apply("ANR", ApplicationStage.Full, FundingResult.Refused);
        Assert.That((await Seen()).CountedAs, Is.EqualTo(CountedAs.Negative));
        await dossier.Answer(application, FundingResult.Funded);
        await known.Test.Hear(dossier.Withdrawal());
        var funded = await Seen();
        Assert.That((funded.CountedAs, funded.WithdrawnOn), Is.EqualTo((CountedAs.Funded, new DateOnly(2026, 3, 12))));
        Assert.That(funded.Applications, Is.EqualTo(new[] { new OutcomeApplication("ANR", null, ApplicationStage.Full, FundingResult.Funded, 100, null) }));
        await known.Test.Hear(dossier.DuplicateOf("2025-0001"));
        Assert.That(((await Seen()).CountedAs, (await Seen()).DuplicateOf), Is.EqualTo((CountedAs.NotCounted, "2025-0001")));
    }

    [Test]
    public async Task The_office_pages_through_the_outcomes_of_all_dossiers()
    {
        await known.ImportGood("reference,title,kind,registered_on\n" + string.Concat(Enumerable.Range(0, 120).Select(n => $"R{n:000},T,project,2022-01-01\n")));
        async Task<IReadOnlyList<OutcomeView>> Page(int skip) =>
            ((Ok<IReadOnlyList<OutcomeView>>)(await ShowOutcomes.Handle(null, skip, Office, Store, Facts, CancellationToken.None)).Result).Value!;

        Assert.That((await Page(0)).Concat(await Page(100)).Select(outcome => outcome.Reference),
            Is.EqualTo(Enumerable.Range(0, 120).Select(n => $"R{n:000}").Prepend("2026-0001")));
        Assert.That(Refusal((await ShowOutcomes.Handle(null, -1, Office, Store, Facts, CancellationToken.None)).Result), Is.EqualTo((400, "skip")));
    }

    async Task<IResult> Ask(Caller caller, string? by = "sector", string? from = "2022-01-01", string? to = "2026-12-31", string? asOf = null, string accept = "")
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Accept = accept;
        return (await ShowSuccessRates.Handle(by, from, to, asOf, request, caller, known.Test.Get<Rates>(), CancellationToken.None)).Result;
    }

    [TestCase(Roles.Office, 200)]
    [TestCase(Roles.Chair, 200)]
    [TestCase(Roles.ViceChair, 200)]
    [TestCase(Roles.Administrator, 200)]
    [TestCase(Roles.Holder, 403)]
    [TestCase(Roles.Expert, 403)]
    [TestCase(Roles.Member, 403)]
    public async Task Free_questions_are_for_the_office_chairs_and_administrators(string role, int status) =>
        Assert.That(Refusal(await Ask(With(Guid.CreateVersion7(), role))), Is.EqualTo((status, status == 403 ? "statistics.published-only" : null)));

    [TestCase(null, "2022-01-01", "2024-12-31", null, "by")]
    [TestCase("", "2022-01-01", "2024-12-31", null, "by")]
    [TestCase("colour", "2022-01-01", "2024-12-31", null, "by")]
    [TestCase("sector,colour", "2022-01-01", "2024-12-31", null, "by")]
    [TestCase("Sector", "2022-01-01", "2024-12-31", null, "by")]
    [TestCase("sector,sector", "2022-01-01", "2024-12-31", null, "by")]
    [TestCase("sector,year,call", "2022-01-01", "2024-12-31", null, "by")]
    [TestCase("sector", "2024-12-31", "2022-01-01", null, "from")]
    [TestCase("sector", null, "2024-12-31", null, "from")]
    [TestCase("sector", "2022-01-01", "2024-02-30", null, "to")]
    [TestCase("sector", "0001-01-01", "9999-12-31", null, "from,to")]
    [TestCase("sector", "2022-01-01", "2024-12-31", "yesterday", "asOf")]
    public async Task A_question_that_makes_no_sense_is_told_what_to_change(string? by, string? from, string? to, string? asOf, string field)
    {
        var answer = await Ask(Office, by, from, to, asOf);
        Assert.That(Refusal(answer), Is.EqualTo((400, field)));
        if (field == "by")
        {
            Assert.That(
                ((ValidationProblem)answer).ProblemDetails.Errors["by"].Single(),
                Does.EndWith("There are: sector, funding-body, therapeutic-area, technology-axis, organisation-type, collaborative, year, call, region, programme."));
        }
    }

    [Test]
    public async Task The_json_is_exactly_that_of_the_fixed_surface_in_the_api_and_on_the_command_line()
    {
        await known.Test.Hear(dossier.Label());
        const string expected =
            """{"by":["sector","year"],"from":"2022-01-01","to":"2026-12-31","asOf":null,"additive":false,"rows":[{"keys":{"sector":"medtech","year":"2026"},"expertised":1,"labelled":1,"funded":0,"pending":1,"labelRate":1,"successRate":0,"low":0,"high":0.7934506856227626,"coverage":0,"fundingRate":null}],"total":{"expertised":1,"labelled":1,"funded":0,"pending":1,"labelRate":1,"successRate":0,"low":0,"high":0.7934506856227626,"coverage":0,"fundingRate":null}}""";

        var answer = (Ok<RatesAnswer>)await Ask(Office, "sector,year");
        Assert.That(JsonSerializer.Serialize(answer.Value, JsonSerializerOptions.Web), Is.EqualTo(expected));
        Assert.That(RatesFormat.Json((await RatesCommand.Answer(known.Database, "sector,year", "2022-01-01", "2026-12-31", null)).Table!), Is.EqualTo(expected));
        Assert.That((await RatesCommand.Answer(known.Database, "colour", "2022-01-01", "2026-12-31", null)).Errors.Single().Field, Is.EqualTo("by"));
        Assert.That(
            RatesFormat.Json(await known.Ask("year", asOf: "2026-01-01")),
            Does.StartWith("""{"by":["year"],"from":"2000-01-01","to":"2099-12-31","asOf":"2026-01-01","additive":true,"rows":[],"total":{"expertised":0,"""));
    }

    [TestCase("text/csv", true)]
    [TestCase("text/csv, application/json;q=0.5", true)]
    [TestCase("application/json, text/csv;q=0.9", false)]
    [TestCase("*/*", false)]
    [TestCase("", false)]
    public async Task The_table_comes_as_csv_to_who_asks_for_it(string accept, bool csv)
    {
        var answer = await Ask(Office, accept: accept);
        Assert.That(answer, csv ? Is.TypeOf<ContentHttpResult>() : Is.TypeOf<Ok<RatesAnswer>>());
    }

    [Test]
    public async Task The_csv_has_a_header_a_total_and_no_formula()
    {
        await known.ImportGood("reference,title,kind,registered_on,sectors,funding_body,decision,funding_result\n"
            + "A,T,project,2022-01-01,\"=1+1|+a|-b|@c|x, y\",ANR,labelled,funded\n");
        var csv = ((ContentHttpResult)await Ask(Office, "sector,funding-body", accept: "text/csv")).ResponseContent!;
        const string figures = ",1,1,1,0,1.000000,1.000000,0.206549,1.000000,1.000000,1.000000";
        Assert.That(csv.Split("\r\n"), Is.EqualTo(new[]
        {
            "sector,funding-body,expertised,labelled,funded,pending,labelRate,successRate,low,high,coverage,fundingRate",
            "\"'+a\",ANR" + figures, "\"'-b\",ANR" + figures, "\"'=1+1\",ANR" + figures, "\"'@c\",ANR" + figures, "\"x, y\",ANR" + figures,
            "(total)," + figures, "",
        }));
    }

    [Test]
    public async Task The_table_for_a_terminal_lines_its_columns_up_and_says_what_the_rows_are()
    {
        await known.ImportGood("reference,title,kind,registered_on,sectors,decision\nA,T,project,2022-01-01,a,refused\n");
        var lines = RatesFormat.Table(await known.Ask("sector", asOf: "2023-12-31")).Split(Environment.NewLine);
        Assert.That(lines, Is.EqualTo(new[]
        {
            "sector   expertised  labelled  funded  pending  labelRate  successRate       low      high  coverage  fundingRate",
            "a                 1         0       0        0   0.000000     0.000000  0.000000  0.793451",
            "(total)           1         0       0        0   0.000000     0.000000  0.000000  0.793451",
            "",
            "Registered from 2000-01-01 to 2099-12-31, as known on 2023-12-31.",
            "A dossier can stand in several rows: they must not be added up. The total counts each dossier once.",
            "",
        }));
    }

    async Task<IResult> Import(string file, bool? skipBadLines = null)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(file));
        return (await ImportHistory.Handle(skipBadLines, request, Office, new Import(known.Database), CancellationToken.None)).Result;
    }

    [Test]
    public async Task An_import_answers_what_it_did_or_every_bad_line()
    {
        const string file = "reference,title,kind,registered_on\nA,T,project,2022-01-01\nB,T,thing,2022-01-01\n";
        var refused = await Import(file);
        Assert.That(Refusal(refused), Is.EqualTo((422, "history.bad-lines")));
        Assert.That(((Problem)refused).Details.Extensions["lines"], Is.EqualTo(2));
        Assert.That(
            ((IEnumerable<BadLine>)((Problem)refused).Details.Extensions["bad"]!).Select(bad => (bad.Line, bad.Column)),
            Is.EqualTo(new[] { (3, "kind") }));
        Assert.That(await known.Count("HistoryDossier"), Is.Zero);

        var done = ((Ok<ImportView>)await Import(file, skipBadLines: true)).Value!;
        Assert.That((done.Lines, done.Imported, done.Changed, done.Unchanged, done.Bad.Count), Is.EqualTo((2, 1, 0, 0, 1)));
        Assert.That(Refusal(await Import("nonsense")), Is.EqualTo((400, "file")));
    }
}
