using System.Net;
using System.Text;
using Labelling.Contracts;
using Labelling.FundingOutcome.Editions;
using Labelling.FundingOutcome.History;
using Labelling.Ground;

namespace Labelling.FundingOutcome.Tests;

/// <summary>Editions of the barometer as PDF: by a real browser where there is one, read with Debian's programs; else by a program that stands for it.</summary>
public sealed class PrintedEditions
{
    readonly TestClock clock = new("2026-03-12T09:00:00Z");

    async Task<ServiceOverHttp> Published(string? printer)
    {
        var service = await ServiceOverHttp.Start(FundingOutcomeService.Service, clock, printer: printer);
        var lines = new[] { ("medtech", 9), ("biotech", 7), ("rare", 3) }.SelectMany(one => Enumerable.Range(0, one.Item2).Select(nth =>
            $"{one.Item1}-{nth},T,project,2023-01-{nth + 1:00},{one.Item1},2023-03-01,{(nth % 4 == 0 ? "refused,," : nth % 4 == 1 ? "labelled,," : nth % 4 == 2 ? "labelled,funded,2023-09-01" : "labelled,refused,2023-09-01")}\n"));
        using var file = new MemoryStream(Encoding.UTF8.GetBytes("reference,title,kind,registered_on,sectors,decided_on,decision,funding_result,result_on\n" + string.Concat(lines)));
        Assert.That((await service.Get<Import>().Run(file, false, Base.Office, CancellationToken.None)).Refused, Is.False);
        await service.Hear(Named(1, "Medical technology"));
        var edition = Edition.Start("Barometer 2023", "Baromètre 2023", new DateOnly(2025, 10, 1)) with
        {
            CommentEn = "A quiet year.",
            CommentFr = "Une année calme.",
            Tables = [new ChosenTable("sector", new DateOnly(2023, 1, 1), new DateOnly(2023, 12, 31))],
        };
        await service.Get<EditionStore>().Add(edition, Base.Office, CancellationToken.None);
        Assert.That(await service.Get<Barometer>().Publish(edition, Base.Office, CancellationToken.None), Is.EqualTo(Publishing.Done));
        return service;
    }

    static VocabularyChanged Named(long sequence, string english) => new(
        Guid.CreateVersion7(), Guid.Parse("00000000-0000-7000-8000-000000000009"), sequence, DateTimeOffset.UnixEpoch, "sector", "medtech", english, "Technologies médicales");

    static async Task<(HttpStatusCode Status, string? Type, byte[] Body)> Get(ServiceOverHttp service, string path, string language = "en")
    {
        using var answer = await service.Send(null, [], HttpMethod.Get, path, language: language);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsByteArrayAsync());
    }

    [Test]
    public async Task Anybody_reads_an_edition_as_a_PDF_that_reads_well_as_text_in_both_languages()
    {
        var chromium = Environment.GetEnvironmentVariable("LABELLING_TEST_CHROMIUM") is { Length: > 0 } given ? given : "/usr/bin/chromium";
        if (!File.Exists(chromium))
            Assert.Ignore($"There is no browser at {chromium}: LABELLING_TEST_CHROMIUM names another.");
        await using var service = await Published(chromium);
        var folder = Directory.CreateTempSubdirectory("labelling-barometer-").FullName;
        try
        {
            foreach (var (language, expected) in Expected)
            {
                var (status, type, pdf) = await Get(service, "/barometer/1.pdf", language);
                Assert.That((status, type), Is.EqualTo((HttpStatusCode.OK, "application/pdf")));
                await File.WriteAllBytesAsync(Path.Combine(folder, "edition.pdf"), pdf);
                var (_, text) = await Tool.Run(folder, "pdftotext", "-layout", "edition.pdf", "-");
                var said = string.Join(' ', text.Split((char[])[' ', '\n', '\f'], StringSplitOptions.RemoveEmptyEntries)).Replace('\u202f', ' ').Replace('\u00a0', ' ');
                foreach (var sentence in expected)
                    Assert.That(said, Does.Contain(sentence), language);
                Assert.That(said, Does.Not.Match(@"rare \d"), "masked");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static readonly (string Language, string[] Sentences)[] Expected =
    [
        ("en",
        [
            "Barometer 2023 Edition 1, as known on 1 October 2025, published on 12 March 2026", "A quiet year.",
            "Medical technology 22.2 % (2 of 9)", "Medical technology 9 6 2 2 66.7 % 22.2 % 6.3 to 54.7 % 66.7 % 50.0 %", "rare masked: too few dossiers",
            "Rows with fewer than five dossiers are masked, and others that would tell of them.",
        ]),
        ("fr",
        [
            "Baromètre 2023 Édition 1, telle que connue le 1er octobre 2025", "Une année calme.", "Technologies médicales 22,2 % (2 sur 9)", "9 6 2 2 66,7 % 22,2 % 6,3 à 54,7 % 66,7 % 50,0 %",
        ]),
    ];

    [Test]
    public async Task Without_a_browser_there_is_no_link_and_the_page_says_how_to_print()
    {
        await using var service = await Published(null);
        var page = Encoding.UTF8.GetString((await Get(service, "/barometer")).Body);
        Assert.That(page, Does.Not.Contain(".pdf").And.Contain("print it from your browser"));
        Assert.That((await Get(service, "/barometer/1.pdf")).Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await Get(service, "/barometer/2.pdf")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task However_many_ask_an_edition_is_printed_once_a_language_until_it_would_read_otherwise()
    {
        using var browser = new StandIn();
        await using var service = await Published(browser.Path);
        Assert.That(Encoding.UTF8.GetString((await Get(service, "/barometer")).Body), Does.Contain("href=\"/barometer/1.pdf\""));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(nth => Get(service, "/barometer/1.pdf", nth % 2 == 0 ? "en" : "fr")));
        Assert.That(answers.Select(answer => answer.Status), Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That(answers.Select(answer => Convert.ToHexString(answer.Body)).Distinct().Count(), Is.EqualTo(2));
        Assert.That(browser.Printed, Is.EqualTo(2));

        await service.Hear(Named(2, "Medical devices"));
        var (_, _, again) = await Get(service, "/barometer/1.pdf");
        Assert.That((Encoding.UTF8.GetString(again).Contains("Medical devices", StringComparison.Ordinal), browser.Printed), Is.EqualTo((true, 3)));

        browser.Break();
        await service.Hear(Named(3, "Devices"));
        Assert.That((await Get(service, "/barometer/1.pdf")).Status, Is.EqualTo(HttpStatusCode.Conflict));
        browser.Mend();
        Assert.That((await Get(service, "/barometer/1.pdf")).Status, Is.EqualTo(HttpStatusCode.OK), "what failed is not kept");
    }

    /// <summary>Takes a browser's arguments, gives the page itself for a PDF, and notes each time.</summary>
    sealed class StandIn : IDisposable
    {
        readonly string folder = Directory.CreateTempSubdirectory("labelling-browser-").FullName;

        public StandIn()
        {
            File.WriteAllText(Path, $$"""
                #!/bin/sh
                test -e "{{folder}}/broken" && exit 1
                for argument in "$@"; do
                    case "$argument" in --print-to-pdf=*) pdf="${argument#--print-to-pdf=}";; file://*) page="${argument#file://}";; esac
                done
                echo x >> "{{folder}}/printed"
                cp "$page" "$pdf"
                """.ReplaceLineEndings("\n"));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }

        public string Path => System.IO.Path.Combine(folder, "browser");

        public int Printed => File.ReadAllLines(System.IO.Path.Combine(folder, "printed")).Length;

        public void Break() => File.WriteAllText(System.IO.Path.Combine(folder, "broken"), "");

        public void Mend() => File.Delete(System.IO.Path.Combine(folder, "broken"));

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}
