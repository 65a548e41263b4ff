using static Labelling.Submission.RuleResult;

namespace Labelling.Submission.Tests;

/// <summary>The rules of the prize and the accelerator, as the domain gives them.</summary>
public sealed class RulesOfProgrammesTests
{
    static readonly DateOnly Closing = new(2026, 6, 30);

    static readonly EligibilityRules Prize = new(AgeUnder: 45, YearsPerMaternityLeave: 1);

    static readonly EligibilityRules Accelerator = new(TurnoverAtLeastEur: 500_000m, ClinicalPhaseAtLeast: "1A");

    [TestCase("1981-07-01", null, Ok, Description = "44 still")]
    [TestCase("1981-06-30", null, Missing, Description = "45 on that very day")]
    [TestCase("1981-06-30", 1, Ok)]
    [TestCase("1979-06-30", 2, Missing)]
    [TestCase("1979-07-01", 2, Ok)]
    [TestCase(null, 3, Missing)]
    public void The_prize_is_for_those_under_45_plus_a_year_for_each_child_after_a_maternity_leave(string? born, int? leaves, RuleResult expected) => Assert.That(
        Eligibility.Of(new DossierContent { CandidateBornOn = born is null ? null : DateOnly.Parse(born), CandidateMaternityLeaves = leaves }, Prize, Closing).Lines.Single().Result,
        Is.EqualTo(expected));

    // Who was born on 29 February gets older on 1 March of other years.
    [TestCase("2029-02-28", Ok)]
    [TestCase("2029-03-01", Missing)]
    public void A_birthday_on_the_29th_of_february_comes_on_the_1st_of_march(string closing, RuleResult expected) => Assert.That(
        Eligibility.Of(new DossierContent { CandidateBornOn = new DateOnly(1984, 2, 29) }, Prize, DateOnly.Parse(closing)).Lines.Single().Result, Is.EqualTo(expected));

    [TestCase(500_000, null, false, Ok)]
    [TestCase(499_999.99, null, false, Missing)]
    [TestCase(null, "1A", true, Ok)]
    [TestCase(null, "1", true, Missing)]
    [TestCase(null, "2B", true, Ok)]
    [TestCase(null, "4", false, Missing, Description = "no biotech")]
    [TestCase(0, "3", true, Ok)]
    [TestCase(null, null, true, Missing)]
    public void The_accelerator_takes_a_turnover_of_500_000_euros_or_a_biotech_at_phase_1a(double? turnover, string? phase, bool biotech, RuleResult expected) => Assert.That(
        Eligibility.Of(
            new DossierContent { Lead = new Organisation(TurnoverEur: (decimal?)turnover), ClinicalPhase = phase, Sectors = biotech ? ["biotech-pharma"] : ["medtech"] },
            Accelerator, Closing).Lines.Single().Result,
        Is.EqualTo(expected));

    [TestCase(60, null, Missing)]
    [TestCase(60, 59.99, Missing)]
    [TestCase(60, 60.0, Ok)]
    public void The_share_of_the_territory_is_this_much_or_more(int least, double? share, RuleResult expected) => Assert.That(
        Eligibility.Of(new DossierContent { TerritorySharePercent = (decimal?)share }, new EligibilityRules(TerritoryShareAtLeast: least), Closing).Lines.Single().Result, Is.EqualTo(expected));

    [Test]
    public void A_theme_is_met_by_a_sector_an_area_or_an_axis()
    {
        var rules = new EligibilityRules(Themes: ["imaging", "oncology"]);
        Assert.That(Eligibility.Of(new DossierContent { TechnologyAxes = ["imaging"] }, rules, Closing).Eligible, Is.True);
        Assert.That(Eligibility.Of(new DossierContent { TherapeuticAreas = ["oncology"] }, rules, Closing).Eligible, Is.True);
        Assert.That(Eligibility.Of(new DossierContent { Sectors = ["medtech"] }, rules, Closing).Eligible, Is.False);
    }
}
