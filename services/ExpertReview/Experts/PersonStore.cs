using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.Storage;

namespace Labelling.ExpertReview.Experts;

public sealed class PersonStore(Database database)
{
    public Task<PersonInReview?> Find(Guid id, CancellationToken stop) => Find(Reading.From(database, stop), id);

    public static async Task<PersonInReview?> Find(Reading reading, Guid id)
    {
        var row = await reading.QuerySingleOrDefault<Row>(
            """
            select Id, Name, Email, Language, Roles, Disabled, Sequence
            from Person
            where Id = @Id
            """,
            new { Id = id });
        if (row is null)
            return null;
        var affiliations = await reading.Query<AffiliationRow>(
            """
            select PersonId, OrganisationId, Siren, GroupSiren, FromDay, ToDay
            from PersonAffiliation
            where PersonId = @Id
            order by Place
            """,
            new { Id = id });
        return row.With(affiliations);
    }

    /// <summary>Everybody.</summary>
    public static async Task<IReadOnlyList<PersonInReview>> All(Reading reading)
    {
        var rows = await reading.Query<Row>(
            """
            select Id, Name, Email, Language, Roles, Disabled, Sequence
            from Person
            """);
        var affiliations = (await reading.Query<AffiliationRow>(
            """
            select PersonId, OrganisationId, Siren, GroupSiren, FromDay, ToDay
            from PersonAffiliation
            order by PersonId, Place
            """)).ToLookup(row => row.PersonId);
        return [.. rows.Select(row => row.With(affiliations[row.Id]))];
    }

    /// <summary>
    /// Keeps the state of a person unless a newer one is there. Disabled is said by another event and stays.
    /// </summary>
    public static async Task Keep(Transaction transaction, PersonInReview person)
    {
        var columns = new
        {
            person.Id,
            person.Name,
            person.Email,
            person.Language,
            Roles = Json.Write(person.Roles),
            person.Sequence,
        };
        // Updated again where another event about the same person was inserted at the same moment.
        if (!await Update() && !await transaction.TryInsert(
                """
                insert into Person (Id, Name, Email, Language, Roles, Disabled, Sequence)
                values (@Id, @Name, @Email, @Language, @Roles, 0, @Sequence)
                """,
                columns)
            && !await Update())
            return;
        await transaction.Execute("delete from PersonAffiliation where PersonId = @Id", new { person.Id });
        foreach (var (place, affiliation) in person.Affiliations.Index())
        {
            await transaction.Execute(
                """
                insert into PersonAffiliation (PersonId, Place, OrganisationId, Siren, GroupSiren, FromDay, ToDay)
                values (@Id, @Place, @OrganisationId, @Siren, @GroupSiren, @From, @To)
                """,
                new { person.Id, Place = place, affiliation.OrganisationId, affiliation.Siren, affiliation.GroupSiren, affiliation.From, affiliation.To });
        }

        async Task<bool> Update() => await transaction.Execute(
            """
            update Person
            set Name = @Name, Email = @Email, Language = @Language, Roles = @Roles, Sequence = @Sequence
            where Id = @Id and Sequence < @Sequence
            """,
            columns) == 1;
    }

    /// <summary>The account was disabled, or enabled again.</summary>
    public static async Task KeepDisabled(Transaction transaction, Guid id, bool disabled) => await transaction.Execute(
        """
        update Person
        set Disabled = @Disabled
        where Id = @Id
        """,
        new { Id = id, Disabled = disabled });

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required string? Email { get; init; }
        public required string Language { get; init; }
        public required string Roles { get; init; }
        public required bool Disabled { get; init; }
        public required long Sequence { get; init; }

        public PersonInReview With(IEnumerable<AffiliationRow> affiliations) => new()
        {
            Id = Id,
            Name = Name,
            Email = Email,
            Language = Language,
            Roles = Json.Read<string[]>(Roles),
            Affiliations = [.. affiliations.Select(row => row.ToAffiliation())],
            Disabled = Disabled,
            Sequence = Sequence,
        };
    }
}

sealed record AffiliationRow
{
    public required Guid PersonId { get; init; }
    public required Guid OrganisationId { get; init; }
    public required string? Siren { get; init; }
    public required string? GroupSiren { get; init; }
    public required DateOnly FromDay { get; init; }
    public required DateOnly? ToDay { get; init; }

    public Affiliation ToAffiliation() => new(OrganisationId, Siren, GroupSiren, FromDay, ToDay);
}
