using FluentValidation;
using Labelling.Contracts;
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
        string number, Request request, LabelStore labels, LabelAccess access, ActConfirmation confirmations, Caller caller,
        TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await labels.Find(number, stop) is not { } label)
            return Problems.NotFound();
        if (await access.StandingOn(label, caller, stop) is not { } standing)
            return Problems.NotFound();
        if (standing.WhyNot(Act.RevokeLabel) is { } notYours)
            return notYours;
        if (label.Revision != request.Revision)
            return Problems.Stale();
        var at = clock.GetUtcNow();
        if (label.Revoke(caller.PersonId, request.Reason, at) is not var (revoked, happened))
            return Problems.Conflict("label.revoked", "This label was revoked before.", "Ce label a déjà été retiré.");
        if (await confirmations.Read(request.Confirmation, caller.PersonId) is not { } confirmationId || await labels.IsUsed(confirmationId, stop))
            return ReleaseDecisions.NotConfirmed();
        return await labels.Revoke(label, revoked, happened, confirmationId, caller.Actor(caller.Is(Roles.Chair) ? Roles.Chair : Roles.ViceChair), stop)
            ? TypedResults.Ok(ReadLabels.View(revoked, await labels.Certificates(label.Id, stop), Paris.Day(at)))
            : Problems.Stale();
    }
}
