using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>An organisation as Accounts tells of it.</summary>
public sealed record KnownOrganisation
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string? Siren { get; init; }
    public required string Type { get; init; }
    public required string? Region { get; init; }
}

/// <summary>A person as the recipient of mail.</summary>
public sealed record Correspondent
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Email { get; init; }
    public required string Language { get; init; }
}

/// <summary>What Accounts told of people and organisations; an older event never overwrites a newer one.</summary>
public sealed class PeopleStore(Database database)
{
    /// <summary>Those of the ids that nobody bears.</summary>
    public async Task<IReadOnlyList<Guid>> Unknown(IReadOnlyCollection<Guid> people, CancellationToken stop)
    {
        if (people.Count == 0)
        {
            return [];
        }

        var known = await database.Query<Guid>(
            """
            select Id
            from Person
            where Id in @People
            """,
            new { People = people }, stop);
        return [.. people.Except(known)];
    }

    public async Task<IReadOnlyDictionary<Guid, string>> Names(IReadOnlyCollection<Guid> people, CancellationToken stop)
    {
        if (people.Count == 0)
        {
            return new Dictionary<Guid, string>();
        }

        var known = await database.Query<Named>(
            """
            select Id, Name
            from Person
            where Id in @People
            """,
            new { People = people }, stop);
        return known.ToDictionary(person => person.Id, person => person.Name);
    }

    /// <summary>Where mail to these people goes; who is not known to have an address is left out.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Correspondent>> Correspondents(Transaction transaction, IReadOnlyCollection<Guid> people) =>
        people.Count == 0
            ? new Dictionary<Guid, Correspondent>()
            : (await transaction.Query<Correspondent>(
                """
                select Id, Name, Email, Language
                from Person
                where Id in @People and Email is not null and Language is not null
                """,
                new { People = people })).ToDictionary(person => person.Id);

    sealed record Named
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
    }

    public async Task<IReadOnlyDictionary<Guid, KnownOrganisation>> Organisations(IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        if (ids.Count == 0)
        {
            return new Dictionary<Guid, KnownOrganisation>();
        }

        var known = await database.Query<KnownOrganisation>(
            """
            select Id, Name, Siren, Type, Region
            from KnownOrganisation
            where Id in @Ids
            """,
            new { Ids = ids }, stop);
        return known.ToDictionary(organisation => organisation.Id);
    }

    public static async Task Remember(Transaction transaction, Guid id, string name, string? email, string? language, string[] roles, long sequence)
    {
        var values = new { Id = id, Name = name, Email = email, Language = language, HeldRoles = Json.Write(roles), Sequence = sequence };
        var there = await transaction.QuerySingleOrDefault<long?>(
            """
            select Sequence
            from Person
            where Id = @Id
            """,
            values);
        await transaction.Execute(
            there is null
                ? """
                  insert into Person (Id, Name, Email, Language, HeldRoles, Sequence)
                  values (@Id, @Name, @Email, @Language, @HeldRoles, @Sequence)
                  """
                : """
                  update Person
                  set Name = @Name, Email = @Email, Language = @Language, HeldRoles = @HeldRoles, Sequence = @Sequence
                  where Id = @Id and Sequence < @Sequence
                  """,
            values);
    }

    public static async Task Remember(Transaction transaction, KnownOrganisation organisation, long sequence)
    {
        var values = new { organisation.Id, organisation.Name, organisation.Siren, organisation.Type, organisation.Region, Sequence = sequence };
        var there = await transaction.QuerySingleOrDefault<long?>(
            """
            select Sequence
            from KnownOrganisation
            where Id = @Id
            """,
            values);
        await transaction.Execute(
            there is null
                ? """
                  insert into KnownOrganisation (Id, Name, Siren, Type, Region, Sequence)
                  values (@Id, @Name, @Siren, @Type, @Region, @Sequence)
                  """
                : """
                  update KnownOrganisation
                  set Name = @Name, Siren = @Siren, Type = @Type, Region = @Region, Sequence = @Sequence
                  where Id = @Id and Sequence < @Sequence
                  """,
            values);
    }
}
