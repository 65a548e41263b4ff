using System.Globalization;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>The success rates of a table as a drawing, with their intervals, and with what they are of written under it.</summary>
public static class RatesPicture
{
    public static byte[] Svg(ShownRates rates, string title, ValueWords words) =>
        Drawing.Svg(title, Rows(rates, words), RateWords.About(rates.Question, rates.Additive, words), most: 1);

    /// <summary>The bars alone, for a document that says the rest around them: one drawing for so many rows, since a drawing does not break well over pages.</summary>
    public static IEnumerable<string> Inline(ShownRates rates, ValueWords words, int rowsEach = 30) =>
        Rows(rates, words).Chunk(rowsEach).Select(rows => Drawing.Inline(rows, most: 1));

    static IReadOnlyList<DrawnRow> Rows(ShownRates rates, ValueWords words) =>
    [
        .. rates.Rows.Where(row => row.Figures?.SuccessRate is not null).Select(row => new DrawnRow(
            RateWords.Key(rates.Question.By, row.Keys, words),
            [
                new DrawnBar(
                    row.Figures!.Value.SuccessRate!.Value,
                    string.Format(CultureInfo.CurrentCulture, Text.Rates_PictureLabel, RateWords.Percent(row.Figures.Value.SuccessRate), row.Counts!.Value.Funded, row.Counts.Value.Expertised),
                    row.Figures.Value.Low, row.Figures.Value.High),
            ])),
    ];
}
