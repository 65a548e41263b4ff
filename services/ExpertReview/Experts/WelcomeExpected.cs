using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Experts;

/// <summary>Somebody on the list of experts has an account under another address: they are in the pool, once they hold the role.</summary>
public sealed class WelcomeExpected : IListener<ExpectedExpertFound>
{
    public async Task<Heard> Hear(ExpectedExpertFound happened, Transaction transaction)
    {
        await ExpectedExpertStore.KnowAddress(transaction, happened.ExpectationId, happened.PersonId);
        await ExpectedExpertStore.Arrive(transaction, happened.PersonId);
        return Heard.Applied;
    }
}
