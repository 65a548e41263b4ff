using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Sessions;

/// <summary>Which sessions a list shows.</summary>
public sealed record SessionFilter(bool ToCome, bool Past, SessionStatus? Status);

/// <summary>Somebody who can be given a seat.</summary>
public sealed record CommitteePerson(Guid Id, string Name, IReadOnlyList<string> Roles);

/// <summary>A session in the calendar.</summary>
public sealed record CalendarLine(MeetingStore.Line Session, int Members, IReadOnlyList<string> Programmes)
{
    public string? AgendaVersion => Session.AgendaNumber is { } number ? Agenda.LetterOf(number) : null;
}

/// <summary>What the calendar of sessions and the forms of the office read.</summary>
public sealed class SessionCalendar(Database database)
{
    /// <summary>All for the office, else those the person sits in; what is to come by its date, what is past from the latest.</summary>
    public async Task<(IReadOnlyList<CalendarLine> Lines, int Total)> List(
        Guid personId, Who roles, SessionFilter filter, DateTimeOffset now, int skip, int take, CancellationToken stop)
    {
        var where =
            $"""
            where {Relations.ToSession.For(Act.SeeSession, roles)}
              and (@Status is null or case when Session.CancelledAt is null then Session.Status else 'Cancelled' end = @Status)
              and (@ToCome = 0 or Session.StartsAt >= @Since)
              and (@Past = 0 or Session.StartsAt < @Since)
            """;
        var (rows, total) = await database.QueryPage<MeetingStore.Line>(
            $"""
            select count(*)
            from Session
            {where}
            """,
            $"""
            select Session.Id, Session.Title, Session.StartsAt, Session.Place,
                   case when Session.CancelledAt is null then Session.Status else 'Cancelled' end as Status, Session.Revision,
                   (select max(Agenda.Number) from Agenda where Agenda.SessionId = Session.Id) as AgendaNumber,
                   (select count(*) from AgendaItem where AgendaItem.SessionId = Session.Id) as Items
            from Session
            {where}
            order by {(filter.ToCome ? "Session.StartsAt, Session.Title" : "Session.StartsAt desc, Session.Title")}
            """,
            new
            {
                PersonId = personId,
                Status = filter.Status?.ToString(),
                filter.ToCome,
                filter.Past,
                // A session of today is still to come: people look for it on that day.
                Since = now.AddDays(-1),
            }, skip, take, stop);
        if (rows.Count == 0)
            return ([], total);
        var ids = rows.Select(row => row.Id).ToList();
        var members = (await InParts<CountRow>(
            """
            select SessionId as Id, count(*) as Number
            from SessionMember
            where SessionId in @Ids
            group by SessionId
            """,
            ids, stop)).ToDictionary(row => row.Id, row => row.Number);
        var items = (await InParts<ItemRow>(
            """
            select SessionId, Dossier
            from AgendaItem
            where SessionId in @Ids
            order by Position
            """,
            ids, stop)).ToLookup(row => row.SessionId, row => Json.Read<DossierOnAgenda>(row.Dossier));
        return ([.. rows.Select(row => new CalendarLine(
            row, members.GetValueOrDefault(row.Id),
            [.. items[row.Id].Select(dossier => Words.Say(dossier.ProgrammeEnglish, dossier.ProgrammeFrench)).Distinct()]))], total);
    }

    /// <summary>A statement takes so many values and no more: 2100 on SQL Server. A session is in one part.</summary>
    async Task<IReadOnlyList<T>> InParts<T>(string sql, IReadOnlyList<Guid> ids, CancellationToken stop)
    {
        var found = new List<T>();
        foreach (var some in ids.Chunk(1000))
            found.AddRange(await database.Query<T>(sql, new { Ids = some }, stop));
        return found;
    }

    /// <summary>Sessions that something can be adjourned to.</summary>
    public Task<IReadOnlyList<MeetingStore.Target>> Later(Guid sessionId, DateTimeOffset after, CancellationToken stop) => database.Query<MeetingStore.Target>(
        """
        select Id, Title, StartsAt, Status
        from Session
        where Id <> @Id and StartsAt > @After and Status in ('Planned', 'AgendaPublished') and CancelledAt is null
        order by StartsAt, Title
        """,
        new { Id = sessionId, After = after }, stop);

    /// <summary>Everybody who can sit in a committee, by name.</summary>
    public async Task<IReadOnlyList<CommitteePerson>> People(CancellationToken stop) =>
    [
        .. (await database.Query<PersonRow>(
            """
            select Id, Name, Roles
            from Person
            where Disabled = 0 and (Roles like '%"member"%' or Roles like '%"chair"%' or Roles like '%"vice-chair"%')
            order by Name, Id
            """,
            null, stop)).Select(row => new CommitteePerson(row.Id, row.Name, Json.Read<string[]>(row.Roles))),
    ];

    /// <summary>What dossiers are called, also those that an agenda has left out since.</summary>
    public async Task<IReadOnlyDictionary<Guid, DossierName>> Dossiers(IReadOnlyCollection<Guid> ids, CancellationToken stop) => ids.Count == 0
        ? new Dictionary<Guid, DossierName>()
        : (await database.Query<DossierName>(
            """
            select Id, Reference, Title, Acronym, Withdrawn
            from Dossier
            where Id in @Ids
            """,
            new { Ids = ids }, stop)).ToDictionary(row => row.Id);

    public sealed record DossierName
    {
        public required Guid Id { get; init; }
        public required string Reference { get; init; }
        public required string Title { get; init; }
        public required string Acronym { get; init; }
        public required bool Withdrawn { get; init; }
    }

    sealed record CountRow
    {
        public required Guid Id { get; init; }
        public required int Number { get; init; }
    }

    sealed record ItemRow
    {
        public required Guid SessionId { get; init; }
        public required string Dossier { get; init; }
    }

    sealed record PersonRow
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required string Roles { get; init; }
    }
}
