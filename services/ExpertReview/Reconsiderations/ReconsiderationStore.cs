using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Reconsiderations;

/// <summary>A request with what it is about, for lists.</summary>
public sealed record ReconsiderationLine(Reconsideration Request, string Reference, string Title, string AskedByName);

/// <summary>The last decision of the committee that was released about a dossier.</summary>
public sealed record LastDecision(Guid ItemId, Decision Decision, DateTimeOffset ReleasedAt, DossierOnAgenda Dossier);

public sealed class ReconsiderationStore(Database database)
{
    static readonly PermissionFilter Filter = Relations.To("Reconsideration.DossierId");

    public Task<Transaction> Begin(CancellationToken stop) => database.Begin(stop);

    /// <summary>Null: the committee released nothing about it.</summary>
    public Task<LastDecision?> LastOf(Guid dossierId, CancellationToken stop) => LastOf(Reading.From(database, stop), dossierId);

    public static async Task<LastDecision?> LastOf(Reading reading, Guid dossierId) => (await reading.Query<DecisionRow>(
        """
        select Id, Decision, ReleasedAt, Dossier
        from AgendaItem
        where DossierId = @DossierId and ReleasedAt is not null
        order by ReleasedAt desc
        """,
        new { DossierId = dossierId })).FirstOrDefault() is { } row
            ? new(row.Id, row.Decision, row.ReleasedAt, Json.Read<DossierOnAgenda>(row.Dossier))
            : null;

    public Task<Reconsideration?> OfDossier(Guid dossierId, CancellationToken stop) => OfDossier(Reading.From(database, stop), dossierId);

    public static async Task<Reconsideration?> OfDossier(Reading reading, Guid dossierId) => (await reading.QuerySingleOrDefault<Row>(
        """
        select Id, DossierId, ItemId, AskedBy, AskedAt, Reason, Status, AnsweredBy, AnsweredAt, Answer, Revision
        from Reconsideration
        where DossierId = @DossierId
        """,
        new { DossierId = dossierId }))?.ToReconsideration();

    public static async Task<Reconsideration?> Find(Reading reading, Guid id) => (await reading.QuerySingleOrDefault<Row>(
        """
        select Id, DossierId, ItemId, AskedBy, AskedAt, Reason, Status, AnsweredBy, AnsweredAt, Answer, Revision
        from Reconsideration
        where Id = @Id
        """,
        new { Id = id }))?.ToReconsideration();

    /// <summary>Those that this person may answer or read the answer of, the latest first.</summary>
    public async Task<IReadOnlyList<ReconsiderationLine>> List(Guid personId, Who roles, ReconsiderationStatus? status, CancellationToken stop) =>
    [
        .. (await database.Query<LineRow>(
            $"""
            select Reconsideration.Id, Reconsideration.DossierId, Reconsideration.ItemId, Reconsideration.AskedBy, Reconsideration.AskedAt, Reconsideration.Reason,
                   Reconsideration.Status, Reconsideration.AnsweredBy, Reconsideration.AnsweredAt, Reconsideration.Answer, Reconsideration.Revision,
                   Dossier.Reference, Dossier.Title, Person.Name
            from Reconsideration
            join Dossier on Dossier.Id = Reconsideration.DossierId
            join Person on Person.Id = Reconsideration.AskedBy
            where {Filter.For(Act.AnswerReconsideration, roles)} and (@Status is null or Reconsideration.Status = @Status)
            order by Reconsideration.AskedAt desc
            """,
            new { PersonId = personId, Status = status?.ToString() }, stop)).Select(row => new ReconsiderationLine(row.ToReconsideration(), row.Reference, row.Title, row.Name)),
    ];

    /// <summary>False: one was asked for before.</summary>
    public static Task<bool> Insert(Transaction transaction, Reconsideration asked) => transaction.TryInsert(
        """
        insert into Reconsideration (Id, DossierId, ItemId, AskedBy, AskedAt, Reason, Status, Revision)
        values (@Id, @DossierId, @ItemId, @AskedBy, @AskedAt, @Reason, @Status, @Revision)
        """,
        new { asked.Id, asked.DossierId, asked.ItemId, asked.AskedBy, asked.AskedAt, asked.Reason, Status = asked.Status.ToString(), asked.Revision });

    /// <summary>False: somebody answered it meanwhile.</summary>
    public static async Task<bool> Update(Transaction transaction, Reconsideration now) => await transaction.Execute(
        """
        update Reconsideration
        set Status = @Status, AnsweredBy = @AnsweredBy, AnsweredAt = @AnsweredAt, Answer = @Answer, Revision = @Revision
        where Id = @Id and Revision = @Revision - 1
        """,
        new { now.Id, Status = now.Status.ToString(), now.AnsweredBy, now.AnsweredAt, now.Answer, now.Revision }) == 1;

    sealed record DecisionRow
    {
        public required Guid Id { get; init; }
        public required Decision Decision { get; init; }
        public required DateTimeOffset ReleasedAt { get; init; }
        public required string Dossier { get; init; }
    }

    record Row
    {
        public required Guid Id { get; init; }
        public required Guid DossierId { get; init; }
        public required Guid ItemId { get; init; }
        public required Guid AskedBy { get; init; }
        public required DateTimeOffset AskedAt { get; init; }
        public required string Reason { get; init; }
        public required ReconsiderationStatus Status { get; init; }
        public required Guid? AnsweredBy { get; init; }
        public required DateTimeOffset? AnsweredAt { get; init; }
        public required string? Answer { get; init; }
        public required long Revision { get; init; }

        public Reconsideration ToReconsideration() => new()
        {
            Id = Id,
            DossierId = DossierId,
            ItemId = ItemId,
            AskedBy = AskedBy,
            AskedAt = AskedAt,
            Reason = Reason,
            Status = Status,
            AnsweredBy = AnsweredBy,
            AnsweredAt = AnsweredAt,
            Answer = Answer,
            Revision = Revision,
        };
    }

    sealed record LineRow : Row
    {
        public required string Reference { get; init; }
        public required string Title { get; init; }
        public required string Name { get; init; }
    }
}
