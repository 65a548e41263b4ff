using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Sessions;

/// <summary>A dossier about which nothing can be heard until the transaction ends.</summary>
public static class HeldDossier
{
    /// <summary>Null: nothing is known of it.</summary>
    public static async Task<DossierUnderReview?> Take(Transaction transaction, Guid dossierId)
    {
        while (await DossierStore.Find(Reading.In(transaction), dossierId) is { } dossier)
        {
            if (await DossierStore.Hold(transaction, dossier.Id, dossier.Revision))
                return dossier;
        }
        return null;
    }

    /// <summary>Null: the dossier can be dealt with as the agenda took it up.</summary>
    public static Refusal? WhyNot(DossierUnderReview? dossier, Item item) => dossier switch
    {
        null or { Withdrawn: true } => new("item.dossier-withdrawn",
            $"Dossier {item.Dossier.Reference} was withdrawn by its holder.",
            $"Le dossier {item.Dossier.Reference} a été retiré par son porteur."),
        _ when dossier.Version != item.Dossier.Version || !dossier.ReviewMayBegin => new("item.dossier-changed",
            $"Dossier {item.Dossier.Reference} was changed since the agenda was published: take it up in another session.",
            $"Le dossier {item.Dossier.Reference} a changé depuis la publication de l'ordre du jour : inscrivez-le à une autre séance."),
        _ => null,
    };
}
