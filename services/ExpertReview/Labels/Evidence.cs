namespace Labelling.ExpertReview.Labels;

/// <summary>What somebody who holds the dossier says about a reservation of its label.</summary>
/// <remarks>
/// Place: Which reservation, from 1, as on the certificate.
/// Address: Where in the dossier it is shown; null: the text says all.
/// </remarks>
public sealed record Evidence
{
    public required Guid Id { get; init; }
    public required int Place { get; init; }
    public required Guid PersonId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Text { get; init; }
    public required string? Address { get; init; }
}
