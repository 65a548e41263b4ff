using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Duplicates;

/// <summary>
/// The office says of a pair that it is one dossier, that it is not, or takes either back. A confirmed pair is the marker on the dossier
/// deposited later, which points at the other; taking it back takes the marker away.
/// </summary>
public static class DecideDuplicate
{
    public sealed record Request(long Revision);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Revision).GreaterThan(0);
    }

    public static Task<Results<Ok<DuplicateView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Confirm(
        Guid id, Request request, DuplicateStore duplicates, DossierStore dossiers, Caller caller, TimeProvider clock, CancellationToken stop) =>
        Decide(id, request, CandidateStatus.Confirmed, duplicates, dossiers, caller, clock, stop);

    public static Task<Results<Ok<DuplicateView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Dismiss(
        Guid id, Request request, DuplicateStore duplicates, DossierStore dossiers, Caller caller, TimeProvider clock, CancellationToken stop) =>
        Decide(id, request, CandidateStatus.Dismissed, duplicates, dossiers, caller, clock, stop);

    public static Task<Results<Ok<DuplicateView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Undo(
        Guid id, Request request, DuplicateStore duplicates, DossierStore dossiers, Caller caller, TimeProvider clock, CancellationToken stop) =>
        Decide(id, request, CandidateStatus.Open, duplicates, dossiers, caller, clock, stop);

    static async Task<Results<Ok<DuplicateView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Decide(
        Guid id, Request request, CandidateStatus to, DuplicateStore duplicates, DossierStore dossiers, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        var viewer = Viewer.Of(caller);
        if (await duplicates.Find(id, viewer, stop) is not { } line || await dossiers.Find(line.DossierId, viewer, stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.MarkDuplicate) is { } refused)
        {
            return refused;
        }

        if (line.Status == to || (line.Status is not CandidateStatus.Open && to is not CandidateStatus.Open))
        {
            return line.Status switch
            {
                CandidateStatus.Open => Problems.Conflict("duplicate.open", "Nothing was decided about these two dossiers: there is nothing to take back.", "Rien n'a été décidé sur ces deux dossiers : il n'y a rien à reprendre."),
                CandidateStatus.Confirmed => Problems.Conflict("duplicate.confirmed", "These two dossiers are a confirmed duplicate: take that back first.", "Ces deux dossiers sont un doublon confirmé : revenez d'abord sur cette décision."),
                CandidateStatus.Dismissed => Problems.Conflict("duplicate.dismissed", "This pair was dismissed: take that back first.", "Cette paire a été écartée : revenez d'abord sur cette décision."),
            };
        }

        if (request.Revision != line.Revision)
        {
            return Problems.Stale();
        }

        var at = clock.Now();
        (Dossier, Dossier, DossierAction, object)? marked = null;
        if (to is CandidateStatus.Confirmed)
        {
            if (seen.Dossier.DuplicateOf is { } already)
            {
                return ConfirmDuplicate.AlreadyMarked(already);
            }

            if (await dossiers.FindOriginal(line.OtherReference, stop) is { IsDuplicate: true } original)
            {
                return ConfirmDuplicate.OriginalIsDuplicate(original);
            }

            if (seen.Dossier.ConfirmDuplicate(line.OtherReference, at) is not var (confirmed, told))
            {
                return Problems.Stale();
            }

            marked = (seen.Dossier, confirmed, DossierAction.DuplicateConfirmed, told);
        }
        else if (line.Status is CandidateStatus.Confirmed)
        {
            if (seen.Dossier.DismissDuplicate(at) is not var (dismissed, told))
            {
                return Problems.Stale();
            }

            marked = (seen.Dossier, dismissed, DossierAction.DuplicateDismissed, told);
        }

        return await duplicates.Decide(line, to, caller.Actor(Roles.Office), at, stop, marked) && await duplicates.Find(id, viewer, stop) is { } decided
            ? TypedResults.Ok(DuplicateView.Of(decided))
            : Problems.Stale();
    }

    public static Task<Results<SeeOther, RazorComponentResult<ShowDuplicatePage>, NotFoundProblem>> ConfirmForm(
        Guid id, Typed typed, DuplicateReader reader, DuplicateStore duplicates, DossierStore dossiers, Caller caller, TimeProvider clock, CancellationToken stop) =>
        Form(id, typed, CandidateStatus.Confirmed, Text.Duplicate_WasConfirmed, reader, duplicates, dossiers, caller, clock, stop);

    public static Task<Results<SeeOther, RazorComponentResult<ShowDuplicatePage>, NotFoundProblem>> DismissForm(
        Guid id, Typed typed, DuplicateReader reader, DuplicateStore duplicates, DossierStore dossiers, Caller caller, TimeProvider clock, CancellationToken stop) =>
        Form(id, typed, CandidateStatus.Dismissed, Text.Duplicate_WasDismissed, reader, duplicates, dossiers, caller, clock, stop);

    public static Task<Results<SeeOther, RazorComponentResult<ShowDuplicatePage>, NotFoundProblem>> UndoForm(
        Guid id, Typed typed, DuplicateReader reader, DuplicateStore duplicates, DossierStore dossiers, Caller caller, TimeProvider clock, CancellationToken stop) =>
        Form(id, typed, CandidateStatus.Open, Text.Duplicate_WasReopened, reader, duplicates, dossiers, caller, clock, stop);

    /// <summary>Back to the pair, where what was decided can be taken back; a refusal shows above it.</summary>
    static async Task<Results<SeeOther, RazorComponentResult<ShowDuplicatePage>, NotFoundProblem>> Form(
        Guid id, Typed typed, CandidateStatus to, string message, DuplicateReader reader, DuplicateStore duplicates, DossierStore dossiers, Caller caller, TimeProvider clock,
        CancellationToken stop)
    {
        var answer = await Decide(id, new Request(typed.Revision()), to, duplicates, dossiers, caller, clock, stop);
        if (FormRefusal.Of(answer) is not { } refusal)
        {
            return Pages.SeeOther($"/duplicates/{id}", message);
        }

        return await reader.Read(id, caller, stop) is var (line, one, other)
            ? Pages.Show<ShowDuplicatePage>(new { Line = line, One = one, Other = other, Errors = refusal.Errors }, refusal.Status)
            : Problems.NotFound();
    }
}
