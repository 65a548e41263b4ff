namespace Labelling.Accounts.People;

/// <summary>Somebody is invited to make an account, with roles. It is gone once it was accepted or withdrawn.</summary>
public sealed record Invitation
{
    /// <summary>How long its link opens the page.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(14);

    public required Guid Id { get; init; }
    public required string Email { get; init; }
    public required string Language { get; init; }
    public required IReadOnlyList<string> Roles { get; init; }
    public required Guid InvitedBy { get; init; }
    public required DateTimeOffset InvitedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required long Revision { get; init; }

    public static Invitation Send(string email, string language, IEnumerable<string> roles, Guid by, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(),
        Email = email,
        Language = language,
        Roles = [.. roles.Distinct()],
        InvitedBy = by,
        InvitedAt = at,
        ExpiresAt = at + Lasts,
        Revision = 1,
    };

    /// <summary>The same once more: the link sent before opens nothing any more.</summary>
    public Invitation Again(Guid by, DateTimeOffset at) => this with { InvitedBy = by, InvitedAt = at, ExpiresAt = at + Lasts, Revision = Revision + 1 };
}
