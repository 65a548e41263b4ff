namespace Labelling.FundingOutcome.Statistics;

/// <summary>The rates of a row; null where the denominator is 0.</summary>
/// <param name="LabelRate">Labelled / expertised.</param>
/// <param name="SuccessRate">Funded / expertised.</param>
/// <param name="Low">Lower end of the success rate's 95 % interval.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="Coverage">Known / labelled.</param>
/// <param name="FundingRate">Funded / known.</param>
public readonly record struct RateFigures(double? LabelRate, double? SuccessRate, double? Low, double? High, double? Coverage, double? FundingRate)
{
    public static RateFigures Of(Counts counts)
    {
        var interval = Wilson.Interval(counts.Funded, counts.Expertised);
        return new RateFigures(
            Share.Of(counts.Labelled, counts.Expertised),
            Share.Of(counts.Funded, counts.Expertised),
            interval?.Low,
            interval?.High,
            Share.Of(counts.Known, counts.Labelled),
            Share.Of(counts.Funded, counts.Known));
    }
}

/// <summary>A part of a whole.</summary>
public static class Share
{
    /// <summary>From 0 to 1; null where there is nothing to take a share of.</summary>
    public static double? Of(int part, int whole) => whole == 0 ? null : (double)part / whole;
}

/// <summary>The score interval of a share (Wilson 1927).</summary>
public static class Wilson
{
    /// <summary>z for 95 %: the 97.5th centile of the normal distribution.</summary>
    public const double Z = 1.959963984540054;

    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">0 or more.</param>
    /// <returns>Both ends, from 0 to 1; null for no trials.</returns>
    public static (double Low, double High)? Interval(int successes, int trials)
    {
        if (trials == 0)
            return null;

        var n = (double)trials;
        var p = successes / n;
        var centre = p + Z * Z / (2 * n);
        var margin = Z * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        var scale = 1 + Z * Z / n;
        // At the edges the formula gives exactly 0 and 1, which rounding would miss by a hair.
        return (successes == 0 ? 0 : (centre - margin) / scale, successes == trials ? 1 : (centre + margin) / scale);
    }
}
