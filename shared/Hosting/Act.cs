namespace Labelling.Hosting;

/// <summary>What somebody may do or see, each with its line in <see cref="Permissions"/>.</summary>
public enum Act
{
    /// <summary>Read a dossier, its versions and history.</summary>
    ReadDossier,

    /// <summary>Read its confidential annex.</summary>
    ReadAnnex,

    /// <summary>Read what only the office notes on it.</summary>
    ReadOfficeMarks,

    /// <summary>Write it.</summary>
    EditDossier,

    /// <summary>Write the part of it that one was given.</summary>
    WritePart,

    /// <summary>Invite co-holders, say what each may write, end it.</summary>
    InviteCoHolders,

    /// <summary>Deposit a version.</summary>
    SubmitDossier,

    /// <summary>Withdraw it.</summary>
    WithdrawDossier,

    /// <summary>Start another dossier from it.</summary>
    CopyDossier,

    /// <summary>Admit it, or find it inadmissible.</summary>
    AdmitDossier,

    /// <summary>Send it back for a correction.</summary>
    AskCorrection,

    /// <summary>Confirm or dismiss that it repeats another.</summary>
    MarkDuplicate,

    /// <summary>Read its whole audit trail.</summary>
    ReadTrail,

    /// <summary>Read the holder's part of its audit trail.</summary>
    ReadOwnTrail,

    /// <summary>Read what its holders and the office write to each other.</summary>
    ReadMessages,

    /// <summary>Write to the other side.</summary>
    WriteMessage,

    /// <summary>Ask why somebody else may or may not.</summary>
    AskAboutOthers,

    /// <summary>See an interview.</summary>
    SeeInterview,

    /// <summary>See with whom and when it is booked.</summary>
    SeeBooking,

    /// <summary>See all experts proposed.</summary>
    SeeProposedExperts,

    /// <summary>Read its conclusion.</summary>
    ReadConclusion,

    /// <summary>Read the expert's note to the office.</summary>
    ReadPrivateNote,

    /// <summary>Read why it was waived.</summary>
    ReadWaiver,

    /// <summary>Propose experts.</summary>
    ProposeExperts,

    /// <summary>Book or move it.</summary>
    BookSlot,

    /// <summary>Give the slot back.</summary>
    CancelBooking,

    /// <summary>Record that it took place, or not.</summary>
    RecordInterview,

    /// <summary>Conclude it.</summary>
    ConcludeInterview,

    /// <summary>Answer the conclusion.</summary>
    AnswerConclusion,

    /// <summary>Do without it.</summary>
    WaiveInterview,

    /// <summary>Read what happened to an interview, line by line.</summary>
    ReadInterviewTrail,

    /// <summary>See one's own invitation to review.</summary>
    SeeOwnInvitation,

    /// <summary>See another expert's invitation.</summary>
    SeeInvitation,

    /// <summary>See and decide who reviews.</summary>
    SeeAssignment,

    /// <summary>See how far the reviews are.</summary>
    SeeProgress,

    /// <summary>Accept or decline an invitation.</summary>
    AnswerInvitation,

    /// <summary>Read what is reviewed.</summary>
    ReadContentUnderReview,

    /// <summary>Write and submit a review.</summary>
    WriteReview,

    /// <summary>Read the other experts' reviews.</summary>
    ReadOtherReviews,

    /// <summary>Read what the reviews say together.</summary>
    ReadSynthesis,

    /// <summary>See who reviewed.</summary>
    SeeExpertNames,

    /// <summary>Give a review back, or take an invitation back.</summary>
    ReopenReview,

    /// <summary>Read who did what about the reviews and in session, before the release too.</summary>
    ReadReviewTrail,

    /// <summary>See a session.</summary>
    SeeSession,

    /// <summary>Open and close a session.</summary>
    RunSession,

    /// <summary>Write into the minutes before they are final.</summary>
    CorrectMinutes,

    /// <summary>Recuse somebody else.</summary>
    RecuseOthers,

    /// <summary>Record somebody else's presence.</summary>
    RecordAttendance,

    /// <summary>Know an item's votes and its decision before the release.</summary>
    KnowItem,

    /// <summary>Take part in an item as a member.</summary>
    TakePart,

    /// <summary>Vote, or choose who presides.</summary>
    Vote,

    /// <summary>Take an item up.</summary>
    OpenItem,

    /// <summary>Put a decision to the vote, and close the ballot.</summary>
    PutDecision,

    /// <summary>Release a decision.</summary>
    ReleaseDecision,

    /// <summary>Revoke a label.</summary>
    RevokeLabel,

    /// <summary>Lift a reservation of a label.</summary>
    LiftReservation,

    /// <summary>Record what another cluster decided on the dossier of a label.</summary>
    RecordCoLabel,

    /// <summary>Say how a reservation of a label was met.</summary>
    AnswerReservation,

    /// <summary>Ask that a released decision be taken again.</summary>
    AskReconsideration,

    /// <summary>Admit such a request, or not.</summary>
    AnswerReconsideration,

    /// <summary>Read a released decision.</summary>
    ReadDecision,

    /// <summary>See what became of a dossier.</summary>
    SeeOutcome,

    /// <summary>File a funding application or record its result.</summary>
    RecordOutcome,

    /// <summary>Say that a result was checked or imported.</summary>
    CheckOutcome,

    /// <summary>Ask its holders by mail what became of it.</summary>
    AskForOutcome,

    /// <summary>Ask for success rates freely.</summary>
    AskStatistics,
}
