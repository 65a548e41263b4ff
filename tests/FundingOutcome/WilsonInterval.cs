using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Tests;

public sealed class WilsonInterval
{
    // Worked out with 30 digits from the formula of Wilson 1927, z = 1.959963984540054.
    [TestCase(0, 1, 0.0, 0.793450685622763)]
    [TestCase(1, 1, 0.206549314377237, 1.0)]
    [TestCase(0, 10, 0.0, 0.277532799862889)]
    [TestCase(10, 10, 0.722467200137111, 1.0)]
    [TestCase(1, 2, 0.094531205734231, 0.905468794265769)]
    [TestCase(5, 10, 0.236593090512564, 0.763406909487436)]
    [TestCase(42, 112, 0.290887742974842, 0.467402593791893)]
    [TestCase(112, 320, 0.299800413414838, 0.403758234234555)]
    [TestCase(81, 263, 0.255288519878274, 0.366209576982800)]
    public void The_interval_is_that_of_the_formula(int successes, int trials, double low, double high)
    {
        var interval = Wilson.Interval(successes, trials)!.Value;
        Assert.That(interval.Low, Is.EqualTo(low).Within(1e-12));
        Assert.That(interval.High, Is.EqualTo(high).Within(1e-12));
    }

    [Test]
    public void Without_trials_there_is_no_interval() => Assert.That(Wilson.Interval(0, 0), Is.Null);

    [Test]
    public void The_interval_stays_between_0_and_1_and_holds_the_share()
    {
        for (var trials = 1; trials <= 200; trials++)
        {
            for (var successes = 0; successes <= trials; successes++)
            {
                var (low, high) = Wilson.Interval(successes, trials)!.Value;
                var share = (double)successes / trials;
                Assert.That(low is >= 0 && low <= share && share <= high && high <= 1, $"{successes} of {trials}: {low} {high}");
            }
        }
    }

    [Test]
    public void A_rate_without_a_denominator_is_null()
    {
        Assert.That(RateFigures.Of(new Counts(0, 0, 0, 0)), Is.EqualTo(new RateFigures(null, null, null, null, null, null)));

        var refused = RateFigures.Of(new Counts(3, 0, 0, 0));
        Assert.That((refused.LabelRate, refused.SuccessRate, refused.Coverage, refused.FundingRate), Is.EqualTo((0.0, 0.0, (double?)null, (double?)null)));

        var pending = RateFigures.Of(new Counts(4, 2, 0, 2));
        Assert.That((pending.LabelRate, pending.Coverage, pending.FundingRate), Is.EqualTo((0.5, 0.0, (double?)null)));
    }
}
