namespace Labelling.ExpertReview.Assignment.Solving;

/// <summary>What a search came to.</summary>
enum SearchEnd
{
    /// <summary>All was looked at: what was found is the best, or there is nothing.</summary>
    Proven,

    /// <summary>The first that keeps the threshold was asked for, and found.</summary>
    FirstFound,

    /// <summary>Time or steps were over before all was looked at.</summary>
    GaveUp,
}

/// <summary>
/// Rules that a flow cannot promise: every dossier's experts together reach a threshold of score, and a digital dossier has a digital
/// expert. Both are about one dossier, so each gets a multiplier that makes its better experts look better to it (Lagrangian relaxation;
/// Fisher 1981): the flow then bounds what is possible from above, and what it finds often keeps the rules already. The rest is closed by
/// branch and bound on single pairs.
/// </summary>
sealed class TeamSearch
{
    /// <summary>How far a multiplier of scores goes before the dossier counts as out of reach.</summary>
    const double MostWeight = 1_000;

    /// <summary>Teams of one dossier that are looked at one by one.</summary>
    const int MostTeams = 100;

    /// <summary>Subgradient steps before branching.</summary>
    const int MostTurns = 100;

    readonly AssignmentProblem problem;
    readonly PlaceFlow flow;
    readonly TeamList teams;
    readonly double[] weight;
    readonly long[] bonus, already, constant;
    readonly int[] pivot, rounded;
    readonly bool[] asksDigital;
    readonly long unitOfBonus;
    readonly Func<bool> timeIsOver;
    long constants, rounding, threshold = long.MinValue, openBound;
    bool firstIsEnough, found;
    int steps;
    bool feasible;

    public TeamSearch(AssignmentProblem problem, ScoreUnit unit, Func<bool> timeIsOver)
    {
        this.problem = problem;
        this.timeIsOver = timeIsOver;
        flow = new(problem, unit);
        teams = new(problem, flow);
        weight = new double[problem.Dossiers];
        bonus = new long[problem.Dossiers];
        constant = new long[problem.Dossiers];
        pivot = new int[problem.Dossiers];
        rounded = new int[problem.Dossiers];
        Array.Fill(pivot, -1);
        already = [.. Enumerable.Range(0, problem.Dossiers).Select(dossier => unit.Units(problem.AlreadyOf(dossier)))];
        asksDigital = [.. Enumerable.Range(0, problem.Dossiers).Select(dossier => problem.RulesOf(dossier).HasFlag(TeamRules.Digital))];
        unitOfBonus = ScoreUnit.Most / 64;
        foreach (var (dossier, expert) in Pinned())
        {
            var (first, end) = flow.ArcsOf(dossier);
            for (var arc = first; arc < end; arc++)
                if (flow.ExpertOf(arc) == expert)
                    flow.SetLocked(arc, true);
        }
        feasible = flow.SendAll();
    }

    IEnumerable<(int Dossier, int Expert)> Pinned()
    {
        for (var dossier = 0; dossier < problem.Dossiers && problem.Pairs is not null; dossier++)
            for (var expert = 0; expert < problem.Experts; expert++)
                if (problem.RuleOf(dossier, expert) == PairRule.Pinned)
                    yield return (dossier, expert);
    }

    /// <summary>Numbers, loads, conflicts and profiles can be kept; the digital rule was not looked at yet.</summary>
    public bool FlowIsPossible => feasible;

    public PlaceFlow Flow => flow;

    /// <summary>The best found that keeps the threshold; null: none.</summary>
    public int[][]? Best { get; private set; }

    /// <summary>Total of scores to be found of <see cref="Best"/>, in units.</summary>
    public long BestWorth { get; private set; }

    /// <summary>The least sum of a dossier in <see cref="Best"/>, in units.</summary>
    public long BestWorst { get; private set; }

    /// <summary>The best worst dossier seen on the way in anything that keeps the rules but the threshold.</summary>
    public long WorstSeen { get; private set; } = long.MinValue;

    public int[][]? WorstSeenTeams { get; private set; }

    public long WorstSeenWorth { get; private set; }

    /// <summary>No total above this, in units.</summary>
    public long Bound { get; private set; }

    /// <summary>The best total among what reaches the threshold.</summary>
    /// <param name="atLeast">Threshold of every dossier's sum, in units; null: none.</param>
    /// <param name="first">The first found is enough.</param>
    /// <param name="mostSteps">Nodes of the search at most.</param>
    /// <param name="known">What is known to reach it, with its total in units.</param>
    public SearchEnd Run(long? atLeast, bool first, int mostSteps, (int[][] Teams, long Worth)? known = null)
    {
        threshold = atLeast ?? long.MinValue;
        firstIsEnough = first;
        found = false;
        steps = mostSteps;
        openBound = long.MinValue;
        Best = known?.Teams;
        // Whatever reaches the threshold has at least so much in all.
        BestWorth = known?.Worth ?? (atLeast is { } least
            ? Enumerable.Range(0, problem.Dossiers).Where(Asks).Sum(dossier => Math.Max(0, least - already[dossier])) - 1
            : -1);
        var closed = new List<int>();
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
        {
            if (weight[dossier] > 0 || bonus[dossier] > 0)
                Weigh(dossier, 0, 0);
            Recount(dossier);
            pivot[dossier] = -1;
        }
        var possible = feasible;
        for (var dossier = 0; dossier < problem.Dossiers && possible; dossier++)
            possible = Narrow(dossier, closed);
        if (possible)
        {
            Approach(closed);
            Explore();
        }
        Undo(closed);
        Bound = Math.Max(BestWorth, openBound);
        return found && firstIsEnough ? SearchEnd.FirstFound : openBound > BestWorth ? SearchEnd.GaveUp : SearchEnd.Proven;
    }

    /// <summary>Nothing under this bound is better than what there is, by more than what multipliers round.</summary>
    bool IsNotBetter(long bound) => bound <= BestWorth + (Best is null ? 0 : 2 * rounding);

    bool Asks(int dossier) => problem.Needed[dossier] > 0;

    /// <summary>Everything below the state the flow is in. Multipliers are left as they were found.</summary>
    void Explore()
    {
        var before = Multipliers();
        var bound = long.MaxValue;
        if (Tighten(ref bound, 6))
        {
            if (steps-- <= 0 || timeIsOver())
                openBound = Math.Max(openBound, bound);
            else if (Choice() is var dossier and >= 0)
                Split(dossier, bound);
        }
        Restore(before);
    }

    /// <summary>By the whole team of a dossier where not many come into question, by one pair where many do.</summary>
    void Split(int dossier, long bound)
    {
        // What the flow's dual counts for this dossier, and so what is left of the bound for its team.
        var others = flow.Value - constants - Term(dossier);
        foreach (var other in Relaxed())
        {
            if (other != dossier && teams.Of(other, threshold, already[other], long.MinValue, 1) is { Count: > 0 } best)
                others -= Math.Max(0, Term(other) - best[0].Value);
        }
        var least = BestWorth + (Best is null ? 0 : 2 * rounding) + 1 - others;
        if (teams.Of(dossier, threshold, already[dossier], least, MostTeams) is not { } list)
        {
            Branch(pivot[dossier] is >= 0 and var arc && flow.IsUsed(arc) && !flow.IsLocked(arc) ? arc : Undecided(dossier));
            return;
        }
        var (oldWeight, oldBonus) = (weight[dossier], bonus[dossier]);
        foreach (var team in list)
        {
            if (others + team.Value <= BestWorth + (Best is null ? 0 : 2 * rounding) || found && firstIsEnough)
                break;
            var locking = team.Arcs.Where(arc => !flow.IsLocked(arc)).ToList();
            foreach (var arc in locking)
                flow.SetLocked(arc, true);
            Weigh(dossier, 0, 0);
            if (feasible)
                Explore();
            foreach (var arc in locking)
                flow.SetLocked(arc, false);
        }
        Weigh(dossier, oldWeight, oldBonus);
    }

    /// <summary>The dossier's part of the flow's dual: its experts after their prices, without what its multipliers promise too much.</summary>
    long Term(int dossier)
    {
        var term = -constant[dossier];
        var (first, end) = flow.ArcsOf(dossier);
        for (var arc = first; arc < end; arc++)
            if (flow.IsUsed(arc))
                term += flow.ScoreOf(arc) - flow.PriceOf(flow.ExpertOf(arc));
        return term;
    }

    IEnumerable<int> Relaxed() => Enumerable.Range(0, problem.Dossiers).Where(dossier => weight[dossier] > 0 || bonus[dossier] > 0);

    void Branch(int arc)
    {
        var dossier = flow.DossierOf(arc);
        var closed = new List<int>();
        flow.SetLocked(arc, true);
        Resend(dossier);
        if (Narrow(dossier, closed))
            Explore();
        Undo(closed);
        flow.SetLocked(arc, false);
        if (!(found && firstIsEnough))
        {
            flow.SetClosed(arc, true);
            Resend(dossier);
            closed.Clear();
            if (Narrow(dossier, closed))
                Explore();
            Undo(closed);
            flow.SetClosed(arc, false);
        }
        Resend(dossier);
    }

    (double[] Weight, long[] Bonus) Multipliers() => ([.. weight], [.. bonus]);

    void Restore((double[] Weight, long[] Bonus) before)
    {
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
            if (weight[dossier] != before.Weight[dossier] || bonus[dossier] != before.Bonus[dossier])
                Weigh(dossier, before.Weight[dossier], before.Bonus[dossier]);
    }

    /// <summary>
    /// Before any branch: good multipliers by subgradient steps (Polyak 1969, towards a level that comes nearer when there is no gain),
    /// something that keeps the rules by raising them one by one, and then no pair that the bound shows to be of no use, or needed.
    /// </summary>
    void Approach(List<int> closed)
    {
        var best = long.MaxValue;
        var saved = Multipliers();
        var distance = 0.01 * flow.Value;
        for (var (turn, idle) = (0, 0); turn < MostTurns && feasible && !timeIsOver(); turn++)
        {
            var value = flow.Value - constants;
            See();
            if (value < best)
            {
                idle = best - value > distance / 8 ? 0 : idle + 1;
                (best, saved) = (value, Multipliers());
            }
            else
            {
                idle++;
            }
            if (idle >= 3)
                (idle, distance) = (0, distance / 2);
            if (IsNotBetter(best) || !Step(value - Math.Max(best - distance, BestWorth)))
                break;
        }
        if (!feasible || IsNotBetter(best))
            return;
        Restore(saved);
        var bound = best;
        Tighten(ref bound, 60);
        Restore(saved);
        if (Best is not null && !(found && firstIsEnough))
            Fix(flow.Value - constants - BestWorth - (2 * rounding), closed);
    }

    /// <summary>Moves all multipliers against what the rules lack or have too much of; false: there is nothing to move.</summary>
    bool Step(double wanted)
    {
        const double Scale = ScoreUnit.Most / 3.0;
        var (norm, broken) = (0.0, false);
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
        {
            var (sum, digital) = (SumSlack(dossier), Scale * DigitalSlack(dossier));
            broken |= sum < 0 || digital < 0;
            if (sum < 0 || weight[dossier] > 0)
                norm += (double)sum * sum;
            if (digital < 0 || bonus[dossier] > 0)
                norm += digital * digital;
        }
        if (!broken)
            Keep();
        if (norm == 0)
            return false;
        var step = wanted / norm;
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
        {
            var (sum, digital) = (SumSlack(dossier), DigitalSlack(dossier));
            var newWeight = Math.Clamp(weight[dossier] - (step * sum), 0, MostWeight);
            var newBonus = (long)Math.Clamp(bonus[dossier] - (step * Scale * Scale * digital), 0, ScoreUnit.Most * MostWeight);
            if (newWeight != weight[dossier] || newBonus != bonus[dossier])
                Weigh(dossier, newWeight, newBonus);
            if (!feasible)
                return false;
        }
        return true;
    }

    /// <summary>Closes what costs more than there is to gain, and locks what costs more to do without.</summary>
    void Fix(long gain, List<int> closed)
    {
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
        {
            var (first, end) = flow.ArcsOf(dossier);
            for (var arc = first; arc < end; arc++)
            {
                if (flow.IsUsed(arc) || flow.IsClosed(arc) || flow.LossOf(arc) <= gain)
                    continue;
                flow.SetClosed(arc, true);
                closed.Add(arc);
            }
        }
    }

    /// <summary>Raises multipliers until the rules are kept or nothing better can come from here; false: done with this node.</summary>
    bool Tighten(ref long bound, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            if (!feasible)
                return false;
            bound = Math.Min(bound, flow.Value - constants);
            if (IsNotBetter(bound))
                return false;
            var broken = new List<int>();
            for (var dossier = 0; dossier < problem.Dossiers; dossier++)
                if (SumSlack(dossier) < 0 || DigitalSlack(dossier) < 0)
                    broken.Add(dossier);
            if (broken.Count == 0)
            {
                Keep();
                return !IsNotBetter(bound) && !(found && firstIsEnough);
            }
            foreach (var dossier in broken)
            {
                if (DigitalSlack(dossier) < 0 && !RaiseDigital(dossier, ref bound))
                    return false;
                if (SumSlack(dossier) < 0 && !RaiseSum(dossier, ref bound))
                    return false;
                if (IsNotBetter(bound))
                    return false;
            }
            if (timeIsOver())
                return true;
        }
        return true;
    }

    long SumSlack(int dossier) =>
        threshold == long.MinValue || !Asks(dossier) ? 0 : flow.Sums[dossier] + already[dossier] - threshold;

    long DigitalSlack(int dossier) => asksDigital[dossier] ? flow.Digital[dossier] - 1 : 0;

    void Keep()
    {
        See();
        if (flow.Worth <= BestWorth)
            return;
        (Best, BestWorth, BestWorst, found) = (flow.Teams(), flow.Worth, Worst(), true);
    }

    long Worst()
    {
        var worst = long.MaxValue;
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
            if (Asks(dossier))
                worst = Math.Min(worst, flow.Sums[dossier] + already[dossier]);
        return worst;
    }

    void See()
    {
        if (!feasible || Worst() is var worst && worst <= WorstSeen)
            return;
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
            if (DigitalSlack(dossier) < 0)
                return;
        (WorstSeen, WorstSeenTeams, WorstSeenWorth) = (worst, flow.Teams(), flow.Worth);
    }

    bool RaiseDigital(int dossier, ref long bound) => Raise(dossier, ref bound,
        bonus[dossier], Math.Max(unitOfBonus, bonus[dossier]), ScoreUnit.Most * MostWeight, unitOfBonus / 64.0,
        value => Weigh(dossier, weight[dossier], (long)Math.Ceiling(value)), () => DigitalSlack(dossier));

    bool RaiseSum(int dossier, ref long bound) => Raise(dossier, ref bound,
        weight[dossier], Math.Max(0.25, weight[dossier]), MostWeight, 1.0 / 256,
        value => Weigh(dossier, value, bonus[dossier]), () => SumSlack(dossier));

    /// <summary>
    /// The multiplier at which the bound is least, along this one dossier: the bound is convex and made of lines, so the crossing of the
    /// lines on both sides is looked at until it lies on the bound itself. Left on the side where the rule is kept.
    /// </summary>
    bool Raise(int dossier, ref long bound, double low, double step, double most, double overshoot, Action<double> set, Func<long> slack)
    {
        var (lowValue, lowSlack) = (flow.Value - constants, slack());
        var before = TeamOf(dossier);
        var high = low;
        long highValue, highSlack;
        do
        {
            high += step;
            step *= 3;
            if (high > most)
                return true;
            set(high);
            if (!feasible)
                return false;
            See();
            (highValue, highSlack) = (flow.Value - constants, slack());
            bound = Math.Min(bound, highValue);
            if (IsNotBetter(bound))
                return true;
            if (highSlack < 0)
                (low, lowValue, lowSlack) = (high, highValue, highSlack);
        }
        while (highSlack < 0);
        for (var turn = 0; turn < 12; turn++)
        {
            var crossing = (highValue - lowValue + (low * lowSlack) - (high * highSlack)) / (lowSlack - highSlack);
            if (!(crossing > low && crossing < high))
                break;
            var expected = lowValue + ((crossing - low) * lowSlack);
            set(crossing);
            if (!feasible)
                return false;
            See();
            var (value, here) = (flow.Value - constants, slack());
            bound = Math.Min(bound, value);
            if (IsNotBetter(bound))
                return true;
            if (here >= 0)
                (high, highValue, highSlack) = (crossing, value, here);
            else
                (low, lowValue, lowSlack, before) = (crossing, value, here, TeamOf(dossier));
            if (value - expected <= 4 * (problem.Needed[dossier] + 1))
                break;
        }
        set(high + overshoot);
        pivot[dossier] = Different(dossier, before);
        return feasible;
    }

    HashSet<int> TeamOf(int dossier)
    {
        var team = new HashSet<int>();
        var (first, end) = flow.ArcsOf(dossier);
        for (var arc = first; arc < end; arc++)
            if (flow.IsUsed(arc))
                team.Add(arc);
        return team;
    }

    int Different(int dossier, HashSet<int> before)
    {
        var (first, end) = flow.ArcsOf(dossier);
        for (var arc = first; arc < end; arc++)
            if (flow.IsUsed(arc) && !flow.IsLocked(arc) && !before.Contains(arc))
                return arc;
        return -1;
    }

    void Weigh(int dossier, double newWeight, long newBonus)
    {
        (weight[dossier], bonus[dossier]) = (newWeight, newBonus);
        Recount(dossier);
        var (first, end) = flow.ArcsOf(dossier);
        for (var arc = first; arc < end; arc++)
        {
            var worth = flow.WorthOf(arc);
            flow.SetScore(arc, worth + (long)Math.Floor(worth * newWeight) + (problem.IsDigital(flow.ExpertOf(arc)) ? newBonus : 0));
        }
        Resend(dossier);
    }

    /// <summary>What the multipliers promise too much when the rules are just kept; rounding is on the safe side.</summary>
    void Recount(int dossier)
    {
        constants -= constant[dossier];
        rounding -= rounded[dossier];
        (constant[dossier], rounded[dossier]) = (bonus[dossier], 0);
        if (weight[dossier] > 0 && threshold != long.MinValue)
        {
            rounded[dossier] = problem.Needed[dossier] + 1;
            constant[dossier] += (long)Math.Floor(weight[dossier] * (threshold - already[dossier])) - rounded[dossier];
        }
        constants += constant[dossier];
        rounding += rounded[dossier];
    }

    void Resend(int dossier) => feasible = flow.SendAgain(dossier);

    /// <summary>The dossier to decide on: one whose rule is broken, or kept more than the bound knows; -1: none is open.</summary>
    int Choice()
    {
        var (best, most) = (-1, -1.0);
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
        {
            var (sum, digital) = (SumSlack(dossier), DigitalSlack(dossier));
            var loss = sum < 0 || digital < 0
                ? double.MaxValue
                : (weight[dossier] * sum) + ((double)bonus[dossier] * digital);
            if (loss > most && Undecided(dossier) >= 0)
                (best, most) = (dossier, loss);
        }
        return best;
    }

    /// <summary>Of the pairs a dossier uses and that are not decided, the one of the highest score.</summary>
    int Undecided(int dossier)
    {
        var (found, most) = (-1, long.MinValue);
        var (first, end) = flow.ArcsOf(dossier);
        for (var arc = first; arc < end; arc++)
            if (flow.IsUsed(arc) && !flow.IsLocked(arc) && flow.WorthOf(arc) > most)
                (found, most) = (arc, flow.WorthOf(arc));
        return found;
    }

    /// <summary>Closes the experts with whom the dossier cannot reach the threshold, whoever the others are; false: it cannot at all.</summary>
    bool Narrow(int dossier, List<int> closed)
    {
        if (!feasible || threshold == long.MinValue || !Asks(dossier))
            return feasible;
        var (first, end) = flow.ArcsOf(dossier);
        var (free, fixedSum) = (problem.Needed[dossier], already[dossier]);
        var others = new List<long>();
        for (var arc = first; arc < end; arc++)
        {
            if (flow.IsLocked(arc))
                (free, fixedSum) = (free - 1, fixedSum + flow.WorthOf(arc));
            else if (!flow.IsClosed(arc))
                others.Add(flow.WorthOf(arc));
        }
        if (free <= 0)
            return fixedSum >= threshold;
        others.Sort();
        var with = fixedSum;
        for (var place = 1; place < free && place <= others.Count; place++)
            with += others[^place];
        var before = closed.Count;
        for (var arc = first; arc < end; arc++)
        {
            if (flow.IsLocked(arc) || flow.IsClosed(arc) || with + flow.WorthOf(arc) >= threshold)
                continue;
            flow.SetClosed(arc, true);
            closed.Add(arc);
        }
        if (closed.Count > before)
            Resend(dossier);
        return feasible;
    }

    void Undo(List<int> closed)
    {
        // One dossier after the other: while one is sent, no other may have a pair that looks better than free.
        foreach (var ofDossier in closed.GroupBy(flow.DossierOf))
        {
            foreach (var arc in ofDossier)
                flow.SetClosed(arc, false);
            Resend(ofDossier.Key);
        }
    }
}
