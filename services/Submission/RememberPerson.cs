using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

public sealed class RememberPerson : IListener<PersonRegistered>, IListener<PersonChanged>
{
    public async Task<Heard> Hear(PersonRegistered happened, Transaction transaction)
    {
        await PeopleStore.Remember(transaction, happened.PersonId, happened.Name, happened.Email, happened.Language, happened.Roles, happened.Sequence);
        return Heard.Applied;
    }

    public async Task<Heard> Hear(PersonChanged happened, Transaction transaction)
    {
        await PeopleStore.Remember(transaction, happened.PersonId, happened.Name, happened.Email, happened.Language, happened.Roles, happened.Sequence);
        return Heard.Applied;
    }
}
