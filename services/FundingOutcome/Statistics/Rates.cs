using Labelling.FundingOutcome.Facts;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>The one place rates come from, for pages, API, files and command line.</summary>
public sealed class Rates(Database database) : IDisposable
{
    readonly FactsInMemory<FactColumns> facts = new(database, () => new FactColumns());

    public Task<RatesTable> Answer(RatesQuestion question, CancellationToken stop) => facts.Ask(columns => columns.Answer(question), stop);

    /// <summary>The dossiers a question counts, and as what.</summary>
    public Task<IReadOnlyList<(Guid Dossier, Standing Standing)>> Dossiers(RatesQuestion question, CancellationToken stop) =>
        facts.Ask(columns => columns.Dossiers(question), stop);

    /// <summary>The values of each breakdown that occur, in ordinal order.</summary>
    public Task<IReadOnlyDictionary<Breakdown, IReadOnlyList<string>>> Choices(CancellationToken stop) => facts.Ask(columns => columns.Choices(), stop);

    /// <summary>Bytes and rows of the columns as they stand.</summary>
    public (long Bytes, int Rows) Size => (facts.AsItStands.Bytes, facts.AsItStands.Rows);

    public void Dispose() => facts.Dispose();
}
