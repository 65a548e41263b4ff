using Labelling.ExpertReview.Experts;

namespace Labelling.ExpertReview.Reviews;

/// <summary>Puts together what an invitation is read with: its dossier, the grid it is scored on, its expert's name, conflicts.</summary>
public sealed class InvitationReader(DossierStore dossiers, ProgrammeStore programmes, PersonStore people, ConflictStore conflicts, SeverityReader severity)
{
    public async Task<InvitationView> ForExpert(Invitation invitation, CancellationToken stop)
    {
        var (dossier, grid, name) = await With(invitation, stop);
        return InvitationView.ForExpert(invitation, name, dossier, grid, await IsInConflict(invitation, stop));
    }

    public async Task<InvitationView> ForOffice(Invitation invitation, CancellationToken stop)
    {
        var (dossier, grid, name) = await With(invitation, stop);
        return InvitationView.ForOffice(invitation, name, dossier, grid, await IsInConflict(invitation, stop));
    }

    /// <summary>What was submitted keeps the grid it was scored on; what is still written follows the dossier's latest version.</summary>
    public async Task<Grid?> GridOf(Invitation invitation, DossierUnderReview dossier, CancellationToken stop) =>
        invitation is { Status: InvitationStatus.Submitted, Reviewed: { } reviewed }
            ? await programmes.Find(reviewed.ProgrammeId, reviewed.ProgrammeVersion, stop) is { } programme ? Grid.Of(programme, reviewed.Digital) : null
            : dossier.Programme is { } current ? Grid.Of(current, dossier.Digital) : null;

    /// <summary>A dossier's score without its experts' habits, out of the totals that are in.</summary>
    public Task<AdjustedScore?> Adjust(IReadOnlyList<(Guid ExpertId, decimal Total)> totals, CancellationToken stop) => severity.Adjust(totals, stop);

    async Task<(DossierUnderReview Dossier, Grid? Grid, string ExpertName)> With(Invitation invitation, CancellationToken stop)
    {
        // Foreign keys say that both are there.
        var dossier = await dossiers.Find(invitation.DossierId, stop)
            ?? throw new InvalidOperationException($"Invitation {invitation.Id} has no dossier.");
        var person = await people.Find(invitation.ExpertId, stop)
            ?? throw new InvalidOperationException($"Invitation {invitation.Id} has no expert.");
        return (dossier, await GridOf(invitation, dossier, stop), person.Name);
    }

    async Task<bool> IsInConflict(Invitation invitation, CancellationToken stop) =>
        invitation.IsLive && (await conflicts.Between(invitation.ExpertId, invitation.DossierId, stop)).Count > 0;
}
