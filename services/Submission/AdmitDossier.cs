using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class AdmitDossier
{
    public sealed record Request(long Revision);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Revision).GreaterThan(0);
    }

    public static async Task<Results<Ok<DossierView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Request request, DossierStore dossiers, AdmissibilityMails mails, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.AdmitDossier) is { } refused)
        {
            return refused;
        }

        if (seen.Dossier.Admit(clock.Now()) is not var (admitted, happened))
        {
            return Refusals.NotFrom(
                seen.Dossier, "dossier.not-admittable",
                "Only a submitted dossier can be admitted: wait for its holder to submit it, or look at what was decided.",
                "Seul un dossier déposé peut être déclaré recevable : attendez son dépôt, ou consultez ce qui a été décidé.");
        }

        return request.Revision == seen.Dossier.Revision
            && await dossiers.Save(seen.Dossier, admitted, DossierAction.Admitted, caller.Actor(Roles.Office), stop, happened, also: transaction => mails.Write(transaction, admitted))
            ? TypedResults.Ok(DossierView.Of(seen.After(admitted)))
            : Problems.Stale();
    }

    public static async Task<Results<SeeOther, RazorComponentResult<ShowDossierPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, DossierReader reader, DossierStore dossiers, AdmissibilityMails mails, Caller caller, TimeProvider clock, CancellationToken stop) =>
        await reader.Answer(
            id, caller, await Handle(id, new Request(typed.Revision()), dossiers, mails, caller, clock, stop), typed, Text.Dossier_Admitted, stop);
}
