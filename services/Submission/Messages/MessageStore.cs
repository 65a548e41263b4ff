using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Attachments;

namespace Labelling.Submission.Messages;

/// <summary>A dossier with messages that the viewer's side has not read.</summary>
public sealed record UnreadLine
{
    public required Guid DossierId { get; init; }
    public required string Acronym { get; init; }
    public required bool Held { get; init; }
    public required int Messages { get; init; }
    public required DateTimeOffset Oldest { get; init; }
}

/// <summary>
/// The messages of dossiers. Who may read and write them is asked of a dossier that <see cref="DossierStore"/> found. A holder has read
/// what they read themselves; what one person of the office read, the office has read.
/// </summary>
public sealed class MessageStore(Database database)
{
    const string Columns = "M.Id, M.Number, M.DossierId, M.AuthorId, M.FromOffice, M.Written, M.SentAt, M.RemovedAt";

    const string FileColumns = "F.Id, F.MessageId, F.Name, F.MediaType, F.Bytes, F.Sha256, F.Scan";

    /// <summary>What the other side wrote and this reader's side has not read yet.</summary>
    const string IsUnread =
        """
        M.RemovedAt is null and (
            (Own.Held = 1 and M.FromOffice = 1 and M.Number > coalesce((select R.ReadTo from MessageRead R where R.DossierId = M.DossierId and R.PersonId = @PersonId), 0))
            or (Own.Held = 0 and M.FromOffice = 0 and M.Number > coalesce((select max(R.ReadTo) from MessageRead R where R.DossierId = M.DossierId and R.AsOffice = 1), 0)))
        """;

    public async Task<ThreadView> Of(DossierSeen seen, Guid reader, DateTimeOffset now, CancellationToken stop)
    {
        var messages = await database.Query<Message>(
            $"""
            select {Columns}
            from Message M
            where M.DossierId = @Id
            order by M.Number
            """,
            new { seen.Dossier.Id }, stop);
        var files = (await database.Query<MessageFile>(
            $"""
            select {FileColumns}
            from MessageFile F
            join Message M on M.Id = F.MessageId
            where M.DossierId = @Id
            order by F.Name
            """,
            new { seen.Dossier.Id }, stop)).ToLookup(file => file.MessageId);
        var names = (await database.Query<Named>(
            """
            select P.Id, P.Name
            from Person P
            where P.Id in (select M.AuthorId from Message M where M.DossierId = @Id)
            """,
            new { seen.Dossier.Id }, stop)).ToDictionary(person => person.Id, person => person.Name);
        var readTo = await database.QuerySingleOrDefault<int?>(
            """
            select max(ReadTo)
            from MessageRead
            where DossierId = @Id and ((@Held = 1 and PersonId = @Reader) or (@Held = 0 and AsOffice = 1))
            """,
            new { seen.Dossier.Id, seen.Held, Reader = reader }, stop) ?? 0;
        var shown = messages.Select(message => new MessageView(
            message.Id, message.Number, message.FromOffice, names.TryGetValue(message.AuthorId, out var name) ? Message.CleanName(name) : null,
            message.AuthorId == reader, message.Written, message.SentAt, message.RemovedAt, message.MayRemove(reader, now),
            message.RemovedAt is null && message.FromOffice == seen.Held && message.Number > readTo,
            [.. files[message.Id].Select(file => new MessageFileView(file.Id, file.Name, file.MediaType, file.Bytes, file.Scan))])).ToList();
        return new(seen.Dossier.Id, messages.Count == 0 ? 0 : messages[^1].Number, shown.Count(message => message.Unread), seen.Stance.May(Act.WriteMessage), shown);
    }

    public Task<Message?> Find(Guid dossierId, Guid id, CancellationToken stop) => database.QuerySingleOrDefault<Message>(
        $"""
        select {Columns}
        from Message M
        where M.Id = @Id and M.DossierId = @DossierId
        """,
        new { Id = id, DossierId = dossierId }, stop);

    /// <summary>A file is reached through its dossier and its message, and nothing else.</summary>
    public async Task<Attachment?> FindFile(Guid dossierId, Guid messageId, Guid id, CancellationToken stop) =>
        await database.QuerySingleOrDefault<MessageFile>(
            $"""
            select {FileColumns}
            from MessageFile F
            join Message M on M.Id = F.MessageId
            where F.Id = @Id and M.Id = @MessageId and M.DossierId = @DossierId and M.RemovedAt is null
            """,
            new { Id = id, MessageId = messageId, DossierId = dossierId }, stop) is not { } file
            ? null
            : new Attachment
            {
                Id = file.Id,
                DossierId = dossierId,
                Name = file.Name,
                MediaType = file.MediaType,
                Bytes = file.Bytes,
                Sha256 = file.Sha256,
                Restricted = true,
                Scan = file.Scan,
                AddedAt = default,
                AddedBy = default,
            };

    /// <summary>
    /// Sends a message as the next of its dossier, and tells the other side by mail, unless it has been told of an earlier one that it has
    /// not read. False: somebody else wrote since the thread was read.
    /// </summary>
    public async Task<bool> Send(Message message, IReadOnlyList<MessageFile> files, IReadOnlyCollection<Guid> holders, Actor who, MessageMail mail, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        // A number is taken once.
        if (!await transaction.TryInsert(
            """
            insert into Message (Id, Number, DossierId, AuthorId, FromOffice, Written, SentAt)
            values (@Id, @Number, @DossierId, @AuthorId, @FromOffice, @Written, @SentAt)
            """,
            new { message.Id, message.Number, message.DossierId, message.AuthorId, message.FromOffice, message.Written, message.SentAt }))
        {
            return false;
        }

        foreach (var file in files)
        {
            await transaction.Execute(
                """
                insert into MessageFile (Id, MessageId, Name, MediaType, Bytes, Sha256, Scan)
                values (@Id, @MessageId, @Name, @MediaType, @Bytes, @Sha256, @Scan)
                """,
                new { file.Id, file.MessageId, file.Name, file.MediaType, file.Bytes, file.Sha256, Scan = file.Scan.ToString() });
        }

        foreach (var recipient in message.FromOffice ? await Holders(transaction, message, holders) : await Officers(transaction, message, holders))
        {
            await Mail.Add(transaction, mail.About(message, recipient));
        }

        await MarkRead(transaction, message.DossierId, message.AuthorId, message.FromOffice, message.Number);
        await AuditTrail.Add(transaction, who, "message.sent", message.DossierId, null, new { MessageId = message.Id, message.Number, Files = files.Count });
        await transaction.Commit();
        return true;
    }

    static async Task<IReadOnlyList<Correspondent>> Holders(Transaction transaction, Message message, IReadOnlyCollection<Guid> holders) =>
        [.. await transaction.Query<Correspondent>(
            """
            select P.Id, P.Name, P.Email, P.Language
            from Person P
            where P.Id in @Holders and P.Id <> @AuthorId and P.Email is not null and P.Language is not null
                and not exists (
                    select 1 from Message M
                    where M.DossierId = @DossierId and M.Number < @Number and M.FromOffice = 1 and M.RemovedAt is null
                        and M.Number > coalesce((select R.ReadTo from MessageRead R where R.DossierId = M.DossierId and R.PersonId = P.Id), 0))
            """,
            new { Holders = holders, message.AuthorId, message.DossierId, message.Number })];

    static async Task<IReadOnlyList<Correspondent>> Officers(Transaction transaction, Message message, IReadOnlyCollection<Guid> holders) =>
        [.. await transaction.Query<Correspondent>(
            """
            select P.Id, P.Name, P.Email, P.Language
            from Person P
            where P.HeldRoles like '%"office"%' and P.Id not in @Holders and P.Email is not null and P.Language is not null
                and not exists (
                    select 1 from Message M
                    where M.DossierId = @DossierId and M.Number < @Number and M.FromOffice = 0 and M.RemovedAt is null
                        and M.Number > coalesce((select max(R.ReadTo) from MessageRead R where R.DossierId = M.DossierId and R.AsOffice = 1), 0))
            """,
            new { Holders = holders, message.DossierId, message.Number })];

    /// <summary>False: it was taken back already, or its time is over.</summary>
    public async Task<bool> Remove(Message message, Actor who, DateTimeOffset now, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var removed = await transaction.Execute(
            """
            update Message
            set Written = null, RemovedAt = @Now
            where Id = @Id and AuthorId = @Author and RemovedAt is null and SentAt >= @Since
            """,
            new { message.Id, Author = who.PersonId, Now = now, Since = now - Message.Retractable });
        if (removed == 0)
        {
            return false;
        }

        await transaction.Execute("delete from MessageFile where MessageId = @Id", new { message.Id });
        await AuditTrail.Add(transaction, who, "message.removed", message.DossierId, new { MessageId = message.Id, message.Number }, null);
        await transaction.Commit();
        return true;
    }

    public async Task MarkRead(Guid dossierId, Guid person, bool asOffice, int to, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await MarkRead(transaction, dossierId, person, asOffice, to);
        transaction.WithoutTrail("How far somebody has read is no change of the dossier.");
        await transaction.Commit();
    }

    static async Task MarkRead(Transaction transaction, Guid dossierId, Guid person, bool asOffice, int to)
    {
        var values = new { DossierId = dossierId, Person = person, AsOffice = asOffice, To = to };
        const string Higher =
            """
            update MessageRead
            set ReadTo = case when ReadTo < @To then @To else ReadTo end, AsOffice = @AsOffice
            where DossierId = @DossierId and PersonId = @Person
            """;
        if (await transaction.Execute(Higher, values) == 0 && !await transaction.TryInsert(
            """
            insert into MessageRead (DossierId, PersonId, AsOffice, ReadTo)
            values (@DossierId, @Person, @AsOffice, @To)
            """,
            values))
        {
            // The same person read in two windows at one moment.
            await transaction.Execute(Higher, values);
        }
    }

    /// <summary>What waits to be read by this viewer, on dossiers where they may read messages; the one waiting longest first.</summary>
    public Task<IReadOnlyList<UnreadLine>> Unread(Viewer viewer, CancellationToken stop) => database.Query<UnreadLine>(
        $"""
        select M.DossierId, V.Acronym, Own.Held, count(*) as Messages, min(M.SentAt) as Oldest
        from Message M
        join (
            select D.Id, D.Version, case when {DossierStore.Filter.Is(Who.Holder | Who.CoHolder)} then 1 else 0 end as Held
            from Dossier D
            where {DossierStore.Filter.For(Act.ReadMessages, viewer.Roles)}) Own on Own.Id = M.DossierId
        join DossierVersion V on V.DossierId = Own.Id and V.Version = Own.Version
        where {IsUnread}
        group by M.DossierId, V.Acronym, Own.Held
        order by min(M.SentAt)
        """,
        new { viewer.PersonId }, stop);

    /// <summary>The text of an erased person goes; that something was said, and when, stays.</summary>
    public static async Task Forget(Transaction transaction, Guid person)
    {
        var values = new { Person = person, Now = transaction.Clock.GetUtcNow() };
        await transaction.Execute("delete from MessageFile where MessageId in (select Id from Message where AuthorId = @Person)", values);
        await transaction.Execute("update Message set Written = null, RemovedAt = @Now where AuthorId = @Person and RemovedAt is null", values);
        await transaction.Execute("delete from MessageRead where PersonId = @Person", values);
    }

    /// <summary>Files that no scanner has looked at.</summary>
    public Task<IReadOnlyList<MessageFile>> Unscanned(CancellationToken stop) => database.Query<MessageFile>(
        $"""
        select {FileColumns}
        from MessageFile F
        where F.Scan in ('Waiting', 'NotScanned')
        """,
        null, stop);

    public async Task Scanned(MessageFile file, Scanned scanned, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var changed = await transaction.Execute(
            """
            update MessageFile
            set Scan = @Scan
            where Id = @Id and Scan = @Was
            """,
            new { file.Id, Scan = scanned.State.ToString(), Was = file.Scan.ToString() });
        if (changed == 0)
        {
            return;
        }

        var dossier = await transaction.QuerySingleOrDefault<Guid>("select DossierId from Message where Id = @MessageId", new { file.MessageId });
        await AuditTrail.Add(transaction, Actor.Service(database.Name), "message.scanned", dossier, new { FileId = file.Id, file.Scan }, new { FileId = file.Id, Scan = scanned.State, scanned.Found });
        await transaction.Commit();
    }

    /// <summary>Which of these contents are a message's.</summary>
    public async Task<IReadOnlySet<string>> Referred(IReadOnlyList<string> hashes, CancellationToken stop) => (await database.Query<string>(
        """
        select distinct Sha256
        from MessageFile
        where Sha256 in @Hashes
        """,
        new { Hashes = hashes }, stop)).ToHashSet(StringComparer.Ordinal);

    sealed record Named
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
    }
}
