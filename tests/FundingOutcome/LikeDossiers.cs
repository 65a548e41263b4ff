using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Labelling.Contracts;
using Labelling.FundingOutcome.Editions;
using Labelling.FundingOutcome.History;
using Labelling.FundingOutcome.Statistics;
using Labelling.Ground;

namespace Labelling.FundingOutcome.Tests;

/// <summary>What holders are told of dossiers like theirs before they deposit: rows of published editions, and nothing else.</summary>
public sealed class LikeDossiers
{
    static readonly ChosenTable
        BySector = new("sector", new DateOnly(2023, 1, 1), new DateOnly(2023, 12, 31)),
        Crossed = BySector with { By = "sector,funding-body" };

    ServiceOverHttp service = null!;
    readonly TestClock clock = new("2026-03-12T09:00:00Z");

    [SetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(FundingOutcomeService.Service, clock);
        await Import(File(("a", 9), ("b", 7), ("rare", 3)));
    }

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    async Task Import(string text)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.That((await service.Get<Import>().Run(file, false, Base.Office, CancellationToken.None)).Refused, Is.False);
    }

    /// <summary>Of four of a sector one is refused, one waits for its result, one is funded and one is not.</summary>
    static string File(params (string Sector, int Dossiers)[] sectors) =>
        "reference,title,kind,registered_on,sectors,funding_body,call,decided_on,decision,funding_result,result_on\n" + string.Concat(sectors.SelectMany(one =>
            Enumerable.Range(0, one.Dossiers).Select(nth =>
                $"{one.Sector}-{nth},T,project,2023-01-{nth + 1:00},{one.Sector},ANR,prce,2023-03-01,{(nth % 4 == 0 ? "refused,," : nth % 4 == 1 ? "labelled,," : nth % 4 == 2 ? "labelled,funded,2023-09-01" : "labelled,refused,2023-09-01")}\n")));

    async Task<Edition> Publish(string title, params ChosenTable[] tables)
    {
        var edition = Edition.Start(title, title, new DateOnly(2025, 10, 1)) with { Tables = tables };
        await service.Get<EditionStore>().Add(edition, Base.Office, CancellationToken.None);
        Assert.That(await service.Get<Barometer>().Publish(edition, Base.Office, CancellationToken.None), Is.EqualTo(Publishing.Done));
        return (await service.Get<EditionStore>().Find(edition.Id, CancellationToken.None))!;
    }

    async Task<IElement> Ask(string query, string language = "en")
    {
        using var answer = await service.Send(Guid.CreateVersion7(), [Roles.Holder], HttpMethod.Get, $"/fragments/funding-outcome/like-yours{query}", language: language);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()).QuerySelector("main")!;
    }

    static string[] Lines(IElement page) => [.. page.QuerySelectorAll(".like-yours li").Select(line => line.TextContent.Trim())];

    [Test]
    public async Task They_read_the_published_row_with_its_edition_and_its_day()
    {
        await Publish("Barometer 2023", BySector);
        var page = await Ask("?sector=a&sector=nothing&call=prce&funding-body=ANR");
        Assert.That(Lines(page), Is.EqualTo(new[] { "a: 22 % funded, 2 of 9; results known for 67 % of those labelled" }));
        Assert.That(page.TextContent, Does.Contain("“Barometer 2023”, edition 1, as known on 1 October 2025"));
        Assert.That(page.QuerySelectorAll("a").Select(link => link.GetAttribute("href")), Does.Contain("/barometer/1"));
        Assert.That(Lines(await Ask("?sector=a", "fr")), Is.EqualTo(new[] { "a\u202f: 22\u202f% financés, 2 sur 9\u202f; résultats connus pour 67\u202f% des labellisés" }));
    }

    [Test]
    public async Task What_is_known_since_or_in_no_edition_is_not_told()
    {
        Assert.That((await Ask("?sector=a")).TextContent, Does.Contain("No edition of the barometer has been published yet"));
        var edition = await Publish("One", BySector);
        var (before, rare) = (await Ask("?sector=a"), await Ask("?sector=rare"));
        Assert.That(edition.Published.Single().Rows.Single(row => row.Keys[0] == "rare").Counts, Is.Null, "it is masked");
        Assert.That(Lines(rare), Is.EqualTo(new[] { "rare: too few dossiers to be shown" }));

        await Import(File(("a", 30), ("rare", 12), ("new", 20)));

        Assert.That((await Ask("?sector=a")).OuterHtml, Is.EqualTo(before.OuterHtml));
        Assert.That((await Ask("?sector=rare")).OuterHtml, Is.EqualTo(rare.OuterHtml));
        foreach (var unpublished in new[] { "?sector=new", "?call=prce", "?funding-body=ANR", "?region=x&year=2023&collaborative=yes" })
        {
            var page = await Ask(unpublished);
            Assert.That(Lines(page), Is.Empty, unpublished);
            Assert.That(page.TextContent.Where(char.IsAsciiDigit), Is.Empty, unpublished);
        }
    }

    [Test]
    public async Task The_latest_edition_that_has_such_a_table_answers_and_crossed_rows_come_before_others()
    {
        await Publish("One", BySector, Crossed);
        await Import(File(("a", 13), ("b", 7), ("rare", 3)));
        clock.Advance(TimeSpan.FromDays(1));
        await Publish("Two", BySector);

        var rows = LikeYours.Of(await service.Get<EditionStore>().Published(CancellationToken.None), new Dictionary<string, IReadOnlyList<string>> { ["sector"] = ["rare", "a"], ["funding-body"] = ["ANR"] });

        Assert.That(rows.Select(row => $"{row.Edition.Number} {string.Join("/", row.Row.Keys)} {row.Row.Counts?.Expertised}"),
            Is.EqualTo(new[] { "1 a/ANR 9", "2 a 13", "1 rare/ANR ", "2 rare " }), "what is masked comes last");
    }

    [TestCase("?sector=%00")]
    [TestCase("?call=0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x")]
    public async Task What_cannot_be_a_value_is_refused(string query)
    {
        using var answer = await service.Send(Guid.CreateVersion7(), [Roles.Holder], HttpMethod.Get, $"/fragments/funding-outcome/like-yours{query}");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }
}
