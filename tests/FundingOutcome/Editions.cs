using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Labelling.Contracts;
using Labelling.FundingOutcome.Editions;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.History;
using Labelling.FundingOutcome.Statistics;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>Editions of the barometer as they are kept: what is published is masked with all that was published before, and never changes.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class Editions(Dialect dialect)
{
    static readonly DateOnly Day = new(2025, 10, 1);

    Base known = null!;

    Barometer Barometer => known.Test.Get<Barometer>();

    EditionStore Store => known.Test.Get<EditionStore>();

    [SetUp]
    public async Task Create()
    {
        known = await Base.Create(dialect);
        await known.ImportGood(File(("a", 9), ("b", 7), ("c", 6)));
    }

    [TearDown]
    public async Task Delete() => await known.DisposeAsync();

    /// <summary>Projects decided in 2023, so many of a sector.</summary>
    static string File(params (string Sector, int Dossiers)[] sectors) =>
        "reference,title,kind,registered_on,sectors,funding_body,decided_on,decision,funding_result,result_on\n" + string.Concat(sectors.SelectMany(one =>
            Enumerable.Range(0, one.Dossiers).Select(nth =>
                $"{one.Sector}-{nth},T,project,2023-01-{nth + 1:00},{one.Sector},ANR,2023-03-01,{(nth % 4 == 0 ? "refused,," : nth % 4 == 1 ? "labelled,," : nth % 4 == 2 ? "labelled,funded,2023-09-01" : "labelled,refused,2023-09-01")}\n")));

    async Task<Edition> Draft(string title = "Edition")
    {
        var edition = Edition.Start(title, title, Day) with { Tables = [new ChosenTable("sector", new DateOnly(2023, 1, 1), new DateOnly(2023, 12, 31))] };
        await Store.Add(edition, Base.Office, CancellationToken.None);
        return edition;
    }

    static string[] Rows(PublishedTable table) => [.. table.Rows.Select(row => $"{row.Keys[0]} {row.Counts}"), $"{table.Total}"];

    [Test]
    public async Task An_edition_shows_the_counts_of_the_rates()
    {
        var edition = await Draft();
        var shown = (await Barometer.Preview(edition, CancellationToken.None)).Tables.Single();
        var rates = await known.Test.Get<Rates>().Answer(edition.Tables[0].Question(Day), CancellationToken.None);
        Assert.That(Rows(shown), Is.EqualTo(rates.Rows.Select(row => $"{row.Keys[0]} {row.Counts}").Append($"{rates.Total}")));
    }

    [Test]
    public async Task Editions_published_at_once_get_a_number_each()
    {
        var drafts = new List<Edition>();
        for (var nth = 0; nth < 4; nth++)
            drafts.Add(await Draft($"Edition {nth}"));

        var published = await Task.WhenAll(drafts.Select(draft => Task.Run(() => Barometer.Publish(draft, Base.Office, CancellationToken.None))));

        Assert.That(published, Has.All.EqualTo(Publishing.Done));
        Assert.That((await Store.Published(CancellationToken.None)).Select(edition => edition.Number), Is.EqualTo(new[] { 4, 3, 2, 1 }));
        Assert.That(await Barometer.Publish(drafts[0], Base.Office, CancellationToken.None), Is.EqualTo(Publishing.Stale), "it is published already");
        Assert.That(await known.Count("AuditLine where Action = 'edition.published'"), Is.EqualTo(4));
    }

    [Test]
    public async Task Facts_are_read_again_for_a_draft_only_when_something_of_its_day_was_recorded()
    {
        var edition = await Draft();
        var first = await Barometer.Preview(edition, CancellationToken.None);
        await Live.PublishProgrammes(known);
        await (await Live.Labelled(known, "2026-0001")).Apply("ANR");
        Assert.That(await Barometer.Preview(edition, CancellationToken.None), Is.SameAs(first), "what is known since holds later");

        await known.ImportGood(File(("rare", 3)));
        Assert.That(await Barometer.Publish(edition, Base.Office, CancellationToken.None), Is.EqualTo(Publishing.Done));
        var rows = Rows((await Store.Find(edition.Id, CancellationToken.None))!.Published.Single());
        Assert.That(rows, Has.Length.EqualTo(5).And.Exactly(1).EqualTo("rare "), "it is of that day, and too small to be shown");
    }

    [Test]
    public async Task What_an_edition_counted_stays_what_it_was_when_an_import_tells_of_its_day_later()
    {
        var edition = await Draft();
        Assert.That(await Barometer.Publish(edition, Base.Office, CancellationToken.None), Is.EqualTo(Publishing.Done));
        var published = (await Store.Find(edition.Id, CancellationToken.None))!;
        known.Clock.Advance(TimeSpan.FromDays(1));
        await known.ImportGood(File(("a", 9), ("rare", 3)));

        var counted = await Store.CountedOn([(Day, published.PublishedAt), (Day, null)], CancellationToken.None);

        Assert.That(counted.Select(dossiers => dossiers.Count), Is.EqualTo(new[] { 22, 25 }));
    }

    [Test]
    public async Task A_draft_stands_beside_what_was_printed_with_the_dossiers_behind_every_difference()
    {
        var first = await Draft();
        Assert.That((await Barometer.Preview(first, CancellationToken.None)).Differences, Is.Empty, "nothing was printed yet");
        await Barometer.Publish(first, Base.Office, CancellationToken.None);
        known.Clock.Advance(TimeSpan.FromDays(1));
        // Two more of that year, and a result that came since.
        await known.ImportGood(File(("a", 9), ("b", 7), ("c", 8)).Replace("a-1,T,project,2023-01-02,a,ANR,2023-03-01,labelled,,", "a-1,T,project,2023-01-02,a,ANR,2023-03-01,labelled,funded,", StringComparison.Ordinal));
        var draft = Edition.Start("Next", "Suite", new DateOnly(2026, 3, 13)) with { Tables = [.. first.Tables, first.Tables[0] with { By = "year" }] };

        var table = (await Barometer.Preview(draft, CancellationToken.None)).Differences.Single();

        var references = (await known.Database.Query<Named>("select Id, Reference from Dossier", null, CancellationToken.None)).ToDictionary(one => one.Id, one => one.Reference);
        Assert.That((table.Edition, table.AsOf, table.Table), Is.EqualTo((1, Day, first.Tables[0])));
        Assert.That(table.Rows.Select(row => $"{string.Join(",", row.Keys)} {Told(row.Printed)} {Told(row.Now)} {string.Join(' ', row.Dossiers.Select(id => references[id]).Order())}"), Is.EqualTo(new[]
        {
            " 22/15/5/6 24/17/7/5 a-1 c-6 c-7", "a 9/6/2/2 9/6/3/1 a-1", "c 6/4/1/2 8/6/2/2 c-6 c-7",
        }));

        static string Told(Counts? counts) => counts is { } some ? $"{some.Expertised}/{some.Labelled}/{some.Funded}/{some.Pending}" : "none";
    }

    sealed record Named
    {
        public required Guid Id { get; init; }
        public required string Reference { get; init; }
    }

    [Test]
    public void A_row_that_nobody_saw_is_no_row_of_a_published_table()
    {
        var dossiers = new[] { ("a", 9), ("b", 7), ("late", 8) }.SelectMany(one => Enumerable.Range(0, one.Item2).Select(nth => Of(one.Item1, nth))).ToDictionary(dossier => dossier.Id);
        var question = new ChosenTable("sector", new DateOnly(2023, 1, 1), new DateOnly(2023, 12, 31)).Question(Day);
        // Published with one row masked, when "late" was not known yet: no world may say that a dossier of it was "late" then.
        var seen = new PublishedTable("sector", question.From, question.To, [new PublishedRow(["a"], new Counts(9, 0, 0, 0)), new PublishedRow(["b"], null)], new Counts(16, 0, 0, 0));

        var later = Masking.Of([new EditionPopulation([question], dossiers, [seen])], new EditionPopulation([question], dossiers, null));

        Assert.That(later, Is.EqualTo(new PublishedTable?[] { null }), "what was masked is known from the total already, and nothing may add to it");
    }

    static KnownDossier Of(string sector, int nth) => new(
        Guid.CreateVersion7(), new Classification(new DateOnly(2023, 1, 1 + nth), DossierKind.Project, true, null, [sector], [], [], null, null, null, null, null),
        new Decision(Outcome.Refused, null, null), null, []);
}

/// <summary>The pages of editions and the feeds, over HTTP.</summary>
public sealed class EditionsOverHttp
{
    ServiceOverHttp service = null!;
    readonly TestClock clock = new("2026-03-12T09:00:00Z");
    readonly Guid office = Guid.CreateVersion7();

    [OneTimeSetUp]
    public async Task Start() => service = await ServiceOverHttp.Start(FundingOutcomeService.Service, clock);

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    async Task<HttpResponseMessage> Post(string path, params (string, string)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = new("Bearer", SignIn.Token(service.Get<SigningKey>(), office, [Roles.Office], clock.GetUtcNow()));
        request.Headers.AcceptLanguage.ParseAdd("en");
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await service.Http.SendAsync(request);
    }

    [TestCase("2026-03-11", true)]
    [TestCase("2026-03-12", false, Description = "today can still change")]
    [TestCase("2026-03-13", false)]
    public async Task An_edition_is_of_a_day_that_is_over(string asOf, bool right)
    {
        using var answer = await Post("/editions", ("titleFr", "Essai"), ("titleEn", "Try"), ("asOf", asOf));
        // The client goes on to the edition without the token.
        Assert.That(answer.StatusCode, Is.EqualTo(right ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest));
        if (!right)
            Assert.That(new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()).QuerySelector("#asOf-error"), Is.Not.Null);
    }

    [Test]
    public async Task A_draft_written_for_the_day_itself_is_not_published_before_the_next()
    {
        var edition = Edition.Start("Today", "Aujourd’hui", new DateOnly(2026, 3, 12));
        await service.Get<EditionStore>().Add(edition, Base.Office, CancellationToken.None);
        using var answer = await Post($"/editions/{edition.Id}/publish", ("revision", "1"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()).QuerySelector("main")!.TextContent, Does.Contain("to yesterday"));
    }

    [Test]
    public async Task The_two_forms_of_an_answer_are_told_apart_by_those_who_keep_them()
    {
        async Task<HttpResponseMessage> Ask(string accept, string? tag = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/statistics/success-rates?by=sector&from=2022-01-01&to=2024-12-31");
            request.Headers.Authorization = new("Bearer", SignIn.Token(service.Get<SigningKey>(), office, [Roles.Office], clock.GetUtcNow()));
            request.Headers.Accept.ParseAdd(accept);
            if (tag is not null)
                request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(tag));
            return await service.Http.SendAsync(request);
        }

        using var json = await Ask("application/json");
        using var csv = await Ask("text/csv");
        Assert.That(csv.Headers.ETag!.Tag, Is.Not.EqualTo(json.Headers.ETag!.Tag));
        Assert.That(csv.Headers.Vary.Concat(json.Headers.Vary), Has.Exactly(2).EqualTo("Accept"));
        using var other = await Ask("text/csv", json.Headers.ETag.Tag);
        Assert.That((other.StatusCode, other.Content.Headers.ContentType!.MediaType), Is.EqualTo((HttpStatusCode.OK, "text/csv")));
        using var same = await Ask("text/csv", csv.Headers.ETag.Tag);
        Assert.That(same.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }
}

/// <summary>The page of the rates, over HTTP.</summary>
public sealed class RatesPageOverHttp
{
    ServiceOverHttp service = null!;
    readonly TestClock clock = new("2026-03-12T09:00:00Z");

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(FundingOutcomeService.Service, clock);
        using var file = new MemoryStream(Encoding.UTF8.GetBytes("reference,title,kind,registered_on,sectors,lead_type,decided_on,decision\nA,T,project,2024-01-05,medtech|unheard,sme,2024-03-01,labelled\n"));
        Assert.That((await service.Get<Import>().Run(file, false, Base.Office, CancellationToken.None)).Refused, Is.False);
        await service.Hear(Named(2, "Medical technology", "Technologies médicales"), Named(1, "Old name", "Ancien nom"));
    }

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    static VocabularyChanged Named(long sequence, string english, string french) =>
        new(Guid.CreateVersion7(), Guid.Parse("00000000-0000-7000-8000-000000000009"), sequence, DateTimeOffset.UnixEpoch, "sector", "medtech", english, french);

    async Task<IDocument> Get(string path, string language)
    {
        using var answer = await service.Send(Guid.CreateVersion7(), [Roles.Office], HttpMethod.Get, path, language: language);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }

    [TestCase("en", "Medical technology")]
    [TestCase("fr", "Technologies médicales")]
    public async Task Values_go_by_the_newest_name_in_the_readers_language_or_stand_as_they_are(string language, string name)
    {
        var page = await Get("/rates?by=sector&from=2022-01-01&to=2024-12-31", language);
        Assert.That(page.QuerySelectorAll("main tbody th").Select(cell => cell.TextContent), Is.EqualTo(new[] { name, "unheard" }));
        var filtered = await Get("/rates?by=year&from=2022-01-01&to=2024-12-31&sector=medtech", language);
        Assert.That(filtered.QuerySelector("main")!.TextContent, Does.Contain(name));
        Assert.That(filtered.QuerySelectorAll("#sector option").Select(option => option.GetAttribute("value")), Does.Contain("medtech"), "an address keeps the code");
    }

    [Test]
    public async Task A_filter_that_is_not_used_is_folded_away()
    {
        var page = await Get("/rates?by=year&from=2022-01-01&to=2024-12-31&sector=medtech&asOf=nonsense", "en");
        Assert.That(page.QuerySelector("details.more-filters")!.HasAttribute("open"), Is.False);
        Assert.That(page.QuerySelectorAll("details.more-filters select, details.more-filters input").Select(field => field.GetAttribute("name")),
            Does.Contain("organisation-type").And.Not.Contain("sector").And.Not.Contain("asOf"));
        Assert.That(page.QuerySelectorAll("form.filters [name=sector], form.filters [name=asOf]"), Has.Length.EqualTo(2));
    }
}
