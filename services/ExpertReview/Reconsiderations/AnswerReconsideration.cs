using FluentValidation;
using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reconsiderations;

/// <summary>The office admits a request, and the dossier can be put on an agenda again; or it does not, with a reason.</summary>
public static class AnswerReconsideration
{
    public sealed record Request(long Revision, bool Admit, string? Answer = null);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.Answer).MaximumLength(10_000);
        }
    }

    public static async Task<Results<Ok<Reconsideration>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, ReconsiderationStore store, ReviewAccess access, PageLinks links, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        var known = (await store.List(caller.PersonId, Stance.Roles(caller.Roles), null, stop)).FirstOrDefault(line => line.Request.Id == id);
        if (known is null || !(await access.Of(caller, known.Request.DossierId, stop)).May(Act.AnswerReconsideration))
            return Problems.NotFound();
        await using var transaction = await store.Begin(stop);
        if (await HeldDossier.Take(transaction, known.Request.DossierId) is not { } dossier
            || await ReconsiderationStore.Find(Reading.In(transaction), id) is not { } asked)
            return Problems.NotFound();
        if (asked.Revision != request.Revision)
            return Problems.Stale();
        if (request.Admit && dossier.Withdrawn)
            return Problems.Conflict("reconsideration.withdrawn", "This dossier was withdrawn.", "Ce dossier a été retiré.");
        if (!request.Admit && string.IsNullOrWhiteSpace(request.Answer))
            return Problems.Unprocessable("reconsideration.reason", "answer: say why it is not admitted.", "answer : dites pourquoi elle n'est pas admise.");
        var at = clock.GetUtcNow();
        var admitted = request.Admit ? asked.Admit(dossier.Version, caller.PersonId, request.Answer, at) : null;
        if ((request.Admit ? admitted?.Item1 : asked.Decline(caller.PersonId, request.Answer ?? "", at)) is not { } now)
            return Problems.Conflict("reconsideration.answered", "This request was answered before.", "Cette demande a déjà reçu une réponse.");
        if (!await ReconsiderationStore.Update(transaction, now))
            return Problems.Stale();
        if (admitted is var (_, happened))
            await Outbox.Add(transaction, happened);
        // To whoever asked, and not what was answered.
        if (await PersonStore.Find(Reading.In(transaction), now.AskedBy) is { Disabled: false } asker
            && MailWords.To(new(asker.Id, asker.Name, asker.Email, asker.Language), "reconsideration.answered", $"reconsideration.answered {now.Id:N}", () => (
                MailWords.Said(Text.MailReconsider_Subject, dossier.Acronym, dossier.Reference),
                MailWords.Said(Text.MailReconsider_Text, dossier.Acronym, dossier.Reference, links.To($"/review/dossiers/{dossier.Id}/reconsideration")))) is { } mail)
            await Mail.Add(transaction, mail);
        await AuditTrail.Add(
            transaction, caller.Actor(Roles.Office), request.Admit ? "reconsideration.admitted" : "reconsideration.declined", now.DossierId,
            before: new { asked.Status }, after: new { now.Id, now.Status }, personal: new { now.Answer });
        await transaction.Commit();
        return TypedResults.Ok(now);
    }

    public sealed record Line(
        Guid Id, Guid DossierId, Guid ItemId, string Reference, string Title, string AskedBy, DateTimeOffset AskedAt, string Reason, ReconsiderationStatus Status, string? Answer, long Revision);

    public sealed record ReconsiderationList(IReadOnlyList<Line> Items);

    public static async Task<Ok<ReconsiderationList>> All(ReconsiderationStore store, Caller caller, CancellationToken stop) =>
        TypedResults.Ok(new ReconsiderationList(
        [
            .. (await store.List(caller.PersonId, Stance.Roles(caller.Roles), null, stop)).Select(line => new Line(
                line.Request.Id, line.Request.DossierId, line.Request.ItemId, line.Reference, line.Title, line.AskedByName, line.Request.AskedAt, line.Request.Reason, line.Request.Status,
                line.Request.Answer, line.Request.Revision)),
        ]));

    public static async Task<RazorComponentResult<ReconsiderationsPage>> List(ReconsiderationStore store, Caller caller, CancellationToken stop) =>
        await Show(store, caller, null, null, null, stop);

    public static async Task<Results<SeeOther, RazorComponentResult<ReconsiderationsPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, ReconsiderationStore store, ReviewAccess access, PageLinks links, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var admit = typed["answered"] == "admit";
        var answer = await Handle(id, new(typed.Revision(), admit, typed["answer"]), store, access, links, caller, clock, stop);
        if (answer.Result is NotFoundProblem gone)
            return gone;
        return FormRefusal.Of(answer) is { } refusal
            ? await Show(store, caller, refusal, id, typed, stop)
            : Pages.SeeOther("/review/reconsiderations", admit ? Text.Reconsider_DoneAdmit : Text.Reconsider_DoneDecline);
    }

    static async Task<RazorComponentResult<ReconsiderationsPage>> Show(
        ReconsiderationStore store, Caller caller, FormRefusal? refusal, Guid? wrong, Typed? typed, CancellationToken stop) =>
        Pages.Show<ReconsiderationsPage>(
            new
            {
                Lines = await store.List(caller.PersonId, Stance.Roles(caller.Roles), null, stop),
                Errors = refusal?.Errors ?? FieldErrors.None,
                Wrong = wrong,
                Typed = typed ?? Typed.Nothing,
            },
            refusal?.Status ?? 200);
}
