using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class WithdrawDossier
{
    public sealed record Request(long Revision, string Reason);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.Reason).NotEmpty().MaximumLength(4_000);
        }
    }

    public static async Task<Results<Ok<DossierView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Request request, DossierStore dossiers, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.WithdrawDossier) is { } refused)
        {
            return refused;
        }

        if (seen.Dossier.Withdraw(request.Reason, clock.Now()) is not var (withdrawn, happened))
        {
            return Refusals.NotFrom(
                seen.Dossier, "dossier.not-withdrawable",
                "There is nothing left to withdraw: start another dossier if you wish to come back.",
                "Il n'y a plus rien à retirer : commencez un autre dossier si vous souhaitez revenir.");
        }

        return request.Revision == seen.Dossier.Revision
            && await dossiers.Save(
                seen.Dossier, withdrawn, DossierAction.Withdrawn, caller.Actor(Roles.Holder), stop, happened, new { request.Reason })
            ? TypedResults.Ok(DossierView.Of(seen.After(withdrawn)))
            : Problems.Stale();
    }

    public static async Task<Results<SeeOther, RazorComponentResult<ShowDossierPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, DossierReader reader, DossierStore dossiers, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var reason = typed.Text("withdrawalReason");
        if (reason.Length is 0 or > 4_000)
        {
            typed.Wrong("withdrawalReason", "Say why you withdraw it, in at most 4,000 characters.", "Dites pourquoi vous le retirez, en 4 000 caractères au plus.");
        }

        var answer = typed.Unreadable.IsEmpty ? await Handle(id, new Request(typed.Revision(), reason), dossiers, caller, clock, stop) : null;
        return await reader.Answer(id, caller, answer, typed, Text.Dossier_Withdrawn, stop);
    }
}
