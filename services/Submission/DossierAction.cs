namespace Labelling.Submission;

/// <summary>What was done to a dossier, as its history and the audit trail name it.</summary>
public enum DossierAction
{
    Started,
    Edited,
    CoHolderJoined,
    CoHolderRemoved,
    ConfirmationShown,
    Submitted,
    Admitted,
    AdmissionRefused,
    CorrectionRequested,
    Withdrawn,
    DuplicateConfirmed,
    DuplicateDismissed,
    Redirected,
    ReviewsBegan,
    Adjourned,
    Decided,
    LabelRevoked,
}

public static class DossierActions
{
    public static string AuditName(this DossierAction action) => action switch
    {
        DossierAction.Started => "dossier.started",
        DossierAction.Edited => "dossier.edited",
        DossierAction.CoHolderJoined => "dossier.co-holder-joined",
        DossierAction.CoHolderRemoved => "dossier.co-holder-removed",
        DossierAction.ConfirmationShown => "dossier.confirmation-shown",
        DossierAction.Submitted => "dossier.submitted",
        DossierAction.Admitted => "dossier.admitted",
        DossierAction.AdmissionRefused => "dossier.admission-refused",
        DossierAction.CorrectionRequested => "dossier.correction-requested",
        DossierAction.Withdrawn => "dossier.withdrawn",
        DossierAction.DuplicateConfirmed => "dossier.duplicate-confirmed",
        DossierAction.DuplicateDismissed => "dossier.duplicate-dismissed",
        DossierAction.Redirected => "dossier.redirected",
        DossierAction.ReviewsBegan => "dossier.reviews-began",
        DossierAction.Adjourned => "dossier.adjourned",
        DossierAction.Decided => "dossier.decided",
        DossierAction.LabelRevoked => "dossier.label-revoked",
    };

    /// <summary>Autosaves, pages shown and who writes are no steps of a dossier; that experts were assigned is for services only.</summary>
    public static bool IsStep(this DossierAction action) =>
        action is not (DossierAction.Edited or DossierAction.CoHolderJoined or DossierAction.CoHolderRemoved or DossierAction.ConfirmationShown or DossierAction.ReviewsBegan);

    /// <summary>The duplicate marker may name another holder's dossier.</summary>
    public static bool IsForOfficeOnly(this DossierAction action) =>
        action is DossierAction.DuplicateConfirmed or DossierAction.DuplicateDismissed;
}
