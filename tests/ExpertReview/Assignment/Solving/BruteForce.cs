using Labelling.ExpertReview.Assignment.Solving;

namespace Labelling.ExpertReview.Tests.Assignment.Solving;

/// <summary>Every assignment there is, one after the other: small problems only.</summary>
static class BruteForce
{
    /// <summary>The best total, and the best worst dossier with the best total that keeps it; null: nothing keeps the rules.</summary>
    public static (double Total, double Worst, double FairTotal)? Of(AssignmentProblem problem)
    {
        var load = problem.Load.ToArray();
        var teams = Enumerable.Range(0, problem.Dossiers).Select(dossier => Teams(problem, dossier).ToList()).ToArray();
        (double Total, double Worst, double FairTotal)? best = null;
        Choose(0, 0, double.MaxValue);
        return best;

        void Choose(int dossier, double total, double worst)
        {
            if (dossier == problem.Dossiers)
            {
                best = best is not var (most, fairest, fairTotal) ? (total, worst, total)
                    : (Math.Max(most, total), Math.Max(fairest, worst), worst > fairest + 1e-9 ? total : worst < fairest - 1e-9 ? fairTotal : Math.Max(fairTotal, total));
                return;
            }
            foreach (var team in teams[dossier])
            {
                if (team.Any(expert => load[expert] == 0))
                    continue;
                foreach (var expert in team)
                    load[expert]--;
                var sum = problem.AlreadyOf(dossier) + team.Sum(expert => problem.Score(dossier, expert));
                Choose(dossier + 1, total + sum, problem.Needed[dossier] > 0 ? Math.Min(worst, sum) : worst);
                foreach (var expert in team)
                    load[expert]++;
            }
        }
    }

    /// <summary>The fewest rules that have to be broken, whoever reviews what; a conflict never is.</summary>
    public static int FewestBroken(AssignmentProblem problem)
    {
        var given = new int[problem.Experts];
        var fewest = int.MaxValue;
        Choose(0, 0);
        return fewest;

        void Choose(int dossier, int broken)
        {
            if (broken >= fewest)
                return;
            if (dossier == problem.Dossiers)
            {
                fewest = Math.Min(fewest, broken + given.Zip(problem.Load, (has, most) => Math.Max(0, has - most)).Sum());
                return;
            }
            for (var set = 0; set < 1 << problem.Experts; set++)
            {
                var team = Enumerable.Range(0, problem.Experts).Where(expert => (set & (1 << expert)) != 0).ToArray();
                if (team.Length > problem.Needed[dossier] || team.Any(expert => problem.RuleOf(dossier, expert) == PairRule.Conflict))
                    continue;
                foreach (var expert in team)
                    given[expert]++;
                Choose(dossier + 1, broken + BrokenBy(problem, dossier, team));
                foreach (var expert in team)
                    given[expert]--;
            }
        }
    }

    static int BrokenBy(AssignmentProblem problem, int dossier, int[] team) =>
        problem.Needed[dossier] - team.Length
        + int.PopCount((int)(problem.RulesOf(dossier) & ~team.Aggregate(TeamRules.None, (met, expert) => met | problem.Meets(expert))))
        + team.Count(expert => problem.RuleOf(dossier, expert) is PairRule.Absent or PairRule.Forbidden)
        + Enumerable.Range(0, problem.Experts).Count(expert => problem.RuleOf(dossier, expert) == PairRule.Pinned && !team.Contains(expert));

    /// <summary>The teams of a dossier that keep its own rules.</summary>
    public static IEnumerable<int[]> Teams(AssignmentProblem problem, int dossier) =>
        from set in Enumerable.Range(0, 1 << problem.Experts)
        where int.PopCount(set) == problem.Needed[dossier]
        let team = Enumerable.Range(0, problem.Experts).Where(expert => (set & (1 << expert)) != 0).ToArray()
        where KeepsRules(problem, dossier, team)
        select team;

    public static bool KeepsRules(AssignmentProblem problem, int dossier, int[] team) =>
        team.All(expert => problem.Allows(dossier, expert))
        && Enumerable.Range(0, problem.Experts).All(expert => problem.RuleOf(dossier, expert) != PairRule.Pinned || team.Contains(expert))
        && (problem.RulesOf(dossier) & ~team.Aggregate(TeamRules.None, (met, expert) => met | problem.Meets(expert))) == 0;
}
