using System.Globalization;
using Labelling.Hosting;

namespace Labelling.Submission;

/// <summary>One rule as it is read: "Partners", "at least 2".</summary>
public sealed record RuleSaid(string Rule, string Said);

/// <summary>What changed of a rule from one version to the next. Null: it was not set before, or is not any more.</summary>
public sealed record RuleChanged(string Rule, string? Before, string? Now);

/// <summary>Rules in the reader's words, and what changed between two versions of them.</summary>
public static class RuleWords
{
    public static IReadOnlyList<RuleSaid> Of(EligibilityRules rules, VocabularyWords words) =>
    [
        .. Range(Text.Call_Partners, rules.PartnersAtLeast, rules.PartnersAtMost, number => number.ToString("N0", CultureInfo.CurrentCulture)),
        .. rules.SmeRequired ? new[] { new RuleSaid(Text.Call_Sme, Text.Call_Required) } : [],
        .. rules.LaboratoryRequired ? new[] { new RuleSaid(Text.Call_Laboratory, Text.Call_Required) } : [],
        .. Range(Text.Call_Budget, rules.BudgetFromEur, rules.BudgetToEur, Eur),
        .. Range(Text.Dossier_Duration, rules.DurationFromMonths, rules.DurationToMonths, months => string.Format(CultureInfo.CurrentCulture, Text.Dossier_Months, months)),
        .. Range(Text.Rule_Territory, rules.TerritoryShareAtLeast, null, percent => (percent / 100).ToString("P0", CultureInfo.CurrentCulture)),
        .. rules.Themes is { Count: > 0 } themes ? new[] { new RuleSaid(Text.Rule_Themes, string.Format(CultureInfo.CurrentCulture, Text.Rule_OneOf, string.Join(", ", themes.Select(theme => Name(theme, words))))) } : [],
        .. rules.AgeUnder is { } age ? new[] { new RuleSaid(Text.Rule_Age, Age(age, rules.YearsPerMaternityLeave)) } : [],
        .. Range(Text.Rule_Turnover, rules.TurnoverAtLeastEur, null, Eur)
            .Select(said => rules.ClinicalPhaseAtLeast is { } phase ? said with { Said = string.Format(CultureInfo.CurrentCulture, Text.Rule_OrPhase, said.Said, phase) } : said),
        .. rules is { TurnoverAtLeastEur: null, ClinicalPhaseAtLeast: { } only } ? new[] { new RuleSaid(Text.Rule_Phase, string.Format(CultureInfo.CurrentCulture, Text.Rule_PhaseOrLater, only)) } : [],
    ];

    /// <summary>Rule by rule; nothing where they say the same.</summary>
    public static IReadOnlyList<RuleChanged> Changes(IReadOnlyList<RuleSaid> before, IReadOnlyList<RuleSaid> now) =>
    [
        .. from rule in before.Concat(now).Select(said => said.Rule).Distinct()
           let was = before.FirstOrDefault(said => said.Rule == rule)?.Said
           let @is = now.FirstOrDefault(said => said.Rule == rule)?.Said
           where was != @is
           select new RuleChanged(rule, was, @is),
    ];

    static string Age(int age, int? years) => years is { } more
        ? string.Format(CultureInfo.CurrentCulture, Text.Rule_UnderPlus, age, more)
        : string.Format(CultureInfo.CurrentCulture, Text.Rule_Under, age);

    static string Name(string theme, VocabularyWords words) => EligibilityRulesCheck.ThemeVocabularies.Select(vocabulary => words[vocabulary, theme]).FirstOrDefault(name => name != theme) ?? theme;

    static RuleSaid[] Range(string name, decimal? from, decimal? to, Func<decimal, string> said) => (from, to) switch
    {
        (null, null) => [],
        ({ } least, null) => [new(name, string.Format(CultureInfo.CurrentCulture, Text.Call_AtLeast, said(least)))],
        (null, { } most) => [new(name, string.Format(CultureInfo.CurrentCulture, Text.Call_AtMost, said(most)))],
        ({ } least, { } most) => [new(name, string.Format(CultureInfo.CurrentCulture, Text.Call_FromTo, said(least), said(most)))],
    };

    public static string Eur(decimal amount) => $"{amount.ToString("#,0.##", CultureInfo.CurrentCulture)}\u00a0€";
}
