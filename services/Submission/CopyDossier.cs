using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Submission.Attachments;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>
/// Another draft from a dossier: its content and attachments as they are now, without reference, versions or co-holders. A resubmission
/// names the dossier it comes from, and says what changed.
/// </summary>
public static class CopyDossier
{
    public sealed record Request(long Revision, bool Resubmits);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Revision).GreaterThan(0);
    }

    public static async Task<Results<Created<DossierView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Request request, DossierStore dossiers, CallStore calls, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.CopyDossier) is { } refused)
        {
            return refused;
        }

        if (request.Revision != seen.Dossier.Revision)
        {
            return Problems.Stale();
        }

        if (request.Resubmits && seen.Dossier.Version == 0)
        {
            return Problems.Conflict(
                "dossier.never-deposited",
                "This dossier was never deposited, so there is nothing to resubmit: deposit it, or copy it.",
                "Ce dossier n'a jamais été déposé, il n'y a rien à redéposer : déposez-le, ou copiez-le.");
        }

        var at = clock.Now();
        var call = seen.Dossier.Content.CallId is { } aimed ? await calls.Find(aimed, stop) : null;
        var copy = Dossier.Start(caller.PersonId, seen.Dossier.Content with
        {
            CoHolderIds = [],
            CallId = call?.Terms.ClosesAt > at ? call.Id : null,
            ResubmitsDossierId = request.Resubmits ? id : null,
            WhatChanged = null,
        }, at);
        var actor = caller.Actor(Roles.Holder);
        await dossiers.Start(copy, actor, stop, transaction => AttachmentStore.Copy(transaction, id, copy.Id, actor, caller.PersonId, at));
        return TypedResults.Created($"/api/dossiers/{copy.Id}", DossierView.Of(new DossierSeen(copy, Who.Holder, copy.Content, null)));
    }

    /// <summary>On to the new draft; a resubmission to where one says what changed.</summary>
    public static async Task<Results<SeeOther, RazorComponentResult<ShowDossierPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, DossierReader reader, DossierStore dossiers, CallStore calls, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var resubmits = typed.Checked("resubmits");
        var answer = await Handle(id, new Request(typed.Revision(), resubmits), dossiers, calls, caller, clock, stop);
        return answer.Result is Created<DossierView> { Value: { } copy }
            ? Pages.SeeOther($"/dossiers/{copy.Id}{(resubmits ? "/resubmission" : "")}", resubmits ? Text.Copy_Resubmitted : Text.Copy_Copied)
            : await reader.Answer(id, caller, answer, typed, "", stop);
    }
}
