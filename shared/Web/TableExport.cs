using System.Globalization;
using System.Text;
using CsvHelper;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Web;

/// <summary>A list as a file: the columns of the page, all rows. No cell can become a formula in the program that opens it.</summary>
public static class TableExport
{
    /// <summary>A file of all rows.</summary>
    /// <param name="format">"csv" (UTF-8 with byte-order mark, comma) or "xlsx".</param>
    /// <param name="name">The file's name without ending.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="items">All rows that this reader may see.</param>
    /// <param name="about">What the table is of, a sentence a line: under the lines of a CSV file, on a sheet of its own in the other.</param>
    /// <exception cref="ArgumentException">Another format.</exception>
    public static FileContentHttpResult File<T>(
        string format, string name, IReadOnlyList<Column<T>> columns, IReadOnlyList<T> items, IReadOnlyList<string>? about = null) => format switch
        {
            "csv" => TypedResults.File(Csv(columns, items, about ?? []), "text/csv; charset=utf-8", $"{name}.csv"),
            "xlsx" => TypedResults.File(Xlsx(columns, items, about ?? []), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"{name}.xlsx"),
            _ => throw new ArgumentException($"\"{format}\" is no format of a table.", nameof(format)),
        };

    static byte[] Csv<T>(IReadOnlyList<Column<T>> columns, IReadOnlyList<T> items, IReadOnlyList<string> about)
    {
        using var bytes = new MemoryStream();
        using (var text = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions { Injection = CsvInjection.Escape }, leaveOpen: true))
        {
            foreach (var column in columns)
                csv.WriteField(column.Label);
            csv.EndRecord();
            foreach (var item in items)
            {
                foreach (var column in columns)
                    Write(csv, column.Value(item));
                csv.EndRecord();
            }
            foreach (var sentence in about.Count > 0 ? ["", .. about] : about)
            {
                // Every line has as many cells as the first, as RFC 4180 asks.
                csv.WriteField(sentence);
                for (var cell = 1; cell < columns.Count; cell++)
                    csv.WriteField("");
                csv.EndRecord();
            }
        }
        return bytes.ToArray();
    }

    /// <summary>A number is no formula, though it begins with a minus.</summary>
    static void Write(CsvWriter csv, object? value)
    {
        switch (value)
        {
            case int number:
                csv.WriteField(number, default, CultureInfo.InvariantCulture);
                break;
            case long number:
                csv.WriteField(number, default, CultureInfo.InvariantCulture);
                break;
            case decimal number:
                csv.WriteField(number, default, CultureInfo.InvariantCulture);
                break;
            case double number:
                csv.WriteField(number, default, CultureInfo.InvariantCulture);
                break;
            default:
                csv.WriteField(Plain(value));
                break;
        }
    }

    /// <summary>As programs read it: days and instants in ISO form, numbers with a point.</summary>
    static string Plain(object? value) => value switch
    {
        null => "",
        string text => text,
        bool yes => yes ? Text.Table_Yes : Text.Table_No,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    static byte[] Xlsx<T>(IReadOnlyList<Column<T>> columns, IReadOnlyList<T> items, IReadOnlyList<string> about)
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            var sheet = workbook.AddNewPart<WorksheetPart>();
            var rows = new SheetData();
            rows.Append(new Row(columns.Select(column => Typed(column.Label))));
            foreach (var item in items)
                rows.Append(new Row(columns.Select(column => Typed(column.Value(item)))));
            sheet.Worksheet = new Worksheet(rows);
            var sheets = new Sheets(new Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = "Labelling" });
            if (about.Count > 0)
            {
                var words = workbook.AddNewPart<WorksheetPart>();
                words.Worksheet = new Worksheet(new SheetData(about.Select(sentence => new Row(Typed(sentence)))));
                sheets.Append(new Sheet { Id = workbook.GetIdOfPart(words), SheetId = 2, Name = Text.Table_About });
            }
            workbook.Workbook = new Workbook(sheets);
        }
        return bytes.ToArray();
    }

    /// <summary>Text is text in this format, whatever it begins with.</summary>
    static Cell Typed(object? value) => value is int or long or decimal or double
        ? new Cell { DataType = CellValues.Number, CellValue = new CellValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)) }
        : new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(Clean(Plain(value))) { Space = SpaceProcessingModeValues.Preserve }) };

    /// <summary>Without the control characters that XML cannot hold; 32,767 characters are what a cell takes.</summary>
    static string Clean(string text)
    {
        var clean = new string([.. text.Where(letter => System.Xml.XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter))]);
        return clean.Length <= 32_767 ? clean : clean[..32_767];
    }
}
