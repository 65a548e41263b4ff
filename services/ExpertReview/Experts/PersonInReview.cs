using Labelling.Contracts;

namespace Labelling.ExpertReview.Experts;

/// <summary>What expert review knows of a person, from the accounts' events.</summary>
public sealed record PersonInReview
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Language { get; init; }

    /// <summary>Where mails go; null: not heard yet, or erased.</summary>
    public string? Email { get; init; }
    public required IReadOnlyList<string> Roles { get; init; }
    public required IReadOnlyList<Affiliation> Affiliations { get; init; }

    /// <summary>The account may not be used any more; for good.</summary>
    public bool Disabled { get; init; }

    /// <summary>Accounts' number of the event this state stood in; an older one never overwrites it.</summary>
    public required long Sequence { get; init; }
}
