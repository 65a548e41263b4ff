using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.Submission;

/// <summary>What the office says of a call; all of it can change while the call keeps its identity.</summary>
/// <remarks>Plan: the national or European plan it belongs to.</remarks>
public sealed record CallTerms(
    string Code, string FundingBody, decimal? EnvelopeEur, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, string TimeZone,
    IReadOnlyList<DateTimeOffset> CutOffs, DateOnly? AnnouncedOn, IReadOnlyList<string> Themes, EligibilityRules Rules, string? Plan = null);

/// <summary>A funding body's desk that dossiers aim at.</summary>
public sealed record Call(Guid Id, long Revision, CallTerms Terms)
{
    /// <summary>1, 2, 3...: a new one with every change of the rules, and of the closing that ages are counted on.</summary>
    public int RulesVersion { get; init; } = 1;

    public string Code => Terms.Code;

    public string FundingBody => Terms.FundingBody;

    public static (Call, CallPublished) Publish(CallTerms terms, DateTimeOffset at)
    {
        var call = new Call(Guid.CreateVersion7(), 1, terms);
        return (call, call.Told(at));
    }

    public (Call, CallPublished) Change(CallTerms terms, DateTimeOffset at)
    {
        var rulesChange = !terms.Rules.Asks(Terms.Rules) || terms.ClosesAt != Terms.ClosesAt;
        var call = this with { Revision = Revision + 1, Terms = terms, RulesVersion = rulesChange ? RulesVersion + 1 : RulesVersion };
        return (call, call.Told(at));
    }

    /// <summary>The day that the age of a candidate is counted on: the one it closes on.</summary>
    public static DateOnly AgeOn(DateTimeOffset closesAt) => Paris.Day(closesAt);

    CallPublished Told(DateTimeOffset at) => new(
        Guid.CreateVersion7(), Id, 0, at, Code, FundingBody, Terms.EnvelopeEur, Terms.OpensAt, Terms.ClosesAt, Terms.TimeZone,
        [.. Terms.CutOffs], Terms.AnnouncedOn, Terms.Plan);
}
