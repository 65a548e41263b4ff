using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;

namespace Labelling.Storage;

/// <summary>A mail to be sent.</summary>
/// <param name="Kind">What it is for, as "account.invitation"; one kind to one address can be held to a pace.</param>
/// <param name="Key">What it says once and never again: a second mail with this key is not written. At most 150 characters.</param>
/// <param name="Address">To whom: one plain address.</param>
/// <param name="Language">"fr" or "en": the recipient's, in which subject and text are written.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text.</param>
public sealed record OutgoingMail(string Kind, string Key, string Address, string Language, string Subject, string Text)
{
    /// <summary>The person it goes to; null when the address belongs to nobody known.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The recipient's name, beside the address.</summary>
    public string? Name { get; init; }

    /// <summary>The same text as HTML.</summary>
    public string? Html { get; init; }

    /// <summary>True when the text holds a secret, such as a single-use link: the text is deleted once the mail has left.</summary>
    public bool Confidential { get; init; }

    /// <summary>Files that go with it.</summary>
    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];
}

/// <summary>A file that goes with a mail.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="ContentType">As "text/calendar; method=REQUEST".</param>
/// <param name="Content">Its bytes.</param>
public sealed record MailAttachment(string Name, string ContentType, byte[] Content);

/// <summary>A mail that a relay has leased and sends now.</summary>
public sealed record MailToSend
{
    /// <summary>Place in the table; rises, with gaps.</summary>
    public required long Position { get; init; }

    /// <summary>Identity of the mail: its Message-ID and the name of its file.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is for.</summary>
    public required string Kind { get; init; }

    /// <summary>To whom.</summary>
    public required string Address { get; init; }

    /// <summary>The recipient's name.</summary>
    public required string? RecipientName { get; init; }

    /// <summary>"fr" or "en".</summary>
    public required string Language { get; init; }

    /// <summary>One line.</summary>
    public required string Subject { get; init; }

    /// <summary>Plain text.</summary>
    public required string TextBody { get; init; }

    /// <summary>The same as HTML.</summary>
    public required string? HtmlBody { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>How often sending it failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>Files that go with it.</summary>
    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];
}

/// <summary>A line of the log of mails: what left and when, never what it said.</summary>
public sealed record MailLine
{
    /// <summary>Identity of the mail.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is for.</summary>
    public required string Kind { get; init; }

    /// <summary>The person it went to.</summary>
    public required Guid? PersonId { get; init; }

    /// <summary>To whom; null once the person was erased.</summary>
    public required string? Address { get; init; }

    /// <summary>"fr" or "en".</summary>
    public required string Language { get; init; }

    /// <summary>One line.</summary>
    public required string Subject { get; init; }

    /// <summary>When it was written, together with its cause.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>When it left; null while it waits, or when it was refused.</summary>
    public required DateTimeOffset? SentAt { get; init; }

    /// <summary>When the mail server refused the address for good.</summary>
    public required DateTimeOffset? RefusedAt { get; init; }

    /// <summary>How often sending it failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why it failed last.</summary>
    public required string? LastError { get; init; }
}

/// <summary>
/// Mails written in the transaction of their cause, and what a relay needs to send them: rows are leased, so that two relays never send
/// the same mail at once and a relay that dies gives its mails back. Sent rows are kept as a log.
/// </summary>
public static class Mail
{
    static readonly DateTimeOffset Never = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    const string AddressGone = "The address was deleted.";

    /// <summary>Writes a mail; it leaves once the transaction is committed.</summary>
    /// <returns>False when a mail with this key was written before: nothing is written then.</returns>
    /// <exception cref="ArgumentException">The address is not one plain e-mail address.</exception>
    public static async Task<bool> Add(Transaction transaction, OutgoingMail mail)
    {
        if (!IsAddress(mail.Address))
            throw new ArgumentException("The address of a mail is not one plain e-mail address.", nameof(mail));
        var id = Guid.CreateVersion7();
        // The question before the insert is for SQL Server, where a failed insert may cost the transaction; the unique key decides.
        if (await transaction.QuerySingleOrDefault<int?>("select 1 from Mail where DedupKey = @Key", new { mail.Key }) is not null)
            return false;
        if (!await transaction.TryKeep(
                """
                insert into Mail (Id, DedupKey, Kind, PersonId, Address, RecipientName, Language, Subject, TextBody, HtmlBody, Confidential, QueuedAt, Attempts, LeasedUntil)
                values (@Id, @Key, @Kind, @PersonId, @Address, @Name, @Language, @Subject, @Text, @Html, @Confidential, @Now, 0, @Never)
                """,
                new
                {
                    Id = id,
                    mail.Key,
                    mail.Kind,
                    mail.PersonId,
                    mail.Address,
                    Name = mail.Name is null ? null : OneLine(mail.Name, 200),
                    mail.Language,
                    Subject = OneLine(mail.Subject, 300),
                    mail.Text,
                    mail.Html,
                    mail.Confidential,
                    Now = transaction.Clock.GetUtcNow(),
                    Never,
                }))
            return false;
        foreach (var (attachment, index) in mail.Attachments.Select((attachment, index) => (attachment, index)))
            await transaction.Keep(
                """
                insert into MailAttachment (MailPosition, Number, FileName, ContentType, Content)
                select Position, @Number, @Name, @ContentType, @Content
                from Mail
                where Id = @Id
                """,
                new { Id = id, Number = index + 1, Name = FileName(attachment.Name), ContentType = OneLine(attachment.ContentType, 100), attachment.Content });
        transaction.FilledMail = true;
        return true;
    }

    /// <summary>Writes a mail unless one of its kind was written to this address a short while ago.</summary>
    /// <param name="transaction">The cause.</param>
    /// <param name="mail">The mail; its key is given here.</param>
    /// <param name="pace">At most one in that time.</param>
    /// <returns>False when it was not written. To the outside this looks the same: nobody can flood an address or find out about it.</returns>
    public static async Task<bool> AddAtPace(Transaction transaction, OutgoingMail mail, TimeSpan pace)
    {
        var now = transaction.Clock.GetUtcNow();
        var recent = await transaction.QuerySingleOrDefault<int>(
            """
            select count(*)
            from Mail
            where Address = @Address and Kind = @Kind and QueuedAt > @Since
            """,
            new { mail.Address, mail.Kind, Since = now - pace });
        // The key holds for two requests at the same instant, which do not see each other's row.
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.Address.ToUpperInvariant())));
        return recent == 0 && await Add(transaction, mail with { Key = $"{mail.Kind} {digest} {now.Ticks / pace.Ticks}" });
    }

    /// <summary>True for one plain e-mail address: no name, no list, no line break.</summary>
    public static bool IsAddress(string text) =>
        text.Length is > 2 and <= 254 && !text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is '"' or '<' or '>' or ',' or ';' or '(' or ')' or '\\')
        && MailAddress.TryCreate(text, out var address) && address.Address == text;

    /// <summary>An address as addresses are compared everywhere: two that differ in nothing else are one.</summary>
    /// <param name="address">As it was typed.</param>
    public static string Normalized(string address) => address.Trim().ToUpperInvariant();

    /// <summary>Leases the oldest unsent mails to one relay.</summary>
    /// <param name="database">The service's database.</param>
    /// <param name="relay">Who takes them.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="lease">After that long they are free again.</param>
    /// <param name="stop">Ends the work.</param>
    public static async Task<IReadOnlyList<MailToSend>> Claim(Database database, string relay, int count, TimeSpan lease, CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        if (await database.QuerySingleOrDefault<long?>(
                """
                select min(Position)
                from Mail
                where SentAt is null and RefusedAt is null and LeasedUntil < @Now
                """,
                new { Now = now }, stop) is null)
            return [];

        await using var transaction = await database.Begin(stop);
        // One relay claims at a time: the row is locked until the commit, on SQL Server too.
        await transaction.Keep("update MailTurn set Turn = Turn + 1");
        var turn = await transaction.QuerySingleOrDefault<long>("select Turn from MailTurn");
        await transaction.Keep(
            database.Dialect switch
            {
                Dialect.Sqlite =>
                    """
                    update Mail
                    set LeasedBy = @Relay, LeasedUntil = @Until, LeaseTurn = @Turn
                    where Position in (
                        select Position
                        from Mail
                        where SentAt is null and RefusedAt is null and LeasedUntil < @Now
                        order by Position
                        limit @Count)
                    """,
                Dialect.SqlServer =>
                    """
                    update Mail
                    set LeasedBy = @Relay, LeasedUntil = @Until, LeaseTurn = @Turn
                    where Position in (
                        select top (@Count) Candidate.Position
                        from Mail Candidate
                        where Candidate.SentAt is null and Candidate.RefusedAt is null and Candidate.LeasedUntil < @Now
                        order by Candidate.Position)
                    """,
            },
            new { Relay = relay, Until = now + lease, Turn = turn, Now = now, Count = count });
        var mails = await transaction.Query<MailToSend>(
            """
            select Position, Id, Kind, Address, RecipientName, Language, Subject, TextBody, HtmlBody, QueuedAt, Attempts
            from Mail
            where LeaseTurn = @Turn
            order by Position
            """,
            new { Turn = turn });
        var attachments = (await transaction.Query<AttachmentRow>(
            """
            select A.MailPosition, A.FileName, A.ContentType, A.Content
            from MailAttachment A
            inner join Mail M on M.Position = A.MailPosition
            where M.LeaseTurn = @Turn
            order by A.MailPosition, A.Number
            """,
            new { Turn = turn })).ToLookup(row => row.MailPosition, row => new MailAttachment(row.FileName, row.ContentType, row.Content));
        await transaction.Commit();
        return [.. mails.Select(mail => mail with { Attachments = [.. attachments[mail.Position]] })];
    }

    /// <summary>Marks a mail as sent; the row stays as a line of the log. A text that holds a secret is deleted.</summary>
    public static async Task MarkSent(Database database, MailToSend mail, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await transaction.Keep(
            """
            update Mail
            set SentAt = @Now, LeasedBy = null, LastError = null,
                TextBody = case when Confidential = 1 then null else TextBody end,
                HtmlBody = case when Confidential = 1 then null else HtmlBody end
            where Position = @Position and SentAt is null and RefusedAt is null
            """,
            new { Now = database.Clock.GetUtcNow(), mail.Position });
        await transaction.Commit();
    }

    /// <summary>Marks a mail whose address the mail server refuses for good: it is not tried again, and shows in the log.</summary>
    public static async Task MarkRefused(Database database, MailToSend mail, string error, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await transaction.Keep(
            """
            update Mail
            set RefusedAt = @Now, LeasedBy = null, LastError = @Error, Attempts = Attempts + 1,
                TextBody = case when Confidential = 1 then null else TextBody end,
                HtmlBody = case when Confidential = 1 then null else HtmlBody end
            where Position = @Position and SentAt is null and RefusedAt is null
            """,
            new { Now = database.Clock.GetUtcNow(), Error = Cut(error, 1000), mail.Position });
        await transaction.Commit();
    }

    /// <summary>Puts a mail off after a failure: it is not claimed before.</summary>
    public static async Task PutOff(Database database, MailToSend mail, TimeSpan delay, string error, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await transaction.Keep(
            """
            update Mail
            set LeasedBy = null, LeasedUntil = @Until, Attempts = Attempts + 1, LastError = @Error
            where Position = @Position and SentAt is null and RefusedAt is null
            """,
            new { Until = database.Clock.GetUtcNow() + delay, Error = Cut(error, 1000), mail.Position });
        await transaction.Commit();
    }

    /// <summary>Gives claimed mails back at once, for example when the host ends before they were sent.</summary>
    public static async Task GiveBack(Database database, string relay, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await transaction.Keep(
            """
            update Mail
            set LeasedBy = null, LeasedUntil = @Never
            where SentAt is null and RefusedAt is null and LeasedBy = @Relay
            """,
            new { Relay = relay, Never });
        await transaction.Commit();
    }

    /// <summary>A page of the log, newest first, and how many lines there are.</summary>
    public static async Task<(IReadOnlyList<MailLine> Lines, int Total)> Log(Database database, int page, int pageSize, CancellationToken stop)
    {
        return await database.QueryPage<MailLine>(
            "select count(*) from Mail",
            """
            select Id, Kind, PersonId, Address, Language, Subject, QueuedAt, SentAt, RefusedAt, Attempts, LastError
            from Mail
            order by Position desc
            """,
            null, (page - 1) * pageSize, pageSize, stop);
    }

    /// <summary>Says whose the mails to an address were: those written before it was known.</summary>
    public static Task Own(Transaction transaction, string address, Guid person) => transaction.Keep(
        """
        update Mail
        set PersonId = @Person
        where PersonId is null and lower(Address) = @Address
        """,
        new { Person = person, Address = address.ToLowerInvariant() });

    /// <summary>
    /// Takes a person out of the log: address, name, subject and text go, the lines stay. What had not left never will.
    /// </summary>
    /// <returns>How many lines were changed.</returns>
    public static Task<int> Forget(Transaction transaction, Guid person) => Forget(transaction, "PersonId = @Person", new { Person = person, Now = transaction.Clock.GetUtcNow(), Why = AddressGone });

    /// <summary>The same for people without an account: what was written to them, as mails of a kind, before an instant.</summary>
    /// <param name="transaction">The change that the forgetting belongs to.</param>
    /// <param name="kind">The kind of the mails.</param>
    /// <param name="before">Queued before it.</param>
    /// <returns>How many lines were changed.</returns>
    public static Task<int> ForgetOthers(Transaction transaction, string kind, DateTimeOffset before) => Forget(
        transaction, "PersonId is null and Kind = @Kind and QueuedAt < @Before", new { Kind = kind, Before = before, Now = transaction.Clock.GetUtcNow(), Why = AddressGone });

    static async Task<int> Forget(Transaction transaction, string whose, object parameters)
    {
        await transaction.Keep(
            $"""
            delete from MailAttachment
            where MailPosition in (select Position from Mail where {whose})
            """,
            parameters);
        await transaction.Keep(
            $"""
            update Mail
            set RefusedAt = @Now
            where {whose} and SentAt is null and RefusedAt is null
            """,
            parameters);
        // The key may hold a digest of the address, which could be guessed; what a mail server says may hold the address itself.
        return await transaction.Keep(
            $"""
            update Mail
            set Address = null, RecipientName = null, Subject = Kind, TextBody = null, HtmlBody = null, DedupKey = concat('forgotten ', Id),
                LastError = case when RefusedAt is null then null else @Why end
            where {whose} and Address is not null
            """,
            parameters);
    }

    /// <summary>How many mails that ended before an instant still have their text, and when the oldest ended.</summary>
    public static async Task<(int Count, DateTimeOffset? Oldest)> TextsEndedBefore(Database database, DateTimeOffset before, CancellationToken stop)
    {
        var found = await database.QuerySingleOrDefault<Ended>(
            """
            select count(*) as Number, min(coalesce(SentAt, RefusedAt)) as Oldest
            from Mail
            where (SentAt < @Before or RefusedAt < @Before) and TextBody is not null
            """,
            new { Before = before }, stop);
        return found is null ? (0, null) : (found.Number, found.Oldest);
    }

    /// <summary>Deletes text and attachments of mails that ended before an instant; the lines of the log stay.</summary>
    public static async Task<int> DeleteTextsEndedBefore(Transaction transaction, DateTimeOffset before)
    {
        await transaction.Keep(
            """
            delete from MailAttachment
            where MailPosition in (select Position from Mail where SentAt < @Before or RefusedAt < @Before)
            """,
            new { Before = before });
        return await transaction.Keep(
            """
            update Mail
            set TextBody = null, HtmlBody = null
            where (SentAt < @Before or RefusedAt < @Before) and TextBody is not null
            """,
            new { Before = before });
    }

    /// <summary>A text as one line: control characters, line breaks of any kind among them, become spaces.</summary>
    internal static string OneLine(string text, int longest) => Cut(string.Concat(text.Select(letter =>
        char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter)).Trim(), longest);

    static string FileName(string name)
    {
        var one = OneLine(string.Concat(name.Select(letter => letter is '/' or '\\' or '"' or ':' ? '-' : letter)), 200);
        return one.Length == 0 ? "attachment" : one;
    }

    /// <summary>At most so many characters, never half of a pair.</summary>
    static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];

    sealed record AttachmentRow
    {
        public required long MailPosition { get; init; }
        public required string FileName { get; init; }
        public required string ContentType { get; init; }
        public required byte[] Content { get; init; }
    }

    sealed record Ended
    {
        public required int Number { get; init; }
        public required DateTimeOffset? Oldest { get; init; }
    }
}
