using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ConfirmDuplicate
{
    public sealed record Request(long Revision, string OriginalReference);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.OriginalReference).NotEmpty().MaximumLength(400);
        }
    }

    public static async Task<Results<Ok<DossierView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
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

        if (seen.Stance.WhyNot(Act.MarkDuplicate) is { } refused)
        {
            return refused;
        }

        if (seen.Dossier.DuplicateOf is { } already)
        {
            return AlreadyMarked(already);
        }

        if (request.Revision != seen.Dossier.Revision)
        {
            return Problems.Stale();
        }

        if (request.OriginalReference == seen.Dossier.Reference)
        {
            return Problems.Unprocessable(
                "dossier.duplicate-of-itself",
                "originalReference: a dossier does not repeat itself: give the reference of the other one.",
                "originalReference : un dossier ne se répète pas lui-même : donnez la référence de l'autre.");
        }

        if (await dossiers.FindOriginal(request.OriginalReference, stop) is not { } original)
        {
            return Problems.Unprocessable(
                "dossier.unknown-original",
                $"originalReference: no dossier deposited or imported here bears \"{request.OriginalReference}\": check the reference.",
                $"originalReference : aucun dossier déposé ou importé ici ne porte « {request.OriginalReference} » : vérifiez la référence.");
        }

        if (original.IsDuplicate)
        {
            return OriginalIsDuplicate(original);
        }

        if (seen.Dossier.ConfirmDuplicate(original.Reference, clock.Now()) is not var (confirmed, happened))
        {
            return Refusals.NotFrom(
                seen.Dossier, "dossier.not-deposited",
                "Only a dossier that was deposited can be a duplicate.",
                "Seul un dossier déposé peut être un doublon.");
        }

        return await dossiers.Save(seen.Dossier, confirmed, DossierAction.DuplicateConfirmed, caller.Actor(Roles.Office), stop, happened)
            ? TypedResults.Ok(DossierView.Of(seen.After(confirmed)))
            : Problems.Stale();
    }

    internal static ConflictProblem AlreadyMarked(string already) => Problems.Conflict(
        "dossier.not-unmarked",
        $"The dossier is a confirmed duplicate of {already} already: dismiss that first if it repeats another.",
        $"Le dossier est déjà un doublon confirmé de {already} : écartez d'abord ce doublon s'il en répète un autre.");

    internal static UnprocessableProblem OriginalIsDuplicate(Original original) => Problems.Unprocessable(
        "dossier.original-is-duplicate",
        $"originalReference: {original.Reference} is a duplicate itself: give the reference of its original.",
        $"originalReference : {original.Reference} est lui-même un doublon : donnez la référence de son original.");
}
