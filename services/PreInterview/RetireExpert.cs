using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>An expert without an account is not proposed, and their free slots are not shown.</summary>
public sealed class RetireExpert : IListener<AccountDisabled>
{
    public async Task<Heard> Hear(AccountDisabled happened, Transaction transaction) =>
        await KnownStore.Disable(transaction, happened.PersonId) ? Heard.Applied : Heard.NotYet;
}
