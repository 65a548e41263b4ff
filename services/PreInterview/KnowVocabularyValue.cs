using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>Values of vocabularies by the names their reader knows; one not heard of yet by its code.</summary>
public sealed class KnownWords(IEnumerable<KnownWords.Value> values)
{
    public const string Sector = "sector", TherapeuticArea = "therapeutic-area", TechnologyAxis = "technology-axis";

    public sealed record Value
    {
        public required string Vocabulary { get; init; }
        public required string Code { get; init; }
        public required string English { get; init; }
        public required string French { get; init; }
    }

    readonly Dictionary<(string, string), Value> known = values.ToDictionary(value => (value.Vocabulary, value.Code));

    public IEnumerable<string> Of(string vocabulary, IEnumerable<string> codes) =>
        codes.Select(code => known.TryGetValue((vocabulary, code), out var value) ? Words.Say(value.English, value.French) : code);
}

/// <summary>Keeps the names of what dossiers and experts are described with.</summary>
public sealed class KnowVocabularyValue : IListener<VocabularyChanged>
{
    public async Task<Heard> Hear(VocabularyChanged happened, Transaction transaction)
    {
        if (happened.Vocabulary is KnownWords.Sector or KnownWords.TherapeuticArea or KnownWords.TechnologyAxis)
            await KnownStore.Know(transaction, happened);
        return Heard.Applied;
    }
}
