using FluentValidation;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>
/// What a funding desk or a programme asks of a dossier, as data: a member that is null, or false, asks nothing. Numbers of partners count
/// the whole consortium, the lead included. Every change makes a new version; a dossier keeps the one it was deposited under.
/// </summary>
/// <param name="PartnersAtLeast">Partners, 1 to 51.</param>
/// <param name="PartnersAtMost">Partners, 1 to 51.</param>
/// <param name="SmeRequired">True: one of the consortium is an SME.</param>
/// <param name="LaboratoryRequired">True: one of the consortium is an academic laboratory or a hospital.</param>
/// <param name="BudgetFromEur">Total budget in EUR, this much or more.</param>
/// <param name="BudgetToEur">Total budget in EUR, this much or less.</param>
/// <param name="DurationFromMonths">Months from the first to the end of the last work package, or more.</param>
/// <param name="DurationToMonths">Months, or less.</param>
/// <param name="TerritoryShareAtLeast">Percent of the work that is done in the territory, 0 to 100.</param>
/// <param name="Themes">Codes of sectors, therapeutic areas or technology axes, one of which the dossier names; null or empty: any.</param>
/// <param name="AgeUnder">The candidate is younger, in full years on the day the call closes. DOMAIN.md "What a committee runs": 45 for the prize.</param>
/// <param name="YearsPerMaternityLeave">Years added to the limit for each child after a maternity leave; 1 for the prize.</param>
/// <param name="TurnoverAtLeastEur">Turnover of the lead in EUR; 500,000 for the accelerator. Met as well by the phase, where one is set.</param>
/// <param name="ClinicalPhaseAtLeast">For a biotech: the clinical phase reached, one of <see cref="DossierContentRules.ClinicalPhases"/>; 1A for the accelerator.</param>
public sealed record EligibilityRules(
    int? PartnersAtLeast = null, int? PartnersAtMost = null, bool SmeRequired = false, bool LaboratoryRequired = false,
    decimal? BudgetFromEur = null, decimal? BudgetToEur = null, int? DurationFromMonths = null, int? DurationToMonths = null,
    int? TerritoryShareAtLeast = null, IReadOnlyList<string>? Themes = null, int? AgeUnder = null, int? YearsPerMaternityLeave = null,
    decimal? TurnoverAtLeastEur = null, string? ClinicalPhaseAtLeast = null)
{
    /// <summary>Asks for nothing.</summary>
    public static readonly EligibilityRules None = new();

    /// <summary>True when both ask for the same: lists are compared by what is in them.</summary>
    public bool Asks(EligibilityRules others) => Json.Write(this) == Json.Write(others);

    /// <summary>The limit of age for a candidate after so many maternity leaves; null where no age is asked.</summary>
    public int? AgeLimit(int? maternityLeaves) => AgeUnder is { } limit ? limit + ((YearsPerMaternityLeave ?? 0) * (maternityLeaves ?? 0)) : null;
}

/// <summary>The shape of rules, of a call or of a programme.</summary>
public sealed class EligibilityRulesShape : AbstractValidator<EligibilityRules>
{
    public EligibilityRulesShape()
    {
        RuleFor(rules => rules.PartnersAtLeast).InclusiveBetween(1, 51);
        RuleFor(rules => rules.PartnersAtMost).InclusiveBetween(1, 51);
        RuleFor(rules => rules.BudgetFromEur).InclusiveBetween(0, DossierContentRules.MostEur).PrecisionScale(18, 2, true);
        RuleFor(rules => rules.BudgetToEur).InclusiveBetween(0, DossierContentRules.MostEur).PrecisionScale(18, 2, true);
        RuleFor(rules => rules.DurationFromMonths).InclusiveBetween(1, 600);
        RuleFor(rules => rules.DurationToMonths).InclusiveBetween(1, 600);
        RuleFor(rules => rules.TerritoryShareAtLeast).InclusiveBetween(1, 100);
        RuleFor(rules => rules.Themes).Must(themes => themes is null || themes.Count <= 50).Says("At most 50 themes.", "50 thèmes au plus.");
        RuleForEach(rules => rules.Themes).NotEmpty().MaximumLength(100);
        RuleFor(rules => rules.AgeUnder).InclusiveBetween(18, 100);
        RuleFor(rules => rules.YearsPerMaternityLeave).InclusiveBetween(1, 10);
        RuleFor(rules => rules.TurnoverAtLeastEur).InclusiveBetween(1, DossierContentRules.MostEur).PrecisionScale(18, 2, true);
        RuleFor(rules => rules.ClinicalPhaseAtLeast)
            .Must(phase => phase is null || DossierContentRules.ClinicalPhases.Contains(phase))
            .Says($"Give one of the phases {string.Join(", ", DossierContentRules.ClinicalPhases)}.", $"Donnez une des phases {string.Join(", ", DossierContentRules.ClinicalPhases)}.");
    }
}

/// <summary>What must be true of rules beyond their shape.</summary>
public static class EligibilityRulesCheck
{
    /// <summary>The vocabularies that themes are taken from.</summary>
    public static readonly IReadOnlyList<string> ThemeVocabularies = [VocabularyValue.Sector, VocabularyValue.TherapeuticArea, VocabularyValue.TechnologyAxis];

    /// <summary>The first contradiction, as the answer to give; null when the rules hold together.</summary>
    /// <param name="code">What the code of the answer begins with: "call", "programme".</param>
    /// <param name="rules">Of the right shape.</param>
    /// <param name="vocabularies">What themes are looked up in.</param>
    public static UnprocessableProblem? FirstContradiction(string code, EligibilityRules rules, IReadOnlyList<VocabularyValue> vocabularies)
    {
        if (FirstCrossing(rules) is var (from, to))
        {
            return Problems.Unprocessable(
                $"{code}.rules-exclude-everything",
                $"rules.{from}, rules.{to}: the first is above the second, so nothing could meet both.",
                $"rules.{from}, rules.{to} : la première dépasse la seconde, rien ne pourrait satisfaire aux deux.");
        }

        if (rules.Themes?.FirstOrDefault(theme => !vocabularies.Any(value => ThemeVocabularies.Contains(value.Vocabulary) && value.Code == theme)) is { } unknown)
        {
            return Problems.Unprocessable(
                $"{code}.unknown-theme",
                $"rules.themes: \"{unknown}\" is no sector, therapeutic area or technology axis: choose one of their values, or add it first.",
                $"rules.themes : « {unknown} » n'est ni une filière, ni une aire thérapeutique, ni un axe technologique : choisissez une de leurs valeurs, ou ajoutez-la d'abord.");
        }

        return rules is { YearsPerMaternityLeave: not null, AgeUnder: null }
            ? Problems.Unprocessable(
                $"{code}.extension-without-age",
                "rules.yearsPerMaternityLeave: years are added to a limit of age: give the limit too.",
                "rules.yearsPerMaternityLeave : des années s'ajoutent à une limite d'âge : donnez aussi la limite.")
            : null;
    }

    /// <summary>What themes can be, by their code.</summary>
    public static IReadOnlyDictionary<string, VocabularyValue> Themes(IReadOnlyList<VocabularyValue> vocabularies) => vocabularies
        .Where(value => ThemeVocabularies.Contains(value.Vocabulary)).DistinctBy(value => value.Code).ToDictionary(value => value.Code);

    static (string From, string To)? FirstCrossing(EligibilityRules rules) =>
        rules.PartnersAtLeast > rules.PartnersAtMost ? ("partnersAtLeast", "partnersAtMost")
        : rules.BudgetFromEur > rules.BudgetToEur ? ("budgetFromEur", "budgetToEur")
        : rules.DurationFromMonths > rules.DurationToMonths ? ("durationFromMonths", "durationToMonths")
        : null;
}
