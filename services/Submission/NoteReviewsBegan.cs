using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>From the first expert on, no correction is asked for.</summary>
public sealed class NoteReviewsBegan : IListener<ExpertAssigned>
{
    public async Task<Heard> Hear(ExpertAssigned happened, Transaction transaction)
    {
        if ((await DossierStore.Find(transaction, happened.DossierId))?.BeginReviews(happened.At) is { } begun)
        {
            await DossierStore.BeginReviews(transaction, begun, EventCatalogue.ExpertReview);
        }

        return Heard.Applied;
    }
}
