using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
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

    /// <summary>For whoever may; why it was revoked, for whoever reads the decision.</summary>
    public static Task<IResult> Page(string number, LabelStore labels, LabelAccess access, Caller caller, CancellationToken stop) =>
        Show(number, labels, access, caller, stop);

    public static async Task<IResult> HandleForm(
        string number, Typed typed, LabelStore labels, LabelAccess access, ActConfirmation confirmations, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var answer = await Handle(number, new(typed.Revision(), typed.Text("reason"), typed.Text("confirmation")), labels, access, confirmations, caller, clock, stop);
        return answer.Result switch
        {
            Ok<LabelCheck> => Pages.SeeOther($"/labels/{number}", Text.Revoke_Said),
            NotFoundProblem nothing => nothing,
            _ => await Show(number, labels, access, caller, stop, FormRefusal.Of(answer), typed),
        };
    }

    static async Task<IResult> Show(
        string number, LabelStore labels, LabelAccess access, Caller caller, CancellationToken stop, FormRefusal? refused = null, Typed? typed = null)
    {
        if (await labels.Find(number, stop) is not { } label || !await access.MayRead(label, caller, stop) || await access.StandingOn(label, caller, stop) is not { } standing)
            return Problems.NotFound();
        if (label.Revocation is null && standing.WhyNot(Act.RevokeLabel) is { } notYours)
            return notYours;
        return Pages.Show<RevokeLabelPage>(new { Label = label, Errors = refused?.Errors ?? FieldErrors.None, Typed = typed ?? Typed.Nothing }, refused?.Status ?? 200);
    }
}
