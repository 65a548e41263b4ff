using Labelling.ExpertReview.Reviews;

namespace Labelling.ExpertReview.Tests.Reviews;

/// <summary>The adjusted score on data made with known worths and known severities.</summary>
public class SeverityTests
{
    sealed record Made(IReadOnlyList<TotalGiven> Totals, IReadOnlyDictionary<Guid, double> Worths, IReadOnlyDictionary<Guid, double> Severities);

    /// <summary>Dossiers of some worth, each reviewed by three of the pool; chance is about half a point.</summary>
    static Made Make(int seed, double severity, int dossiers = 80, int pool = 24, double chance = 0.5)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var experts = Enumerable.Range(0, pool).ToDictionary(number => new Guid(number, 1, 0, new byte[8]), _ => severity * Normal());
        var worths = Enumerable.Range(0, dossiers).ToDictionary(number => new Guid(number, 2, 0, new byte[8]), _ => 3 + 0.6 * Normal());
        return new(
            [
                .. from dossier in worths
                   from expert in experts.OrderBy(_ => random.Next()).Take(3).ToList()
                   select new TotalGiven(dossier.Key, expert.Key, dossier.Value + expert.Value + chance * Normal()),
            ], worths, experts);
    }

    static double Error(Made made, Func<IGrouping<Guid, TotalGiven>, double> score) =>
        Math.Sqrt(made.Totals.GroupBy(total => total.DossierId).Average(dossier => Math.Pow(score(dossier) - made.Worths[dossier.Key], 2)));

    static AdjustedScore Adjusted(Severity severity, IEnumerable<TotalGiven> dossier) => severity.Adjust([.. dossier.Select(total => (total.ExpertId, total.Total))])!;

    [Test]
    public void With_known_severities_it_is_closer_to_the_worth_than_the_mean_in_at_least_95_of_100_sets()
    {
        var closer = Enumerable.Range(0, 100).Count(seed =>
        {
            var made = Make(seed, severity: 0.6);
            var severity = Severity.Fit(made.Totals);
            return Error(made, dossier => Adjusted(severity, dossier).Score) < Error(made, dossier => dossier.Average(total => total.Total));
        });
        TestContext.Out.WriteLine($"closer in {closer} of 100 sets");
        Assert.That(closer, Is.GreaterThanOrEqualTo(95));
    }

    [Test]
    public void Without_severities_it_is_the_plain_mean_in_at_least_90_of_100_sets_and_never_far_from_it()
    {
        var equal = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var made = Make(seed, severity: 0);
            var severity = Severity.Fit(made.Totals);
            var furthest = made.Totals.GroupBy(total => total.DossierId).Max(dossier => Math.Abs(Adjusted(severity, dossier).Score - dossier.Average(total => total.Total)));
            Assert.That(furthest, Is.LessThan(0.4));
            equal += furthest == 0 ? 1 : 0;
        }
        // The ratio is believed wrongly in 5 sets of 100; 10 leave room for chance.
        TestContext.Out.WriteLine($"the plain mean in {equal} of 100 sets");
        Assert.That(equal, Is.GreaterThanOrEqualTo(90));
    }

    [Test]
    public void Where_there_is_nothing_to_learn_it_is_the_plain_mean_exactly()
    {
        // Nobody has reviewed three dossiers, however differently they score.
        var few = Enumerable.Range(0, 30).SelectMany(number => new[]
        {
            new TotalGiven(new Guid(number, 2, 0, new byte[8]), new Guid(number, 1, 0, new byte[8]), 5), new TotalGiven(new Guid(number, 2, 0, new byte[8]), new Guid(number + 100, 1, 0, new byte[8]), 1),
        }).ToList();
        // Everybody gives the same to the same dossier.
        var agreed = Enumerable.Range(0, 10).SelectMany(number => Enumerable.Range(0, 3).Select(expert => new TotalGiven(new Guid(number, 2, 0, new byte[8]), new Guid(expert, 1, 0, new byte[8]), number / 2.0))).ToList();
        // One review a dossier: severity and worth cannot be told apart.
        var alone = Enumerable.Range(0, 10).Select(number => new TotalGiven(new Guid(number, 2, 0, new byte[8]), new Guid(0, 1, 0, new byte[8]), number / 2.0)).ToList();
        foreach (var totals in new[] { few, agreed, alone, [] })
        {
            var severity = Severity.Fit(totals);
            foreach (var dossier in totals.GroupBy(total => total.DossierId))
                Assert.That(Adjusted(severity, dossier).Score, Is.EqualTo(dossier.Average(total => total.Total)).Within(1e-12));
        }
        Assert.That((Adjusted(Severity.Fit(alone), [alone[0]]).Low, Severity.Fit([]).Adjust([])), Is.EqualTo(((double?)null, (AdjustedScore?)null)), "of chance nothing is known");
    }

    [Test]
    public void Severities_are_found_and_shrink_towards_nothing()
    {
        var made = Make(7, severity: 0.8, dossiers: 400, pool: 20, chance: 0.3);
        var severity = Severity.Fit(made.Totals);
        var level = made.Severities.Values.Average();
        foreach (var (expert, known) in made.Severities)
            Assert.That(severity.Of(expert), Is.EqualTo(known - level).Within(0.2));
        Assert.That(severity.Of(Guid.NewGuid()), Is.Zero);
        Assert.That(made.Severities.Keys.Sum(severity.Of), Is.EqualTo(0).Within(1e-6));
    }

    [Test]
    public void The_interval_holds_the_worth_about_95_times_in_100()
    {
        var (held, of) = (0, 0);
        for (var seed = 200; seed < 230; seed++)
        {
            var made = Make(seed, severity: 0.6);
            var severity = Severity.Fit(made.Totals);
            // Only differences from the experts' common level can be known.
            var level = made.Severities.Values.Average();
            foreach (var dossier in made.Totals.GroupBy(total => total.DossierId))
            {
                var adjusted = Adjusted(severity, dossier);
                held += adjusted.Low <= made.Worths[dossier.Key] + level && made.Worths[dossier.Key] + level <= adjusted.High ? 1 : 0;
                of++;
            }
        }
        TestContext.Out.WriteLine($"{held} of {of}");
        Assert.That(held / (double)of, Is.InRange(0.92, 0.98));
    }
}
