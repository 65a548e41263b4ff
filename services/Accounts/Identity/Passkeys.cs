using System.Text.Json;
using FluentValidation;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Labelling.Accounts;

/// <summary>What a browser's passkey answered, and the state that came with the question.</summary>
public sealed record PasskeyAnswer(JsonElement Credential, string State)
{
    public sealed class Rules : AbstractValidator<PasskeyAnswer>
    {
        public Rules()
        {
            RuleFor(answer => answer.State).NotEmpty().MaximumLength(4000);
            RuleFor(answer => answer.Credential).Must(credential => credential.ValueKind == JsonValueKind.Object)
                .Says("Give what the browser's passkey answered.", "Donnez la réponse de la clé d'accès du navigateur.");
        }
    }
}

/// <summary>A question for the browser's passkey: options for navigator.credentials, and a state to send back with the answer.</summary>
public sealed record PasskeyQuestion(JsonElement Options, string State);

/// <summary>
/// Passkeys by the framework's handler. The state of a question travels with it, protected and for five minutes, and is good for one answer:
/// no cookie, so that the JSON API works like the pages.
/// </summary>
public sealed class Passkeys(IPasskeyHandler<Credentials> handler, UserManager<Credentials> manager, AccountStore accounts, IDataProtectionProvider protection)
{
    /// <summary>As many as somebody may have.</summary>
    public const int Most = 20;

    static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    ITimeLimitedDataProtector Protector(string purpose) => protection.CreateProtector("passkey", purpose).ToTimeLimitedDataProtector();

    /// <summary>To make a passkey for somebody signed in.</summary>
    public async Task<PasskeyQuestion> AskForNew(HttpContext context, Credentials account)
    {
        var made = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.Id.ToString("D"), Name = account.Email, DisplayName = account.Name }, context);
        return Question(made.CreationOptionsJson, made.AttestationState, "new " + account.Id.ToString("D"));
    }

    /// <summary>To sign in, or to confirm.</summary>
    public async Task<PasskeyQuestion> Ask(HttpContext context, Credentials? account)
    {
        var made = await handler.MakeRequestOptionsAsync(account, context);
        return Question(made.RequestOptionsJson, made.AssertionState, "known");
    }

    /// <summary>Keeps a new passkey; false when the answer does not fit the question.</summary>
    public async Task<bool> Add(HttpContext context, Credentials account, string name, PasskeyAnswer answer, CancellationToken stop)
    {
        if (await StateOf(answer, "new " + account.Id.ToString("D"), stop) is not { } state)
            return false;
        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = answer.Credential.GetRawText(), AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != account.Id.ToString("D") || await accounts.FindByPasskeyIdAsync(result.Passkey.CredentialId, stop) is not null)
            return false;
        result.Passkey.Name = name;
        account.Who = Caller.Of(context).Actor(Credentials.Self);
        return (await manager.AddOrUpdatePasskeyAsync(account, result.Passkey)).Succeeded;
    }

    /// <summary>Whose passkey answered; null when it is nobody's, or does not fit the question.</summary>
    public async Task<Credentials?> Check(HttpContext context, PasskeyAnswer answer, CancellationToken stop)
    {
        if (await StateOf(answer, "known", stop) is not { } state)
            return null;
        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = answer.Credential.GetRawText(), AssertionState = state });
        if (!result.Succeeded)
            return null;
        result.User.Who = new Actor(result.User.Id, Credentials.Self, Caller.Of(context).Address);
        return (await manager.AddOrUpdatePasskeyAsync(result.User, result.Passkey)).Succeeded ? result.User : null;
    }

    PasskeyQuestion Question(string options, string? state, string purpose)
    {
        using var document = JsonDocument.Parse(options);
        return new PasskeyQuestion(document.RootElement.Clone(), Protector(purpose).Protect(state ?? "", Lasts));
    }

    async Task<string?> StateOf(PasskeyAnswer answer, string purpose, CancellationToken stop)
    {
        try
        {
            var state = Protector(purpose).Unprotect(answer.State);
            return await accounts.UseChallenge(answer.State, stop) ? state : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null; // Too old, for another purpose, or not ours: an answer to no question.
        }
    }
}
