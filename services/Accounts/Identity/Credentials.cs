using Labelling.Storage;

namespace Labelling.Accounts;

/// <summary>What the framework's UserManager works on: how a person signs in. What it sets is kept by <see cref="AccountStore.UpdateAsync"/>.</summary>
public sealed class Credentials
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Email { get; init; }
    public required string Language { get; init; }
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Place of the newest event about the person.</summary>
    public required long Sequence { get; init; }

    /// <summary>Null: signs in without a password, or not yet.</summary>
    public required string? PasswordHash { get; set; }

    /// <summary>The key in the authenticator app, Base32; null: none.</summary>
    public required string? AuthenticatorKey { get; set; }

    /// <summary>True once the app has shown a right code.</summary>
    public required bool SecondFactor { get; set; }

    /// <summary>Who is changing it, for the trail.</summary>
    public required Actor Who { get; set; }

    /// <summary>The role of the trail's lines about one's own account.</summary>
    public const string Self = "self";
}
