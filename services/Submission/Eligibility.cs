using System.Globalization;
using System.Text.Json.Serialization;

namespace Labelling.Submission;

public enum RuleResult
{
    Ok,
    Missing,
}

/// <summary>Who sets a rule.</summary>
public enum RuleSource
{
    Call,
    Programme,
}

/// <summary>One rule, whether it is met, and if not what is to be done.</summary>
public sealed record EligibilityLine(string Rule, RuleResult Result, string English, string French)
{
    public RuleSource Source { get; init; }

    /// <summary>What is missing, as something to do or to know; null when the rule is met.</summary>
    public string? MissingEnglish { get; init; }

    public string? MissingFrench { get; init; }

    /// <summary>What would meet the rule, the nearest first; none when it is met, or when nothing in the dossier could change it.</summary>
    [JsonIgnore]
    public IReadOnlyList<EligibilityChange> Changes { get; init; } = [];
}

/// <summary>
/// The rules that a content is judged by: those of its call and of its programme, at the versions that count for it. AgeOn: the day on
/// which a candidate's age is counted, that is the one the call closes on. ThemeNames: what to call themes.
/// </summary>
public sealed record RulesAsked(
    Guid? CallId, int? CallRulesVersion, EligibilityRules? OfCall, Guid? ProgrammeId, int? ProgrammeVersion, EligibilityRules? OfProgramme, DateOnly AgeOn,
    IReadOnlyDictionary<string, VocabularyValue> ThemeNames)
{
    public static readonly IReadOnlyDictionary<string, VocabularyValue> NoNames = new Dictionary<string, VocabularyValue>();
}

/// <summary>A content against the rules of its call and its programme, line by line; a rule that is not set has no line.</summary>
public sealed record Eligibility(IReadOnlyList<EligibilityLine> Lines)
{
    public bool Eligible => Lines.All(line => line.Result is RuleResult.Ok);

    /// <summary>While no call is chosen a line says so.</summary>
    public static readonly Eligibility NoCall = new([new EligibilityLine(
        "call", RuleResult.Missing, "Choose a call: its rules are then checked here.", "Choisissez un appel à projets : ses règles seront vérifiées ici.")]);

    public static Eligibility Of(DossierContent content, RulesAsked asked) => new(
    [
        .. asked.OfCall is { } ofCall ? Of(content, ofCall, asked.AgeOn, RuleSource.Call, asked.ThemeNames).Lines : NoCall.Lines,
        .. asked.OfProgramme is { } ofProgramme ? Of(content, ofProgramme, asked.AgeOn, RuleSource.Programme, asked.ThemeNames).Lines : [],
    ]);

    public static Eligibility Of(
        DossierContent content, EligibilityRules rules, DateOnly ageOn, RuleSource source = RuleSource.Call, IReadOnlyDictionary<string, VocabularyValue>? themeNames = null) =>
        new(
        [
            .. new EligibilityCheck(content, rules, ageOn, themeNames ?? RulesAsked.NoNames).Lines().Select(line => line with { Source = source }),
        ]);
}

/// <summary>One content against one set of rules.</summary>
sealed class EligibilityCheck(DossierContent content, EligibilityRules rules, DateOnly ageOn, IReadOnlyDictionary<string, VocabularyValue> themeNames)
{
    /// <summary>The values of vocabularies that the rules speak of; every other value is only data.</summary>
    public const string Sme = "sme", Academic = "academic", Biotech = "biotech-pharma";

    static readonly IReadOnlyList<string> Laboratories = [Academic, "hospital"];

    static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    readonly int partners = content.Consortium().Count;
    readonly EligibilityChange change = new(content);

    public static bool IsSme(Organisation one) => one.Type == Sme;

    public static bool IsLaboratory(Organisation one) => one.Type is not null && Laboratories.Contains(one.Type);

    public static IReadOnlyList<string> Named(DossierContent content) => [.. content.Sectors, .. content.TherapeuticAreas, .. content.TechnologyAxes];

    public IEnumerable<EligibilityLine> Lines() =>
    [
        .. Line("partners-at-least", rules.PartnersAtLeast, least => partners >= least,
            (least, _) => $"At least {least} partners, the lead included; the dossier names {partners}.",
            (least, _) => $"Au moins {least} partenaires, chef de file compris\u202f; le dossier en nomme {partners}.",
            least => [change.Join(least - partners, sme: false, laboratory: false)]),
        .. Line("partners-at-most", rules.PartnersAtMost, most => partners <= most,
            (most, _) => $"At most {most} partners, the lead included; the dossier names {partners}.",
            (most, _) => $"Au plus {most} partenaires, chef de file compris\u202f; le dossier en nomme {partners}.",
            most => [change.Leave(partners - most)]),
        .. Line("sme-required", Asked(rules.SmeRequired), _ => content.Consortium().Any(IsSme),
            (_, _) => "At least one partner is an SME.", (_, _) => "Au moins un partenaire est une PME.",
            _ => [change.Join(1, sme: true, laboratory: false)]),
        .. Line("laboratory-required", Asked(rules.LaboratoryRequired), _ => content.Consortium().Any(IsLaboratory),
            (_, _) => "At least one partner is an academic laboratory or a hospital.", (_, _) => "Au moins un partenaire est un laboratoire académique ou un hôpital.",
            _ => [change.Join(1, sme: false, laboratory: true)]),
        .. Line("budget-from", rules.BudgetFromEur, from => content.TotalBudgetEur >= from,
            (from, culture) => $"A total budget of at least {Eur(from, culture)}; {Given(content.TotalBudgetEur, culture, "none is given yet", "given: ")}.",
            (from, culture) => $"Un budget total d'au moins {Eur(from, culture)}\u202f; {Given(content.TotalBudgetEur, culture, "il n'est pas encore saisi", "saisi\u202f: ")}.",
            from => [change.Budget(from, atLeast: true)]),
        .. Line("budget-to", rules.BudgetToEur, to => content.TotalBudgetEur <= to,
            (to, culture) => $"A total budget of at most {Eur(to, culture)}; {Given(content.TotalBudgetEur, culture, "none is given yet", "given: ")}.",
            (to, culture) => $"Un budget total d'au plus {Eur(to, culture)}\u202f; {Given(content.TotalBudgetEur, culture, "il n'est pas encore saisi", "saisi\u202f: ")}.",
            to => [change.Budget(to, atLeast: false)]),
        .. Line("duration-from", rules.DurationFromMonths, from => content.DurationMonths() >= from,
            (from, _) => $"At least {from} months; {(content.DurationMonths() is { } months ? $"the work packages take {months}" : "no work package says when it is yet")}.",
            (from, _) => $"Au moins {from} mois\u202f; {(content.DurationMonths() is { } months ? $"les lots de travaux en prennent {months}" : "aucun lot de travaux n'est encore daté")}.",
            from => [change.Duration(from, atLeast: true)]),
        .. Line("duration-to", rules.DurationToMonths, to => content.DurationMonths() <= to,
            (to, _) => $"At most {to} months; {(content.DurationMonths() is { } months ? $"the work packages take {months}" : "no work package says when it is yet")}.",
            (to, _) => $"Au plus {to} mois\u202f; {(content.DurationMonths() is { } months ? $"les lots de travaux en prennent {months}" : "aucun lot de travaux n'est encore daté")}.",
            to => [change.Duration(to, atLeast: false)]),
        .. Line("territory-share", rules.TerritoryShareAtLeast, least => content.TerritorySharePercent >= least,
            (least, culture) => $"At least {least} % of the work in the territory; {(content.TerritorySharePercent is { } share ? $"given: {Percent(share, culture)} %" : "the share is not given yet")}.",
            (least, culture) => $"Au moins {least}\u202f% des travaux sur le territoire\u202f; {(content.TerritorySharePercent is { } share ? $"saisi\u202f: {Percent(share, culture)}\u202f%" : "la part n'est pas encore saisie")}.",
            least => [change.Territory(least)]),
        .. Themes(),
        .. Line("age", rules.AgeLimit(content.CandidateMaternityLeaves), limit => content.CandidateBornOn is { } born && Age(born, ageOn) < limit,
            (limit, culture) => $"A candidate under {rules.AgeUnder}{Extension(" plus {0} for each child after a maternity leave", rules.YearsPerMaternityLeave)} on {Day(ageOn, culture)}; "
                + $"{(content.CandidateBornOn is { } born ? $"the candidate is {Age(born, ageOn)} then, the limit {limit}" : "the date of birth is not given yet")}.",
            (limit, culture) => $"Un candidat de moins de {rules.AgeUnder} ans{Extension(" plus {0} par enfant après un congé de maternité", rules.YearsPerMaternityLeave)} au {Day(ageOn, culture)}\u202f; "
                + $"{(content.CandidateBornOn is { } born ? $"il aura {Age(born, ageOn)} ans, la limite est {limit}" : "sa date de naissance n'est pas encore saisie")}.",
            // Nobody gets younger: only a date that is not given yet can still fit.
            limit => content.CandidateBornOn is null ? [change.Born(ageOn, limit)] : [],
            ("The candidate is too old on the day this call closes.", "Le candidat a dépassé la limite d'âge le jour de la clôture.")),
        .. Size(),
    ];

    static bool? Asked(bool required) => required ? true : null;

    static string Extension(string words, int? years) => years is { } more ? string.Format(CultureInfo.InvariantCulture, words, more) : "";

    static int Age(DateOnly born, DateOnly on) => on.Year - born.Year - ((on.Month, on.Day).CompareTo((born.Month, born.Day)) < 0 ? 1 : 0);

    IEnumerable<EligibilityLine> Themes()
    {
        if (rules.Themes is not { Count: > 0 } themes)
        {
            return [];
        }

        var (english, french) = (List(themes, value => value.English, "or"), List(themes, value => value.French, "ou"));
        return Line<bool>("themes", true, _ => themes.Intersect(Named(content)).Any(),
            (_, _) => $"One of these themes among the sectors, areas and axes: {english}.",
            (_, _) => $"L'un de ces thèmes parmi les filières, aires et axes\u202f: {french}.",
            _ => [change.Theme(themes[0], themeNames.GetValueOrDefault(themes[0])?.Vocabulary, english, french)]);
    }

    string List(IReadOnlyList<string> themes, Func<VocabularyValue, string> name, string or)
    {
        var names = themes.Select(theme => themeNames.TryGetValue(theme, out var value) ? name(value) : theme).ToList();
        return names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} {or} {names[^1]}";
    }

    IEnumerable<EligibilityLine> Size()
    {
        if (rules.TurnoverAtLeastEur is null && rules.ClinicalPhaseAtLeast is null)
        {
            return [];
        }

        var turnover = content.Lead?.TurnoverEur;
        var biotech = content.Sectors.Contains(Biotech);
        return Line<bool>("turnover-or-phase", true,
            _ => (rules.TurnoverAtLeastEur is { } least && turnover >= least)
                || (rules.ClinicalPhaseAtLeast is { } phase && biotech && Phase(content.ClinicalPhase) >= Phase(phase)),
            (_, culture) => $"{Either(rules, culture, "a turnover of the lead of at least {0}", "a biotech at clinical phase {0} or later", "or")}; "
                + $"{Given(turnover, culture, "no turnover is given yet", "given: ")}{(biotech ? $", phase {content.ClinicalPhase ?? "none"}" : "")}.",
            (_, culture) => $"{Either(rules, culture, "un chiffre d'affaires du chef de file d'au moins {0}", "une biotech en phase clinique {0} ou au-delà", "ou")}\u202f; "
                + $"{Given(turnover, culture, "le chiffre d'affaires n'est pas encore saisi", "saisi\u202f: ")}{(biotech ? $", phase {content.ClinicalPhase ?? "aucune"}" : "")}.",
            _ =>
            [
                .. rules.TurnoverAtLeastEur is { } least && content.Lead is not null && turnover is null ? new[] { change.Turnover(least) } : [],
                .. rules.ClinicalPhaseAtLeast is { } phase && biotech && content.ClinicalPhase is null ? new[] { change.Phase(phase) } : [],
            ],
            content.Lead is null
                ? ("Name the lead, and give its turnover.", "Nommez le chef de file et saisissez son chiffre d'affaires.")
                : ("What is given is below what is asked.", "Ce qui est saisi reste en deçà de ce qui est demandé."));
    }

    /// <summary>How far it went; -1: no phase.</summary>
    static int Phase(string? phase) => DossierContentRules.ClinicalPhases.Index().Where(known => known.Item == phase).Select(known => known.Index).DefaultIfEmpty(-1).First();

    static string Either(EligibilityRules rules, CultureInfo culture, string turnover, string phase, string or)
    {
        string[] said =
        [
            .. rules.TurnoverAtLeastEur is { } least ? new[] { string.Format(culture, turnover, Eur(least, culture)) } : [],
            .. rules.ClinicalPhaseAtLeast is { } from ? new[] { string.Format(culture, phase, from) } : [],
        ];
        var text = string.Join($" {or} ", said);
        return $"{char.ToUpper(text[0], culture)}{text[1..]}";
    }

    static EligibilityLine[] Line<T>(
        string rule, T? limit, Func<T, bool> met, Func<T, CultureInfo, string> english, Func<T, CultureInfo, string> french,
        Func<T, IReadOnlyList<EligibilityChange>> changes, (string English, string French)? otherwise = null)
        where T : struct
    {
        if (limit is not { } set)
        {
            return [];
        }

        var line = new EligibilityLine(rule, RuleResult.Ok, english(set, English), french(set, French));
        if (met(set))
        {
            return [line];
        }

        var possible = changes(set);
        return
        [
            line with
            {
                Result = RuleResult.Missing,
                Changes = possible,
                MissingEnglish = possible.Count > 0 ? $"{string.Join(", or ", possible.Select(one => one.English))}." : otherwise?.English,
                MissingFrench = possible.Count > 0 ? $"{string.Join(", ou ", possible.Select(one => one.French))}." : otherwise?.French,
            },
        ];
    }

    static string Given(decimal? amount, CultureInfo culture, string none, string given) => amount is { } eur ? given + Eur(eur, culture) : none;

    internal static string Eur(decimal amount, CultureInfo culture) => $"{amount.ToString("#,0.##", culture)} EUR";

    static string Percent(decimal share, CultureInfo culture) => share.ToString("0.##", culture);

    internal static string Day(DateOnly day, CultureInfo culture) => day.ToString("d MMMM yyyy", culture);
}
