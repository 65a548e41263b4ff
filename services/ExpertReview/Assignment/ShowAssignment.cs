using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Assignment;

public static class ShowAssignment
{
    public sealed record View(
        Guid DossierId, string Reference, string Title, bool Digital, bool ReviewMayBegin, GateOpenedBy? GateOpenedBy, string? ClosedBecause,
        bool ReviewsClosed, int? Needed, IReadOnlyList<Line> Experts, IReadOnlyList<Gap> Missing);

    /// <summary>Conflicts as they are found now: an affiliation or a partner may have come since the expert was invited.</summary>
    public sealed record Line(
        Guid InvitationId, Guid ExpertId, string Name, ExpertProfile Profile, bool Digital, InvitationStatus Status, DateOnly DueOn,
        string? Reason, long Revision, IReadOnlyList<Experts.Conflict> Conflicts);

    public static async Task<Results<Ok<View>, NotFoundProblem>> Handle(
        Guid dossierId, Caller caller, DossierStore dossiers, InvitationStore invitations, ExpertStore experts, PersonStore people,
        ConflictStore conflicts, CancellationToken stop)
    {
        if (await dossiers.Find(dossierId, stop) is not { } dossier || !(await conflicts.StandingOn(caller, dossierId, stop)).May(Act.SeeAssignment))
            return Problems.NotFound();
        var lines = new List<Line>();
        var counting = new List<Expert>();
        foreach (var invitation in await invitations.OfDossier(dossierId, stop))
        {
            // Foreign keys say that both are there.
            if (await experts.Find(invitation.ExpertId, stop) is not { } expert || await people.Find(invitation.ExpertId, stop) is not { } person)
                throw new InvalidOperationException($"Invitation {invitation.Id} has no expert.");
            lines.Add(new Line(
                invitation.Id, expert.PersonId, person.Name, expert.Profile, expert.Digital, invitation.Status, invitation.DueOn,
                invitation.Reason, invitation.Revision,
                invitation.IsLive ? await conflicts.Between(expert.PersonId, dossierId, stop) : []));
            if (invitation.IsLive)
                counting.Add(expert);
        }
        var closed = Refusals.GateOf(dossier);
        return TypedResults.Ok(new View(
            dossier.Id, dossier.Reference, dossier.Title, dossier.Digital, dossier.ReviewMayBegin, dossier.GateOpenedBy,
            closed is null ? null : Words.Say(closed.English, closed.French), dossier.ReviewsClosedAt is not null,
            dossier.Programme?.ExpertsPerDossier, lines, Gaps.Of(dossier.Programme?.ExpertsPerDossier ?? 0, dossier.Digital, counting)));
    }
}
