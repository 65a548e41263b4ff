using System.Security.Cryptography;
using System.Text.Json;
using FluentValidation.Results;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Labelling.FundingOutcome.Statistics;

public static class ShowSuccessRates
{
    public static async Task<Results<Ok<RatesAnswer>, ContentHttpResult, ValidationProblem, ForbiddenProblem, StatusCodeHttpResult>> Handle(
        string? by, string? from, string? to, string? asOf, HttpRequest request, Caller caller, Rates rates, CancellationToken stop)
    {
        if (new Stance(Stance.Roles(caller.Roles), Phase.None).WhyNot(Act.AskStatistics) is { } publishedOnly)
            return publishedOnly;

        var (question, errors) = RatesQuestionText.Read(by, from, to, asOf, FiltersOf(request.Query));
        if (question is null)
        {
            return Problems.Invalid(new ValidationResult(
                errors.Select(error => new ValidationFailure(error.Field, Words.Say(error.English, error.French)))));
        }

        var table = await rates.Answer(question, stop);
        var answer = RatesAnswer.Of(table);
        var csv = WantsCsv(request);
        if (Unchanged(request.HttpContext, answer, csv))
            return TypedResults.StatusCode(304);
        return csv
            ? TypedResults.Content(RatesFormat.Csv(table), "text/csv; charset=utf-8")
            : TypedResults.Ok(answer);
    }

    /// <summary>A parameter with the name of a breakdown keeps one value of it: sector=medtech.</summary>
    public static IEnumerable<(string By, string Value)> FiltersOf(IQueryCollection query) =>
        Breakdown.All.SelectMany(breakdown => query[breakdown.Name], (breakdown, value) => (breakdown.Name, value ?? ""));

    /// <summary>Marks an answer with what is in it and with its form; true when the caller has that already.</summary>
    internal static bool Unchanged<T>(HttpContext context, T answer, bool csv = false)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}{(csv ? "-csv" : "")}\"");
        context.Response.Headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.Accept);
        context.Response.GetTypedHeaders().ETag = tag;
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any));
    }

    /// <summary>CSV only where it is named before JSON: a browser's */* gets JSON.</summary>
    internal static bool WantsCsv(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept
            .OrderByDescending(type => type.Quality ?? 1)
            .FirstOrDefault(type => type.MediaType.Value is "text/csv" or "application/json" or "*/*");
        return accepted is { Quality: null or > 0 } && accepted.MediaType.Value == "text/csv";
    }
}
