using System.Globalization;
using FluentValidation;
using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reconsiderations;

/// <summary>A holder asks that a released decision be taken again, once, within thirty days.</summary>
public static class AskReconsideration
{
    /// <remarks>ItemId: The decision that was read: a later one is another.</remarks>
    public sealed record Request(Guid ItemId, string Reason);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Reason).NotEmpty().MaximumLength(10_000);
    }

    public static async Task<Results<Ok<Reconsideration>, ValidationProblem, NotFoundProblem, ConflictProblem>> Handle(
        Guid id, Request request, ReconsiderationStore store, ReviewAccess access, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (!(await access.Of(caller, id, stop)).May(Act.AskReconsideration))
            return Problems.NotFound();
        await using var transaction = await store.Begin(stop);
        if (await HeldDossier.Take(transaction, id) is not { } dossier || await ReconsiderationStore.LastOf(Reading.In(transaction), id) is not { } last
            || !Reconsideration.Concerns(last.Decision))
            return Problems.NotFound();
        if (last.ItemId != request.ItemId)
            return Problems.Stale();
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (dossier.Withdrawn)
            return Problems.Conflict("reconsideration.withdrawn", "This dossier was withdrawn.", "Ce dossier a été retiré.");
        if (await ReconsiderationStore.OfDossier(Reading.In(transaction), id) is not null)
            return AskedBefore();
        var now = clock.GetUtcNow();
        if (Reconsideration.Ask(id, last.ItemId, last.Decision, last.ReleasedAt, caller.PersonId, request.Reason, now) is not { } asked)
            return Problems.Conflict("reconsideration.late",
                $"A reconsideration can be asked for within {Reconsideration.Days} days of the decision.",
                $"Le réexamen se demande dans les {Reconsideration.Days} jours qui suivent la décision.");
        if (!await ReconsiderationStore.Insert(transaction, asked))
            return AskedBefore();
        await AuditTrail.Add(
            transaction, caller.Actor(Roles.Holder), "reconsideration.asked", id, after: new { asked.Id, asked.ItemId }, personal: new { asked.Reason });
        await transaction.Commit();
        return TypedResults.Ok(asked);
    }

    /// <summary>The same, naming the dossier in the body.</summary>
    public sealed record OfDossier(Guid DossierId, Guid ItemId, string Reason);

    public static Task<Results<Ok<Reconsideration>, ValidationProblem, NotFoundProblem, ConflictProblem>> Of(
        OfDossier request, ReconsiderationStore store, ReviewAccess access, Caller caller, TimeProvider clock, CancellationToken stop) =>
        Handle(request.DossierId, new(request.ItemId, request.Reason), store, access, caller, clock, stop);

    /// <remarks>Until: the last day on which it can be asked for, in Europe/Paris.</remarks>
    public sealed record View(Guid DossierId, Guid ItemId, Decision Decision, DateTimeOffset ReleasedAt, DateOnly Until, Reconsideration? Asked);

    public static async Task<Results<Ok<View>, NotFoundProblem>> Read(
        Guid dossierId, ReconsiderationStore store, ReviewAccess access, Caller caller, TimeProvider clock, CancellationToken stop) =>
        await Shown(dossierId, store, access, caller, clock, stop) is { } shown
            ? TypedResults.Ok(new View(dossierId, shown.Last.ItemId, shown.Last.Decision, shown.Last.ReleasedAt, Reconsideration.LastDay(shown.Last.ReleasedAt), shown.Asked))
            : Problems.NotFound();

    public static async Task<Results<RazorComponentResult<ReconsiderationPage>, NotFoundProblem>> Page(
        Guid id, ReconsiderationStore store, ReviewAccess access, Caller caller, TimeProvider clock, CancellationToken stop) =>
        await Shown(id, store, access, caller, clock, stop) is { } shown ? Pages.Show<ReconsiderationPage>(new { Shown = shown }) : Problems.NotFound();

    public static async Task<Results<SeeOther, RazorComponentResult<ReconsiderationPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, ReconsiderationStore store, ReviewAccess access, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        Guid.TryParse(typed["itemId"], CultureInfo.InvariantCulture, out var itemId);
        var answer = await Handle(id, new(itemId, typed.Text("reason")), store, access, caller, clock, stop);
        if (answer.Result is NotFoundProblem gone)
            return gone;
        if (FormRefusal.Of(answer) is not { } refusal)
            return Pages.SeeOther($"/review/dossiers/{id}/reconsideration", Text.Reconsider_DoneAsk);
        return await Shown(id, store, access, caller, clock, stop) is { } shown
            ? Pages.Show<ReconsiderationPage>(new { Shown = shown, Typed = typed, refusal.Errors }, refusal.Status)
            : Problems.NotFound();
    }

    /// <summary>What the holder's page shows; null: nothing was released that could be reconsidered, or not to this reader.</summary>
    static async Task<ReconsiderationShown?> Shown(Guid id, ReconsiderationStore store, ReviewAccess access, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (!(await access.Of(caller, id, stop)).May(Act.AskReconsideration) || await store.LastOf(id, stop) is not { } last)
            return null;
        var asked = await store.OfDossier(id, stop);
        return asked is null && !Reconsideration.Concerns(last.Decision) ? null
            : new(id, last, asked, Paris.Day(clock.GetUtcNow()) <= Reconsideration.LastDay(last.ReleasedAt));
    }

    static ConflictProblem AskedBefore() => Problems.Conflict("reconsideration.once",
        "A reconsideration of this dossier was asked for before: it can be asked for once.",
        "Le réexamen de ce dossier a déjà été demandé : il ne se demande qu'une fois.");
}

/// <summary>A released decision, and what was asked about it.</summary>
public sealed record ReconsiderationShown(Guid DossierId, LastDecision Last, Reconsideration? Asked, bool InTime);
