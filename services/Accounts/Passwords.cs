using Microsoft.AspNetCore.Identity;

namespace Labelling.Accounts;

/// <summary>Hashes passwords with the framework's hasher. Checking takes the same time whether or not there is such an account.</summary>
public sealed class Passwords
{
    readonly PasswordHasher<Person> hasher = new();
    readonly string ofNobody;

    public Passwords() => ofNobody = Hash(Guid.CreateVersion7().ToString());

    /// <summary>At least so many characters.</summary>
    public const int Shortest = 12;

    public string Hash(string password) => hasher.HashPassword(null!, password);

    public bool Fits(string? hash, string password) =>
        hasher.VerifyHashedPassword(null!, hash ?? ofNobody, password) != PasswordVerificationResult.Failed && hash is not null;
}
