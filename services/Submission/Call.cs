using Labelling.Contracts;

namespace Labelling.Submission;

/// <summary>What a funding desk asks of a dossier. Numbers of partners count the whole consortium, the lead included.</summary>
public sealed record CallRules(
    int? PartnersAtLeast = null, int? PartnersAtMost = null, bool SmeRequired = false, bool LaboratoryRequired = false,
    decimal? BudgetFromEur = null, decimal? BudgetToEur = null, int? DurationFromMonths = null, int? DurationToMonths = null);

/// <summary>What the office says of a call; all of it can change while the call keeps its identity.</summary>
public sealed record CallTerms(
    string Code, string FundingBody, decimal? EnvelopeEur, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, string TimeZone,
    IReadOnlyList<DateTimeOffset> CutOffs, DateOnly? AnnouncedOn, IReadOnlyList<string> Themes, CallRules Rules);

/// <summary>A funding body's desk that dossiers aim at.</summary>
public sealed record Call(Guid Id, long Revision, CallTerms Terms)
{
    public string Code => Terms.Code;

    public string FundingBody => Terms.FundingBody;

    public static (Call, CallPublished) Publish(CallTerms terms, DateTimeOffset at)
    {
        var call = new Call(Guid.CreateVersion7(), 1, terms);
        return (call, call.Told(at));
    }

    public (Call, CallPublished) Change(CallTerms terms, DateTimeOffset at)
    {
        var call = this with { Revision = Revision + 1, Terms = terms };
        return (call, call.Told(at));
    }

    CallPublished Told(DateTimeOffset at) => new(
        Guid.CreateVersion7(), Id, 0, at, Code, FundingBody, Terms.EnvelopeEur, Terms.OpensAt, Terms.ClosesAt, Terms.TimeZone,
        [.. Terms.CutOffs], Terms.AnnouncedOn);
}
