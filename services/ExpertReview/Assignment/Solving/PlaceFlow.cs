namespace Labelling.ExpertReview.Assignment.Solving;

/// <summary>
/// The flow at the bottom of everything: places of dossiers are sent to experts and from there to the sink, at the best total of scores.
/// A dossier is a node, or a node and one more for each profile it must have, whose first place only that profile fills: profiles part the
/// experts, so these rules stay within a flow. Successive shortest paths with potentials (Edmonds and Karp 1972; Ahuja, Magnanti, Orlin,
/// "Network Flows", 9.7): reduced costs of what can still move are never negative, which is the proof of optimality. A dossier can be
/// changed and sent again without touching the others more than needed.
/// </summary>
sealed class PlaceFlow
{
    const int None = -1;

    readonly AssignmentProblem problem;
    readonly int experts, sink;
    readonly long? broken;
    readonly int[] empty;

    // Nodes: experts, the sink, a root for each dossier, then nodes of profiles.
    readonly int[] firstClass, dossierOfNode, firstArc, endArc, surplus;
    readonly long[] potential;
    readonly int[] excess;
    readonly int[] sent;

    // Arcs from a node of a dossier to an expert, those of a dossier together.
    readonly int[] owner, expert, next, previous, head;
    readonly long[] score, worth;
    readonly bool[] used, locked, closed;

    readonly int[] dossierArcs;
    readonly long[] distance;
    readonly int[] parent, parentArc, seen, settled;
    readonly NodeQueue queue = new();
    readonly Stack<int> pending = new();
    int round;

    /// <param name="problem">What is asked.</param>
    /// <param name="unit">In which scores are counted.</param>
    /// <param name="pairs">The experts looked at for each dossier, all of them allowed; null: all that are allowed.</param>
    /// <param name="broken">What breaking a rule costs, in units; null: none can be broken.</param>
    public PlaceFlow(AssignmentProblem problem, ScoreUnit unit, IReadOnlyList<int[]>? pairs = null, long? broken = null)
    {
        this.problem = problem;
        this.broken = broken;
        empty = new int[problem.Dossiers];
        experts = problem.Experts;
        sink = experts;
        var classes = 0;
        firstClass = new int[problem.Dossiers + 1];
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
        {
            firstClass[dossier] = classes;
            classes += ClassesOf(dossier);
        }
        firstClass[problem.Dossiers] = classes;
        var nodes = experts + 1 + problem.Dossiers + classes;
        dossierOfNode = new int[nodes];
        firstArc = new int[nodes];
        endArc = new int[nodes];
        surplus = new int[nodes];
        potential = new long[nodes];
        excess = new int[nodes];
        sent = new int[experts];
        head = new int[experts];
        Array.Fill(head, None);
        distance = new long[nodes];
        parent = new int[nodes];
        parentArc = new int[nodes];
        seen = new int[nodes];
        settled = new int[nodes];
        dossierArcs = new int[problem.Dossiers + 1];
        Sums = new long[problem.Dossiers];
        Digital = new int[problem.Dossiers];

        var candidates = pairs ?? [.. Enumerable.Range(0, problem.Dossiers).Select(Allowed)];
        var arcs = candidates.Sum(of => of.Length);
        (owner, expert, next, previous) = (new int[arcs], new int[arcs], new int[arcs], new int[arcs]);
        (score, worth) = (new long[arcs], new long[arcs]);
        (used, locked, closed) = (new bool[arcs], new bool[arcs], new bool[arcs]);
        var arc = 0;
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
        {
            dossierArcs[dossier] = arc;
            var root = Root(dossier);
            for (var node = root; node != None; node = NextNode(dossier, node))
            {
                dossierOfNode[node] = dossier;
                firstArc[node] = arc;
                foreach (var one in candidates[dossier])
                {
                    if (NodeFor(dossier, one) != node)
                        continue;
                    owner[arc] = node;
                    expert[arc] = one;
                    worth[arc] = score[arc] = broken is null ? unit.Units(problem.Score(dossier, one)) : Breaks(dossier, one);
                    arc++;
                }
                endArc[node] = arc;
            }
        }
        dossierArcs[problem.Dossiers] = arc;
        excess[sink] = -problem.Needed.Sum();
    }

    int[] Allowed(int dossier)
    {
        var found = new int[experts];
        var count = 0;
        for (var one = 0; one < experts; one++)
            if (broken is null ? problem.Allows(dossier, one) : problem.RuleOf(dossier, one) != PairRule.Conflict)
                found[count++] = one;
        Array.Resize(ref found, count);
        return found;
    }

    /// <summary>Where rules can be broken, pairs count by that alone: absences and wishes of the office against, pins for.</summary>
    long Breaks(int dossier, int one) => problem.RuleOf(dossier, one) switch
    {
        PairRule.Absent or PairRule.Forbidden => -broken!.Value,
        PairRule.Pinned => broken!.Value,
        PairRule.Free or PairRule.Conflict => 0,
    };

    int ClassesOf(int dossier) =>
        (problem.RulesOf(dossier).HasFlag(TeamRules.Academic) ? 1 : 0) + (problem.RulesOf(dossier).HasFlag(TeamRules.Industry) ? 1 : 0);

    int Root(int dossier) => experts + 1 + dossier;

    int ClassNode(int number) => experts + 1 + problem.Dossiers + number;

    bool IsRoot(int node) => node < experts + 1 + problem.Dossiers;

    int NextNode(int dossier, int node)
    {
        var number = IsRoot(node) ? firstClass[dossier] : node - ClassNode(0) + 1;
        return number < firstClass[dossier + 1] ? ClassNode(number) : None;
    }

    int NodeFor(int dossier, int one)
    {
        var both = problem.RulesOf(dossier) & problem.Meets(one);
        if (both.HasFlag(TeamRules.Academic))
            return ClassNode(firstClass[dossier]);
        return both.HasFlag(TeamRules.Industry) ? ClassNode(firstClass[dossier + 1] - 1) : Root(dossier);
    }

    /// <summary>The total of the scores as the flow counts them now, in units.</summary>
    public long Value { get; private set; }

    /// <summary>The total of the true scores, in units.</summary>
    public long Worth { get; private set; }

    /// <summary>The sum of the true scores by dossier, in units.</summary>
    public long[] Sums { get; }

    /// <summary>Experts with the digital flag by dossier.</summary>
    public int[] Digital { get; }

    public (int First, int End) ArcsOf(int dossier) => (dossierArcs[dossier], dossierArcs[dossier + 1]);

    public int ExpertOf(int arc) => expert[arc];

    public int DossierOf(int arc) => dossierOfNode[owner[arc]];

    /// <summary>The true score in units.</summary>
    public long WorthOf(int arc) => worth[arc];

    /// <summary>The score as the flow counts it now, in units.</summary>
    public long ScoreOf(int arc) => score[arc];

    public bool IsUsed(int arc) => used[arc];

    public bool IsLocked(int arc) => locked[arc];

    public bool IsClosed(int arc) => closed[arc];

    /// <summary>What a place of this expert costs others, in units: the dual price, 0 or more.</summary>
    public long PriceOf(int one) => Math.Max(0, potential[sink] - potential[one]);

    /// <summary>What using this unused pair would cost at least, in units.</summary>
    public long LossOf(int arc) => potential[owner[arc]] - score[arc] - potential[expert[arc]];

    /// <summary>Places left empty, by dossier; none unless rules can be broken.</summary>
    public int EmptyOf(int dossier) => empty[dossier];

    /// <summary>Dossiers beyond the expert's load; none unless rules can be broken.</summary>
    public int OverloadOf(int one) => Math.Max(0, sent[one] - problem.Load[one]);

    /// <summary>Takes effect when the dossier is sent again.</summary>
    public void SetScore(int arc, long value)
    {
        if (used[arc])
            Value += value - score[arc];
        score[arc] = value;
    }

    /// <summary>Takes effect when the dossier is sent again.</summary>
    public void SetClosed(int arc, bool value) => closed[arc] = value;

    /// <summary>Takes effect when the dossier is sent again.</summary>
    public void SetLocked(int arc, bool value) => locked[arc] = value;

    /// <summary>The first sending, at the prices given or at none.</summary>
    public bool SendAll(long[]? prices = null)
    {
        for (var one = 0; one < experts && prices is not null; one++)
            potential[one] = -prices[one];
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
            Restart(dossier, prices is not null);
        if (prices is not null)
        {
            // An expert with a price is sold out: who lacks dossiers asks for them, who has too many gives them away.
            var given = new int[experts];
            for (var arc = 0; arc < used.Length; arc++)
                if (used[arc])
                    given[expert[arc]]++;
            for (var one = 0; one < experts; one++)
            {
                var takes = prices[one] > 0 ? problem.Load[one] : Math.Min(given[one], problem.Load[one]);
                sent[one] = takes;
                excess[one] = given[one] - takes;
                excess[sink] += takes;
                if (excess[one] > 0)
                    pending.Push(one);
            }
            if (excess[sink] > 0)
                pending.Push(sink);
        }
        return Send();
    }

    /// <summary>A dossier with its arcs changed is sent anew; false: it cannot be, and stays pending until something else changes.</summary>
    public bool SendAgain(int dossier)
    {
        Restart(dossier, false);
        return Send();
    }

    /// <summary>Takes all of a dossier back but what is locked, and prices it so that nothing it could use looks better than free.</summary>
    /// <param name="dossier">By number.</param>
    /// <param name="choose">Give it its best experts at these prices at once, whatever their load.</param>
    void Restart(int dossier, bool choose)
    {
        var (first, end) = ArcsOf(dossier);
        for (var arc = first; arc < end; arc++)
        {
            if (used[arc] && !locked[arc])
            {
                Drop(arc);
                AddExcess(expert[arc], -1);
            }
            else if (!used[arc] && locked[arc])
            {
                Take(arc);
                AddExcess(expert[arc], 1);
            }
        }
        AddExcess(sink, -empty[dossier]);
        empty[dossier] = 0;
        var root = Root(dossier);
        var rest = problem.Needed[dossier];
        var best = long.MinValue;
        for (var node = root; node != None; node = NextNode(dossier, node))
        {
            var (inside, most) = (0, long.MinValue);
            for (var arc = firstArc[node]; arc < endArc[node]; arc++)
            {
                if (used[arc])
                    inside++;
                else if (!closed[arc])
                    most = Math.Max(most, score[arc] + potential[expert[arc]]);
            }
            potential[node] = most;
            best = Math.Max(best, most);
            if (node == root)
            {
                rest -= inside;
                continue;
            }
            surplus[node] = Math.Max(0, inside - 1);
            rest -= 1 + surplus[node];
            SetExcess(node, Math.Max(0, 1 - inside));
        }
        // Nothing left to use: any price will do.
        best = best == long.MinValue ? 0 : best;
        if (broken is { } empties)
            best = Math.Max(best, potential[sink] - EmptyCost(empties));
        potential[root] = best;
        for (var node = NextNode(dossier, root); node != None; node = NextNode(dossier, node))
            if (surplus[node] > 0 || potential[node] == long.MinValue)
                potential[node] = best;
            else if (broken is { } cost)
                potential[node] = Math.Max(potential[node], best - cost);
        SetExcess(root, rest);
        if (choose && rest > 0 && NextNode(dossier, root) == None)
            Choose(root, rest);
    }

    /// <summary>The best of a dossier at the prices there are; it holds them at the value of the last.</summary>
    void Choose(int root, int wanted)
    {
        var last = long.MinValue;
        for (var number = 0; number < wanted; number++)
        {
            var (found, most) = (None, long.MinValue);
            for (var arc = firstArc[root]; arc < endArc[root]; arc++)
            {
                if (!used[arc] && !closed[arc] && score[arc] + potential[expert[arc]] is var value && value > most)
                    (found, most) = (arc, value);
            }
            if (found == None)
                return;
            Take(found);
            excess[root]--;
            last = most;
        }
        potential[root] = last;
    }

    void SetExcess(int node, int value)
    {
        excess[node] = value;
        if (value > 0)
            pending.Push(node);
    }

    void AddExcess(int node, int by) => SetExcess(node, excess[node] + by);

    void Take(int arc)
    {
        var (dossier, one) = (dossierOfNode[owner[arc]], expert[arc]);
        used[arc] = true;
        previous[arc] = None;
        next[arc] = head[one];
        if (head[one] != None)
            previous[head[one]] = arc;
        head[one] = arc;
        Value += score[arc];
        Worth += worth[arc];
        Sums[dossier] += worth[arc];
        if (problem.IsDigital(one))
            Digital[dossier]++;
    }

    void Drop(int arc)
    {
        var (dossier, one) = (dossierOfNode[owner[arc]], expert[arc]);
        used[arc] = false;
        if (previous[arc] != None)
            next[previous[arc]] = next[arc];
        else
            head[one] = next[arc];
        if (next[arc] != None)
            previous[next[arc]] = previous[arc];
        Value -= score[arc];
        Worth -= worth[arc];
        Sums[dossier] -= worth[arc];
        if (problem.IsDigital(one))
            Digital[dossier]--;
    }

    /// <summary>Sends whatever is in excess; false when some of it finds no way.</summary>
    bool Send()
    {
        List<int>? stuck = null;
        while (pending.TryPop(out var source))
        {
            while (excess[source] > 0)
            {
                if (Route(source))
                    continue;
                (stuck ??= []).Add(source);
                break;
            }
        }
        foreach (var source in stuck ?? [])
            pending.Push(source);
        return stuck is null;
    }

    /// <summary>One unit from a node in excess to the nearest node that lacks one (Dijkstra on reduced costs, ended at the first found).</summary>
    bool Route(int source)
    {
        round++;
        queue.Clear();
        var (target, reach, count) = (None, long.MaxValue, 0);
        Reach(source, 0, None, None);
        while (queue.TryPop(out var far, out var node))
        {
            if (far >= reach)
                break;
            if (far > distance[node])
                continue;
            settled[count++] = node;
            if (node < experts)
                FromExpert(node, far);
            else if (node == sink)
                FromSink(far);
            else
                FromDossier(node, far);
        }
        Reached(count, reach, target);
        if (target == None)
            return false;
        Push(source, target);
        return true;

        void Reach(int node, long far, int from, int arc)
        {
            if (far >= reach || seen[node] == round && distance[node] <= far)
                return;
            seen[node] = round;
            (distance[node], parent[node], parentArc[node]) = (far, from, arc);
            if (excess[node] < 0)
            {
                (target, reach) = (node, far);
                return;
            }
            queue.Push(far, node);
        }

        void FromExpert(int node, long far)
        {
            if (sent[node] < problem.Load[node])
                Reach(sink, far + potential[node] - potential[sink], node, None);
            else if (broken is { } cost)
                Reach(sink, far + cost + potential[node] - potential[sink], node, None);
            for (var arc = head[node]; arc != None; arc = next[arc])
                if (!locked[arc])
                    Reach(owner[arc], far + score[arc] + potential[node] - potential[owner[arc]], node, arc);
        }

        void FromSink(long far)
        {
            for (var one = 0; one < experts; one++)
                if (sent[one] > 0)
                    Reach(one, far - (sent[one] > problem.Load[one] ? broken!.Value : 0) + potential[sink] - potential[one], sink, None);
            for (var dossier = 0; dossier < problem.Dossiers && broken is not null; dossier++)
                if (empty[dossier] > 0)
                    Reach(Root(dossier), far - EmptyCost(broken.Value) + potential[sink] - potential[Root(dossier)], sink, None);
        }

        void FromDossier(int node, long far)
        {
            var here = far + potential[node];
            var toSink = potential[sink];
            for (int arc = firstArc[node], end = endArc[node]; arc < end; arc++)
            {
                if (used[arc] || closed[arc])
                    continue;
                var one = expert[arc];
                var there = here - score[arc] - potential[one];
                if (there >= reach || seen[one] == round && distance[one] <= there)
                    continue;
                if (excess[one] < 0)
                {
                    Reach(one, there, node, arc);
                    continue;
                }
                seen[one] = round;
                (distance[one], parent[one], parentArc[one]) = (there, node, arc);
                // What ends at the sink need not be looked beyond.
                if (sent[one] < problem.Load[one])
                    Reach(sink, there + potential[one] - toSink, one, None);
                if (there < reach)
                    queue.Push(there, one);
            }
            var dossier = dossierOfNode[node];
            if (!IsRoot(node))
            {
                if (surplus[node] > 0)
                    Reach(Root(dossier), here - potential[Root(dossier)], node, None);
                else if (surplus[node] == 0 && broken is { } without)
                    Reach(Root(dossier), here + without - potential[Root(dossier)], node, None);
                return;
            }
            for (var to = NextNode(dossier, node); to != None; to = NextNode(dossier, to))
                Reach(to, here - (surplus[to] < 0 ? broken!.Value : 0) - potential[to], node, None);
            if (broken is { } cost)
                Reach(sink, here + EmptyCost(cost) - toSink, node, None);
        }
    }

    /// <summary>Of two ways that break as many rules, one that leaves no place empty.</summary>
    static long EmptyCost(long broken) => broken + 1;

    void Reached(int count, long reach, int target)
    {
        if (target == None)
            return;
        for (var at = 0; at < count; at++)
            potential[settled[at]] += distance[settled[at]] - reach;
    }

    void Push(int source, int target)
    {
        excess[source]--;
        excess[target]++;
        for (var node = target; node != source; node = parent[node])
        {
            var from = parent[node];
            if (parentArc[node] != None)
            {
                if (from < experts)
                    Drop(parentArc[node]);
                else
                    Take(parentArc[node]);
            }
            else if (node == sink)
            {
                if (from < experts)
                    sent[from]++;
                else
                    empty[dossierOfNode[from]]++;
            }
            else if (from == sink)
            {
                if (node < experts)
                    sent[node]--;
                else
                    empty[dossierOfNode[node]]--;
            }
            else if (IsRoot(from))
            {
                surplus[node]++;
            }
            else
            {
                surplus[from]--;
            }
        }
    }

    /// <summary>Of what a dossier uses, the least worth after the expert's price: no pair that is worth more was left aside.</summary>
    public long WorstUsed(int dossier)
    {
        var least = long.MaxValue;
        var (first, end) = ArcsOf(dossier);
        for (var arc = first; arc < end; arc++)
            if (used[arc])
                least = Math.Min(least, score[arc] - PriceOf(expert[arc]));
        return least;
    }

    /// <summary>The experts of every dossier.</summary>
    public int[][] Teams()
    {
        var teams = new int[problem.Dossiers][];
        for (var dossier = 0; dossier < problem.Dossiers; dossier++)
        {
            var (first, end) = ArcsOf(dossier);
            var team = new List<int>(problem.Needed[dossier]);
            for (var arc = first; arc < end; arc++)
                if (used[arc])
                    team.Add(expert[arc]);
            team.Sort();
            teams[dossier] = [.. team];
        }
        return teams;
    }
}
