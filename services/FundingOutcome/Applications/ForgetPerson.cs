using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Applications;

/// <summary>No name is kept here: what an erased person leaves are lines of mails and of the trail.</summary>
public sealed class ForgetPerson : IListener<PersonErased>
{
    public async Task<Heard> Hear(PersonErased happened, Transaction transaction)
    {
        await Forgotten.In(transaction, happened.PersonId);
        return Heard.Applied;
    }
}
