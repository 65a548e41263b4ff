using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class ConcludeInterview
{
    public sealed record Request(
        long Revision, InterviewRecommendation Recommendation, IReadOnlyList<CriterionMaturity> Maturity,
        string Strengths, string Gaps, string Advice, string? PrivateNote = null, DateOnly? ReplanTo = null, Guid? RedirectToCallId = null);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Recommendation).IsInEnum();
            RuleFor(request => request.Maturity)
                .Must(maturity => maturity.Count is >= 1 and <= 30).Says("Give the maturity on one to thirty criteria.", "Donnez la maturité sur un à trente critères.")
                .Must(maturity => maturity.Select(each => each?.Criterion).Distinct(StringComparer.Ordinal).Count() == maturity.Count)
                .Says("Give each criterion once.", "Donnez chaque critère une seule fois.");
            RuleForEach(request => request.Maturity).NotNull();
            RuleForEach(request => request.Maturity).ChildRules(each =>
            {
                each.RuleFor(maturity => maturity.Criterion).NotEmpty().MaximumLength(100);
                each.RuleFor(maturity => maturity.Maturity)
                    .Must(level => level is >= 0 and <= Conclusion.Highest && decimal.IsInteger(level * 2))
                    .Says("Give 0 to 5, in halves.", "Donnez de 0 à 5, par demi-point.");
                each.RuleFor(maturity => maturity.Comment).MaximumLength(5000);
            });
            RuleFor(request => request.Strengths).MaximumLength(10_000);
            RuleFor(request => request.Gaps).MaximumLength(10_000);
            RuleFor(request => request.Advice).MaximumLength(10_000);
            RuleFor(request => request.Advice).NotEmpty().When(request => request.Recommendation is InterviewRecommendation.ProceedWithAdvice);
            RuleFor(request => request.PrivateNote).MaximumLength(10_000);
            RuleFor(request => request.ReplanTo).SensibleDay();
            RuleFor(request => request.ReplanTo)
                .Must((request, day) => day is not null == request.Recommendation is InterviewRecommendation.Replan)
                .Says("Give the day with Replan, and with nothing else.", "Donnez la date avec Replan, et avec rien d'autre.");
            RuleFor(request => request.RedirectToCallId)
                .Must((request, call) => call is not null == request.Recommendation is InterviewRecommendation.Redirect)
                .Says("Give the call with Redirect, and with nothing else.", "Donnez l'appel avec Redirect, et avec rien d'autre.");
        }
    }

    public static async Task<Results<Ok<InterviewView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, Caller caller, InterviewStore store, KnownStore known, ConflictCheck conflicts, InterviewViews views,
        TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken) return Problems.Invalid(broken);
        var viewer = Viewer.Of(caller);
        if (await store.See(id, viewer, stop) is not { } seen) return Problems.NotFound();
        if (seen.Stance.WhyNot(Act.ConcludeInterview) is { } notYours) return notYours;
        if (seen.Interview.Revision != request.Revision) return Problems.Stale();
        var conclusion = new Conclusion(
            request.Recommendation, request.Maturity, request.Strengths, request.Gaps, request.Advice,
            request.PrivateNote, request.ReplanTo, request.RedirectToCallId);
        var now = clock.GetUtcNow();
        if (seen.Interview.Conclude(conclusion, now) is not var (concluded, nextRound, happened))
            return InterviewRefusals.NotFromHere(seen.Interview, "concluded", "conclu");
        if (seen.Dossier.CorrectionPending)
            return Problems.Conflict(
                "interview.correction-pending",
                "The dossier is being corrected. Conclude once its new version is admitted.",
                "Le dossier est en cours de correction. Concluez quand sa nouvelle version sera déclarée recevable.");
        if (await known.Programme(seen.Dossier.ProgrammeId, seen.Dossier.ProgrammeVersion, stop) is not { } programme)
            return Problems.Conflict(
                "interview.programme-unknown",
                "The programme's grid has not arrived here yet. Try again in a moment.",
                "La grille du programme n'est pas encore arrivée ici. Réessayez dans un instant.");
        if (await conflicts.Among(seen.Dossier, [caller.PersonId], stop) is { Count: > 0 } found) return InterviewRefusals.Conflicting(found);
        var redirectTo = request.RedirectToCallId is { } call ? (await known.Calls([call], stop)).GetValueOrDefault(call) : null;
        if (conclusion.Refused(seen.Dossier, programme, redirectTo, Paris.Day(now)) is { } refusal)
            return Problems.Unprocessable(refusal);
        if (await store.Save(seen.Interview, concluded, "concluded", caller.Actor(Roles.Expert), stop, happened, nextRound) is not Saved.Yes) return Problems.Stale();
        return TypedResults.Ok(await views.Full(seen with { Interview = concluded }, viewer, stop));
    }
}
