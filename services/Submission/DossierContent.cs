using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.Submission;

/// <summary>What a holder writes. A draft may leave anything out; <see cref="Completeness"/> says what a deposit needs.</summary>
public sealed record DossierContent
{
    public string? Title { get; init; }
    public string? Acronym { get; init; }
    public string? Summary { get; init; }
    public string? ConfidentialAnnex { get; init; }
    public DossierKind? Kind { get; init; }
    public bool Digital { get; init; }
    public Organisation? Lead { get; init; }
    public IReadOnlyList<Organisation> Partners { get; init; } = [];
    public IReadOnlyList<string> Sectors { get; init; } = [];
    public IReadOnlyList<string> TherapeuticAreas { get; init; } = [];
    public IReadOnlyList<string> TechnologyAxes { get; init; } = [];
    public int? TrlFrom { get; init; }
    public int? TrlTo { get; init; }
    public string? Objectives { get; init; }
    public string? Obstacles { get; init; }
    public string? MedicalNeed { get; init; }

    /// <summary>How patients, carers or other users were involved.</summary>
    public string? UserInvolvement { get; init; }

    public string? DataAndRegulation { get; init; }
    public string? BusinessModel { get; init; }
    public IReadOnlyList<WorkPackage> WorkPackages { get; init; } = [];
    public decimal? TotalBudgetEur { get; init; }
    public decimal? AidRequestedEur { get; init; }
    public Guid? ProgrammeId { get; init; }
    public Guid? CallId { get; init; }
    public IReadOnlyList<Guid> ChallengedPersonIds { get; init; } = [];
    public IReadOnlyList<Guid> CoHolderIds { get; init; } = [];
    public Guid? ResubmitsDossierId { get; init; }
    public string? WhatChanged { get; init; }

    /// <summary>The first day of the first month.</summary>
    public DateOnly? StartsOn { get; init; }

    /// <summary>The share of the work that is done in the territory, 0 to 100.</summary>
    public decimal? TerritorySharePercent { get; init; }

    /// <summary>For a prize: the day the candidate was born.</summary>
    public DateOnly? CandidateBornOn { get; init; }

    /// <summary>For a prize: children after whose birth the candidate took a maternity leave; each adds a year to the age limit.</summary>
    public int? CandidateMaternityLeaves { get; init; }

    /// <summary>For an accelerator: the phase of the clinical development reached, as "1A"; null: none.</summary>
    public string? ClinicalPhase { get; init; }

    /// <summary>The names of other clusters asked to label the dossier too.</summary>
    public IReadOnlyList<string> CoLabellingClusters { get; init; } = [];

    /// <summary>The lead first, as soon as one is named, then the partners.</summary>
    public IReadOnlyList<Organisation> Consortium() => Lead is null ? Partners : [Lead, .. Partners];

    /// <summary>
    /// Every row of a list under a key of its own, so that two people's changes of it can be told apart. A content from before rows had
    /// keys gets the same ones each time it is read.
    /// </summary>
    public DossierContent Keyed() => this with
    {
        Partners = Keyed(Partners, "p", partner => partner.Key, (partner, key) => partner with { Key = key }),
        WorkPackages = Keyed(WorkPackages, "w", package => package.Key, (package, key) => package with { Key = key }),
    };

    static IReadOnlyList<T> Keyed<T>(IReadOnlyList<T> rows, string letter, Func<T, string?> keyOf, Func<T, string, T> with)
    {
        var taken = rows.Select(keyOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (taken.Count == rows.Count)
        {
            return rows;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. rows.Select(row => keyOf(row) is { } key && seen.Add(key) ? row : with(row, NextKey()))];

        string NextKey()
        {
            var number = 1;
            while (!taken.Add($"{letter}{number}"))
            {
                number++;
            }

            return $"{letter}{number}";
        }
    }

    /// <summary>From the first month to the end of the last work package; null while no work package says when it is.</summary>
    public int? DurationMonths() => WorkPackages.Max(package => package.StartMonth + package.LengthMonths - 1);
}

/// <summary>
/// An organisation of the consortium, as far as it is known yet. OrganisationId: in Accounts, null for one that has no account.
/// Employees: its size, in persons. Role: what it does in the project. Key: of its row among the partners, stable; the lead has none.
/// GroupSiren: of the parent of its group. TurnoverEur: of the last closed year.
/// </summary>
public sealed record Organisation(
    Guid? OrganisationId = null, string? Name = null, string? Siren = null, string? Type = null, string? Region = null,
    int? Employees = null, string? Role = null, decimal? BudgetEur = null, decimal? AidRequestedEur = null,
    string? Key = null, string? GroupSiren = null, decimal? TurnoverEur = null)
{
    /// <summary>What stands for the key of the lead, where costs are told by partner.</summary>
    public const string LeadKey = "lead";

    public Party AsParty() => new(
        OrganisationId,
        Name ?? throw new InvalidOperationException("An organisation without a name was submitted: ask Completeness first."),
        Siren,
        Type ?? throw new InvalidOperationException("An organisation without a type was submitted: ask Completeness first."),
        Region,
        GroupSiren);
}

/// <summary>
/// Months are counted from the project's start: the first is 1. Key: of its row, stable. Costs: what it costs each partner, by the key of
/// the partner, "lead" for the lead; null while nobody split it.
/// </summary>
public sealed record WorkPackage(
    string? Title = null, int? StartMonth = null, int? LengthMonths = null, decimal? CostEur = null,
    string? Key = null, IReadOnlyDictionary<string, decimal>? Costs = null);

/// <summary>The shape of a content, complete or not. Its words are what a holder reads beside the field.</summary>
public sealed class DossierContentRules : AbstractValidator<DossierContent>
{
    public const int LongText = 20_000, SummaryLength = 4_000, NameLength = 300, AcronymLength = 30, RoleLength = 1_000;

    const int ListLength = 50;

    /// <summary>More than any programme gives; keeps sums far from what the columns hold.</summary>
    public const decimal MostEur = 1_000_000_000_000m;

    static readonly DateOnly EarliestBirth = new(1900, 1, 1), LatestBirth = new(2020, 12, 31);

    public DossierContentRules()
    {
        RuleFor(content => content.Title).OneLine(NameLength);
        RuleFor(content => content.Acronym).OneLine(AcronymLength)
            .Must(acronym => acronym is null || acronym.IndexOfAny(['/', '\\']) < 0 && !acronym.StartsWith('.'))
            .Says("Leave out / and \\, and a point at the beginning: files are named after the acronym.", "Évitez / et \\, et un point au début\u202f: des fichiers portent le nom de l’acronyme.");
        RuleFor(content => content.Summary).AtMost(SummaryLength);
        RuleFor(content => content.ConfidentialAnnex).AtMost(LongText);
        RuleFor(content => content.Kind).IsInEnum().Says("Choose project or platform.", "Choisissez projet ou plateforme.");
        RuleFor(content => content.Lead!).SetValidator(new OrganisationRules()).When(content => content.Lead is not null);
        RuleFor(content => content.Partners).Must(AtMostAList).Says("At most 50 partners.", "50 partenaires au plus.");
        RuleFor(content => content.Partners).Must(partners => DifferentKeys(partners.Select(partner => partner?.Key))).Says("Two partners have the same key.", "Deux partenaires ont la même clé.");
        RuleForEach(content => content.Partners).NotNull().SetValidator(new OrganisationRules());
        RuleFor(content => content.Sectors).Must(AtMostAList).Says("At most 50 sectors.", "50 filières au plus.");
        RuleForEach(content => content.Sectors).NotEmpty().MaximumLength(100);
        RuleFor(content => content.TherapeuticAreas).Must(AtMostAList).Says("At most 50 therapeutic areas.", "50 aires thérapeutiques au plus.");
        RuleForEach(content => content.TherapeuticAreas).NotEmpty().MaximumLength(100);
        RuleFor(content => content.TechnologyAxes).Must(AtMostAList).Says("At most 50 technology axes.", "50 axes technologiques au plus.");
        RuleForEach(content => content.TechnologyAxes).NotEmpty().MaximumLength(100);
        RuleFor(content => content.TrlFrom).Between(1, 9);
        RuleFor(content => content.TrlTo).Between(1, 9);
        RuleFor(content => content.Objectives).AtMost(LongText);
        RuleFor(content => content.Obstacles).AtMost(LongText);
        RuleFor(content => content.MedicalNeed).AtMost(LongText);
        RuleFor(content => content.UserInvolvement).AtMost(LongText);
        RuleFor(content => content.DataAndRegulation).AtMost(LongText);
        RuleFor(content => content.BusinessModel).AtMost(LongText);
        RuleFor(content => content.WorkPackages).Must(AtMostAList).Says("At most 50 work packages.", "50 lots de travaux au plus.");
        RuleFor(content => content.WorkPackages).Must(packages => DifferentKeys(packages.Select(package => package?.Key))).Says("Two work packages have the same key.", "Deux lots de travaux ont la même clé.");
        RuleForEach(content => content.WorkPackages).NotNull().SetValidator(new WorkPackageRules());
        RuleFor(content => content.TotalBudgetEur).Eur();
        RuleFor(content => content.AidRequestedEur).Eur();
        RuleFor(content => content.ChallengedPersonIds).Must(AtMostAList).Says("At most 50 challenged persons.", "50 personnes récusées au plus.");
        RuleFor(content => content.CoHolderIds).Must(AtMostAList).Says("At most 50 co-holders.", "50 co-porteurs au plus.");
        RuleFor(content => content.WhatChanged).AtMost(LongText);
        RuleFor(content => content.StartsOn).SensibleDay();
        RuleFor(content => content.TerritorySharePercent)
            .Must(share => share is null or (>= 0 and <= 100) && decimal.Round(share ?? 0, 2) == (share ?? 0))
            .Says("Give a share between 0 and 100, with two decimals at most.", "Donnez une part entre 0 et 100, avec deux décimales au plus.");
        RuleFor(content => content.CandidateBornOn)
            .Must(day => day is null || day >= EarliestBirth && day <= LatestBirth)
            .Says("Give a date of birth between 1900 and 2020.", "Donnez une date de naissance entre 1900 et 2020.");
        RuleFor(content => content.CandidateMaternityLeaves).Between(0, 20);
        RuleFor(content => content.ClinicalPhase)
            .Must(phase => phase is null || ClinicalPhases.Contains(phase))
            .Says($"Give one of the phases {string.Join(", ", ClinicalPhases)}.", $"Donnez une des phases {string.Join(", ", ClinicalPhases)}.");
        RuleFor(content => content.CoLabellingClusters).Must(AtMostAList).Says("At most 50 clusters.", "50 pôles au plus.");
        RuleForEach(content => content.CoLabellingClusters).NotEmpty().Says("Give the name of the cluster.", "Donnez le nom du pôle.").OneLine(NameLength);
    }

    /// <summary>In their order: what comes later went further.</summary>
    public static readonly IReadOnlyList<string> ClinicalPhases = ["1", "1A", "1B", "2", "2A", "2B", "3", "3A", "3B", "4"];

    static bool AtMostAList<T>(IReadOnlyList<T> list) => list.Count <= ListLength;

    static bool DifferentKeys(IEnumerable<string?> keys)
    {
        var given = keys.OfType<string>().ToList();
        return given.Distinct(StringComparer.Ordinal).Count() == given.Count;
    }

    sealed class OrganisationRules : AbstractValidator<Organisation>
    {
        public OrganisationRules()
        {
            RuleFor(organisation => organisation.Key).RowKey();
            RuleFor(organisation => organisation.Name).OneLine(NameLength);
            RuleFor(organisation => organisation.Siren).SirenOrNone();
            RuleFor(organisation => organisation.GroupSiren).SirenOrNone();
            RuleFor(organisation => organisation.Type).MaximumLength(100);
            RuleFor(organisation => organisation.Region).MaximumLength(100);
            RuleFor(organisation => organisation.Employees).Between(0, 10_000_000);
            RuleFor(organisation => organisation.Role).AtMost(RoleLength);
            RuleFor(organisation => organisation.TurnoverEur).Eur();
            RuleFor(organisation => organisation.BudgetEur).Eur();
            RuleFor(organisation => organisation.AidRequestedEur).Eur();
        }
    }

    sealed class WorkPackageRules : AbstractValidator<WorkPackage>
    {
        public WorkPackageRules()
        {
            RuleFor(package => package.Key).RowKey();
            RuleFor(package => package.Title).OneLine(NameLength);
            RuleFor(package => package.StartMonth).Between(1, 600);
            RuleFor(package => package.LengthMonths).Between(1, 600);
            RuleFor(package => package.CostEur).Eur();
            RuleFor(package => package.Costs).Must(costs => costs is null || costs.Count <= ListLength + 1 && costs.Keys.All(DossierContentShapes.IsRowKey))
                .Says("Name each partner by the key of its row, and the lead by lead.", "Désignez chaque partenaire par la clé de sa ligne, et le chef de file par lead.");
            RuleForEach(package => package.Costs).Must(cost => cost.Value is >= 0 and <= MostEur && decimal.Round(cost.Value, 2) == cost.Value)
                .Says(DossierContentShapes.EurEnglish, DossierContentShapes.EurFrench);
        }
    }
}

/// <summary>The shapes that several fields of a content share.</summary>
static class DossierContentShapes
{
    public const string
        EurEnglish = "Give an amount between 0 and 1,000,000,000,000 EUR, with two decimals at most.",
        EurFrench = "Donnez un montant entre 0 et 1\u202f000\u202f000\u202f000\u202f000\u00a0€, avec deux décimales au plus.";

    /// <summary>Small letters and digits, so that it can stand in the name of a field: "partners[p1].name".</summary>
    public static bool IsRowKey(string? key) => key is { Length: >= 1 and <= 32 } && key.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter));

    public static IRuleBuilderOptions<T, string?> RowKey<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(key => key is null || IsRowKey(key)).Says("Give a key of at most 32 small letters and digits, or none.", "Donnez une clé d’au plus 32 minuscules et chiffres, ou aucune.");

    /// <summary>A name on one line: nothing in it that cannot be seen, or that turns the direction of the text around it.</summary>
    public static IRuleBuilderOptions<T, string?> OneLine<T>(this IRuleBuilder<T, string?> rule, int length) => rule.AtMost(length)
        .Must(text => text is null || !text.Any(IsInvisible))
        .Says("Take out the characters that cannot be seen or that turn the direction of writing: type the text again instead of pasting it.",
            "Retirez les caractères invisibles ou qui inversent le sens d’écriture\u202f: saisissez le texte au lieu de le coller.");

    public static IRuleBuilderOptions<T, string?> AtMost<T>(this IRuleBuilder<T, string?> rule, int length) =>
        rule.Must(text => text is null || text.Length <= length).Says($"At most {length} characters: shorten the text.", $"{length} caractères au plus\u202f: raccourcissez le texte.");

    public static IRuleBuilderOptions<T, int?> Between<T>(this IRuleBuilder<T, int?> rule, int from, int to) =>
        rule.Must(number => number is null || number >= from && number <= to).Says($"Give a whole number between {from} and {to}.", $"Donnez un nombre entier entre {from} et {to}.");

    public static IRuleBuilderOptions<T, decimal?> Eur<T>(this IRuleBuilder<T, decimal?> rule) =>
        rule.Must(eur => eur is null || eur is >= 0 and <= DossierContentRules.MostEur && decimal.Round(eur.Value, 2) == eur.Value).Says(EurEnglish, EurFrench);

    static bool IsInvisible(char letter) =>
        char.IsControl(letter) || letter is >= '\u200e' and <= '\u200f' or >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' or '\u061c' or '\ufeff';
}
