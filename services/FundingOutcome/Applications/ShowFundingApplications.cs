using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Applications;

/// <param name="Id">The application.</param>
/// <param name="DossierId">Its dossier.</param>
/// <param name="FundingBody">The body applied to.</param>
/// <param name="Call">Code of the call; null when not known.</param>
/// <param name="Stage">Pre-proposal, full or appeal.</param>
/// <param name="AmountRequestedEur">In EUR; null when not known.</param>
/// <param name="FiledOn">The day it was filed.</param>
/// <param name="Result">What the body answered.</param>
/// <param name="AmountGrantedEur">In EUR, with Funded; null when not known.</param>
/// <param name="AidRate">Granted over requested, six decimals; null while either is not known.</param>
/// <param name="ResultOn">The day of the answer; null when not known.</param>
/// <param name="Reason">Why, where the body gave a reason.</param>
/// <param name="HowKnown">Who says so.</param>
/// <param name="Evidence">Where that can be read.</param>
/// <param name="Revision">To be sent with a change.</param>
public sealed record ApplicationView(
    Guid Id, Guid DossierId, string FundingBody, string? Call, ApplicationStage Stage, decimal? AmountRequestedEur, DateOnly FiledOn,
    FundingResult Result, decimal? AmountGrantedEur, decimal? AidRate, DateOnly? ResultOn, string? Reason, HowKnown HowKnown, string? Evidence,
    long Revision)
{
    public static ApplicationView Of(FundingApplication application) => new(
        application.Id, application.DossierId, application.FundingBody, application.Call, application.Stage,
        application.AmountRequestedEur, application.FiledOn,
        application.Known.Result, application.Known.AmountGrantedEur, application.AidRate, application.Known.ResultOn,
        application.Known.Reason, application.Known.HowKnown, application.Known.Evidence, application.Revision);
}

/// <summary>What we knew when.</summary>
public sealed record RecordedView(
    long Revision, FundingResult Result, decimal? AmountGrantedEur, DateOnly? ResultOn, string? Reason, HowKnown HowKnown, string? Evidence,
    DateTimeOffset RecordedAt, string RecordedAs);

public sealed record ApplicationWithHistory(ApplicationView Application, IReadOnlyList<RecordedView> History);

public static class ShowFundingApplications
{
    public static async Task<Results<Ok<ApplicationWithHistory>, NotFoundProblem>> One(
        Guid id, Caller caller, ApplicationStore applications, CancellationToken stop)
    {
        if (await applications.Application(id, Reader.Of(caller), stop) is not { } application)
            return Problems.NotFound();

        var history = await applications.HistoryOf(id, stop);
        return TypedResults.Ok(new ApplicationWithHistory(
            ApplicationView.Of(application),
            [.. history.Select(row => new RecordedView(
                row.Revision, row.Known.Result, row.Known.AmountGrantedEur, row.Known.ResultOn, row.Known.Reason,
                row.Known.HowKnown, row.Known.Evidence, row.RecordedAt, row.RecordedAs))]));
    }

    public static async Task<Results<Ok<IReadOnlyList<ApplicationView>>, NotFoundProblem>> OfDossier(
        Guid dossierId, Caller caller, ApplicationStore applications, CancellationToken stop)
    {
        if (await applications.Dossier(dossierId, Reader.Of(caller), stop) is null)
            return Problems.NotFound();

        IReadOnlyList<ApplicationView> views = [.. (await applications.ApplicationsOf(dossierId, stop)).Select(ApplicationView.Of)];
        return TypedResults.Ok(views);
    }
}
