using Labelling.Storage;

namespace Labelling.ExpertReview.Assignment;

/// <summary>The proposals, one of them open at a time.</summary>
public sealed class DraftStore(Database database)
{
    /// <summary>The one the office works on; null: none.</summary>
    public async Task<Draft?> Open(CancellationToken stop)
    {
        var row = await database.QuerySingleOrDefault<Row>(
            """
            select Id, Status, MadeAt, ChangedAt, Content, Revision
            from AssignmentDraft
            where Status = 'Open'
            """,
            null, stop);
        return row?.ToDraft();
    }

    /// <summary>False when somebody else changed it, or began another, since it was read.</summary>
    public async Task<bool> Save(Draft? was, Draft now, Actor who, string action, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var columns = new
        {
            now.Id,
            Status = now.Status.ToString(),
            now.MadeAt,
            now.ChangedAt,
            Content = Json.Write(new Content(now.Dossiers, now.Run)),
            now.Revision,
        };
        var saved = was is null
            ? await transaction.TryInsert(
                """
                insert into AssignmentDraft (Id, Status, MadeAt, ChangedAt, Content, Revision)
                values (@Id, @Status, @MadeAt, @ChangedAt, @Content, @Revision)
                """,
                columns)
            : await transaction.Execute(
                """
                update AssignmentDraft
                set Status = @Status, ChangedAt = @ChangedAt, Content = @Content, Revision = @Revision
                where Id = @Id and Revision = @Revision - 1
                """,
                columns) == 1;
        if (!saved)
            return false;
        await AuditTrail.Add(transaction, who, action, now.Id,
            was is null ? null : new { was.Status, was.Revision, Dossiers = Places(was) }, new { now.Status, now.Revision, Dossiers = Places(now) });
        await transaction.Commit();
        return true;
    }

    static object Places(Draft draft) => draft.Dossiers.Select(one => new { one.DossierId, Experts = one.Places.Select(place => place.ExpertId), one.Forbidden });

    sealed record Content(IReadOnlyList<DraftDossier> Dossiers, DraftRun Run);

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required DraftStatus Status { get; init; }
        public required DateTimeOffset MadeAt { get; init; }
        public required DateTimeOffset ChangedAt { get; init; }
        public required string Content { get; init; }
        public required long Revision { get; init; }

        public Draft ToDraft()
        {
            var content = Json.Read<Content>(Content);
            return new()
            {
                Id = Id,
                Status = Status,
                MadeAt = MadeAt,
                ChangedAt = ChangedAt,
                Dossiers = content.Dossiers,
                Run = content.Run,
                Revision = Revision,
            };
        }
    }
}
