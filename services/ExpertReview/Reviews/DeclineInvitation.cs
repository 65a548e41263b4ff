using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

public static class DeclineInvitation
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
        if (invitation.Decline(request.Reason.Trim(), clock.GetUtcNow()) is not var (declined, happened))
            return Refusals.WrongStatus("review.not-declinable", invitation,
                "Only an invitation whose review is not in yet is declined.", "Seule une invitation dont l'expertise n'est pas rendue se décline.");
        return await invitations.Save(invitation, declined, happened, null, caller.Actor(Roles.Expert), "invitation.declined", stop)
            ? TypedResults.Ok(await reader.ForExpert(declined, stop))
            : Problems.Stale();
    }
}

/// <summary>A step that needs a reason.</summary>
public sealed record ReasonedRequest(long Revision, string Reason)
{
    internal sealed class Rules : AbstractValidator<ReasonedRequest>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.Reason).NotEmpty().Says("Say why, in a few words.", "Dites pourquoi, en quelques mots.")
                .MaximumLength(2000).Says("At most 2000 characters.", "Au plus 2000 caractères.");
        }
    }
}
