using System.Runtime.CompilerServices;
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
/// The one place the further tables come from. Each is counted from the facts themselves, one dossier after the other, and what came out
/// is kept until there are new facts: nothing is summed beforehand.
/// </summary>
public sealed class FurtherFigures(Database database) : IDisposable
{
    /// <summary>Answers kept: enough for everybody who looks at tables at a time.</summary>
    const int Kept = 200;

    readonly FactStore facts = new(database);
    readonly CallPlans plans = new(database);

    /// <summary>One at a time reads all facts, however many ask.</summary>
    readonly SemaphoreSlim turn = new(1, 1);
    readonly Dictionary<string, FurtherRows> answers = new(StringComparer.Ordinal);
    (FactsEnd, long)? upTo;

    public async Task<FurtherRows> Answer(FurtherTable table, RatesQuestion question, CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            var end = (await facts.End(stop), await plans.Count(stop));
            if (end != upTo || answers.Count >= Kept)
                answers.Clear();
            upTo = end;
            var asked = Asked(table, question);
            if (!answers.TryGetValue(asked, out var answer))
                answers[asked] = answer = await Task.Run(() => table.Count(Dossiers(table, question, stop).ToBlockingEnumerable(stop), question), stop);
            return answer;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The dossiers behind a figure: each that, counted alone, stands in its line and column.</summary>
    /// <param name="table">Of which table.</param>
    /// <param name="question">What it was asked.</param>
    /// <param name="keys">What names the line; none: the total.</param>
    /// <param name="column">The place of the column.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task<IReadOnlyList<DossierBehind>> Behind(FurtherTable table, RatesQuestion question, IReadOnlyList<string> keys, int column, CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            return await Task.Run(() => Behind(table, question, keys, column, () => Dossiers(table, question, stop).ToBlockingEnumerable(stop)), stop);
        }
        finally
        {
            turn.Release();
        }
    }

    static IReadOnlyList<DossierBehind> Behind(FurtherTable table, RatesQuestion question, IReadOnlyList<string> keys, int column, Func<IEnumerable<KnownDossier>> dossiers)
    {
        var alone = table.Alone(dossiers(), question);
        var found = new List<DossierBehind>();
        foreach (var dossier in dossiers())
        {
            var rows = alone.Count(dossier);
            if (rows.Line(keys)?.Values[column] is { } figure && rows.Columns[column].Counts(figure))
                found.Add(new DossierBehind(dossier.Id, figure, alone.Beside(dossier)));
        }

        return found;
    }

    /// <summary>The dossiers asked about, as they were known at the end of the day.</summary>
    async IAsyncEnumerable<KnownDossier> Dossiers(FurtherTable table, RatesQuestion question, [EnumeratorCancellation] CancellationToken stop)
    {
        var day = question.AsOf ?? DateOnly.MaxValue;
        var planOfCall = await plans.On(day, stop);
        await foreach (var ofOne in facts.All(day, stop))
        {
            if (Stretch.KnownOn(ofOne, day) is not { } known)
                continue;
            known = known with { PlanOfCall = planOfCall };
            if ((table.Whole ? known : ByRow.Asked(question, known)) is { } asked)
                yield return asked;
        }
    }

    static string Asked(FurtherTable table, RatesQuestion question) => string.Join('\n',
        [
            table.Name, $"{question.From:O} {question.To:O} {question.AsOf:O}", .. question.By.Select(by => by.Name),
            .. question.Filters.Select(filter => $"{filter.By.Name}={filter.Value}").Order(StringComparer.Ordinal),
        ]);

    public void Dispose() => turn.Dispose();
}
