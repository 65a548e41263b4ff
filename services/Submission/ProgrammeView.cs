using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Submission.Planning;

namespace Labelling.Submission;

public sealed record ProgrammeView(
    Guid Id, int Version, string Code, string English, string French, Award Award,
    int ExpertsPerDossier, bool InterviewRequired, bool InterviewerMayReview, int ReviewDays, decimal QuorumShare, int ValidityMonths,
    IReadOnlyList<Criterion> Grid, DateTimeOffset PublishedAt, EligibilityRules Rules, PlanSettings Plan, int? Winners)
{
    public static ProgrammeView Of(Programme programme) => new(
        programme.Id, programme.Version, programme.Code, programme.Settings.English, programme.Settings.French, programme.Award,
        programme.Settings.ExpertsPerDossier, programme.Settings.InterviewRequired, programme.Settings.InterviewerMayReview,
        programme.Settings.ReviewDays, programme.Settings.QuorumShare, programme.Settings.ValidityMonths,
        programme.Settings.Grid, programme.PublishedAt, programme.Settings.Rules ?? EligibilityRules.None, programme.Settings.Plan ?? PlanSettings.Usual, programme.Settings.Winners);
}

/// <summary>The shape of a programme's settings, new or revised.</summary>
public sealed class ProgrammeSettingsRules : AbstractValidator<ProgrammeSettings>
{
    public ProgrammeSettingsRules()
    {
        RuleFor(settings => settings.English).NotEmpty().MaximumLength(200);
        RuleFor(settings => settings.French).NotEmpty().MaximumLength(200);
        RuleFor(settings => settings.ExpertsPerDossier).InclusiveBetween(1, 9);
        RuleFor(settings => settings.ReviewDays).InclusiveBetween(1, 365);
        RuleFor(settings => settings.QuorumShare).GreaterThan(0).LessThanOrEqualTo(1).PrecisionScale(5, 4, true);
        RuleFor(settings => settings.ValidityMonths).InclusiveBetween(1, 240);
        RuleFor(settings => settings.Winners).InclusiveBetween(1, 1000);
        RuleFor(settings => settings.Rules!).SetValidator(new EligibilityRulesShape()).When(settings => settings.Rules is not null);
        RuleFor(settings => settings.Plan!).SetValidator(new PlanSettingsShape()).When(settings => settings.Plan is not null);
        RuleFor(settings => settings.Grid).NotEmpty();
        RuleFor(settings => settings.Grid).Must(grid => grid.Count <= 50).Says("At most 50 criteria.", "50 critères au plus.");
        RuleFor(settings => settings.Grid)
            .Must(grid => grid.OfType<Criterion>().CountBy(criterion => criterion.Code, StringComparer.OrdinalIgnoreCase).All(code => code.Value == 1))
            .Says("Each criterion needs a code of its own.", "Chaque critère doit avoir son propre code.");
        RuleForEach(settings => settings.Grid).NotNull().ChildRules(criterion =>
        {
            criterion.RuleFor(one => one.Code).KebabCode();
            criterion.RuleFor(one => one.English).NotEmpty().MaximumLength(200);
            criterion.RuleFor(one => one.French).NotEmpty().MaximumLength(200);
            criterion.RuleFor(one => one.Weight).GreaterThan(0).LessThanOrEqualTo(100).PrecisionScale(7, 4, true);
            criterion.RuleFor(one => one.Threshold).InclusiveBetween(0, 5).PrecisionScale(3, 2, true);
        });
    }
}
