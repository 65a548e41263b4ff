using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Labelling.Hosting;

/// <summary>A request that could not be read (JSON, types, missing or unknown fields, size) gets an answer that says where and what to do.</summary>
sealed class UnreadableRequest : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // A form is read where a handler asks for it; the framework then throws what is thrown for any damaged data.
        var bad = exception as BadHttpRequestException
            ?? (exception is InvalidDataException { Source: "Microsoft.AspNetCore.WebUtilities" or "Microsoft.AspNetCore.Http" } ? new BadHttpRequestException(exception.Message, 400, exception) : null);
        if (bad is null)
            return false;
        var details = bad switch
        {
            { StatusCode: 413 } => Problems.Body(413, LargeBody.Refusal(httpContext)),
            { InnerException: JsonException json } => Problems.Body(400, "unreadable",
                $"The JSON cannot be read{Where(json, "at", "line", "position")}: a value is missing, unknown or of another type.",
                $"Le JSON est illisible{Where(json, "à", "ligne", "position")} : une valeur manque, est inconnue ou d'un autre type."),
            { StatusCode: 415 } => Problems.Body(415, Problems.NotJson),
            _ => Problems.Body(bad.StatusCode, "unreadable",
                "A value in the address or the body is missing or not of its form.",
                "Une valeur de l'adresse ou du corps manque ou n'a pas la forme attendue."),
        };
        if (bad.InnerException is JsonException { Path: { } path } && path != "$")
            details.Extensions["path"] = path;
        httpContext.Response.StatusCode = details.Status ?? 400;
        await TypedResults.Problem(details).ExecuteAsync(httpContext);
        return true;
    }

    static string Where(JsonException json, string at, string line, string position) =>
        (json.Path is { Length: > 1 } path ? $" {at} {path}" : "")
        + (json.LineNumber is { } number ? $" ({line} {number + 1}, {position} {json.BytePositionInLine + 1})" : "");
}
