using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Sessions;

/// <summary>A dossier that can be put on an agenda, with what its reviews say together.</summary>
/// <remarks>
/// Mean, Spread: Null where the reader may not read the reviews, or there are none.
/// CarriedOver: An adjournment that was released sends it to this session.
/// </remarks>
public sealed record AgendaCandidate(Guid DossierId, string Reference, string Title, string Acronym, decimal? Mean, decimal? Spread, int Reviews, bool CarriedOver, bool Withdrawn);

/// <summary>
/// Proposes the dossiers of a session: all that are ready and before no other session, those carried over first, then where the experts
/// disagree most. The office orders them as it sees fit.
/// </summary>
public sealed class AgendaProposal(
    DossierStore dossiers, InvitationStore invitations, InvitationReader grids, ReviewAccess access, MeetingStore meetings, SessionCalendar calendar)
{
    /// <summary>Those on the agenda now, and those that could be, disagreement first.</summary>
    public async Task<IReadOnlyList<AgendaCandidate>> Candidates(SessionView session, Caller caller, CancellationToken stop)
    {
        var onAgenda = session.Items.Select(item => item.DossierId).ToHashSet();
        var taken = await meetings.OnAgendas(stop);
        var progress = await invitations.ProgressByDossier(stop);
        var carried = session.CarriedOver.Select(row => row.DossierId).ToHashSet();
        var ready = (await dossiers.SeenBy(caller.PersonId, Stance.Roles(caller.Roles), stop))
            .Where(dossier => dossier is { Withdrawn: false, ReviewMayBegin: true, Programme: { } programme }
                && progress.GetValueOrDefault(dossier.Id, Progress.None).Submitted >= programme.ExpertsPerDossier
                && !taken.Contains(dossier.Id))
            .Select(dossier => dossier.Id);
        List<Guid> all = [.. ready.Union(onAgenda)];
        var names = await calendar.Dossiers(all, stop);
        var found = new List<AgendaCandidate>();
        foreach (var id in all)
        {
            if (!names.TryGetValue(id, out var name))
                continue;
            var together = await Together(id, caller, stop);
            found.Add(new(id, name.Reference, name.Title, name.Acronym, together?.Mean, together?.Spread, together?.Reviews ?? 0, carried.Contains(id), name.Withdrawn));
        }
        return [.. found.OrderByDescending(one => one.CarriedOver).ThenByDescending(one => one.Spread ?? 0).ThenBy(one => one.Reference, StringComparer.Ordinal)];
    }

    /// <summary>Null: the reader does not read these reviews.</summary>
    async Task<(decimal? Mean, decimal Spread, int Reviews)?> Together(Guid dossierId, Caller caller, CancellationToken stop)
    {
        if (!(await access.Of(caller, dossierId, stop)).May(Act.ReadSynthesis) || await dossiers.Find(dossierId, stop) is not { } dossier)
            return null;
        var reviews = new List<ReviewIn>();
        foreach (var invitation in (await invitations.OfDossier(dossierId, stop)).Where(one => one.Status is InvitationStatus.Submitted))
            if (await grids.GridOf(invitation, dossier, stop) is { } grid)
                reviews.Add(new(invitation.Id, invitation.Review, grid));
        var synthesis = Synthesis.Of(reviews);
        return (synthesis.Mean, synthesis.Spread, reviews.Count);
    }
}
