using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission.Attachments;

/// <summary>What came of adding an attachment.</summary>
public enum Added
{
    Yes,

    /// <summary>The dossier is not writable any more.</summary>
    NotWritable,

    /// <summary>With it the dossier would have more than it may.</summary>
    TooMuch,
}

/// <summary>
/// The attachments of dossiers. Who may see which dossier, and which version of it, is <see cref="DossierStore"/>'s to say: here
/// everything is asked for through a dossier or a version that was found there.
/// </summary>
public sealed class AttachmentStore(Database database)
{
    const string Columns = "A.Id, A.DossierId, A.Name, A.MediaType, A.Bytes, A.Sha256, A.Restricted, A.Scan, A.AddedAt, A.AddedBy";

    /// <summary>What the holder has in the dossier now; whoever does not hold it sees what was deposited last.</summary>
    public Task<IReadOnlyList<Attachment>> Of(DossierSeen seen, CancellationToken stop) => seen.Held
        ? database.Query<Attachment>(
            $"""
            select {Columns}
            from Attachment A
            where A.DossierId = @Id and A.RemovedAt is null and (A.Restricted = 0 or @Annex = 1)
            order by A.AddedAt, A.Name
            """,
            new { seen.Dossier.Id, Annex = seen.Stance.May(Act.ReadAnnex) }, stop)
        : OfVersion(seen, seen.Dossier.Version, stop);

    /// <summary>What was deposited with a version that this viewer may see; what is restricted goes with the confidential annex.</summary>
    public Task<IReadOnlyList<Attachment>> OfVersion(DossierSeen seen, int version, CancellationToken stop) => database.Query<Attachment>(
        $"""
        select {Columns}
        from Attachment A
        join DossierVersionAttachment V on V.AttachmentId = A.Id
        where V.DossierId = @Id and V.Version = @Version and A.DossierId = @Id and (A.Restricted = 0 or @Annex = 1)
        order by A.AddedAt, A.Name
        """,
        new { seen.Dossier.Id, Version = version, Annex = seen.Stance.May(Act.ReadAnnex) }, stop);

    /// <summary>What was deposited with the version that a pass opens, without what is restricted.</summary>
    public Task<IReadOnlyList<Attachment>> Of(Readable passed, CancellationToken stop) => database.Query<Attachment>(
        $"""
        select {Columns}
        from Attachment A
        join DossierVersionAttachment V on V.AttachmentId = A.Id
        where V.DossierId = @DossierId and V.Version = @Version and A.DossierId = @DossierId and A.Restricted = 0
        order by A.AddedAt, A.Name
        """,
        new { passed.DossierId, passed.Version }, stop);

    /// <summary>The dossier's row is locked until the commit: two uploads at once never both find room for the last megabytes.</summary>
    public async Task<Added> Add(Attachment attachment, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (!await Touch(transaction, attachment.DossierId))
        {
            return Added.NotWritable;
        }

        await Insert(transaction, attachment);
        if (await Together(transaction, attachment.DossierId) > Attachment.LargestTogether)
        {
            return Added.TooMuch;
        }

        await AuditTrail.Add(transaction, who, "attachment.added", attachment.DossierId, null, Audited(attachment), new { attachment.Name });
        await transaction.Commit();
        return Added.Yes;
    }

    /// <summary>
    /// Another dossier gets what this one has now: the same contents, which lie there once, under ids of its own. What a virus was found
    /// in stays behind.
    /// </summary>
    public static async Task Copy(Transaction transaction, Guid from, Guid to, Actor who, Guid by, DateTimeOffset at)
    {
        foreach (var attachment in await transaction.Query<Attachment>(
            $"""
            select {Columns}
            from Attachment A
            where A.DossierId = @From and A.RemovedAt is null and A.Scan <> 'Infected'
            order by A.AddedAt, A.Name
            """,
            new { From = from }))
        {
            var copy = attachment with { Id = Guid.CreateVersion7(), DossierId = to, AddedAt = at, AddedBy = by };
            await Insert(transaction, copy);
            await AuditTrail.Add(transaction, who, "attachment.added", to, null, Audited(copy), new { copy.Name });
        }
    }

    static Task Insert(Transaction transaction, Attachment attachment) => transaction.Execute(
        """
        insert into Attachment (Id, DossierId, Name, MediaType, Bytes, Sha256, Restricted, Scan, AddedAt, AddedBy)
        values (@Id, @DossierId, @Name, @MediaType, @Bytes, @Sha256, @Restricted, @Scan, @AddedAt, @AddedBy)
        """,
        new
        {
            attachment.Id,
            attachment.DossierId,
            attachment.Name,
            attachment.MediaType,
            attachment.Bytes,
            attachment.Sha256,
            attachment.Restricted,
            Scan = attachment.Scan.ToString(),
            attachment.AddedAt,
            attachment.AddedBy,
        });

    /// <summary>False: the dossier is not writable any more, or somebody else removed it.</summary>
    public async Task<bool> Remove(Attachment attachment, Actor who, DateTimeOffset at, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (!await Touch(transaction, attachment.DossierId) || await transaction.Execute(
            """
            update Attachment
            set RemovedAt = @At
            where Id = @Id and RemovedAt is null
            """,
            new { attachment.Id, At = at }) == 0)
        {
            return false;
        }

        // What was never deposited is nobody's any more; what was stays with its versions.
        await transaction.Execute(
            """
            delete from Attachment
            where Id = @Id and not exists (select 1 from DossierVersionAttachment V where V.AttachmentId = Attachment.Id)
            """,
            new { attachment.Id });
        await AuditTrail.Add(transaction, who, "attachment.removed", attachment.DossierId, Audited(attachment), null, new { attachment.Name });
        await transaction.Commit();
        return true;
    }

    /// <summary>A version that is being deposited takes the attachments along as they are.</summary>
    public static Task Deposit(Transaction transaction, Guid dossierId, int version) => transaction.Execute(
        """
        insert into DossierVersionAttachment (DossierId, Version, AttachmentId)
        select A.DossierId, @Version, A.Id
        from Attachment A
        where A.DossierId = @DossierId and A.RemovedAt is null
        """,
        new { DossierId = dossierId, Version = version });

    /// <summary>What no scanner has looked at, the oldest first.</summary>
    public Task<IReadOnlyList<Attachment>> Unscanned(CancellationToken stop) => database.Query<Attachment>(
        $"""
        select {Columns}
        from Attachment A
        where A.Scan in ('Waiting', 'NotScanned')
        order by A.AddedAt
        """,
        null, stop);

    /// <summary>A content that was scanned late: for every attachment that has it.</summary>
    public async Task Scanned(Attachment attachment, Scanned scanned, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var changed = await transaction.Execute(
            """
            update Attachment
            set Scan = @Scan
            where Id = @Id and Scan = @Was
            """,
            new { attachment.Id, Scan = scanned.State.ToString(), Was = attachment.Scan.ToString() });
        if (changed == 0)
        {
            return;
        }

        await AuditTrail.Add(transaction, Actor.Service(database.Name), "attachment.scanned", attachment.DossierId,
            new { AttachmentId = attachment.Id, attachment.Scan }, new { AttachmentId = attachment.Id, Scan = scanned.State, scanned.Found });
        await transaction.Commit();
    }

    /// <summary>Which of these contents are an attachment's.</summary>
    public async Task<IReadOnlySet<string>> Referred(IReadOnlyList<string> hashes, CancellationToken stop) => (await database.Query<string>(
        """
        select distinct Sha256
        from Attachment
        where Sha256 in @Hashes
        """,
        new { Hashes = hashes }, stop)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Another content needs another look at the confirmation page.</summary>
    static async Task<bool> Touch(Transaction transaction, Guid dossierId) => await transaction.Execute(
        """
        update Dossier
        set ConfirmationShownAt = null
        where Id = @Id and Status in ('Draft', 'CorrectionRequested')
        """,
        new { Id = dossierId }) == 1;

    static Task<long> Together(Transaction transaction, Guid dossierId) => transaction.QuerySingleOrDefault<long>(
        """
        select coalesce(sum(Bytes), 0)
        from Attachment
        where DossierId = @DossierId and RemovedAt is null
        """,
        new { DossierId = dossierId });

    static object Audited(Attachment attachment) => new
    {
        AttachmentId = attachment.Id,
        attachment.MediaType,
        attachment.Bytes,
        attachment.Sha256,
        attachment.Restricted,
        attachment.Scan,
    };
}
