using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>A table of rates as a file for spreadsheets; what it is of stands in it.</summary>
public static class RatesFile
{
    public static FileContentHttpResult Of(string format, string name, ShownRates rates, ValueWords words)
    {
        var by = rates.Question.By;
        return TableExport.File(format, name,
            [
                .. Heads<ShownRow>(by, words, row => row.Keys, Text.Rates_Total),
                new("expertised", Text.Rates_Expertised, row => row.Counts is { } counts ? counts.Expertised : Text.Rates_Masked),
                new("labelled", Text.Rates_Labelled, row => row.Counts?.Labelled),
                new("funded", Text.Rates_Funded, row => row.Counts?.Funded),
                new("pending", Text.Rates_Pending, row => row.Counts?.Pending),
                new("label-rate", Text.Rates_LabelRate, row => Rounded(row.Figures?.LabelRate)),
                new("success-rate", Text.Rates_SuccessRate, row => Rounded(row.Figures?.SuccessRate)),
                new("low", Text.Rates_Low, row => Rounded(row.Figures?.Low)),
                new("high", Text.Rates_High, row => Rounded(row.Figures?.High)),
                new("coverage", Text.Rates_Coverage, row => Rounded(row.Figures?.Coverage)),
                new("funding-rate", Text.Rates_FundingRate, row => Rounded(row.Figures?.FundingRate)),
            ],
            [.. rates.Rows, rates.Total],
            RateWords.About(rates.Question, rates.Additive, words));
    }

    /// <summary>Shares, with what they are of in the last line.</summary>
    public static FileContentHttpResult Of(string format, string name, RatesShares shares, ValueWords words)
    {
        var whole = shares.Whole;
        var rates = shares.Rates;
        return TableExport.File(format, name,
            [
                .. Heads<ShownRow>(rates.Question.By, words, row => row.Keys, shares.OfAffiliations ? Text.Rates_AllAffiliations : Text.Rates_Total),
                new("expertised", Text.Rates_Expertised, row => row.Counts!.Value.Expertised),
                new("of-expertised", shares.Of(Text.Rates_OfExpertised, whole.Expertised), row => Rounded(Share.Of(row.Counts!.Value.Expertised, whole.Expertised))),
                new("labelled", Text.Rates_Labelled, row => row.Counts!.Value.Labelled),
                new("of-labelled", shares.Of(Text.Rates_OfLabelled, whole.Labelled), row => Rounded(Share.Of(row.Counts!.Value.Labelled, whole.Labelled))),
                new("funded", Text.Rates_Funded, row => row.Counts!.Value.Funded),
                new("of-funded", shares.Of(Text.Rates_OfFunded, whole.Funded), row => Rounded(Share.Of(row.Counts!.Value.Funded, whole.Funded))),
            ],
            [.. rates.Rows, new ShownRow([], whole)],
            RateWords.About(rates.Question, shares.Additive, words));
    }

    /// <summary>Windows beside each other, each with its change.</summary>
    public static FileContentHttpResult Of(string format, string name, RatesQuestion question, RatesWindows windows, ValueWords words) =>
        TableExport.File(format, name,
            [
                .. Heads<IReadOnlyList<string>>(question.By, words, keys => keys, Text.Rates_Total),
                .. windows.Tables.SelectMany((window, nth) => OfWindow(nth == 0 ? null : windows.Tables[nth - 1], window)),
            ],
            [.. windows.Rows, []],
            [.. RateWords.About(question, windows.Tables.All(window => window.Additive), words), Text.Rates_ChangeNote]);

    static IEnumerable<Column<IReadOnlyList<string>>> OfWindow(RatesTable? before, RatesTable window)
    {
        var years = RatesWindows.Years(window);
        yield return new($"{years}-expertised", $"{years} {Text.Rates_Expertised}", keys => RatesWindows.CountsOf(window, keys)?.Expertised);
        yield return new($"{years}-funded", $"{years} {Text.Rates_Funded}", keys => RatesWindows.CountsOf(window, keys)?.Funded);
        yield return new($"{years}-success-rate", $"{years} {Text.Rates_SuccessRate}", keys => Rounded(RatesWindows.CountsOf(window, keys) is { } counts ? RateFigures.Of(counts).SuccessRate : null));
        if (before is not null)
            yield return new($"{years}-change", $"{years} {Text.Rates_Change}", keys => Rounded(RatesWindows.Change(RatesWindows.CountsOf(before, keys), RatesWindows.CountsOf(window, keys))));
    }

    /// <summary>What names a line; the last one, without keys, is of everything.</summary>
    static IEnumerable<Column<T>> Heads<T>(IReadOnlyList<Breakdown> by, ValueWords words, Func<T, IReadOnlyList<string>> keys, string all) =>
        by.Select((breakdown, nth) => new Column<T>(breakdown.Name, RateWords.Name(breakdown), row =>
            keys(row).Count == 0 ? nth == 0 ? all : null : RateWords.Value(breakdown, keys(row)[nth], words)));

    static object? Rounded(double? rate) => rate is { } value ? Math.Round(value, 6) : null;
}
