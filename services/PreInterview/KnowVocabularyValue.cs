using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>Keeps the names of what dossiers and experts are described with.</summary>
public sealed class KnowVocabularyValue : IListener<VocabularyChanged>
{
    public async Task<Heard> Hear(VocabularyChanged happened, Transaction transaction)
    {
        await KnownWords.Keep(transaction, happened);
        return Heard.Applied;
    }
}
