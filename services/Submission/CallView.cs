using FluentValidation;
using Labelling.Hosting;

namespace Labelling.Submission;

/// <summary>A call as the API shows it: its instants with the offset of its own zone.</summary>
public sealed record CallView(
    Guid Id, long Revision, string Code, string FundingBody, decimal? EnvelopeEur, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, string TimeZone,
    IReadOnlyList<DateTimeOffset> CutOffs, DateOnly? AnnouncedOn, IReadOnlyList<string> Themes, EligibilityRules Rules, int RulesVersion, string? Plan)
{
    public static CallView Of(Call call)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(call.Terms.TimeZone);
        return new CallView(
            call.Id, call.Revision, call.Code, call.FundingBody, call.Terms.EnvelopeEur,
            TimeZoneInfo.ConvertTime(call.Terms.OpensAt, zone), TimeZoneInfo.ConvertTime(call.Terms.ClosesAt, zone), call.Terms.TimeZone,
            [.. call.Terms.CutOffs.Select(cutOff => TimeZoneInfo.ConvertTime(cutOff, zone))], call.Terms.AnnouncedOn, call.Terms.Themes, call.Terms.Rules, call.RulesVersion, call.Terms.Plan);
    }
}

/// <summary>The shape of a call's terms.</summary>
public sealed class CallTermsRules : AbstractValidator<CallTerms>
{
    public const int PlanLength = 100;

    public CallTermsRules()
    {
        RuleFor(terms => terms.Code).NameCode();
        RuleFor(terms => terms.FundingBody).NotEmpty().MaximumLength(100);
        RuleFor(terms => terms.Plan).OneLine(PlanLength);
        RuleFor(terms => terms.EnvelopeEur).InclusiveBetween(0, DossierContentRules.MostEur).PrecisionScale(18, 2, true);
        RuleFor(terms => terms.OpensAt).SensibleInstant();
        RuleFor(terms => terms.ClosesAt).SensibleInstant();
        RuleFor(terms => terms.TimeZone).NotEmpty().MaximumLength(100);
        RuleFor(terms => terms.CutOffs).Must(cutOffs => cutOffs.Count <= 50).Says("At most 50 cut-offs.", "50 relèves au plus.");
        RuleForEach(terms => terms.CutOffs).SensibleInstant();
        RuleFor(terms => terms.AnnouncedOn).SensibleDay();
        RuleFor(terms => terms.Themes).Must(themes => themes.Count <= 50).Says("At most 50 themes.", "50 thèmes au plus.");
        RuleForEach(terms => terms.Themes).NotEmpty().MaximumLength(200);
        RuleFor(terms => terms.Rules).SetValidator(new EligibilityRulesShape());
    }
}
