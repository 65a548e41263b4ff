using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>An erased person is their pseudonym from now on; interviews and conclusions stay.</summary>
public sealed class ForgetPerson : IListener<PersonErased>
{
    public async Task<Heard> Hear(PersonErased happened, Transaction transaction)
    {
        await KnownStore.Know(transaction, new PersonChanged(
            happened.EventId, happened.PersonId, happened.Sequence, happened.At, Pseudonym.Of(happened.PersonId), "", "fr", [],
            Forgotten.Affiliations(await KnownStore.AffiliationsOf(transaction, happened.PersonId))));
        await KnownStore.KeepDisabled(transaction, happened.PersonId, true);
        await KnownStore.ForgetExpert(transaction, happened.PersonId);
        await Forgotten.In(transaction, happened.PersonId);
        return Heard.Applied;
    }
}
