using Labelling.FundingOutcome.Dossiers;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tables;

/// <summary>A dossier behind a figure.</summary>
/// <param name="Id">The dossier.</param>
/// <param name="Figure">What the figure is of it alone: 1 in a number of dossiers, 1 or 0 in a share, its own days, its own amount.</param>
/// <param name="Beside">The dossiers because of which it counts as it does.</param>
public sealed record DossierBehind(Guid Id, decimal Figure, IReadOnlyList<Guid> Beside);

/// <summary>
/// The one place the further tables come from. Each is counted from the dossiers as the facts made them known, one after the other, and
/// what came out is kept until there are new facts: nothing is summed beforehand.
/// </summary>
public sealed class FurtherFigures(Database database) : IDisposable
{
    /// <summary>Answers kept: enough for everybody who looks at tables at a time.</summary>
    const int Kept = 200;

    readonly FactsInMemory<DossierColumns> facts = new(database, () => new DossierColumns());
    readonly CallPlans plans = new(database);
    readonly Dictionary<string, FurtherRows> answers = new(StringComparer.Ordinal);
    (DossierColumns.Known Known, long Plans)? upTo;

    public async Task<FurtherRows> Answer(FurtherTable table, RatesQuestion question, CancellationToken stop)
    {
        var known = await facts.Ask(columns => columns.AsTheyStand(), stop);
        var now = (known, await plans.Count(stop));
        var asked = Asked(table, question);
        lock (answers)
        {
            if (upTo != now || answers.Count >= Kept)
                answers.Clear();
            upTo = now;
            if (answers.TryGetValue(asked, out var kept))
                return kept;
        }

        var answer = table.Count(await Dossiers(known, table, question, stop), question);
        lock (answers)
        {
            if (upTo == now)
                answers[asked] = answer;
        }

        return answer;
    }

    /// <summary>The dossiers behind a figure: each that, counted alone, stands in its line and column.</summary>
    /// <param name="table">Of which table.</param>
    /// <param name="question">What it was asked.</param>
    /// <param name="keys">What names the line; none: the total.</param>
    /// <param name="column">The place of the column.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task<IReadOnlyList<DossierBehind>> Behind(FurtherTable table, RatesQuestion question, IReadOnlyList<string> keys, int column, CancellationToken stop)
    {
        var dossiers = await Dossiers(await facts.Ask(columns => columns.AsTheyStand(), stop), table, question, stop);
        var alone = table.Alone(dossiers, question);
        var found = new List<DossierBehind>();
        foreach (var dossier in dossiers)
        {
            var rows = alone.Count(dossier);
            if (rows.Line(keys)?.Values[column] is { } figure && rows.Columns[column].Counts(figure))
                found.Add(new DossierBehind(dossier.Id, figure, alone.Beside(dossier)));
        }

        // Pages of a list are of one order, whenever each of its dossiers was last taken in.
        return [.. found.OrderBy(dossier => dossier.Id)];
    }

    /// <summary>The dossiers asked about, as they were known at the end of the day; they can be gone through again.</summary>
    async Task<IEnumerable<KnownDossier>> Dossiers(DossierColumns.Known known, FurtherTable table, RatesQuestion question, CancellationToken stop)
    {
        var day = question.AsOf ?? DateOnly.MaxValue;
        var planOfCall = await plans.On(day, stop);
        return table.Whole
            ? Each(known.On(day, DateOnly.MinValue, DateOnly.MaxValue, planOfCall))
            : Each(known.On(day, question.From, question.To, planOfCall)).Select(dossier => ByRow.Asked(question, dossier)).OfType<KnownDossier>();

        IEnumerable<KnownDossier> Each(IEnumerable<KnownDossier> dossiers)
        {
            foreach (var dossier in dossiers)
            {
                stop.ThrowIfCancellationRequested();
                yield return dossier;
            }
        }
    }

    static string Asked(FurtherTable table, RatesQuestion question) => string.Join('\n',
        [
            table.Name, $"{question.From:O} {question.To:O} {question.AsOf:O}", .. question.By.Select(by => by.Name),
            .. question.Filters.Select(filter => $"{filter.By.Name}={filter.Value}").Order(StringComparer.Ordinal),
        ]);

    public void Dispose() => facts.Dispose();
}
