using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Accounts;

/// <summary>What came of a write about a person.</summary>
public enum PersonSaved
{
    Saved,
    Stale,
    EmailTaken,
    OrganisationUnknown,

    /// <summary>Nobody could administer any more.</summary>
    LastAdministrator,
}

/// <summary>People, their roles, affiliations and passwords.</summary>
public sealed class PersonStore(Database database)
{
    public async Task<Person?> Get(Guid id, CancellationToken stop) =>
        (await Read("where P.Id = @Id", new { Id = id }, stop)).SingleOrDefault();

    public Task<IReadOnlyList<Person>> All(CancellationToken stop) => Read("", new { }, stop);

    public async Task<PersonSaved> Register(Person person, string passwordHash, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var saved = await Register(transaction, person, passwordHash, who);
        if (saved == PersonSaved.Saved)
            await transaction.Commit();
        return saved;
    }

    internal async Task<PersonSaved> Register(Transaction transaction, Person person, string passwordHash, Actor who)
    {
        if (await OwnerOf(transaction, person.Email) is not null || !await transaction.TryInsert(
                """
                insert into Person (Id, Name, Email, NormalizedEmail, Language, PasswordHash, RegisteredAt, Revision)
                values (@Id, @Name, @Email, @NormalizedEmail, @Language, @PasswordHash, @RegisteredAt, @Revision)
                """,
                new { person.Id, person.Name, person.Email, NormalizedEmail = Mail.Normalized(person.Email), person.Language, PasswordHash = passwordHash, person.RegisteredAt, person.Revision }))
            return PersonSaved.EmailTaken;
        await AddAddress(transaction, person.Id, person.Email);
        await transaction.Execute("delete from Invitation where NormalizedEmail = @Email", new { Email = Mail.Normalized(person.Email) });
        if (!await WriteParts(transaction, person))
            return PersonSaved.OrganisationUnknown;
        await Outbox.Add(transaction, new PersonRegistered(
            Guid.CreateVersion7(), person.Id, 0, transaction.Clock.GetUtcNow(),
            person.Name, person.Email, person.Language, [.. person.Roles], await AffiliationsOf(transaction, person.Id)));
        await AuditTrail.Add(transaction, who, "person.registered", person.Id, after: new { person.Roles }, personal: new { person.Name, person.Email });
        return PersonSaved.Saved;
    }

    public async Task<PersonSaved> Change(Person was, Person now, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await OwnerOf(transaction, now.Email) is { } owner && owner.Id != now.Id)
            return PersonSaved.EmailTaken;
        if (await transaction.Execute(
                """
                update Person
                set Name = @Name, Email = @Email, NormalizedEmail = @NormalizedEmail, Language = @Language, Revision = @Revision
                where Id = @Id and Revision = @Expected and DisabledAt is null
                """,
                new { now.Id, now.Name, now.Email, NormalizedEmail = Mail.Normalized(now.Email), now.Language, now.Revision, Expected = was.Revision }) == 0)
            return PersonSaved.Stale;
        if (Mail.Normalized(was.Email) != Mail.Normalized(now.Email))
        {
            // The administrator's address stands instead of the old one, and what waited for the old one's consent is over.
            await AddAddress(transaction, now.Id, now.Email);
            await RemoveAddress(transaction, now.Id, was.Email);
            await transaction.Execute("delete from EmailChange where PersonId = @Id", new { now.Id });
            await transaction.Execute("delete from PasswordReset where PersonId = @Id", new { now.Id });
        }
        await transaction.Execute("delete from PersonRole where PersonId = @Id", new { now.Id });
        await transaction.Execute("delete from Affiliation where PersonId = @Id", new { now.Id });
        if (!await WriteParts(transaction, now))
            return PersonSaved.OrganisationUnknown;
        if (was.Roles.Contains(Roles.Administrator) && await NobodyAdministers(transaction))
            return PersonSaved.LastAdministrator;
        await Tell(transaction, now.Id);
        await AuditTrail.Add(transaction, who, "person.changed", now.Id, before: new { was.Roles }, after: new { now.Roles },
            personal: new { Was = new { was.Name, was.Email }, Now = new { now.Name, now.Email } });
        await transaction.Commit();
        return PersonSaved.Saved;
    }

    public async Task<PersonSaved> Disable(Person was, Person now, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await transaction.Execute(
                """
                update Person
                set DisabledAt = @DisabledAt, Revision = @Revision
                where Id = @Id and Revision = @Expected and DisabledAt is null
                """,
                new { now.Id, now.DisabledAt, now.Revision, Expected = was.Revision }) == 0)
            return PersonSaved.Stale;
        // Two administrators may disable each other in the same moment.
        if (was.Roles.Contains(Roles.Administrator) && await NobodyAdministers(transaction))
            return PersonSaved.LastAdministrator;
        await Outbox.Add(transaction, new AccountDisabled(Guid.CreateVersion7(), now.Id, 0, transaction.Clock.GetUtcNow()));
        await AuditTrail.Add(transaction, who, "account.disabled", now.Id, before: new { Disabled = false }, after: new { Disabled = true });
        await transaction.Commit();
        return PersonSaved.Saved;
    }

    /// <summary>Opens a disabled account again. Whatever was signed in before it was disabled stays out.</summary>
    public async Task<PersonSaved> Enable(Person was, Person now, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await transaction.Execute(
                """
                update Person
                set DisabledAt = null, Revision = @Revision
                where Id = @Id and Revision = @Expected and DisabledAt is not null and ErasedAt is null
                """,
                new { now.Id, now.Revision, Expected = was.Revision }) == 0)
            return PersonSaved.Stale;
        await SessionStore.EndAll(transaction, now.Id, who);
        await Outbox.Add(transaction, new AccountEnabled(Guid.CreateVersion7(), now.Id, 0, transaction.Clock.GetUtcNow()));
        await Tell(transaction, now.Id);
        await AuditTrail.Add(transaction, who, "account.enabled", now.Id, before: new { Disabled = true }, after: new { Disabled = false });
        await transaction.Commit();
        return PersonSaved.Saved;
    }

    /// <summary>How many are administrators and can sign in.</summary>
    const string Administrators =
        """
        select count(*)
        from Person P
        inner join PersonRole R on R.PersonId = P.Id and R.Role = 'administrator'
        where P.DisabledAt is null
        """;

    /// <summary>True while nobody is an administrator who can sign in: the first one may still be made.</summary>
    public async Task<bool> LacksAdministrator(CancellationToken stop) => await database.QuerySingleOrDefault<int>(Administrators, null, stop) == 0;

    /// <summary>Asked after the change that may have taken the last one away.</summary>
    static async Task<bool> NobodyAdministers(Transaction transaction) => await transaction.QuerySingleOrDefault<int>(Administrators) == 0;

    /// <summary>Keeps the digest of a new one-time code; codes given before are worth nothing any more.</summary>
    public async Task KeepFirstAdministratorCode(string digest, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await transaction.Execute("update FirstAdministrator set CodeDigest = @Digest, UsedAt = null where Id = 1", new { Digest = digest }) == 0)
            await transaction.Execute("insert into FirstAdministrator (Id, CodeDigest) values (1, @Digest)", new { Digest = digest });
        await AuditTrail.Add(transaction, Actor.Service(database.Name), "first-administrator.code-given", Guid.Empty, after: new { Given = true });
        await transaction.Commit();
    }

    /// <summary>Registers the first administrator; null when the code is not the one that was given, or was used.</summary>
    public async Task<PersonSaved?> RegisterFirstAdministrator(string digest, Person person, string passwordHash, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await transaction.Execute(
                "update FirstAdministrator set UsedAt = @Now where Id = 1 and UsedAt is null and CodeDigest = @Digest",
                new { Now = transaction.Clock.GetUtcNow(), Digest = digest }) == 0)
            return null;
        var saved = await Register(transaction, person, passwordHash, who);
        if (saved == PersonSaved.Saved)
            await transaction.Commit();
        return saved;
    }

    /// <summary>Tells the other services a person as they are now, in the transaction that changed them or their organisation.</summary>
    internal static async Task Tell(Transaction transaction, Guid id)
    {
        var person = await transaction.QuerySingleOrDefault<PersonRow>(
            """
            select Id, Name, Email, Language, DisabledAt, ErasedAt, RegisteredAt, Revision
            from Person
            where Id = @Id
            """,
            new { Id = id }) ?? throw new InvalidOperationException($"There is no person {id}.");
        var roles = await transaction.Query<string>("select Role from PersonRole where PersonId = @Id order by Role", new { Id = id });
        await Outbox.Add(transaction, new PersonChanged(
            Guid.CreateVersion7(), id, 0, transaction.Clock.GetUtcNow(),
            person.Name, person.Email, person.Language, [.. roles], await AffiliationsOf(transaction, id)));
    }

    /// <summary>Tells the other services that nothing is known of a person any more, in the transaction that erased them.</summary>
    internal static Task TellErased(Transaction transaction, Guid id) =>
        Outbox.Add(transaction, new PersonErased(Guid.CreateVersion7(), id, 0, transaction.Clock.GetUtcNow()));

    static async Task<Affiliation[]> AffiliationsOf(Transaction transaction, Guid person) =>
        [.. (await transaction.Query<AffiliationRow>(
            """
            select A.PersonId, A.OrganisationId, A.FromDay, A.ToDay, O.Siren, O.GroupSiren
            from Affiliation A
            inner join Organisation O on O.Id = A.OrganisationId
            where A.PersonId = @Person
            order by A.FromDay
            """,
            new { Person = person })).Select(row => new Affiliation(row.OrganisationId, row.Siren, row.GroupSiren, row.FromDay, row.ToDay))];

    /// <summary>Roles and affiliations; false when an organisation is not known.</summary>
    static async Task<bool> WriteParts(Transaction transaction, Person person)
    {
        foreach (var role in person.Roles)
            await transaction.Execute("insert into PersonRole (PersonId, Role) values (@Id, @Role)", new { person.Id, Role = role });
        foreach (var period in person.Affiliations)
            if (await transaction.Execute(
                    """
                    insert into Affiliation (PersonId, OrganisationId, FromDay, ToDay)
                    select @PersonId, Id, @From, @To
                    from Organisation
                    where Id = @OrganisationId
                    """,
                    new { PersonId = person.Id, period.OrganisationId, period.From, period.To }) == 0)
                return false;
        return true;
    }

    async Task<IReadOnlyList<Person>> Read(string where, object parameters, CancellationToken stop)
    {
        var people = await database.Query<PersonRow>(
            $"""
            select P.Id, P.Name, P.Email, P.Language, P.DisabledAt, P.ErasedAt, P.RegisteredAt, P.Revision
            from Person P
            {where}
            order by P.Name, P.NormalizedEmail
            """,
            parameters, stop);
        var roles = (await database.Query<RoleRow>(
            $"""
            select R.PersonId, R.Role
            from PersonRole R
            inner join Person P on P.Id = R.PersonId
            {where}
            order by R.Role
            """,
            parameters, stop)).ToLookup(row => row.PersonId, row => row.Role);
        var affiliations = (await database.Query<AffiliationRow>(
            $"""
            select A.PersonId, A.OrganisationId, A.FromDay, A.ToDay
            from Affiliation A
            inner join Person P on P.Id = A.PersonId
            {where}
            order by A.FromDay
            """,
            parameters, stop)).ToLookup(row => row.PersonId, row => new AffiliationPeriod(row.OrganisationId, row.FromDay, row.ToDay));
        return [.. people.Select(row => new Person
        {
            Id = row.Id,
            Name = row.Name,
            Email = row.Email,
            Language = row.Language,
            Roles = [.. roles[row.Id]],
            Affiliations = [.. affiliations[row.Id]],
            DisabledAt = row.DisabledAt,
            Erased = row.ErasedAt is not null,
            RegisteredAt = row.RegisteredAt,
            Revision = row.Revision,
        })];
    }

    /// <summary>Whose address it is, any of theirs; null when nobody's.</summary>
    internal static Task<AddressOwner?> OwnerOf(Transaction transaction, string email) => transaction.QuerySingleOrDefault<AddressOwner>(
        """
        select P.Id, E.Email, P.Email as Main, P.Language, P.DisabledAt
        from PersonEmail E
        inner join Person P on P.Id = E.PersonId
        where E.NormalizedEmail = @Email
        """,
        new { Email = Mail.Normalized(email) });

    /// <summary>A person with their main address.</summary>
    internal static async Task<AddressOwner> OwnerOf(Transaction transaction, Guid person) => await transaction.QuerySingleOrDefault<AddressOwner>(
        """
        select Id, Email, Email as Main, Language, DisabledAt
        from Person
        where Id = @Person
        """,
        new { Person = person }) ?? throw new InvalidOperationException($"There is no person {person}.");

    /// <summary>One address more, confirmed; nothing when it is theirs already.</summary>
    internal static async Task AddAddress(Transaction transaction, Guid person, string email)
    {
        if ((await OwnerOf(transaction, email))?.Id != person)
            await transaction.Execute(
                """
                insert into PersonEmail (NormalizedEmail, PersonId, Email, ConfirmedAt)
                values (@Normalized, @Person, @Email, @Now)
                """,
                new { Normalized = Mail.Normalized(email), Person = person, Email = email, Now = transaction.Clock.GetUtcNow() });
    }

    /// <summary>One of their addresses becomes the main one, and the others are told.</summary>
    internal static async Task MakeMain(Transaction transaction, Guid person, string email)
    {
        await transaction.Execute(
            """
            update Person
            set Email = @Email, NormalizedEmail = @Normalized, Revision = Revision + 1
            where Id = @Person
            """,
            new { Email = email, Normalized = Mail.Normalized(email), Person = person });
        await Tell(transaction, person);
    }

    /// <summary>Removes an address; false when it is the main one, or not theirs.</summary>
    internal static async Task<bool> RemoveAddress(Transaction transaction, Guid person, string email) => await transaction.Execute(
        """
        delete from PersonEmail
        where NormalizedEmail = @Email and PersonId = @Person
          and not exists (select 1 from Person where Id = @Person and NormalizedEmail = @Email)
        """,
        new { Email = Mail.Normalized(email), Person = person }) == 1;

    /// <summary>Somebody an address belongs to.</summary>
    internal sealed record AddressOwner
    {
        public required Guid Id { get; init; }
        public required string Email { get; init; }
        public required string Main { get; init; }
        public required string Language { get; init; }
        public required DateTimeOffset? DisabledAt { get; init; }
    }

    sealed record PersonRow
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required string Email { get; init; }
        public required string Language { get; init; }
        public required DateTimeOffset? DisabledAt { get; init; }
        public required DateTimeOffset? ErasedAt { get; init; }
        public required DateTimeOffset RegisteredAt { get; init; }
        public required long Revision { get; init; }
    }

    sealed record RoleRow
    {
        public required Guid PersonId { get; init; }
        public required string Role { get; init; }
    }

    sealed record AffiliationRow
    {
        public required Guid PersonId { get; init; }
        public required Guid OrganisationId { get; init; }
        public required DateOnly FromDay { get; init; }
        public required DateOnly? ToDay { get; init; }
        public string? Siren { get; init; }
        public string? GroupSiren { get; init; }
    }
}
