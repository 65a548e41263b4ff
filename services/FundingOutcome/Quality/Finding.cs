namespace Labelling.FundingOutcome.Quality;

/// <summary>What may be wrong with what is known.</summary>
public enum FindingKind
{
    /// <summary>The full application is dated before the decision it needs.</summary>
    AppliedBeforeDecision,

    ResultBeforeDecision,

    DecisionBeforeRegistration,

    RegisteredInFuture,

    /// <summary>A decision, an interview or a result that is still to come.</summary>
    DatedInFuture,

    /// <summary>The interview was before the registration or after the decision.</summary>
    InterviewOutOfOrder,

    /// <summary>A value that no vocabulary knows.</summary>
    UnknownValue,

    /// <summary>Labelled, and the result is not known: there may be many, so they come last.</summary>
    MissingResult,
}

/// <summary>Something to look at, and to mend.</summary>
/// <param name="Kind">What.</param>
public sealed record Finding(FindingKind Kind)
{
    /// <summary>The dossier; null for a value.</summary>
    public Guid? DossierId { get; init; }

    /// <summary>The application that is to be corrected; null where there is none.</summary>
    public Guid? ApplicationId { get; init; }

    /// <summary>The day that is odd, or since which something is missing.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The day it does not fit.</summary>
    public DateOnly? Beside { get; init; }

    public string? Vocabulary { get; init; }

    public string? Value { get; init; }

    /// <summary>How many dossiers bear the value.</summary>
    public int Dossiers { get; init; }

    /// <summary>Of those, how many a history file gave.</summary>
    public int Imported { get; init; }
}
