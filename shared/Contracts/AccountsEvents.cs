namespace Labelling.Contracts;

/// <summary>A time during which a person belongs to an organisation.</summary>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="Siren">Its SIREN, nine digits; null for a foreign organisation.</param>
/// <param name="GroupSiren">SIREN of the group's parent; null when the organisation is its own.</param>
/// <param name="From">First day, included.</param>
/// <param name="To">Last day, included; null while it lasts.</param>
public sealed record Affiliation(Guid OrganisationId, string? Siren, string? GroupSiren, DateOnly From, DateOnly? To);

/// <summary>Accounts: somebody has an account. Subject: the person.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Name">Display name.</param>
/// <param name="Email">Where mail to this person goes. Never an identity.</param>
/// <param name="Language">"fr" or "en".</param>
/// <param name="Roles">Roles held, as in <see cref="Roles"/>.</param>
/// <param name="Affiliations">All affiliations, past ones too.</param>
public sealed record PersonRegistered(
    Guid EventId, Guid PersonId, long Sequence, DateTimeOffset At,
    string Name, string Email, string Language, string[] Roles, Affiliation[] Affiliations);

/// <summary>Accounts: what is known of a person changed; carries the whole new state. Subject: the person.</summary>
/// <inheritdoc cref="PersonRegistered" path="/param"/>
public sealed record PersonChanged(
    Guid EventId, Guid PersonId, long Sequence, DateTimeOffset At,
    string Name, string Email, string Language, string[] Roles, Affiliation[] Affiliations);

/// <summary>
/// Accounts: an address on the list of experts is one of somebody who has an account, their main one or another. No address is told.
/// Subject: the expectation.
/// </summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="ExpectationId">What is waited for, as <see cref="ExpertExpected"/> names it.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="PersonId">Whose address it is.</param>
public sealed record ExpectedExpertFound(Guid EventId, Guid ExpectationId, long Sequence, DateTimeOffset At, Guid PersonId);

/// <summary>Accounts: the account may not be used any more. Subject: the person.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
public sealed record AccountDisabled(Guid EventId, Guid PersonId, long Sequence, DateTimeOffset At);

/// <summary>Accounts: a disabled account may be used again; what is known of the person follows as <see cref="PersonChanged"/>. Subject: the person.</summary>
/// <inheritdoc cref="AccountDisabled" path="/param"/>
public sealed record AccountEnabled(Guid EventId, Guid PersonId, long Sequence, DateTimeOffset At);

/// <summary>Accounts: sign-ins of a person were ended; whoever holds their cookies or tokens is out. Subject: the person.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="SessionIds">The sign-ins: what stands as "sid" in cookies and tokens.</param>
public sealed record SessionsEnded(Guid EventId, Guid PersonId, long Sequence, DateTimeOffset At, Guid[] SessionIds);

/// <summary>Accounts: what was known of a person is gone; the id stays as a pseudonym. The account opens nothing any more. Subject: the person.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
public sealed record PersonErased(Guid EventId, Guid PersonId, long Sequence, DateTimeOffset At);

/// <summary>Accounts: an organisation is new or changed; carries the whole new state. Subject: the organisation.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Name">Its name.</param>
/// <param name="Siren">Nine digits with a right check digit; null for a foreign organisation.</param>
/// <param name="Type">A value of the vocabulary "organisation-type".</param>
/// <param name="Region">A value of the vocabulary "region"; null when not known.</param>
/// <param name="GroupSiren">SIREN of the group's parent; null when the organisation is its own.</param>
public sealed record OrganisationChanged(
    Guid EventId, Guid OrganisationId, long Sequence, DateTimeOffset At,
    string Name, string? Siren, string Type, string? Region, string? GroupSiren);

/// <summary>The roles of DOMAIN "The people", as they stand in tokens and events.</summary>
public static class Roles
{
    /// <summary>Project holder: writes dossiers for an organisation.</summary>
    public const string Holder = "holder";

    /// <summary>Expert of the pool: interviews and reviews.</summary>
    public const string Expert = "expert";

    /// <summary>Committee member: sits in sessions and votes.</summary>
    public const string Member = "member";

    /// <summary>Chair of the committee.</summary>
    public const string Chair = "chair";

    /// <summary>Vice-chair: stands in when the chair is recused.</summary>
    public const string ViceChair = "vice-chair";

    /// <summary>The cluster's permanent staff.</summary>
    public const string Office = "office";

    /// <summary>Administrator: accounts, programmes, calls, vocabularies.</summary>
    public const string Administrator = "administrator";

    /// <summary>All of them, in the order of the people's table.</summary>
    public static readonly IReadOnlyList<string> All = [Holder, Expert, Member, Chair, ViceChair, Office, Administrator];
}
