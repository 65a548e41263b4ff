namespace Labelling.Accounts;

/// <summary>A time during which a person belongs to an organisation; both days included, no end while it lasts.</summary>
public sealed record AffiliationPeriod(Guid OrganisationId, DateOnly From, DateOnly? To = null);

/// <summary>Somebody with an account. An e-mail address is where mail goes and what one signs in with, never an identity.</summary>
public sealed record Person
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Email { get; init; }
    public required string Language { get; init; }
    public required IReadOnlyList<string> Roles { get; init; }
    public required IReadOnlyList<AffiliationPeriod> Affiliations { get; init; }
    public required DateTimeOffset? DisabledAt { get; init; }

    /// <summary>What was known of them is gone; the row stays under a pseudonym.</summary>
    public bool Erased { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }
    public required long Revision { get; init; }

    public static Person Register(string name, string email, string language, IEnumerable<string> roles, IReadOnlyList<AffiliationPeriod> affiliations, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(),
        Name = name,
        Email = email,
        Language = language,
        Roles = [.. roles.Distinct()],
        Affiliations = affiliations,
        DisabledAt = null,
        RegisteredAt = at,
        Revision = 1,
    };

    /// <summary>Null: a disabled account is not changed any more.</summary>
    public Person? Change(string name, string email, string language, IEnumerable<string> roles, IReadOnlyList<AffiliationPeriod> affiliations) => DisabledAt is null
        ? this with { Name = name, Email = email, Language = language, Roles = [.. roles.Distinct()], Affiliations = affiliations, Revision = Revision + 1 }
        : null;

    /// <summary>Null: it is disabled already.</summary>
    public Person? Disable(DateTimeOffset at) => DisabledAt is null ? this with { DisabledAt = at, Revision = Revision + 1 } : null;

    /// <summary>Null: it is not disabled, or nothing is left of whose it was.</summary>
    public Person? Enable() => DisabledAt is not null && !Erased ? this with { DisabledAt = null, Revision = Revision + 1 } : null;
}

/// <summary>An organisation that people belong to and dossiers name.</summary>
public sealed record Organisation
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string? Siren { get; init; }
    public required string Type { get; init; }
    public required string? Region { get; init; }
    public required string? GroupSiren { get; init; }
    public required long Revision { get; init; }
}
