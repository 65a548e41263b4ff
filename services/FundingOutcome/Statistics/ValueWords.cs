using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>What values are called in the reader's language; a value that has no name stands as it is.</summary>
public sealed class ValueWords(IEnumerable<ValueWords.Named> values)
{
    /// <summary>A value of a vocabulary and its names.</summary>
    public sealed record Named
    {
        public required string Vocabulary { get; init; }
        public required string Code { get; init; }
        public required string English { get; init; }
        public required string French { get; init; }
    }

    readonly Dictionary<(string, string), Named> names = values.ToDictionary(value => (value.Vocabulary, value.Code));

    /// <summary>The name of a value; vocabularies go by the names of the breakdowns.</summary>
    public string Of(Breakdown breakdown, string value) => names.TryGetValue((breakdown.Name, value), out var known) ? Words.Say(known.English, known.French) : value;
}

/// <summary>The names of values, as Submission says them.</summary>
public sealed class ValueNames(Database database)
{
    public async Task<ValueWords> Read(CancellationToken stop) => new(await database.Query<ValueWords.Named>(
        """
        select Vocabulary, Code, English, French
        from VocabularyValue
        where English is not null and French is not null
        """,
        null, stop));
}
