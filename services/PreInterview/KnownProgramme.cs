using Labelling.Contracts;

namespace Labelling.PreInterview;

/// <summary>One version of a programme's settings, as far as interviews are concerned.</summary>
public sealed record KnownProgramme
{
    public required Guid Id { get; init; }
    public required int Version { get; init; }
    public required bool InterviewRequired { get; init; }
    public required IReadOnlyList<Criterion> Grid { get; init; }

    /// <summary>Digital criteria count for digital dossiers alone.</summary>
    public IReadOnlyList<Criterion> CriteriaOf(DossierToInterview dossier) =>
        [.. Grid.Where(criterion => dossier.Digital || !criterion.DigitalOnly)];
}
