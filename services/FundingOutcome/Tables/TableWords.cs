using System.Globalization;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;

namespace Labelling.FundingOutcome.Tables;

/// <summary>How a further table is told on its page and in its files.</summary>
public static class TableWords
{
    public static string Title(FurtherTable table, RatesQuestion question)
    {
        var title = question.By.Count == 0 ? table.Title() : string.Format(CultureInfo.CurrentCulture, Text.Tables_By, table.Title(), RateWords.NamesWithin(question.By));
        return table.Windowed
            ? string.Format(CultureInfo.CurrentCulture, Text.Tables_Of, title, Paris.Written(question.From), Paris.Written(question.To))
            : title;
    }

    /// <summary>Definition, population, window, date and filters, a sentence a line.</summary>
    public static IReadOnlyList<string> About(FurtherTable table, RatesQuestion question, FurtherRows rows, ValueWords words) => RateWords.About(
        [
            .. table.Definition(question),
            .. table.Windowed
                ? [string.Format(CultureInfo.CurrentCulture, Text.Tables_Registered, Paris.Written(question.From), Paris.Written(question.To))]
                : Array.Empty<string>(),
        ],
        question, rows.Additive || rows.Total is null, words);

    public static string Key(FurtherRows rows, TableRow row, ValueWords words) =>
        row.Keys.Count == 0 ? Text.Rates_Total : string.Join(" · ", rows.Heads.Zip(row.Keys, (head, key) => head.Value(key, words)));

    /// <summary>A figure with its unit; a dash where there is none.</summary>
    public static string Figure(Unit unit, decimal? figure) => figure is not { } value ? "–" : unit switch
    {
        Unit.Dossiers => value.ToString("N0", CultureInfo.CurrentCulture),
        Unit.Share or Unit.Low or Unit.High => RateWords.Percent((double)value),
        Unit.Days => value.ToString("#,0.#", CultureInfo.CurrentCulture),
        Unit.Euros => string.Format(CultureInfo.CurrentCulture, Text.Tables_Euros, value.ToString("N0", CultureInfo.CurrentCulture)),
        Unit.Times => value.ToString("N2", CultureInfo.CurrentCulture),
    };
}
