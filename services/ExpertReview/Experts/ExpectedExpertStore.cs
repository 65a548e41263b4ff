using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Experts;

/// <summary>Who is on the list of experts and has no account yet.</summary>
public sealed class ExpectedExpertStore(Database database)
{
    public Task<Transaction> Begin(CancellationToken stop) => database.Begin(stop);

    public async Task<IReadOnlyList<ExpectedExpert>> All(CancellationToken stop) => await All(Reading.From(database, stop));

    public static async Task<IReadOnlyList<ExpectedExpert>> All(Reading reading) =>
    [
        .. (await reading.Query<Row>(
            """
            select Id, Email, Fields, ExpectedBy, ExpectedAt, Revision
            from ExpectedExpert
            order by NormalizedEmail
            """)).Select(row => row.ToExpected()),
    ];

    /// <summary>Waited for from now on: Accounts hears of it and invites them. False: somebody else listed them at the same moment.</summary>
    public static async Task<bool> Expect(Transaction transaction, ExpectedExpert expected, string language, Actor who)
    {
        if (!await transaction.TryInsert(
                """
                insert into ExpectedExpert (Id, Email, NormalizedEmail, Fields, ExpectedBy, ExpectedAt, Revision)
                values (@Id, @Email, @NormalizedEmail, @Fields, @ExpectedBy, @ExpectedAt, @Revision)
                """,
                Columns(expected)))
            return false;
        await Outbox.Add(transaction, new ExpertExpected(Guid.CreateVersion7(), expected.Id, 0, expected.ExpectedAt, expected.Email, language, expected.ExpectedBy));
        await AuditTrail.Add(transaction, who, "expert.expected", expected.Id, personal: new { expected.Email });
        return true;
    }

    public static async Task<bool> Change(Transaction transaction, ExpectedExpert now, Actor who)
    {
        if (await transaction.Execute(
                """
                update ExpectedExpert
                set Fields = @Fields, Revision = @Revision
                where Id = @Id and Revision = @Revision - 1
                """,
                Columns(now)) == 0)
            return false;
        await AuditTrail.Add(transaction, who, "expert.expected-changed", now.Id, after: new { now.Revision });
        return true;
    }

    /// <summary>Not waited for any more; the invitation to an account is withdrawn where it was sent. False: they came, or somebody was faster.</summary>
    public async Task<bool> Withdraw(Guid id, long revision, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await transaction.Execute("delete from ExpectedExpert where Id = @Id and Revision = @Revision", new { Id = id, Revision = revision }) == 0)
            return false;
        await AuditTrail.Add(transaction, who, "expert.expected-withdrawn", id);
        await transaction.Commit();
        return true;
    }

    /// <summary>A person is known, or known better, from now on: whoever was waited for under their address is in the pool, once they hold the role.</summary>
    public static async Task Arrive(Transaction transaction, Guid personId)
    {
        if (await PersonStore.Find(Reading.In(transaction), personId) is not { Email: { } email } person || !person.Roles.Contains(Roles.Expert))
            return;
        foreach (var row in await transaction.Query<Row>(
            """
            select Id, Email, Fields, ExpectedBy, ExpectedAt, Revision
            from ExpectedExpert
            where NormalizedEmail = @Email
                or NormalizedEmail in (select NormalizedEmail from ExpertAddress where PersonId = @PersonId)
            order by ExpectedAt
            """,
            new { Email = Mail.Normalized(email), PersonId = personId }))
            await Arrive(transaction, personId, row.ToExpected());
    }

    static async Task Arrive(Transaction transaction, Guid personId, ExpectedExpert expected)
    {
        var who = Actor.Service(EventCatalogue.ExpertReview);
        // What an expert wrote themselves meanwhile stays.
        var known = await transaction.QuerySingleOrDefault<int?>("select 1 from Expert where PersonId = @PersonId", new { PersonId = personId }) is not null;
        if (!known && expected.Fields.On(null, personId, Paris.Day(transaction.Clock.GetUtcNow())) is { } entry)
            await ExpertStore.Save(transaction, null, entry, who);
        await transaction.Execute("delete from ExpectedExpert where Id = @Id", new { expected.Id });
        await AuditTrail.Add(transaction, who, "expert.arrived", personId, after: new { ExpectationId = expected.Id });
    }

    /// <summary>The address of an expectation is one of somebody's, as Accounts says; nothing when nobody is waited for there any more.</summary>
    public static async Task KnowAddress(Transaction transaction, Guid expectationId, Guid personId)
    {
        if (await transaction.QuerySingleOrDefault<Row>(
                """
                select Id, Email, Fields, ExpectedBy, ExpectedAt, Revision
                from ExpectedExpert
                where Id = @Id
                """,
                new { Id = expectationId }) is not { } row)
            return;
        var columns = new { Address = Mail.Normalized(row.Email), row.Email, PersonId = personId };
        // Of whoever had it before it is no more.
        await transaction.Execute("delete from ExpertAddress where NormalizedEmail = @Address", columns);
        await transaction.Execute("insert into ExpertAddress (NormalizedEmail, Email, PersonId) values (@Address, @Email, @PersonId)", columns);
    }

    /// <summary>Other addresses than the main one under which a list named somebody.</summary>
    public static async Task<IReadOnlyList<(string Address, Guid PersonId)>> Addresses(Reading reading) =>
    [
        .. (await reading.Query<AddressRow>(
            """
            select NormalizedEmail, PersonId
            from ExpertAddress
            order by NormalizedEmail
            """)).Select(row => (row.NormalizedEmail, row.PersonId)),
    ];

    sealed record AddressRow
    {
        public required string NormalizedEmail { get; init; }
        public required Guid PersonId { get; init; }
    }

    static object Columns(ExpectedExpert expected) => new
    {
        expected.Id,
        expected.Email,
        NormalizedEmail = Mail.Normalized(expected.Email),
        Fields = Json.Write(expected.Fields),
        expected.ExpectedBy,
        expected.ExpectedAt,
        expected.Revision,
    };

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Email { get; init; }
        public required string Fields { get; init; }
        public required Guid ExpectedBy { get; init; }
        public required DateTimeOffset ExpectedAt { get; init; }
        public required long Revision { get; init; }

        public ExpectedExpert ToExpected() => new()
        {
            Id = Id,
            Email = Email,
            Fields = Json.Read<ExpertFields>(Fields),
            ExpectedBy = ExpectedBy,
            ExpectedAt = ExpectedAt,
            Revision = Revision,
        };
    }
}
