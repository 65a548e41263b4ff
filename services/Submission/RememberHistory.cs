using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Duplicates;

namespace Labelling.Submission;

public sealed class RememberHistory : IListener<HistoryImported>
{
    public async Task<Heard> Hear(HistoryImported happened, Transaction transaction)
    {
        foreach (var past in happened.Dossiers)
        {
            await PastDossierStore.Remember(transaction, past, happened.At);
            await DuplicateStore.Ask(transaction, past.Reference);
        }

        return Heard.Applied;
    }
}
