using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>Keeps the calls a dossier can be redirected to.</summary>
public sealed class KnowCall : IListener<CallPublished>
{
    public async Task<Heard> Hear(CallPublished happened, Transaction transaction)
    {
        await KnownStore.Know(transaction, happened);
        return Heard.Applied;
    }
}
