using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Editions;

/// <summary>A row of a chosen table that an earlier edition printed otherwise.</summary>
/// <param name="Keys">The value of each breakdown; none in the total.</param>
/// <param name="Printed">What was printed; null: there was no such row then.</param>
/// <param name="Now">What the draft counts; null: there is no such row any more.</param>
/// <param name="Dossiers">Those that were counted otherwise then.</param>
public sealed record RowDifference(IReadOnlyList<string> Keys, Counts? Printed, Counts? Now, IReadOnlyList<Guid> Dossiers);

/// <summary>A chosen table beside the same one of the latest edition that printed it.</summary>
/// <param name="Table">The table.</param>
/// <param name="Edition">Number of that edition.</param>
/// <param name="AsOf">Its day.</param>
/// <param name="Rows">What differs; none: all is as it was printed.</param>
public sealed record TableDifference(ChosenTable Table, int Edition, DateOnly AsOf, IReadOnlyList<RowDifference> Rows);

/// <summary>
/// What a draft says otherwise than earlier editions, before it is published: row by row, with the dossiers behind every difference. A row
/// that was masked printed nothing that could be contradicted.
/// </summary>
public static class Coherence
{
    /// <param name="question">A table of the draft.</param>
    /// <param name="now">The dossiers it counts.</param>
    /// <param name="printed">The same table as it was published.</param>
    /// <param name="then">The dossiers that counted there.</param>
    public static IReadOnlyList<RowDifference> Of(
        RatesQuestion question, IReadOnlyDictionary<Guid, KnownDossier> now, PublishedTable printed, IReadOnlyDictionary<Guid, KnownDossier> then)
    {
        var (before, after) = (RowsOf(question, then), RowsOf(question, now));
        var shown = printed.Rows.ToDictionary(row => Masking.KeyOf(row.Keys), row => row.Counts, StringComparer.Ordinal);
        shown[Masking.TotalKey] = printed.Total;
        var differences = new List<RowDifference>();
        foreach (var key in shown.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var isPrinted = shown.TryGetValue(key, out var was);
            if (isPrinted && was is null)
                continue;
            var counted = after.GetValueOrDefault(key);
            Counts? counts = counted is null ? null : Count(counted.Values);
            if (was == counts)
                continue;
            var earlier = before.GetValueOrDefault(key) ?? [];
            counted ??= [];
            differences.Add(new RowDifference(
                key == Masking.TotalKey ? [] : key.Split('\u001f'), was, counts,
                [.. earlier.Keys.Union(counted.Keys).Where(dossier => !earlier.TryGetValue(dossier, out var one) || !counted.TryGetValue(dossier, out var other) || one != other).Order()]));
        }

        return differences;
    }

    static Dictionary<string, Dictionary<Guid, Standing>> RowsOf(RatesQuestion question, IReadOnlyDictionary<Guid, KnownDossier> dossiers)
    {
        var rows = new Dictionary<string, Dictionary<Guid, Standing>>(StringComparer.Ordinal);
        foreach (var (id, known) in dossiers)
        {
            foreach (var (key, standing) in Masking.CellsOf(known, question))
            {
                if (!rows.TryGetValue(key, out var row))
                    rows[key] = row = [];
                row[id] = standing;
            }
        }

        return rows;
    }

    static Counts Count(IReadOnlyCollection<Standing> standings) => new(
        standings.Count, standings.Count(one => one is not Standing.NotLabelled), standings.Count(one => one is Standing.Funded), standings.Count(one => one is Standing.Pending));
}
