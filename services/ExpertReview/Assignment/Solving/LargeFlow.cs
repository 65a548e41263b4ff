namespace Labelling.ExpertReview.Assignment.Solving;

/// <summary>
/// The best total where there are millions of pairs: prices by an auction first (Bertsekas 1988), then the exact flow over the pairs that
/// look good at these prices, then every pair left out is checked against the exact prices; those that could still be of use are added, and
/// the flow goes on. None left: proven.
/// </summary>
public static class LargeFlow
{
    /// <summary>Pairs looked at for each dossier to begin with.</summary>
    const int Promising = 24;

    /// <summary>Null: it cannot be done. For problems without rules about profiles and without pairs set.</summary>
    public static AssignmentSolution? Solve(AssignmentProblem problem)
    {
        if (problem.Needed.Sum() > problem.Load.Sum(load => (long)load))
            return null;
        var unit = ScoreUnit.Of(problem);
        var prices = Auction.Prices(problem, unit);
        var pairs = new int[problem.Dossiers][];
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
            pairs[dossier] = Best(problem, unit, prices, dossier, Math.Max(Promising, 4 * problem.Needed[dossier]));
        while (true)
        {
            var flow = new PlaceFlow(problem, unit, pairs);
            var possible = flow.SendAll(prices);
            for (var expert = 0; expert < problem.Experts; expert++)
                prices[expert] = flow.PriceOf(expert);
            var added = false;
            for (var dossier = 0; dossier < problem.Dossiers; dossier++)
                added |= Add(problem, unit, prices, pairs, dossier, possible ? flow.WorstUsed(dossier) : long.MinValue);
            if (!added)
                return possible ? Answer(problem, unit, flow) : null;
        }
    }

    static AssignmentSolution Answer(AssignmentProblem problem, ScoreUnit unit, PlaceFlow flow) => AssignmentSolution.Of(
        problem, flow.Teams(), unit.Score(flow.Worth) + (problem.Already?.Sum() ?? 0), null, true,
        [.. Enumerable.Range(0, problem.Experts).Select(expert => unit.Score(flow.PriceOf(expert)))]);

    static int[] Best(AssignmentProblem problem, ScoreUnit unit, long[] prices, int dossier, int count)
    {
        var values = new long[problem.Experts];
        var experts = new int[problem.Experts];
        var allowed = 0;
        for (var expert = 0; expert < problem.Experts; expert++)
        {
            if (!problem.Allows(dossier, expert))
                continue;
            values[allowed] = prices[expert] - unit.Units(problem.Score(dossier, expert));
            experts[allowed++] = expert;
        }
        Array.Sort(values, experts, 0, allowed);
        return experts[..Math.Min(count, allowed)];
    }

    /// <summary>Adds the pairs that are worth more, at these prices, than the least of those the dossier uses.</summary>
    static bool Add(AssignmentProblem problem, ScoreUnit unit, long[] prices, int[][] pairs, int dossier, long worstUsed)
    {
        List<int>? more = null;
        var known = pairs[dossier].ToHashSet();
        for (var expert = 0; expert < problem.Experts; expert++)
            if (problem.Allows(dossier, expert) && unit.Units(problem.Score(dossier, expert)) - prices[expert] > worstUsed && !known.Contains(expert))
                (more ??= []).Add(expert);
        if (more is null)
            return false;
        pairs[dossier] = [.. pairs[dossier], .. more];
        return true;
    }
}
