using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

public static class ShowInvitation
{
    public static async Task<Results<Ok<InvitationView>, NotFoundProblem>> Handle(
        Guid id, Caller caller, InvitationStore invitations, InvitationReader reader, ReviewAccess access, CancellationToken stop)
    {
        if (await invitations.FindOwn(id, caller.PersonId, stop) is { } own)
            return TypedResults.Ok(await reader.ForExpert(own, stop));
        if (await invitations.FindAsOffice(id, caller.PersonId, stop) is { } invitation
            && (await access.Of(caller, invitation.DossierId, stop)).May(Act.SeeInvitation))
            return TypedResults.Ok(await reader.ForOffice(invitation, stop));
        return Problems.NotFound();
    }
}
