using Labelling.Benchmarks;
using Labelling.Ground;

namespace Labelling.Crash.Tests;

/// <summary>The deposit flood that tests/Benchmarks measures, small enough to be played each time.</summary>
[NonParallelizable]
public sealed class DepositFloodTests
{
    static readonly DepositFlood.Size Small = new(20, TimeSpan.FromSeconds(5), 200_000, 3, 3);

    [Test]
    public async Task Every_deposit_with_a_receipt_is_there_and_who_comes_after_the_grace_period_is_refused()
    {
        await using var deployment = await Deployment.Embedded();
        var figures = await new DepositFlood(deployment, Small).Play();
        TestContext.Out.WriteLine($"{figures.Receipts} receipts, {figures.Late} late, {figures.RefusedAsClosed} refused as closed");
        Assert.That(figures.Fault(Small), Is.Null);
        Assert.That(figures.Mails, Is.EqualTo(figures.Receipts));
        Assert.That((await deployment.Command("check")).Output, Does.StartWith("0 violations"));
    }
}
