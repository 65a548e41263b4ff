using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Identity;

namespace Labelling.Accounts;

/// <summary>What came of trying to come in.</summary>
public abstract record Entry
{
    /// <summary>The password was right; there is a second factor to show still when the account has one.</summary>
    public sealed record Known(Credentials Account) : Entry;

    /// <summary>Something does not fit; it is not said what.</summary>
    public sealed record Refused : Entry;

    /// <summary>Too many tries; not before that instant.</summary>
    public sealed record Wait(DateTimeOffset Until) : Entry;
}

/// <summary>Passwords and codes, looked at in one place: for pages, tokens and confirmations alike.</summary>
public sealed class Door(
    AccountStore accounts, SessionStore sessions, SignInTries tries, Passwords passwords, UserManager<Credentials> manager, SigningKey key, TimeProvider clock)
{
    /// <summary>Accounts of the demonstration: their passwords lie in a file, so they sign in where it runs and nowhere else.</summary>
    public const string DemonstrationDomain = "@demo.labelling.example";

    /// <summary>An address and a password. Takes the same time whether or not there is such an account.</summary>
    public async Task<Entry> Password(string email, string password, string address, CancellationToken stop)
    {
        var tried = Mail.Normalized(email);
        if (await tries.Begin(TriedWith.Account, tried, address, stop) is { } until)
            return new Entry.Wait(until);
        var account = await accounts.ByEmail(email, stop);
        var fits = passwords.Fits(account?.PasswordHash, password);
        if (!fits || account is null || IsDemonstrations(account) && !await accounts.IsDemonstration(stop))
            return new Entry.Refused();
        await tries.Right(TriedWith.Account, tried, address, stop);
        return new Entry.Known(account);
    }

    /// <summary>The password once more, of somebody who is signed in.</summary>
    public async Task<Entry> PasswordOf(Guid person, string password, string address, CancellationToken stop) =>
        await accounts.ById(person, stop) is { } account ? await Password(account.Email, password, address, stop) : new Entry.Refused();

    /// <summary>A code of the authenticator app, or a recovery code.</summary>
    public async Task<Entry> Code(Credentials account, string code, string address, CancellationToken stop)
    {
        var tried = account.Id.ToString("D");
        if (await tries.Begin(TriedWith.Code, tried, address, stop) is { } until)
            return new Entry.Wait(until);
        account.Who = new Actor(account.Id, Credentials.Self, address);
        var fits = AuthenticatorCodes.Digits(code) is { } digits
            ? await manager.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, digits)
            : (await manager.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded;
        if (!fits)
            return new Entry.Refused();
        await tries.Right(TriedWith.Code, tried, address, stop);
        return new Entry.Known(account);
    }

    /// <summary>Signs this browser in: a sign-in is written down, and its cookie goes with the answer.</summary>
    public async Task EnterByBrowser(HttpContext context, Credentials account, CancellationToken stop)
    {
        // Whatever this browser was signed in with before is over: nobody who had it rides on.
        var before = Caller.Of(context);
        if (before.SessionId != Guid.Empty)
            await sessions.End(before.PersonId, before.SessionId, before.Actor(Credentials.Self), stop);
        var session = await Begin(context, account, SessionKind.Browser, SignIn.CookieLasts, stop);
        await SignIn.In(context, TicketOf(account, session), session.MadeAt);
        if (!context.Request.Cookies.ContainsKey(Languages.Cookie))
            Languages.Remember(context, account.Language);
    }

    /// <summary>A bearer token for an hour.</summary>
    public async Task<(string Token, DateTimeOffset Until)> EnterByToken(HttpContext context, Credentials account, CancellationToken stop)
    {
        var session = await Begin(context, account, SessionKind.Token, SignIn.TokenLasts, stop);
        return (SignIn.Token(key, TicketOf(account, session), session.MadeAt, session.EndsAt), session.EndsAt);
    }

    async Task<Session> Begin(HttpContext context, Credentials account, SessionKind kind, TimeSpan lasts, CancellationToken stop)
    {
        var address = Caller.Of(context).Address;
        var session = Session.Begin(account.Id, kind, clock.GetUtcNow(), lasts, address, context.Request.Headers.UserAgent.ToString());
        await sessions.Begin(session, new Actor(account.Id, Credentials.Self, address), stop);
        return session;
    }

    public static bool IsDemonstrations(Credentials account) => account.Email.EndsWith(DemonstrationDomain, StringComparison.OrdinalIgnoreCase);

    static Ticket TicketOf(Credentials account, Session session) => new(account.Id, session.Id, account.Roles)
    {
        Name = account.Name,
        Language = account.Language,
        Sequence = account.Sequence,
    };
}
