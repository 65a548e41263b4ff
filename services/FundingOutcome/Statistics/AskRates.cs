using System.Globalization;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>The success rates as a page whose address is the question, with its files.</summary>
public static class AskRates
{
    public static async Task<Results<RazorComponentResult<AskRatesPage>, FileContentHttpResult>> Page(
        TableQuery query, Rates rates, ValueNames names, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var (question, errors) = Read(query, Paris.Day(clock.GetUtcNow()));
        var choices = await rates.Choices(stop);
        var words = await names.Read(stop);
        if (question is null)
            return Pages.Show<AskRatesPage>(new { Query = query, Asked = Asked(query, clock), Choices = choices, Words = words, Errors = Mistakes(errors) }, 400);

        var shown = ShownRates.Of(await rates.Answer(question, stop));
        var title = Title(question);
        var view = query.Of("view");
        var windows = view == "windows" && await Rolling(rates, question, stop) is { Count: > 0 } tables ? new RatesWindows(tables) : null;
        var shares = view is "shares-of-dossiers" or "shares-of-affiliations" ? new RatesShares(shown, view == "shares-of-affiliations") : null;
        switch (query.Of("format"))
        {
            case "csv" or "xlsx":
                var (format, name) = (query.Of("format")!, Text.Rates_FileName);
                return windows is not null ? RatesFile.Of(format, name, question, windows, words)
                    : shares is not null ? RatesFile.Of(format, name, shares, words)
                    : RatesFile.Of(format, name, shown, words);
            case "svg":
                return TypedResults.File(RatesPicture.Svg(shown, title, words), "image/svg+xml; charset=utf-8", $"{Text.Rates_FileName}.svg");
        }

        return Pages.Show<AskRatesPage>(new
        {
            Query = query,
            Asked = Asked(query, clock),
            Choices = choices,
            Words = words,
            Shown = shown,
            Heading = title,
            Windows = windows,
            Shares = shares,
            WithReviews = caller.IsAny(Roles.Office, Roles.Chair, Roles.ViceChair),
        });
    }

    /// <summary>The dossiers behind a figure. Which of them a reader sees is decided where dossiers are kept.</summary>
    public static async Task<Results<RazorComponentResult<RatesDossiersPage>, SeeOther>> Dossiers(
        TableQuery query, Rates rates, CountedStore store, ValueNames names, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var (question, _) = Read(query, Paris.Day(clock.GetUtcNow()), most: 0);
        if (question is null)
            return Pages.SeeOther("/rates");
        var counted = await rates.Dossiers(question, stop);
        var seen = await store.Seen([.. counted.Skip(query.Skip).Take(TableQuery.PageSize)], caller, stop);
        return Pages.Show<RatesDossiersPage>(new { Query = query, Question = question, Counted = counted.Count, Seen = seen, Words = await names.Read(stop) });
    }

    /// <summary>The last windows of three years, each beside the one before: as many as stand beside each other on a page.</summary>
    static async Task<IReadOnlyList<RatesTable>> Rolling(Rates rates, RatesQuestion question, CancellationToken stop)
    {
        var tables = new List<RatesTable>();
        for (var year = Math.Max(question.From.Year, question.To.Year - 1 - MostWindows); year + 2 <= question.To.Year; year++)
            tables.Add(await rates.Answer(question with { From = new DateOnly(year, 1, 1), To = new DateOnly(year + 2, 12, 31) }, stop));
        return tables;
    }

    const int MostWindows = 4;

    /// <summary>What a field of the form says: as typed, else the last three whole years by sector.</summary>
    public static Func<string, string?> Asked(TableQuery query, TimeProvider clock)
    {
        var today = Paris.Day(clock.GetUtcNow());
        return field => query.All.Count > 0 ? query.Of(field) : Default(field, today);
    }

    internal static string? Default(string field, DateOnly today) => field switch
    {
        "by" => "sector",
        "from" => string.Create(CultureInfo.InvariantCulture, $"{today.Year - 3}-01-01"),
        "to" => string.Create(CultureInfo.InvariantCulture, $"{today.Year - 1}-12-31"),
        _ => null,
    };

    static (RatesQuestion? Question, IReadOnlyList<QuestionError> Errors) Read(TableQuery query, DateOnly today, int most = 2) =>
        Read(query, most == 0 ? "" : query.Of("by") ?? Default("by", today), today, Math.Min(1, most), most);

    /// <summary>The question of an address; what it leaves out of the window is that of <see cref="Asked"/>.</summary>
    internal static (RatesQuestion? Question, IReadOnlyList<QuestionError> Errors) Read(TableQuery query, string? by, DateOnly today, int least, int most, IReadOnlyList<Breakdown>? among = null) => RatesQuestionText.Read(
        by, query.Of("from") ?? Default("from", today), query.Of("to") ?? Default("to", today), query.Of("asOf"),
        Breakdown.All.Select(breakdown => (breakdown.Name, query.Of(breakdown.Name) ?? "")), least, most, among: among);

    internal static FieldErrors Mistakes(IReadOnlyList<QuestionError> errors) => FieldErrors.Of(new FluentValidation.Results.ValidationResult(
        errors.Select(error => new FluentValidation.Results.ValidationFailure(error.Field, Words.Say(error.English, error.French)))));

    public static string Title(RatesQuestion question) => string.Format(
        CultureInfo.CurrentCulture, Text.Rates_Of, RateWords.NamesWithin(question.By),
        Paris.Written(question.From), Paris.Written(question.To));

    /// <summary>The address of the dossiers of a row: its values become filters.</summary>
    public static string DossiersOf(RatesQuestion question, ShownRow row) => QueryHelpers.AddQueryString("/rates/dossiers",
        Window(question).Concat(question.By.Zip(row.Keys, (by, value) => KeyValuePair.Create(by.Name, (string?)value))));

    internal static IEnumerable<KeyValuePair<string, string?>> Window(RatesQuestion question) =>
    [
        KeyValuePair.Create<string, string?>("from", question.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        KeyValuePair.Create<string, string?>("to", question.To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        .. question.AsOf is { } day ? [KeyValuePair.Create<string, string?>("asOf", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))] : Array.Empty<KeyValuePair<string, string?>>(),
        .. question.Filters.Select(filter => KeyValuePair.Create<string, string?>(filter.By.Name, filter.Value)),
    ];
}
