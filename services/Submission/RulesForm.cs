using System.Globalization;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Submission;

/// <summary>Rules as fields of a form, of a call or of a programme.</summary>
public static class RulesForm
{
    /// <summary>The fields, without "rules." before them.</summary>
    public static readonly IReadOnlyList<string> Fields =
    [
        "partnersAtLeast", "partnersAtMost", "smeRequired", "laboratoryRequired", "budgetFromEur", "budgetToEur", "durationFromMonths", "durationToMonths",
        "territoryShareAtLeast", "themes", "ageUnder", "yearsPerMaternityLeave", "turnoverAtLeastEur", "clinicalPhaseAtLeast",
    ];

    /// <summary>What is saved, as it would be typed.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Of(EligibilityRules rules) =>
    [
        new("rules.partnersAtLeast", Written(rules.PartnersAtLeast)),
        new("rules.partnersAtMost", Written(rules.PartnersAtMost)),
        new("rules.smeRequired", rules.SmeRequired ? "yes" : null),
        new("rules.laboratoryRequired", rules.LaboratoryRequired ? "yes" : null),
        new("rules.budgetFromEur", Written(rules.BudgetFromEur)),
        new("rules.budgetToEur", Written(rules.BudgetToEur)),
        new("rules.durationFromMonths", Written(rules.DurationFromMonths)),
        new("rules.durationToMonths", Written(rules.DurationToMonths)),
        new("rules.territoryShareAtLeast", Written(rules.TerritoryShareAtLeast)),
        new("rules.themes", string.Join('\n', rules.Themes ?? [])),
        new("rules.ageUnder", Written(rules.AgeUnder)),
        new("rules.yearsPerMaternityLeave", Written(rules.YearsPerMaternityLeave)),
        new("rules.turnoverAtLeastEur", Written(rules.TurnoverAtLeastEur)),
        new("rules.clinicalPhaseAtLeast", rules.ClinicalPhaseAtLeast),
    ];

    public static EligibilityRules Read(Typed typed) => new(
        typed.Whole("rules.partnersAtLeast"), typed.Whole("rules.partnersAtMost"), typed.Checked("rules.smeRequired"), typed.Checked("rules.laboratoryRequired"),
        typed.Number("rules.budgetFromEur"), typed.Number("rules.budgetToEur"), typed.Whole("rules.durationFromMonths"), typed.Whole("rules.durationToMonths"),
        typed.Whole("rules.territoryShareAtLeast"), typed.Lines("rules.themes") is { Count: > 0 } themes ? themes : null,
        typed.Whole("rules.ageUnder"), typed.Whole("rules.yearsPerMaternityLeave"), typed.Number("rules.turnoverAtLeastEur"), typed["rules.clinicalPhaseAtLeast"]);

    /// <summary>The codes that themes are written as, with what they stand for.</summary>
    public static IReadOnlyList<Option> Themes(IReadOnlyList<VocabularyValue> values) =>
    [
        .. EligibilityRulesCheck.Themes(values).Values.Select(value => new Option(value.Code, Words.Say(value.English, value.French)))
            .OrderBy(option => option.Text, StringComparer.CurrentCulture),
    ];

    static string? Written(decimal? number) => number?.ToString("0.##", CultureInfo.CurrentCulture);
}
