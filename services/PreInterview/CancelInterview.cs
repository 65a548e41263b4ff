using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>A dossier that was withdrawn or refused admission is not talked about: its open interview ends, the slot is free again.</summary>
public sealed class CancelInterview(InterviewStore interviews) : IListener<DossierWithdrawn>, IListener<DossierRefusedAdmission>
{
    public async Task<Heard> Hear(DossierWithdrawn happened, Transaction transaction)
    {
        if (await KnownStore.Dossier(transaction, happened.DossierId) is not { } dossier) return Heard.NotYet;
        await KnownStore.Remember(transaction, dossier with { Withdrawn = true });
        await Cancel(transaction, dossier.Id);
        return Heard.Applied;
    }

    public async Task<Heard> Hear(DossierRefusedAdmission happened, Transaction transaction)
    {
        if (await KnownStore.Dossier(transaction, happened.DossierId) is not { } dossier) return Heard.NotYet;
        await KnownStore.Remember(transaction, dossier with { RefusedSequence = happened.Sequence });
        // An admission that came after the refusal counts, even when it was heard before it.
        if (await KnownStore.Dossier(transaction, happened.DossierId) is { Inadmissible: true }) await Cancel(transaction, dossier.Id);
        return Heard.Applied;
    }

    async Task Cancel(Transaction transaction, Guid dossierId)
    {
        // Somebody may change the interview meanwhile: then it is read and cancelled again.
        while (await InterviewStore.LastOf(transaction, dossierId) is { } last && last.Cancel() is { } cancelled
            && await interviews.Save(transaction, last, cancelled, "cancelled", Actor.Service(EventCatalogue.PreInterview)) is not Saved.Yes)
        {
        }
    }
}
