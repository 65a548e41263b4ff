using System.Text;
using Labelling.FundingOutcome.History;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>Every rule that makes a line, or a file, bad; with the line and the column it is reported for.</summary>
public sealed class BadLines
{
    const string Header =
        "reference,title,kind,registered_on,lead_organisation,lead_siren,lead_type,collaborative,sectors,therapeutic_areas,technology_axes,"
        + "funding_body,call,interview_on,decided_on,decision,label_number,funding_result,result_on,amount_requested,amount_granted,duplicate_of\n";

    const string Good = "A,Title,project,2022-01-10,Org,732829320,sme,yes,medtech|e-health,oncology,imaging,ANR,PRCE,2022-02-01,2022-03-20,labelled,L-1,funded,2022-09-30,1000,500.50,";

    static readonly string[] Columns = Header.TrimEnd().Split(',');

    /// <summary>The good line with other cells, by column.</summary>
    static string With(params (string Column, string Cell)[] changes)
    {
        var cells = Good.Split(',');
        foreach (var (column, cell) in changes)
            cells[Array.IndexOf(Columns, column)] = cell;
        return string.Join(',', cells);
    }

    [Test]
    public async Task The_line_that_all_cases_change_is_good()
    {
        await using var known = await Base.Create();
        var report = await known.ImportGood(Header + Good + "\n");
        Assert.That((report.Lines, report.Imported), Is.EqualTo((1, 1)));
    }

    static readonly TestCaseData[] Cells =
    [
        new TestCaseData("reference", "").SetArgDisplayNames("no reference"),
        new TestCaseData("reference", "   ").SetArgDisplayNames("a blank reference"),
        new TestCaseData("title", "").SetArgDisplayNames("no title"),
        new TestCaseData("kind", "").SetArgDisplayNames("no kind"),
        new TestCaseData("registered_on", "").SetArgDisplayNames("no day of registration"),
        new TestCaseData("reference", new string('x', 51)).SetArgDisplayNames("too long a reference"),
        new TestCaseData("title", new string('x', 501)).SetArgDisplayNames("too long a title"),
        new TestCaseData("title", "a\0b").SetArgDisplayNames("a NUL in the title"),
        new TestCaseData("title", "5\" screen").SetArgDisplayNames("a stray quotation mark"),
        new TestCaseData("title", "\"quoted\" and more").SetArgDisplayNames("text after a closing quotation mark"),
        new TestCaseData("kind", "Project").SetArgDisplayNames("another word for the kind"),
        new TestCaseData("registered_on", "10/01/2022").SetArgDisplayNames("a date of another form"),
        new TestCaseData("registered_on", "2022-1-10").SetArgDisplayNames("a date without its zeros"),
        new TestCaseData("registered_on", "2022-02-30").SetArgDisplayNames("a day that does not exist"),
        new TestCaseData("registered_on", "0001-01-01").SetArgDisplayNames("the year 1"),
        new TestCaseData("registered_on", "9999-12-31").SetArgDisplayNames("the year 9999"),
        new TestCaseData("lead_siren", "732829321").SetArgDisplayNames("a wrong check digit"),
        new TestCaseData("lead_siren", "73282932").SetArgDisplayNames("eight digits of a SIREN"),
        new TestCaseData("lead_siren", "732 829 320").SetArgDisplayNames("a SIREN with spaces"),
        new TestCaseData("lead_type", "sme|academic").SetArgDisplayNames("two types of organisation"),
        new TestCaseData("collaborative", "true").SetArgDisplayNames("another word for yes"),
        new TestCaseData("sectors", "medtech||e-health").SetArgDisplayNames("an empty value in a list"),
        new TestCaseData("therapeutic_areas", new string('x', 101)).SetArgDisplayNames("too long a value"),
        new TestCaseData("technology_axes", string.Join('|', Enumerable.Range(0, 51))).SetArgDisplayNames("too many values"),
        new TestCaseData("funding_body", "ANR|Region").SetArgDisplayNames("two bodies"),
        new TestCaseData("interview_on", "soon").SetArgDisplayNames("no date of interview"),
        new TestCaseData("decided_on", "2021-02-29").SetArgDisplayNames("29 February of another year"),
        new TestCaseData("decided_on", "2022-01-09").SetArgDisplayNames("decided before registered"),
        new TestCaseData("decision", "accepted").SetArgDisplayNames("an unknown decision"),
        new TestCaseData("funding_result", "granted").SetArgDisplayNames("an unknown result"),
        new TestCaseData("result_on", "2022-03-19").SetArgDisplayNames("result before decision"),
        new TestCaseData("result_on", "2022-13-01").SetArgDisplayNames("a month 13"),
        new TestCaseData("amount_requested", "-1").SetArgDisplayNames("a negative amount requested"),
        new TestCaseData("amount_granted", "-0.01").SetArgDisplayNames("a negative amount granted"),
        new TestCaseData("amount_requested", "1 000").SetArgDisplayNames("an amount with a space"),
        new TestCaseData("amount_requested", "1e6").SetArgDisplayNames("an amount with an exponent"),
        new TestCaseData("amount_requested", "12345678901234").SetArgDisplayNames("an amount that no column holds"),
        new TestCaseData("amount_granted", "1.234").SetArgDisplayNames("three decimals"),
        new TestCaseData("duplicate_of", "A").SetArgDisplayNames("a duplicate of itself"),
        new TestCaseData("duplicate_of", "Z").SetArgDisplayNames("a duplicate of nothing known"),
    ];

    [TestCaseSource(nameof(Cells))]
    public async Task A_bad_cell_is_named_by_its_line_and_column(string column, string cell)
    {
        await using var known = await Base.Create();
        var report = await known.Import(Header + With(("reference", "B")) + "\n" + With((column, cell)) + "\n");

        Assert.That(report.Bad.Select(bad => (bad.Line, bad.Column)), Is.EqualTo(new[] { (3, column) }));
        Assert.That(report.Bad[0].ReasonEn, Is.Not.Empty.And.Not.EqualTo(report.Bad[0].ReasonFr));
        Assert.That((report.Refused, report.Imported, await known.Count("Dossier")), Is.EqualTo((true, 0, 0)));
    }

    [Test]
    public async Task A_result_before_the_registration_is_out_of_order_where_the_day_of_decision_is_missing()
    {
        await using var known = await Base.Create();
        var report = await known.Import(Header + With(("decided_on", ""), ("result_on", "2022-01-09")));
        Assert.That(report.Bad.Select(bad => (bad.Line, bad.Column)), Is.EqualTo(new[] { (2, "result_on") }));
    }

    [Test]
    public async Task Every_bad_cell_of_every_line_is_reported_in_the_order_of_the_file()
    {
        await using var known = await Base.Create();
        var report = await known.Import(Header
            + With(("title", ""), ("lead_siren", "1"), ("amount_granted", "-5")) + "\n"
            + With(("reference", "B")) + "\n"
            + With(("reference", "C"), ("kind", "x")) + "\n");
        Assert.That(report.Bad.Select(bad => (bad.Line, bad.Column)), Is.EqualTo(new[]
        {
            (2, "title"), (2, "lead_siren"), (2, "amount_granted"), (4, "kind"),
        }));
    }

    [Test]
    public async Task A_reference_that_comes_again_with_other_content_spoils_all_its_lines()
    {
        await using var known = await Base.Create();
        var report = await known.Import(Header + Good + "\n" + With(("reference", "B")) + "\n" + With(("title", "Other")) + "\n", skipBadLines: true);
        Assert.That(report.Bad.Select(bad => (bad.Line, bad.Column)), Is.EqualTo(new[] { (2, "reference"), (4, "reference") }));
        Assert.That((report.Refused, report.Imported, await known.Count("Dossier")), Is.EqualTo((false, 1, 1)));
    }

    [Test]
    public async Task A_reference_that_comes_again_with_the_same_content_is_fine()
    {
        await using var known = await Base.Create();
        // The same content: values in another order, blanks around, an amount with its decimals.
        var report = await known.ImportGood(Header + Good + "\n" + With(("sectors", "e-health|medtech|medtech"), ("title", " Title "), ("amount_requested", "1000.00")) + "\n");
        Assert.That((report.Lines, report.Imported, report.Unchanged, await known.Count("Dossier")), Is.EqualTo((2, 1, 1, 1)));
    }

    [Test]
    public async Task More_cells_than_the_header_are_bad_at_the_place_of_the_first_one_and_fewer_are_empty()
    {
        await using var known = await Base.Create();
        var report = await known.Import("reference,title,kind,registered_on,call\nA,T,project,2022-01-10\nB,T,project,2022-01-10,C,D,E\n", skipBadLines: true);
        Assert.That(report.Bad.Select(bad => (bad.Line, bad.Column)), Is.EqualTo(new[] { (3, "6") }));
        Assert.That(report.Imported, Is.EqualTo(1));
    }

    [Test]
    public async Task The_reference_of_a_dossier_deposited_here_is_bad_but_may_be_named_as_the_original()
    {
        await using var known = await Base.Create();
        await known.Test.Hear(new Live(known, "2026-0001").Submission());
        var report = await known.Import(Header + With(("reference", "2026-0001")) + "\n" + With(("duplicate_of", "2026-0001")) + "\n", skipBadLines: true);
        Assert.That(report.Bad.Select(bad => (bad.Line, bad.Column)), Is.EqualTo(new[] { (2, "reference") }));
        Assert.That(report.Imported, Is.EqualTo(1));
    }

    [Test]
    public async Task The_original_may_stand_further_down_or_have_been_imported_before()
    {
        await using var known = await Base.Create();
        await known.ImportGood(Header + With(("reference", "Old")) + "\n");
        await known.ImportGood(Header + With(("duplicate_of", "B")) + "\n" + With(("reference", "B"), ("duplicate_of", "Old")) + "\n");
    }

    [Test]
    public async Task A_line_left_out_takes_with_it_those_that_name_it_as_their_original()
    {
        await using var known = await Base.Create();
        var report = await known.Import(Header
            + With(("reference", "A"), ("duplicate_of", "B")) + "\n"
            + With(("reference", "B"), ("duplicate_of", "C")) + "\n"
            + With(("reference", "C"), ("kind", "x")) + "\n"
            + With(("reference", "D")) + "\n", skipBadLines: true);
        Assert.That(report.Bad.Select(bad => (bad.Line, bad.Column)), Is.EqualTo(new[] { (2, "duplicate_of"), (3, "duplicate_of"), (4, "kind") }));
        Assert.That(report.Imported, Is.EqualTo(1));
    }

    [Test]
    public async Task A_line_is_where_it_begins_however_many_lines_its_cells_and_those_before_span()
    {
        await using var known = await Base.Create();
        var report = await known.Import(Header + "\n" + With(("title", "\"Two\nlines, and \"\"more\"\"\"")) + "\r\n\r\n" + With(("reference", "B"), ("kind", "x")) + "\r\n");
        Assert.That(report.Bad.Select(bad => (bad.Line, bad.Column)), Is.EqualTo(new[] { (6, "kind") }));
    }

    [Test]
    public async Task With_bad_lines_skipped_the_rest_is_imported_and_counted()
    {
        await using var known = await Base.Create();
        await known.ImportGood(Header + Good + "\n" + With(("reference", "B")) + "\n");
        var report = await known.Import(
            Header + With(("title", "Changed")) + "\n" + With(("reference", "B")) + "\n" + With(("reference", "C")) + "\n" + With(("reference", "D"), ("kind", "x"), ("title", "")) + "\n",
            skipBadLines: true);
        Assert.That(
            (report.Refused, report.Lines, report.Imported, report.Changed, report.Unchanged, report.Bad.Count),
            Is.EqualTo((false, 4, 1, 1, 1, 2)));
    }

    static readonly TestCaseData[] Files =
    [
        new TestCaseData("", "history.header").SetArgDisplayNames("an empty file"),
        new TestCaseData("\n\n", "history.header").SetArgDisplayNames("empty lines"),
        new TestCaseData("reference,title,kind,registered_on,colour\n", "history.header").SetArgDisplayNames("an unknown column"),
        new TestCaseData("reference,title,kind,registered_on,title\n", "history.header").SetArgDisplayNames("a doubled column"),
        new TestCaseData("reference,title,kind\nA,T,project\n", "history.header").SetArgDisplayNames("a required column missing"),
        new TestCaseData("reference,title,kind,registered_on,\n", "history.header").SetArgDisplayNames("a column without a name"),
        new TestCaseData("Reference,title,kind,registered_on\n", "history.header").SetArgDisplayNames("a column in capitals"),
        new TestCaseData("reference;title,kind;registered_on\n", "history.header").SetArgDisplayNames("two separators"),
        new TestCaseData("A,T,project,2022-01-10\n", "history.header").SetArgDisplayNames("no header"),
        new TestCaseData("reference,title,kind,registered_on\nA,\"T,project,2022-01-10\nB,T,project,2022-01-10\n", "history.cut-off").SetArgDisplayNames("a quoted cell without an end"),
        new TestCaseData("reference,title,kind,registered_on\nA,\"T\"\"", "history.cut-off").SetArgDisplayNames("an end after a doubled quotation mark"),
        new TestCaseData("reference,title,kind,registered_on\nA\"B,\"T,project,2022-01-10\nB,T,project,2022-01-10\n", "history.cut-off").SetArgDisplayNames("a stray quotation mark before the quoted cell without an end"),
        new TestCaseData("reference,title,kind,\"registered_on\nA,T,project,2022-01-10\n", "history.cut-off").SetArgDisplayNames("a header without an end"),
    ];

    [TestCaseSource(nameof(Files))]
    public async Task A_file_that_cannot_be_read_is_refused_whole(string file, string code)
    {
        await using var known = await Base.Create();
        var report = await known.Import(file, skipBadLines: true);
        Assert.That((report.Refused, report.Unreadable?.Code, await known.Count("Dossier"), await known.Count("AuditLine")), Is.EqualTo((true, code, 0, 0)));
        Assert.That(report.Unreadable!.English, Is.Not.EqualTo(report.Unreadable.French));
    }

    [TestCase("Windows-1252")]
    [TestCase("UTF-16")]
    [TestCase("UTF-16BE")]
    [TestCase("UTF-32")]
    public async Task A_file_that_is_not_utf_8_is_refused_whole(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var other = Encoding.GetEncoding(encoding);
        await using var known = await Base.Create();
        using var file = new MemoryStream([.. other.GetPreamble(), .. other.GetBytes(Header + With(("title", "Thérapie génique")) + "\n")]);
        var report = await new Import(known.Database).Run(file, true, Base.Office, CancellationToken.None);
        Assert.That((report.Refused, report.Unreadable?.Code), Is.EqualTo((true, "history.not-utf8")));
    }

    [TestCase(",", "\n", "")]
    [TestCase(",", "\r\n", "\uFEFF")]
    [TestCase(";", "\n", "\uFEFF")]
    [TestCase(";", "\r\n", "")]
    public async Task Comma_or_semicolon_any_line_end_and_a_byte_order_mark_are_all_the_same(string separator, string lineEnd, string mark)
    {
        await using var known = await Base.Create();
        var file = mark + (Header + With(("title", "\"a comma and semicolon, inside\"")) + "\n").Replace(",", separator).Replace("\n", lineEnd);
        await known.ImportGood(file);
        Assert.That(await known.Rows("sector,funding-body"), Is.EqualTo(new[] { "e-health / ANR 1 1 1 0", "medtech / ANR 1 1 1 0", "(total) 1 1 1 0" }));
    }

    [Test]
    public async Task The_order_of_the_columns_is_free_and_says_nothing()
    {
        await using var known = await Base.Create();
        await known.ImportGood("reference,title,kind,registered_on,decision\nA,T,project,2022-01-10,refused\n");
        var report = await known.ImportGood("decision,kind,registered_on,title,reference,call\nrefused,project,2022-01-10,T,A,\n");
        Assert.That((report.Changed, report.Unchanged), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task Values_of_no_vocabulary_are_added_and_listed_once()
    {
        await using var known = await Base.Create();
        await known.Test.Hear(new Contracts.VocabularyChanged(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, DateTimeOffset.UnixEpoch, "sector", "medtech", "Medtech", "Medtech"));
        var report = await known.ImportGood(Header + Good + "\n" + With(("reference", "B")) + "\n");
        Assert.That(report.NewValues, Is.EqualTo(new[]
        {
            new NewValue("organisation-type", "sme"), new NewValue("sector", "e-health"), new NewValue("technology-axis", "imaging"), new NewValue("therapeutic-area", "oncology"),
        }));
        Assert.That((await known.ImportGood(Header + With(("reference", "C")) + "\n")).NewValues, Is.Empty);
    }

    [Test]
    public async Task A_hundred_thousand_lines_are_read_judged_and_written_in_one_go()
    {
        await using var known = await Base.Create();
        var file = new StringBuilder(Header);
        // A chain of duplicates that hangs on a bad line: judged in one pass, not one pass for each.
        for (var line = 0; line < 20_000; line++)
            file.Append(With(("reference", $"R{line}"), ("duplicate_of", $"R{line + 1}"))).Append('\n');
        for (var line = 20_001; line < 100_000; line++)
            file.Append(With(("reference", $"R{line}"))).Append('\n');

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var report = await known.Import(file.ToString(), skipBadLines: true);
        TestContext.Out.WriteLine($"{report.Lines} lines in {watch.ElapsedMilliseconds} ms");

        Assert.That((report.Lines, report.Imported, report.Bad.Count), Is.EqualTo((99_999, 79_999, 20_000)));
    }
}
