using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.History;
using Labelling.FundingOutcome.Lists;
using Labelling.FundingOutcome.Statistics;
using Labelling.FundingOutcome.Tables;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>What of a published file can be read, and what is said of the rest.</summary>
public sealed class PublishedFiles
{
    static readonly DateOnly Today = new(2026, 3, 12);

    [SetUp]
    public void InEnglish() => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");

    static PublishedFile Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    static PublishedFile Read(byte[] bytes)
    {
        var (file, whyNot) = PublishedFile.Read(bytes);
        Assert.That(whyNot, Is.Null);
        return file!;
    }

    static (IReadOnlyList<ListLine> Good, IReadOnlyList<BadLine> Bad) Lines(PublishedFile file)
    {
        var bad = file.Bad.ToList();
        var columns = ListColumns.Recognise(file.Header);
        return ([.. file.Lines.Select(line => columns.Read(file.Header, line, Today, bad)).OfType<ListLine>()], bad);
    }

    [TestCase("Titre du projet;N° SIREN;Résultat;Montant accordé;Date de décision\nLumière;732 829 320;Lauréat;250 000,50 €;12/03/2026\n")]
    [TestCase("title,siren,result,amount granted,decided on\nLumière,732829320,funded,250000.50,2026-03-12\n")]
    [TestCase("\ufeffTITRE\tSIRET\tStatut\tAide\tDate\nLumière\t73282932000074\tretenue\t250000,5\t12.03.2026\n")]
    public void Columns_and_values_are_read_as_funding_bodies_write_them(string text)
    {
        var (good, bad) = Lines(Read(text));
        Assert.That(bad, Is.Empty);
        Assert.That(good, Is.EqualTo(new[] { new ListLine(2, "Lumière", "732829320", FundingResult.Funded, 250_000.50m, null, Today) }));
    }

    [Test]
    public void A_list_in_the_old_encoding_is_read_too() =>
        Assert.That(Lines(Read(Encoding.Latin1.GetBytes("intitulé;siren\nLumière;\n"))).Good.Single().Title, Is.EqualTo("Lumière"));

    [Test]
    public void Without_a_column_of_results_all_were_chosen_and_a_refused_one_is_granted_nothing()
    {
        Assert.That(Lines(Read("titre\nA\n")).Good.Single().Result, Is.EqualTo(FundingResult.Funded));
        Assert.That(Lines(Read("titre;résultat;montant\nA;non retenu;10\nB;liste complémentaire;\n")).Good.Select(line => (line.Result, line.GrantedEur)),
            Is.EqualTo(new[] { (FundingResult.Refused, (decimal?)null), (FundingResult.ReserveList, null) }));
    }

    [Test]
    public void Bad_lines_are_named_by_line_column_and_reason()
    {
        var (good, bad) = Lines(Read(
            """
            titre;SIREN;résultat;montant;date
            ;732829320;retenu;;
            Clé fausse;732829321;retenu;;
            Mot inconnu;;peut-être;;
            Trop d'argent;;retenu;beaucoup;
            Demain;;retenu;;13/03/2026
            Jamais;;retenu;;31/02/2026
            Trop large;;retenu;;;reste
            Bon;;retenu;;
            """));
        Assert.That(good.Select(line => line.Title), Is.EqualTo(new[] { "Bon" }));
        Assert.That(bad.OrderBy(line => line.Line).Select(line => $"{line.Line} {line.Column}: {line.ReasonEn.Split(' ')[0]} {line.ReasonEn.Split(' ')[1]}"), Is.EqualTo(new[]
        {
            "2 titre: The title", "3 SIREN: This is", "4 résultat: The result", "5 montant: This is", "6 date: The day", "7 date: This is", "8 6: The line",
        }));
    }

    [TestCase("titre\n", "list.empty")]
    [TestCase("", "list.empty")]
    [TestCase("titre;siren\n\"jamais fermé;1\n", "list.cut-off")]
    public void A_file_of_which_nothing_can_be_read_says_why(string text, string code) =>
        Assert.That(PublishedFile.Read(Encoding.UTF8.GetBytes(text)).WhyNot!.Code, Is.EqualTo(code));

    [Test]
    public void What_only_calls_itself_a_workbook_is_refused() =>
        Assert.That(PublishedFile.Read("PK\u0003\u0004 no archive at all"u8.ToArray()).WhyNot!.Code, Is.EqualTo("list.unreadable"));

    /// <summary>As an office program writes it: shared texts, numbers, days that are styled numbers, an empty cell left out.</summary>
    public static byte[] Workbook(params (string Title, string? Siren, decimal? Amount, DateOnly? Day)[] lines)
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            var texts = new List<string> { "Intitulé du projet", "SIREN", "Montant", "Date" };
            var sheet = workbook.AddNewPart<WorksheetPart>();
            var rows = new SheetData(new Row("ABCD".Select((letter, place) => Shared($"{letter}1", place))) { RowIndex = 1 });
            foreach (var (line, index) in lines.Select((line, index) => (line, index)))
            {
                // A gap: the second line of the sheet is empty.
                var number = (uint)index + 3;
                texts.Add(line.Title);
                var row = new Row(Shared($"A{number}", texts.Count - 1)) { RowIndex = number };
                if (line.Siren is not null)
                    row.Append(new Cell { CellReference = $"B{number}", CellValue = new CellValue(line.Siren) });
                if (line.Amount is { } amount)
                    row.Append(new Cell { CellReference = $"C{number}", DataType = CellValues.Number, CellValue = new CellValue(amount.ToString(CultureInfo.InvariantCulture)) });
                if (line.Day is { } day)
                    row.Append(new Cell { CellReference = $"D{number}", StyleIndex = 1, CellValue = new CellValue(day.ToDateTime(TimeOnly.MinValue).ToOADate().ToString(CultureInfo.InvariantCulture)) });
                rows.Append(row);
            }
            sheet.Worksheet = new Worksheet(rows);
            workbook.AddNewPart<SharedStringTablePart>().SharedStringTable = new SharedStringTable(texts.Select(text => new SharedStringItem(new Text(text))));
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = new Stylesheet(new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14 }));
            workbook.Workbook = new Workbook(new Sheets(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = "Lauréats" }));
        }
        return bytes.ToArray();

        static Cell Shared(string place, int index) => new() { CellReference = place, DataType = CellValues.SharedString, CellValue = new CellValue(index.ToString(CultureInfo.InvariantCulture)) };
    }

    [Test]
    public void A_workbook_says_the_same_as_a_text()
    {
        var (good, bad) = Lines(Read(Workbook(("Lumière", "732829320", 250_000.5m, new DateOnly(2026, 3, 1)), ("Sans rien", null, null, null))));
        Assert.That(bad, Is.Empty);
        Assert.That(good, Is.EqualTo(new[]
        {
            new ListLine(3, "Lumière", "732829320", FundingResult.Funded, 250_000.5m, null, new DateOnly(2026, 3, 1)),
            new ListLine(4, "Sans rien", null, FundingResult.Funded, null, null, null),
        }));
    }

    [Test]
    public void Two_rows_that_bear_one_number_are_two_lines()
    {
        using var bytes = new MemoryStream();
        bytes.Write(Workbook(("Lumière", null, null, null), ("Lampe", null, null, null), ("Lueur", null, null, null)));
        using (var document = SpreadsheetDocument.Open(bytes, true))
        {
            var sheet = document.WorkbookPart!.WorksheetParts.Single().Worksheet;
            foreach (var (row, number) in sheet.Descendants<Row>().Zip<Row, uint>([1, 3, 3, 2]))
                row.RowIndex = number;
            sheet.Save();
        }

        Assert.That(Read(bytes.ToArray()).Lines.Select(line => line.Number), Is.EqualTo(new[] { 3, 4, 5 }));
    }

    [TestCase(1, true, true, 1.0)]
    [TestCase(0.7, true, true, 0.82)]
    [TestCase(0, true, true, 0.4)]
    [TestCase(1, true, false, 0.6)]
    [TestCase(1, false, false, 0.9)]
    public void A_score_weighs_siren_and_title(double titles, bool known, bool same, double score) =>
        Assert.That(ListMatch.Score(titles, known ? "732829320" : null, same ? "732829320" : "552100554"), Is.EqualTo(score).Within(1e-9));

    [Test]
    public void Another_siren_is_never_sure_and_neither_is_what_has_a_second_near_it()
    {
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Assert.That(ListMatch.IsSure([new(one, 0.6)]), Is.False);
        Assert.That(ListMatch.IsSure([new(one, 0.85)]));
        Assert.That(ListMatch.IsSure([new(one, 0.9), new(other, 0.85)]), Is.False);
        Assert.That(ListMatch.IsSure([new(one, 0.95), new(other, 0.85)]));
        Assert.That(ListMatch.IsSure([]), Is.False);
    }
}

/// <summary>Lists against dossiers: what is sure is recorded, the rest waits, nothing twice, undone as a whole.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class PublishedLists(Dialect dialect) : WithProgrammes(dialect)
{
    readonly Actor office = new(Guid.CreateVersion7(), Roles.Office, "test");

    ListStore Lists => known.Test.Get<ListStore>();

    async Task<Live> Dossier(string reference, string title, string? siren, bool labelled = true, Guid? holder = null)
    {
        var dossier = new Live(known, reference) { Holder = holder ?? Guid.CreateVersion7() };
        var submission = dossier.Submission();
        await known.Test.Hear(submission with { Title = title, Lead = submission.Lead with { Siren = siren } });
        await known.Test.Hear(labelled ? dossier.Label() : dossier.Refusal());
        return dossier;
    }

    async Task<(Guid Id, bool New)> Send(string text, string body = "ANR")
    {
        var (file, _) = PublishedFile.Read(Encoding.UTF8.GetBytes(text));
        var sent = await Lists.Add(file!, "laureats.csv", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text))), body, null, office, CancellationToken.None);
        if (sent.New)
            Assert.That(await Lists.Match((await Lists.Find(sent.Id, CancellationToken.None))!, ListColumns.Recognise(file!.Header), office.PersonId!.Value, office, CancellationToken.None));
        return sent;
    }

    async Task<string[]> Standings(Guid list) => [.. (await Lists.Lines(list, CancellationToken.None)).Select(line => $"{line.Line.Number} {line.Standing}")];

    async Task<string> Applications(Live dossier) => string.Join(", ", (await known.Test.Get<ApplicationStore>().ApplicationsOf(dossier.Id, CancellationToken.None))
        .Select(one => $"{one.FundingBody} {one.Known.Result} {one.Known.AmountGrantedEur?.ToString("0.##", CultureInfo.InvariantCulture)} {one.Known.HowKnown} r{one.Revision}"));

    const string Siren = "732829320", OtherSiren = "552100554";

    const string File =
        $"""
        titre;siren;montant;date
        Lumière pour les cœurs fragiles;{Siren};250000;2026-03-01
        Une lampe contre la rétine sèche;{OtherSiren};100000;2026-03-01
        Capteurs souples de glycémie;;50000;2026-03-01
        Tout autre chose que personne ne connaît;;1;2026-03-01
        """;

    [Test]
    public async Task What_is_sure_is_recorded_and_counts_what_is_doubtful_waits()
    {
        var sure = await Dossier("2026-0001", "Lumiere pour les coeurs fragiles", Siren);
        var doubtful = await Dossier("2026-0002", "Rétine sèche", OtherSiren);
        var refused = await Dossier("2026-0003", "Capteurs souples de glycémie", null, labelled: false);
        var undecided = new Live(known, "2026-0004");
        await known.Test.Hear(undecided.Submission() with { Title = "Tout autre chose que personne ne connaît" });
        Assert.That(await known.Total(), Is.EqualTo("3 2 0 2"));

        var (list, _) = await Send(File);
        Assert.That(await Standings(list), Is.EqualTo(new[] { "2 Taken", "3 Doubtful", "4 Taken", "5 NotFound" }));
        Assert.That(await Applications(sure), Is.EqualTo("ANR Funded 250000 ImportedFromBody r2"));
        Assert.That(await Applications(refused), Is.EqualTo("ANR Funded 50000 ImportedFromBody r2"), "funded though refused here");
        Assert.That(await known.Total(), Is.EqualTo("3 2 1 1"));

        var found = (await Lists.Find(list, CancellationToken.None))!;
        Assert.That(await Lists.Decide(found, 3, doubtful.Id, office, CancellationToken.None), Is.EqualTo(LineDecided.Yes));
        Assert.That(await Lists.Decide(found, 3, doubtful.Id, office, CancellationToken.None), Is.EqualTo(LineDecided.NotWaiting));
        Assert.That(await known.Total(), Is.EqualTo("3 2 2 0"));
        Assert.That(await known.Count("AuditLine where Action like 'funding-list.%'"), Is.EqualTo(3));
    }

    [Test]
    public async Task Nothing_is_recorded_twice()
    {
        var sure = await Dossier("2026-0001", "Lumière pour les cœurs fragiles", Siren);
        var (list, _) = await Send(File);
        var facts = await known.Count("Fact");
        Assert.That(await Send(File), Is.EqualTo((list, false)), "the same file again");
        // The same result in another file, with another line beside it.
        var (another, _) = await Send(File + "\nEncore une ligne sans rapport;;;\n");
        Assert.That((await Standings(another))[0], Is.EqualTo("2 Known"));
        Assert.That(await Applications(sure), Is.EqualTo("ANR Funded 250000 ImportedFromBody r2"));
        Assert.That(await known.Count("Fact"), Is.EqualTo(facts));

        var sent = await Task.WhenAll(Add(), Add(), Add());
        Assert.That((sent.Select(one => one.Id).Distinct().Count(), sent.Count(one => one.New)), Is.EqualTo((1, 1)));
        Task<(Guid Id, bool New)> Add() => Lists.Add(PublishedFile.Read("titre\nA\n"u8.ToArray()).File!, "a.csv", new string('a', 64), "ANR", null, office, CancellationToken.None);
    }

    [Test]
    public async Task A_list_is_undone_as_a_whole_and_the_figures_are_what_they_were()
    {
        var filed = await Dossier("2026-0001", "Lumière pour les cœurs fragiles", Siren);
        var declared = await Dossier("2026-0002", "Capteurs souples de glycémie", null);
        var touched = await Dossier("2026-0003", "Une lampe contre la rétine sèche", OtherSiren);
        await declared.Apply("ANR", result: FundingResult.ReserveList);
        // Refused elsewhere: an application that is taken back must not make it pending.
        await filed.Apply("Bpifrance", result: FundingResult.Refused);
        known.Clock.Advance(TimeSpan.FromDays(1));
        var (before, bodies) = (await known.Total(), await known.Rows("funding-body"));
        var figures = known.Test.Get<FurtherFigures>();
        async Task<string> Won(DateOnly? asOf = null) => string.Join(' ', (await figures.Answer(
            SinceCreation.WithOthers, new RatesQuestion([], DateOnly.MinValue, DateOnly.MaxValue, asOf), CancellationToken.None)).Total!.Values);
        Assert.That(await Won(), Is.EqualTo("3 0 2"));

        var undated = File.Replace(";2026-03-01", ";", StringComparison.Ordinal);
        var (list, _) = await Send(undated);
        Assert.That(await Standings(list), Is.EqualTo(new[] { "2 Taken", "3 Taken", "4 Taken", "5 NotFound" }));
        Assert.That((await known.Total(), await Won()), Is.EqualTo(("3 3 3 0", "3 3 0")));
        known.Clock.Advance(TimeSpan.FromDays(1));
        var application = (await known.Test.Get<ApplicationStore>().ApplicationsOf(touched.Id, CancellationToken.None)).Single();
        var (other, told) = application.Record(application.Known with { AmountGrantedEur = 90_000, HowKnown = HowKnown.CheckedByOffice }, known.Clock.GetUtcNow())!.Value;
        await known.Test.Get<ApplicationStore>().Record(application, other, told, office, CancellationToken.None);

        var found = (await Lists.Find(list, CancellationToken.None))!;
        Assert.That(await Lists.Undo(found, found.Revision - 1, office, CancellationToken.None), Is.False, "an old page");
        Assert.That(await Lists.Undo(found, found.Revision, office, CancellationToken.None));
        Assert.That(await Lists.Undo(found, found.Revision + 1, office, CancellationToken.None), Is.False, "once");
        Assert.That(await Standings(list), Is.EqualTo(new[] { "2 Undone", "3 Kept", "4 Undone", "5 NotFound" }));
        Assert.That(await Applications(filed), Is.EqualTo("Bpifrance Refused  CheckedByOffice r2"));
        Assert.That(await Applications(declared), Is.EqualTo("ANR ReserveList  CheckedByOffice r4"));
        Assert.That(await Applications(touched), Is.EqualTo("ANR Funded 90000 CheckedByOffice r3"));

        // What was changed since stays; without it, everything counts as before.
        Assert.That((before, await known.Total()), Is.EqualTo(("3 3 0 2", "3 3 1 1")));
        Assert.That((await Won(), await Won(new DateOnly(2026, 3, 12)), await Won(new DateOnly(2026, 3, 13))), Is.EqualTo(("3 1 1", "3 0 2", "3 3 0")), "the further tables too, and what was known between stays known");
        Assert.That(await known.Rows("funding-body", asOf: "2026-03-12"), Is.EqualTo(bodies), "as known on a day before, nothing moved");
        Assert.That((await known.Rows("funding-body")).Single(row => row.StartsWith("Bpifrance", StringComparison.Ordinal)), Is.EqualTo(bodies.Single(row => row.StartsWith("Bpifrance", StringComparison.Ordinal))));
        Assert.That(await known.Count("AuditLine where Action = 'funding-application.taken-back'"), Is.EqualTo(1));

        Assert.That((await Send(undated)).New, "undone, it can be sent again");
        Assert.That(await known.Total(), Is.EqualTo("3 3 3 0"));
    }

    [Test]
    public async Task A_line_that_contradicts_a_known_result_waits_until_somebody_says_which_is_right()
    {
        var otherwise = await Dossier("2026-0001", "Lumière pour les cœurs fragiles", Siren);
        await otherwise.Apply("ANR", result: FundingResult.Refused);
        var (list, _) = await Send(File.Replace(";2026-03-01", ";", StringComparison.Ordinal));
        Assert.That((await Standings(list))[0], Is.EqualTo("2 Doubtful"));
        Assert.That(await Applications(otherwise), Is.EqualTo("ANR Refused  CheckedByOffice r2"));

        var found = (await Lists.Find(list, CancellationToken.None))!;
        Assert.That(await Lists.Decide(found, 2, otherwise.Id, office, CancellationToken.None), Is.EqualTo(LineDecided.Yes));
        Assert.That(await Applications(otherwise), Is.EqualTo("ANR Funded 250000 ImportedFromBody r3"));
    }

    [Test]
    public async Task What_another_source_says_otherwise_what_two_lines_mean_and_what_one_holds_waits_or_is_left()
    {
        var otherwise = await Dossier("2026-0001", "Lumière pour les cœurs fragiles", Siren);
        await otherwise.Apply("ANR", result: FundingResult.Refused);
        var twice = await Dossier("2026-0002", "Capteurs souples de glycémie", null);
        await Dossier("2026-0003", "Une lampe contre la rétine sèche", OtherSiren, holder: office.PersonId);
        var (list, _) = await Send(File + "\nCapteurs souples de glycémie;;70000;2026-03-02\n");
        Assert.That(await Standings(list), Is.EqualTo(new[] { "2 Doubtful", "3 NotFound", "4 Doubtful", "5 NotFound", "6 Doubtful" }));
        Assert.That(await Applications(otherwise), Is.EqualTo("ANR Refused  CheckedByOffice r2"));

        var found = (await Lists.Find(list, CancellationToken.None))!;
        Assert.That(await Lists.Decide(found, 4, twice.Id, office, CancellationToken.None), Is.EqualTo(LineDecided.Yes));
        Assert.That(await Lists.Decide(found, 6, twice.Id, office, CancellationToken.None), Is.EqualTo(LineDecided.DossierTaken));
        Assert.That(await Lists.Decide(found, 6, null, office, CancellationToken.None), Is.EqualTo(LineDecided.Yes));
        // The list says 1 March, the application was filed on the 12th.
        Assert.That(await Lists.Decide(found, 2, otherwise.Id, office, CancellationToken.None), Is.EqualTo(LineDecided.Impossible));
        Assert.That(await Standings(list), Is.EqualTo(new[] { "2 Doubtful", "3 NotFound", "4 Taken", "5 NotFound", "6 Dismissed" }));
    }

    [Test]
    public async Task Two_who_decide_at_once_record_once()
    {
        var doubtful = await Dossier("2026-0002", "Rétine sèche", OtherSiren);
        var (list, _) = await Send(File);
        var found = (await Lists.Find(list, CancellationToken.None))!;
        var decided = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Lists.Decide(found, 3, doubtful.Id, office, CancellationToken.None)));
        Assert.That(decided.Count(one => one is LineDecided.Yes), Is.EqualTo(1));
        Assert.That(await Applications(doubtful), Is.EqualTo("ANR Funded 100000 ImportedFromBody r2"));
    }
}
