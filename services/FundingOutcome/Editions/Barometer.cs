using System.Collections.Concurrent;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Editions;

/// <summary>What an edition would show: its tables masked, and those that cannot be shown at all.</summary>
/// <param name="Tables">As they would be published.</param>
/// <param name="LeftOut">Those that cannot be.</param>
/// <param name="Differences">What earlier editions printed otherwise.</param>
public sealed record Preview(IReadOnlyList<PublishedTable> Tables, IReadOnlyList<ChosenTable> LeftOut, IReadOnlyList<TableDifference> Differences);

/// <summary>What became of the wish to publish.</summary>
public enum Publishing
{
    Done,

    /// <summary>There is no such edition, it was changed meanwhile, or it is published already.</summary>
    Stale,

    /// <summary>No table of it can be shown.</summary>
    Nothing,
}

/// <summary>Makes editions, and answers from them.</summary>
public sealed class Barometer(EditionStore editions)
{
    /// <summary>What was found for a draft as it stood: it is found again only when something changed that it rests on.</summary>
    readonly ConcurrentDictionary<Guid, Found> found = [];

    public async Task<Preview> Preview(Edition edition, CancellationToken stop)
    {
        var earlier = await editions.Published(stop);
        var day = earlier.Select(published => published.AsOf).Append(edition.AsOf).Max();
        if (found.TryGetValue(edition.Id, out var before) && before.Revision == edition.Revision && before.Earlier == earlier.Count
            && !await editions.AnythingSince(before.End, day, stop))
        {
            return before.Preview;
        }

        var end = await editions.FactsEnd(stop);
        var counted = await editions.CountedOn([.. earlier.Select(published => (published.AsOf, published.PublishedAt)), (edition.AsOf, null)], stop);
        var tables = Masking.Of(
            [.. earlier.Select((published, nth) => new EditionPopulation(
                [.. published.Published.Select(table => new ChosenTable(table.By, table.From, table.To).Question(published.AsOf))], counted[nth], published.Published))],
            new EditionPopulation([.. edition.Tables.Select(table => table.Question(edition.AsOf))], counted[^1], null));
        var preview = new Preview(
            [.. tables.OfType<PublishedTable>()],
            [.. edition.Tables.Zip(tables).Where(pair => pair.Second is null).Select(pair => pair.First)],
            [.. edition.Tables.Select(table => Beside(table, edition.AsOf, earlier, counted)).OfType<TableDifference>()]);
        found[edition.Id] = new Found(edition.Revision, earlier.Count, end, preview);
        return preview;
    }

    /// <summary>A table beside the latest edition that printed it; null: none did.</summary>
    static TableDifference? Beside(ChosenTable table, DateOnly asOf, IReadOnlyList<Edition> earlier, IReadOnlyList<IReadOnlyDictionary<Guid, KnownDossier>> counted)
    {
        foreach (var (published, then) in earlier.Zip(counted))
        {
            if (published.Published.FirstOrDefault(one => one.By == table.By && one.From == table.From && one.To == table.To) is { } printed)
                return new TableDifference(table, published.Number!.Value, published.AsOf, Coherence.Of(table.Question(asOf), counted[^1], printed, then));
        }

        return null;
    }

    /// <summary>
    /// Publishes a draft, one at a time and while no history is imported: it gets the next number, and what it shows is masked together with
    /// everything published before it.
    /// </summary>
    /// <param name="edition">As it was shown to the one who publishes it.</param>
    /// <param name="who">Publishes it.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Publishing> Publish(Edition edition, Actor who, CancellationToken stop)
    {
        // What takes long is found before; in the turn it is only found again if something changed meanwhile.
        await Preview(edition, stop);
        var published = await editions.Publish(edition, () => Preview(edition, stop), who, stop);
        if (published is Publishing.Done)
            found.TryRemove(edition.Id, out _);
        return published;
    }

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

    /// <param name="Revision">Of the draft.</param>
    /// <param name="Earlier">How many editions were published.</param>
    /// <param name="End">How far the facts went that were looked at.</param>
    /// <param name="Preview">What was found.</param>
    sealed record Found(long Revision, int Earlier, FactsEnd End, Preview Preview);
}
