using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Experts;

public sealed class KeepPerson : IListener<PersonRegistered>, IListener<PersonChanged>
{
    public Task<Heard> Hear(PersonRegistered happened, Transaction transaction) =>
        Keep(transaction, happened.PersonId, happened.Sequence, happened.Name, happened.Email, happened.Language, happened.Roles, happened.Affiliations);

    public Task<Heard> Hear(PersonChanged happened, Transaction transaction) =>
        Keep(transaction, happened.PersonId, happened.Sequence, happened.Name, happened.Email, happened.Language, happened.Roles, happened.Affiliations);

    static async Task<Heard> Keep(
        Transaction transaction, Guid id, long sequence, string name, string email, string language, IReadOnlyList<string> roles, IReadOnlyList<Affiliation> affiliations)
    {
        await PersonStore.Keep(transaction, new PersonInReview
        {
            Id = id,
            Name = name,
            Email = email,
            Language = language,
            Roles = roles,
            Affiliations = affiliations,
            Sequence = sequence,
        });
        await ExpectedExpertStore.Arrive(transaction, id);
        return Heard.Applied;
    }
}

public sealed class DisablePerson : IListener<AccountDisabled>, IListener<AccountEnabled>
{
    public Task<Heard> Hear(AccountDisabled happened, Transaction transaction) => Keep(transaction, happened.PersonId);

    public Task<Heard> Hear(AccountEnabled happened, Transaction transaction) => Keep(transaction, happened.PersonId);

    static async Task<Heard> Keep(Transaction transaction, Guid person)
    {
        if (await PersonStore.Find(Reading.In(transaction), person) is null)
            return Heard.NotYet;
        // As the newest of both says, whichever came last.
        await PersonStore.KeepDisabled(transaction, person, await Access.IsDisabled(transaction, person));
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
            // What is there and newer stays; updated again where another import inserted it at the same moment.
            if (!await Update() && !await transaction.TryInsert(
                    """
                    insert into PastDossier (Reference, Title, RegisteredOn, LeadOrganisation, LeadSiren, ImportedAt, Sequence)
                    values (@Reference, @Title, @RegisteredOn, @LeadOrganisation, @LeadSiren, @ImportedAt, @Sequence)
                    """,
                    columns))
                await Update();

            async Task<bool> Update() => await transaction.Execute(
                """
                update PastDossier
                set Title = @Title, RegisteredOn = @RegisteredOn, LeadOrganisation = @LeadOrganisation, LeadSiren = @LeadSiren,
                    ImportedAt = @ImportedAt, Sequence = @Sequence
                where Reference = @Reference and (ImportedAt < @ImportedAt or (ImportedAt = @ImportedAt and Sequence < @Sequence))
                """,
                columns) == 1;
        }
        return Heard.Applied;
    }
}
