using Labelling.FundingOutcome.Statistics;
using Labelling.FundingOutcome.Tables;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>What cases of counting stand on: questions to the tables.</summary>
public abstract class Counting(Dialect dialect) : WithProgrammes(dialect)
{
    private protected FurtherFigures Figures => known.Test.Get<FurtherFigures>();

    private protected static RatesQuestion Question(
        FurtherTable table, string? by = null, string from = "2000-01-01", string to = "2099-12-31", string? asOf = null, params (string By, string Value)[] filters)
    {
        var (question, errors) = RatesQuestionText.Read(by, from, to, asOf, filters, 0, 1, table.Windowed, table.Breakdowns);
        Assert.That(errors, Is.Empty);
        return question!;
    }

    private protected Task<FurtherRows> Ask(
        FurtherTable table, string? by = null, string from = "2000-01-01", string to = "2099-12-31", string? asOf = null, params (string By, string Value)[] filters) =>
        Figures.Answer(table, Question(table, by, from, to, asOf, filters), CancellationToken.None);
}
