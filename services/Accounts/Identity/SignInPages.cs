using System.Security.Cryptography;
using System.Text.Json;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

/// <summary>Signing in with a browser: address and password, then the second factor where there is one; or a passkey alone.</summary>
public static class SignInPages
{
    const string SecondFactorPath = SignIn.Page + "/second-factor", RecoveryCodePath = SignIn.Page + "/recovery-code";

    /// <summary>What the right password left in the browser until the code comes.</summary>
    sealed record Half(Guid PersonId, string PasswordDigest, string Return);

    const string HalfCookie = "labelling-half";

    static readonly TimeSpan HalfLasts = TimeSpan.FromMinutes(10);

    public static IResult Page(HttpContext context)
    {
        var next = Next($"{context.Request.Query["return"]}");
        return Caller.Of(context).PersonId != Guid.Empty ? Pages.SeeOther(next) : Show("", next, FieldErrors.None);
    }

    public static async Task<IResult> HandleForm(HttpContext context, Caller caller, Door door, TimeProvider clock, CancellationToken stop)
    {
        var form = await SentForm.Of(context.Request, stop);
        var (email, password, next) = ($"{form["email"]}", $"{form["password"]}", Next($"{form["return"]}"));
        if (email.Length is 0 or > 254 || password.Length is 0 or > Passwords.Longest)
            return Show(email, next, FieldErrors.One("email", Text.SignIn_Both));
        switch (await door.Password(email, password, caller.Address, stop))
        {
            case Entry.Known { Account: { SecondFactor: true } account }:
                Keep(context, new Half(account.Id, DigestOf(account), next));
                return Pages.SeeOther(SecondFactorPath);
            case Entry.Known { Account: var account }:
                await door.EnterByBrowser(context, account, stop);
                return Pages.SeeOther(next);
            case Entry.Wait { Until: var until }:
                return Show(email, next, FieldErrors.One("", Say(WaitBeforeTrying.Until(until, clock.GetUtcNow()))), 429);
            default:
                return Show(email, next, FieldErrors.One("email", Say(SignInRefused.Wrong)));
        }
    }

    public static async Task<IResult> SecondFactor(HttpContext context, AccountStore accounts, CancellationToken stop) =>
        await HalfWay(context, accounts, stop) is null ? Pages.SeeOther(SignIn.Page) : ShowCode(recovery: false, FieldErrors.None);

    public static async Task<IResult> RecoveryCode(HttpContext context, AccountStore accounts, CancellationToken stop) =>
        await HalfWay(context, accounts, stop) is null ? Pages.SeeOther(SignIn.Page) : ShowCode(recovery: true, FieldErrors.None);

    public static Task<IResult> HandleSecondFactor(HttpContext context, Caller caller, Door door, AccountStore accounts, TimeProvider clock, CancellationToken stop) =>
        Finish(context, caller, door, accounts, clock, recovery: false, stop);

    public static Task<IResult> HandleRecoveryCode(HttpContext context, Caller caller, Door door, AccountStore accounts, TimeProvider clock, CancellationToken stop) =>
        Finish(context, caller, door, accounts, clock, recovery: true, stop);

    static async Task<IResult> Finish(HttpContext context, Caller caller, Door door, AccountStore accounts, TimeProvider clock, bool recovery, CancellationToken stop)
    {
        if (await HalfWay(context, accounts, stop) is not var (half, account))
            return Pages.SeeOther(SignIn.Page, Text.SignIn_Again);
        var code = $"{(await SentForm.Of(context.Request, stop))["code"]}";
        if (code.Length is 0 or > 30)
            return ShowCode(recovery, FieldErrors.One("code", Text.SignIn_CodeMissing));
        switch (await door.Code(account, code, caller.Address, stop))
        {
            case Entry.Known:
                context.Response.Cookies.Delete(HalfCookie);
                await door.EnterByBrowser(context, account, stop);
                return Pages.SeeOther(half.Return);
            case Entry.Wait { Until: var until }:
                return ShowCode(recovery, FieldErrors.One("", Say(WaitBeforeTrying.Until(until, clock.GetUtcNow()))), 429);
            default:
                return ShowCode(recovery, FieldErrors.One("code", Say(SignInRefused.WrongCode)));
        }
    }

    public static async Task<SeeOther> Out(HttpContext context, Caller caller, SessionStore sessions, CancellationToken stop)
    {
        if (caller.SessionId != Guid.Empty)
            await sessions.End(caller.PersonId, caller.SessionId, caller.Actor(Credentials.Self), stop);
        await SignIn.Out(context);
        return Pages.SeeOther("/", Text.SignIn_Out);
    }

    public static async Task<Ok<PasskeyQuestion>> AskPasskey(HttpContext context, Passkeys passkeys) => TypedResults.Ok(await passkeys.Ask(context, null));

    /// <summary>A passkey is two factors in one: what one has, and a finger or a code to wake it.</summary>
    public static async Task<Results<NoContent, ValidationProblem, SignInRefused, TooManyTries>> HandlePasskey(
        PasskeyAnswer answer, HttpContext context, Caller caller, Passkeys passkeys, Door door, SignInTries tries, AccountStore accounts, TimeProvider clock, CancellationToken stop)
    {
        if (new PasskeyAnswer.Rules().Validate(answer) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        // By place alone: nothing else is known before the answer is looked at.
        if (await tries.Begin(TriedWith.Code, caller.Address, caller.Address, stop) is { } until)
            return TooManyTries.Until(until, clock.GetUtcNow());
        if (await passkeys.Check(context, answer, stop) is not { } account || Door.IsDemonstrations(account) && !await accounts.IsDemonstration(stop))
            return SignInRefused.Because(SignInRefused.WrongPasskey);
        await tries.Right(TriedWith.Code, caller.Address, caller.Address, stop);
        await door.EnterByBrowser(context, account, stop);
        return TypedResults.NoContent();
    }

    static string Next(string path) => Pages.IsLocal(path) && !path.StartsWith(SignIn.Page, StringComparison.OrdinalIgnoreCase) ? path : "/home";

    static string Say(Refusal refusal) => Words.Say(refusal.English, refusal.French);

    static RazorComponentResult<SignInPage> Show(string email, string next, FieldErrors errors, int? status = null) =>
        Pages.Show<SignInPage>(new { Email = email, Return = next, Errors = errors }, status ?? (errors.IsEmpty ? 200 : 400));

    static RazorComponentResult<SecondFactorSignInPage> ShowCode(bool recovery, FieldErrors errors, int? status = null) =>
        Pages.Show<SecondFactorSignInPage>(new { Recovery = recovery, Errors = errors }, status ?? (errors.IsEmpty ? 200 : 400));

    static ITimeLimitedDataProtector Protector(HttpContext context) =>
        context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("half signed in").ToTimeLimitedDataProtector();

    static void Keep(HttpContext context, Half half) => context.Response.Cookies.Append(HalfCookie, Protector(context).Protect(JsonSerializer.Serialize(half), HalfLasts), new CookieOptions
    {
        MaxAge = HalfLasts,
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.RequestServices.GetRequiredService<Settings>().Https,
        IsEssential = true,
    });

    static async Task<(Half, Credentials)?> HalfWay(HttpContext context, AccountStore accounts, CancellationToken stop)
    {
        if (context.Request.Cookies[HalfCookie] is not { } cookie)
            return null;
        try
        {
            // A password changed meanwhile ends what the old one began.
            return JsonSerializer.Deserialize<Half>(Protector(context).Unprotect(cookie)) is { } half
                && await accounts.ById(half.PersonId, stop) is { SecondFactor: true } account && DigestOf(account) == half.PasswordDigest
                ? (half, account)
                : null;
        }
        catch (CryptographicException)
        {
            return null; // Too old, or not ours: one begins again.
        }
    }

    static string DigestOf(Credentials account) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(account.PasswordHash ?? "")));
}
