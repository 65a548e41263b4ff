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
                .. by.Select((breakdown, nth) => new Column<ShownRow>(breakdown.Name, RateWords.Name(breakdown), row =>
                    row.Keys.Count == 0 ? nth == 0 ? Text.Rates_Total : null : RateWords.Value(breakdown, row.Keys[nth], words))),
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

    static object? Rounded(double? rate) => rate is { } value ? Math.Round(value, 6) : null;
}
