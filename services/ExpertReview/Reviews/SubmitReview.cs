using FluentValidation;
using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

public static class SubmitReview
{
    public sealed record Request(long Revision);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Revision).GreaterThan(0);
    }

    public static async Task<Results<Ok<InvitationView>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, Caller caller, InvitationStore invitations, DossierStore dossiers, ConflictStore conflicts,
        InvitationReader reader, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await invitations.FindOwn(id, caller.PersonId, stop) is not { } invitation
            || await dossiers.Find(invitation.DossierId, stop) is not { } dossier)
            return Problems.NotFound();
        if (invitation.Revision != request.Revision)
            return Problems.Stale();
        if (!invitation.MayWrite)
            return NotSubmittable(invitation);
        if (dossier.ReviewsClosedAt is not null)
            return Refusals.ReviewsClosed();
        if (Refusals.GateOf(dossier) is { } closed)
            return Problems.Unprocessable(closed);
        if ((await conflicts.Between(caller.PersonId, dossier.Id, stop)).Count > 0)
            return Problems.Unprocessable(Refusals.InConflictForExpert);
        if (await reader.GridOf(invitation, dossier, stop) is { } grid && grid.Lacks(invitation.Review) is { Count: > 0 } lacks)
            return Problems.Unprocessable("review.incomplete",
                $"The review lacks {string.Join("; ", lacks.Select(lacking => lacking.English))}.",
                $"Il manque à l'expertise {string.Join(" ; ", lacks.Select(lacking => lacking.French))}.");
        if (invitation.Submit(dossier, clock.GetUtcNow()) is not var (submitted, happened))
            return NotSubmittable(invitation);
        return await invitations.Save(invitation, submitted, happened, dossier.Revision, caller.Actor(Roles.Expert), "review.submitted", stop)
            ? TypedResults.Ok(await reader.ForExpert(submitted, stop))
            : Problems.Stale();
    }

    static ConflictProblem NotSubmittable(Invitation invitation) => Refusals.WrongStatus("review.not-submittable", invitation,
        "A review is submitted once, after accepting.", "Une expertise se rend une fois, après l'acceptation.");
}
