namespace Labelling.ExpertReview.Assignment.Solving;

/// <summary>The whole teams that come into question for one dossier, at the prices the flow has now.</summary>
sealed class TeamList(AssignmentProblem problem, PlaceFlow flow)
{
    /// <summary>Above so many looked at, a dossier has too many.</summary>
    const int MostLookedAt = 20_000;

    readonly List<(long Value, int Arc)> open = [];
    readonly List<int> chosen = [];

    /// <summary>A team: what it is worth after prices, in units, and its pairs.</summary>
    public sealed record Team(long Value, int[] Arcs);

    /// <summary>
    /// The teams that keep what is locked, the rules and the threshold and are worth at least so much, the best first; null: too many.
    /// </summary>
    public List<Team>? Of(int dossier, long threshold, long already, long least, int most)
    {
        open.Clear();
        chosen.Clear();
        var (first, end) = flow.ArcsOf(dossier);
        var (value, sum, meets) = (0L, already, TeamRules.None);
        var locked = new List<int>();
        for (var arc = first; arc < end; arc++)
        {
            var worth = flow.WorthOf(arc) - flow.PriceOf(flow.ExpertOf(arc));
            if (flow.IsLocked(arc))
            {
                (value, sum, meets) = (value + worth, sum + flow.WorthOf(arc), meets | problem.Meets(flow.ExpertOf(arc)));
                locked.Add(arc);
            }
            else if (!flow.IsClosed(arc))
            {
                open.Add((worth, arc));
            }
        }
        open.Sort((one, other) => other.Value.CompareTo(one.Value));
        var places = problem.Needed[dossier] - locked.Count;
        var rules = problem.RulesOf(dossier);
        var found = new List<Team>();
        var looked = 0;
        var complete = Look(0, places, value, sum, meets);
        if (!complete && most > 1)
            return null;
        found.Sort((one, other) => other.Value.CompareTo(one.Value));
        return complete ? found : [];

        bool Look(int from, int left, long soFar, long sumSoFar, TeamRules met)
        {
            if (left == 0)
            {
                if ((rules & ~met) != 0 || sumSoFar < threshold || soFar < least)
                    return true;
                found.Add(new(soFar, [.. locked, .. chosen]));
                // Only the best is asked for: what is worth less need not be looked at.
                if (most == 1)
                    least = soFar + 1;
                return most == 1 || found.Count <= most;
            }
            for (var at = from; at + left <= open.Count; at++)
            {
                var ahead = soFar;
                for (var place = 0; place < left; place++)
                    ahead += open[at + place].Value;
                if (ahead < least)
                    break;
                if (++looked > MostLookedAt)
                    return false;
                chosen.Add(open[at].Arc);
                var goesOn = Look(at + 1, left - 1, soFar + open[at].Value, sumSoFar + flow.WorthOf(open[at].Arc),
                    met | problem.Meets(flow.ExpertOf(open[at].Arc)));
                chosen.RemoveAt(chosen.Count - 1);
                if (!goesOn)
                    return false;
            }
            return true;
        }
    }
}
