using Labelling.Contracts;

namespace Labelling.Hosting.Tests;

public class CountingAffiliationTests
{
    [TestCase("2020-01-01", null, true, TestName = "An_affiliation_that_lasts_counts")]
    [TestCase("2020-01-01", "2026-03-01", true, TestName = "One_that_ended_on_the_day_of_the_deposit_counts")]
    [TestCase("2020-01-01", "2026-03-08", true, TestName = "One_that_ended_after_the_deposit_counts_for_good")]
    [TestCase("2020-01-01", "2026-02-28", false, TestName = "One_that_ended_before_the_deposit_does_not")]
    [TestCase("2026-05-01", null, true, TestName = "One_that_begins_after_the_deposit_counts")]
    public void An_affiliation_counts_unless_it_ended_before_the_first_deposit(string from, string? to, bool counts) =>
        Assert.That(
            new Affiliation(Guid.Empty, null, null, DateOnly.Parse(from, null), to is null ? null : DateOnly.Parse(to, null)).CountsFor(new DateOnly(2026, 3, 1)),
            Is.EqualTo(counts));

    [Test]
    public void Every_affiliation_counts_while_the_day_of_the_deposit_is_not_known() =>
        Assert.That(new Affiliation(Guid.Empty, null, null, new DateOnly(2000, 1, 1), new DateOnly(2001, 1, 1)).CountsFor(null));
}
