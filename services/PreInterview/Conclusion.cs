using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.PreInterview;

/// <summary>How far a dossier is on one criterion of its programme's grid: 0 to 5, in halves.</summary>
public sealed record CriterionMaturity(string Criterion, decimal Maturity, string Comment);

/// <summary>What the interviewing expert wrote. The private note is for the office alone.</summary>
public sealed record Conclusion(
    InterviewRecommendation Recommendation, IReadOnlyList<CriterionMaturity> Maturity,
    string Strengths, string Gaps, string Advice, string? PrivateNote,
    DateOnly? ReplanTo, Guid? RedirectToCallId)
{
    public const decimal Highest = 5m;

    /// <summary>Null: it may stand.</summary>
    /// <param name="dossier">The dossier talked about.</param>
    /// <param name="programme">Its programme, in the version it was submitted under.</param>
    /// <param name="redirectTo">The call redirected to; null when there is none by that id.</param>
    /// <param name="today">In Europe/Paris.</param>
    public Refusal? Refused(DossierToInterview dossier, KnownProgramme programme, KnownCall? redirectTo, DateOnly today)
    {
        if (dossier.ReviewBegun && Recommendation is InterviewRecommendation.Replan or InterviewRecommendation.Redirect)
            return new("interview.review-begun",
                "Expert review of this dossier has begun: it can no longer be replanned or redirected.",
                "L'expertise de ce dossier a commencé : il ne peut plus être reporté ni réorienté.");
        var criteria = programme.CriteriaOf(dossier).Select(criterion => criterion.Code).ToArray();
        if (Maturity.FirstOrDefault(each => !criteria.Contains(each.Criterion, StringComparer.Ordinal)) is { } foreign)
            return new("interview.criterion",
                $"{foreign.Criterion} is no criterion of this dossier's grid. Its criteria are: {string.Join(", ", criteria)}.",
                $"{foreign.Criterion} n'est pas un critère de la grille de ce dossier. Ses critères sont : {string.Join(", ", criteria)}.");
        return Recommendation switch
        {
            InterviewRecommendation.Proceed or InterviewRecommendation.ProceedWithAdvice => null,
            InterviewRecommendation.Replan => ReplanTo > today
                ? null
                : new("interview.replan-to",
                    "The day to replan to must come after today.",
                    "La date de report doit être postérieure à aujourd'hui."),
            InterviewRecommendation.Redirect => redirectTo switch
            {
                null => new("interview.redirect-unknown", "There is no such call to redirect to.", "L'appel vers lequel réorienter n'existe pas."),
                { Id: var call } when call == dossier.CallId => new("interview.redirect-same",
                    "The dossier aims at this call already. Choose another one.",
                    "Le dossier vise déjà cet appel. Choisissez-en un autre."),
                _ => null,
            },
        };
    }
}
