using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

public static class CancelInvitation
{
    /// <summary>The office takes an invitation back, to invite somebody else: the expert does not answer, or a conflict came up.</summary>
    public static async Task<Results<Ok<InvitationView>, ValidationProblem, NotFoundProblem, ConflictProblem>> Handle(
        Guid id, ReasonedRequest request, Caller caller, InvitationStore invitations, ReviewAccess access, InvitationReader reader,
        TimeProvider clock, CancellationToken stop)
    {
        if (new ReasonedRequest.Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await invitations.FindAsOffice(id, caller.PersonId, stop) is not { } invitation
            || !(await access.Of(caller, invitation.DossierId, stop)).May(Act.ReopenReview))
            return Problems.NotFound();
        if (invitation.Revision != request.Revision)
            return Problems.Stale();
        if (invitation.Cancel(request.Reason.Trim(), clock.GetUtcNow()) is not var (cancelled, happened))
            return Refusals.WrongStatus("review.not-cancellable", invitation,
                "Only an invitation whose review is not in is taken back.", "Seule une invitation dont l'expertise n'est pas rendue se retire.");
        return await invitations.Save(invitation, cancelled, happened, null, caller.Actor(Roles.Office), "invitation.cancelled", stop)
            ? TypedResults.Ok(await reader.ForOffice(cancelled, stop))
            : Problems.Stale();
    }
}
