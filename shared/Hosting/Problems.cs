using System.Reflection;
using System.Text.Json;
using FluentValidation.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Labelling.Hosting;

/// <summary>
/// Refusals are answers: a status, a stable code for programs, a sentence in the reader's language that a person can act on.
/// </summary>
public static class Problems
{
    // Said here by handlers, and by the host where no handler is reached.
    internal static readonly Refusal
        Nothing = new("not-found", "There is nothing here for you.", "Il n'y a rien ici pour vous."),
        TooLarge = new("too-large",
            "The request is too large. Shorten the texts or send less at once.",
            "La requête est trop volumineuse. Raccourcissez les textes ou envoyez moins à la fois."),
        NotJson = new("media-type", "Send JSON (Content-Type: application/json).", "Envoyez du JSON (Content-Type: application/json).");

    /// <summary>400: the request is not of its form; each field with what is wrong.</summary>
    public static ValidationProblem Invalid(ValidationResult broken) => Invalid(broken.Errors
        .GroupBy(error => string.Join('.', error.PropertyName.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName)))
        .ToDictionary(field => field.Key, field => field.Select(error => error.ErrorMessage).ToArray()));

    /// <summary>400: the request is not of its form; one field.</summary>
    public static ValidationProblem Invalid(string field, string english, string french) =>
        Invalid(new Dictionary<string, string[]> { [field] = [Words.Say(english, french)] });

    static ValidationProblem Invalid(IDictionary<string, string[]> errors) => TypedResults.ValidationProblem(
        errors,
        title: Words.Say("Some fields need another value.", "Certains champs demandent une autre valeur."),
        extensions: new Dictionary<string, object?> { ["code"] = "invalid" });

    /// <summary>404: it does not exist, or not for this caller. The same words for both.</summary>
    public static NotFoundProblem NotFound() => new(Body(404, Nothing));

    /// <summary>409: not possible from the state it is in.</summary>
    public static ConflictProblem Conflict(string code, string english, string french) => new(Body(409, code, english, french));

    /// <summary>409: this rule says that it is not possible from the state it is in.</summary>
    public static ConflictProblem Conflict(Refusal refusal) => Conflict(refusal.Code, refusal.English, refusal.French);

    /// <summary>409: somebody changed it since it was read.</summary>
    public static ConflictProblem Stale() => Conflict(
        "stale",
        "Somebody changed this since you read it. Read it again, then repeat your change.",
        "Quelqu'un l'a modifié depuis votre lecture. Relisez, puis refaites votre modification.");

    /// <summary>403: seen, but not this caller's to do.</summary>
    public static ForbiddenProblem Forbidden(string code, string english, string french) => new(Body(403, code, english, french));

    /// <summary>422: well-formed, but a rule of the committee says no.</summary>
    public static UnprocessableProblem Unprocessable(string code, string english, string french) => new(Body(422, code, english, french));

    /// <summary>422: this rule of the committee says no.</summary>
    public static UnprocessableProblem Unprocessable(Refusal refusal) => Unprocessable(refusal.Code, refusal.English, refusal.French);

    /// <summary>403: this rule says that it is not this caller's to do.</summary>
    public static ForbiddenProblem Forbidden(Refusal refusal) => new(Body(403, refusal));

    /// <summary>The details of a problem of any status.</summary>
    public static ProblemDetails Body(int status, Refusal refusal) => Body(status, refusal.Code, refusal.English, refusal.French);

    /// <summary>The details of a problem of another status than those above.</summary>
    public static ProblemDetails Body(int status, string code, string english, string french) => new()
    {
        Status = status,
        Title = Words.Say(english, french),
        Type = status switch
        {
            422 => "https://datatracker.ietf.org/doc/html/rfc9110#section-15.5.21",
            429 => "https://datatracker.ietf.org/doc/html/rfc6585#section-4",
            _ => $"https://datatracker.ietf.org/doc/html/rfc9110#section-15.5.{status - 399}",
        },
        Extensions = { ["code"] = code },
    };
}

/// <summary>An answer that is a problem, and says so in the OpenAPI document.</summary>
public abstract class Problem(ProblemDetails details) : IResult, IStatusCodeHttpResult, IValueHttpResult
{
    /// <summary>What is said.</summary>
    public ProblemDetails Details => details;

    /// <inheritdoc/>
    public int? StatusCode => details.Status;

    /// <inheritdoc/>
    public object? Value => details;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => TypedResults.Problem(details).ExecuteAsync(httpContext);

    /// <summary>The line of the OpenAPI document.</summary>
    protected static void Describe(EndpointBuilder builder, int status) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), ["application/problem+json"]));
}

/// <summary>404.</summary>
public sealed class NotFoundProblem(ProblemDetails details) : Problem(details), IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 404);
}

/// <summary>409.</summary>
public sealed class ConflictProblem(ProblemDetails details) : Problem(details), IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 409);
}

/// <summary>403.</summary>
public sealed class ForbiddenProblem(ProblemDetails details) : Problem(details), IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 403);
}

/// <summary>422.</summary>
public sealed class UnprocessableProblem(ProblemDetails details) : Problem(details), IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 422);
}
