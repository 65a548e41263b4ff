using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>A revoked label is shown as such; the dossier stays decided.</summary>
public sealed class NoteRevocation : IListener<LabelRevoked>
{
    public async Task<Heard> Hear(LabelRevoked happened, Transaction transaction)
    {
        if (await DossierStore.Find(transaction, happened.DossierId) is { } known && known.AwaitsLabel(happened.LabelId, happened.Sequence))
        {
            return Heard.NotYet;
        }

        await DossierStore.Follow(
            transaction, happened.DossierId, DossierAction.LabelRevoked, EventCatalogue.ExpertReview,
            dossier => dossier.RevokeLabel(happened.LabelId, happened.At) is { } revoked ? (revoked, []) : null);
        return Heard.Applied;
    }
}
