using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>While a dossier is being corrected its interview stays, but cannot be concluded before the new version is admitted.</summary>
public sealed class HoldBackConclusion(InterviewStore interviews) : IListener<CorrectionRequested>
{
    public async Task<Heard> Hear(CorrectionRequested happened, Transaction transaction)
    {
        if (await KnownStore.Dossier(transaction, happened.DossierId) is not { } dossier) return Heard.NotYet;
        await KnownStore.Remember(transaction, dossier with { CorrectionSequence = happened.Sequence });
        if (await KnownStore.Dossier(transaction, happened.DossierId) is not { CorrectionPending: true }) return Heard.Applied;
        while (await InterviewStore.LastOf(transaction, dossier.Id) is { } last && last.AwaitCorrection() is { } waiting
            && await interviews.Save(transaction, last, waiting, "correction-awaited", Actor.Service(EventCatalogue.PreInterview)) is not Saved.Yes)
        {
        }

        return Heard.Applied;
    }
}
