using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class SubmitDossier
{
    public sealed record Request(long Revision);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Revision).GreaterThan(0);
    }

    public static async Task<Results<Ok<DossierView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, DossierStore dossiers, CallStore calls, ProgrammeStore programmes, DepositReceipts receipts, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        // The deposit arrives now, however long the rest takes.
        var at = clock.Now();
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        var draft = seen.Dossier;
        if (IsThatDeposit(seen, request))
        {
            return TypedResults.Ok(DossierView.Of(seen));
        }

        if (seen.Stance.WhyNot(Act.SubmitDossier) is { } notYours)
        {
            return notYours;
        }

        if (!draft.IsWritable)
        {
            return Refusals.NotWritable(draft, "dossier.not-submittable");
        }

        if (request.Revision != draft.Revision)
        {
            return Problems.Stale();
        }

        if (Completeness.Of(draft.Content) is { Count: > 0 } missing)
        {
            return Problems.Unprocessable(
                "dossier.incomplete",
                $"The dossier is not complete. Still needed: {string.Join("; ", missing.Select(one => $"{one.English} ({one.Field})"))}.",
                $"Le dossier n'est pas complet. Il manque : {string.Join(" ; ", missing.Select(one => $"{one.French} ({one.Field})"))}.");
        }

        if (await calls.Find(draft.Content.CallId!.Value, stop) is not { } call || await programmes.Find(draft.Content.ProgrammeId!.Value, stop) is not { } programme)
        {
            throw new InvalidOperationException("A saved dossier names a call or a programme that is gone.");
        }

        var answer = DepositWindow.Of(draft, call, at);
        if (await Refused(draft, call, answer, at, calls, stop) is { } refused)
        {
            return refused;
        }

        if (Eligibility.Of(draft.Content, await calls.RulesFor(draft, draft.Content, call, stop)) is { Eligible: false } eligibility)
        {
            var lines = eligibility.Lines.Where(line => line.Result is RuleResult.Missing).ToList();
            return Problems.Unprocessable(
                "dossier.not-eligible",
                $"The call {call.Code} does not take this dossier. {string.Join(" ", lines.Select(line => $"{line.Rule}: {line.English}"))}",
                $"L'appel {call.Code} n'accepte pas ce dossier. {string.Join(" ", lines.Select(line => $"{line.Rule} : {line.French}"))}");
        }

        if (draft.Submit(call, programme.Version, DepositWindow.IsLate(draft, answer), at) is not { } deposit)
        {
            return Refusals.NotWritable(draft, "dossier.not-submittable");
        }

        if (await dossiers.Deposit(
            draft, deposit, caller.Actor(Roles.Holder), stop, (transaction, numbered, sha256) => receipts.Write(transaction, numbered, call, sha256, caller.PersonId)) is { } submitted)
        {
            return TypedResults.Ok(DossierView.Of(seen.After(submitted)));
        }

        return await dossiers.Find(id, Viewer.Of(caller), stop) is { } now && IsThatDeposit(now, request)
            ? TypedResults.Ok(DossierView.Of(now))
            : Problems.Stale();
    }

    /// <summary>The button was pressed twice: the dossier is where this very request brought it, and nothing happened since.</summary>
    static bool IsThatDeposit(DossierSeen seen, Request request) =>
        seen.Held && seen.Dossier.Status is DossierStatus.Submitted
        && seen.Dossier.Revision == request.Revision + 1 && seen.Dossier.ChangedAt == seen.Dossier.SubmittedAt;

    static async Task<ConflictProblem?> Refused(Dossier draft, Call call, DepositAnswer answer, DateTimeOffset at, CallStore calls, CancellationToken stop) => answer switch
    {
        DepositAnswer.Open or DepositAnswer.WithinGrace or DepositAnswer.CorrectionOpen => null,
        DepositAnswer.TooEarly => TooEarly(call),
        DepositAnswer.Closed => Closed(call, NextChance.After(call, await calls.All(stop), at)),
        DepositAnswer.CorrectionOverdue => CorrectionOverdue(draft.Correction!.DueOn),
    };

    static ConflictProblem TooEarly(Call call)
    {
        var opens = Refusals.InParis(call.Terms.OpensAt);
        return Problems.Conflict(
            "dossier.call-not-open",
            $"The call {call.Code} opens on {opens.English}: submit then; your draft is kept.",
            $"L'appel {call.Code} ouvre le {opens.French} : déposez à ce moment ; votre brouillon est conservé.");
    }

    static ConflictProblem Closed(Call call, NextChance? next)
    {
        var closed = Refusals.InParis(call.Terms.ClosesAt);
        return Problems.Conflict(
            "dossier.call-closed",
            $"The call {call.Code} closed on {closed.English}: choose another call; your draft is kept.{(next is null ? "" : $" {next.English}")}",
            $"L'appel {call.Code} a fermé le {closed.French} : choisissez un autre appel ; votre brouillon est conservé.{(next is null ? "" : $" {next.French}")}");
    }

    static ConflictProblem CorrectionOverdue(DateOnly dueOn)
    {
        var due = Refusals.Day(dueOn);
        return Problems.Conflict(
            "dossier.correction-overdue",
            $"The correction was due on {due.English}: ask the office for another day.",
            $"La correction était attendue le {due.French} : demandez un nouveau délai aux permanents.");
    }

    /// <summary>On to the receipt, or back to the dossier with why it was not deposited.</summary>
    public static async Task<Results<SeeOther, RazorComponentResult<ShowDossierPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, DossierReader reader, DossierStore dossiers, CallStore calls, ProgrammeStore programmes, DepositReceipts receipts,
        Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var answer = await Handle(id, new Request(typed.Revision()), dossiers, calls, programmes, receipts, caller, clock, stop);
        return answer.Result is Ok<DossierView> { Value: { } deposited }
            ? Pages.SeeOther($"/dossiers/{id}/versions/{deposited.Version}/receipt", Text.Dossier_Deposited)
            : await reader.Answer(id, caller, answer, typed, "", stop);
    }
}
