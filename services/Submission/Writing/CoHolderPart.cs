namespace Labelling.Submission.Writing;

/// <summary>What a co-holder may write.</summary>
public enum WritingPart
{
    /// <summary>Their own organisation's row: what it is, its role, its budget.</summary>
    Own,
    All,
}

/// <summary>What the holder gave a co-holder to write. OrganisationKey: of their organisation's row, "lead" for the lead; for <see cref="WritingPart.Own"/> only.</summary>
public sealed record CoHolderPart
{
    public required Guid PersonId { get; init; }
    public required WritingPart Part { get; init; }
    public required string? OrganisationKey { get; init; }
    public required long Revision { get; init; }

    /// <summary>True for a field that this part holds.</summary>
    public bool Holds(string field) => Part is WritingPart.All || ContentFields.Parse(field) switch
    {
        { Name: "lead", Key: null, Cell: not null, Sub: null } => OrganisationKey == Organisation.LeadKey,
        { Name: ContentFields.Partners, Key: { } key, Cell: not null } => key == OrganisationKey,
        { Name: ContentFields.WorkPackages, Cell: "costs", Sub: { } key } => key == OrganisationKey,
        _ => false,
    };
}

/// <summary>Who changed a field last, and when.</summary>
public sealed record FieldAuthor
{
    public required string Field { get; init; }
    public required Guid ChangedBy { get; init; }
    public required string? ByName { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}
