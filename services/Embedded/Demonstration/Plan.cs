namespace Labelling.Embedded.Demonstration;

/// <summary>How far a dossier goes before the committee, in the order of its life.</summary>
public enum Stage
{
    Draft,
    Submitted,
    CorrectionRequested,
    Inadmissible,
    Admitted,
    ExpertsProposed,
    Booked,
    Held,
    Concluded,
    Invited,
    UnderReview,
    Reviewed,
}

/// <summary>What the interview leads to.</summary>
public enum Talk
{
    Proceed,
    ProceedWithAdvice,

    /// <summary>The office waives it.</summary>
    Waived,

    /// <summary>The programme asks for none.</summary>
    None,

    /// <summary>Replanned first; the next interview says to proceed.</summary>
    ReplannedFirst,

    /// <summary>Redirected to the other call first; the next interview says to proceed.</summary>
    RedirectedFirst,
}

/// <summary>What the committee puts to the vote.</summary>
public enum Verdict
{
    Label,
    LabelWithReservations,
    Adjourn,
    Refuse,
    SupportLetter,
}

/// <summary>A dossier and how far it goes.</summary>
/// <param name="Acronym">Unique; the dossier is found again by it.</param>
/// <param name="Title">Title.</param>
/// <param name="Holder">Which of the holders.</param>
/// <param name="Sectors">Values of the vocabulary.</param>
/// <param name="Digital">True: the additional criteria apply.</param>
/// <param name="Until">How far.</param>
/// <param name="Interviewer">Which of the experts interviews; the reviewers are the three after them.</param>
/// <param name="Talk">What the interview leads to.</param>
/// <param name="Corrected">True: sent back for correction once before it was admitted.</param>
/// <param name="Withdrawn">True: withdrawn where it stands.</param>
/// <param name="Call">Code of the call aimed at.</param>
/// <param name="OtherCall">Code of the call it is redirected to.</param>
/// <param name="Programme">Code of the programme.</param>
/// <param name="CandidateBornOn">For a prize: when the candidate was born.</param>
/// <param name="MaternityLeaves">For a prize: how many the candidate took.</param>
/// <param name="TurnoverEur">For an accelerator: of the lead.</param>
/// <param name="ClinicalPhase">For an accelerator: the phase reached.</param>
/// <param name="Challenged">Whom the holder wants to keep out.</param>
/// <param name="Resubmits">Acronym of the dossier it resubmits, of the same holder and brought before.</param>
public sealed record Plan(
    string Acronym, string Title, int Holder, string[] Sectors, bool Digital, Stage Until, int Interviewer,
    Talk Talk = Talk.Proceed, bool Corrected = false, bool Withdrawn = false, string Call = "i-Démo 2026", string OtherCall = "ANR PRCE 2027",
    string Programme = "project-label", DateOnly? CandidateBornOn = null, int? MaternityLeaves = null, decimal? TurnoverEur = null, string? ClinicalPhase = null,
    IReadOnlyList<Guid>? Challenged = null, string? Resubmits = null);

/// <summary>A session, what it decides, and how far it goes.</summary>
/// <param name="Title">Unique; the session is found again by it.</param>
/// <param name="Items">Dossiers by acronym, each with what is put to the vote.</param>
/// <param name="Open">False: the agenda is published, no more.</param>
/// <param name="Released">False: decided, under embargo.</param>
/// <param name="AdjournedTo">Title of the session that takes up what is adjourned, a month later.</param>
/// <param name="InDays">When it starts, from now.</param>
public sealed record Meeting(string Title, IReadOnlyList<(string Acronym, Verdict Verdict)> Items, bool Open = true, bool Released = true, string? AdjournedTo = null, int InDays = 1);

/// <summary>What became of a dossier at a funding body.</summary>
public sealed record Outcome(string Acronym, string FundingBody, string Result, decimal? Granted = null);
