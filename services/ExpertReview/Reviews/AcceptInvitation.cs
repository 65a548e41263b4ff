using FluentValidation;
using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

public static class AcceptInvitation
{
    public sealed record Request(long Revision, bool NoConflict);

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
        if (invitation.Accept(clock.GetUtcNow()) is not { } accepted)
            return Refusals.WrongStatus("review.not-acceptable", invitation,
                "Only an open invitation is accepted.", "Seule une invitation en attente s'accepte.");
        if (dossier.ReviewsClosedAt is not null)
            return Refusals.ReviewsClosed();
        if (!request.NoConflict)
            return Problems.Unprocessable("review.no-conflict-required",
                "noConflict: declare that you have no conflict of interest, or declare the conflict instead of accepting.",
                "noConflict : déclarez que vous n'avez pas de conflit d'intérêts, ou déclarez ce conflit au lieu d'accepter.");
        if (Refusals.GateOf(dossier) is { } closed)
            return Problems.Unprocessable(closed);
        if ((await conflicts.Between(caller.PersonId, dossier.Id, stop)).Count > 0)
            return Problems.Unprocessable(Refusals.InConflictForExpert);
        return await invitations.Save(invitation, accepted, null, dossier.Revision, caller.Actor(Roles.Expert), "invitation.accepted", stop)
            ? TypedResults.Ok(await reader.ForExpert(accepted, stop))
            : Problems.Stale();
    }
}
