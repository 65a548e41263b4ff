using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

public sealed class RememberOrganisation : IListener<OrganisationChanged>
{
    public async Task<Heard> Hear(OrganisationChanged happened, Transaction transaction)
    {
        await PeopleStore.Remember(
            transaction,
            new KnownOrganisation
            {
                Id = happened.OrganisationId,
                Name = happened.Name,
                Siren = happened.Siren,
                Type = happened.Type,
                Region = happened.Region,
            },
            happened.Sequence);
        return Heard.Applied;
    }
}
