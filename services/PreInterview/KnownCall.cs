namespace Labelling.PreInterview;

/// <summary>A call that a dossier can be redirected to.</summary>
public sealed record KnownCall
{
    public required Guid Id { get; init; }
    public required string Code { get; init; }
    public required string FundingBody { get; init; }
}
