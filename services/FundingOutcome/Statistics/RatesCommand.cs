using Labelling.FundingOutcome.Editions;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>What the command line answers to <c>rates</c>.</summary>
/// <param name="Table">The table, for <see cref="RatesFormat"/>; null when the question cannot be answered.</param>
/// <param name="Errors">What is wrong with the question.</param>
public sealed record RatesCommandAnswer(RatesTable? Table, IReadOnlyList<QuestionError> Errors);

public static class RatesCommand
{
    public static async Task<RatesCommandAnswer> Answer(
        Database database, string by, string from, string to, string? asOf,
        IEnumerable<(string By, string Value)>? filters = null, CancellationToken stop = default)
    {
        var (question, errors) = RatesQuestionText.Read(by, from, to, asOf, filters);
        if (question is null)
            return new RatesCommandAnswer(null, errors);
        using var rates = new Rates(database);
        return new RatesCommandAnswer(await rates.Answer(question, stop), []);
    }

    /// <summary>From the latest edition that holds the table; a null table: none does.</summary>
    public static async Task<(ShownRates? Table, IReadOnlyList<QuestionError> Errors)> Published(
        Database database, string by, string from, string to, CancellationToken stop = default)
    {
        var (question, errors) = RatesQuestionText.Read(by, from, to, null);
        if (question is null)
            return (null, errors);
        return ((await new Barometer(new EditionStore(database)).Answer(question.By, question.From, question.To, stop))?.Rates, []);
    }
}
