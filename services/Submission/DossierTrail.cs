using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using static Labelling.Hosting.HolderReads;

namespace Labelling.Submission;

/// <summary>What happened to a dossier here, line by line: everything for the office, for holders the part that concerns them.</summary>
public sealed class DossierTrail(Database database, DossierStore dossiers, PeopleStore people)
{
    /// <summary>Written by hand: an act that is not here is nothing to a holder.</summary>
    public static readonly TrailTable Table = new(
        new("dossier.started", "Started the draft", "A commencé le brouillon", Always),
        new("dossier.edited", "Saved what was written", "A enregistré sa rédaction", OwnActs),
        new("dossier.co-holder-invited", "Invited somebody to co-hold", "A invité quelqu'un à co-porter", Always),
        new("dossier.co-holder-invitation-withdrawn", "Withdrew an invitation to co-hold", "A retiré une invitation à co-porter", Always),
        new("dossier.co-holder-joined", "Accepted to co-hold", "A accepté de co-porter", Always),
        new("dossier.co-holder-part-changed", "Changed what a co-holder writes", "A changé ce qu'un co-porteur écrit", Always),
        new("dossier.co-holder-removed", "Ended somebody's co-holding", "A mis fin à un co-portage", Always),
        new("dossier.confirmation-shown", "Saw the confirmation page of the deposit", "A vu la page de confirmation du dépôt", OwnActs),
        new("dossier.submitted", "Deposited a version", "A déposé une version", Always),
        new("dossier.admitted", "Found the dossier admissible", "A jugé le dossier recevable", Always),
        new("dossier.admission-refused", "Found the dossier inadmissible", "A jugé le dossier irrecevable", Always),
        new("dossier.correction-requested", "Asked for a correction", "A demandé une correction", Always),
        new("dossier.withdrawn", "Withdrew the dossier", "A retiré le dossier", Always),
        new("dossier.redirected", "Moved the dossier to another call after the interview", "A réorienté le dossier vers un autre appel après l'entretien", Always),
        new("dossier.adjourned", "Took note that the committee adjourned", "A pris note de l'ajournement par le comité", Always),
        new("dossier.decided", "Took note of the committee's decision", "A pris note de la décision du comité", Always),
        new("dossier.label-revoked", "Took note that the label was revoked", "A pris note du retrait du label", Always),
        // That experts were assigned, and that another holder's dossier resembles this one, is for the office.
        new("dossier.reviews-began", "Took note that reviews began", "A pris note du début des expertises", Nothing),
        new("dossier.duplicate-confirmed", "Confirmed that the dossier repeats another", "A confirmé que le dossier en répète un autre", Nothing),
        new("dossier.duplicate-dismissed", "Found that the dossier repeats no other", "A jugé que le dossier n'en répète aucun autre", Nothing),
        new("duplicate.confirmed", "Confirmed a likely duplicate", "A confirmé un doublon probable", Nothing),
        new("duplicate.dismissed", "Dismissed a likely duplicate", "A écarté un doublon probable", Nothing),
        new("duplicate.reopened", "Took the answer about a likely duplicate back", "Est revenu sur un doublon probable", Nothing),
        new("message.sent", "Wrote a message", "A écrit un message", Always),
        new("message.removed", "Took a message back", "A retiré un message", Always),
        new("message.scanned", "Scanned a file of a message for viruses", "A cherché des virus dans un fichier de message", Always),
        new("attachment.added", "Added an attachment", "A ajouté une pièce jointe", Always),
        new("attachment.removed", "Removed an attachment", "A retiré une pièce jointe", Always),
        new("attachment.scanned", "Scanned an attachment for viruses", "A cherché des virus dans une pièce jointe", Always));

    /// <summary>Null: there is no such dossier for this caller.</summary>
    public async Task<(DossierSeen Dossier, TrailView Lines)?> Of(Guid id, Caller caller, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen || !seen.Stance.May(Act.ReadOwnTrail) && !seen.Stance.May(Act.ReadTrail))
        {
            return null;
        }

        var entries = await AuditTrail.Of(database, [id], stop);
        var names = await people.Names([.. entries.Select(entry => entry.PersonId).OfType<Guid>().Distinct()], stop);
        return (seen, seen.Stance.May(Act.ReadOwnTrail)
            ? Table.ForHolder(entries, seen.Dossier.Content.CoHolderIds.Append(seen.Dossier.HolderId).ToHashSet(), names)
            : Table.ForOffice(entries, names));
    }
}

public static class ShowDossierTrail
{
    public static async Task<Results<Ok<TrailView>, NotFoundProblem>> Handle(Guid id, DossierTrail trail, Caller caller, CancellationToken stop) =>
        await trail.Of(id, caller, stop) is { } found ? TypedResults.Ok(found.Lines) : Problems.NotFound();

    public static async Task<Results<RazorComponentResult<DossierTrailPage>, NotFoundProblem>> Page(Guid id, DossierTrail trail, Caller caller, CancellationToken stop) =>
        await trail.Of(id, caller, stop) is var (dossier, lines)
            ? Pages.Show<DossierTrailPage>(new
            {
                Dossier = id,
                Name = dossier.Shown.Acronym ?? dossier.Shown.Title ?? dossier.Dossier.Reference ?? "",
                All = !dossier.Held,
                Lines = lines,
            })
            : Problems.NotFound();

    public static async Task<Results<RazorComponentResult<TrailFragment>, NoContent>> Fragment(Guid dossier, DossierTrail trail, Caller caller, CancellationToken stop) =>
        TrailFragments.Show(TrailOf.Dossier, (await trail.Of(dossier, caller, stop))?.Lines);
}
