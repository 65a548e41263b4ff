using static Labelling.Submission.RuleResult;

namespace Labelling.Submission.Tests;

public sealed class EligibilityTests
{
    static readonly DossierContent TwoPartners = Sample.Content();

    static readonly DateOnly Day = new(2026, 6, 30);

    static readonly DossierContent NothingYet = new();

    static readonly DossierContent Alone = TwoPartners with { Partners = [] };

    static readonly DossierContent ThreeBigOnes = TwoPartners with
    {
        Lead = TwoPartners.Lead! with { Type = "large-company" },
        Partners = [new Organisation(Name: "Groupe Nord", Type: "mid-cap"), new Organisation(Name: "Ligue", Type: "association")],
    };

    static IEnumerable<TestCaseData> Cases()
    {
        // Budget 1 000 000 EUR, months 1 to 24, two partners: an SME and an academic laboratory.
        yield return Case(TwoPartners, new EligibilityRules());
        yield return Case(TwoPartners, new EligibilityRules(PartnersAtLeast: 2), ("partners-at-least", Ok));
        yield return Case(Alone, new EligibilityRules(PartnersAtLeast: 2), ("partners-at-least", Missing));
        yield return Case(Alone, new EligibilityRules(PartnersAtLeast: 1), ("partners-at-least", Ok));
        yield return Case(NothingYet, new EligibilityRules(PartnersAtLeast: 1), ("partners-at-least", Missing));
        yield return Case(TwoPartners, new EligibilityRules(PartnersAtMost: 2), ("partners-at-most", Ok));
        yield return Case(ThreeBigOnes, new EligibilityRules(PartnersAtMost: 2), ("partners-at-most", Missing));
        yield return Case(TwoPartners, new EligibilityRules(SmeRequired: true, LaboratoryRequired: true), ("sme-required", Ok), ("laboratory-required", Ok));
        yield return Case(ThreeBigOnes, new EligibilityRules(SmeRequired: true, LaboratoryRequired: true), ("sme-required", Missing), ("laboratory-required", Missing));
        yield return Case(TwoPartners with { Partners = [new Organisation(Name: "CHU", Type: "hospital")] }, new EligibilityRules(LaboratoryRequired: true), ("laboratory-required", Ok));
        yield return Case(NothingYet, new EligibilityRules(SmeRequired: true), ("sme-required", Missing));
        yield return Case(TwoPartners, new EligibilityRules(BudgetFromEur: 1_000_000m, BudgetToEur: 1_000_000m), ("budget-from", Ok), ("budget-to", Ok));
        yield return Case(TwoPartners, new EligibilityRules(BudgetFromEur: 1_000_000.01m), ("budget-from", Missing));
        yield return Case(TwoPartners, new EligibilityRules(BudgetToEur: 999_999.99m), ("budget-to", Missing));
        yield return Case(NothingYet, new EligibilityRules(BudgetFromEur: 0m, BudgetToEur: 1m), ("budget-from", Missing), ("budget-to", Missing));
        yield return Case(TwoPartners, new EligibilityRules(DurationFromMonths: 24, DurationToMonths: 24), ("duration-from", Ok), ("duration-to", Ok));
        yield return Case(TwoPartners, new EligibilityRules(DurationFromMonths: 25), ("duration-from", Missing));
        yield return Case(TwoPartners, new EligibilityRules(DurationToMonths: 23), ("duration-to", Missing));
        yield return Case(NothingYet, new EligibilityRules(DurationToMonths: 36), ("duration-to", Missing));
        yield return Case(TwoPartners, new EligibilityRules(PartnersAtLeast: 3, SmeRequired: true, BudgetToEur: 4_000_000m),
            ("partners-at-least", Missing), ("sme-required", Ok), ("budget-to", Ok));

        static TestCaseData Case(DossierContent content, EligibilityRules rules, params (string, RuleResult)[] lines) => new(content, rules, lines);
    }

    [TestCaseSource(nameof(Cases))]
    public void Each_rule_the_call_sets_has_its_line(DossierContent content, EligibilityRules rules, (string, RuleResult)[] lines) =>
        Assert.That(Eligibility.Of(content, rules, Day).Lines.Select(line => (line.Rule, line.Result)), Is.EqualTo(lines));

    [Test]
    public void One_missing_line_makes_it_ineligible()
    {
        Assert.That(Eligibility.Of(TwoPartners, new EligibilityRules(SmeRequired: true, PartnersAtLeast: 3), Day).Eligible, Is.False);
        Assert.That(Eligibility.Of(TwoPartners, new EligibilityRules(SmeRequired: true, PartnersAtLeast: 2), Day).Eligible, Is.True);
    }

    [Test]
    public void Without_a_call_the_line_says_so()
    {
        Assert.That(Eligibility.NoCall.Eligible, Is.False);
        Assert.That(Eligibility.NoCall.Lines.Single().Rule, Is.EqualTo("call"));
    }

    [Test]
    public void A_line_says_in_both_languages_what_is_asked_and_what_is_given()
    {
        var line = Eligibility.Of(TwoPartners, new EligibilityRules(BudgetFromEur: 1_250_000m), Day).Lines.Single();
        Assert.That(line.English, Is.EqualTo("A total budget of at least 1,250,000 EUR; given: 1,000,000 EUR."));
        Assert.That(line.French.Replace('\u202f', ' ').Replace('\u00a0', ' '), Is.EqualTo("Un budget total d'au moins 1 250 000 EUR ; saisi : 1 000 000 EUR."));
    }
}
