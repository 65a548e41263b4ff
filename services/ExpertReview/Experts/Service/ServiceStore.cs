using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Experts.Service;

/// <summary>What experts did, year by year, and the statements they asked for.</summary>
public sealed class ServiceStore(Database database)
{
    /// <summary>The years in which somebody did anything, the latest first.</summary>
    public async Task<IReadOnlyList<YearOfService>> Years(Guid personId, CancellationToken stop)
    {
        var reviews = await database.Query<DateTimeOffset>(
            """
            select SubmittedAt
            from Invitation
            where ExpertId = @PersonId and Status = 'Submitted'
            """,
            new { PersonId = personId }, stop);
        var sessions = await database.Query<DateTimeOffset>(
            """
            select Session.StartsAt
            from Session
            where Session.Status in ('Closed', 'MinutesFinal')
              and exists (select 1 from Attendance where Attendance.SessionId = Session.Id and Attendance.PersonId = @PersonId and Attendance.Presence <> 'Absent')
            """,
            new { PersonId = personId }, stop);
        var (reviewed, sat) = (reviews.ToLookup(at => Paris.Day(at).Year), sessions.ToLookup(at => Paris.Day(at).Year));
        return
        [
            .. reviewed.Select(year => year.Key).Union(sat.Select(year => year.Key)).OrderDescending()
                .Select(year => new YearOfService(year, reviewed[year].Count(), sat[year].Count())),
        ];
    }

    public async Task<ServiceStatement?> Find(Guid id, CancellationToken stop) => (await database.QuerySingleOrDefault<Row>(
        """
        select Id, PersonId, Year, Reviews, Sessions, Content, Signature, KeyId, At
        from ServiceStatement
        where Id = @Id
        """,
        new { Id = id }, stop))?.ToStatement();

    /// <summary>The statements of somebody, the latest first.</summary>
    public async Task<IReadOnlyList<ServiceStatement>> Of(Guid personId, CancellationToken stop) =>
    [
        .. (await database.Query<Row>(
            """
            select Id, PersonId, Year, Reviews, Sessions, Content, Signature, KeyId, At
            from ServiceStatement
            where PersonId = @PersonId
            order by At desc
            """,
            new { PersonId = personId }, stop)).Select(row => row.ToStatement()),
    ];

    public async Task Add(ServiceStatement statement, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await transaction.Execute(
            """
            insert into ServiceStatement (Id, PersonId, Year, Reviews, Sessions, Content, Signature, KeyId, At)
            values (@Id, @PersonId, @Year, @Reviews, @Sessions, @Content, @Signature, @KeyId, @At)
            """,
            new
            {
                statement.Id,
                statement.PersonId,
                statement.Served.Year,
                statement.Served.Reviews,
                statement.Served.Sessions,
                statement.Content,
                Signature = Convert.ToBase64String(statement.Signature),
                statement.KeyId,
                statement.At,
            });
        await AuditTrail.Add(transaction, who, "service.stated", statement.PersonId, after: new { statement.Served.Year, statement.KeyId });
        await transaction.Commit();
    }

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required Guid PersonId { get; init; }
        public required int Year { get; init; }
        public required int Reviews { get; init; }
        public required int Sessions { get; init; }
        public required string Content { get; init; }
        public required string Signature { get; init; }
        public required string KeyId { get; init; }
        public required DateTimeOffset At { get; init; }

        public ServiceStatement ToStatement() => new()
        {
            Id = Id,
            PersonId = PersonId,
            Served = new(Year, Reviews, Sessions),
            Content = Content,
            Signature = Convert.FromBase64String(Signature),
            KeyId = KeyId,
            At = At,
        };
    }
}
