using Labelling.ExpertReview.Assignment.Solving;

namespace Labelling.ExpertReview.Tests.Assignment.Solving;

public class SolverTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public void Small_problems_with_every_rule_are_solved_as_by_trying_everything([Range(1, 300)] int seed)
    {
        var random = new Random(seed);
        var problem = MadeProblem.WithRules(random, random.Next(1, 6), random.Next(2, 7), random.Next(1, 4), random.Next(2) == 0);
        var (best, fair) = (Solver.BestTotal(problem, Patience), Solver.Fair(problem, Patience));
        if (BruteForce.Of(problem) is not var (total, worst, fairTotal))
        {
            Assert.That((best, fair), Is.EqualTo(((AssignmentSolution?)null, (AssignmentSolution?)null)));
            return;
        }
        Assert.That(best, Is.Not.Null);
        Assert.That(fair, Is.Not.Null);
        KeepsEverything(problem, best);
        KeepsEverything(problem, fair);
        Assert.Multiple(() =>
        {
            Assert.That(best.Total, Is.EqualTo(total).Within(1e-9));
            Assert.That(fair.Worst ?? double.MaxValue, Is.EqualTo(worst).Within(1e-9));
            Assert.That(fair.Total, Is.EqualTo(fairTotal).Within(1e-9));
            Assert.That((best.Optimal, fair.Optimal), Is.EqualTo((true, true)));
        });
    }

    [Test]
    public void Prices_prove_the_best_total()
    {
        var problem = LowRank(new Random(5), 300, 120, 3, 8);
        var found = Solver.BestTotal(problem, Patience)!;
        KeepsEverything(problem, found);
        Assert.That(Dual(problem, found.Prices), Is.EqualTo(found.Total).Within(1e-6));
    }

    [Test]
    public void A_large_problem_is_proven_over_all_pairs_though_few_are_looked_at()
    {
        var problem = LowRank(new Random(6), 300, 120, 3, 8);
        var found = LargeFlow.Solve(problem)!;
        KeepsEverything(problem, found);
        Assert.Multiple(() =>
        {
            Assert.That(found.Total, Is.EqualTo(Solver.BestTotal(problem, Patience)!.Total).Within(1e-9));
            Assert.That(Dual(problem, found.Prices), Is.EqualTo(found.Total).Within(1e-6));
        });
    }

    [Test]
    public void Where_all_look_alike_the_pairs_left_out_are_looked_at_again()
    {
        // The same few experts look best to every dossier: over these alone it cannot be done.
        var problem = LowRank(new Random(9), 100, 100, 1, 1);
        Assert.That(LargeFlow.Solve(problem with { Scores = [.. problem.Scores.Select(_ => 1.0)] }), Has.Property("Total").EqualTo(100).Within(1e-9));
    }

    [Test]
    public void A_large_problem_that_cannot_be_done_is_none()
    {
        var problem = LowRank(new Random(7), 60, 30, 3, 7) with { Load = [.. Enumerable.Repeat(0, 20), .. Enumerable.Repeat(60, 10)] };
        var conflicted = problem with { Scores = [.. problem.Scores.Select((score, at) => at < 30 && at % 30 >= 22 ? -1 : score)] };
        Assert.Multiple(() =>
        {
            Assert.That(LargeFlow.Solve(problem), Is.Not.Null);
            Assert.That(LargeFlow.Solve(conflicted), Is.Null);
        });
    }

    [Test]
    public void What_is_not_proven_says_how_far_it_may_be_from_the_best()
    {
        var found = Solver.Fair(LowRank(new Random(8), 60, 24, 3, 8), TimeSpan.Zero)!;
        Assert.That(found, Has.Property(nameof(found.Optimal)).False);
        Assert.That(found.WorstBound, Is.GreaterThanOrEqualTo(found.Worst!));
    }

    static double Dual(AssignmentProblem problem, double[] prices) =>
        prices.Select((price, expert) => price * problem.Load[expert]).Sum()
        + Enumerable.Range(0, problem.Dossiers).Sum(dossier => Enumerable.Range(0, problem.Experts)
            .Where(expert => problem.Allows(dossier, expert))
            .Select(expert => problem.Score(dossier, expert) - prices[expert])
            .OrderDescending().Take(problem.Needed[dossier]).Sum());

    /// <summary>Dossiers and experts share a few topics, and chance adds a little.</summary>
    static AssignmentProblem LowRank(Random random, int dossiers, int experts, int needed, int load)
    {
        var (ofDossiers, ofExperts) = (Topics(dossiers), Topics(experts));
        return new()
        {
            Dossiers = dossiers,
            Experts = experts,
            Scores =
            [
                .. from one in ofDossiers
                   from other in ofExperts
                   select one.Zip(other, (first, second) => first * second).Sum() + (random.NextDouble() / 20),
            ],
            Needed = [.. Enumerable.Repeat(needed, dossiers)],
            Load = [.. Enumerable.Repeat(load, experts)],
        };

        List<double[]> Topics(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 6).Select(_ => Math.Pow(random.NextDouble(), 3) / 2).ToArray())];
    }

    internal static void KeepsEverything(AssignmentProblem problem, AssignmentSolution found)
    {
        var given = new int[problem.Experts];
        foreach (var (dossier, team) in found.Teams.Index())
        {
            Assert.That(team, Has.Length.EqualTo(problem.Needed[dossier]).And.Unique);
            Assert.That(BruteForce.KeepsRules(problem, dossier, team), Is.True, $"Dossier {dossier} has {string.Join(", ", team)}.");
            foreach (var expert in team)
                given[expert]++;
        }
        Assert.That(given.Zip(problem.Load, (has, most) => has <= most), Is.All.True);
    }
}
