using FluentValidation;
using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Assignment;

public static class AssignExpert
{
    /// <summary>Without a due date: the programme's days for a review, from today.</summary>
    public sealed record Request(Guid DossierId, Guid ExpertId, DateOnly? DueOn = null);

    internal sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.DossierId).NotEmpty();
            RuleFor(request => request.ExpertId).NotEmpty();
            RuleFor(request => request.DueOn).SensibleDay();
        }
    }

    public static async Task<Results<Created<InvitationView>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Request request, Caller caller, DossierStore dossiers, InvitationStore invitations, ExpertStore experts, PersonStore people,
        ConflictStore conflicts, InvitationReader reader, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await dossiers.Find(request.DossierId, stop) is not { } dossier || !(await conflicts.StandingOn(caller, dossier.Id, stop)).May(Act.SeeAssignment))
            return Problems.NotFound();
        var at = clock.GetUtcNow();
        var today = Paris.Day(at);
        var dueOn = request.DueOn ?? today.AddDays(dossier.Programme?.ReviewDays ?? 0);
        var expert = await experts.Find(request.ExpertId, stop);
        var facts = new AssignmentFacts
        {
            Dossier = dossier,
            Person = await people.Find(request.ExpertId, stop),
            Expert = expert,
            Conflicts = await conflicts.Between(request.ExpertId, dossier.Id, stop),
            OpenReviews = await invitations.OpenReviewsOf(request.ExpertId, stop),
            Earlier = AssignmentFacts.EarlierOf(await invitations.OfDossier(dossier.Id, stop), request.ExpertId),
            Today = today,
            DueOn = dueOn,
        };
        if (AssignmentRules.Refuse(facts) is { } refusal)
            return Problems.Unprocessable(refusal);
        if (Invitation.Invite(dossier, request.ExpertId, dueOn, at) is not var (invitation, happened))
            return Problems.Stale();
        return await invitations.Invite(invitation, happened, dossier.Revision, caller.Actor(Roles.Office), stop) switch
        {
            InviteOutcome.Done => TypedResults.Created($"/api/invitations/{invitation.Id}", await reader.ForOffice(invitation, stop)),
            InviteOutcome.DossierChanged => Problems.Stale(),
            InviteOutcome.LoadReached => Problems.Unprocessable(AssignmentRules.LoadReached(expert!.LargestLoad)),
            InviteOutcome.InvitedBefore => Problems.Unprocessable(AssignmentRules.AlreadyInvited(InvitationStatus.Invited)!),
        };
    }
}
