using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

public static class ReopenReview
{
    public static async Task<Results<Ok<InvitationView>, ValidationProblem, NotFoundProblem, ConflictProblem>> Handle(
        Guid id, ReasonedRequest request, Caller caller, InvitationStore invitations, DossierStore dossiers, ReviewAccess access,
        InvitationReader reader, CancellationToken stop)
    {
        if (new ReasonedRequest.Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await invitations.FindAsOffice(id, caller.PersonId, stop) is not { } invitation
            || !(await access.Of(caller, invitation.DossierId, stop)).May(Act.ReopenReview)
            || await dossiers.Find(invitation.DossierId, stop) is not { } dossier)
            return Problems.NotFound();
        if (invitation.Revision != request.Revision)
            return Problems.Stale();
        if (dossier.ReviewsClosedAt is not null)
            return Refusals.ReviewsClosed();
        if (invitation.Reopen(dossier, request.Reason.Trim()) is not { } reopened)
            return Refusals.WrongStatus("review.not-reopenable", invitation,
                "Only a review that is in, on a dossier that goes on, is given back.",
                "Seule une expertise rendue, sur un dossier en cours, peut être rouverte.");
        return await invitations.Save(invitation, reopened, null, dossier.Revision, caller.Actor(Roles.Office), "review.reopened", stop)
            ? TypedResults.Ok(await reader.ForOffice(reopened, stop))
            : Problems.Stale();
    }
}
