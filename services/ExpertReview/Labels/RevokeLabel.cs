using FluentValidation;
using Labelling.Contracts;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

public static class RevokeLabel
{
    public sealed record Request(long Revision, string Reason, string Confirmation);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.Reason).NotEmpty().MaximumLength(2000);
            RuleFor(request => request.Confirmation).NotEmpty().MaximumLength(4000);
        }
    }

    public static async Task<Results<Ok<LabelCheck>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        string number, Request request, LabelStore labels, MeetingStore meetings, SessionReader reader, ActConfirmation confirmations,
        Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await labels.Find(number, stop) is not { } label)
            return Problems.NotFound();
        if (await labels.SessionOf(label.ItemId, stop) is not { } sessionId || await meetings.Read(sessionId, stop) is not { } meeting
            || meeting.Find(label.ItemId) is not { } item)
            return Problems.NotFound();
        // Nobody acts who was recused on the dossier or has another part in it.
        var standing = meeting.StandingOn(item, await reader.Viewer(caller, stop));
        var chairRecused = meeting.Session.Chair is { } chair && meeting.IsRecused(item, chair);
        var roles = Stance.Roles(caller.Roles) | (chairRecused && caller.Is(Roles.ViceChair) ? Who.StandsIn : Who.Nobody);
        if ((standing with { Who = standing.Who | roles }).WhyNot(Act.RevokeLabel) is { } notYours)
            return notYours;
        if (label.Revision != request.Revision)
            return Problems.Stale();
        var at = clock.GetUtcNow();
        if (label.Revoke(caller.PersonId, request.Reason, at) is not var (revoked, happened))
            return Problems.Conflict("label.revoked", "This label was revoked before.", "Ce label a déjà été retiré.");
        if (await confirmations.Read(request.Confirmation, caller.PersonId) is not { } confirmationId || await labels.IsUsed(confirmationId, stop))
            return ReleaseDecisions.NotConfirmed();
        return await labels.Revoke(label, revoked, happened, confirmationId, caller.Actor(caller.Is(Roles.Chair) ? Roles.Chair : Roles.ViceChair), stop)
            ? TypedResults.Ok(ReadLabels.View(revoked, Paris.Day(at)))
            : Problems.Stale();
    }
}
