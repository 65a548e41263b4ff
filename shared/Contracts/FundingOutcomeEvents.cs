namespace Labelling.Contracts;

/// <summary>Stage of a funding application.</summary>
public enum ApplicationStage
{
    /// <summary>A pre-proposal: never makes a dossier funded.</summary>
    PreProposal,

    /// <summary>The full application.</summary>
    Full,

    /// <summary>An appeal after a refusal.</summary>
    Appeal,
}

/// <summary>What a funding body answered.</summary>
public enum FundingResult
{
    /// <summary>Filed, no answer yet.</summary>
    Pending,

    /// <summary>Granted.</summary>
    Funded,

    /// <summary>On the reserve list: counts as pending.</summary>
    ReserveList,

    /// <summary>Refused.</summary>
    Refused,

    /// <summary>Withdrawn by the applicant: known and negative.</summary>
    Withdrawn,

    /// <summary>Nobody knows: counts as pending.</summary>
    Unknown,
}

/// <summary>How a funding result is known.</summary>
public enum HowKnown
{
    /// <summary>The holder says so.</summary>
    DeclaredByHolder,

    /// <summary>The office checked it.</summary>
    CheckedByOffice,

    /// <summary>It stands on the body's list.</summary>
    ImportedFromBody,
}

/// <summary>FundingOutcome: a dossier was put before a funding body. Subject: the dossier.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When it was recorded, in UTC.</param>
/// <param name="ApplicationId">The application.</param>
/// <param name="FundingBody">ANR, Bpifrance, Region, Europe...</param>
/// <param name="Call">The call's code; null when not known.</param>
/// <param name="Stage">Pre-proposal, full or appeal.</param>
/// <param name="AmountRequestedEur">In EUR, 0 or more; null when not known.</param>
/// <param name="FiledOn">The day it was filed, in Europe/Paris.</param>
public sealed record FundingApplicationFiled(
    Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At,
    Guid ApplicationId, string FundingBody, string? Call, ApplicationStage Stage, decimal? AmountRequestedEur, DateOnly FiledOn);

/// <summary>FundingOutcome: the result of an application is new or changed. Subject: the dossier.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When it was recorded, in UTC.</param>
/// <param name="ApplicationId">The application.</param>
/// <param name="Result">What the body answered.</param>
/// <param name="AmountGrantedEur">With Funded, in EUR, 0 or more; null when not known.</param>
/// <param name="ResultOn">The day of the answer; null when not known.</param>
/// <param name="HowKnown">How we know.</param>
public sealed record FundingResultRecorded(
    Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At,
    Guid ApplicationId, FundingResult Result, decimal? AmountGrantedEur, DateOnly? ResultOn, HowKnown HowKnown);

/// <summary>A past dossier, as duplicates and conflicts need it.</summary>
/// <param name="Reference">Its reference in the history file.</param>
/// <param name="Title">Title.</param>
/// <param name="RegisteredOn">Day of registration.</param>
/// <param name="LeadOrganisation">Name of the lead organisation; null when not known.</param>
/// <param name="LeadSiren">Its SIREN; null when not known.</param>
public sealed record PastDossier(string Reference, string Title, DateOnly RegisteredOn, string? LeadOrganisation, string? LeadSiren);

/// <summary>FundingOutcome: lines of a history file are new or changed, some hundred an event. Subject: the import.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="ImportId">The import.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Dossiers">The dossiers, at most 500.</param>
public sealed record HistoryImported(Guid EventId, Guid ImportId, long Sequence, DateTimeOffset At, PastDossier[] Dossiers);
