using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class DismissDuplicate
{
    public sealed record Request(long Revision);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Revision).GreaterThan(0);
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

        if (seen.Stance.WhyNot(Act.MarkDuplicate) is { } refused)
        {
            return refused;
        }

        if (seen.Dossier.DismissDuplicate(clock.Now()) is not var (dismissed, happened))
        {
            return Problems.Conflict(
                "dossier.not-marked",
                "The dossier is not marked as a duplicate: there is nothing to dismiss.",
                "Le dossier n'est pas marqué comme doublon : il n'y a rien à écarter.");
        }

        return request.Revision == seen.Dossier.Revision
            && await dossiers.Save(seen.Dossier, dismissed, DossierAction.DuplicateDismissed, caller.Actor(Roles.Office), stop, happened)
            ? TypedResults.Ok(DossierView.Of(seen.After(dismissed)))
            : Problems.Stale();
    }
}
