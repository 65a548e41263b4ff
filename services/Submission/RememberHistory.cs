using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

public sealed class RememberHistory : IListener<HistoryImported>
{
    public async Task<Heard> Hear(HistoryImported happened, Transaction transaction)
    {
        foreach (var past in happened.Dossiers)
        {
            await PastDossierStore.Remember(transaction, past, happened.At);
        }

        return Heard.Applied;
    }
}
