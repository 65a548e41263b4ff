using System.Globalization;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>A table of rates as shares of a whole: of dossiers, each once, or of affiliations, a dossier as often as it stands in rows.</summary>
/// <param name="Rates">The table; none of it is masked.</param>
/// <param name="OfAffiliations">What the whole is of.</param>
public sealed record RatesShares(ShownRates Rates, bool OfAffiliations)
{
    /// <summary>The denominators.</summary>
    public Counts Whole { get; } = OfAffiliations
        ? Rates.Rows.Aggregate(default(Counts), (sum, row) => row.Counts is { } counts
            ? new Counts(sum.Expertised + counts.Expertised, sum.Labelled + counts.Labelled, sum.Funded + counts.Funded, sum.Pending + counts.Pending)
            : sum)
        : Rates.Total.Counts!.Value;

    /// <summary>Affiliations add up, whatever the breakdown.</summary>
    public bool Additive => OfAffiliations || Rates.Additive;

    public string Title => OfAffiliations ? Text.Rates_ViewAffiliations : Text.Rates_ViewDossiers;

    /// <summary>The heading of a column, with its denominator.</summary>
    public string Of(string denominator, int count) =>
        string.Format(CultureInfo.CurrentCulture, denominator, RateWords.Number(count), OfAffiliations ? Text.Rates_Affiliations : Text.Rates_Dossiers);
}

/// <summary>The same table of several windows, beside each other.</summary>
/// <param name="Tables">One a window, the earliest first.</param>
public sealed record RatesWindows(IReadOnlyList<RatesTable> Tables)
{
    /// <summary>Every row that a window has, in ordinal order.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows =>
        [.. Tables.SelectMany(table => table.Rows).Select(row => row.Keys).DistinctBy(keys => string.Join('\n', keys)).OrderBy(keys => string.Join('\n', keys), StringComparer.Ordinal)];

    /// <summary>What a window counts in a row, or in all where the row has no keys; null: nothing.</summary>
    public static Counts? CountsOf(RatesTable window, IReadOnlyList<string> keys) =>
        keys.Count == 0 ? window.Total : window.Rows.FirstOrDefault(row => row.Keys.SequenceEqual(keys))?.Counts;

    /// <summary>From one window to the next, in points of the success rate; null where one of them counts nothing.</summary>
    public static double? Change(Counts? before, Counts? after) => before is { Expertised: > 0 } was && after is { Expertised: > 0 } now
        ? (RateFigures.Of(now).SuccessRate!.Value - RateFigures.Of(was).SuccessRate!.Value) * 100
        : null;

    public static string Years(RatesTable window) => $"{window.Question.From.Year}–{window.Question.To.Year}";
}
