namespace Labelling.FundingOutcome.Statistics;

/// <summary>A table of rates as it is shown: of a published one some rows are masked.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Rows">In their order.</param>
/// <param name="Total">Each dossier once.</param>
public sealed record ShownRates(RatesQuestion Question, IReadOnlyList<ShownRow> Rows, ShownRow Total)
{
    public bool Additive => !Question.By.Any(breakdown => breakdown.ManyValues);

    public static ShownRates Of(RatesTable table) => new(
        table.Question, [.. table.Rows.Select(row => new ShownRow(row.Keys, row.Counts))], new ShownRow([], table.Total));
}

/// <param name="Keys">The value of each breakdown; none in the total.</param>
/// <param name="Counts">Null: masked.</param>
public sealed record ShownRow(IReadOnlyList<string> Keys, Counts? Counts)
{
    public RateFigures? Figures => Counts is { } counts ? RateFigures.Of(counts) : null;
}
