using System.Globalization;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Labelling.Accounts;

/// <summary>One's own account: what one signs in with, where one is signed in, what programs may do.</summary>
public static class AccountPages
{
    const string PasswordPath = "/account/password", SecondFactorPath = "/account/second-factor", PasskeysPath = "/account/passkeys", SessionsPath = "/account/sessions", TokensPath = "/account/tokens";

    static readonly int[] Durations = [30, 90, 180, 365];

    const int RecoveryCodes = 10;

    public static async Task<IResult> Overview(Caller caller, AccountStore accounts, SessionStore sessions, CancellationToken stop)
    {
        if (await accounts.ById(caller.PersonId, stop) is not { } account)
            return Problems.NotFound();
        var open = await sessions.Open(caller.PersonId, stop);
        return Pages.Show<AccountPage>(new
        {
            account.Name,
            account.Email,
            account.Roles,
            account.SecondFactor,
            CodesLeft = await accounts.CountCodesAsync(account, stop),
            Passkeys = (await accounts.PasskeysOf(caller.PersonId, stop)).Count,
            SignIns = open.Count(session => session.Kind != SessionKind.Personal),
            Tokens = open.Count(session => session.Kind == SessionKind.Personal),
        });
    }

    public static RazorComponentResult<PasswordPage> Password() => Pages.Show<PasswordPage>();

    public static async Task<IResult> ChangePassword(HttpContext context, Caller caller, Door door, AccountStore accounts, Passwords passwords, TimeProvider clock, CancellationToken stop)
    {
        var form = await SentForm.Of(context.Request, stop);
        var (chosen, again) = ($"{form["chosen"]}", $"{form["again"]}");
        var (account, errors) = await Known(form, caller, door, clock, stop);
        if (account is not null && Passwords.WhyNot(chosen, account.Name, account.Email) is { } refusal)
            errors = errors.And("chosen", Words.Say(refusal.English, refusal.French));
        if (chosen != again)
            errors = errors.And("again", Text.Password_Different);
        if (account is null || !errors.IsEmpty)
            return Pages.Show<PasswordPage>(new { Errors = errors }, 400);
        await accounts.SetPassword(account.Id, passwords.Hash(chosen), caller.Actor(Credentials.Self), caller.SessionId, stop);
        return Pages.SeeOther("/account", Text.Password_Done);
    }

    public static async Task<IResult> SecondFactor(Caller caller, AccountStore accounts, CancellationToken stop) =>
        await accounts.ById(caller.PersonId, stop) is { } account ? await ShowSecondFactor(account, accounts, FieldErrors.None, stop) : Problems.NotFound();

    public static async Task<IResult> BeginSecondFactor(HttpContext context, Caller caller, Door door, AccountStore accounts, UserManager<Credentials> manager, TimeProvider clock, CancellationToken stop)
    {
        var (account, errors) = await Known(await SentForm.Of(context.Request, stop), caller, door, clock, stop);
        if (account is null)
            return await accounts.ById(caller.PersonId, stop) is { } still ? await ShowSecondFactor(still, accounts, errors, stop) : Problems.NotFound();
        // Turned off first: an app that works is not replaced in passing.
        if (!account.SecondFactor)
            await manager.ResetAuthenticatorKeyAsync(account);
        return Pages.SeeOther(SecondFactorPath);
    }

    public static async Task<IResult> ConfirmSecondFactor(HttpContext context, Caller caller, Door door, AccountStore accounts, UserManager<Credentials> manager, TimeProvider clock, CancellationToken stop)
    {
        if (await accounts.ById(caller.PersonId, stop) is not { } account)
            return Problems.NotFound();
        if (account.AuthenticatorKey is null || account.SecondFactor)
            return Pages.SeeOther(SecondFactorPath);
        var code = AuthenticatorCodes.Digits($"{(await SentForm.Of(context.Request, stop))["code"]}");
        switch (code is null ? new Entry.Refused() : await door.Code(account, code, caller.Address, stop))
        {
            case Entry.Known:
                await manager.SetTwoFactorEnabledAsync(account, true);
                return await ShowCodes(account, manager);
            case Entry.Wait { Until: var until }:
                return await ShowSecondFactor(account, accounts, FieldErrors.One("code", Say(WaitBeforeTrying.Until(until, clock.GetUtcNow()))), stop);
            default:
                return await ShowSecondFactor(account, accounts, FieldErrors.One("code", Say(SignInRefused.WrongCode)), stop);
        }
    }

    public static Task<IResult> NewRecoveryCodes(HttpContext context, Caller caller, Door door, AccountStore accounts, UserManager<Credentials> manager, TimeProvider clock, CancellationToken stop) =>
        WithSecondFactor(context, caller, door, accounts, clock, account => ShowCodes(account, manager), stop);

    public static Task<IResult> TurnOffSecondFactor(HttpContext context, Caller caller, Door door, AccountStore accounts, UserManager<Credentials> manager, TimeProvider clock, CancellationToken stop) =>
        WithSecondFactor(context, caller, door, accounts, clock, async account =>
        {
            await manager.SetTwoFactorEnabledAsync(account, false);
            return Pages.SeeOther("/account", Text.SecondFactor_Off);
        }, stop);

    static async Task<IResult> WithSecondFactor(
        HttpContext context, Caller caller, Door door, AccountStore accounts, TimeProvider clock, Func<Credentials, Task<IResult>> act, CancellationToken stop)
    {
        var (account, errors) = await Known(await SentForm.Of(context.Request, stop), caller, door, clock, stop);
        if (account is { SecondFactor: true })
            return await act(account);
        return account is null && await accounts.ById(caller.PersonId, stop) is { } still ? await ShowSecondFactor(still, accounts, errors, stop) : Pages.SeeOther(SecondFactorPath);
    }

    static async Task<IResult> ShowSecondFactor(Credentials account, AccountStore accounts, FieldErrors errors, CancellationToken stop) => Pages.Show<SecondFactorPage>(new
    {
        IsSet = account.SecondFactor,
        Key = account.SecondFactor ? null : account.AuthenticatorKey,
        Address = account is { SecondFactor: false, AuthenticatorKey: { } key } ? $"otpauth://totp/Labelling:{Uri.EscapeDataString(account.Email)}?secret={key}&issuer=Labelling" : null,
        CodesLeft = await accounts.CountCodesAsync(account, stop),
        Errors = errors,
    }, errors.IsEmpty ? 200 : 400);

    static async Task<IResult> ShowCodes(Credentials account, UserManager<Credentials> manager) =>
        Pages.Show<RecoveryCodesPage>(new { Codes = (await manager.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes) ?? []).ToArray() });

    public static async Task<RazorComponentResult<PasskeysPage>> PasskeyList(Caller caller, AccountStore accounts, CancellationToken stop) =>
        Pages.Show<PasskeysPage>(new { Items = await accounts.PasskeysOf(caller.PersonId, stop) });

    /// <summary>The password once more, and a name: whoever finds a browser open adds no key of theirs.</summary>
    public sealed record NewPasskey(string Password);

    public sealed record AddedPasskey(string Name, PasskeyAnswer Answer);

    public static async Task<Results<Ok<PasskeyQuestion>, ValidationProblem, SignInRefused, TooManyTries, ConflictProblem>> AskForPasskey(
        NewPasskey request, HttpContext context, Caller caller, Door door, Passkeys passkeys, AccountStore accounts, TimeProvider clock, CancellationToken stop)
    {
        if (request.Password.Length is 0 or > Passwords.Longest)
            return Problems.Invalid("password", "Give your password.", "Donnez votre mot de passe.");
        if ((await accounts.PasskeysOf(caller.PersonId, stop)).Count >= Passkeys.Most)
            return Problems.Conflict("passkey.too-many", $"You have {Passkeys.Most} passkeys. Remove one first.", $"Vous avez {Passkeys.Most} clés d'accès. Retirez-en une d'abord.");
        return await door.PasswordOf(caller.PersonId, request.Password, caller.Address, stop) switch
        {
            Entry.Known { Account: var account } => TypedResults.Ok(await passkeys.AskForNew(context, account)),
            Entry.Wait { Until: var until } => TooManyTries.Until(until, clock.GetUtcNow()),
            _ => SignInRefused.Because(SignInRefused.WrongPassword),
        };
    }

    public static async Task<Results<NoContent, ValidationProblem, NotFoundProblem, UnprocessableProblem>> AddPasskey(
        AddedPasskey request, HttpContext context, Caller caller, Passkeys passkeys, AccountStore accounts, CancellationToken stop)
    {
        if (!IsName(request.Name))
            return Problems.Invalid("name", NameNeeded.English, NameNeeded.French);
        if (new PasskeyAnswer.Rules().Validate(request.Answer) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await accounts.ById(caller.PersonId, stop) is not { } account)
            return Problems.NotFound();
        return await passkeys.Add(context, account, request.Name.Trim(), request.Answer, stop)
            ? TypedResults.NoContent()
            : Problems.Unprocessable("passkey.refused", "This passkey was not accepted. Try again.", "Cette clé d'accès n'a pas été acceptée. Réessayez.");
    }

    public static async Task<IResult> RenamePasskey(string id, HttpContext context, Caller caller, AccountStore accounts, CancellationToken stop)
    {
        var name = $"{(await SentForm.Of(context.Request, stop))["name"]}";
        if (!IsName(name))
            return Pages.Show<PasskeysPage>(new { Items = await accounts.PasskeysOf(caller.PersonId, stop), Errors = FieldErrors.One($"name-{id}", Say(NameNeeded)) }, 400);
        return await accounts.RenamePasskey(caller.PersonId, id, name.Trim(), caller.Actor(Credentials.Self), stop) ? Pages.SeeOther(PasskeysPath, Text.Passkeys_Renamed) : Problems.NotFound();
    }

    public static async Task<IResult> RemovePasskey(string id, Caller caller, AccountStore accounts, CancellationToken stop) =>
        await accounts.RemovePasskey(caller.PersonId, id, caller.Actor(Credentials.Self), stop) ? Pages.SeeOther(PasskeysPath, Text.Passkeys_Removed) : Problems.NotFound();

    public static async Task<RazorComponentResult<SessionsPage>> Sessions(Caller caller, SessionStore sessions, CancellationToken stop) => Pages.Show<SessionsPage>(new
    {
        Items = (await sessions.Open(caller.PersonId, stop)).Where(session => session.Kind != SessionKind.Personal).ToArray(),
        Own = caller.SessionId,
    });

    public static async Task<IResult> EndSession(Guid id, Caller caller, SessionStore sessions, CancellationToken stop) =>
        await sessions.End(caller.PersonId, id, caller.Actor(Credentials.Self), stop) ? Pages.SeeOther(SessionsPath, Text.Sessions_Ended) : Problems.NotFound();

    public static async Task<SeeOther> EndOtherSessions(Caller caller, SessionStore sessions, CancellationToken stop) => Pages.SeeOther(SessionsPath, string.Format(
        CultureInfo.CurrentCulture, Text.Sessions_EndedOthers, await sessions.EndOthers(caller.PersonId, caller.SessionId, caller.Actor(Credentials.Self), stop)));

    public static async Task<RazorComponentResult<TokensPage>> Tokens(Caller caller, SessionStore sessions, CancellationToken stop) =>
        await ShowTokens(caller, sessions, new PersonalTokens.Request("", [], 90, ""), null, FieldErrors.None, stop);

    public static async Task<IResult> MakeToken(HttpContext context, Caller caller, Door door, SessionStore sessions, SigningKey key, TimeProvider clock, CancellationToken stop)
    {
        var form = await SentForm.Of(context.Request, stop);
        var dossier = $"{form["dossier"]}".Trim();
        var request = new PersonalTokens.Request(
            $"{form["name"]}", [.. form["scopes"].OfType<string>()], int.TryParse($"{form["days"]}", CultureInfo.InvariantCulture, out var days) ? days : 0, $"{form["password"]}",
            Guid.TryParse(dossier, out var id) ? id : null);
        var errors = new PersonalTokens.Rules().Validate(request) is { IsValid: false } broken ? FieldErrors.Of(broken) : FieldErrors.None;
        if (dossier.Length > 0 && request.DossierId is null)
            errors = errors.And("dossier", Text.Tokens_DossierUnknown);
        if (errors.IsEmpty)
            (_, errors) = await Known(form, caller, door, clock, stop);
        if (!errors.IsEmpty)
            return await ShowTokens(caller, sessions, request, null, errors, stop, 400);
        return await PersonalTokens.Give(request, context, caller, sessions, key, clock, stop) is { } made
            ? await ShowTokens(caller, sessions, new PersonalTokens.Request("", [], 90, ""), made.Token, FieldErrors.None, stop)
            : await ShowTokens(caller, sessions, request, null, FieldErrors.One("", Say(PersonalTokens.TooMany)), stop, 409);
    }

    public static async Task<IResult> RevokeToken(Guid id, Caller caller, SessionStore sessions, CancellationToken stop) =>
        await sessions.End(caller.PersonId, id, caller.Actor(Credentials.Self), stop) ? Pages.SeeOther(TokensPath, Text.Tokens_Revoked) : Problems.NotFound();

    static async Task<RazorComponentResult<TokensPage>> ShowTokens(
        Caller caller, SessionStore sessions, PersonalTokens.Request filled, string? made, FieldErrors errors, CancellationToken stop, int status = 200) => Pages.Show<TokensPage>(new
        {
            Items = (await sessions.Open(caller.PersonId, stop)).Where(session => session.Kind == SessionKind.Personal).ToArray(),
            Filled = filled,
            Made = made,
            Durations,
            Errors = errors,
        }, status);

    /// <summary>The account whose password stands in the form; null, and why, when it is not right.</summary>
    internal static async Task<(Credentials?, FieldErrors)> Known(IFormCollection form, Caller caller, Door door, TimeProvider clock, CancellationToken stop)
    {
        var password = $"{form["password"]}";
        var entry = password.Length is 0 or > Passwords.Longest ? new Entry.Refused() : await door.PasswordOf(caller.PersonId, password, caller.Address, stop);
        if (entry is Entry.Known { Account: var account })
        {
            account.Who = caller.Actor(Credentials.Self);
            return (account, FieldErrors.None);
        }
        return (null, FieldErrors.One("password", Say(entry is Entry.Wait { Until: var until } ? WaitBeforeTrying.Until(until, clock.GetUtcNow()) : SignInRefused.WrongPassword)));
    }

    static readonly Refusal NameNeeded = new("invalid", "Give a name, on one line of at most 100 characters.", "Donnez un nom, sur une ligne de 100 caractères au plus.");

    static bool IsName(string name) => name.Trim().Length is > 0 and <= 100 && !name.Any(char.IsControl);

    static string Say(Refusal refusal) => Words.Say(refusal.English, refusal.French);
}
