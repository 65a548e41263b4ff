namespace Labelling.ExpertReview.Assignment.Solving;

/// <summary>
/// Prices of experts' places close to the right ones: dossiers bid for the experts who are worth most to them at today's prices, and the
/// lowest of an expert's bids gives way. Prices only rise, so a dossier's shortlist stays good until its own best falls to what was left
/// outside of it. Only a start for the exact flow: nothing here needs to be exact.
/// </summary>
sealed class Auction
{
    /// <summary>The least step of a bid, as a share of the highest score: smaller takes longer here and leaves less to the flow.</summary>
    const float Step = 0.0005f;

    /// <summary>Experts on a dossier's shortlist.</summary>
    const int Shortlist = 48;

    /// <summary>Bids for each place at most; what is left over then is left to the flow.</summary>
    const int MostBidsAPlace = 400;

    readonly AssignmentProblem problem;
    readonly float[] prices;
    readonly (float Bid, int Dossier)[][] bids;
    readonly int[] held;
    readonly int[][] shortlists, holds;
    readonly int[] holding;
    readonly float[] outside, values;
    readonly int[] order;
    readonly float step;

    Auction(AssignmentProblem problem)
    {
        this.problem = problem;
        prices = new float[problem.Experts];
        held = new int[problem.Experts];
        bids = [.. problem.Load.Select(load => new (float, int)[load])];
        for (var expert = 0; expert < problem.Experts; expert++)
            if (problem.Load[expert] == 0)
                prices[expert] = float.MaxValue;
        shortlists = new int[problem.Dossiers][];
        holds = [.. problem.Needed.Select(needed => new int[needed])];
        holding = new int[problem.Dossiers];
        outside = new float[problem.Dossiers];
        values = new float[problem.Experts];
        order = new int[problem.Experts];
        step = Step * (float)problem.Scores.Max();
    }

    public static long[] Prices(AssignmentProblem problem, ScoreUnit unit)
    {
        var auction = new Auction(problem);
        auction.Run();
        return [.. auction.prices.Select((price, expert) => problem.Load[expert] == 0 ? 0 : unit.Units(price))];
    }

    void Run()
    {
        var asking = new Queue<int>(Enumerable.Range(0, problem.Dossiers).Where(dossier => problem.Needed[dossier] > 0));
        for (var left = MostBidsAPlace * (long)problem.Needed.Sum(); left > 0 && asking.TryDequeue(out var dossier); left--)
            while (holding[dossier] < problem.Needed[dossier] && left-- > 0)
                if (!Bid(dossier, asking))
                    break;
    }

    /// <summary>For the best expert it does not hold, as much as makes the second best as good; false: there is nobody left.</summary>
    bool Bid(int dossier, Queue<int> asking)
    {
        var row = (long)dossier * problem.Experts;
        if (shortlists[dossier] is null)
            Shorten(dossier);
        while (true)
        {
            var (best, value, second) = (-1, float.NegativeInfinity, float.NegativeInfinity);
            foreach (var expert in shortlists[dossier])
            {
                var worth = (float)problem.Scores[row + expert] - prices[expert];
                if (worth <= second || Holds(dossier, expert))
                    continue;
                if (worth > value)
                    (best, value, second) = (expert, worth, value);
                else
                    second = worth;
            }
            if (second < outside[dossier])
            {
                if (Shorten(dossier))
                    continue;
                second = Math.Max(second, outside[dossier]);
            }
            if (best < 0 || value < -1e30f)
                return false;
            Give(dossier, best, prices[best] + Math.Min(value - second, 1e6f) + step, asking);
            return true;
        }
    }

    bool Holds(int dossier, int expert) => holds[dossier].AsSpan(0, holding[dossier]).Contains(expert);

    void Give(int dossier, int expert, float bid, Queue<int> asking)
    {
        var of = bids[expert];
        if (held[expert] == of.Length)
        {
            var least = Least(of);
            var loser = of[least].Dossier;
            of[least] = (bid, dossier);
            var place = Array.IndexOf(holds[loser], expert, 0, holding[loser]);
            holds[loser][place] = holds[loser][--holding[loser]];
            if (holding[loser] == problem.Needed[loser] - 1)
                asking.Enqueue(loser);
        }
        else
        {
            of[held[expert]++] = (bid, dossier);
        }
        holds[dossier][holding[dossier]++] = expert;
        if (held[expert] == of.Length)
            prices[expert] = of[Least(of)].Bid;
    }

    static int Least((float Bid, int Dossier)[] bids)
    {
        var least = 0;
        for (var at = 1; at < bids.Length; at++)
            if (bids[at].Bid < bids[least].Bid)
                least = at;
        return least;
    }

    /// <summary>The best at today's prices, and what the best of the others is worth; false: nothing changed by it.</summary>
    bool Shorten(int dossier)
    {
        var row = (long)dossier * problem.Experts;
        for (var expert = 0; expert < problem.Experts; expert++)
        {
            var score = problem.Scores[row + expert];
            // From the least to the best, as they are sorted.
            values[expert] = score < 0 ? float.PositiveInfinity : prices[expert] - (float)score;
            order[expert] = expert;
        }
        var was = outside[dossier];
        Array.Sort(values, order);
        var count = Math.Min(Shortlist + problem.Needed[dossier], problem.Experts);
        shortlists[dossier] = [.. order.Take(count).Where((_, at) => values[at] < float.PositiveInfinity)];
        outside[dossier] = count < problem.Experts ? -values[count] : float.NegativeInfinity;
        return outside[dossier] != was || float.IsNegativeInfinity(was);
    }
}
