using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Applications;

/// <summary>Who looks, for the filter of <see cref="ApplicationStore"/>.</summary>
public sealed record Reader(Guid PersonId, Who Roles)
{
    public static Reader Of(Caller caller) => new(caller.PersonId, Stance.Roles(caller.Roles));
}

/// <summary>A dossier as far as its applications need it. Who holds it never acts as the office on it.</summary>
public sealed record DossierSeen(
    Guid Id, string Reference, bool Imported, DateOnly? WithdrawnOn, DateOnly? InadmissibleOn, DateOnly? AdjournedOn, Who Who)
{
    public bool Held => (Who & Who.Holder) != 0;

    /// <summary>As of its latest version, or its line of the history; null when it was deposited before titles were kept here.</summary>
    public string? Title { get; init; }

    public string? Acronym { get; init; }

    /// <summary>What to call it.</summary>
    public string Name => Acronym ?? Title ?? Reference;

    /// <summary>Whether it is decided is asked of its facts.</summary>
    public Stance Stance => new(Who, Phase.None);
}

/// <summary>What was known of a result from some moment on.</summary>
public sealed record ResultRecorded(long Revision, ResultKnown Known, DateTimeOffset RecordedAt, string RecordedAs);

public sealed class ApplicationStore(Database database)
{
    /// <summary>Who may see what became of a dossier, as a condition on the column that names it.</summary>
    public static PermissionFilter To(string dossier) => new(new Dictionary<Who, string>
    {
        [Who.Holder | Who.CoHolder] = $"{dossier} in (select H.DossierId from DossierHolder H where H.PersonId = @PersonId)",
    });

    static readonly PermissionFilter OfDossier = To("D.Id"), OfApplication = To("A.DossierId");

    public async Task File(FundingApplication application, FundingApplicationFiled happened, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await FileIn(transaction, application, happened, who);
        await transaction.Commit();
    }

    /// <summary>The same as a part of something larger.</summary>
    public static async Task FileIn(Transaction transaction, FundingApplication application, FundingApplicationFiled happened, Actor who)
    {
        await transaction.Execute(
            """
            insert into FundingApplication (
                Id, DossierId, FundingBody, CallCode, Stage, AmountRequestedEur, FiledOn,
                Result, AmountGrantedEur, ResultOn, Reason, HowKnown, Evidence, Revision)
            values (
                @Id, @DossierId, @FundingBody, @Call, @Stage, @AmountRequestedEur, @FiledOn,
                @Result, @AmountGrantedEur, @ResultOn, @Reason, @HowKnown, @Evidence, @Revision)
            """,
            Parameters(application));
        await KeepKnown(transaction, application, happened.At, who);
        await KeptEvents.Keep(transaction, application.DossierId, happened);
        await Outbox.Add(transaction, happened);
        await AuditTrail.Add(transaction, who, "funding-application.filed", application.Id,
            after: new { application.DossierId, application.FundingBody, Stage = application.Stage.ToString() });
    }

    /// <returns>False: somebody recorded another result meanwhile.</returns>
    public async Task<bool> Record(
        FundingApplication was, FundingApplication now, FundingResultRecorded happened, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (!await RecordIn(transaction, was, now, happened, who))
            return false;
        await transaction.Commit();
        return true;
    }

    /// <summary>The same as a part of something larger; false: nothing was written.</summary>
    public static async Task<bool> RecordIn(Transaction transaction, FundingApplication was, FundingApplication now, FundingResultRecorded happened, Actor who)
    {
        var recorded = await transaction.Execute(
            """
            update FundingApplication
            set Result = @Result, AmountGrantedEur = @AmountGrantedEur, ResultOn = @ResultOn,
                Reason = @Reason, HowKnown = @HowKnown, Evidence = @Evidence, Revision = @Revision
            where Id = @Id and Revision = @Expected
            """,
            Parameters(now, was.Revision));
        if (recorded == 0)
            return false;

        await KeepKnown(transaction, now, happened.At, who);
        await KeptEvents.Keep(transaction, now.DossierId, happened);
        await Outbox.Add(transaction, happened);
        await AuditTrail.Add(transaction, who, "funding-result.recorded", now.Id,
            before: new { Result = was.Known.Result.ToString(), HowKnown = was.Known.HowKnown.ToString(), was.Known.AmountGrantedEur },
            after: new { Result = now.Known.Result.ToString(), HowKnown = now.Known.HowKnown.ToString(), now.Known.AmountGrantedEur });
        return true;
    }

    /// <returns>False: another result or another day was recorded meanwhile.</returns>
    public async Task<bool> CorrectFiledOn(FundingApplication was, DateOnly filedOn, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var corrected = await transaction.Execute(
            """
            update FundingApplication
            set FiledOn = @FiledOn
            where Id = @Id and Revision = @Revision and FiledOn = @Was
            """,
            new { was.Id, was.Revision, Was = was.FiledOn, FiledOn = filedOn });
        if (corrected == 0)
            return false;
        await AuditTrail.Add(transaction, who, "funding-application.day-corrected", was.Id, before: new { was.FiledOn }, after: new { FiledOn = filedOn });
        await transaction.Commit();
        return true;
    }

    /// <summary>An application that should not have been filed: gone, and from now on it counts no more. The audit trail keeps what it was.</summary>
    public static async Task TakeBack(Transaction transaction, FundingApplication application, Actor who, DateTimeOffset at)
    {
        await transaction.Execute("delete from FundingApplicationHistory where ApplicationId = @Id", new { application.Id });
        await transaction.Execute("delete from FundingApplication where Id = @Id", new { application.Id });
        await FactStore.Add(transaction, at, [Fact.Of(application.DossierId, application.Id, null, Paris.Day(at), at, application.Revision + 1)]);
        await KeptEvents.Keep(transaction, application.DossierId, new ApplicationTakenBack(application.Id, at));
        await AuditTrail.Add(transaction, who, "funding-application.taken-back", application.DossierId,
            before: new { application.Id, application.FundingBody, Stage = application.Stage.ToString(), Result = application.Known.Result.ToString(), application.Known.AmountGrantedEur });
    }

    /// <summary>What was known at a revision.</summary>
    public static async Task<ResultKnown> KnownAt(Transaction transaction, Guid application, long revision)
    {
        var row = await transaction.QuerySingleOrDefault<HistoryRow>(
            """
            select Revision, Result, AmountGrantedEur, ResultOn, Reason, HowKnown, Evidence, RecordedAt, RecordedAs
            from FundingApplicationHistory
            where ApplicationId = @Id and Revision = @Revision
            """,
            new { Id = application, Revision = revision });
        return new ResultKnown(row!.Result, row.AmountGrantedEur, row.ResultOn, row.Reason, row.HowKnown, row.Evidence);
    }

    /// <summary>The history row and the fact that the rates are counted from.</summary>
    static async Task KeepKnown(Transaction transaction, FundingApplication application, DateTimeOffset at, Actor who)
    {
        var known = application.Known;
        await transaction.Execute(
            """
            insert into FundingApplicationHistory (
                ApplicationId, Revision, Result, AmountGrantedEur, ResultOn, Reason, HowKnown, Evidence, RecordedAt, RecordedAs)
            values (
                @Id, @Revision, @Result, @AmountGrantedEur, @ResultOn, @Reason, @HowKnown, @Evidence, @RecordedAt, @RecordedAs)
            """,
            new
            {
                application.Id,
                application.Revision,
                Result = known.Result.ToString(),
                known.AmountGrantedEur,
                known.ResultOn,
                known.Reason,
                HowKnown = known.HowKnown.ToString(),
                known.Evidence,
                RecordedAt = at,
                RecordedAs = who.Role,
            });
        await FactStore.Add(transaction, at, [application.Fact(at)]);
    }

    static object Parameters(FundingApplication application, long expected = 0) => new
    {
        application.Id,
        application.DossierId,
        application.FundingBody,
        application.Call,
        Stage = application.Stage.ToString(),
        application.AmountRequestedEur,
        application.FiledOn,
        Result = application.Known.Result.ToString(),
        application.Known.AmountGrantedEur,
        application.Known.ResultOn,
        application.Known.Reason,
        HowKnown = application.Known.HowKnown.ToString(),
        application.Known.Evidence,
        application.Revision,
        Expected = expected,
    };

    /// <summary>Null: it does not exist, or not for this reader.</summary>
    public async Task<DossierSeen?> Dossier(Guid id, Reader reader, CancellationToken stop) =>
        (await Dossiers(id, reader, 0, 1, stop)).SingleOrDefault();

    /// <summary>Dossiers of which something is known, by reference; one of them, or a page of all.</summary>
    public async Task<IReadOnlyList<DossierSeen>> Dossiers(Guid? id, Reader reader, int skip, int take, CancellationToken stop)
    {
        var rows = await database.Query<DossierRow>(
            $"""
            {SelectDossiers}
            where {OfDossier.For(Act.SeeOutcome, reader.Roles)} and (@Id is null or D.Id = @Id)
            order by D.Reference, D.Origin{(database.Dialect == Dialect.Sqlite ? ", D.Id" : "")}
            {database.Dialect.Paging()}
            """,
            new { Id = id, reader.PersonId, Skip = skip, Take = take },
            stop);
        return [.. rows.Select(row => row.Seen(reader))];
    }

    /// <summary>A dossier with its name: an imported one has it in its line.</summary>
    string SelectDossiers =>
        $"""
        select D.Id, D.Reference, D.Origin, D.WithdrawnOn, D.InadmissibleOn, D.AdjournedOn, coalesce(D.Title, {database.Dialect.Member("H.Line", "title")}) as Title, D.Acronym,
            {OfDossier.Found} as Relations
        from Dossier D
        left join HistoryDossier H on H.DossierId = D.Id
        """;

    /// <summary>
    /// Dossiers deposited here that bear a label and are not funded, as this reader may see them: those the reader holds, and of the others
    /// those that aim, or once aimed, at one of these calls. The latest references first, 500 at most; their facts have the last word.
    /// </summary>
    public async Task<IReadOnlyList<DossierSeen>> Awaited(Reader reader, IReadOnlyCollection<string> calls, CancellationToken stop)
    {
        var rows = await database.Query<DossierRow>(
            $"""
            {SelectDossiers}
            where D.Origin = 'Live' and {OfDossier.For(Act.SeeOutcome, reader.Roles)}
              and exists (select 1 from Fact F where F.DossierId = D.Id and F.Subject = 'decision' and {database.Dialect.Member("F.Value", "outcome")} like 'Labelled%')
              and not exists (select 1 from FundingApplication A where A.DossierId = D.Id and A.Result = 'Funded' and A.Stage <> 'PreProposal')
              and (({OfDossier.Found}) <> 0
                   or exists (select 1 from Fact C where C.DossierId = D.Id and C.Subject = 'classification' and {database.Dialect.Member("C.Value", "call")} in @Calls))
            order by D.Reference desc
            {database.Dialect switch
            {
                Dialect.Sqlite => "limit 500",
                Dialect.SqlServer => "offset 0 rows fetch next 500 rows only",
            }}
            """,
            new { reader.PersonId, Calls = calls }, stop);
        return [.. rows.Select(row => row.Seen(reader))];
    }

    /// <summary>When calls announce their results, by code, where they say so.</summary>
    public async Task<IReadOnlyDictionary<string, DateOnly>> Announcements(CancellationToken stop) =>
        (await database.Query<CallRow>(
            """
            select Code, AnnouncedOn
            from FundingCall
            where AnnouncedOn is not null
            """,
            null, stop)).DistinctBy(call => call.Code, StringComparer.Ordinal).ToDictionary(call => call.Code, call => call.AnnouncedOn, StringComparer.Ordinal);

    /// <summary>Null: it does not exist, or not for this reader.</summary>
    public async Task<FundingApplication?> Application(Guid id, Reader reader, CancellationToken stop)
    {
        var row = await database.QuerySingleOrDefault<ApplicationRow>(
            $"""
            select A.Id, A.DossierId, A.FundingBody, A.CallCode, A.Stage, A.AmountRequestedEur, A.FiledOn,
                A.Result, A.AmountGrantedEur, A.ResultOn, A.Reason, A.HowKnown, A.Evidence, A.Revision
            from FundingApplication A
            where A.Id = @Id and {OfApplication.For(Act.SeeOutcome, reader.Roles)}
            """,
            new { Id = id, reader.PersonId },
            stop);
        return row?.ToApplication();
    }

    /// <summary>The applications of a dossier the reader may see, in the order they were filed.</summary>
    public async Task<IReadOnlyList<FundingApplication>> ApplicationsOf(Guid dossier, CancellationToken stop)
    {
        var rows = await database.Query<ApplicationRow>(SelectOfDossier, new { DossierId = dossier }, stop);
        return [.. rows.Select(row => row.ToApplication())];
    }

    /// <summary>The same as they stand in a transaction.</summary>
    public static async Task<IReadOnlyList<FundingApplication>> ApplicationsIn(Transaction transaction, Guid dossier) =>
        [.. (await transaction.Query<ApplicationRow>(SelectOfDossier, new { DossierId = dossier })).Select(row => row.ToApplication())];

    const string SelectOfDossier =
        """
        select Id, DossierId, FundingBody, CallCode, Stage, AmountRequestedEur, FiledOn,
            Result, AmountGrantedEur, ResultOn, Reason, HowKnown, Evidence, Revision
        from FundingApplication
        where DossierId = @DossierId
        order by FiledOn, FundingBody, Stage
        """;

    public async Task<IReadOnlyList<ResultRecorded>> HistoryOf(Guid application, CancellationToken stop)
    {
        var rows = await database.Query<HistoryRow>(
            """
            select Revision, Result, AmountGrantedEur, ResultOn, Reason, HowKnown, Evidence, RecordedAt, RecordedAs
            from FundingApplicationHistory
            where ApplicationId = @Id
            order by Revision
            """,
            new { Id = application },
            stop);
        return
        [
            .. rows.Select(row => new ResultRecorded(
                row.Revision,
                new ResultKnown(row.Result, row.AmountGrantedEur, row.ResultOn, row.Reason, row.HowKnown, row.Evidence),
                row.RecordedAt, row.RecordedAs)),
        ];
    }

    sealed record CallRow
    {
        public required string Code { get; init; }
        public required DateOnly AnnouncedOn { get; init; }
    }

    sealed record DossierRow
    {
        public required Guid Id { get; init; }
        public required string Reference { get; init; }
        public required string Origin { get; init; }
        public required DateOnly? WithdrawnOn { get; init; }
        public required DateOnly? InadmissibleOn { get; init; }
        public required DateOnly? AdjournedOn { get; init; }
        public required string? Title { get; init; }
        public required string? Acronym { get; init; }
        public required int Relations { get; init; }

        public DossierSeen Seen(Reader reader) =>
            new(Id, Reference, Origin == "History", WithdrawnOn, InadmissibleOn, AdjournedOn, (Who)Relations | reader.Roles) { Title = Title, Acronym = Acronym };
    }

    sealed record ApplicationRow
    {
        public required Guid Id { get; init; }
        public required Guid DossierId { get; init; }
        public required string FundingBody { get; init; }
        public required string? CallCode { get; init; }
        public required ApplicationStage Stage { get; init; }
        public required decimal? AmountRequestedEur { get; init; }
        public required DateOnly FiledOn { get; init; }
        public required FundingResult Result { get; init; }
        public required decimal? AmountGrantedEur { get; init; }
        public required DateOnly? ResultOn { get; init; }
        public required string? Reason { get; init; }
        public required HowKnown HowKnown { get; init; }
        public required string? Evidence { get; init; }
        public required long Revision { get; init; }

        public FundingApplication ToApplication() => new(
            Id, DossierId, FundingBody, CallCode, Stage, AmountRequestedEur, FiledOn,
            new ResultKnown(Result, AmountGrantedEur, ResultOn, Reason, HowKnown, Evidence), Revision);
    }

    sealed record HistoryRow
    {
        public required long Revision { get; init; }
        public required FundingResult Result { get; init; }
        public required decimal? AmountGrantedEur { get; init; }
        public required DateOnly? ResultOn { get; init; }
        public required string? Reason { get; init; }
        public required HowKnown HowKnown { get; init; }
        public required string? Evidence { get; init; }
        public required DateTimeOffset RecordedAt { get; init; }
        public required string RecordedAs { get; init; }
    }
}
