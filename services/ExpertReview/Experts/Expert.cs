namespace Labelling.ExpertReview.Experts;

/// <summary>Where an expert comes from.</summary>
public enum ExpertProfile
{
    /// <summary>From research.</summary>
    Academic,

    /// <summary>From industry.</summary>
    Industry,

    /// <summary>From care.</summary>
    Clinician,
}

/// <summary>Days on which an expert takes no review, both included.</summary>
public sealed record Absence(DateOnly From, DateOnly To);

/// <summary>The yearly declaration of interests.</summary>
/// <param name="DeclaredOn">Day of the declaration, in Europe/Paris.</param>
/// <param name="Text">In the expert's words; null where there is nothing to say.</param>
/// <param name="Organisations">SIRENs of the organisations they have an interest in.</param>
public sealed record Declaration(DateOnly DeclaredOn, string? Text, IReadOnlyList<string> Organisations)
{
    /// <summary>More than a year old.</summary>
    public bool IsOverdue(DateOnly today) => DeclaredOn.AddYears(1) < today;
}

/// <summary>A person's entry in the pool.</summary>
public sealed record Expert
{
    /// <summary>Open reviews at a time, where nothing else is said.</summary>
    public const int UsualLoad = 5;

    public required Guid PersonId { get; init; }
    public required IReadOnlyList<string> Sectors { get; init; }
    public required IReadOnlyList<string> TherapeuticAreas { get; init; }
    public required IReadOnlyList<string> TechnologyAxes { get; init; }
    public required IReadOnlyList<string> Keywords { get; init; }
    public required ExpertProfile Profile { get; init; }
    public required bool Digital { get; init; }
    public required int LargestLoad { get; init; }
    public required IReadOnlyList<Absence> Absences { get; init; }
    public required Declaration Declaration { get; init; }
    public required long Revision { get; init; }

    public bool IsAbsent(DateOnly from, DateOnly to) => Absences.Any(absence => absence.From <= to && absence.To >= from);
}
