using Labelling.Submission.Writing;

namespace Labelling.Submission.Tests.Writing;

public sealed class BudgetTests
{
    static readonly DossierContent Even = (Sample.Content() with
    {
        Lead = Sample.Content().Lead! with { BudgetEur = 600, AidRequestedEur = 300 },
        Partners = [Sample.Content().Partners[0] with { BudgetEur = 400, AidRequestedEur = 150 }],
        WorkPackages =
        [
            new WorkPackage("Capteur", 1, 12, 700, Costs: new Dictionary<string, decimal> { ["lead"] = 500, ["p1"] = 200 }),
            new WorkPackage("Clinique", 10, 15, 300, Costs: new Dictionary<string, decimal> { ["lead"] = 100, ["p1"] = 200 }),
        ],
        TotalBudgetEur = 1000,
        AidRequestedEur = 450,
    }).Keyed();

    [Test]
    public void A_table_that_adds_up_says_nothing() => Assert.That(Budget.Differences(Even), Is.Empty);

    static IEnumerable<TestCaseData> Uneven()
    {
        yield return new TestCaseData(Even with { TotalBudgetEur = 1001 }, new[] { "totalBudgetEur", "totalBudgetEur" });
        yield return new TestCaseData(Even with { AidRequestedEur = 400 }, new[] { "aidRequestedEur" });
        yield return new TestCaseData(Even with { Lead = Even.Lead! with { BudgetEur = 599 } }, new[] { "lead.budgetEur", "totalBudgetEur" });
        yield return new TestCaseData(
            Even with { WorkPackages = [Even.WorkPackages[0] with { CostEur = 701 }, Even.WorkPackages[1]] }, new[] { "workPackages[w1].costEur", "totalBudgetEur" });
    }

    [TestCaseSource(nameof(Uneven))]
    public void Where_it_does_not_add_up_is_named(DossierContent content, string[] fields) =>
        Assert.That(Budget.Differences(content).Select(one => one.Field), Is.EqualTo(fields));

    [Test]
    public void What_differs_is_said_with_both_amounts()
    {
        var one = Budget.Differences(Even with { AidRequestedEur = 400.5m }).Single();
        Assert.That(one.English, Is.EqualTo("The aid requested is 400.5\u00a0€, the sum of the partners' aids is 450\u00a0€: 49.5\u00a0€ less."));
    }

    [Test]
    public void Totals_taken_over_from_the_table_add_up()
    {
        var bare = Even with { Lead = Even.Lead! with { BudgetEur = 1 }, WorkPackages = [.. Even.WorkPackages.Select(row => row with { CostEur = null })], TotalBudgetEur = null };
        var summed = Budget.TakeOver(bare);
        Assert.That((summed.TotalBudgetEur, summed.Lead!.BudgetEur, summed.WorkPackages[0].CostEur), Is.EqualTo((1000m, 600m, 700m)));
        Assert.That(Budget.Differences(summed), Is.Empty);
    }
}
