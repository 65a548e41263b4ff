using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using static Labelling.Hosting.HolderReads;

namespace Labelling.FundingOutcome.Applications;

/// <summary>What was recorded about a dossier's funding, line by line: everything for the office, for holders the part that concerns them.</summary>
public sealed class ApplicationTrail(Database database, ApplicationStore applications)
{
    /// <summary>Written by hand: an act that is not here is nothing to a holder.</summary>
    public static readonly TrailTable Table = new(
        new("funding-application.filed", "Recorded a funding application", "A enregistré une demande de financement", Always),
        new("funding-result.recorded", "Recorded the answer of a funding body", "A enregistré la réponse d'un financeur", Always),
        new("funding-application.taken-back", "Took back a funding application that a body's list had brought", "A retiré une demande de financement reprise de la liste d'un financeur", Always),
        new("funding-application.day-corrected", "Corrected the day on which a funding application was filed", "A corrigé le jour de dépôt d'une demande de financement", Always),
        new("funding-result.asked", "Asked by mail what became of the funding application", "A demandé par courriel ce qu'est devenue la demande de financement", Always),
        new("funding-question.answered", "Answered from the link of a mail", "A répondu depuis le lien d'un courriel", Always),
        new("funding-question.renewed", "Asked for a new link to answer", "A demandé un nouveau lien pour répondre", Always));

    /// <summary>Null: there is no such dossier for this caller. This service keeps no names.</summary>
    public async Task<TrailView?> Of(Guid dossierId, Caller caller, CancellationToken stop)
    {
        var reader = new Reader(caller.PersonId, Stance.Roles(caller.Roles));
        if (await applications.Dossier(dossierId, reader, stop) is not { } dossier)
            return null;
        IReadOnlyList<Guid> subjects = [dossierId, .. (await applications.ApplicationsOf(dossierId, stop)).Select(application => application.Id)];
        var entries = await AuditTrail.Of(database, subjects, stop);
        var names = new Dictionary<Guid, string>();
        return dossier.Held ? Table.ForHolder(entries, new HashSet<Guid> { caller.PersonId }, names) : Table.ForOffice(entries, names);
    }
}

public static class ShowApplicationTrail
{
    public static async Task<Results<Ok<TrailView>, NotFoundProblem>> Handle(Guid dossierId, ApplicationTrail trail, Caller caller, CancellationToken stop) =>
        await trail.Of(dossierId, caller, stop) is { } lines ? TypedResults.Ok(lines) : Problems.NotFound();

    public static async Task<Results<RazorComponentResult<TrailFragment>, NoContent>> Fragment(Guid dossier, ApplicationTrail trail, Caller caller, CancellationToken stop) =>
        TrailFragments.Show(TrailOf.Funding, await trail.Of(dossier, caller, stop));
}
