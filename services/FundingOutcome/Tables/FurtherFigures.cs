using System.Runtime.CompilerServices;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tables;

/// <summary>
/// The one place the further tables come from. Each is counted from the facts themselves, one dossier after the other, and what came out
/// is kept until there are new facts: nothing is summed beforehand.
/// </summary>
public sealed class FurtherFigures(Database database) : IDisposable
{
    /// <summary>Answers kept: enough for everybody who looks at tables at a time.</summary>
    const int Kept = 200;

    readonly FactStore facts = new(database);

    /// <summary>One at a time reads all facts, however many ask.</summary>
    readonly SemaphoreSlim turn = new(1, 1);
    readonly Dictionary<string, FurtherRows> answers = new(StringComparer.Ordinal);
    FactsEnd? upTo;

    public async Task<FurtherRows> Answer(FurtherTable table, RatesQuestion question, CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            var end = await facts.End(stop);
            if (end != upTo || answers.Count >= Kept)
                answers.Clear();
            upTo = end;
            var asked = Asked(table, question);
            if (!answers.TryGetValue(asked, out var answer))
                answers[asked] = answer = await Task.Run(() => table.Count(Dossiers(question, stop).ToBlockingEnumerable(stop), question), stop);
            return answer;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The dossiers of a window, with the values asked for, as they were known at the end of the day.</summary>
    async IAsyncEnumerable<KnownDossier> Dossiers(RatesQuestion question, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var ofOne in facts.All(question.AsOf ?? DateOnly.MaxValue, stop))
        {
            if (Stretch.KnownOn(ofOne, question.AsOf ?? DateOnly.MaxValue) is { } known
                && known.Classification.RegisteredOn >= question.From && known.Classification.RegisteredOn <= question.To
                && question.Filters.All(filter => filter.By.RowsOf(known).Contains(filter.Value)))
            {
                yield return question.Filters.Aggregate(known, (seen, filter) => ByRow.Seen(filter.By, filter.Value, seen));
            }
        }
    }

    static string Asked(FurtherTable table, RatesQuestion question) => string.Join('\n',
        [
            table.Name, $"{question.From:O} {question.To:O} {question.AsOf:O}", .. question.By.Select(by => by.Name),
            .. question.Filters.Select(filter => $"{filter.By.Name}={filter.Value}").Order(StringComparer.Ordinal),
        ]);

    public void Dispose() => turn.Dispose();
}
