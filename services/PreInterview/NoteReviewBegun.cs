using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>Once experts review the dossier it can no longer be replanned or redirected.</summary>
public sealed class NoteReviewBegun : IListener<ExpertAssigned>
{
    public async Task<Heard> Hear(ExpertAssigned happened, Transaction transaction)
    {
        if (await KnownStore.Dossier(transaction, happened.DossierId) is not { } dossier) return Heard.NotYet;
        await KnownStore.Remember(transaction, dossier with { ReviewBegun = true });
        return Heard.Applied;
    }
}
