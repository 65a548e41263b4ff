using Labelling.ExpertReview.Assignment.Solving;
using Labelling.ExpertReview.Experts;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Assignment;

/// <summary>One run of the solver over a pool: fair, as the office always asks it.</summary>
public static class Proposing
{
    /// <summary>How long a page waits for the proof.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static (IReadOnlyList<DraftDossier> Dossiers, DraftRun Run) Run(AssignmentPool pool, Draft draft)
    {
        var (dossiers, experts) = (pool.Dossiers, pool.Experts);
        var (scores, pairs) = (new double[dossiers.Count * experts.Count], new PairRule[dossiers.Count * experts.Count]);
        foreach (var (row, dossier) in dossiers.Index())
        {
            if (dossier.Needed == 0)
                continue;
            var asked = draft.Of(dossier.Dossier.Id);
            foreach (var (column, expert) in experts.Index())
            {
                var at = (row * experts.Count) + column;
                var barred = pool.WhyNot(dossier, expert);
                scores[at] = Matching.Of(expert.Expert, dossier.Dossier).Score;
                pairs[at] = barred == AssignmentRules.Absent ? PairRule.Absent
                    : barred is not null ? PairRule.Conflict
                    : asked.Forbidden.Contains(expert.Id) ? PairRule.Forbidden
                    : asked.Places.Any(place => place.ExpertId == expert.Id && place.Pinned) ? PairRule.Pinned
                    : PairRule.Free;
            }
        }
        // Whom dossiers outside of this run have in the same draft.
        var elsewhere = draft.Dossiers.Where(one => pool.Find(one.DossierId) is null).SelectMany(one => one.Places).ToLookup(place => place.ExpertId);
        var problem = new AssignmentProblem
        {
            Dossiers = dossiers.Count,
            Experts = experts.Count,
            Scores = scores,
            Pairs = pairs,
            Needed = [.. dossiers.Select(dossier => dossier.Needed)],
            Load = [.. experts.Select(expert => Math.Max(0, expert.Free - elsewhere[expert.Id].Count()))],
            Rules = [.. dossiers.Select(dossier => dossier.Needed == 0 ? TeamRules.None : pool.RulesOf(dossier))],
            Profiles = [.. experts.Select(expert => expert.Expert.Profile)],
            Digital = [.. experts.Select(expert => expert.Expert.Digital)],
            Already = [.. dossiers.Select(dossier => pool.InvitedTo(dossier).Sum(expert => Matching.Of(expert.Expert, dossier.Dossier).Score))],
        };
        var found = Solver.Fair(problem, Patience);
        var relief = found is null ? Diagnosis.Of(problem) : null;
        var teams = found?.Teams ?? Sendable(problem, relief!);
        return
        (
            [
                .. dossiers.Index().Select(one => new DraftDossier(
                    one.Item.Dossier.Id,
                    [.. teams[one.Index].Select(expert => new DraftPlace(experts[expert].Id, problem.RuleOf(one.Index, expert) == PairRule.Pinned))],
                    draft.Of(one.Item.Dossier.Id).Forbidden)),
            ],
            new(
                found?.Optimal ?? false, found?.WorstBound,
                [.. (relief?.Relaxed ?? []).Select(one => new DraftRelaxation(one.Rule, one.Dossier is { } row ? dossiers[row].Dossier.Id : null, one.Expert is { } column ? experts[column].Id : null))],
                relief?.Proven ?? true)
        );
    }

    /// <summary>Of an assignment with rules relaxed, what can be sent while none is: not beyond a load, nobody absent or forbidden.</summary>
    static int[][] Sendable(AssignmentProblem problem, Relief relief)
    {
        var left = problem.Load.ToArray();
        var teams = relief.Teams.Select(_ => new List<int>()).ToArray();
        foreach (var (dossier, expert) in relief.Teams.Index()
                     .SelectMany(team => team.Item.Select(expert => (Dossier: team.Index, Expert: expert)))
                     .OrderByDescending(pair => problem.RuleOf(pair.Dossier, pair.Expert) == PairRule.Pinned)
                     .ThenByDescending(pair => problem.Score(pair.Dossier, pair.Expert)))
        {
            if (!problem.Allows(dossier, expert) || left[expert] == 0)
                continue;
            left[expert]--;
            teams[dossier].Add(expert);
        }
        return [.. teams.Select(team => team.Order().ToArray())];
    }
}
