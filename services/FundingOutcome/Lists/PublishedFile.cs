using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Labelling.FundingOutcome.History;
using Labelling.Hosting;

namespace Labelling.FundingOutcome.Lists;

/// <summary>A line as it stands in the file; the number is the file's own.</summary>
public sealed record FileLine(int Number, IReadOnlyList<string> Cells);

/// <summary>A file that a funding body published: a table with a header. CSV (UTF-8 or Latin-1; comma, semicolon or tab) or XLSX, of which the first sheet is read.</summary>
public sealed record PublishedFile(IReadOnlyList<string> Header, IReadOnlyList<FileLine> Lines, IReadOnlyList<BadLine> Bad)
{
    /// <summary>Largest file, in bytes.</summary>
    public const int LargestFile = 5 << 20;

    const int MostLines = 20_000, MostColumns = 60, LongestCell = 2000;

    /// <summary>A sheet has no row behind this one.</summary>
    const int LastRow = 1_048_576;

    static readonly Refusal
        Empty = new("list.empty", "The file has no lines: its first line must be the header, and results follow.", "Le fichier n'a pas de lignes\u202f: la première doit être l'en-tête, les résultats suivent."),
        TooLong = new("list.too-long", "The file has more than 20,000 lines. Send it in parts.", "Le fichier a plus de 20\u202f000 lignes. Envoyez-le en plusieurs parties."),
        TooWide = new("list.too-wide", "The file has more than 60 columns: is it the right one?", "Le fichier a plus de 60 colonnes\u202f: est-ce le bon\u202f?"),
        NoSheet = new("list.unreadable", "The file cannot be read as XLSX. Save it again as XLSX or as CSV.", "Le fichier n'est pas lisible comme XLSX. Enregistrez-le de nouveau en XLSX ou en CSV."),
        CutOff = new("list.cut-off", "The file ends inside a cell between quotation marks: it was cut off, or a quotation mark is missing.", "Le fichier s'arrête dans une cellule entre guillemets\u202f: il a été coupé, ou il manque un guillemet.");

    /// <returns>The file, or why nothing of it can be read.</returns>
    public static (PublishedFile? File, Refusal? WhyNot) Read(byte[] bytes) =>
        bytes is [(byte)'P', (byte)'K', ..] ? Xlsx(bytes) : Csv(bytes);

    static (PublishedFile?, Refusal?) Csv(byte[] bytes)
    {
        var text = Utf8.IsValid(bytes) ? bytes : Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(bytes));
        if (text is [0xEF, 0xBB, 0xBF, ..])
            text = text[3..];
        string? malformed = null;
        var separator = SeparatorOf(text);
        using var csv = CsvReader.Create(text, new CsvReaderOptions { Separator = separator, HasHeader = false, TrackLineNumbers = true, OnMalformedRecord = record => malformed = record.RawRecord });
        var lines = new List<FileLine>();
        var bad = new List<BadLine>();
        while (csv.Read())
        {
            var line = new FileLine((int)csv.LineNumber, [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
            if (malformed is not null)
            {
                var (field, cutOff) = HistoryFile.WrongQuote(malformed, separator);
                malformed = null;
                if (cutOff || lines.Count == 0)
                    return (null, CutOff);
                bad.Add(BadLine.WithQuote(line.Number, NameOf(lines[0].Cells, field)));
                continue;
            }
            lines.Add(line);
            if (lines.Count > MostLines + 1)
                return (null, TooLong);
        }
        return Of(lines, bad);
    }

    static char SeparatorOf(byte[] text)
    {
        var first = Encoding.UTF8.GetString(text, 0, Math.Min(text.Length, 4000)).Split('\n')[0];
        return new[] { ';', '\t', ',' }.MaxBy(separator => first.Count(letter => letter == separator));
    }

    static (PublishedFile?, Refusal?) Xlsx(byte[] bytes)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            // A small file can hold a great deal of zeros: what a part may unfold to has a bound.
            using var document = SpreadsheetDocument.Open(stream, false, new OpenSettings { MaxCharactersInPart = 40_000_000 });
            if (document.WorkbookPart is not { } workbook || workbook.Workbook.Sheets?.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>().FirstOrDefault()?.Id?.Value is not { } first
                || workbook.GetPartById(first) is not WorksheetPart sheet)
                return (null, NoSheet);
            var shared = workbook.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(item => item.InnerText).ToList() ?? [];
            var dates = DateStyles(workbook.WorkbookStylesPart?.Stylesheet);
            var lines = new List<FileLine>();
            var before = 0;
            foreach (var row in sheet.Worksheet.Descendants<Row>())
            {
                // A row that says the number of one before it, or a lower one, is numbered on: every line has a number of its own.
                before = Math.Max(before + 1, (int)Math.Min(row.RowIndex?.Value ?? 0, LastRow));
                var cells = new List<string>();
                foreach (var cell in row.Elements<Cell>())
                {
                    var column = cell.CellReference?.Value is { } place ? ColumnOf(place) : cells.Count;
                    if (column > MostColumns)
                        return (null, TooWide);
                    while (cells.Count < column)
                        cells.Add("");
                    cells.Add(TextOf(cell, shared, dates));
                }
                if (cells.TrueForAll(string.IsNullOrWhiteSpace))
                    continue;
                lines.Add(new FileLine(before, cells));
                if (lines.Count > MostLines + 1)
                    return (null, TooLong);
            }
            return Of(lines, []);
        }
        catch (Exception broken) when (broken is OpenXmlPackageException or System.Xml.XmlException or InvalidDataException or FormatException or ArgumentException or InvalidOperationException or OverflowException)
        {
            // What is wrong with an archive or its XML is said in many ways; the answer is one.
            return (null, NoSheet);
        }
    }

    static string TextOf(Cell cell, List<string> shared, HashSet<uint> dates)
    {
        if (cell.DataType?.Value is CellValues.SharedString)
            return int.TryParse(cell.CellValue?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < shared.Count ? shared[index] : "";
        if (cell.DataType?.Value is CellValues.InlineString)
            return cell.InlineString?.InnerText ?? "";
        var text = cell.CellValue?.Text ?? "";
        if (cell.DataType?.Value is not (null or CellValues.Number) || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return text;
        return cell.StyleIndex?.Value is { } style && dates.Contains(style) && number is > 0 and < 2_958_466
            ? DateOnly.FromDateTime(DateTime.FromOADate(number)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : ((decimal)Math.Round(number, 6)).ToString("0.######", CultureInfo.InvariantCulture);
    }

    /// <summary>In this format a day is a number that looks like one: by its style.</summary>
    static HashSet<uint> DateStyles(Stylesheet? styles)
    {
        var own = styles?.NumberingFormats?.Elements<NumberingFormat>().Where(format => format.FormatCode?.Value is { } code && code.Contains('y', StringComparison.OrdinalIgnoreCase))
            .Select(format => format.NumberFormatId!.Value).ToHashSet() ?? [];
        return styles?.CellFormats?.Elements<CellFormat>().Select((format, index) => (format, index))
            .Where(one => one.format.NumberFormatId?.Value is { } id && (id is >= 14 and <= 22 || own.Contains(id))).Select(one => (uint)one.index).ToHashSet() ?? [];
    }

    /// <summary>"C7" is column 2.</summary>
    static int ColumnOf(string place) => place.TakeWhile(char.IsAsciiLetterUpper).Aggregate(0, (column, letter) => Math.Min(column * 26 + (letter - 'A' + 1), 100_000)) - 1;

    static (PublishedFile?, Refusal?) Of(List<FileLine> lines, List<BadLine> bad)
    {
        if (lines.Count + bad.Count < 2 || lines.Count == 0)
            return (null, Empty);
        if (lines[0].Cells.Count > MostColumns)
            return (null, TooWide);
        var header = lines[0].Cells.Select(name => Cut(name.Trim(), 100)).ToList();
        var good = new List<FileLine>();
        foreach (var line in lines.Skip(1))
        {
            if (line.Cells.Skip(header.Count).Any(cell => !string.IsNullOrWhiteSpace(cell)))
                bad.Add(BadLine.TooWide(line.Number, NameOf(header, header.Count), line.Cells.Count, header.Count));
            else if (line.Cells.ToList().FindIndex(cell => cell.Length > LongestCell) is >= 0 and var longest)
                bad.Add(new BadLine(line.Number, NameOf(header, longest), "The cell has more than 2,000 characters.", "La cellule a plus de 2\u202f000 caractères."));
            else
                good.Add(line);
        }
        return (new PublishedFile(header, good, bad), null);
    }

    /// <summary>A column by its name, or by its place where it has none.</summary>
    public static string NameOf(IReadOnlyList<string> header, int column) =>
        column < header.Count && header[column].Length > 0 ? header[column] : (column + 1).ToString(CultureInfo.InvariantCulture);

    static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
