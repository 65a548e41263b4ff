using Labelling.ExpertReview.Assignment.Solving;

namespace Labelling.ExpertReview.Tests.Assignment.Solving;

public class DiagnosisTests
{
    /// <summary>Small problems that cannot be done, a hundred of them.</summary>
    static IEnumerable<TestCaseData> Impossible() => Enumerable.Range(1, 10_000)
        .Select(seed =>
        {
            var random = new Random(seed);
            var problem = MadeProblem.WithRules(random, random.Next(2, 5), random.Next(2, 5), random.Next(1, 4), true);
            return problem with { Load = [.. problem.Load.Select(load => Math.Max(0, load - random.Next(2)))] };
        })
        .Where(problem => BruteForce.Of(problem) is null)
        .Take(100)
        .Select((problem, number) => new TestCaseData(problem).SetArgDisplayNames($"{number}"));

    [TestCaseSource(nameof(Impossible))]
    public void The_fewest_rules_are_relaxed(AssignmentProblem problem)
    {
        var relief = Diagnosis.Of(problem);
        var lightened = Lighten(problem, relief.Relaxed);
        Assert.Multiple(() =>
        {
            Assert.That(relief.Proven, Is.True);
            Assert.That(relief.Relaxed, Has.Count.EqualTo(BruteForce.FewestBroken(problem)));
            Assert.That(BruteForce.Of(lightened), Is.Not.Null, "It is still impossible without them.");
            Assert.That(Solver.Fair(lightened, TimeSpan.FromSeconds(10)), Is.Not.Null);
        });
    }

    static AssignmentProblem Lighten(AssignmentProblem problem, IReadOnlyList<Relaxation> relaxed)
    {
        var (needed, load, pairs, rules) = (problem.Needed.ToArray(), problem.Load.ToArray(), problem.Pairs!.ToArray(), problem.Rules!.ToArray());
        foreach (var one in relaxed)
        {
            switch (one.Rule)
            {
                case RelaxedRule.Load:
                    load[one.Expert!.Value]++;
                    break;
                case RelaxedRule.Number:
                    needed[one.Dossier!.Value]--;
                    break;
                case RelaxedRule.Academic:
                    rules[one.Dossier!.Value] &= ~TeamRules.Academic;
                    break;
                case RelaxedRule.Industry:
                    rules[one.Dossier!.Value] &= ~TeamRules.Industry;
                    break;
                case RelaxedRule.Digital:
                    rules[one.Dossier!.Value] &= ~TeamRules.Digital;
                    break;
                case RelaxedRule.Absence or RelaxedRule.Forbidden or RelaxedRule.Pinned:
                    pairs[(one.Dossier!.Value * problem.Experts) + one.Expert!.Value] = PairRule.Free;
                    break;
            }
        }
        return problem with { Needed = needed, Load = load, Pairs = pairs, Rules = rules };
    }

    [Test]
    public void Many_dossiers_and_experts_take_seconds()
    {
        var random = new Random(3);
        var problem = MadeProblem.WithRules(random, 200, 60, 3, true) with { Load = [.. Enumerable.Repeat(5, 60)] };
        var relief = Diagnosis.Of(problem);
        Assert.That(relief.Relaxed.Count(one => one.Rule is RelaxedRule.Load or RelaxedRule.Number), Is.GreaterThanOrEqualTo(problem.Needed.Sum() - 300));
    }
}
