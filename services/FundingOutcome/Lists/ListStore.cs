using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.History;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Lists;

public enum ListStatus
{
    /// <summary>Nobody has said yet which column says what.</summary>
    Mapping,

    Matched,
    Undone,
}

/// <summary>How it stands with a line.</summary>
public enum LineStanding
{
    /// <summary>Recorded: it was sure, or the office said so.</summary>
    Taken,

    /// <summary>It said what was recorded from the body already.</summary>
    Known,

    /// <summary>It waits for the office to say which dossier it means.</summary>
    Doubtful,

    /// <summary>No dossier comes near it.</summary>
    NotFound,

    /// <summary>The office said that it means none of ours.</summary>
    Dismissed,

    /// <summary>It was recorded, and that was undone with the list.</summary>
    Undone,

    /// <summary>Somebody changed it since: undoing the list left it as it is.</summary>
    Kept,
}

/// <summary>A list that was uploaded.</summary>
public sealed record PublishedList(
    Guid Id, string FileName, string FundingBody, string? Call, DateTimeOffset UploadedAt, ListStatus Status, long Revision,
    IReadOnlyList<string> Header, IReadOnlyList<FileLine> Lines, IReadOnlyList<BadLine> Bad);

/// <summary>A line with what it may mean, or does.</summary>
public sealed record PublishedLine(ListLine Line, LineStanding Standing, IReadOnlyList<ListCandidate> Candidates, Guid? DossierId);

/// <summary>A list among others.</summary>
public sealed record ListSummary
{
    public required Guid Id { get; init; }
    public required string FileName { get; init; }
    public required string FundingBody { get; init; }
    public required string? CallCode { get; init; }
    public required DateTimeOffset UploadedAt { get; init; }
    public required ListStatus Status { get; init; }
    public required int Taken { get; init; }
    public required int Doubtful { get; init; }
}

/// <summary>A dossier beside a line that may mean it.</summary>
public sealed record DossierBeside
{
    public required Guid Id { get; init; }
    public required string Reference { get; init; }
    public required string? Title { get; init; }
    public required string? LeadSiren { get; init; }
}

/// <summary>Whether a line was decided.</summary>
public enum LineDecided
{
    Yes,

    /// <summary>It waits no more, or the list was undone.</summary>
    NotWaiting,

    /// <summary>Another line of the list was recorded for this dossier.</summary>
    DossierTaken,

    /// <summary>What is recorded of the dossier forbids it: the answer would come before the application.</summary>
    Impossible,
}

/// <summary>Published lists, their lines, and what was recorded from them.</summary>
public sealed class ListStore(Database database)
{
    const string SelectList = "select Id, FileName, FundingBody, CallCode, UploadedAt, Status, Revision, Header, Lines, Bad from PublishedList";

    public async Task<PublishedList?> Find(Guid id, CancellationToken stop) =>
        (await database.QuerySingleOrDefault<ListRow>($"{SelectList} where Id = @Id", new { Id = id }, stop))?.ToList();

    public Task<(IReadOnlyList<ListSummary> Page, int Total)> Page(int skip, int take, CancellationToken stop) => database.QueryPage<ListSummary>(
        "select count(*) from PublishedList",
        $"""
        select L.Id, L.FileName, L.FundingBody, L.CallCode, L.UploadedAt, L.Status,
            (select count(*) from PublishedLine N where N.ListId = L.Id and N.Standing = 'Taken') as Taken,
            (select count(*) from PublishedLine N where N.ListId = L.Id and N.Standing = 'Doubtful') as Doubtful
        from PublishedList L
        order by L.UploadedAt desc, L.FileName
        """,
        null, skip, take, stop);

    public async Task<IReadOnlyList<PublishedLine>> Lines(Guid list, CancellationToken stop) =>
        [.. (await database.Query<LineRow>(
            """
            select Line, Standing, Candidates, DossierId
            from PublishedLine
            where ListId = @Id
            order by Number
            """,
            new { Id = list }, stop)).Select(row => new PublishedLine(Json.Read<ListLine>(row.Line), row.Standing, Json.Read<ListCandidate[]>(row.Candidates), row.DossierId))];

    public async Task<IReadOnlyDictionary<Guid, DossierBeside>> Dossiers(IReadOnlyCollection<Guid> ids, CancellationToken stop) =>
        (await database.Query<DossierBeside>(
            $"""
            {SelectDossiers}
            where D.Id in @Ids
            """,
            new { Ids = ids }, stop)).ToDictionary(one => one.Id);

    /// <summary>An imported dossier has its title and its lead in its line.</summary>
    string SelectDossiers =>
        $"""
        select D.Id, D.Reference, coalesce(D.Title, {Member("title")}) as Title, coalesce(D.LeadSiren, {Member("leadSiren")}) as LeadSiren
        from Dossier D
        left join HistoryDossier H on H.DossierId = D.Id
        """;

    string Member(string member) => database.Dialect.Member("H.Line", member);

    /// <summary>Keeps a file that was sent. The same one for the same body is kept once, unless it was undone.</summary>
    /// <returns>The list, and whether it is new.</returns>
    public async Task<(Guid Id, bool New)> Add(PublishedFile file, string fileName, string digest, string fundingBody, string? call, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var row = new
        {
            Id = Guid.CreateVersion7(),
            FileName = fileName,
            Digest = digest,
            FundingBody = fundingBody,
            Call = call,
            Now = transaction.Clock.GetUtcNow(),
            Header = Json.Write(file.Header),
            Lines = Json.Write(file.Lines),
            Bad = Json.Write(file.Bad),
        };
        const string Same = "select Id from PublishedList where FileDigest = @Digest and FundingBody = @FundingBody and Status <> 'Undone'";
        if (await transaction.QuerySingleOrDefault<Guid?>(Same, row) is { } known)
            return (known, false);
        if (!await transaction.TryInsert(
                """
                insert into PublishedList (Id, FileName, FileDigest, FundingBody, CallCode, UploadedAt, Header, Lines, Bad, Status, Revision)
                values (@Id, @FileName, @Digest, @FundingBody, @Call, @Now, @Header, @Lines, @Bad, 'Mapping', 1)
                """,
                row))
        {
            // Somebody sent the same at the same moment: theirs is the one.
            return (await database.QuerySingleOrDefault<Guid>(Same, row, stop), false);
        }
        await AuditTrail.Add(transaction, who, "funding-list.uploaded", row.Id, after: new { FileName = fileName, FundingBody = fundingBody, Call = call, Lines = file.Lines.Count });
        await transaction.Commit();
        return (row.Id, true);
    }

    /// <summary>Reads the lines as the columns say, finds what each means, and records what is sure. False: that was done already.</summary>
    public async Task<bool> Match(PublishedList list, ListColumns columns, Guid person, Actor who, CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        var bad = list.Bad.ToList();
        var lines = list.Lines.Select(line => columns.Read(list.Header, line, Paris.Day(now), bad)).OfType<ListLine>().ToList();
        var best = ListMatch.Of(lines, await Decided(person, stop));

        await using var transaction = await database.Begin(stop);
        if (await transaction.Execute(
                """
                update PublishedList
                set Status = 'Matched', Revision = Revision + 1, Bad = @Bad
                where Id = @Id and Status = 'Mapping' and Revision = @Revision
                """,
                new { list.Id, list.Revision, Bad = Json.Write(bad.OrderBy(line => line.Line)) }) == 0)
            return false;

        // Two lines that mean one dossier: neither is sure.
        var twice = best.Values.Where(ListMatch.IsSure).GroupBy(candidates => candidates[0].DossierId).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet();
        var taken = 0;
        foreach (var line in lines)
        {
            var candidates = best[line.Number];
            var sure = ListMatch.IsSure(candidates) && !twice.Contains(candidates[0].DossierId);
            var recorded = sure ? await Record(transaction, list, line, candidates[0].DossierId, againstOthers: false, who, now) : null;
            var standing = recorded?.Standing ?? (candidates.Count > 0 ? LineStanding.Doubtful : LineStanding.NotFound);
            taken += standing is LineStanding.Taken ? 1 : 0;
            await transaction.Execute(
                """
                insert into PublishedLine (ListId, Number, Line, Standing, Candidates, DossierId, ApplicationId, ApplicationRevision, Filed)
                values (@ListId, @Number, @Line, @Standing, @Candidates, @DossierId, @ApplicationId, @ApplicationRevision, @Filed)
                """,
                new
                {
                    ListId = list.Id,
                    line.Number,
                    Line = Json.Write(line),
                    Standing = standing.ToString(),
                    Candidates = Json.Write(candidates),
                    DossierId = recorded is null ? (Guid?)null : candidates[0].DossierId,
                    recorded?.ApplicationId,
                    ApplicationRevision = recorded?.Revision,
                    Filed = recorded?.Filed ?? false,
                });
        }
        await AuditTrail.Add(transaction, who, "funding-list.matched", list.Id, after: new { Lines = lines.Count, Taken = taken, Bad = bad.Count });
        await transaction.Commit();
        return true;
    }

    /// <summary>The dossiers a decision was released on. What somebody holds they do not check.</summary>
    async Task<IEnumerable<ListMatch.Known>> Decided(Guid person, CancellationToken stop) =>
        (await database.Query<DossierBeside>(
            $"""
            {SelectDossiers}
            where exists (
                select 1
                from Fact F
                where F.DossierId = D.Id and F.Subject = 'decision'
                  and {database.Dialect.Member("F.Value", "outcome")} in ('Labelled', 'LabelledWithReservations', 'Refused', 'SupportLetter'))
              and not exists (select 1 from DossierHolder O where O.DossierId = D.Id and O.PersonId = @Person)
            """,
            new { Person = person }, stop)).Where(one => one.Title is not null).Select(one => new ListMatch.Known(one.Id, one.Title!, one.LeadSiren));

    /// <summary>What the office says of a line that waits: which dossier it means; null for none of ours.</summary>
    public async Task<LineDecided> Decide(PublishedList list, int number, Guid? dossier, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var now = transaction.Clock.GetUtcNow();
        var key = new { ListId = list.Id, Number = number, Dossier = dossier, Standing = (dossier is null ? LineStanding.Dismissed : LineStanding.Taken).ToString() };
        // First the guard, so that of two who decide at once the second waits, and finds it decided.
        var waiting = await transaction.Execute(
            """
            update PublishedLine
            set Standing = @Standing, DossierId = @Dossier
            where ListId = @ListId and Number = @Number and Standing = 'Doubtful'
              and exists (select 1 from PublishedList L where L.Id = PublishedLine.ListId and L.Status = 'Matched')
            """,
            key);
        if (waiting == 0)
            return LineDecided.NotWaiting;
        if (dossier is { } meant)
        {
            if (await transaction.QuerySingleOrDefault<int>(
                    "select count(*) from PublishedLine where ListId = @ListId and DossierId = @Dossier and Number <> @Number and Standing in ('Taken', 'Known')", key) > 0)
                return LineDecided.DossierTaken;
            var line = Json.Read<ListLine>((await transaction.QuerySingleOrDefault<string>("select Line from PublishedLine where ListId = @ListId and Number = @Number", key))!);
            if (await Record(transaction, list, line, meant, againstOthers: true, who, now) is not { } recorded)
                return LineDecided.Impossible;
            await transaction.Execute(
                """
                update PublishedLine
                set Standing = @Standing, ApplicationId = @ApplicationId, ApplicationRevision = @Revision, Filed = @Filed
                where ListId = @ListId and Number = @Number
                """,
                new { ListId = list.Id, Number = number, Standing = recorded.Standing.ToString(), recorded.ApplicationId, recorded.Revision, recorded.Filed });
        }
        await AuditTrail.Add(transaction, who, "funding-list.line-decided", list.Id, after: new { Line = number, DossierId = dossier });
        await transaction.Commit();
        return LineDecided.Yes;
    }

    sealed record Recorded(LineStanding Standing, Guid? ApplicationId, long? Revision, bool Filed);

    /// <summary>
    /// Records a line on the dossier's latest application to the body, or files one. Null: it cannot be; or another result is known
    /// already, and nobody said to go against it.
    /// </summary>
    static async Task<Recorded?> Record(Transaction transaction, PublishedList list, ListLine line, Guid dossier, bool againstOthers, Actor who, DateTimeOffset now)
    {
        var today = Paris.Day(now);
        var application = (await ApplicationStore.ApplicationsIn(transaction, dossier)).LastOrDefault(one =>
            one.FundingBody == list.FundingBody && one.Stage is not ApplicationStage.PreProposal && (list.Call is null || one.Call is null || one.Call == list.Call));
        var was = application?.Known;
        if (was is not null && was.Result == line.Result && was.HowKnown is HowKnown.ImportedFromBody
            && (line.GrantedEur is null || was.AmountGrantedEur == line.GrantedEur) && (line.On is null || was.ResultOn == line.On))
            return new(LineStanding.Known, null, null, false);
        if (!againstOthers && was is { Result: FundingResult.Funded or FundingResult.Refused or FundingResult.Withdrawn } && was.Result != line.Result)
            return null;

        // A body's list says less than a letter may: what it leaves open stays as it was, where the result is the same.
        var same = was is not null && was.Result == line.Result;
        var known = new ResultKnown(
            line.Result, line.GrantedEur ?? (same ? was!.AmountGrantedEur : null), line.On ?? (same ? was!.ResultOn : null), same ? was!.Reason : null,
            HowKnown.ImportedFromBody, $"{list.FileName}, {line.Number}");
        var filed = application is null;
        if (application is null)
        {
            (application, var happened) = FundingApplication.File(
                dossier, list.FundingBody, list.Call, ApplicationStage.Full, line.RequestedEur, line.On ?? today, HowKnown.ImportedFromBody, now);
            await ApplicationStore.FileIn(transaction, application, happened, who);
        }
        if (application.FaultIn(known, now) is not null || application.Record(known, now) is not var (recorded, told))
            return null;
        return await ApplicationStore.RecordIn(transaction, application, recorded, told, who)
            ? new(LineStanding.Taken, recorded.Id, recorded.Revision, filed)
            : null;
    }

    /// <summary>
    /// Takes back everything that was recorded from a list, in one step: applications it filed are gone, results are what they were.
    /// What somebody changed since stays. False: it was undone already, or changed meanwhile.
    /// </summary>
    public async Task<bool> Undo(PublishedList list, long revision, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var now = transaction.Clock.GetUtcNow();
        if (await transaction.Execute(
                """
                update PublishedList
                set Status = 'Undone', Revision = Revision + 1
                where Id = @Id and Status <> 'Undone' and Revision = @Revision
                """,
                new { list.Id, Revision = revision }) == 0)
            return false;

        var (undone, kept) = (0, 0);
        foreach (var row in await transaction.Query<TakenRow>(
            """
            select Number, DossierId, ApplicationId, ApplicationRevision, Filed
            from PublishedLine
            where ListId = @Id and Standing = 'Taken'
            order by Number
            """,
            new { list.Id }))
        {
            var application = (await ApplicationStore.ApplicationsIn(transaction, row.DossierId)).SingleOrDefault(one => one.Id == row.ApplicationId);
            var untouched = application is not null && application.Revision == row.ApplicationRevision;
            if (untouched && row.Filed)
                await ApplicationStore.TakeBack(transaction, application!, who, now);
            else if (untouched)
            {
                var before = await ApplicationStore.KnownAt(transaction, row.ApplicationId, row.ApplicationRevision - 1);
                var (restored, told) = application!.Record(before, now)!.Value;
                await ApplicationStore.RecordIn(transaction, application, restored, told, who);
            }
            (undone, kept) = untouched ? (undone + 1, kept) : (undone, kept + 1);
            await transaction.Execute(
                """
                update PublishedLine
                set Standing = @Standing
                where ListId = @ListId and Number = @Number
                """,
                new { ListId = list.Id, row.Number, Standing = (untouched ? LineStanding.Undone : LineStanding.Kept).ToString() });
        }
        await AuditTrail.Add(transaction, who, "funding-list.undone", list.Id, after: new { Undone = undone, Kept = kept });
        await transaction.Commit();
        return true;
    }

    sealed record ListRow
    {
        public required Guid Id { get; init; }
        public required string FileName { get; init; }
        public required string FundingBody { get; init; }
        public required string? CallCode { get; init; }
        public required DateTimeOffset UploadedAt { get; init; }
        public required ListStatus Status { get; init; }
        public required long Revision { get; init; }
        public required string Header { get; init; }
        public required string Lines { get; init; }
        public required string Bad { get; init; }

        public PublishedList ToList() => new(
            Id, FileName, FundingBody, CallCode, UploadedAt, Status, Revision, Json.Read<string[]>(Header), Json.Read<FileLine[]>(Lines), Json.Read<BadLine[]>(Bad));
    }

    sealed record LineRow
    {
        public required string Line { get; init; }
        public required LineStanding Standing { get; init; }
        public required string Candidates { get; init; }
        public required Guid? DossierId { get; init; }
    }

    sealed record TakenRow
    {
        public required int Number { get; init; }
        public required Guid DossierId { get; init; }
        public required Guid ApplicationId { get; init; }
        public required long ApplicationRevision { get; init; }
        public required bool Filed { get; init; }
    }
}
