using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>An expert without an account is not proposed, and their free slots are not shown; until it is enabled again.</summary>
public sealed class RetireExpert : IListener<AccountDisabled>, IListener<AccountEnabled>
{
    public Task<Heard> Hear(AccountDisabled happened, Transaction transaction) => Keep(happened.PersonId, transaction);

    public Task<Heard> Hear(AccountEnabled happened, Transaction transaction) => Keep(happened.PersonId, transaction);

    // As the newest of both says, whichever came last.
    static async Task<Heard> Keep(Guid person, Transaction transaction) =>
        await KnownStore.KeepDisabled(transaction, person, await Access.IsDisabled(transaction, person)) ? Heard.Applied : Heard.NotYet;
}
