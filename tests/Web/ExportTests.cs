using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace Labelling.Web.Tests;

/// <summary>Lists as files: no cell becomes a formula in the program that opens it.</summary>
public class ExportTests
{
    sealed record Line(string Title, int Number);

    static readonly IReadOnlyList<Column<Line>> Columns = [new("title", "Title", line => line.Title), new("number", "Number", line => line.Number)];

    static readonly string[] Formulas = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1+1", "=HYPERLINK(\"http://elsewhere.example\",\"click\")"];

    [TestCaseSource(nameof(Formulas))]
    public void A_formula_typed_in_a_dossier_is_text_in_the_CSV_file(string typed)
    {
        var file = Encoding.UTF8.GetString(Bytes("csv", new Line(typed, 7)));
        var cell = file.Split("\r\n")[1];
        // In quotes or not, the first thing a spreadsheet meets is the apostrophe that makes it text.
        Assert.That(cell.TrimStart('"'), Does.StartWith("'"), cell);
    }

    [TestCaseSource(nameof(Formulas))]
    public async Task A_formula_typed_in_a_dossier_is_text_in_the_XLSX_file(string typed)
    {
        var sheet = await Sheet(new Line(typed, 7));
        XNamespace main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        Assert.Multiple(() =>
        {
            Assert.That(sheet.Descendants(main + "f"), Is.Empty, "formulas");
            var cell = sheet.Descendants(main + "row").ElementAt(1).Elements(main + "c").First();
            Assert.That(cell.Attribute("t")!.Value, Is.EqualTo("inlineStr"));
            Assert.That(cell.Value, Is.EqualTo(typed));
        });
    }

    [Test]
    public void What_is_no_formula_is_exported_as_it_is()
    {
        var file = Encoding.UTF8.GetString(Bytes("csv", new Line("Rétine, sous lumière", 7)));
        Assert.That(file, Does.StartWith("\ufeffTitle,Number\r\n").And.Contain("\"Rétine, sous lumière\",7"));
    }

    [TestCase(-50)]
    [TestCase(-50L)]
    [TestCase(-50.5)]
    public void A_number_below_zero_is_a_number(object number)
    {
        var file = Encoding.UTF8.GetString(TableExport.File<object>("csv", "list", [new("change", "Change", value => value), new("exact", "Exact", value => Convert.ToDecimal(value))], [number]).FileContents.Span);
        var written = FormattableString.Invariant($"{number}");
        Assert.That(file.Split("\r\n")[1], Is.EqualTo($"{written},{written}"));
    }

    [Test]
    public void What_a_table_is_of_stands_under_its_lines_in_the_CSV_file()
    {
        var file = Encoding.UTF8.GetString(TableExport.File("csv", "list", Columns, [new Line("One", 1)], ["As known today.", "Rows, not to be added up."]).FileContents.Span);
        Assert.That(file.TrimStart('\ufeff').Split("\r\n"), Is.EqualTo(new[] { "Title,Number", "One,1", ",", "As known today.,", "\"Rows, not to be added up.\",", "" }));
    }

    static byte[] Bytes(string format, params Line[] lines) => TableExport.File(format, "list", Columns, lines).FileContents.ToArray();

    static async Task<XDocument> Sheet(params Line[] lines)
    {
        using var archive = new ZipArchive(new MemoryStream(Bytes("xlsx", lines)));
        await using var content = archive.Entries.Single(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).Open();
        return await XDocument.LoadAsync(content, LoadOptions.None, CancellationToken.None);
    }
}
