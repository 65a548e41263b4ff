using System.Globalization;
using Labelling.Hosting;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>How rates are told on pages and in files.</summary>
public static class RateWords
{
    public static string Name(Breakdown breakdown) => breakdown.Name switch
    {
        "sector" => Text.By_Sector,
        "funding-body" => Text.By_FundingBody,
        "therapeutic-area" => Text.By_TherapeuticArea,
        "technology-axis" => Text.By_TechnologyAxis,
        "organisation-type" => Text.By_OrganisationType,
        "collaborative" => Text.By_Collaborative,
        "year" => Text.By_Year,
        "call" => Text.By_Call,
        "region" => Text.By_Region,
        "programme" => Text.By_Programme,
        "plan" => Text.By_Plan,
        _ => breakdown.Name,
    };

    public static string Names(IEnumerable<Breakdown> by) => string.Join(" × ", by.Select(Name));

    /// <summary>The same within a sentence: without the capital of a heading.</summary>
    public static string NamesWithin(IEnumerable<Breakdown> by) => string.Join(" × ", by.Select(NameWithin));

    static string NameWithin(Breakdown breakdown) => Name(breakdown) is { Length: > 0 } name ? char.ToLower(name[0], CultureInfo.CurrentCulture) + name[1..] : "";

    /// <summary>A value as people read it.</summary>
    public static string Value(Breakdown breakdown, string value, ValueWords words) => breakdown.Name == "collaborative"
        ? value switch { "yes" => Text.Value_Collaborative, "no" => Text.Value_Alone, _ => value }
        : words.Of(breakdown, value);

    public static string Key(IReadOnlyList<Breakdown> by, IReadOnlyList<string> keys, ValueWords words) =>
        string.Join(" · ", by.Zip(keys, (breakdown, value) => Value(breakdown, value, words)));

    /// <summary>"37.5 %"; a dash where there is no denominator.</summary>
    public static string Percent(double? rate) => rate is { } value
        ? string.Create(CultureInfo.CurrentCulture, $"{value * 100:0.0}{(Words.Language == "fr" ? "\u202f" : " ")}%")
        : "–";

    /// <summary>"29.1 to 46.7 %".</summary>
    public static string Interval(RateFigures figures) => Interval(figures.Low, figures.High);

    public static string Interval(double? from, double? to) => (from, to) is ({ } low, { } high)
        ? string.Format(CultureInfo.CurrentCulture, Text.Rates_Interval, (low * 100).ToString("0.0", CultureInfo.CurrentCulture), Percent(high))
        : "–";

    public static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>Definition, population, date and filters: what a table needs to be read elsewhere, a sentence a line.</summary>
    public static IReadOnlyList<string> About(RatesQuestion question, bool additive, ValueWords words) => About(
        [
            Text.Rates_Definition,
            string.Format(CultureInfo.CurrentCulture, Text.Rates_Population, Paris.Written(question.From), Paris.Written(question.To)),
        ],
        question, additive, words);

    /// <summary>The same for a table with a definition and a population of its own.</summary>
    public static IReadOnlyList<string> About(IEnumerable<string> definition, RatesQuestion question, bool additive, ValueWords words) =>
    [
        .. definition,
        question.AsOf is { } day ? string.Format(CultureInfo.CurrentCulture, Text.Rates_AsKnownOn, Paris.Written(day)) : Text.Rates_AsKnownNow,
        .. question.Filters.Select(filter => string.Format(CultureInfo.CurrentCulture, Text.Rates_Only, NameWithin(filter.By), Value(filter.By, filter.Value, words))),
        .. additive ? Array.Empty<string>() : [Text.Rates_NotAdditive],
    ];
}
