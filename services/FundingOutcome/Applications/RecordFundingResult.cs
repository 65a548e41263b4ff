using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Applications;

public static class RecordFundingResult
{
    public sealed record Request(
        long Revision, FundingResult Result, decimal? AmountGrantedEur = null, DateOnly? ResultOn = null,
        string? Reason = null, HowKnown? HowKnown = null, string? Evidence = null);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThanOrEqualTo(1);
            RuleFor(request => request.Result).IsInEnum();
            RuleFor(request => request.AmountGrantedEur).InclusiveBetween(0, 1_000_000_000_000m).PrecisionScale(18, 2, true);
            RuleFor(request => request.ResultOn).SensibleDay();
            RuleFor(request => request.Reason).MaximumLength(2000);
            RuleFor(request => request.HowKnown).IsInEnum();
            RuleFor(request => request.Evidence).MaximumLength(2000);
        }
    }

    public static async Task<Results<Ok<ApplicationView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, Caller caller, ApplicationStore applications, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);

        var reader = Reader.Of(caller);
        if (await applications.Application(id, reader, stop) is not { } application
            || await applications.Dossier(application.DossierId, reader, stop) is not { } dossier)
        {
            return Problems.NotFound();
        }

        if (request.HowKnown is not (null or HowKnown.DeclaredByHolder) && dossier.Stance.WhyNot(Act.CheckOutcome) is { } holderDeclares)
            return holderDeclares;

        if (application.Revision != request.Revision)
            return Problems.Stale();

        var at = clock.GetUtcNow();
        var known = new ResultKnown(
            request.Result, request.AmountGrantedEur, request.ResultOn, Blank.ToNull(request.Reason),
            request.HowKnown ?? (dossier.Held ? HowKnown.DeclaredByHolder : HowKnown.CheckedByOffice), Blank.ToNull(request.Evidence));
        if (application.FaultIn(known, at) is { } fault)
            return Answer(fault);
        if (application.Record(known, at) is not var (recorded, happened))
        {
            return Problems.Conflict("funding.nothing-new",
                "This is what is recorded already.", "C'est déjà ce qui est enregistré.");
        }

        return await applications.Record(application, recorded, happened, caller.Actor(dossier.Held ? Roles.Holder : Roles.Office), stop)
            ? TypedResults.Ok(ApplicationView.Of(recorded))
            : Problems.Stale();
    }

    static UnprocessableProblem Answer(ResultFault fault) => fault switch
    {
        ResultFault.GrantedWithoutFunding => Problems.Unprocessable("funding.granted-without-funding",
            "An amount is granted only with the result Funded.", "Un montant n'est accordé qu'avec le résultat « financé »."),
        ResultFault.PendingWithAnswer => Problems.Unprocessable("funding.pending-with-answer",
            "A pending application has neither a day of result nor a reason.", "Une demande en attente n'a ni jour de résultat ni motif."),
        ResultFault.AnsweredBeforeFiled => Problems.Unprocessable("funding.answered-before-filed",
            "The result cannot come before the application was filed.", "Le résultat ne peut pas précéder le dépôt de la demande."),
        ResultFault.AnsweredInTheFuture => Problems.Unprocessable("funding.answered-in-the-future",
            "The result cannot be of a day after today.", "Le résultat ne peut pas être d'un jour après aujourd'hui."),
    };
}
