namespace Labelling.ExpertReview.Assignment.Solving;

/// <summary>What each dossier could have if no other asked for experts.</summary>
static class BestTeams
{
    /// <summary>The least of the dossiers' best sums, in units: no worst dossier is better than this. The digital rule is left out.</summary>
    public static long Least(AssignmentProblem problem, ScoreUnit unit)
    {
        var least = long.MaxValue;
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
            if (problem.Needed[dossier] > 0)
                least = Math.Min(least, unit.Units(problem.AlreadyOf(dossier)) + BestOf(problem, unit, dossier));
        return least;
    }

    static long BestOf(AssignmentProblem problem, ScoreUnit unit, int dossier)
    {
        var (sum, places, missing) = (0L, problem.Needed[dossier], problem.RulesOf(dossier) & ~TeamRules.Digital);
        var free = new List<(long Score, TeamRules Meets)>();
        for (var expert = 0; expert < problem.Experts; expert++)
        {
            if (!problem.Allows(dossier, expert))
                continue;
            var score = unit.Units(problem.Score(dossier, expert));
            if (problem.RuleOf(dossier, expert) == PairRule.Pinned)
                (sum, places, missing) = (sum + score, places - 1, missing & ~problem.Meets(expert));
            else
                free.Add((score, problem.Meets(expert)));
        }
        // Profiles part the experts: the best of each that must be there, then the best of the rest.
        free.Sort((one, other) => other.Score.CompareTo(one.Score));
        foreach (var rule in (ReadOnlySpan<TeamRules>)[TeamRules.Academic, TeamRules.Industry])
        {
            if (!missing.HasFlag(rule) || free.FindIndex(one => one.Meets.HasFlag(rule)) is not (>= 0 and var at))
                continue;
            (sum, places) = (sum + free[at].Score, places - 1);
            free.RemoveAt(at);
        }
        foreach (var (score, _) in free.Take(Math.Max(0, places)))
            sum += score;
        return sum;
    }
}
