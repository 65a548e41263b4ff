using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts.People;

/// <summary>What an erasure takes away, and what stays: counted before anything goes.</summary>
public sealed record ErasurePlan
{
    public required int Addresses { get; init; }
    public required int Affiliations { get; init; }
    public required int SignIns { get; init; }
    public required int Mails { get; init; }
    public required int PersonalValues { get; init; }
    public required bool LastAdministrator { get; init; }

    /// <summary>When the person asked for it; null when they did not.</summary>
    public required DateTimeOffset? AskedAt { get; init; }
}

/// <summary>What came of an erasure.</summary>
public enum Erased
{
    Done,
    Stale,

    /// <summary>Nobody could administer any more.</summary>
    LastAdministrator,
}

/// <summary>
/// Erasing a person: what says who they are goes, the row stays under a pseudonym so that votes, counts and the trail still have somebody
/// to point at. The other services hear of it and do the same.
/// </summary>
public sealed class ErasureStore(Database database)
{
    public async Task<ErasurePlan> Plan(Guid person, CancellationToken stop)
    {
        var counts = await database.QuerySingleOrDefault<Counts>(
            """
            select (select count(*) from PersonEmail where PersonId = @Person) as Addresses,
                   (select count(*) from Affiliation where PersonId = @Person) as Affiliations,
                   (select count(*) from Session where PersonId = @Person) as SignIns,
                   (select count(*) from Mail where PersonId = @Person and Address is not null) as Mails,
                   (select RequestedAt from ErasureRequest where PersonId = @Person) as AskedAt
            """,
            new { Person = person }, stop) ?? throw new InvalidOperationException("A count gave no row.");
        return new ErasurePlan
        {
            Addresses = counts.Addresses,
            Affiliations = counts.Affiliations,
            SignIns = counts.SignIns,
            Mails = counts.Mails,
            PersonalValues = await PersonalValues.Of(database, person, stop),
            LastAdministrator = await database.QuerySingleOrDefault<int>(LastAdministratorSql, new { Person = person }, stop) == 1,
            AskedAt = counts.AskedAt,
        };
    }

    /// <summary>The person asks to be erased; an administrator carries it out. The second time changes nothing.</summary>
    public async Task<bool> Ask(Guid person, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var row = new { Person = person, Now = transaction.Clock.GetUtcNow() };
        if (await transaction.QuerySingleOrDefault<int>("select count(*) from ErasureRequest where PersonId = @Person", row) > 0
            || !await transaction.TryInsert("insert into ErasureRequest (PersonId, RequestedAt) values (@Person, @Now)", row))
            return false;
        await AuditTrail.Add(transaction, who, "erasure.asked", person);
        await transaction.Commit();
        return true;
    }

    public async Task<bool> TakeBack(Guid person, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await transaction.Execute("delete from ErasureRequest where PersonId = @Person", new { Person = person }) == 0)
            return false;
        await AuditTrail.Add(transaction, who, "erasure.taken-back", person);
        await transaction.Commit();
        return true;
    }

    /// <summary>Those who asked and wait, and when they asked; the first of them first.</summary>
    public async Task<IReadOnlyList<(Guid Person, DateTimeOffset At)>> Asked(CancellationToken stop) =>
        [.. (await database.Query<Asking>("select PersonId, RequestedAt from ErasureRequest order by RequestedAt", null, stop)).Select(row => (row.PersonId, row.RequestedAt))];

    public async Task<Erased> Erase(Person was, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await Erase(transaction, was.Id, was.Revision, who) is var erased && erased == Erased.Done)
            await transaction.Commit();
        return erased;
    }

    /// <summary>Disabled accounts whose time is over are erased, the oldest first, some at a time.</summary>
    public static async Task<int> EraseDisabledBefore(Transaction transaction, DateTimeOffset before)
    {
        var due = await transaction.Query<Due>(
            "select Id, Revision from Person where DisabledAt < @Before and ErasedAt is null", new { Before = before });
        foreach (var person in due)
            await Erase(transaction, person.Id, person.Revision, Actor.Service(EventCatalogue.Accounts));
        return due.Count;
    }

    static async Task<Erased> Erase(Transaction transaction, Guid id, long revision, Actor who)
    {
        var now = transaction.Clock.GetUtcNow();
        var enabled = await transaction.QuerySingleOrDefault<int>("select count(*) from Person where Id = @Id and DisabledAt is null", new { Id = id }) == 1;
        if (await transaction.Execute(
                """
                update Person
                set Name = @Name, Email = @NoEmail, NormalizedEmail = @NoEmail, PasswordHash = '', DisabledAt = coalesce(DisabledAt, @Now), ErasedAt = @Now,
                    Revision = Revision + 1
                where Id = @Id and Revision = @Revision and ErasedAt is null
                """,
                new { Id = id, Revision = revision, Name = Pseudonym.Of(id), NoEmail = $"ERASED {id:N}", Now = now }) == 0)
            return Erased.Stale;
        // Asked after the update: who goes is not counted any more.
        if (enabled
            && await transaction.QuerySingleOrDefault<int>("select count(*) from PersonRole where PersonId = @Id and Role = 'administrator'", new { Id = id }) == 1
            && await transaction.QuerySingleOrDefault<int>(
                "select count(*) from PersonRole R inner join Person P on P.Id = R.PersonId where R.Role = 'administrator' and P.DisabledAt is null") == 0)
            return Erased.LastAdministrator;
        // Whoever was invited or registered was written down by their address before they were a person.
        foreach (var address in await transaction.Query<string>("select Email from PersonEmail where PersonId = @Id", new { Id = id }))
        {
            await Mail.Own(transaction, address, id);
            await PersonalValues.ForgetHolding(transaction, address);
        }
        await AccountStore.Erase(transaction, id, who);
        foreach (var table in (string[])["PersonEmail", "Affiliation", "EmailChange", "PasswordReset", "ErasureRequest"])
            await transaction.Execute($"delete from {table} where PersonId = @Id", new { Id = id });
        await ForgetEvents(transaction, id);
        await PersonStore.TellErased(transaction, id);
        await AuditTrail.Add(transaction, who, "person.erased", id);
        await Forgotten.In(transaction, id);
        return Erased.Done;
    }

    /// <summary>The events that were told of the person are kept for listeners that come later: those learn the pseudonym.</summary>
    static async Task ForgetEvents(Transaction transaction, Guid id)
    {
        foreach (var row in await transaction.Query<Told>(
                     "select Position, Kind, Payload from Outbox where SubjectId = @Id and Kind in ('PersonRegistered', 'PersonChanged')", new { Id = id }))
        {
            object forgotten = row.Kind == nameof(PersonRegistered)
                ? Json.Read<PersonRegistered>(row.Payload) with { Name = Pseudonym.Of(id), Email = "", Affiliations = [] }
                : Json.Read<PersonChanged>(row.Payload) with { Name = Pseudonym.Of(id), Email = "", Affiliations = [] };
            await transaction.Execute("update Outbox set Payload = @Payload where Position = @Position", new { row.Position, Payload = Json.Write(forgotten) });
        }
    }

    const string LastAdministratorSql =
        """
        select count(*)
        from PersonRole R
        inner join Person P on P.Id = R.PersonId
        where R.Role = 'administrator' and P.DisabledAt is null and P.Id = @Person and not exists (
            select 1
            from PersonRole O
            inner join Person Q on Q.Id = O.PersonId
            where O.Role = 'administrator' and Q.DisabledAt is null and Q.Id <> @Person)
        """;

    sealed record Counts
    {
        public required int Addresses { get; init; }
        public required int Affiliations { get; init; }
        public required int SignIns { get; init; }
        public required int Mails { get; init; }
        public required DateTimeOffset? AskedAt { get; init; }
    }

    sealed record Asking
    {
        public required Guid PersonId { get; init; }
        public required DateTimeOffset RequestedAt { get; init; }
    }

    sealed record Due
    {
        public required Guid Id { get; init; }
        public required long Revision { get; init; }
    }

    sealed record Told
    {
        public required long Position { get; init; }
        public required string Kind { get; init; }
        public required string Payload { get; init; }
    }
}
