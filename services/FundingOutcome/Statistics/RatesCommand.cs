using Labelling.Storage;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>What the command line answers to <c>rates</c>.</summary>
/// <param name="Table">The table, for <see cref="RatesFormat"/>; null when the question cannot be answered.</param>
/// <param name="Errors">What is wrong with the question.</param>
public sealed record RatesCommandAnswer(RatesTable? Table, IReadOnlyList<QuestionError> Errors);

public static class RatesCommand
{
    public static async Task<RatesCommandAnswer> Answer(
        Database database, string by, string from, string to, string? asOf, CancellationToken stop = default)
    {
        var (question, errors) = RatesQuestionText.Read(by, from, to, asOf);
        return question is null
            ? new RatesCommandAnswer(null, errors)
            : new RatesCommandAnswer(await new Rates(database).Answer(question, stop), []);
    }
}
