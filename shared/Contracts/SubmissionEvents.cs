namespace Labelling.Contracts;

/// <summary>What a programme awards.</summary>
public enum Award
{
    /// <summary>A label for a project: the population of the success rates.</summary>
    ProjectLabel,

    /// <summary>A label for an idea.</summary>
    IdeaLabel,

    /// <summary>A label for a product.</summary>
    ProductLabel,

    /// <summary>A prize to a person.</summary>
    Prize,

    /// <summary>A place in an accelerator.</summary>
    Accelerator,
}

/// <summary>One criterion of a grid.</summary>
/// <param name="Code">Stable code, for example "scientific-quality".</param>
/// <param name="English">Its name in English.</param>
/// <param name="French">Its name in French.</param>
/// <param name="Weight">Weight in the mean, above 0.</param>
/// <param name="Threshold">Score below which the criterion is reported, 0 to 5.</param>
/// <param name="DigitalOnly">True: scored only for digital and AI dossiers.</param>
public sealed record Criterion(string Code, string English, string French, decimal Weight, decimal Threshold, bool DigitalOnly);

/// <summary>Submission: a version of a programme is in force from now on. Subject: the programme.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="ProgrammeId">The programme.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Version">Version of the programme's settings, 1, 2, 3...; a dossier keeps the one it was submitted under.</param>
/// <param name="Code">Stable code, for example "project-label".</param>
/// <param name="English">Its name in English.</param>
/// <param name="French">Its name in French.</param>
/// <param name="Award">What it awards.</param>
/// <param name="ExpertsPerDossier">Experts a dossier needs, 1 to 9; 3 by default.</param>
/// <param name="InterviewRequired">True: no expert review without the interview's gate.</param>
/// <param name="InterviewerMayReview">True: the interviewing expert may review the same dossier.</param>
/// <param name="ReviewDays">Days an expert has for a review; 10 by default.</param>
/// <param name="QuorumShare">Share of the members entitled to vote who must be present, above 0 to 1; 0.5 by default.</param>
/// <param name="ValidityMonths">Months an award is valid; 24 by default.</param>
/// <param name="Grid">The criteria, in their order.</param>
/// <param name="Winners">How many dossiers of one call it is given to at most, 1 to 1000; null: to all that deserve it.</param>
public sealed record ProgrammePublished(
    Guid EventId, Guid ProgrammeId, long Sequence, DateTimeOffset At,
    int Version, string Code, string English, string French, Award Award,
    int ExpertsPerDossier, bool InterviewRequired, bool InterviewerMayReview, int ReviewDays,
    decimal QuorumShare, int ValidityMonths, Criterion[] Grid, int? Winners = null);

/// <summary>Submission: a call is new or changed; carries the whole new state. Subject: the call.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="CallId">The call.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Code">The name dossiers and tables know it by, for example "i-Démo 2026".</param>
/// <param name="FundingBody">ANR, Bpifrance, Region, Europe...</param>
/// <param name="EnvelopeEur">Envelope in EUR; null when not known.</param>
/// <param name="OpensAt">Opening instant.</param>
/// <param name="ClosesAt">Closing instant.</param>
/// <param name="TimeZone">IANA zone the desk counts in, "Europe/Paris".</param>
/// <param name="CutOffs">Cut-offs between opening and closing, in their order.</param>
/// <param name="AnnouncedOn">Day the results are announced; null when not known.</param>
/// <param name="Plan">The national or European plan it belongs to, "France 2030"; null when it belongs to none, or it is not known.</param>
public sealed record CallPublished(
    Guid EventId, Guid CallId, long Sequence, DateTimeOffset At,
    string Code, string FundingBody, decimal? EnvelopeEur,
    DateTimeOffset OpensAt, DateTimeOffset ClosesAt, string TimeZone, DateTimeOffset[] CutOffs, DateOnly? AnnouncedOn, string? Plan = null);

/// <summary>Submission: a value of a vocabulary is new or changed. Subject: the vocabulary value.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="ValueId">The value.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Vocabulary">"sector", "therapeutic-area", "technology-axis", "organisation-type", "region".</param>
/// <param name="Code">The value as it stands in dossiers and files, "medtech".</param>
/// <param name="English">Its name in English.</param>
/// <param name="French">Its name in French.</param>
public sealed record VocabularyChanged(
    Guid EventId, Guid ValueId, long Sequence, DateTimeOffset At,
    string Vocabulary, string Code, string English, string French);

/// <summary>An organisation of a dossier's consortium.</summary>
/// <param name="OrganisationId">In Accounts; null for one that has no account.</param>
/// <param name="Name">Its name.</param>
/// <param name="Siren">Nine digits with a right check digit; null for a foreign organisation.</param>
/// <param name="Type">A value of the vocabulary "organisation-type".</param>
/// <param name="Region">A value of the vocabulary "region"; null when not known.</param>
/// <param name="GroupSiren">The SIREN of the parent of its group; null when it has none, or it is not known.</param>
public sealed record Party(Guid? OrganisationId, string Name, string? Siren, string Type, string? Region, string? GroupSiren = null);

/// <summary>What a dossier is.</summary>
public enum DossierKind
{
    /// <summary>A project; counts in the success rates.</summary>
    Project,

    /// <summary>A platform; does not.</summary>
    Platform,
}

/// <summary>
/// Submission: a version of a dossier was deposited, by its holder or carried over to another call by a redirection.
/// Subject: the dossier. The version is immutable; the confidential annex and the attachments do not travel.
/// </summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When this version was deposited, in UTC.</param>
/// <param name="FirstSubmittedAt">When version 1 was: the day that counts as registration, in Europe/Paris.</param>
/// <param name="Version">1, 2, 3...</param>
/// <param name="Reference">"2026-0042".</param>
/// <param name="Title">Title.</param>
/// <param name="Acronym">Acronym, in capitals as a rule.</param>
/// <param name="Summary">The publishable summary.</param>
/// <param name="Kind">Project or platform.</param>
/// <param name="Digital">True: the additional criteria of digital and AI dossiers apply.</param>
/// <param name="ProgrammeId">The programme.</param>
/// <param name="ProgrammeVersion">The version of its settings the dossier was submitted under.</param>
/// <param name="CallId">The target call.</param>
/// <param name="Call">The call's code.</param>
/// <param name="FundingBody">The call's funding body.</param>
/// <param name="HolderId">The person who holds it.</param>
/// <param name="CoHolderIds">Persons who hold it with them.</param>
/// <param name="Lead">The lead organisation.</param>
/// <param name="Partners">The other organisations.</param>
/// <param name="Sectors">Values of the vocabulary "sector".</param>
/// <param name="TherapeuticAreas">Values of the vocabulary "therapeutic-area".</param>
/// <param name="TechnologyAxes">Values of the vocabulary "technology-axis".</param>
/// <param name="ChallengedPersonIds">Experts or members challenged by the holder.</param>
/// <param name="TotalBudgetEur">Total budget in EUR, 0 or more.</param>
/// <param name="ResubmitsDossierId">The dossier it resubmits; null for none.</param>
public sealed record DossierSubmitted(
    Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, DateTimeOffset FirstSubmittedAt,
    int Version, string Reference, string Title, string Acronym, string Summary, DossierKind Kind, bool Digital,
    Guid ProgrammeId, int ProgrammeVersion, Guid CallId, string Call, string FundingBody,
    Guid HolderId, Guid[] CoHolderIds, Party Lead, Party[] Partners,
    string[] Sectors, string[] TherapeuticAreas, string[] TechnologyAxes,
    Guid[] ChallengedPersonIds, decimal TotalBudgetEur, Guid? ResubmitsDossierId);

/// <summary>Submission: the office admitted a version. Subject: the dossier.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Version">The version admitted.</param>
public sealed record DossierAdmitted(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, int Version);

/// <summary>Submission: the office found the dossier inadmissible. Subject: the dossier. The reasons stay with Submission.</summary>
/// <inheritdoc cref="DossierAdmitted" path="/param"/>
public sealed record DossierRefusedAdmission(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, int Version);

/// <summary>Submission: the dossier went back to its holder for a new version. Subject: the dossier.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Version">The version to be corrected.</param>
/// <param name="DueOn">Last day for the new version, in Europe/Paris.</param>
public sealed record CorrectionRequested(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, int Version, DateOnly DueOn);

/// <summary>Submission: the holder withdrew the dossier. Subject: the dossier.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
public sealed record DossierWithdrawn(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At);

/// <summary>Submission: the office found that the dossier repeats another; it does not count any more. Subject: the dossier.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The duplicate.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="OriginalReference">Reference of the original, deposited here or imported.</param>
public sealed record DuplicateConfirmed(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, string OriginalReference);

/// <summary>Submission: the dossier is no duplicate after all; it counts again. Subject: the dossier.</summary>
/// <inheritdoc cref="DossierWithdrawn" path="/param"/>
public sealed record DuplicateDismissed(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At);
