using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>Saves what the holder writes, autosave included.</summary>
public static class EditDossier
{
    public sealed record Request(long Revision, DossierContent Content);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.Content).SetValidator(new DossierContentRules());
        }
    }

    public static async Task<Results<Ok<DossierView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, DossierStore dossiers, NamedThings named, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        var viewer = Viewer.Of(caller);
        if (await dossiers.Find(id, viewer, stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.EditDossier) is { } refused)
        {
            return refused;
        }

        var content = await named.FillIn(request.Content, stop);
        if (seen.Dossier.Edit(content, clock.Now()) is not { } edited)
        {
            return Refusals.NotWritable(seen.Dossier, "dossier.not-editable");
        }

        if (request.Revision != seen.Dossier.Revision)
        {
            return Problems.Stale();
        }

        if (await named.FirstUnknown(content, seen.Dossier.HolderId, id, viewer, stop) is { } unknown)
        {
            return unknown;
        }

        if (!content.CoHolderIds.ToHashSet().SetEquals(seen.Dossier.Content.CoHolderIds) && seen.Stance.WhyNot(Act.InviteCoHolders) is { } notTheLead)
        {
            return notTheLead;
        }

        if (seen.Dossier.Version > 0 && content.ProgrammeId != seen.Dossier.Content.ProgrammeId)
        {
            return Problems.Unprocessable(
                "dossier.programme-fixed",
                "programmeId: a deposited dossier stays in its programme: put it back, or start another dossier.",
                "programmeId : un dossier déposé reste dans son programme : rétablissez-le, ou commencez un autre dossier.");
        }

        return await dossiers.Save(seen.Dossier, edited, DossierAction.Edited, caller.Actor(Roles.Holder), stop)
            ? TypedResults.Ok(DossierView.Of(seen.After(edited)))
            : Problems.Stale();
    }
}
