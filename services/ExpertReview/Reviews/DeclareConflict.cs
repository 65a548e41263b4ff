using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

public static class DeclareConflict
{
    public static async Task<Results<Ok<InvitationView>, ValidationProblem, NotFoundProblem, ConflictProblem>> Handle(
        Guid id, ReasonedRequest request, Caller caller, InvitationStore invitations, InvitationReader reader, TimeProvider clock, CancellationToken stop)
    {
        if (new ReasonedRequest.Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await invitations.FindOwn(id, caller.PersonId, stop) is not { } invitation)
            return Problems.NotFound();
        if (invitation.Revision != request.Revision)
            return Problems.Stale();
        if (invitation.DeclareConflict(request.Reason.Trim(), clock.GetUtcNow()) is not var (declared, happened))
            return Refusals.WrongStatus("review.not-declinable", invitation,
                "A conflict is declared before the review is in; after that, tell the office.",
                "Un conflit se déclare avant de rendre l'expertise ; ensuite, prévenez les permanents.");
        return await invitations.Save(invitation, declared, happened, null, caller.Actor(Roles.Expert), "invitation.conflict-declared", stop)
            ? TypedResults.Ok(await reader.ForExpert(declared, stop))
            : Problems.Stale();
    }
}
