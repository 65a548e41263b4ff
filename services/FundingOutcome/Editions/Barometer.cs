using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Editions;

/// <summary>What an edition would show: its tables masked, and those that cannot be shown at all.</summary>
public sealed record Preview(IReadOnlyList<PublishedTable> Tables, IReadOnlyList<ChosenTable> LeftOut);

/// <summary>Makes editions, and answers from them.</summary>
public sealed class Barometer(Rates rates, EditionStore editions)
{
    public async Task<Preview> Preview(Edition edition, CancellationToken stop)
    {
        var earlier = await editions.Published(stop);
        var counted = await editions.CountedOn([.. earlier.Select(published => published.AsOf), edition.AsOf], stop);
        var masks = Masking.Of(
            [.. earlier.Select((published, nth) => new EditionPopulation(
                [.. published.Published.Select(table => new ChosenTable(table.By, table.From, table.To).Question(published.AsOf))],
                counted[nth],
                [.. published.Published.Select(MaskedIn)]))],
            new EditionPopulation([.. edition.Tables.Select(table => table.Question(edition.AsOf))], counted[^1], null));
        var shown = new List<PublishedTable>();
        var leftOut = new List<ChosenTable>();
        foreach (var (table, mask) in edition.Tables.Zip(masks))
        {
            if (mask is null)
            {
                leftOut.Add(table);
                continue;
            }

            var answer = await rates.Answer(table.Question(edition.AsOf), stop);
            shown.Add(new PublishedTable(table.By, table.From, table.To,
                [.. answer.Rows.Select(row => new PublishedRow(row.Keys, mask.Contains(Masking.KeyOf(row.Keys)) ? null : row.Counts))],
                answer.Total));
        }

        return new Preview(shown, leftOut);
    }

    static IReadOnlySet<string> MaskedIn(PublishedTable table) =>
        table.Rows.Where(row => row.Counts is null).Select(row => Masking.KeyOf(row.Keys)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The table of the latest edition that holds it; null: none does.</summary>
    public async Task<(Edition Edition, ShownRates Rates)?> Answer(IReadOnlyList<Breakdown> by, DateOnly from, DateOnly to, CancellationToken stop)
    {
        var asked = string.Join(',', by.Select(breakdown => breakdown.Name));
        foreach (var edition in await editions.Published(stop))
        {
            if (edition.Published.FirstOrDefault(table => table.By == asked && table.From == from && table.To == to) is { } table)
                return (edition, table.Shown(edition.AsOf));
        }

        return null;
    }
}
