using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Accounts;

/// <summary>What came of a write about an organisation.</summary>
public enum OrganisationSaved
{
    Saved,
    Stale,
    SirenTaken,
}

/// <summary>Organisations.</summary>
public sealed class OrganisationStore(Database database)
{
    public Task<Organisation?> Get(Guid id, CancellationToken stop) => database.QuerySingleOrDefault<Organisation>(
        """
        select Id, Name, Siren, Type, Region, GroupSiren, Revision
        from Organisation
        where Id = @Id
        """,
        new { Id = id }, stop);

    public Task<IReadOnlyList<Organisation>> All(CancellationToken stop) => database.Query<Organisation>(
        """
        select Id, Name, Siren, Type, Region, GroupSiren, Revision
        from Organisation
        order by Name
        """,
        null, stop);

    public async Task<OrganisationSaved> Add(Organisation organisation, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (!await transaction.TryInsert(
                """
                insert into Organisation (Id, Name, Siren, Type, Region, GroupSiren, Revision)
                values (@Id, @Name, @Siren, @Type, @Region, @GroupSiren, @Revision)
                """,
                organisation))
            return OrganisationSaved.SirenTaken;
        await Tell(transaction, organisation);
        await AuditTrail.Add(transaction, who, "organisation.added", organisation.Id, after: organisation);
        await transaction.Commit();
        return OrganisationSaved.Saved;
    }

    public async Task<OrganisationSaved> Change(Organisation was, Organisation now, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (now.Siren is not null && await transaction.QuerySingleOrDefault<Guid?>(
                "select Id from Organisation where Siren = @Siren and Id <> @Id", new { now.Siren, now.Id }) is not null)
            return OrganisationSaved.SirenTaken;
        if (await transaction.Execute(
                """
                update Organisation
                set Name = @Name, Siren = @Siren, Type = @Type, Region = @Region, GroupSiren = @GroupSiren, Revision = @Revision
                where Id = @Id and Revision = @Expected
                """,
                new { now.Id, now.Name, now.Siren, now.Type, now.Region, now.GroupSiren, now.Revision, Expected = was.Revision }) == 0)
            return OrganisationSaved.Stale;
        await Tell(transaction, now);
        await TellItsPeople(transaction, now.Id);
        await AuditTrail.Add(transaction, who, "organisation.changed", now.Id, before: was, after: now);
        await transaction.Commit();
        return OrganisationSaved.Saved;
    }

    static Task Tell(Transaction transaction, Organisation organisation) => Outbox.Add(transaction, new OrganisationChanged(
        Guid.CreateVersion7(), organisation.Id, 0, transaction.Clock.GetUtcNow(),
        organisation.Name, organisation.Siren, organisation.Type, organisation.Region, organisation.GroupSiren));

    /// <summary>Affiliations travel with SIREN and group: when those change, whoever looks for conflicts has to hear it.</summary>
    static async Task TellItsPeople(Transaction transaction, Guid organisation)
    {
        foreach (var person in await transaction.Query<Guid>(
                     "select distinct PersonId from Affiliation where OrganisationId = @Organisation", new { Organisation = organisation }))
            await PersonStore.Tell(transaction, person);
    }
}
