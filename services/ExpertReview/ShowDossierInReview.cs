using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview;

/// <summary>
/// A dossier as somebody sees it through expert review alone: an expert by their invitation (title, summary and consortium before
/// "no conflict"), the committee with what the reviews say together, a recused member only that it is on the agenda.
/// </summary>
public static class ShowDossierInReview
{
    public static async Task<Results<RazorComponentResult<DossierInReviewPage>, NotFoundProblem>> Page(
        Guid id, DossierStore dossiers, InvitationStore invitations, InvitationReader reader, ReviewAccess access, PersonStore people, MeetingStore meetings,
        SessionReader sessions, LabelStore labels, Caller caller, CancellationToken stop)
    {
        if (caller.Is(Roles.Expert) && await Own(id, invitations, reader, caller, stop) is { } invitation)
            return Pages.Show<DossierInReviewPage>(new { invitation.Title, invitation.Reference, invitation.Acronym, invitation.Summary, invitation.Consortium, Invitation = invitation });

        if (await dossiers.Find(id, stop) is not { } dossier)
            return Problems.NotFound();

        if ((await access.Of(caller, id, stop)).May(Act.ReadSynthesis)
            && (await ShowSynthesis.Handle(id, caller, dossiers, invitations, people, reader, access, stop)).Result is Ok<ShowSynthesis.View> { Value: { } synthesis })
        {
            var decisions = await labels.Decisions(caller.PersonId, Stance.Roles(caller.Roles), id, 1, stop);
            return Pages.Show<DossierInReviewPage>(new
            {
                dossier.Title,
                dossier.Reference,
                dossier.Acronym,
                dossier.Summary,
                Consortium = Consortium(dossier),
                Synthesis = synthesis,
                Decisions = decisions.Select(ReadDecisions.Line).ToList(),
            });
        }

        // Recused, or in conflict: that the dossier is on the agenda is told to every member of the session, and no more.
        return (await ListDossiersInReview.OnAgendas(meetings, sessions, caller, stop)).FirstOrDefault(line => line.DossierId == id) is { } line
            ? Pages.Show<DossierInReviewPage>(new { line.Title, line.Reference, OnAgenda = line })
            : Problems.NotFound();
    }

    static async Task<InvitationView?> Own(Guid dossierId, InvitationStore invitations, InvitationReader reader, Caller caller, CancellationToken stop) =>
        (await invitations.SeenBy(caller.PersonId, Stance.Roles(caller.Roles), dossierId, stop))
            .FirstOrDefault(line => line.ExpertId == caller.PersonId && ListDossiersInReview.IsOpenToExpert(line.Status)) is { } line
        && await invitations.FindOwn(line.Id, caller.PersonId, stop) is { } invitation
            ? await reader.ForExpert(invitation, stop)
            : null;

    static IReadOnlyList<PartyView> Consortium(DossierUnderReview dossier) =>
        [.. dossier.Consortium.Select((party, place) => new PartyView(party.Name, party.Siren, party.Type, party.Region, Lead: place == 0))];
}
