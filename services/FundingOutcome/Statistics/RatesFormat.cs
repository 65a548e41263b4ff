using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>A table of rates as it stands in answers of the API and of the command line.</summary>
/// <param name="By">The breakdowns asked for.</param>
/// <param name="From">First day of registration, included.</param>
/// <param name="To">Last day of registration, included.</param>
/// <param name="AsOf">The day at whose end this was known; null: now.</param>
/// <param name="Additive">False: a dossier can stand in several rows, so they must not be added up.</param>
/// <param name="Rows">One for each value, or pair of values, that occurs.</param>
/// <param name="Total">Each dossier counted once.</param>
public sealed record RatesAnswer(
    IReadOnlyList<string> By, DateOnly From, DateOnly To, DateOnly? AsOf, bool Additive,
    IReadOnlyList<RatesAnswer.Row> Rows, RatesAnswer.Cell Total)
{
    public sealed record Row(
        IReadOnlyDictionary<string, string> Keys, int? Expertised, int? Labelled, int? Funded, int? Pending,
        double? LabelRate, double? SuccessRate, double? Low, double? High, double? Coverage, double? FundingRate)
    {
        /// <summary>True: it is not shown, because of too few dossiers, here or where it could be worked out.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool Masked { get; init; }
    }

    public sealed record Cell(
        int? Expertised, int? Labelled, int? Funded, int? Pending,
        double? LabelRate, double? SuccessRate, double? Low, double? High, double? Coverage, double? FundingRate);

    /// <summary>The value kept of other breakdowns; absent without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Where { get; init; }

    public static RatesAnswer Of(RatesTable table) => Of(ShownRates.Of(table));

    public static RatesAnswer Of(ShownRates table) => new(
        [.. table.Question.By.Select(breakdown => breakdown.Name)],
        table.Question.From, table.Question.To, table.Question.AsOf, table.Additive,
        [.. table.Rows.Select(row => RowOf(table.Question.By, row))],
        CellOf(table.Total))
    {
        Where = table.Question.Filters.Count == 0 ? null : table.Question.Filters.ToDictionary(filter => filter.By.Name, filter => filter.Value),
    };

    static Row RowOf(IReadOnlyList<Breakdown> by, ShownRow row)
    {
        var keys = by.Zip(row.Keys).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        var (counts, rates) = (row.Counts, row.Figures);
        return new Row(keys, counts?.Expertised, counts?.Labelled, counts?.Funded, counts?.Pending,
            rates?.LabelRate, rates?.SuccessRate, rates?.Low, rates?.High, rates?.Coverage, rates?.FundingRate)
        {
            Masked = counts is null,
        };
    }

    static Cell CellOf(ShownRow total)
    {
        var (counts, rates) = (total.Counts, total.Figures);
        return new Cell(counts?.Expertised, counts?.Labelled, counts?.Funded, counts?.Pending,
            rates?.LabelRate, rates?.SuccessRate, rates?.Low, rates?.High, rates?.Coverage, rates?.FundingRate);
    }
}

/// <summary>The three forms of a table of rates.</summary>
public static class RatesFormat
{
    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    static readonly string[] Figures =
        ["expertised", "labelled", "funded", "pending", "labelRate", "successRate", "low", "high", "coverage", "fundingRate"];

    /// <summary>As the API answers: rates are not rounded.</summary>
    public static string Json(RatesTable table) => Json(ShownRates.Of(table));

    public static string Json(ShownRates table) => JsonSerializer.Serialize(RatesAnswer.Of(table), Web);

    /// <summary>RFC 4180 with a header; the last line is the total. A cell that a spreadsheet would take for a formula is escaped.</summary>
    public static string Csv(RatesTable table) => Csv(ShownRates.Of(table));

    public static string Csv(ShownRates table)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions { Injection = CsvInjection.Escape }, leaveOpen: true))
        {
            foreach (var line in Lines(table))
                csv.WriteRecord(line);
        }

        return text.ToString();
    }

    /// <summary>For people at a terminal: columns lined up, and a word on what the rows are.</summary>
    public static string Table(RatesTable table) => Table(ShownRates.Of(table));

    public static string Table(ShownRates table)
    {
        var lines = Lines(table);
        var keys = table.Question.By.Count;
        var widths = Enumerable.Range(0, keys + Figures.Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var cells = line.Select((cell, column) => column < keys ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.AppendLine(string.Join("  ", cells).TrimEnd());
        }

        text.AppendLine();
        text.AppendLine(string.Create(CultureInfo.InvariantCulture,
            $"Registered from {table.Question.From:yyyy-MM-dd} to {table.Question.To:yyyy-MM-dd}, {KnownWhen(table.Question.AsOf)}."));
        foreach (var filter in table.Question.Filters)
            text.AppendLine($"Only {filter.By.Name} = {filter.Value}.");
        if (!table.Additive)
            text.AppendLine("A dossier can stand in several rows: they must not be added up. The total counts each dossier once.");

        return text.ToString();
    }

    static string KnownWhen(DateOnly? asOf) =>
        asOf is { } day ? "as known on " + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "as known now";

    static IReadOnlyList<string[]> Lines(ShownRates table) =>
    [
        [.. table.Question.By.Select(breakdown => breakdown.Name), .. Figures],
        .. table.Rows.Select(row => (string[])[.. row.Keys, .. CellsOf(row)]),
        [.. table.Question.By.Select((_, column) => column == 0 ? "(total)" : ""), .. CellsOf(table.Total)],
    ];

    static IEnumerable<string> CellsOf(ShownRow row) => row is { Counts: { } counts, Figures: { } rates }
        ?
        [
            Number(counts.Expertised), Number(counts.Labelled), Number(counts.Funded), Number(counts.Pending),
            Rate(rates.LabelRate), Rate(rates.SuccessRate), Rate(rates.Low), Rate(rates.High), Rate(rates.Coverage), Rate(rates.FundingRate),
        ]
        : ["masked", .. Enumerable.Repeat("", Figures.Length - 1)];

    static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    static string Rate(double? rate) => rate is { } value ? Math.Round(value, 6).ToString("0.000000", CultureInfo.InvariantCulture) : "";
}
