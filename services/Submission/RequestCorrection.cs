using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class RequestCorrection
{
    public sealed record Request(long Revision, CorrectionReason Reason, string Text, DateOnly DueOn);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.Reason).IsInEnum();
            RuleFor(request => request.Text).NotEmpty().MaximumLength(4_000);
            RuleFor(request => request.DueOn).SensibleDay();
        }
    }

    public static async Task<Results<Ok<DossierView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, DossierStore dossiers, CorrectionMails mails, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.AskCorrection) is { } refused)
        {
            return refused;
        }

        var at = clock.Now();
        if (seen.Dossier.RequestCorrection(request.Reason, request.Text, request.DueOn, at) is not var (requested, happened))
        {
            return seen.Dossier is { Status: DossierStatus.Admissible, ReviewsBeganAt: not null }
                ? Refusals.NotFrom(
                    seen.Dossier, "dossier.not-correctable",
                    "Its reviews have begun, so it cannot go back to its holder any more: the committee decides on this version.",
                    "Son expertise a commencé : il ne peut plus revenir à son porteur, le comité statue sur cette version.")
                : Refusals.NotFrom(
                    seen.Dossier, "dossier.not-correctable",
                    "A correction can be asked of a submitted dossier, or of an admissible one before its reviews begin.",
                    "Une correction se demande sur un dossier déposé, ou recevable avant le début de son expertise.");
        }

        if (request.Revision != seen.Dossier.Revision)
        {
            return Problems.Stale();
        }

        if (request.DueOn < Paris.Day(at))
        {
            return Problems.Unprocessable(
                "dossier.due-day-past",
                "dueOn: this day is over: give today or a later one.",
                "dueOn : ce jour est passé : donnez aujourd'hui ou un jour ultérieur.");
        }

        return await dossiers.Save(
            seen.Dossier, requested, DossierAction.CorrectionRequested, caller.Actor(Roles.Office), stop, happened, new { request.Reason, request.Text, request.DueOn },
            transaction => mails.Write(transaction, requested))
            ? TypedResults.Ok(DossierView.Of(seen.After(requested)))
            : Problems.Stale();
    }

    public static async Task<Results<SeeOther, RazorComponentResult<ShowDossierPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, DossierReader reader, DossierStore dossiers, CorrectionMails mails, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var (reason, dueOn) = (typed.Choice<CorrectionReason>("reason"), typed.Day("dueOn"));
        if (typed.Unreadable.IsEmpty && (reason is null || dueOn is null))
        {
            typed.Missing(reason is null ? "reason" : "dueOn");
        }

        var answer = typed.Unreadable.IsEmpty
            ? await Handle(id, new Request(typed.Revision(), reason!.Value, typed.Text("text"), dueOn!.Value), dossiers, mails, caller, clock, stop)
            : null;
        return await reader.Answer(id, caller, answer, typed, Text.Dossier_CorrectionRequested, stop);
    }
}
