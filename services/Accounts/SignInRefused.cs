using System.Globalization;
using System.Reflection;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Labelling.Accounts;

/// <summary>401, the same for an unknown address, a wrong password and a disabled account.</summary>
public sealed class SignInRefused(ProblemDetails details) : Problem(details), IEndpointMetadataProvider
{
    public static readonly Refusal
        Wrong = new("sign-in-refused",
            "The e-mail address and the password do not fit together. Check both, or ask the office to reset your password.",
            "L'adresse et le mot de passe ne correspondent pas. Vérifiez les deux, ou demandez aux permanents de réinitialiser votre mot de passe."),
        WrongPassword = new("sign-in-refused", "This is not your password.", "Ce n'est pas votre mot de passe."),
        WrongCode = new("sign-in-refused",
            "This code is not right, or was used already. Wait for the next one in your app, or use a recovery code.",
            "Ce code n'est pas le bon, ou a déjà servi. Attendez le suivant dans votre application, ou utilisez un code de secours."),
        SecondFactor = new("second-factor",
            "This account has a second factor: give the code of the authenticator app as well (code).",
            "Ce compte a un second facteur : donnez aussi le code de l'application d'authentification (code)."),
        WrongPasskey = new("sign-in-refused",
            "This passkey was not accepted. Try again, or sign in with your password.",
            "Cette clé d'accès n'a pas été acceptée. Réessayez, ou connectez-vous avec votre mot de passe.");

    public static SignInRefused Because(Refusal refusal) => new(Problems.Body(401, refusal));

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 401);
}

/// <summary>429: too many tries; when the next may come.</summary>
public sealed class TooManyTries(ProblemDetails details, TimeSpan wait) : Problem(details), IResult, IEndpointMetadataProvider
{
    public static TooManyTries Until(DateTimeOffset until, DateTimeOffset now) => new(Problems.Body(429, WaitBeforeTrying.Until(until, now)), until - now);

    Task IResult.ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return ExecuteAsync(httpContext);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 429);
}
