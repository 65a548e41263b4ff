namespace Labelling.ExpertReview.Reviews;

/// <summary>A review's total, for the model of severity: who gave how much to what.</summary>
public sealed record TotalGiven(Guid DossierId, Guid ExpertId, double Total);

/// <summary>A dossier's score without its experts' habits. Low, High: 95 % interval; null where no dossier has two reviews, so that nothing is known of chance.</summary>
public sealed record AdjustedScore(double Score, double? Low, double? High);

/// <summary>
/// How severe or lenient each expert habitually is, over all their reviews, and what dossiers are worth without it.
/// </summary>
/// <remarks>
/// The model: total = worth of the dossier + severity of the expert + chance. Worths are fixed, severities are drawn from one normal
/// distribution with mean 0 (C. R. Henderson, "Best linear unbiased estimation and prediction under a selection model", Biometrics 31,
/// 1975): an expert with few reviews is moved little. How much severities vary beside chance is estimated by restricted maximum
/// likelihood (H. D. Patterson and R. Thompson, "Recovery of inter-block information when block sizes are unequal", Biometrika 58,
/// 1971), and taken for nothing where the likelihood ratio, on the boundary half a chi-square (S. G. Self and K.-Y. Liang, JASA 82,
/// 1987), stays below <see cref="Evidence"/>: then, as for experts with fewer than <see cref="FewestReviews"/> reviews, nothing is
/// removed, and the score is the plain mean.
/// </remarks>
public sealed class Severity
{
    /// <summary>Reviews an expert needs before anything is said of their severity.</summary>
    public const int FewestReviews = 3;

    /// <summary>The likelihood ratio from which on severities are believed: 5 % of sets without any reach it.</summary>
    public const double Evidence = 2.706;

    /// <summary>For 95 % of a normal distribution.</summary>
    const double Z = 1.959963984540054;

    readonly IReadOnlyDictionary<Guid, int> places;
    readonly double[] severities;

    // Variance of what is not known of the severities, in units of chance; null where none is removed.
    readonly double[][]? unknown;
    readonly double? chance;

    Severity(IReadOnlyDictionary<Guid, int> places, double[] severities, double[][]? unknown, double? chance) =>
        (this.places, this.severities, this.unknown, this.chance) = (places, severities, unknown, chance);

    /// <summary>What is removed from this expert's totals: above 0 for a lenient one.</summary>
    public double Of(Guid expertId) => places.TryGetValue(expertId, out var place) ? severities[place] : 0;

    /// <summary>Null for no review.</summary>
    public AdjustedScore? Adjust(IReadOnlyList<(Guid ExpertId, double Total)> reviews)
    {
        if (reviews.Count == 0)
            return null;
        var score = reviews.Average(review => review.Total - Of(review.ExpertId));
        if (chance is not { } variance)
            return new(score, null, null);
        var spread = 1.0 / reviews.Count;
        if (unknown is not null)
        {
            var known = reviews.Where(review => places.ContainsKey(review.ExpertId)).Select(review => places[review.ExpertId]).ToList();
            spread += known.Sum(one => known.Sum(other => unknown[one][other])) / reviews.Count / reviews.Count;
        }
        var half = Z * Math.Sqrt(variance * spread);
        return new(score, score - half, score + half);
    }

    /// <summary>Fits the model to all totals there are.</summary>
    public static Severity Fit(IReadOnlyList<TotalGiven> totals)
    {
        var dossiers = totals.GroupBy(total => total.DossierId).ToList();
        var places = totals.CountBy(total => total.ExpertId).Where(one => one.Value >= FewestReviews).Select(one => one.Key).Order()
            .Select((expert, place) => (expert, place)).ToDictionary(pair => pair.expert, pair => pair.place);
        var freedom = totals.Count - dossiers.Count;
        // Each dossier's totals around their mean: what is left is experts and chance.
        var sum = 0.0;
        var between = new double[places.Count];
        var crossed = Enumerable.Range(0, places.Count).Select(_ => new double[places.Count]).ToArray();
        foreach (var dossier in dossiers)
        {
            var mean = dossier.Average(total => total.Total);
            var here = dossier.Select(total => places.TryGetValue(total.ExpertId, out var place) ? place : -1).ToList();
            var count = (double)here.Count;
            foreach (var (total, place) in dossier.Zip(here))
            {
                sum += (total.Total - mean) * (total.Total - mean);
                if (place < 0)
                    continue;
                between[place] += total.Total - mean;
                crossed[place][place] += 1;
                foreach (var other in here.Where(other => other >= 0))
                    crossed[place][other] -= 1 / count;
            }
        }
        if (freedom <= 0 || sum <= 0)
            return new(places, new double[places.Count], null, freedom <= 0 ? null : 0);
        var best = places.Count == 0 ? 0 : Ratio(sum, between, crossed, freedom);
        if (best == 0 || MinusTwiceLikelihood(0, sum, between, crossed, freedom) - MinusTwiceLikelihood(best, sum, between, crossed, freedom) < Evidence)
            return new(places, new double[places.Count], null, sum / freedom);
        var root = Root(best, crossed)!;
        var severities = Solve(root, between).Select(one => best * one).ToArray();
        var unknown = Enumerable.Range(0, places.Count).Select(place =>
        {
            var unit = new double[places.Count];
            unit[place] = best;
            return Solve(root, unit);
        }).ToArray();
        return new(places, severities, unknown, (sum - between.Zip(severities, (one, severity) => one * severity).Sum()) / freedom);
    }

    /// <summary>The variance of severities over that of chance at which the totals are likeliest: a grid of its logarithm, then golden section.</summary>
    static double Ratio(double sum, double[] between, double[][] crossed, int freedom)
    {
        double At(double logarithm) => MinusTwiceLikelihood(Math.Exp(logarithm), sum, between, crossed, freedom);
        var start = Enumerable.Range(-16, 29).Select(step => step / 2.0).MinBy(At);
        var (low, high) = (start - 0.5, start + 0.5);
        var golden = (Math.Sqrt(5) - 1) / 2;
        for (var step = 0; step < 30; step++)
        {
            var (left, right) = (high - golden * (high - low), low + golden * (high - low));
            if (At(left) < At(right))
                high = right;
            else
                low = left;
        }
        var ratio = Math.Exp((low + high) / 2);
        return MinusTwiceLikelihood(ratio, sum, between, crossed, freedom) < MinusTwiceLikelihood(0, sum, between, crossed, freedom) ? ratio : 0;
    }

    static double MinusTwiceLikelihood(double ratio, double sum, double[] between, double[][] crossed, int freedom)
    {
        if (ratio == 0)
            return freedom * Math.Log(sum);
        if (Root(ratio, crossed) is not { } root)
            return double.PositiveInfinity;
        var explained = ratio * between.Zip(Solve(root, between), (one, solved) => one * solved).Sum();
        return explained >= sum ? double.PositiveInfinity : freedom * Math.Log(sum - explained) + 2 * root.Select((row, place) => Math.Log(row[place])).Sum();
    }

    /// <summary>Cholesky's root of 1 + ratio * crossed; null where there is none for rounding.</summary>
    static double[][]? Root(double ratio, double[][] crossed)
    {
        var root = new double[crossed.Length][];
        for (var row = 0; row < crossed.Length; row++)
        {
            root[row] = new double[row + 1];
            for (var column = 0; column <= row; column++)
            {
                var value = ratio * crossed[row][column] + (row == column ? 1 : 0);
                for (var before = 0; before < column; before++)
                    value -= root[row][before] * root[column][before];
                if (row == column && value <= 0)
                    return null;
                root[row][column] = row == column ? Math.Sqrt(value) : value / root[column][column];
            }
        }
        return root;
    }

    static double[] Solve(double[][] root, double[] right)
    {
        var solved = (double[])right.Clone();
        for (var row = 0; row < solved.Length; row++)
        {
            for (var before = 0; before < row; before++)
                solved[row] -= root[row][before] * solved[before];
            solved[row] /= root[row][row];
        }
        for (var row = solved.Length - 1; row >= 0; row--)
        {
            for (var after = row + 1; after < solved.Length; after++)
                solved[row] -= root[after][row] * solved[after];
            solved[row] /= root[row][row];
        }
        return solved;
    }
}
