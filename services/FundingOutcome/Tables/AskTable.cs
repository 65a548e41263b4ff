using System.Globalization;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Labelling.FundingOutcome.Tables;

/// <summary>A dossier behind a figure, as far as the reader sees it.</summary>
/// <param name="Dossier">The dossier.</param>
/// <param name="Figure">What the figure is of it alone.</param>
/// <param name="Beside">The dossiers because of which it counts as it does.</param>
public sealed record DossierListed(NamedDossier Dossier, decimal Figure, IReadOnlyList<NamedDossier> Beside);

/// <summary>What a table lacks that it is for.</summary>
/// <param name="Said">Why, in a sentence.</param>
/// <param name="Elsewhere">The address of the same question over the years that have it; null: none has.</param>
/// <param name="Window">That question.</param>
public sealed record TableLack(string Said, string? Elsewhere, RatesQuestion? Window);

/// <summary>A further table as a page whose address is the question, with its files.</summary>
public static class AskTable
{
    public static async Task<Results<RazorComponentResult<TablePage>, FileContentHttpResult, NotFoundProblem>> Page(
        string name, TableQuery query, FurtherFigures figures, Rates rates, ValueNames names, TimeProvider clock, CancellationToken stop)
    {
        if (FurtherTables.Named(name) is not { } table)
            return Problems.NotFound();
        var today = Paris.Day(clock.GetUtcNow());
        var asked = Asked(table, query, today);
        var (question, errors) = Read(table, query, today);
        var words = await names.Read(stop);
        var choices = await rates.Choices(stop);
        if (question is null)
            return Pages.Show<TablePage>(new { Table = table, Query = query, Asked = asked, Choices = choices, Words = words, Errors = AskRates.Mistakes(errors) }, 400);

        var rows = await figures.Answer(table, question, stop);
        var title = TableWords.Title(table, question);
        var about = TableWords.About(table, question, rows, words);
        switch (query.Of("format"))
        {
            case "csv" or "xlsx":
                return File(query.Of("format")!, name, rows, about, words);
            case "svg" when rows.Columns.Any(column => column.Charted):
                return TypedResults.File(Picture(title, rows, about, words), "image/svg+xml; charset=utf-8", $"{name}.svg");
        }

        return Pages.Show<TablePage>(new
        {
            Table = table,
            Query = query,
            Asked = asked,
            Choices = choices,
            Words = words,
            Question = question,
            Rows = rows,
            Heading = title,
            About = about,
            Lack = await Lacked(table, question, rows, figures, stop),
        });
    }

    /// <summary>What is said where the column has no figure that the table is for, with the years of registration that have one.</summary>
    static async Task<TableLack?> Lacked(FurtherTable table, RatesQuestion question, FurtherRows rows, FurtherFigures figures, CancellationToken stop)
    {
        if (table.Lacking is not var (column, said) || Has(rows, rows.Total!))
            return null;
        var year = Breakdown.Named("year")!;
        var everything = await figures.Answer(table, question with { By = [year], From = DateOnly.MinValue, To = DateOnly.MaxValue }, stop);
        var years = everything.Rows.Where(row => Has(everything, row)).Select(row => int.Parse(row.Keys[0], CultureInfo.InvariantCulture)).ToList();
        if (years.Count == 0)
            return new TableLack(said(), null, null);
        var window = question with { From = new DateOnly(years.Min(), 1, 1), To = new DateOnly(years.Max(), 12, 31) };
        return new TableLack(said(), QueryHelpers.AddQueryString(table.Address, Asking(table, window)), window);

        bool Has(FurtherRows among, TableRow row) => among.Opened(column) is { } place && among.Columns[place].Counts(row.Values[place]);
    }

    /// <summary>The dossiers behind a figure. Which of them a reader sees is decided where dossiers are kept.</summary>
    public static async Task<Results<RazorComponentResult<TableDossiersPage>, SeeOther, NotFoundProblem>> Dossiers(
        string name, TableQuery query, FurtherFigures figures, CountedStore store, ValueNames names, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (FurtherTables.Named(name) is not { } table)
            return Problems.NotFound();
        if (Read(table, query, Paris.Day(clock.GetUtcNow())).Question is not { } question)
            return Pages.SeeOther(table.Address);
        var rows = await figures.Answer(table, question, stop);
        string[] keys = query.All.TryGetValue("row", out var typed) ? [.. typed.OfType<string>()] : [];
        if (rows.Opened(query.Of("column")) is not { } place || rows.Line(keys) is not { } row)
            return Problems.NotFound();
        var behind = await figures.Behind(table, question, keys, place, stop);
        var page = behind.Skip(query.Skip).Take(TableQuery.PageSize).ToDictionary(dossier => dossier.Id);
        var seen = (await store.Seen([.. page.Values.SelectMany(dossier => dossier.Beside.Append(dossier.Id)).Distinct()], caller, stop)).ToDictionary(dossier => dossier.Id);
        var words = await names.Read(stop);
        return Pages.Show<TableDossiersPage>(new
        {
            Query = query,
            Table = table,
            Heading = $"{TableWords.Title(table, question)} · {TableWords.Key(rows, row, words)} · {rows.Columns[place].Label()}",
            About = TableWords.About(table, question, rows, words),
            Column = rows.Columns[place],
            Counted = behind.Count,
            Seen = seen.Values.Where(dossier => page.ContainsKey(dossier.Id)).Select(dossier => new DossierListed(
                dossier, page[dossier.Id].Figure, [.. page[dossier.Id].Beside.Select(beside => seen.GetValueOrDefault(beside)).OfType<NamedDossier>()])).ToList(),
        });
    }

    /// <summary>The address of the dossiers of a figure; null where it does not open.</summary>
    public static string? DossiersOf(FurtherTable table, RatesQuestion question, TableRow row, TableColumn column, decimal? figure) =>
        column.Counts(figure)
            ? QueryHelpers.AddQueryString($"{table.Address}/dossiers",
                [
                    .. Asking(table, question),
                    .. row.Keys.Select(key => KeyValuePair.Create("row", (string?)key)),
                    KeyValuePair.Create("column", (string?)column.Key),
                ])
            : null;

    /// <summary>A question as it stands in the table's address.</summary>
    static IEnumerable<KeyValuePair<string, string?>> Asking(FurtherTable table, RatesQuestion question) =>
    [
        .. question.By.Select(by => KeyValuePair.Create("by", (string?)by.Name)),
        .. AskRates.Window(question).Where(part => table.Windowed || part.Key is not ("from" or "to")),
    ];

    static (RatesQuestion? Question, IReadOnlyList<QuestionError> Errors) Read(FurtherTable table, TableQuery query, DateOnly today)
    {
        var by = Asked(table, query, today)("by");
        var most = table.ByBreakdown ? 1 : 0;
        return table.Windowed
            ? AskRates.Read(query, by, today, 0, most, table.Breakdowns)
            : RatesQuestionText.Read(by, null, null, query.Of("asOf"), FiltersOf(query), 0, most, windowed: false, table.Breakdowns);
    }

    /// <summary>What a field of the form says: as typed, else the last three whole years by the table's usual breakdown.</summary>
    static Func<string, string?> Asked(FurtherTable table, TableQuery query, DateOnly today) => field =>
        query.All.Count > 0 ? query.Of(field) : field == "by" ? table.UsuallyBy : AskRates.Default(field, today);

    internal static IEnumerable<(string By, string Value)> FiltersOf(TableQuery query) =>
        Breakdown.All.Select(breakdown => (breakdown.Name, query.Of(breakdown.Name) ?? ""));

    static FileContentHttpResult File(string format, string name, FurtherRows rows, IReadOnlyList<string> about, ValueWords words)
    {
        // A table of one line has nothing that names it but that it is of everything.
        var heads = rows.Heads.Count > 0
            ? rows.Heads.Select((head, nth) => new Column<TableRow>(head.Key, head.Label(), row =>
                row.Keys.Count == 0 ? nth == 0 ? Text.Rates_Total : null : head.Value(row.Keys[nth], words)))
            : [new Column<TableRow>("rows", Text.Tables_Rows, _ => Text.Rates_Total)];
        return TableExport.File(format, name,
            [
                .. heads,
                .. rows.Columns.Select((column, nth) => new Column<TableRow>(column.Key, column.Label(), row => row.Values[nth] is { } value ? Math.Round(value, 6) : null)),
            ],
            [.. rows.Rows, .. rows.Total is { } total ? [total] : Array.Empty<TableRow>()], about);
    }

    static byte[] Picture(string title, FurtherRows rows, IReadOnlyList<string> about, ValueWords words)
    {
        var charted = rows.Columns.Select((column, nth) => (column, nth)).Where(one => one.column.Charted).ToList();
        var lines = rows.Rows.Count > 0 || rows.Total is null ? rows.Rows : [rows.Total];
        return Drawing.Svg(title,
            [.. lines.Select(row => new DrawnRow(TableWords.Key(rows, row, words),
                [.. charted.Where(one => row.Values[one.nth] is not null).Select(one => Bar(rows, row, one.nth, named: charted.Count > 1))]))],
            about);
    }

    static DrawnBar Bar(FurtherRows rows, TableRow row, int nth, bool named)
    {
        var column = rows.Columns[nth];
        var figure = TableWords.Figure(column.Unit, row.Values[nth]);
        var label = named ? string.Format(CultureInfo.CurrentCulture, Text.Tables_NamedFigure, column.Label(), figure) : figure;
        return nth + 2 < rows.Columns.Count && rows.Columns[nth + 1].Unit is Unit.Low && row.Values[nth + 1] is { } low && row.Values[nth + 2] is { } high
            ? new DrawnBar((double)row.Values[nth]!.Value, label, (double)low, (double)high)
            : new DrawnBar((double)row.Values[nth]!.Value, label);
    }
}
