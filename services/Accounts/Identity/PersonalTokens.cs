using FluentValidation;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

/// <summary>Tokens for a person's own programs: named, narrow, shown once, for a year at most. They never bind.</summary>
public static class PersonalTokens
{
    /// <summary>With the password once more: whoever finds a browser open makes no key for later.</summary>
    public sealed record Request(string Name, IReadOnlyList<string> Scopes, int Days, string Password, Guid? DossierId = null);

    public sealed record View(Guid Id, string Name, IReadOnlyList<string> Scopes, Guid? DossierId, DateTimeOffset MadeAt, DateTimeOffset LastSeenAt, DateTimeOffset EndsAt)
    {
        public static View Of(Session session) => new(session.Id, session.Name ?? "", session.Scopes, session.DossierId, session.MadeAt, session.LastSeenAt, session.EndsAt);
    }

    public sealed record Made(string Token, View Of);

    public const int LongestDays = 365;

    const int Most = 50;

    public static readonly Refusal
        MayNotBind = new("personal-token",
            "A personal token never does what binds. Sign in, then give your password or passkey.",
            "Un jeton personnel ne fait jamais ce qui engage. Connectez-vous, puis donnez votre mot de passe ou votre clé d'accès."),
        TooMany = new("token.too-many",
            $"You have {Most} personal tokens. Revoke one first.",
            $"Vous avez {Most} jetons personnels. Révoquez-en un d'abord.");

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Name).Must(name => name.Trim().Length is > 0 and <= 100 && !name.Any(char.IsControl))
                .Says("Give the token a name, on one line of at most 100 characters.", "Donnez un nom au jeton, sur une ligne de 100 caractères au plus.");
            RuleFor(request => request.Scopes).NotEmpty().Says("Choose what the token may do.", "Choisissez ce que le jeton peut faire.");
            RuleFor(request => request.Scopes).Must(scopes => scopes.Count <= Scopes.All.Count && scopes.All(Scopes.All.Contains) && scopes.Distinct().Count() == scopes.Count)
                .Says($"Scopes are {string.Join(", ", Scopes.All)}, each once.", $"Les portées sont {string.Join(", ", Scopes.All)}, chacune une fois.");
            RuleFor(request => request.Password).NotEmpty().MaximumLength(Passwords.Longest);
            RuleFor(request => request.Days).InclusiveBetween(1, LongestDays)
                .Says($"A token lasts from 1 to {LongestDays} days.", $"Un jeton dure de 1 à {LongestDays} jours.");
        }
    }

    public static async Task<Results<Created<Made>, ValidationProblem, SignInRefused, TooManyTries, ConflictProblem>> Make(
        Request request, HttpContext context, Caller caller, Door door, SessionStore sessions, SigningKey key, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        var entry = await door.PasswordOf(caller.PersonId, request.Password, caller.Address, stop);
        if (entry is Entry.Wait { Until: var until })
            return TooManyTries.Until(until, clock.GetUtcNow());
        if (entry is not Entry.Known)
            return SignInRefused.Because(SignInRefused.WrongPassword);
        return await Give(request, context, caller, sessions, key, clock, stop) is { } made
            ? TypedResults.Created($"/api/account/tokens/{made.Of.Id}", made)
            : Problems.Conflict(TooMany);
    }

    /// <summary>The token, this once; null when there are too many.</summary>
    public static async Task<Made?> Give(
        Request request, HttpContext context, Caller caller, SessionStore sessions, SigningKey key, TimeProvider clock, CancellationToken stop)
    {
        if ((await sessions.Open(caller.PersonId, stop)).Count(session => session.Kind == SessionKind.Personal) >= Most)
            return null;
        var session = Session.Begin(
            caller.PersonId, SessionKind.Personal, clock.GetUtcNow(), TimeSpan.FromDays(request.Days), caller.Address, context.Request.Headers.UserAgent.ToString()) with
        {
            Name = request.Name.Trim(),
            Scopes = request.Scopes,
            DossierId = request.DossierId,
        };
        await sessions.Begin(session, caller.Actor(Credentials.Self), stop);
        // Without roles: those held when it is used count.
        var token = SignIn.Token(key, new Ticket(caller.PersonId, session.Id, []) { Scopes = request.Scopes, DossierId = request.DossierId }, session.MadeAt, session.EndsAt);
        return new Made(token, View.Of(session));
    }

    public static async Task<Ok<IEnumerable<View>>> All(Caller caller, SessionStore sessions, CancellationToken stop) =>
        TypedResults.Ok((await sessions.Open(caller.PersonId, stop)).Where(session => session.Kind == SessionKind.Personal).Select(View.Of));

    public static async Task<Results<NoContent, NotFoundProblem>> Revoke(Guid id, Caller caller, SessionStore sessions, CancellationToken stop) =>
        await sessions.End(caller.PersonId, id, caller.Actor(Credentials.Self), stop) ? TypedResults.NoContent() : Problems.NotFound();
}
