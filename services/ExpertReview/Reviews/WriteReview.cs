using FluentValidation;
using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

public static class WriteReview
{
    /// <summary>The review as far as it is written: it replaces what was there, so that what an expert took out stays out.</summary>
    public sealed record Request(
        long Revision, IReadOnlyList<Scored> Scores, ReviewRecommendation? Recommendation = null, int? Confidence = null);

    internal sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.Scores).Must(scores => scores.Count <= 50)
                .Says("At most 50 criteria.", "Au plus 50 critères.");
            RuleForEach(request => request.Scores).NotNull().ChildRules(scored =>
            {
                scored.RuleFor(line => line.Criterion).NotEmpty().MaximumLength(100);
                scored.RuleFor(line => line.Score).Must(score => score is null || Grid.IsScore(score.Value))
                    .Says("Give a score from 0 to 5, in halves.", "Donnez une note de 0 à 5, par demi-points.");
                scored.RuleFor(line => line.CommentToHolder).MaximumLength(4000);
                scored.RuleFor(line => line.CommentToCommittee).MaximumLength(4000);
            });
            RuleFor(request => request.Scores)
                .Must(scores => scores.DistinctBy(scored => scored?.Criterion).Count() == scores.Count)
                .Says("Give one line a criterion.", "Donnez une ligne par critère.");
            RuleFor(request => request.Confidence).InclusiveBetween(Grid.LowestConfidence, Grid.HighestConfidence);
        }
    }

    public static async Task<Results<Ok<InvitationView>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, Caller caller, InvitationStore invitations, DossierStore dossiers, ConflictStore conflicts,
        InvitationReader reader, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await invitations.FindOwn(id, caller.PersonId, stop) is not { } invitation
            || await dossiers.Find(invitation.DossierId, stop) is not { } dossier)
            return Problems.NotFound();
        if (invitation.Revision != request.Revision)
            return Problems.Stale();
        var review = new Review(
            [.. request.Scores.Select(scored => scored with
            {
                CommentToHolder = Text(scored.CommentToHolder),
                CommentToCommittee = Text(scored.CommentToCommittee),
            })],
            request.Recommendation, request.Confidence);
        if (invitation.Write(review) is not { } written)
            return NotWritable(invitation);
        if (dossier.ReviewsClosedAt is not null)
            return Refusals.ReviewsClosed();
        if (await reader.GridOf(invitation, dossier, stop) is not { } grid)
            return Refusals.GateOf(dossier) is { } closed ? Problems.Unprocessable(closed) : Problems.NotFound();
        if (grid.Foreign(review) is { Count: > 0 } foreign)
            return Problems.Unprocessable("review.unknown-criterion",
                $"Not criteria of this dossier: {string.Join(", ", foreign)}. Its criteria are {Codes(grid)}.",
                $"Pas des critères de ce dossier : {string.Join(", ", foreign)}. Ses critères sont {Codes(grid)}.");
        if ((await conflicts.Between(caller.PersonId, dossier.Id, stop)).Count > 0)
            return Problems.Unprocessable(Refusals.InConflictForExpert);
        return await invitations.Save(invitation, written, null, null, caller.Actor(Roles.Expert), "review.written", stop)
            ? TypedResults.Ok(await reader.ForExpert(written, stop))
            : Problems.Stale();
    }

    /// <summary>What keeps this expert from writing now; null: nothing.</summary>
    internal static async Task<IResult?> WhyNot(Invitation invitation, DossierUnderReview dossier, ConflictStore conflicts, CancellationToken stop)
    {
        if (!invitation.MayWrite)
            return NotWritable(invitation);
        if (dossier.ReviewsClosedAt is not null)
            return Refusals.ReviewsClosed();
        return (await conflicts.Between(invitation.ExpertId, dossier.Id, stop)).Count > 0 ? Problems.Unprocessable(Refusals.InConflictForExpert) : null;
    }

    static ConflictProblem NotWritable(Invitation invitation) => Refusals.WrongStatus("review.not-writable", invitation,
        "A review is written between accepting and submitting.", "Une expertise s'écrit entre l'acceptation et l'envoi.");

    static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed;

    static string Codes(Grid grid) => string.Join(", ", grid.Criteria.Select(criterion => criterion.Code));
}
