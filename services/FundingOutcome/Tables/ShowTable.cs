using System.Globalization;
using FluentValidation.Results;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Tables;

/// <summary>A further table as programs read it.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Title">What is shown, in the reader's language.</param>
/// <param name="By">The breakdown asked for; none: all dossiers, or rows of its own.</param>
/// <param name="From">First day of registration, included; null: the table is of all dossiers.</param>
/// <param name="To">Last day of registration, included.</param>
/// <param name="AsOf">The day at whose end this was known; null: now.</param>
/// <param name="Where">The value kept of other breakdowns.</param>
/// <param name="Additive">False: a dossier can stand in several rows, so they must not be added up.</param>
/// <param name="About">Definition, population, date and filters, a sentence each.</param>
/// <param name="Columns">The figures of a row.</param>
/// <param name="Rows">In their order.</param>
/// <param name="Total">Each dossier once; null where that says nothing.</param>
public sealed record FurtherAnswer(
    string Table, string Title, IReadOnlyList<string> By, DateOnly? From, DateOnly? To, DateOnly? AsOf, IReadOnlyDictionary<string, string> Where, bool Additive,
    IReadOnlyList<string> About, IReadOnlyList<FurtherAnswer.FurtherColumn> Columns, IReadOnlyList<FurtherAnswer.FurtherRow> Rows, IReadOnlyDictionary<string, decimal?>? Total)
{
    /// <param name="Key">Its name in rows.</param>
    /// <param name="Label">Its heading, in the reader's language.</param>
    /// <param name="Unit">What its figures are of; a share is from 0 to 1.</param>
    public sealed record FurtherColumn(string Key, string Label, Unit Unit);

    /// <param name="Keys">What names the row.</param>
    /// <param name="Figures">By column; null: there is none.</param>
    public sealed record FurtherRow(IReadOnlyDictionary<string, string> Keys, IReadOnlyDictionary<string, decimal?> Figures);

    public static FurtherAnswer Of(FurtherTable table, RatesQuestion question, FurtherRows rows, ValueWords words) => new(
        table.Name, TableWords.Title(table, question), [.. question.By.Select(by => by.Name)],
        table.Windowed ? question.From : null, table.Windowed ? question.To : null, question.AsOf,
        question.Filters.ToDictionary(filter => filter.By.Name, filter => filter.Value), rows.Additive,
        TableWords.About(table, question, rows, words),
        [.. rows.Columns.Select(column => new FurtherColumn(column.Key, column.Label(), column.Unit))],
        [.. rows.Rows.Select(row => new FurtherRow(rows.Heads.Zip(row.Keys).ToDictionary(pair => pair.First.Key, pair => pair.Second), Figures(rows, row)))],
        rows.Total is { } total ? Figures(rows, total) : null);

    static Dictionary<string, decimal?> Figures(FurtherRows rows, TableRow row) =>
        rows.Columns.Zip(row.Values).ToDictionary(pair => pair.First.Key, pair => pair.Second is { } value ? Math.Round(value, 6) : (decimal?)null);
}

public static class ShowTable
{
    public static async Task<Results<Ok<FurtherAnswer>, ValidationProblem, NotFoundProblem, StatusCodeHttpResult>> Handle(
        string name, string? by, string? from, string? to, string? asOf, HttpRequest request, FurtherFigures figures, ValueNames names, CancellationToken stop)
    {
        if (FurtherTables.Named(name) is not { } table)
            return Problems.NotFound();
        var (question, errors) = RatesQuestionText.Read(
            by, from, to, asOf, ShowSuccessRates.FiltersOf(request.Query), 0, table.ByBreakdown ? 1 : 0, table.Windowed, table.Breakdowns);
        if (question is null)
        {
            return Problems.Invalid(new ValidationResult(
                errors.Select(error => new ValidationFailure(error.Field, Words.Say(error.English, error.French)))));
        }

        var answer = FurtherAnswer.Of(table, question, await figures.Answer(table, question, stop), await names.Read(stop));
        return ShowSuccessRates.Unchanged(request.HttpContext, answer) ? TypedResults.StatusCode(304) : TypedResults.Ok(answer);
    }
}
