using Labelling.Hosting;

namespace Labelling.Submission;

/// <summary>A dossier as the API shows it. What is for the office only is null for holders.</summary>
public sealed record DossierView(
    Guid Id, string? Reference, long Revision, DossierStatus Status, int Version, bool Late,
    Guid HolderId, string? HolderName, int? ProgrammeVersion,
    DateTimeOffset StartedAt, DateTimeOffset ChangedAt, DateTimeOffset? FirstSubmittedAt, DateTimeOffset? SubmittedAt,
    DateTimeOffset? ConfirmationShownAt, IReadOnlyList<string> Reasons, Correction? Correction, string? WithdrawalReason,
    DateTimeOffset? AdjournedAt, Decision? Decision, string? DuplicateOf, bool? ReviewsBegan, DossierContent Content)
{
    /// <summary>The version of the call's rules it was deposited under.</summary>
    public int? CallRulesVersion { get; init; }

    public static DossierView Of(DossierSeen seen) => Of(seen, seen.Stance.May(Act.ReadOfficeMarks));

    static DossierView Of(DossierSeen seen, bool forOffice) => new(
        seen.Dossier.Id, seen.Dossier.Reference, seen.Dossier.Revision, seen.Dossier.Status, seen.Dossier.Version, seen.Dossier.Late,
        seen.Dossier.HolderId, seen.HolderName, seen.Dossier.ProgrammeVersion,
        seen.Dossier.StartedAt, seen.Dossier.ChangedAt, seen.Dossier.FirstSubmittedAt, seen.Dossier.SubmittedAt,
        seen.Held ? seen.Dossier.ConfirmationShownAt : null,
        seen.Dossier.RefusalReasons, seen.Dossier.Correction, seen.Dossier.WithdrawalReason,
        seen.Dossier.AdjournedAt, seen.Dossier.Decision,
        forOffice ? seen.Dossier.DuplicateOf : null, forOffice ? seen.Dossier.ReviewsBeganAt is not null : null,
        seen.Stance.May(Act.ReadAnnex) ? seen.Shown : seen.Shown with { ConfidentialAnnex = null })
    {
        CallRulesVersion = seen.Dossier.CallRulesVersion,
    };
}
