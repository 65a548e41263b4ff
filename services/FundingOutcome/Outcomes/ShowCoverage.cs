using System.Globalization;
using Labelling.FundingOutcome.Statistics;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Outcomes;

/// <summary>Of the labelled dossiers of a call and a year of registration, how many results are known.</summary>
public sealed record CoverageRow(string Call, string Year, int Labelled, int Known)
{
    public decimal? Coverage => Labelled == 0 ? null : decimal.Round((decimal)Known / Labelled, 6);
}

public static class ShowCoverage
{
    public static async Task<Results<RazorComponentResult<CoveragePage>, FileContentHttpResult>> Page(TableQuery query, Rates rates, CancellationToken stop)
    {
        var table = await rates.Answer(
            new RatesQuestion([Breakdown.Named("call")!, Breakdown.Named("year")!], DateOnly.MinValue, DateOnly.MaxValue, null), stop);
        var rows = table.Rows.Where(row => row.Counts.Labelled > 0)
            .Select(row => new CoverageRow(row.Keys[0], row.Keys[1], row.Counts.Labelled, row.Counts.Known))
            // The latest years first, and in each the worst known.
            .OrderByDescending(row => row.Year, StringComparer.Ordinal).ThenBy(row => row.Coverage).ThenBy(row => row.Call, StringComparer.Ordinal).ToList();
        if (query.Format is { } format)
            return TableExport.File(format, Text.Coverage_FileName, Columns, rows);
        return Pages.Show<CoveragePage>(new
        {
            Items = rows.Skip(query.Skip).Take(TableQuery.PageSize).ToList(),
            Total = rows.Count,
            Query = query,
            table.Total.Labelled,
            table.Total.Known,
            Columns,
        });
    }

    static IReadOnlyList<Column<CoverageRow>> Columns =>
    [
        new("call", Text.Funding_Call, one => one.Call),
        new("year", Text.Coverage_Year, one => one.Year),
        new("labelled", Text.Coverage_Labelled, one => one.Labelled),
        new("known", Text.Coverage_Known, one => one.Known),
        new("coverage", Text.Coverage_Share, one => one.Coverage?.ToString("P0", CultureInfo.CurrentCulture)),
    ];
}
