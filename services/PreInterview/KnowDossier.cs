using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>Keeps the latest version of a dossier: who holds it, with whom, for which call.</summary>
public sealed class KnowDossier : IListener<DossierSubmitted>
{
    public async Task<Heard> Hear(DossierSubmitted happened, Transaction transaction)
    {
        await KnownStore.Know(transaction, DossierToInterview.From(happened));
        return Heard.Applied;
    }
}
