using System.Globalization;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Editions;

/// <summary>What anybody reads: the editions that were published, as they were published.</summary>
public static class ShowBarometer
{
    public static Task<Results<RazorComponentResult<BarometerEditionPage>, FileContentHttpResult, NotFoundProblem>> Latest(
        TableQuery query, EditionStore editions, ValueNames names, BarometerPdf printed, CancellationToken stop) => Show(null, query, editions, names, printed, stop);

    public static Task<Results<RazorComponentResult<BarometerEditionPage>, FileContentHttpResult, NotFoundProblem>> One(
        int edition, TableQuery query, EditionStore editions, ValueNames names, BarometerPdf printed, CancellationToken stop) => Show(edition, query, editions, names, printed, stop);

    /// <summary>The same as PDF.</summary>
    public static async Task<Results<FileContentHttpResult, NotFoundProblem, ConflictProblem>> Pdf(
        int edition, EditionStore editions, ValueNames names, BarometerPdf printed, CancellationToken stop) =>
        (await editions.Published(stop)).FirstOrDefault(one => one.Number == edition) is { } found
            ? await printed.Answer(found, await names.Read(stop), stop)
            : Problems.NotFound();

    static async Task<Results<RazorComponentResult<BarometerEditionPage>, FileContentHttpResult, NotFoundProblem>> Show(
        int? number, TableQuery query, EditionStore editions, ValueNames names, BarometerPdf printed, CancellationToken stop)
    {
        var published = await editions.Published(stop);
        var words = await names.Read(stop);
        var edition = published.FirstOrDefault(one => number is null || one.Number == number);
        if (edition is null)
            return number is null ? Pages.Show<BarometerEditionPage>(new { All = published, Words = words }) : Problems.NotFound();
        if (query.Format is { } format)
        {
            if (!int.TryParse(query.Of("table"), NumberStyles.None, CultureInfo.InvariantCulture, out var place) || place >= edition.Published.Count)
                return Problems.NotFound();
            return RatesFile.Of(format, $"{Text.Barometer_FileName}-{edition.Number}-{edition.Published[place].By.Replace(',', '-')}", edition.Published[place].Shown(edition.AsOf), words);
        }

        return Pages.Show<BarometerEditionPage>(new { Edition = edition, All = published, Words = words, printed.Prints });
    }

    /// <summary>A published table for other tools: masked as it was published.</summary>
    public static async Task<Results<Ok<RatesAnswer>, ContentHttpResult, ValidationProblem, NotFoundProblem, StatusCodeHttpResult>> Feed(
        string? by, string? from, string? to, HttpContext context, Barometer barometer, CancellationToken stop)
    {
        var (question, errors) = RatesQuestionText.Read(by, from, to, null);
        if (question is null)
            return Problems.Invalid(errors[0].Field, errors[0].English, errors[0].French);
        if (await barometer.Answer(question.By, question.From, question.To, stop) is not { } found)
            return Problems.NotFound();
        var rates = found.Rates;
        var answer = RatesAnswer.Of(rates);
        var csv = ShowSuccessRates.WantsCsv(context.Request);
        return ShowSuccessRates.Unchanged(context, answer, csv) ? TypedResults.StatusCode(304)
            : csv ? TypedResults.Content(RatesFormat.Csv(rates), "text/csv; charset=utf-8")
            : TypedResults.Ok(answer);
    }
}
