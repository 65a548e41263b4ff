using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Labels;

/// <summary>A file that came with what was said about a reservation.</summary>
public sealed record EvidenceFile
{
    public required Guid Id { get; init; }
    public required Guid EvidenceId { get; init; }
    public required string Name { get; init; }
    public required string MediaType { get; init; }
    public required long Bytes { get; init; }
    public required string Sha256 { get; init; }
    public required ScanState Scan { get; init; }

    /// <summary>For one reservation, all answers together.</summary>
    public const int Most = 10;

    public static EvidenceFile Of(Guid evidenceId, UploadedFile file) => new()
    {
        Id = Guid.CreateVersion7(),
        EvidenceId = evidenceId,
        Name = file.Name,
        MediaType = file.MediaType,
        Bytes = file.Bytes,
        Sha256 = file.Sha256,
        Scan = file.Scan,
    };
}

/// <summary>
/// Their folder, apart from the other services': each sweeps its own, one folder deep, and knows of no other's rows.
/// </summary>
public sealed class EvidenceFolder(Settings settings)
{
    public AttachmentFiles Files { get; } = new(Path.Combine(settings.Uploads, "evidence"));
}

/// <summary>The rows of files that came as evidence.</summary>
public sealed class EvidenceFileStore(Database database)
{
    public static async Task Insert(Transaction transaction, EvidenceFile file) => await transaction.Execute(
        """
        insert into EvidenceFile (Id, EvidenceId, Name, MediaType, Bytes, Sha256, Scan)
        values (@Id, @EvidenceId, @Name, @MediaType, @Bytes, @Sha256, @Scan)
        """,
        new { file.Id, file.EvidenceId, file.Name, file.MediaType, file.Bytes, file.Sha256, Scan = file.Scan.ToString() });

    /// <summary>Those of a label.</summary>
    public Task<IReadOnlyList<EvidenceFile>> OfLabel(Guid labelId, CancellationToken stop) => database.Query<EvidenceFile>(
        """
        select EvidenceFile.Id, EvidenceFile.EvidenceId, EvidenceFile.Name, EvidenceFile.MediaType, EvidenceFile.Bytes, EvidenceFile.Sha256, EvidenceFile.Scan
        from EvidenceFile
        join ReservationEvidence on ReservationEvidence.Id = EvidenceFile.EvidenceId
        where ReservationEvidence.LabelId = @LabelId
        order by EvidenceFile.Name, EvidenceFile.Id
        """,
        new { LabelId = labelId }, stop);

    /// <summary>How many came for one reservation.</summary>
    public async Task<int> Count(Guid labelId, int place, CancellationToken stop) => await database.QuerySingleOrDefault<int>(
        """
        select count(*)
        from EvidenceFile
        join ReservationEvidence on ReservationEvidence.Id = EvidenceFile.EvidenceId
        where ReservationEvidence.LabelId = @LabelId and ReservationEvidence.Place = @Place
        """,
        new { LabelId = labelId, Place = place }, stop);

    /// <summary>Those that no scanner has looked at.</summary>
    public Task<IReadOnlyList<EvidenceFile>> Unscanned(CancellationToken stop) => database.Query<EvidenceFile>(
        """
        select Id, EvidenceId, Name, MediaType, Bytes, Sha256, Scan
        from EvidenceFile
        where Scan in ('Waiting', 'NotScanned')
        """,
        null, stop);

    public async Task Scanned(EvidenceFile file, Scanned scanned, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await transaction.Execute(
                "update EvidenceFile set Scan = @Scan where Id = @Id and Scan = @Was", new { file.Id, Scan = scanned.State.ToString(), Was = file.Scan.ToString() }) == 0)
            return;
        var label = await transaction.QuerySingleOrDefault<Guid>("select LabelId from ReservationEvidence where Id = @EvidenceId", new { file.EvidenceId });
        await AuditTrail.Add(
            transaction, Actor.Service(Contracts.EventCatalogue.ExpertReview), "label.evidence-scanned", label,
            before: new { FileId = file.Id, file.Scan }, after: new { FileId = file.Id, Scan = scanned.State, scanned.Found });
        await transaction.Commit();
    }

    /// <summary>Which of these contents a row refers to.</summary>
    public async Task<IReadOnlySet<string>> Referred(IReadOnlyList<string> hashes, CancellationToken stop) => (await database.Query<string>(
        """
        select distinct Sha256
        from EvidenceFile
        where Sha256 in @Hashes
        """,
        new { Hashes = hashes }, stop)).ToHashSet(StringComparer.Ordinal);
}

/// <summary>Asks the scanner again about what waits for it, and takes away files that nothing refers to.</summary>
public sealed partial class EvidenceSweep(EvidenceFileStore store, EvidenceFolder folder, IScanner scanner, ILogger<EvidenceSweep> log) : Sweep(TimeSpan.FromMinutes(5), TimeProvider.System)
{
    // The files bear the time of the machine, whatever clock the service goes by.
    protected override Task Tick(CancellationToken stop) => Run(TimeProvider.System.GetUtcNow(), stop);

    public async Task Run(DateTimeOffset now, CancellationToken stop)
    {
        await scanner.Again(folder.Files, store.Unscanned, file => file.Sha256, store.Scanned, stop);
        await folder.Files.Sweep(hashes => store.Referred(hashes, stop), now);
    }

    [LoggerMessage(LogLevel.Error, "The sweep of evidence files failed, and tries again in five minutes")]
    protected override partial void Failed(Exception failure);
}
