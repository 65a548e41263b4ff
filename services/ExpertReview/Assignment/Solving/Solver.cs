using System.Diagnostics;

namespace Labelling.ExpertReview.Assignment.Solving;

/// <summary>
/// Who reviews what. Numbers, loads, conflicts and profiles are never broken. Where rules make the problem harder than a flow, the answer
/// is the best, or carries the bound that shows how far from it it is at most.
/// </summary>
public static class Solver
{
    /// <summary>Above so many pairs only the promising ones are looked at, and the rest is proven to be of no use.</summary>
    const int ManyPairs = 2_000_000;

    /// <summary>Halvings of the interval in which the best worst dossier lies, before it is searched for.</summary>
    const int Halvings = 34;

    /// <summary>The best total; null: it cannot be done.</summary>
    /// <param name="problem">What is asked.</param>
    /// <param name="patience">How long to look for a proof, where rules are harder than a flow.</param>
    public static AssignmentSolution? BestTotal(AssignmentProblem problem, TimeSpan patience)
    {
        if (problem.Pairs is null && problem.Rules is null && (long)problem.Dossiers * problem.Experts > ManyPairs)
            return LargeFlow.Solve(problem);
        if (problem.Pairs is null && problem.Rules is null)
            return Plain(problem);
        var unit = ScoreUnit.Of(problem);
        var search = new TeamSearch(problem, unit, Over(patience));
        if (!search.FlowIsPossible)
            return null;
        var end = search.Run(null, false, int.MaxValue);
        return search.Best is null ? null : AssignmentSolution.Of(
            problem, search.Best, unit.Score(search.Bound) + AlreadyTotal(problem), null, end == SearchEnd.Proven, Prices(problem, unit, search.Flow));
    }

    /// <summary>Nothing but numbers, loads and conflicts: the flow alone.</summary>
    static AssignmentSolution? Plain(AssignmentProblem problem)
    {
        var unit = ScoreUnit.Of(problem);
        var flow = new PlaceFlow(problem, unit);
        return flow.SendAll()
            ? AssignmentSolution.Of(problem, flow.Teams(), unit.Score(flow.Worth) + AlreadyTotal(problem), null, true, Prices(problem, unit, flow))
            : null;
    }

    /// <summary>The best worst dossier (the sum of its experts' scores), then the best total; null: it cannot be done.</summary>
    /// <param name="problem">What is asked.</param>
    /// <param name="patience">How long to look for the best and its proof.</param>
    public static AssignmentSolution? Fair(AssignmentProblem problem, TimeSpan patience)
    {
        var unit = ScoreUnit.Of(problem);
        var over = Over(patience);
        var search = new TeamSearch(problem, unit, over);
        if (!search.FlowIsPossible)
            return null;
        search.Run(null, false, int.MaxValue);
        if (search.Best is null)
            return null;
        if (problem.Needed.All(needed => needed == 0))
            return AssignmentSolution.Of(problem, search.Best, 0, null, true, Prices(problem, unit, search.Flow));
        var best = (Teams: search.Best, Worth: search.BestWorth);
        var lower = search.BestWorst;
        var upper = Math.Max(lower, BestTeams.Least(problem, unit));
        FindWorst(search, over, ref best, ref lower, ref upper);
        var end = search.Run(lower, false, int.MaxValue, best);
        return AssignmentSolution.Of(
            problem, search.Best, unit.Score(search.Bound) + AlreadyTotal(problem), unit.Score(upper),
            end == SearchEnd.Proven && lower == upper, Prices(problem, unit, search.Flow));
    }

    /// <summary>Brings together the worst dossier of the best found and the bound above it.</summary>
    static void FindWorst(TeamSearch search, Func<bool> over, ref (int[][] Teams, long Worth) best, ref long lower, ref long upper)
    {
        // Not reached by halving, which looks at no branches; not proven to be out of reach.
        var doubtful = upper + 1;
        var target = upper;
        for (var turn = 0; turn < Halvings && lower + 1 < doubtful && lower < upper && !over(); turn++)
        {
            var end = search.Run(target, true, 0);
            Improve(search, ref best, ref lower);
            if (end == SearchEnd.Proven)
                upper = Math.Min(upper, target - 1);
            if (end != SearchEnd.FirstFound)
                doubtful = target;
            target = lower + ((Math.Min(doubtful, upper + 1) - lower) / 2);
        }
        while (lower < upper && !over())
        {
            var end = search.Run(lower + 1, true, int.MaxValue);
            Improve(search, ref best, ref lower);
            if (end == SearchEnd.Proven)
                upper = lower;
        }
    }

    static void Improve(TeamSearch search, ref (int[][] Teams, long Worth) best, ref long lower)
    {
        if (search.Best is { } found && search.BestWorst > lower)
            (best, lower) = ((found, search.BestWorth), search.BestWorst);
        if (search.WorstSeenTeams is { } seen && search.WorstSeen > lower)
            (best, lower) = ((seen, search.WorstSeenWorth), search.WorstSeen);
    }

    static Func<bool> Over(TimeSpan patience)
    {
        var begun = Stopwatch.GetTimestamp();
        return () => Stopwatch.GetElapsedTime(begun) > patience;
    }

    static double AlreadyTotal(AssignmentProblem problem) => problem.Already?.Sum() ?? 0;

    static double[] Prices(AssignmentProblem problem, ScoreUnit unit, PlaceFlow flow) =>
        [.. Enumerable.Range(0, problem.Experts).Select(expert => unit.Score(flow.PriceOf(expert)))];
}
