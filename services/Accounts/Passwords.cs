using FluentValidation;
using Labelling.Hosting;
using Microsoft.AspNetCore.Identity;

namespace Labelling.Accounts;

/// <summary>Hashes passwords with the framework's hasher. Checking takes the same time whether or not there is such an account.</summary>
public sealed class Passwords : IPasswordValidator<Credentials>
{
    readonly PasswordHasher<Credentials> hasher = new();
    readonly string ofNobody;

    public Passwords() => ofNobody = Hash(Guid.CreateVersion7().ToString());

    /// <summary>At least so many characters.</summary>
    public const int Shortest = 12;

    public const int Longest = 200;

    static readonly Refusal
        TooShort = new("password.too-short",
            $"Give a password of at least {Shortest} characters; a sentence does well.",
            $"Donnez un mot de passe de {Shortest} caractères au moins ; une phrase convient."),
        Common = new("password.common",
            "This password is among the first that others would try. Give another; several words that do not belong together do well.",
            "Ce mot de passe est parmi les premiers que d'autres essaieraient. Donnez-en un autre ; plusieurs mots sans rapport entre eux conviennent.");

    /// <summary>A password that may be chosen.</summary>
    public static IRuleBuilderOptions<T, string> Chosen<T>(IRuleBuilder<T, string> rule) => rule
        .Length(Shortest, Longest).Says(TooShort.English, TooShort.French)
        .Must(password => password is null || !CommonPasswords.Has(password)).Says(Common.English, Common.French);

    /// <summary>Why somebody may not choose a password; null: they may.</summary>
    /// <param name="password">What was typed.</param>
    /// <param name="own">What belongs to the person: name, e-mail address.</param>
    public static Refusal? WhyNot(string password, params ReadOnlySpan<string> own) =>
        password.Length is < Shortest or > Longest ? TooShort : CommonPasswords.Has(password, own) ? Common : null;

    public string Hash(string password) => hasher.HashPassword(null!, password);

    public bool Fits(string? hash, string password) =>
        hasher.VerifyHashedPassword(null!, hash ?? ofNobody, password) != PasswordVerificationResult.Failed && hash is not null;

    /// <summary>The same rule where the framework's UserManager sets a password.</summary>
    public Task<IdentityResult> ValidateAsync(UserManager<Credentials> manager, Credentials user, string? password) => Task.FromResult(
        WhyNot(password ?? "", user.Name, user.Email) is { } refusal
            ? IdentityResult.Failed(new IdentityError { Code = refusal.Code, Description = Words.Say(refusal.English, refusal.French) })
            : IdentityResult.Success);
}
