namespace Labelling.Submission;

/// <summary>A status in the middle of a sentence about "the dossier", "le dossier".</summary>
public static class DossierWords
{
    public static string English(this DossierStatus status) => status switch
    {
        DossierStatus.Draft => "a draft",
        DossierStatus.Submitted => "submitted",
        DossierStatus.CorrectionRequested => "back with its holder for a correction",
        DossierStatus.Admissible => "admissible",
        DossierStatus.Inadmissible => "inadmissible",
        DossierStatus.Withdrawn => "withdrawn",
        DossierStatus.Decided => "decided",
    };

    public static string French(this DossierStatus status) => status switch
    {
        DossierStatus.Draft => "à l'état de brouillon",
        DossierStatus.Submitted => "déposé",
        DossierStatus.CorrectionRequested => "chez son porteur pour correction",
        DossierStatus.Admissible => "recevable",
        DossierStatus.Inadmissible => "irrecevable",
        DossierStatus.Withdrawn => "retiré",
        DossierStatus.Decided => "décidé",
    };

    /// <summary>A status as a word of its own; a decided dossier is called by what was released.</summary>
    public static string Name(DossierStatus status, DecisionOutcome? outcome) => status switch
    {
        DossierStatus.Draft => Text.Status_Draft,
        DossierStatus.Submitted => Text.Status_Submitted,
        DossierStatus.CorrectionRequested => Text.Status_CorrectionRequested,
        DossierStatus.Admissible => Text.Status_Admissible,
        DossierStatus.Inadmissible => Text.Status_Inadmissible,
        DossierStatus.Withdrawn => Text.Status_Withdrawn,
        DossierStatus.Decided => outcome is { } released ? Name(released) : Text.Status_Decided,
    };

    public static string Name(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Labelled => Text.Outcome_Labelled,
        DecisionOutcome.LabelledWithReservations => Text.Outcome_LabelledWithReservations,
        DecisionOutcome.Refused => Text.Outcome_Refused,
        DecisionOutcome.SupportLetter => Text.Outcome_SupportLetter,
    };

    /// <summary>The kind of state beside that word.</summary>
    public static string Kind(DossierStatus status, DecisionOutcome? outcome) => status switch
    {
        DossierStatus.Draft or DossierStatus.Withdrawn => "info",
        DossierStatus.Submitted or DossierStatus.CorrectionRequested => "waiting",
        DossierStatus.Admissible => "done",
        DossierStatus.Inadmissible => "late",
        DossierStatus.Decided => outcome is DecisionOutcome.Refused ? "late" : outcome is DecisionOutcome.SupportLetter ? "info" : "done",
    };

    /// <summary>What happened, in a timeline.</summary>
    public static string Name(this DossierAction action) => action switch
    {
        DossierAction.Started => Text.Action_Started,
        DossierAction.Edited => Text.Action_Edited,
        DossierAction.CoHolderJoined => Text.Action_CoHolderJoined,
        DossierAction.CoHolderRemoved => Text.Action_CoHolderRemoved,
        DossierAction.ConfirmationShown => Text.Action_ConfirmationShown,
        DossierAction.Submitted => Text.Action_Submitted,
        DossierAction.Admitted => Text.Action_Admitted,
        DossierAction.AdmissionRefused => Text.Action_AdmissionRefused,
        DossierAction.CorrectionRequested => Text.Action_CorrectionRequested,
        DossierAction.Withdrawn => Text.Action_Withdrawn,
        DossierAction.DuplicateConfirmed => Text.Action_DuplicateConfirmed,
        DossierAction.DuplicateDismissed => Text.Action_DuplicateDismissed,
        DossierAction.Redirected => Text.Action_Redirected,
        DossierAction.ReviewsBegan => Text.Action_ReviewsBegan,
        DossierAction.Adjourned => Text.Action_Adjourned,
        DossierAction.Decided => Text.Action_Decided,
        DossierAction.LabelRevoked => Text.Action_LabelRevoked,
    };

    public static string Name(this CorrectionReason reason) => reason switch
    {
        CorrectionReason.Incomplete => Text.Correction_Incomplete,
        CorrectionReason.Incorrect => Text.Correction_Incorrect,
        CorrectionReason.Outdated => Text.Correction_Outdated,
    };
}
