using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Messages;

namespace Labelling.Submission;

/// <summary>An erased person is their pseudonym from now on; what they deposited stays.</summary>
public sealed class ForgetPerson : IListener<PersonErased>
{
    public async Task<Heard> Hear(PersonErased happened, Transaction transaction)
    {
        await PeopleStore.Remember(transaction, happened.PersonId, Pseudonym.Of(happened.PersonId), null, null, [], happened.Sequence);
        await MessageStore.Forget(transaction, happened.PersonId);
        await Planning.DeadlineFeedStore.Remove(transaction, happened.PersonId);
        await Forgotten.In(transaction, happened.PersonId);
        return Heard.Applied;
    }
}
