using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.Hosting;

namespace Labelling.FundingOutcome.Applications;

/// <summary>What a funding body answered, and how we know.</summary>
/// <param name="Result">The answer.</param>
/// <param name="AmountGrantedEur">In EUR, only with Funded; null when not known.</param>
/// <param name="ResultOn">The day of the answer; null when not known, and while it is pending.</param>
/// <param name="Reason">Why, where the body gave a reason.</param>
/// <param name="HowKnown">Who says so.</param>
/// <param name="Evidence">Where that can be read: a list, a letter.</param>
public sealed record ResultKnown(
    FundingResult Result, decimal? AmountGrantedEur, DateOnly? ResultOn, string? Reason, HowKnown HowKnown, string? Evidence);

/// <summary>A dossier put before a funding body. Everything ever known of its result is kept; this is the latest.</summary>
public sealed record FundingApplication(
    Guid Id, Guid DossierId, string FundingBody, string? Call, ApplicationStage Stage, decimal? AmountRequestedEur, DateOnly FiledOn,
    ResultKnown Known, long Revision)
{
    /// <summary>Granted over requested; null while either is not known.</summary>
    public decimal? AidRate => Known.AmountGrantedEur is { } granted && AmountRequestedEur is > 0 and var requested ? decimal.Round(granted / requested, 6) : null;

    public static (FundingApplication, FundingApplicationFiled) File(
        Guid dossier, string fundingBody, string? call, ApplicationStage stage, decimal? amountRequestedEur, DateOnly filedOn,
        HowKnown howKnown, DateTimeOffset at)
    {
        var application = new FundingApplication(
            Guid.CreateVersion7(), dossier, fundingBody, call, stage, amountRequestedEur, filedOn,
            new ResultKnown(FundingResult.Pending, null, null, null, howKnown, null), 1);
        return (application, new FundingApplicationFiled(
            Guid.CreateVersion7(), dossier, 0, at, application.Id, fundingBody, call, stage, amountRequestedEur, filedOn));
    }

    /// <summary>
    /// Any result may follow any other, for what was believed known can turn out wrong; and the same result may be recorded again
    /// with a better source. Null: it says nothing new. The caller has to answer that.
    /// </summary>
    public (FundingApplication, FundingResultRecorded)? Record(ResultKnown known, DateTimeOffset at) => known == Known
        ? null
        : (this with { Known = known, Revision = Revision + 1 },
            new FundingResultRecorded(Guid.CreateVersion7(), DossierId, 0, at, Id, known.Result, known.AmountGrantedEur, known.ResultOn, known.HowKnown));

    /// <summary>What cannot be true of a result; null when nothing is wrong.</summary>
    public ResultFault? FaultIn(ResultKnown known, DateTimeOffset at)
    {
        if (known.AmountGrantedEur is not null && known.Result != FundingResult.Funded)
            return ResultFault.GrantedWithoutFunding;
        if (known.Result == FundingResult.Pending && (known.ResultOn is not null || known.Reason is not null))
            return ResultFault.PendingWithAnswer;
        if (known.ResultOn < FiledOn)
            return ResultFault.AnsweredBeforeFiled;
        return known.ResultOn > Paris.Day(at) ? ResultFault.AnsweredInTheFuture : null;
    }

    /// <summary>What of this counts in the rates.</summary>
    public Fact Fact(DateTimeOffset at) => Facts.Fact.Of(
        DossierId, Id, new Application(FundingBody, Call, Stage, Known.Result, AmountRequestedEur, Known.AmountGrantedEur, Known.ResultOn),
        Paris.Day(at), at, Revision);
}

public enum ResultFault
{
    GrantedWithoutFunding,
    PendingWithAnswer,
    AnsweredBeforeFiled,
    AnsweredInTheFuture,
}
