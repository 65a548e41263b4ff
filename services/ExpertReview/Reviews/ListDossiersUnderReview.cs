using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

public static class ListDossiersUnderReview
{
    public sealed record View(
        Guid DossierId, string Reference, string Title, string Acronym, DossierKind Kind, bool Digital, string Call, string FundingBody,
        int Version, int? AdmittedVersion, bool ReviewMayBegin, GateOpenedBy? GateOpenedBy, string? ClosedBecause, bool ReviewsClosed,
        int? Needed, int Invited, int Accepted, int Submitted, int Declined, bool AllIn);

    /// <summary>Dossiers with their counts and no names; with open=true only those that may be reviewed now.</summary>
    public static async Task<Ok<IReadOnlyList<View>>> Handle(
        Caller caller, DossierStore dossiers, InvitationStore invitations, ConflictStore conflicts, CancellationToken stop, bool open = false)
    {
        var progress = await invitations.ProgressByDossier(stop);
        var seen = new List<DossierUnderReview>();
        foreach (var dossier in await dossiers.SeenBy(caller.PersonId, Stance.Roles(caller.Roles), stop))
        {
            // A conflict is no row to look up. Where no review could have begun there is nothing to tell, and nothing to look for.
            if (!(dossier.ReviewMayBegin || progress.ContainsKey(dossier.Id)) || (await conflicts.StandingOn(caller, dossier.Id, stop)).May(Act.SeeProgress))
                seen.Add(dossier);
        }
        return TypedResults.Ok<IReadOnlyList<View>>(
        [
            .. from dossier in seen
               where !open || dossier is { ReviewMayBegin: true, ReviewsClosedAt: null }
               let counts = progress.GetValueOrDefault(dossier.Id, Progress.None)
               let closed = Refusals.GateOf(dossier)
               select new View(
                   dossier.Id, dossier.Reference, dossier.Title, dossier.Acronym, dossier.Kind, dossier.Digital, dossier.Call,
                   dossier.FundingBody, dossier.Version, dossier.AdmittedVersion, dossier.ReviewMayBegin, dossier.GateOpenedBy,
                   closed is null ? null : Words.Say(closed.English, closed.French), dossier.ReviewsClosedAt is not null,
                   dossier.Programme?.ExpertsPerDossier, counts.Invited, counts.Accepted, counts.Submitted, counts.Declined, counts.AllIn),
        ]);
    }
}
