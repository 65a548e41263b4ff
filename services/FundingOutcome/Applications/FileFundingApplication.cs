using FluentValidation;
using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Applications;

public static class FileFundingApplication
{
    public sealed record Request(
        Guid DossierId, string FundingBody, ApplicationStage Stage, DateOnly FiledOn, string? Call = null, decimal? AmountRequestedEur = null);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.FundingBody).NotEmpty().MaximumLength(100);
            RuleFor(request => request.Stage).IsInEnum();
            RuleFor(request => request.FiledOn).SensibleDay();
            RuleFor(request => request.Call).MaximumLength(300);
            RuleFor(request => request.AmountRequestedEur).InclusiveBetween(0, 1_000_000_000_000m).PrecisionScale(18, 2, true);
        }
    }

    public static async Task<Results<Created<ApplicationView>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Request request, Caller caller, ApplicationStore applications, FactStore facts, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await applications.Dossier(request.DossierId, Reader.Of(caller), stop) is not { } dossier)
            return Problems.NotFound();

        var known = KnownDossier.From(await facts.KnownOf([dossier.Id], stop)).SingleOrDefault();
        if (known is null || !SuccessRates.IsExpertised(known.Outcome))
        {
            return Problems.Conflict("dossier.not-decided",
                "Funding applications are recorded once the committee's decision on the dossier is released.",
                "Les demandes de financement s'enregistrent une fois publiée la décision du comité sur le dossier.");
        }

        var at = clock.GetUtcNow();
        if (request.FiledOn > Paris.Day(at))
        {
            return Problems.Unprocessable("funding.filed-in-the-future",
                "The application cannot have been filed after today.", "La demande ne peut pas avoir été déposée après aujourd'hui.");
        }

        var (application, happened) = FundingApplication.File(
            dossier.Id, request.FundingBody.Trim(), Blank.ToNull(request.Call), request.Stage, request.AmountRequestedEur, request.FiledOn,
            dossier.Held ? HowKnown.DeclaredByHolder : HowKnown.CheckedByOffice, at);
        await applications.File(application, happened, caller.Actor(dossier.Held ? Roles.Holder : Roles.Office), stop);
        return TypedResults.Created($"/api/funding-applications/{application.Id}", ApplicationView.Of(application));
    }
}
