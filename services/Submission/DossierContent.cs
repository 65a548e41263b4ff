using System.Text.Json.Serialization;
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

    /// <summary>The lead first, as soon as one is named, then the partners.</summary>
    [JsonIgnore]
    public IReadOnlyList<Organisation> Consortium => Lead is null ? Partners : [Lead, .. Partners];

    /// <summary>From the first month to the end of the last work package; null while no work package says when it is.</summary>
    [JsonIgnore]
    public int? DurationMonths => WorkPackages.Max(package => package.StartMonth + package.LengthMonths - 1);
}

/// <summary>
/// An organisation of the consortium, as far as it is known yet. OrganisationId: in Accounts, null for one that has no account.
/// Employees: its size, in persons. Role: what it does in the project.
/// </summary>
public sealed record Organisation(
    Guid? OrganisationId = null, string? Name = null, string? Siren = null, string? Type = null, string? Region = null,
    int? Employees = null, string? Role = null, decimal? BudgetEur = null, decimal? AidRequestedEur = null)
{
    public Party AsParty() => new(
        OrganisationId,
        Name ?? throw new InvalidOperationException("An organisation without a name was submitted: ask Completeness first."),
        Siren,
        Type ?? throw new InvalidOperationException("An organisation without a type was submitted: ask Completeness first."),
        Region);
}

/// <summary>Months are counted from the project's start: the first is 1.</summary>
public sealed record WorkPackage(string? Title = null, int? StartMonth = null, int? LengthMonths = null, decimal? CostEur = null);

/// <summary>The shape of a content, complete or not.</summary>
public sealed class DossierContentRules : AbstractValidator<DossierContent>
{
    const int LongText = 20_000;
    const int ListLength = 50;

    /// <summary>More than any programme gives; keeps sums far from what the columns hold.</summary>
    public const decimal MostEur = 1_000_000_000_000m;

    public DossierContentRules()
    {
        RuleFor(content => content.Title).MaximumLength(300);
        RuleFor(content => content.Acronym).MaximumLength(30);
        RuleFor(content => content.Summary).MaximumLength(4_000);
        RuleFor(content => content.ConfidentialAnnex).MaximumLength(LongText);
        RuleFor(content => content.Kind).IsInEnum();
        RuleFor(content => content.Lead!).SetValidator(new OrganisationRules()).When(content => content.Lead is not null);
        RuleFor(content => content.Partners).Must(AtMostAList).Says("At most 50 partners.", "50 partenaires au plus.");
        RuleForEach(content => content.Partners).NotNull().SetValidator(new OrganisationRules());
        RuleFor(content => content.Sectors).Must(AtMostAList).Says("At most 50 sectors.", "50 filières au plus.");
        RuleForEach(content => content.Sectors).NotEmpty().MaximumLength(100);
        RuleFor(content => content.TherapeuticAreas).Must(AtMostAList).Says("At most 50 therapeutic areas.", "50 aires thérapeutiques au plus.");
        RuleForEach(content => content.TherapeuticAreas).NotEmpty().MaximumLength(100);
        RuleFor(content => content.TechnologyAxes).Must(AtMostAList).Says("At most 50 technology axes.", "50 axes technologiques au plus.");
        RuleForEach(content => content.TechnologyAxes).NotEmpty().MaximumLength(100);
        RuleFor(content => content.TrlFrom).InclusiveBetween(1, 9);
        RuleFor(content => content.TrlTo).InclusiveBetween(1, 9);
        RuleFor(content => content.Objectives).MaximumLength(LongText);
        RuleFor(content => content.Obstacles).MaximumLength(LongText);
        RuleFor(content => content.MedicalNeed).MaximumLength(LongText);
        RuleFor(content => content.DataAndRegulation).MaximumLength(LongText);
        RuleFor(content => content.BusinessModel).MaximumLength(LongText);
        RuleFor(content => content.WorkPackages).Must(AtMostAList).Says("At most 50 work packages.", "50 lots de travaux au plus.");
        RuleForEach(content => content.WorkPackages).NotNull().SetValidator(new WorkPackageRules());
        RuleFor(content => content.TotalBudgetEur).InclusiveBetween(0, MostEur).PrecisionScale(18, 2, true);
        RuleFor(content => content.AidRequestedEur).InclusiveBetween(0, MostEur).PrecisionScale(18, 2, true);
        RuleFor(content => content.ChallengedPersonIds).Must(AtMostAList).Says("At most 50 challenged persons.", "50 personnes récusées au plus.");
        RuleFor(content => content.CoHolderIds).Must(AtMostAList).Says("At most 50 co-holders.", "50 co-porteurs au plus.");
        RuleFor(content => content.WhatChanged).MaximumLength(LongText);
    }

    static bool AtMostAList<T>(IReadOnlyList<T> list) => list.Count <= ListLength;

    sealed class OrganisationRules : AbstractValidator<Organisation>
    {
        public OrganisationRules()
        {
            RuleFor(organisation => organisation.Name).MaximumLength(300);
            RuleFor(organisation => organisation.Siren).SirenOrNone();
            RuleFor(organisation => organisation.Type).MaximumLength(100);
            RuleFor(organisation => organisation.Region).MaximumLength(100);
            RuleFor(organisation => organisation.Employees).InclusiveBetween(0, 10_000_000);
            RuleFor(organisation => organisation.Role).MaximumLength(1_000);
            RuleFor(organisation => organisation.BudgetEur).InclusiveBetween(0, MostEur).PrecisionScale(18, 2, true);
            RuleFor(organisation => organisation.AidRequestedEur).InclusiveBetween(0, MostEur).PrecisionScale(18, 2, true);
        }
    }

    sealed class WorkPackageRules : AbstractValidator<WorkPackage>
    {
        public WorkPackageRules()
        {
            RuleFor(package => package.Title).MaximumLength(300);
            RuleFor(package => package.StartMonth).InclusiveBetween(1, 600);
            RuleFor(package => package.LengthMonths).InclusiveBetween(1, 600);
            RuleFor(package => package.CostEur).InclusiveBetween(0, MostEur).PrecisionScale(18, 2, true);
        }
    }
}
