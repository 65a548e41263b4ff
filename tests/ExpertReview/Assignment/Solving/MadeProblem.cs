using Labelling.ExpertReview.Assignment.Solving;
using Labelling.ExpertReview.Experts;

namespace Labelling.ExpertReview.Tests.Assignment.Solving;

/// <summary>Problems made up, the same ones every time.</summary>
static class MadeProblem
{
    /// <summary>With conflicts, loads, absences, pins, forbidden pairs, experts already there and rules about profiles.</summary>
    /// <param name="random">Of a seed.</param>
    /// <param name="dossiers">Rows.</param>
    /// <param name="experts">Columns.</param>
    /// <param name="most">The most experts a dossier.</param>
    /// <param name="tight">True: hardly more places than needed.</param>
    public static AssignmentProblem WithRules(Random random, int dossiers, int experts, int most, bool tight)
    {
        var needed = Enumerable.Range(0, dossiers).Select(_ => random.Next(random.Next(4) == 0 ? 0 : 1, most + 1)).ToArray();
        var fair = (needed.Sum() + experts - 1) / experts;
        var pairs = Enumerable.Range(0, dossiers * experts).Select(_ => random.Next(20) switch
        {
            0 or 1 => PairRule.Conflict,
            2 => PairRule.Forbidden,
            _ => PairRule.Free,
        }).ToArray();
        if (random.Next(3) == 0)
            for (var (dossier, absent) = (0, random.Next(experts)); dossier < dossiers; dossier++)
                pairs[(dossier * experts) + absent] = PairRule.Absent;
        if (random.Next(3) == 0 && random.Next(dossiers) is var pinned && needed[pinned] > 0)
            pairs[(pinned * experts) + random.Next(experts)] = PairRule.Pinned;
        return new()
        {
            Dossiers = dossiers,
            Experts = experts,
            Scores = Scores(random, dossiers * experts),
            Needed = needed,
            Load = [.. Enumerable.Range(0, experts).Select(_ => random.Next(fair, fair + (tight ? 2 : 3)))],
            Pairs = pairs,
            Rules = [.. needed.Select(count => (TeamRules)random.Next(8) & Possible(count))],
            Profiles = [.. Enumerable.Range(0, experts).Select(_ => (ExpertProfile)random.Next(3))],
            Digital = [.. Enumerable.Range(0, experts).Select(_ => random.Next(3) == 0)],
            Already = random.Next(2) == 0 ? null : [.. needed.Select(_ => random.Next(4) == 0 ? random.Next(1000) / 1000.0 : 0)],
        };

        static TeamRules Possible(int count) => count switch
        {
            0 => TeamRules.None,
            1 => TeamRules.Academic | TeamRules.Digital,
            _ => TeamRules.Academic | TeamRules.Industry | TeamRules.Digital,
        };
    }

    /// <summary>In thousandths; in some problems few different ones, so that many assignments are as good as each other.</summary>
    static double[] Scores(Random random, int count)
    {
        var levels = random.Next(3) == 0 ? 4 : 1000;
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(30) == 0 ? -1 : Math.Round(random.Next(levels + 1) / (double)levels, 3))];
    }
}
