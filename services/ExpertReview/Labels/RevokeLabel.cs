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
        if (await RoleToRevoke(label, labels, meetings, reader, caller, stop) is not { } role)
            return Problems.Forbidden("label.not-yours",
                "The chair revokes a label; the vice-chair does when the chair is recused on its dossier.",
                "Le président retire un label ; le vice-président le fait lorsque le président est déporté sur le dossier.");
        if (label.Revision != request.Revision)
            return Problems.Stale();
        var at = clock.GetUtcNow();
        if (label.Revoke(caller.PersonId, request.Reason, at) is not var (revoked, happened))
            return Problems.Conflict("label.revoked", "This label was revoked before.", "Ce label a déjà été retiré.");
        if (await confirmations.Read(request.Confirmation, caller.PersonId) is not { } confirmationId || await labels.IsUsed(confirmationId, stop))
            return ReleaseDecisions.NotConfirmed();
        return await labels.Revoke(label, revoked, happened, confirmationId, caller.Actor(role), stop)
            ? TypedResults.Ok(ReadLabels.View(revoked, Paris.Day(at)))
            : Problems.Stale();
    }

    /// <summary>Null: not this caller's. Nobody acts who was recused on the dossier or has another part in it.</summary>
    static async Task<string?> RoleToRevoke(
        Label label, LabelStore labels, MeetingStore meetings, SessionReader reader, Caller caller, CancellationToken stop)
    {
        if (await labels.SessionOf(label.ItemId, stop) is not { } sessionId || await meetings.Read(sessionId, stop) is not { } meeting
            || meeting.Find(label.ItemId) is not { } item)
            return null;
        var viewer = await reader.Viewer(caller, stop);
        if (meeting.IsRecused(item, caller.PersonId) || viewer.ActsOn.Contains(label.DossierId))
            return null;
        return caller.Is(Roles.Chair) ? Roles.Chair
            : caller.Is(Roles.ViceChair) && meeting.Session.Chair is { } chair && meeting.IsRecused(item, chair) ? Roles.ViceChair
            : null;
    }
}
