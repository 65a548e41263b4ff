using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission.Admissibility;

/// <summary>A deposited dossier that waits for the office, as the office reads it: what was deposited.</summary>
public sealed record QueuedDossier
{
    public required Guid Id { get; init; }
    public required long Revision { get; init; }
    public required string Reference { get; init; }
    public required string Acronym { get; init; }
    public required string Title { get; init; }
    public required string? HolderName { get; init; }
    public required Guid CallId { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public required bool Late { get; init; }

    /// <summary>Above 1: it comes back corrected.</summary>
    public required int Version { get; init; }

    /// <summary>Pairs that nobody has judged yet, whichever of the two it is.</summary>
    public required int LikelyDuplicates { get; init; }
}

/// <summary>What one person of the office can admit now, the one waiting longest first. Nobody's own dossiers are in it.</summary>
public sealed class AdmissionQueue(Database database)
{
    const string Waiting = "D.SubmittedAt, cast(D.Id as nvarchar(36))";

    public Task<(IReadOnlyList<QueuedDossier> Page, int Total)> List(Viewer viewer, int skip, int take, CancellationToken stop)
    {
        var mine = DossierStore.Filter.For(Act.AdmitDossier, viewer.Roles);
        return database.QueryPage<QueuedDossier>(
            $"select count(*) from Dossier D where {mine}",
            $"""
            select D.Id, D.Revision, D.Reference, V.Acronym, V.Title, P.Name as HolderName, V.CallId, D.SubmittedAt, D.Late, D.Version,
                (select count(*) from DuplicateCandidate C where C.Status = 'Open' and (C.DossierId = D.Id or C.OtherId = D.Id)) as LikelyDuplicates
            from Dossier D
            join DossierVersion V on V.DossierId = D.Id and V.Version = D.Version
            left join Person P on P.Id = D.HolderId
            where {mine}
            order by {Waiting}
            """,
            new { viewer.PersonId }, skip, take, stop);
    }

    /// <summary>Those before and after a dossier, and its place from 1; its place is null once it is not in the queue any more, and then the next is the first.</summary>
    public async Task<(Guid? Previous, Guid? Next, int? Place, int Total)> Around(Guid id, Viewer viewer, CancellationToken stop)
    {
        var all = await database.Query<Guid>(
            $"""
            select D.Id
            from Dossier D
            where {DossierStore.Filter.For(Act.AdmitDossier, viewer.Roles)}
            order by {Waiting}
            """,
            new { viewer.PersonId }, stop);
        var at = all.ToList().IndexOf(id);
        return at < 0
            ? (null, all.Count == 0 ? null : all[0], null, all.Count)
            : (at == 0 ? null : all[at - 1], at + 1 == all.Count ? null : all[at + 1], at + 1, all.Count);
    }
}
