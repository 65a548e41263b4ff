using FluentValidation;
using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

public static class PublishAgenda
{
    public sealed record Request(long Revision, IReadOnlyList<Guid> DossierIds);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.DossierIds).NotEmpty();
            RuleFor(request => request.DossierIds)
                .Must(ids => ids.Count <= 100 && ids.Distinct().Count() == ids.Count)
                .Says("Name each dossier once, and at most 100.", "Nommez chaque dossier une fois, et au plus 100.");
        }
    }

    public static async Task<Results<Ok<SessionView>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, MeetingStore meetings, DetectRecusals detect, SessionReader reader, SessionMails mails, Caller caller, TimeProvider clock,
        CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await meetings.Read(id, stop) is not { } seen)
            return Problems.NotFound();
        // Conflicts are looked for before the transaction: they are read through connections of their own.
        var detected = await detect.Among(seen.Session.Members, request.DossierIds, stop);

        await using (var transaction = await meetings.Begin(stop))
        {
            if (await MeetingStore.Take(transaction, id) is not { } meeting)
                return Problems.NotFound();
            if (meeting.Session.Revision != request.Revision || meeting.Session.Revision != seen.Session.Revision)
                return Problems.Stale();
            var entries = new Dictionary<Guid, AgendaEntry>();
            foreach (var dossierId in request.DossierIds.Order())
            {
                switch (await Entry(transaction, id, dossierId))
                {
                    case { Entry: { } entry }:
                        entries.Add(dossierId, entry);
                        break;
                    case { NotReady: { } notReady }:
                        return notReady;
                    case { Elsewhere: { } elsewhere }:
                        return elsewhere;
                }
            }
            if (meeting.PublishAgenda([.. request.DossierIds.Select(dossierId => entries[dossierId])], detected, clock.GetUtcNow()) is not { } published)
                return NotPlannable();
            await mails.Write(transaction, meeting.Session, published.Session);
            await MeetingStore.Save(
                transaction, meeting, published, caller.Actor(Roles.Office), "session.agenda-published",
                before: new { Agenda = meeting.Session.CurrentAgenda?.Letter },
                after: new { Agenda = published.Session.CurrentAgenda?.Letter, request.DossierIds, Recused = published.Recusals.Count });
        }
        return await reader.Read(id, caller, stop) is { } now ? TypedResults.Ok(now) : Problems.NotFound();
    }

    sealed record Answer(AgendaEntry? Entry, UnprocessableProblem? NotReady, ConflictProblem? Elsewhere);

    /// <summary>
    /// The dossier is held until the transaction ends, so that neither a withdrawal nor another agenda comes between.
    /// </summary>
    static async Task<Answer> Entry(Transaction transaction, Guid sessionId, Guid dossierId)
    {
        if (await HeldDossier.Take(transaction, dossierId) is not { Programme: { } programme } dossier)
            return new(null, NotReady($"{dossierId}", "nothing is known of it yet", "rien n'en est encore connu"), null);
        if (dossier.Withdrawn)
            return new(null, NotReady(dossier.Reference, "it was withdrawn", "il a été retiré"), null);
        if (!dossier.ReviewMayBegin)
            return new(null, NotReady(dossier.Reference, "its latest version was not admitted, or its interview is missing",
                "sa dernière version n'est pas recevable, ou son pré-entretien manque"), null);
        var submitted = await MeetingStore.SubmittedReviews(transaction, dossierId);
        if (submitted < programme.ExpertsPerDossier)
            return new(null, NotReady(dossier.Reference, $"{submitted} of {programme.ExpertsPerDossier} reviews are in",
                $"{submitted} expertises sur {programme.ExpertsPerDossier} sont rendues"), null);
        if (await MeetingStore.SessionHolding(transaction, dossierId, sessionId) is not null)
            return new(null, null, Problems.Conflict("session.dossier-elsewhere",
                $"Dossier {dossier.Reference} is before another session. Take it off there first, or wait for its decision to be released.",
                $"Le dossier {dossier.Reference} est devant une autre séance. Retirez-l'en d'abord, ou attendez la notification de sa décision."));
        if (await MeetingStore.IsSettled(transaction, dossierId))
            return new(null, null, Problems.Conflict("session.dossier-settled",
                $"The committee has decided on dossier {dossier.Reference}.",
                $"Le comité a statué sur le dossier {dossier.Reference}."));
        return new(new(dossierId, new DossierOnAgenda(
            dossier.Version, dossier.Reference, dossier.Title, dossier.HolderId, dossier.Lead.Name, dossier.Call, dossier.FundingBody,
            programme.ProgrammeId, programme.Version, programme.Code, programme.English, programme.French, programme.Award,
            programme.ValidityMonths, programme.QuorumShare, programme.Winners)), null, null);
    }

    internal static ConflictProblem NotPlannable() => Problems.Conflict("session.not-plannable",
        "The agenda of a session that was opened cannot be changed any more.",
        "L'ordre du jour d'une séance ouverte ne peut plus être modifié.");

    static UnprocessableProblem NotReady(string reference, string english, string french) => Problems.Unprocessable("session.dossier-not-ready",
        $"Dossier {reference} cannot be on an agenda: {english}.",
        $"Le dossier {reference} ne peut pas être à l'ordre du jour : {french}.");
}
