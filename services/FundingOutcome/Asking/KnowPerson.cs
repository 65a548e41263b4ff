using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Asking;

/// <summary>Keeps whom to ask, and where they read mail.</summary>
public sealed class KnowPerson : IListener<PersonRegistered>, IListener<PersonChanged>
{
    public Task<Heard> Hear(PersonRegistered happened, Transaction transaction) => Hear(
        new PersonChanged(
            happened.EventId, happened.PersonId, happened.Sequence, happened.At,
            happened.Name, happened.Email, happened.Language, happened.Roles, happened.Affiliations),
        transaction);

    public async Task<Heard> Hear(PersonChanged happened, Transaction transaction)
    {
        await PeopleStore.Keep(transaction, happened);
        return Heard.Applied;
    }
}
