using Labelling.FundingOutcome.Facts;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>The one place rates come from, for pages, API, files and command line.</summary>
public sealed class Rates(Database database)
{
    readonly FactStore facts = new(database);

    public async Task<RatesTable> Answer(RatesQuestion question, CancellationToken stop) =>
        SuccessRates.Answer(question, KnownDossier.From(await facts.Known(question.AsOf, stop)));
}
