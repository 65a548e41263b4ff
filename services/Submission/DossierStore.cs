using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Duplicates;
using Labelling.Submission.Writing;

namespace Labelling.Submission;

/// <summary>
/// A dossier as one viewer sees it. Who does not hold it is shown what was deposited, never what the holder is writing meanwhile.
/// </summary>
public sealed record DossierSeen(Dossier Dossier, Who Who, DossierContent Shown, string? HolderName)
{
    public bool Held => (Who & (Who.Holder | Who.CoHolder)) != 0;

    public Stance Stance => new(Who, Dossier.Phase());

    public DossierSeen After(Dossier dossier) => this with { Dossier = dossier, Shown = Held ? dossier.Content : Shown };
}

public sealed record DossierLine
{
    public required Guid Id { get; init; }
    public required string? Reference { get; init; }
    public required long Revision { get; init; }
    public required DossierStatus Status { get; init; }
    public required int Version { get; init; }
    public required bool Late { get; init; }
    public required string? Title { get; init; }
    public required string? Acronym { get; init; }
    public required Guid HolderId { get; init; }
    public required string? HolderName { get; init; }
    public required Guid? ProgrammeId { get; init; }
    public required Guid? CallId { get; init; }
    public required DateTimeOffset? FirstSubmittedAt { get; init; }
    public required DateTimeOffset? SubmittedAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>While a correction is asked for.</summary>
    public required DateOnly? CorrectionDueOn { get; init; }

    /// <summary>Released.</summary>
    public required DecisionOutcome? Outcome { get; init; }

    /// <summary>True: the viewer holds it.</summary>
    public required bool Held { get; init; }
}

/// <summary>The order of a list of dossiers.</summary>
public enum DossierOrder
{
    Started,
    Acronym,
    Title,
    Reference,
    Status,
    Deposited,
    Changed,
    Holder,
}

/// <summary>Which dossiers of those a viewer may see, and in what order. Search: part of the title, the acronym or the reference.</summary>
public sealed record DossierFilter(
    DossierStatus? Status = null, string? Search = null, Guid? ProgrammeId = null, Guid? CallId = null,
    DossierOrder Sort = DossierOrder.Started, bool Descending = true)
{
    /// <summary>True when it asks for something that depends on what the viewer is shown.</summary>
    public bool IsOfShown => Search is not null || ProgrammeId is not null || CallId is not null;
}

public sealed record DepositedVersion
{
    public required int Version { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public required bool Late { get; init; }
    public required Guid ProgrammeId { get; init; }
    public required int ProgrammeVersion { get; init; }
    public required Guid CallId { get; init; }
    public required string Content { get; init; }
    public required string Sha256 { get; init; }
}

/// <summary>A deposited version without its content.</summary>
public sealed record VersionLine
{
    public required int Version { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public required bool Late { get; init; }
    public required string Sha256 { get; init; }
}

public sealed record HistoryLine
{
    public required DateTimeOffset At { get; init; }
    public required DossierStatus Status { get; init; }
    public required DossierAction Action { get; init; }
    public required int Version { get; init; }
}

public sealed record Original
{
    public required string Reference { get; init; }
    public required bool IsDuplicate { get; init; }
}

public sealed class DossierStore(Database database)
{
    // A list in, not an exists: both databases then look a person's dossiers up instead of trying each one.
    internal static readonly PermissionFilter Filter = new(
        new Dictionary<Who, string>
        {
            [Who.Holder] = "D.HolderId = @PersonId",
            [Who.CoHolder] = "D.Id in (select C.DossierId from DossierCoHolder C where C.PersonId = @PersonId)",
            [Who.WholeCoHolder] =
                """
                D.Id in (
                    select C.DossierId from DossierCoHolder C
                    where C.PersonId = @PersonId
                        and not exists (select 1 from CoHolderPart W where W.DossierId = C.DossierId and W.PersonId = C.PersonId and W.Part = 'Own'))
                """,
        },
        new Dictionary<Phase, string> { [Phase.Deposited] = "D.Version >= 1", [Phase.Submitted] = "D.Status = 'Submitted'" });

    /// <summary>Who may see which dossier: the one filter of lists, counts and single dossiers.</summary>
    static string Visible(Viewer viewer) => Filter.For(Act.ReadDossier, viewer.Roles);

    const string Columns =
        """
        D.Id, D.Revision, D.Status, D.HolderId, D.Version, D.Reference, D.Content, D.ProgrammeVersion, D.DepositedFor, D.CallRulesVersion,
        D.StartedAt, D.ChangedAt, D.FirstSubmittedAt, D.SubmittedAt, D.Late, D.ConfirmationShownAt, D.RefusalReasons,
        D.CorrectionReason, D.CorrectionText, D.CorrectionDueOn, D.CorrectionVersion, D.WithdrawalReason, D.DuplicateOf,
        D.ReviewsBeganAt, D.AdjournedAt, D.DecisionOutcome, D.DecisionVersion, D.DecidedAt, D.DecisionSequence,
        D.LabelId, D.LabelNumber, D.LabelRevokedAt
        """;

    /// <summary>Null: it does not exist, or not for this viewer.</summary>
    public async Task<DossierSeen?> Find(Guid id, Viewer viewer, CancellationToken stop)
    {
        var row = await database.QuerySingleOrDefault<SeenRow>(
            $"""
            select {Columns}, V.Content as DepositedContent, P.Name as HolderName, {Filter.Found} as Relations
            from Dossier D
            left join DossierVersion V on V.DossierId = D.Id and V.Version = D.Version
            left join Person P on P.Id = D.HolderId
            where D.Id = @Id and {Visible(viewer)}
            """,
            new { Id = id, viewer.PersonId }, stop);
        if (row is null)
        {
            return null;
        }

        var dossier = row.Dossier();
        var seen = new DossierSeen(dossier, (Who)row.Relations | viewer.Roles, dossier.Content, row.HolderName);
        return seen.Held || row.DepositedContent is null ? seen : seen with { Shown = Json.Read<DossierContent>(row.DepositedContent) };
    }

    /// <summary>The newest first unless asked otherwise; the total counts what this viewer may see.</summary>
    public Task<(IReadOnlyList<DossierLine> Page, int Total)> List(Viewer viewer, DossierFilter filter, int skip, int take, CancellationToken stop)
    {
        return database.QueryPage<DossierLine>(
            Count(viewer, filter),
            $"""
            select D.Id, D.Reference, D.Revision, D.Status, D.Version, D.Late,
                {Shown("Title")} as Title, {Shown("Acronym")} as Acronym,
                D.HolderId, P.Name as HolderName,
                {Shown("ProgrammeId")} as ProgrammeId, {Shown("CallId")} as CallId,
                D.FirstSubmittedAt, D.SubmittedAt, D.ChangedAt, D.CorrectionDueOn, D.DecisionOutcome as Outcome, {Held} as Held
            from Dossier D
            {OthersSee}
            left join Person P on P.Id = D.HolderId
            where {Visible(viewer)} {Wanted(filter)}
            order by {OrderOf(filter)}
            """,
            Asked(viewer, filter), skip, take, stop);
    }

    /// <summary>
    /// How many dossiers this viewer may see. Counting all of them and the few that are hidden is quick, where counting those to be
    /// seen would read every one: whoever sees what was deposited is hidden other people's drafts and nothing else.
    /// </summary>
    static string Count(Viewer viewer, DossierFilter filter) =>
        filter is { Status: null, IsOfShown: false } && new Stance(viewer.Roles, Phase.Deposited).May(Act.ReadDossier)
            ? $"""
              select (select count(*) from Dossier) - (select count(*) from Dossier D where D.Version = 0 and not {Visible(viewer)})
              """
            : $"""
              select count(*)
              from Dossier D
              {(filter.IsOfShown ? OthersSee : "")}
              where {Visible(viewer)} {Wanted(filter)}
              """;

    static object Asked(Viewer viewer, DossierFilter filter) => new
    {
        viewer.PersonId,
        Status = filter.Status?.ToString(),
        Pattern = filter.Search is null ? null : LikePattern.Containing(filter.Search),
        Programme = filter.ProgrammeId,
        Call = filter.CallId,
    };

    /// <summary>What was deposited, for whoever does not hold the dossier: the holders are shown what they write.</summary>
    const string OthersSee =
        """
        left join DossierCoHolder Mine on Mine.DossierId = D.Id and Mine.PersonId = @PersonId
        left join DossierVersion V on V.DossierId = D.Id and V.Version = D.Version and D.HolderId <> @PersonId and Mine.PersonId is null
        """;

    const string Held = "case when D.HolderId = @PersonId or Mine.PersonId is not null then 1 else 0 end";

    /// <summary>A version has all of these; without one only its holders are shown the dossier.</summary>
    static string Shown(string column) => $"coalesce(V.{column}, D.{column})";

    /// <summary>Only what is shown is searched: never the confidential parts, never what is being written to those who do not write it.</summary>
    static string Wanted(DossierFilter filter) => string.Concat(
        filter.Status is null ? "" : "and D.Status = @Status ",
        filter.ProgrammeId is null ? "" : $"and {Shown("ProgrammeId")} = @Programme ",
        filter.CallId is null ? "" : $"and {Shown("CallId")} = @Call ",
        filter.Search is null
            ? ""
            : $"and ({Shown("Title")} like @Pattern escape '!' or {Shown("Acronym")} like @Pattern escape '!' or D.Reference like @Pattern escape '!')");

    string OrderOf(DossierFilter filter)
    {
        // What is equal keeps one order over all pages. In SQLite it is the index's own, so that the newest need no sorting.
        var tie = database.Dialect switch
        {
            Dialect.Sqlite => "D.rowid",
            Dialect.SqlServer => "cast(D.Id as nvarchar(36))",
        };
        var column = filter.Sort switch
        {
            DossierOrder.Started => "D.StartedAt",
            DossierOrder.Acronym => Shown("Acronym"),
            DossierOrder.Title => Shown("Title"),
            DossierOrder.Reference => "D.Reference",
            DossierOrder.Status => "D.Status",
            DossierOrder.Deposited => "D.SubmittedAt",
            DossierOrder.Changed => "D.ChangedAt",
            DossierOrder.Holder => "P.Name",
        };
        return filter.Descending ? $"{column} desc, {tie} desc" : $"{column}, {tie}";
    }

    public Task<DepositedVersion?> FindVersion(Guid id, int version, Viewer viewer, CancellationToken stop) =>
        database.QuerySingleOrDefault<DepositedVersion>(
            $"""
            select V.Version, V.SubmittedAt, V.Late, V.ProgrammeId, V.ProgrammeVersion, V.CallId, V.Content, V.Sha256
            from DossierVersion V
            join Dossier D on D.Id = V.DossierId
            where V.DossierId = @Id and V.Version = @Version and {Visible(viewer)}
            """,
            new { Id = id, Version = version, viewer.PersonId }, stop);

    /// <summary>A deposited version, for whoever was given a pass for it: who may read it was asked by the service that knows who reviews.</summary>
    public Task<DepositedVersion?> FindVersion(Readable passed, CancellationToken stop) =>
        database.QuerySingleOrDefault<DepositedVersion>(
            """
            select Version, SubmittedAt, Late, ProgrammeId, ProgrammeVersion, CallId, Content, Sha256
            from DossierVersion
            where DossierId = @DossierId and Version = @Version
            """,
            new { passed.DossierId, passed.Version }, stop);

    /// <summary>The deposited versions, the latest first. Who may see the dossier is asked before.</summary>
    public Task<IReadOnlyList<VersionLine>> Versions(Guid id, CancellationToken stop) =>
        database.Query<VersionLine>(
            """
            select Version, SubmittedAt, Late, Sha256
            from DossierVersion
            where DossierId = @Id
            order by Version desc
            """,
            new { Id = id }, stop);

    /// <summary>What this viewer may see and nobody has decided yet: their own drafts, and everything deposited.</summary>
    public Task<IReadOnlyList<Planning.DossierUnderWay>> UnderWay(Viewer viewer, CancellationToken stop) =>
        database.Query<Planning.DossierUnderWay>(
            $"""
            select D.Id, D.Reference, {Shown("Acronym")} as Acronym, {Shown("Title")} as Title, D.Status, D.Version,
                {Shown("ProgrammeId")} as ProgrammeId, D.ProgrammeVersion, {Shown("CallId")} as CallId, P.Name as HolderName,
                I.LastWord, I.ReplanTo, {Held} as Held
            from Dossier D
            {OthersSee}
            left join Person P on P.Id = D.HolderId
            left join DossierInterview I on I.DossierId = D.Id
            where D.Status in ('Draft', 'Submitted', 'CorrectionRequested', 'Admissible') and {Visible(viewer)}
            order by D.StartedAt
            """,
            new { viewer.PersonId }, stop);

    /// <summary>The last word of its interview; null before. Who may see the dossier is asked before.</summary>
    public Task<InterviewHeard?> Interview(Guid id, CancellationToken stop) =>
        database.QuerySingleOrDefault<InterviewHeard>(
            """
            select LastWord, At, ReplanTo
            from DossierInterview
            where DossierId = @Id
            """,
            new { Id = id }, stop);

    public Task<IReadOnlyList<HistoryLine>> History(Guid id, bool forHolder, CancellationToken stop) =>
        database.Query<HistoryLine>(
            """
            select At, Status, Action, Version
            from DossierHistory
            where DossierId = @Id and (@ForHolder = 0 or OfficeOnly = 0)
            order by Revision
            """,
            new { Id = id, ForHolder = forHolder }, stop);

    /// <summary>A dossier deposited here or imported, to point a duplicate at.</summary>
    public async Task<Original?> FindOriginal(string reference, CancellationToken stop) =>
        (await database.Query<Original>(
            """
            select Reference, case when DuplicateOf is null then 0 else 1 end as IsDuplicate
            from Dossier
            where Reference = @Reference
            union all
            select Reference, 0 as IsDuplicate
            from PastDossier
            where Reference = @Reference
            """,
            new { Reference = reference }, stop)).FirstOrDefault();

    /// <summary>Also: what else belongs to that transaction.</summary>
    public async Task Start(Dossier dossier, Actor who, CancellationToken stop, Func<Transaction, Task>? also = null)
    {
        await using var transaction = await database.Begin(stop);
        await transaction.Execute(
            """
            insert into Dossier (Id, Revision, Status, HolderId, Version, Title, Acronym, ProgrammeId, CallId, Content, StartedAt, ChangedAt, Late, DecisionSequence)
            values (@Id, @Revision, @Status, @HolderId, 0, @Title, @Acronym, @ProgrammeId, @CallId, @Content, @StartedAt, @ChangedAt, @Late, 0)
            """,
            new
            {
                dossier.Id,
                dossier.Revision,
                Status = dossier.Status.ToString(),
                dossier.HolderId,
                dossier.Content.Title,
                dossier.Content.Acronym,
                dossier.Content.ProgrammeId,
                dossier.Content.CallId,
                Content = Json.Write(dossier.Content),
                dossier.StartedAt,
                dossier.ChangedAt,
                dossier.Late,
            });
        await KeepCoHolders(transaction, dossier);
        await Note(transaction, null, dossier, DossierAction.Started, who, null);
        if (also is not null)
        {
            await also(transaction);
        }

        await transaction.Commit();
    }

    /// <summary>False: somebody changed it since it was read.</summary>
    public async Task<bool> Save(
        Dossier was, Dossier now, DossierAction action, Actor who, CancellationToken stop, object? happened = null, object? personal = null, Func<Transaction, Task>? also = null)
    {
        await using var transaction = await database.Begin(stop);
        if (!await Change(transaction, was, now, action, who, personal))
        {
            return false;
        }

        if (happened is not null)
        {
            await Outbox.Add(transaction, happened);
        }

        if (also is not null)
        {
            await also(transaction);
        }

        await transaction.Commit();
        return true;
    }

    /// <summary>
    /// Writes a deposit and its immutable version; the first one gets the next reference of its year in the same transaction,
    /// so that a number is never lost. Null: somebody changed the dossier since it was read.
    /// Also: what else belongs to that transaction, given the dossier and the SHA-256 of its version.
    /// </summary>
    public async Task<Dossier?> Deposit(Dossier was, Deposit deposit, Actor who, CancellationToken stop, Func<Transaction, Dossier, string, Task>? also = null)
    {
        await using var transaction = await database.Begin(stop);
        var numbered = deposit.Dossier.Reference is null
            ? deposit.Numbered(await NextReference(transaction, Paris.Day(deposit.Happened.At).Year))
            : deposit;
        if (!await Change(transaction, was, numbered.Dossier, DossierAction.Submitted, who, null))
        {
            return null;
        }

        var sha256 = await KeepVersion(transaction, numbered.Dossier);
        await Outbox.Add(transaction, numbered.Happened);
        if (also is not null)
        {
            await also(transaction, numbered.Dossier, sha256);
        }

        await transaction.Commit();
        return numbered.Dossier;
    }

    /// <summary>No new revision: nothing of the dossier changed. False: somebody changed it since it was read.</summary>
    public async Task<bool> KeepConfirmation(Dossier was, Dossier now, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var kept = await transaction.Execute(
            """
            update Dossier
            set ConfirmationShownAt = coalesce(ConfirmationShownAt, @ConfirmationShownAt)
            where Id = @Id and Revision = @Revision
            """,
            new { now.Id, was.Revision, now.ConfirmationShownAt });
        if (kept == 0)
        {
            return false;
        }

        await AuditTrail.Add(transaction, who, DossierAction.ConfirmationShown.AuditName(), now.Id, null, new { now.Revision, now.ConfirmationShownAt });
        await transaction.Commit();
        return true;
    }

    /// <summary>
    /// For listeners: changes the dossier as told, and looks again when somebody changes it at that moment.
    /// Nothing to change: the dossier is not here, or its state says that the event does not concern it any more.
    /// </summary>
    public static async Task Follow(
        Transaction transaction, Guid id, DossierAction action, string from, Func<Dossier, (Dossier Now, object[] Happened)?> change)
    {
        while (await Find(transaction, id) is { } was && change(was) is var (now, happened))
        {
            if (!await Change(transaction, was, now, action, Actor.Service(from), null))
            {
                continue;
            }

            if (now.Version != was.Version)
            {
                await KeepVersion(transaction, now);
            }

            foreach (var one in happened)
            {
                await Outbox.Add(transaction, one);
            }

            return;
        }
    }

    public static async Task BeginReviews(Transaction transaction, Dossier begun, string from)
    {
        var changed = await transaction.Execute(
            """
            update Dossier
            set ReviewsBeganAt = @ReviewsBeganAt
            where Id = @Id and ReviewsBeganAt is null
            """,
            new { begun.Id, begun.ReviewsBeganAt });
        if (changed == 1)
        {
            await AuditTrail.Add(transaction, Actor.Service(from), DossierAction.ReviewsBegan.AuditName(), begun.Id, null, new { begun.ReviewsBeganAt });
        }
    }

    public static async Task<Dossier?> Find(Transaction transaction, Guid id) =>
        (await transaction.QuerySingleOrDefault<DossierRow>(
            $"""
            select {Columns}
            from Dossier D
            where D.Id = @Id
            """,
            new { Id = id }))?.Dossier();

    /// <summary>
    /// The guarded change. Reviews that began meanwhile are guarded too, though they give no new revision:
    /// a correction must not be asked for once they did.
    /// </summary>
    public static async Task<bool> Change(Transaction transaction, Dossier was, Dossier now, DossierAction action, Actor who, object? personal = null)
    {
        var changed = await transaction.Execute(
            """
            update Dossier
            set Revision = @Next, Status = @Status, Version = @Version, Reference = @Reference, Title = @Title, Acronym = @Acronym,
                ProgrammeId = @ProgrammeId, CallId = @CallId, Content = @Content, ProgrammeVersion = @ProgrammeVersion, DepositedFor = @DepositedFor,
                CallRulesVersion = @CallRulesVersion,
                ChangedAt = @ChangedAt, FirstSubmittedAt = @FirstSubmittedAt, SubmittedAt = @SubmittedAt, Late = @Late,
                ConfirmationShownAt = @ConfirmationShownAt, RefusalReasons = @RefusalReasons,
                CorrectionReason = @CorrectionReason, CorrectionText = @CorrectionText, CorrectionDueOn = @CorrectionDueOn,
                CorrectionVersion = @CorrectionVersion, WithdrawalReason = @WithdrawalReason, DuplicateOf = @DuplicateOf,
                AdjournedAt = @AdjournedAt, DecisionOutcome = @DecisionOutcome, DecisionVersion = @DecisionVersion,
                DecidedAt = @DecidedAt, DecisionSequence = @DecisionSequence,
                LabelId = @LabelId, LabelNumber = @LabelNumber, LabelRevokedAt = @LabelRevokedAt
            where Id = @Id and Revision = @Expected
                and case when ReviewsBeganAt is null then 0 else 1 end = @ReviewsBegan
            """,
            new
            {
                now.Id,
                Next = now.Revision,
                Expected = was.Revision,
                ReviewsBegan = was.ReviewsBeganAt is null ? 0 : 1,
                Status = now.Status.ToString(),
                now.Version,
                now.Reference,
                now.Content.Title,
                now.Content.Acronym,
                now.Content.ProgrammeId,
                now.Content.CallId,
                Content = Json.Write(now.Content),
                now.ProgrammeVersion,
                now.DepositedFor,
                now.CallRulesVersion,
                now.ChangedAt,
                now.FirstSubmittedAt,
                now.SubmittedAt,
                now.Late,
                now.ConfirmationShownAt,
                RefusalReasons = now.RefusalReasons.Count == 0 ? null : Json.Write(now.RefusalReasons),
                CorrectionReason = now.Correction?.Reason.ToString(),
                CorrectionText = now.Correction?.Text,
                CorrectionDueOn = now.Correction?.DueOn,
                CorrectionVersion = now.Correction?.Version,
                now.WithdrawalReason,
                now.DuplicateOf,
                now.AdjournedAt,
                DecisionOutcome = now.Decision?.Outcome.ToString(),
                DecisionVersion = now.Decision?.Version,
                DecidedAt = now.Decision?.At,
                now.DecisionSequence,
                now.Decision?.LabelId,
                now.Decision?.LabelNumber,
                LabelRevokedAt = now.Decision?.RevokedAt,
            });
        if (changed == 0)
        {
            return false;
        }

        await KeepCoHolders(transaction, now);
        if (who.PersonId is { } writer)
        {
            await KeepFields(transaction, now, ContentFields.Differences(was.Content, now.Content), writer);
        }

        await DuplicateStore.Follow(transaction, was, now, who);
        await Note(transaction, was, now, action, who, personal);
        return true;
    }

    static async Task KeepCoHolders(Transaction transaction, Dossier dossier)
    {
        await transaction.Execute(
            """
            delete from DossierCoHolder
            where DossierId = @Id
            """,
            new { dossier.Id });
        foreach (var person in dossier.Content.CoHolderIds.Distinct())
        {
            await transaction.Execute(
                """
                insert into DossierCoHolder (DossierId, PersonId)
                values (@Id, @Person)
                """,
                new { dossier.Id, Person = person });
        }

        // Who is no co-holder any more has no part either, whatever way they went.
        await transaction.Execute(
            """
            delete from CoHolderPart
            where DossierId = @Id and PersonId not in (select C.PersonId from DossierCoHolder C where C.DossierId = @Id)
            """,
            new { dossier.Id });
    }

    static async Task KeepFields(Transaction transaction, Dossier now, IReadOnlyList<string> fields, Guid writer)
    {
        foreach (var field in fields)
        {
            var values = new { now.Id, Field = field, Writer = writer, now.ChangedAt };
            if (await transaction.Execute(
                """
                update DossierField
                set ChangedBy = @Writer, ChangedAt = @ChangedAt
                where DossierId = @Id and Field = @Field
                """,
                values) == 0)
            {
                await transaction.Execute(
                    """
                    insert into DossierField (DossierId, Field, ChangedBy, ChangedAt)
                    values (@Id, @Field, @Writer, @ChangedAt)
                    """,
                    values);
            }
        }
    }

    /// <summary>Who changed these fields last, and when. Who may see the dossier is asked before.</summary>
    public async Task<IReadOnlyDictionary<string, FieldAuthor>> Authors(Guid id, IReadOnlyCollection<string> fields, CancellationToken stop)
    {
        if (fields.Count == 0)
        {
            return new Dictionary<string, FieldAuthor>();
        }

        var authors = await database.Query<FieldAuthor>(
            """
            select F.Field, F.ChangedBy, P.Name as ByName, F.ChangedAt
            from DossierField F
            left join Person P on P.Id = F.ChangedBy
            where F.DossierId = @Id and F.Field in @Fields
            """,
            new { Id = id, Fields = fields }, stop);
        return authors.ToDictionary(author => author.Field, StringComparer.Ordinal);
    }

    /// <summary>What a co-holder writes; null where nothing was said, which is all.</summary>
    public Task<CoHolderPart?> Part(Guid id, Guid person, CancellationToken stop) =>
        database.QuerySingleOrDefault<CoHolderPart>(
            """
            select PersonId, Part, OrganisationKey, Revision
            from CoHolderPart
            where DossierId = @Id and PersonId = @Person
            """,
            new { Id = id, Person = person }, stop);

    /// <returns>The SHA-256 of the version.</returns>
    static async Task<string> KeepVersion(Transaction transaction, Dossier dossier)
    {
        var content = Json.Write(dossier.Content);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        await transaction.Execute(
            """
            insert into DossierVersion (DossierId, Version, SubmittedAt, Late, Title, Acronym, ProgrammeId, ProgrammeVersion, CallId, CallRulesVersion, Content, Sha256)
            values (@Id, @Version, @SubmittedAt, @Late, @Title, @Acronym, @ProgrammeId, @ProgrammeVersion, @DepositedFor, @CallRulesVersion, @Content, @Sha256)
            """,
            new
            {
                dossier.Id,
                dossier.Version,
                dossier.SubmittedAt,
                dossier.Late,
                dossier.Content.Title,
                dossier.Content.Acronym,
                dossier.Content.ProgrammeId,
                dossier.ProgrammeVersion,
                dossier.DepositedFor,
                dossier.CallRulesVersion,
                Content = content,
                Sha256 = sha256,
            });
        await Attachments.AttachmentStore.Deposit(transaction, dossier.Id, dossier.Version);
        await DuplicateStore.Ask(transaction, dossier.Id);
        return sha256;
    }

    static async Task Note(Transaction transaction, Dossier? was, Dossier now, DossierAction action, Actor who, object? personal)
    {
        if (action.IsStep())
        {
            await transaction.Execute(
                """
                insert into DossierHistory (DossierId, Revision, At, Status, Action, Version, OfficeOnly)
                values (@Id, @Revision, @ChangedAt, @Status, @Action, @Version, @OfficeOnly)
                """,
                new { now.Id, now.Revision, now.ChangedAt, Status = now.Status.ToString(), Action = action.ToString(), now.Version, OfficeOnly = action.IsForOfficeOnly() });
        }

        await AuditTrail.Add(transaction, who, action.AuditName(), now.Id, was is null ? null : Audited(was), Audited(now), personal);
    }

    static object Audited(Dossier dossier) => new
    {
        dossier.Revision,
        dossier.Status,
        dossier.Version,
        dossier.Reference,
        CallId = dossier.DepositedFor ?? dossier.Content.CallId,
        dossier.DuplicateOf,
        dossier.Decision?.Outcome,
        dossier.Decision?.LabelNumber,
    };

    /// <summary>The row of the year stays locked until the commit: a deposit that fails gives its number back.</summary>
    static async Task<string> NextReference(Transaction transaction, int year)
    {
        const string Count =
            """
            update ReferenceYear
            set LastNumber = LastNumber + 1
            where ParisYear = @Year
            """;
        var counted = await transaction.Execute(Count, new { Year = year }) == 1
            || await transaction.TryInsert(
                """
                insert into ReferenceYear (ParisYear, LastNumber)
                values (@Year, 1)
                """,
                new { Year = year });
        if (!counted)
        {
            // The first deposit of the year came at the same moment from another process.
            await transaction.Execute(Count, new { Year = year });
        }

        var number = await transaction.QuerySingleOrDefault<int>(
            """
            select LastNumber
            from ReferenceYear
            where ParisYear = @Year
            """,
            new { Year = year });
        return string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{number:0000}");
    }

    record DossierRow
    {
        public required Guid Id { get; init; }
        public required long Revision { get; init; }
        public required DossierStatus Status { get; init; }
        public required Guid HolderId { get; init; }
        public required int Version { get; init; }
        public required string? Reference { get; init; }
        public required string Content { get; init; }
        public required int? ProgrammeVersion { get; init; }
        public required Guid? DepositedFor { get; init; }
        public required int? CallRulesVersion { get; init; }
        public required DateTimeOffset StartedAt { get; init; }
        public required DateTimeOffset ChangedAt { get; init; }
        public required DateTimeOffset? FirstSubmittedAt { get; init; }
        public required DateTimeOffset? SubmittedAt { get; init; }
        public required bool Late { get; init; }
        public required DateTimeOffset? ConfirmationShownAt { get; init; }
        public required string? RefusalReasons { get; init; }
        public required CorrectionReason? CorrectionReason { get; init; }
        public required string? CorrectionText { get; init; }
        public required DateOnly? CorrectionDueOn { get; init; }
        public required int? CorrectionVersion { get; init; }
        public required string? WithdrawalReason { get; init; }
        public required string? DuplicateOf { get; init; }
        public required DateTimeOffset? ReviewsBeganAt { get; init; }
        public required DateTimeOffset? AdjournedAt { get; init; }
        public required DecisionOutcome? DecisionOutcome { get; init; }
        public required int? DecisionVersion { get; init; }
        public required DateTimeOffset? DecidedAt { get; init; }
        public required long DecisionSequence { get; init; }
        public required Guid? LabelId { get; init; }
        public required string? LabelNumber { get; init; }
        public required DateTimeOffset? LabelRevokedAt { get; init; }

        public Dossier Dossier() => new()
        {
            Id = Id,
            Revision = Revision,
            Status = Status,
            HolderId = HolderId,
            Version = Version,
            Reference = Reference,
            Content = Json.Read<DossierContent>(Content),
            ProgrammeVersion = ProgrammeVersion,
            DepositedFor = DepositedFor,
            CallRulesVersion = CallRulesVersion,
            StartedAt = StartedAt,
            ChangedAt = ChangedAt,
            FirstSubmittedAt = FirstSubmittedAt,
            SubmittedAt = SubmittedAt,
            Late = Late,
            ConfirmationShownAt = ConfirmationShownAt,
            RefusalReasons = RefusalReasons is null ? [] : Json.Read<IReadOnlyList<string>>(RefusalReasons),
            Correction = CorrectionReason is { } reason && CorrectionText is { } text && CorrectionDueOn is { } dueOn && CorrectionVersion is { } corrected
                ? new Correction(reason, text, dueOn, corrected)
                : null,
            WithdrawalReason = WithdrawalReason,
            DuplicateOf = DuplicateOf,
            ReviewsBeganAt = ReviewsBeganAt,
            AdjournedAt = AdjournedAt,
            Decision = DecisionOutcome is { } outcome && DecisionVersion is { } decided && DecidedAt is { } at
                ? new Decision(outcome, decided, at, LabelId, LabelNumber, LabelRevokedAt)
                : null,
            DecisionSequence = DecisionSequence,
        };
    }

    sealed record SeenRow : DossierRow
    {
        public required string? DepositedContent { get; init; }
        public required string? HolderName { get; init; }
        public required int Relations { get; init; }
    }
}
