using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>An adjourned dossier stays what it is, and says so.</summary>
public sealed class NoteAdjournment : IListener<DossierAdjourned>
{
    public async Task<Heard> Hear(DossierAdjourned happened, Transaction transaction)
    {
        await DossierStore.Follow(
            transaction, happened.DossierId, DossierAction.Adjourned, EventCatalogue.ExpertReview,
            dossier => dossier.Adjourn(happened.At, happened.Sequence) is { } adjourned ? (adjourned, []) : null);
        return Heard.Applied;
    }
}
