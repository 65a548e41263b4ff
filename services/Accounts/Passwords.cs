using FluentValidation;
using Labelling.Hosting;
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

    /// <summary>A password that may be chosen.</summary>
    public static IRuleBuilderOptions<T, string> Chosen<T>(IRuleBuilder<T, string> rule) => rule.Length(Shortest, 200).Says(
        $"Give a password of at least {Shortest} characters; a sentence does well.",
        $"Donnez un mot de passe de {Shortest} caractères au moins ; une phrase convient.");

    public string Hash(string password) => hasher.HashPassword(null!, password);

    public bool Fits(string? hash, string password) =>
        hasher.VerifyHashedPassword(null!, hash ?? ofNobody, password) != PasswordVerificationResult.Failed && hash is not null;
}
