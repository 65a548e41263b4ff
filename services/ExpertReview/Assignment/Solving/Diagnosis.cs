namespace Labelling.ExpertReview.Assignment.Solving;

/// <summary>A rule that is not kept.</summary>
public enum RelaxedRule
{
    /// <summary>An expert takes one dossier more than their load; once for each.</summary>
    Load,

    /// <summary>A dossier has one expert less than asked; once for each.</summary>
    Number,

    /// <summary>A dossier has no academic expert.</summary>
    Academic,

    /// <summary>A dossier has no expert from industry.</summary>
    Industry,

    /// <summary>A dossier has no digital expert.</summary>
    Digital,

    /// <summary>An expert who is absent reviews a dossier.</summary>
    Absence,

    /// <summary>A pair that the office forbade.</summary>
    Forbidden,

    /// <summary>A pair that the office pinned and that is not there.</summary>
    Pinned,
}

/// <summary>One rule relaxed: of a dossier, of an expert, or of a pair.</summary>
public sealed record Relaxation(RelaxedRule Rule, int? Dossier, int? Expert);

/// <summary>What would make an impossible assignment possible.</summary>
/// <param name="Relaxed">The fewest rules, each for one place, dossier or pair.</param>
/// <param name="Proven">No fewer will do; false: the search was ended before that was sure.</param>
/// <param name="Teams">Who reviews what once they are relaxed.</param>
public sealed record Relief(IReadOnlyList<Relaxation> Relaxed, bool Proven, int[][] Teams);

/// <summary>
/// Why an assignment cannot be done: the fewest rules whose relaxing makes it possible. Conflicts are never relaxed. Every rule but the
/// digital one is a cost within the flow; for that one, dossiers without a digital expert are looked at one by one.
/// </summary>
public sealed class Diagnosis
{
    const long Broken = 1_000_000;
    const int MostSteps = 20_000;

    readonly AssignmentProblem problem;
    readonly PlaceFlow flow;
    readonly bool[] without;
    readonly long pins;
    long best = long.MaxValue;
    IReadOnlyList<Relaxation> relaxed = [];
    int[][] teams = [];
    int steps = MostSteps;

    Diagnosis(AssignmentProblem problem)
    {
        this.problem = problem;
        without = new bool[problem.Dossiers];
        flow = new(problem, new ScoreUnit(0), broken: Broken);
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
            for (var expert = 0; expert < problem.Experts; expert++)
                if (problem.RuleOf(dossier, expert) == PairRule.Pinned)
                    pins += Broken;
        flow.SendAll();
        Explore(0);
    }

    public static Relief Of(AssignmentProblem problem)
    {
        var found = new Diagnosis(problem);
        return new(found.relaxed, found.steps > 0, found.teams);
    }

    /// <summary>The rules broken now, in <see cref="Broken"/> and a little for places left empty.</summary>
    long Cost()
    {
        var cost = pins - flow.Value;
        for (var expert = 0; expert < problem.Experts; expert++)
            cost += Broken * flow.OverloadOf(expert);
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
        {
            cost += (Broken + 1) * flow.EmptyOf(dossier);
            cost += Broken * (Lacks(dossier, TeamRules.Academic) ? 1 : 0) + Broken * (Lacks(dossier, TeamRules.Industry) ? 1 : 0);
        }
        return cost;
    }

    bool Lacks(int dossier, TeamRules rule)
    {
        if (!problem.RulesOf(dossier).HasFlag(rule))
            return false;
        var (first, end) = flow.ArcsOf(dossier);
        for (var arc = first; arc < end; arc++)
            if (flow.IsUsed(arc) && problem.Meets(flow.ExpertOf(arc)).HasFlag(rule))
                return false;
        return true;
    }

    void Explore(long dropped)
    {
        var cost = Cost() + dropped;
        // A digital rule broken costs one rule: what is not below the best by that is not better.
        if (cost >= best || steps-- <= 0)
            return;
        var lacking = Enumerable.Range(0, problem.Dossiers).Where(dossier => Lacks(dossier, TeamRules.Digital)).ToList();
        if (cost + (Broken * lacking.Count(dossier => !without[dossier])) is var all && all < best)
            (best, relaxed, teams) = (all, Relaxed(lacking), flow.Teams());
        if (lacking.FirstOrDefault(dossier => !without[dossier], -1) is not (>= 0 and var open))
            return;
        var (first, end) = flow.ArcsOf(open);
        for (var arc = first; arc < end; arc++)
        {
            if (!problem.IsDigital(flow.ExpertOf(arc)) || flow.IsLocked(arc))
                continue;
            flow.SetLocked(arc, true);
            if (flow.SendAgain(open))
                Explore(dropped);
            flow.SetLocked(arc, false);
            flow.SendAgain(open);
        }
        without[open] = true;
        Explore(dropped + Broken);
        without[open] = false;
    }

    List<Relaxation> Relaxed(List<int> lackingDigital)
    {
        var found = new List<Relaxation>();
        for (var expert = 0; expert < problem.Experts; expert++)
            found.AddRange(Enumerable.Repeat(new Relaxation(RelaxedRule.Load, null, expert), flow.OverloadOf(expert)));
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
        {
            found.AddRange(Enumerable.Repeat(new Relaxation(RelaxedRule.Number, dossier, null), flow.EmptyOf(dossier)));
            if (Lacks(dossier, TeamRules.Academic))
                found.Add(new(RelaxedRule.Academic, dossier, null));
            if (Lacks(dossier, TeamRules.Industry))
                found.Add(new(RelaxedRule.Industry, dossier, null));
            if (lackingDigital.Contains(dossier))
                found.Add(new(RelaxedRule.Digital, dossier, null));
            var team = new HashSet<int>();
            var (first, end) = flow.ArcsOf(dossier);
            for (var arc = first; arc < end; arc++)
                if (flow.IsUsed(arc))
                    team.Add(flow.ExpertOf(arc));
            for (var expert = 0; expert < problem.Experts; expert++)
            {
                var rule = problem.RuleOf(dossier, expert);
                if (rule == PairRule.Absent && team.Contains(expert))
                    found.Add(new(RelaxedRule.Absence, dossier, expert));
                if (rule == PairRule.Forbidden && team.Contains(expert))
                    found.Add(new(RelaxedRule.Forbidden, dossier, expert));
                if (rule == PairRule.Pinned && !team.Contains(expert))
                    found.Add(new(RelaxedRule.Pinned, dossier, expert));
            }
        }
        return found;
    }
}
