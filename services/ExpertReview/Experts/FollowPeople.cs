using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Experts;

public sealed class KeepNewPerson : IListener<PersonRegistered>
{
    public async Task<Heard> Hear(PersonRegistered happened, Transaction transaction)
    {
        await PersonStore.Keep(transaction, new PersonInReview
        {
            Id = happened.PersonId,
            Name = happened.Name,
            Language = happened.Language,
            Roles = happened.Roles,
            Affiliations = happened.Affiliations,
            Sequence = happened.Sequence,
        });
        return Heard.Applied;
    }
}

public sealed class KeepChangedPerson : IListener<PersonChanged>
{
    public async Task<Heard> Hear(PersonChanged happened, Transaction transaction)
    {
        await PersonStore.Keep(transaction, new PersonInReview
        {
            Id = happened.PersonId,
            Name = happened.Name,
            Language = happened.Language,
            Roles = happened.Roles,
            Affiliations = happened.Affiliations,
            Sequence = happened.Sequence,
        });
        return Heard.Applied;
    }
}

public sealed class DisablePerson : IListener<AccountDisabled>
{
    public async Task<Heard> Hear(AccountDisabled happened, Transaction transaction)
    {
        if (await PersonStore.Find(Reviews.Reading.In(transaction), happened.PersonId) is null)
            return Heard.NotYet;
        await PersonStore.Disable(transaction, happened.PersonId);
        return Heard.Applied;
    }
}

/// <summary>Past dossiers tell with whom an organisation worked.</summary>
public sealed class KeepPastDossiers : IListener<HistoryImported>
{
    public async Task<Heard> Hear(HistoryImported happened, Transaction transaction)
    {
        foreach (var past in happened.Dossiers)
        {
            var columns = new
            {
                past.Reference,
                past.Title,
                past.RegisteredOn,
                past.LeadOrganisation,
                past.LeadSiren,
                ImportedAt = happened.At,
                happened.Sequence,
            };
            var isNew = await transaction.TryInsert(
                """
                insert into PastDossier (Reference, Title, RegisteredOn, LeadOrganisation, LeadSiren, ImportedAt, Sequence)
                values (@Reference, @Title, @RegisteredOn, @LeadOrganisation, @LeadSiren, @ImportedAt, @Sequence)
                """,
                columns);
            if (!isNew)
            {
                await transaction.Execute(
                    """
                    update PastDossier
                    set Title = @Title, RegisteredOn = @RegisteredOn, LeadOrganisation = @LeadOrganisation, LeadSiren = @LeadSiren,
                        ImportedAt = @ImportedAt, Sequence = @Sequence
                    where Reference = @Reference and (ImportedAt < @ImportedAt or (ImportedAt = @ImportedAt and Sequence < @Sequence))
                    """,
                    columns);
            }
        }
        return Heard.Applied;
    }
}
