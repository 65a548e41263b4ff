using Labelling.Contracts;
using Labelling.FundingOutcome.Asking;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Applications;

/// <summary>Name and addresses go. What an erased person leaves are lines of mails and of the trail, and that somebody was asked and answered.</summary>
public sealed class ForgetPerson : IListener<PersonErased>
{
    public async Task<Heard> Hear(PersonErased happened, Transaction transaction)
    {
        await PeopleStore.Forget(transaction, happened);
        await Forgotten.In(transaction, happened.PersonId);
        return Heard.Applied;
    }
}
