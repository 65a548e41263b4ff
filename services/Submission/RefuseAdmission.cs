using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class RefuseAdmission
{
    public sealed record Request(long Revision, IReadOnlyList<string> Reasons);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.Reasons).NotEmpty();
            RuleFor(request => request.Reasons).Must(reasons => reasons.Count <= 20).Says("At most 20 reasons.", "20 motifs au plus.");
            RuleForEach(request => request.Reasons).NotEmpty().MaximumLength(2_000);
        }
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

        if (seen.Stance.WhyNot(Act.AdmitDossier) is { } notYours)
        {
            return notYours;
        }

        if (seen.Dossier.RefuseAdmission(request.Reasons, clock.Now()) is not var (refused, happened))
        {
            return Refusals.NotFrom(
                seen.Dossier, "dossier.not-refusable",
                "Only a submitted dossier can be found inadmissible: wait for its holder to submit it, or look at what was decided.",
                "Seul un dossier déposé peut être déclaré irrecevable : attendez son dépôt, ou consultez ce qui a été décidé.");
        }

        return request.Revision == seen.Dossier.Revision
            && await dossiers.Save(
                seen.Dossier, refused, DossierAction.AdmissionRefused, caller.Actor(Roles.Office), stop, happened, new { request.Reasons },
                transaction => mails.Write(transaction, refused))
            ? TypedResults.Ok(DossierView.Of(seen.After(refused)))
            : Problems.Stale();
    }

    /// <summary>A line typed is a reason.</summary>
    public static async Task<Results<SeeOther, RazorComponentResult<ShowDossierPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, DossierReader reader, DossierStore dossiers, AdmissibilityMails mails, Caller caller, TimeProvider clock, CancellationToken stop) =>
        await reader.Answer(
            id, caller, await Handle(id, new Request(typed.Revision(), typed.Lines("reasons")), dossiers, mails, caller, clock, stop), typed, Text.Dossier_AdmissionRefused, stop);
}
