namespace Labelling.ExpertReview.Assignment.Solving;

/// <summary>Who reviews what, how good that is, and how good it could be at most.</summary>
public sealed record AssignmentSolution
{
    /// <summary>The experts of each dossier, by number, ascending.</summary>
    public required int[][] Teams { get; init; }

    /// <summary>The sum of all scores, experts whom dossiers already have included.</summary>
    public required double Total { get; init; }

    /// <summary>The least sum of scores of a dossier, over those that were given experts; null where none was.</summary>
    public required double? Worst { get; init; }

    /// <summary>No assignment that keeps the rules (and the worst dossier, where that comes first) has a higher total.</summary>
    public required double TotalBound { get; init; }

    /// <summary>No assignment that keeps the rules has a better worst dossier; null where it was not asked for.</summary>
    public required double? WorstBound { get; init; }

    /// <summary>Proven to be the best, to within what a score's unit rounds.</summary>
    public required bool Optimal { get; init; }

    /// <summary>What a place of each expert costs others: the proof of the total, where there is no rule beyond numbers and loads.</summary>
    public required double[] Prices { get; init; }

    internal static AssignmentSolution Of(
        AssignmentProblem problem, int[][] teams, double totalBound, double? worstBound, bool optimal, double[] prices)
    {
        var total = 0m;
        double? worst = null;
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
        {
            var sum = (decimal)problem.AlreadyOf(dossier);
            foreach (var expert in teams[dossier])
                sum += (decimal)problem.Score(dossier, expert);
            total += sum;
            if (problem.Needed[dossier] > 0 && (worst is null || (double)sum < worst))
                worst = (double)sum;
        }
        return new()
        {
            Teams = teams,
            Total = (double)total,
            Worst = worst,
            TotalBound = Math.Max(totalBound, (double)total),
            WorstBound = worstBound is null ? null : Math.Max(worstBound.Value, worst ?? 0),
            Optimal = optimal,
            Prices = prices,
        };
    }
}
