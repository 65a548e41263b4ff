using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission.Duplicates;

public enum CandidateStatus
{
    Open,
    Confirmed,
    Dismissed,
}

/// <summary>Two dossiers that may be one, as a list shows them: the one deposited later, and what it may repeat.</summary>
public sealed record DuplicateLine
{
    public required Guid Id { get; init; }
    public required long Revision { get; init; }
    public required CandidateStatus Status { get; init; }
    public required Guid DossierId { get; init; }
    public required string Reference { get; init; }
    public required string Title { get; init; }
    public required string? Acronym { get; init; }
    public required DossierStatus DossierStatus { get; init; }

    /// <summary>Null: it was imported.</summary>
    public required Guid? OtherId { get; init; }
    public required string OtherReference { get; init; }
    public required string OtherTitle { get; init; }

    /// <summary>JSON; <see cref="Why"/> reads it.</summary>
    public required string Reasons { get; init; }

    /// <summary>Of a hundred.</summary>
    public required int TitlePercent { get; init; }
    public required int? SummaryPercent { get; init; }
    public required bool SameLead { get; init; }
    public required int SharedOrganisations { get; init; }
    public required int Strength { get; init; }
    public required DateTimeOffset FoundAt { get; init; }
    public required DateTimeOffset? DecidedAt { get; init; }

    public IReadOnlyList<DuplicateReason> Why() => Json.Read<IReadOnlyList<DuplicateReason>>(Reasons);
}

/// <summary>An imported dossier as far as it is known here.</summary>
public sealed record PastSeen
{
    public required string Reference { get; init; }
    public required string Title { get; init; }
    public required DateOnly RegisteredOn { get; init; }
    public required string? LeadOrganisation { get; init; }
    public required string? LeadSiren { get; init; }
}

/// <summary>The order of the list of candidates.</summary>
public enum CandidateOrder
{
    Strength,
    Found,
    Reference,
}

/// <summary>
/// Which dossiers may be one. Who may see them at all is <see cref="DossierStore"/>'s to say: a pair is for whoever may mark both as
/// duplicates.
/// </summary>
public sealed class DuplicateStore(Database database)
{
    /// <summary>Of one dossier: whoever deposits the same thing a hundred times is found with the strongest of them.</summary>
    const int MostKept = 20;

    /// <summary>A lead with more dossiers than that is compared with its newest ones by name, and with all by their texts.</summary>
    const int MostOfOneLead = 2_000;

    const int Chunk = 500;

    const string Columns =
        """
        C.Id, C.Revision, C.Status, C.DossierId, D.Reference, V.Title, V.Acronym, D.Status as DossierStatus, C.OtherId,
        coalesce(O.Reference, C.PastReference) as OtherReference, coalesce(W.Title, P.Title) as OtherTitle,
        C.Reasons, C.TitlePercent, C.SummaryPercent, C.SameLead, C.SharedOrganisations, C.Strength, C.FoundAt, C.DecidedAt
        """;

    const string Tables =
        """
        from DuplicateCandidate C
        join Dossier D on D.Id = C.DossierId
        join DossierVersion V on V.DossierId = D.Id and V.Version = D.Version
        left join Dossier O on O.Id = C.OtherId
        left join DossierVersion W on W.DossierId = O.Id and W.Version = O.Version
        left join PastDossier P on P.Reference = C.PastReference
        """;

    /// <summary>Both dossiers have to be this viewer's to judge: nobody judges their own, in whatever role.</summary>
    static string Judged(Viewer viewer) =>
        $"""
        exists (select 1 from Dossier D where D.Id = C.DossierId and {DossierStore.Filter.For(Act.MarkDuplicate, viewer.Roles)})
            and (C.OtherId is null or exists (select 1 from Dossier D where D.Id = C.OtherId and {DossierStore.Filter.For(Act.MarkDuplicate, viewer.Roles)}))
        """;

    public async Task<(IReadOnlyList<DuplicateLine> Page, int Total)> List(
        Viewer viewer, CandidateStatus status, CandidateOrder order, bool descending, int skip, int take, CancellationToken stop)
    {
        var asked = new { viewer.PersonId, Status = status.ToString() };
        var column = order switch
        {
            CandidateOrder.Strength => "C.Strength",
            CandidateOrder.Found => "C.FoundAt",
            CandidateOrder.Reference => "D.Reference",
        };
        return await database.QueryPage<DuplicateLine>(
            $"""
            select count(*)
            from DuplicateCandidate C
            where C.Status = @Status and {Judged(viewer)}
            """,
            $"""
            select {Columns}
            {Tables}
            where C.Status = @Status and {Judged(viewer)}
            order by {column}{(descending ? " desc" : "")}, cast(C.Id as nvarchar(36))
            """,
            asked, skip, take, stop);
    }

    /// <summary>Null: there is none, or not for this viewer.</summary>
    public Task<DuplicateLine?> Find(Guid id, Viewer viewer, CancellationToken stop) =>
        database.QuerySingleOrDefault<DuplicateLine>(
            $"""
            select {Columns}
            {Tables}
            where C.Id = @Id and {Judged(viewer)}
            """,
            new { Id = id, viewer.PersonId }, stop);

    /// <summary>What a dossier may repeat and what may repeat it, the open ones first.</summary>
    public Task<IReadOnlyList<DuplicateLine>> Of(Guid dossierId, Viewer viewer, CancellationToken stop) =>
        database.Query<DuplicateLine>(
            $"""
            select {Columns}
            {Tables}
            where (C.DossierId = @Id or C.OtherId = @Id) and {Judged(viewer)}
            order by case C.Status when 'Open' then 0 when 'Confirmed' then 1 else 2 end, C.Strength desc, cast(C.Id as nvarchar(36))
            """,
            new { Id = dossierId, viewer.PersonId }, stop);

    public Task<PastSeen?> Past(string reference, CancellationToken stop) =>
        database.QuerySingleOrDefault<PastSeen>(
            """
            select Reference, Title, RegisteredOn, LeadOrganisation, LeadSiren
            from PastDossier
            where Reference = @Reference
            """,
            new { Reference = reference }, stop);

    /// <summary>
    /// The office decides, or takes it back. A change of the dossier's marker goes with it, guarded by the dossier's own revision; dismissing
    /// changes no dossier. False: somebody changed the pair or the dossier since they were read.
    /// </summary>
    public async Task<bool> Decide(
        DuplicateLine was, CandidateStatus now, Actor who, DateTimeOffset at, CancellationToken stop,
        (Dossier Was, Dossier Now, DossierAction Action, object Happened)? marked = null)
    {
        await using var transaction = await database.Begin(stop);
        var changed = await transaction.Execute(
            """
            update DuplicateCandidate
            set Status = @Now, Revision = Revision + 1, DecidedAt = @At, DecidedBy = @By
            where Id = @Id and Revision = @Revision and Status = @Was
            """,
            new
            {
                was.Id,
                was.Revision,
                Was = was.Status.ToString(),
                Now = now.ToString(),
                At = now is CandidateStatus.Open ? (DateTimeOffset?)null : at,
                By = now is CandidateStatus.Open ? null : who.PersonId,
            });
        if (changed == 0)
        {
            return false;
        }

        if (marked is var (before, after, action, happened))
        {
            if (!await DossierStore.Change(transaction, before, after, action, who, null))
            {
                return false;
            }

            await Outbox.Add(transaction, happened);
        }

        await AuditTrail.Add(
            transaction, who, now switch
            {
                CandidateStatus.Open => "duplicate.reopened",
                CandidateStatus.Confirmed => "duplicate.confirmed",
                CandidateStatus.Dismissed => "duplicate.dismissed",
            },
            was.DossierId, new { was.Status, was.Revision }, new { Status = now, CandidateId = was.Id, Other = was.OtherReference });
        await transaction.Commit();
        return true;
    }

    /// <summary>Whoever marks a dossier, or takes the mark away, has decided about the pair, if there is one.</summary>
    public static async Task Follow(Transaction transaction, Dossier was, Dossier now, Actor who)
    {
        if (was.DuplicateOf == now.DuplicateOf)
        {
            return;
        }

        await transaction.Execute(
            now.DuplicateOf is null
                ? """
                  update DuplicateCandidate
                  set Status = 'Dismissed', Revision = Revision + 1, DecidedAt = @At, DecidedBy = @By
                  where DossierId = @Id and Status = 'Confirmed'
                  """
                : """
                  update DuplicateCandidate
                  set Status = 'Confirmed', Revision = Revision + 1, DecidedAt = @At, DecidedBy = @By
                  where DossierId = @Id and Status <> 'Confirmed'
                      and (PastReference = @Original or OtherId in (select O.Id from Dossier O where O.Reference = @Original))
                  """,
            new { now.Id, Original = now.DuplicateOf, At = now.ChangedAt, By = who.PersonId });
    }

    /// <summary>A version was deposited: it is to be looked at, after the deposit and not while its holder waits.</summary>
    public static Task Ask(Transaction transaction, Guid dossierId) => Ask(transaction, dossierId.ToString("D").ToUpperInvariant(), dossierId, null);

    /// <summary>An imported dossier is new or changed.</summary>
    public static Task Ask(Transaction transaction, string pastReference) => Ask(transaction, pastReference, null, pastReference);

    static async Task Ask(Transaction transaction, string id, Guid? dossierId, string? pastReference)
    {
        var asked = new { Id = id, DossierId = dossierId, Past = pastReference };
        if (await transaction.QuerySingleOrDefault<int>("select count(*) from DuplicateSearch where Id = @Id", asked) == 0)
        {
            await transaction.TryInsert(
                """
                insert into DuplicateSearch (Id, DossierId, PastReference)
                values (@Id, @DossierId, @Past)
                """,
                asked);
        }
    }

    /// <summary>What is still to be looked at, some of it.</summary>
    public Task<IReadOnlyList<string>> Asked(CancellationToken stop) => database.Query<string>(
        database.Dialect switch
        {
            Dialect.Sqlite => "select Id from DuplicateSearch limit 200",
            Dialect.SqlServer => "select top (200) Id from DuplicateSearch",
        },
        null, stop);

    /// <summary>Looks for what one dossier may repeat, or what may repeat it, and keeps what it found. Once, whoever else looks too.</summary>
    public async Task Search(string id, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await transaction.Execute("update DuplicateTurn set Turn = Turn + 1");
        var asked = await transaction.QuerySingleOrDefault<AskedRow>("select DossierId, PastReference from DuplicateSearch where Id = @Id", new { Id = id });
        if (asked is null)
        {
            return;
        }

        await transaction.Execute("delete from DuplicateSearch where Id = @Id", new { Id = id });
        if (asked.DossierId is { } dossier)
        {
            await SearchDossier(transaction, dossier);
        }
        else if (asked.PastReference is { } past)
        {
            await SearchPast(transaction, past);
        }

        transaction.WithoutTrail("What is alike follows from what was deposited and imported; what the office makes of it has its line.");
        await transaction.Commit();
    }

    /// <summary>What a dossier is found by, without looking for others: for whoever fills a database.</summary>
    public static Task Keep(Transaction transaction, Guid dossierId, DossierContent content, DateTimeOffset depositedAt) =>
        Keep(transaction, Duplicates.Compared.Of(content), dossierId, null, content.ResubmitsDossierId, depositedAt);

    static async Task SearchDossier(Transaction transaction, Guid id)
    {
        var own = (await Deposited(transaction, [id])).Single();
        var compared = own.Compared();
        var position = await Keep(transaction, compared, id, null, own.Content().ResubmitsDossierId, own.DepositedAt);
        var found = await Alike(transaction, compared, position, own.Content().ResubmitsDossierId, id, past: true);
        var pairs = found.Select(other => other.Row.DossierId is { } otherId
            ? IsEarlier(other.Row, own) ? new Pair(id, otherId, null, other.Likeness) : new Pair(otherId, id, null, other.Likeness)
            : new Pair(id, null, other.Row.PastReference, other.Likeness)).ToList();
        foreach (var pair in pairs)
        {
            await KeepPair(transaction, pair);
        }

        await Forget(transaction, pairs, new { Id = id }, "C.DossierId = @Id or C.OtherId = @Id");
    }

    static async Task SearchPast(Transaction transaction, string reference)
    {
        var past = await transaction.QuerySingleOrDefault<PastSeen>(
            """
            select Reference, Title, RegisteredOn, LeadOrganisation, LeadSiren
            from PastDossier
            where Reference = @Reference
            """,
            new { Reference = reference }) ?? throw new InvalidOperationException("A line of the history was to be compared and is gone.");
        var compared = Duplicates.Compared.Of(past.Title, past.LeadSiren, past.LeadOrganisation);
        var position = await Keep(transaction, compared, null, reference, null, null);
        var found = await Alike(transaction, compared, position, null, null, past: false);
        var pairs = found.Select(other => new Pair(other.Row.DossierId!.Value, null, reference, other.Likeness)).ToList();
        foreach (var pair in pairs)
        {
            await KeepPair(transaction, pair);
        }

        await Forget(transaction, pairs, new { Reference = reference }, "C.PastReference = @Reference");
    }

    /// <summary>By the day of the first deposit; at the same instant by its id, so that a pair is always the same way round.</summary>
    static bool IsEarlier(ComparedRow other, DepositedRow own) =>
        other.DepositedAt < own.DepositedAt || (other.DepositedAt == own.DepositedAt && other.DossierId!.Value.CompareTo(own.Id) < 0);

    /// <summary>The row and the keys that others find it by.</summary>
    static async Task<long> Keep(Transaction transaction, Compared compared, Guid? dossierId, string? past, Guid? resubmits, DateTimeOffset? depositedAt)
    {
        var values = new
        {
            DossierId = dossierId,
            Past = past,
            compared.Title,
            compared.LeadSiren,
            compared.LeadName,
            Organisations = Json.Write(compared.Organisations),
            Resubmits = resubmits,
            DepositedAt = depositedAt,
        };
        const string Find = "select Position from ComparedDossier where (@DossierId is not null and DossierId = @DossierId) or (@Past is not null and PastReference = @Past)";
        var known = await transaction.QuerySingleOrDefault<long?>(Find, values);
        await transaction.Execute(
            known is null
                ? """
                  insert into ComparedDossier (DossierId, PastReference, Title, LeadSiren, LeadName, Organisations, ResubmitsId, DepositedAt)
                  values (@DossierId, @Past, @Title, @LeadSiren, @LeadName, @Organisations, @Resubmits, @DepositedAt)
                  """
                : """
                  update ComparedDossier
                  set Title = @Title, LeadSiren = @LeadSiren, LeadName = @LeadName, Organisations = @Organisations, ResubmitsId = @Resubmits
                  where DossierId = @DossierId or PastReference = @Past
                  """,
            values);
        var position = known ?? (await transaction.QuerySingleOrDefault<long?>(Find, values))!.Value;
        await transaction.Execute("delete from ComparedKey where Position = @Position", new { Position = position });
        foreach (var key in Likeness.Keys(compared))
        {
            await transaction.Execute("insert into ComparedKey (HashedKey, Position) values (@Key, @Position)", new { Key = key, Position = position });
        }

        return position;
    }

    /// <summary>Everything that shares a key or the lead, and then has a reason.</summary>
    static async Task<IReadOnlyList<(ComparedRow Row, Likeness Likeness)>> Alike(
        Transaction transaction, Compared compared, long position, Guid? resubmits, Guid? own, bool past)
    {
        var shared = await Sharing(transaction, Likeness.Keys(compared), position);
        var sameLead = await transaction.Query<long>(
            transaction.Dialect switch
            {
                Dialect.Sqlite =>
                    """
                    select Position
                    from (
                        select Position from ComparedDossier where LeadSiren = @LeadSiren
                        union
                        select Position from ComparedDossier where LeadName = @LeadName) Led
                    where Position <> @Position
                    order by Position desc
                    limit @Most
                    """,
                Dialect.SqlServer =>
                    """
                    select top (@Most) Position
                    from (
                        select Position from ComparedDossier where LeadSiren = @LeadSiren
                        union
                        select Position from ComparedDossier where LeadName = @LeadName) Led
                    where Position <> @Position
                    order by Position desc
                    """,
            },
            new { compared.LeadSiren, compared.LeadName, Position = position, Most = MostOfOneLead });
        var trigrams = TextLikeness.Trigrams(compared.Title);
        var some = new List<(ComparedRow Row, Likeness Likeness)>();
        foreach (var chunk in shared.Union(sameLead).Chunk(Chunk))
        {
            var rows = await transaction.Query<ComparedRow>(
                """
                select Position, DossierId, PastReference, Title, LeadSiren, LeadName, Organisations, ResubmitsId, DepositedAt
                from ComparedDossier
                where Position in @Positions
                """,
                new { Positions = chunk });
            some.AddRange(rows
                .Where(row => past || row.PastReference is null)
                .Where(row => row.DossierId is null || (row.DossierId != resubmits && (own is null || row.ResubmitsId != own)))
                .Select(row => (row, Likeness.Of(compared, trigrams, row.Compared()))));
        }

        // A summary is long: it is read where its own keys or something else say that it may be worth it.
        var keyed = compared.Summary is null ? [] : (await Sharing(transaction, Likeness.SummaryKeys(compared), position)).ToHashSet();
        var worth = compared.Summary is null ? [] : some
            .Where(one => one.Row.DossierId is not null && (keyed.Contains(one.Row.Position) || one.Likeness.AsksForSummary)).Select(one => one.Row.DossierId!.Value).ToList();
        var texts = new Dictionary<Guid, DepositedRow>();
        foreach (var chunk in worth.Chunk(Chunk))
        {
            foreach (var row in await Deposited(transaction, chunk))
            {
                texts[row.Id] = row;
            }
        }

        return
        [
            .. some
                .Select(one => one.Row.DossierId is { } id && texts.TryGetValue(id, out var row) ? (one.Row, Likeness: Likeness.Of(compared, trigrams, row.Compared())) : one)
                .Where(one => one.Likeness.Reasons.Count > 0)
                .OrderByDescending(one => one.Likeness.Strength).ThenBy(one => one.Row.Position)
                .Take(MostKept),
        ];
    }

    static Task<IReadOnlyList<long>> Sharing(Transaction transaction, IReadOnlyCollection<long> keys, long position) => transaction.Query<long>(
        """
        select distinct Position
        from ComparedKey
        where HashedKey in @Keys and Position <> @Position
        """,
        new { Keys = keys, Position = position });

    static Task<IReadOnlyList<DepositedRow>> Deposited(Transaction transaction, IReadOnlyList<Guid> ids) => transaction.Query<DepositedRow>(
        """
        select D.Id, D.FirstSubmittedAt as DepositedAt, V.Content as Written
        from Dossier D
        join DossierVersion V on V.DossierId = D.Id and V.Version = D.Version
        where D.Id in @Ids
        """,
        new { Ids = ids });

    /// <summary>What was decided stays decided; a pair that is open is measured anew.</summary>
    static async Task KeepPair(Transaction transaction, Pair pair)
    {
        var values = new
        {
            Id = Guid.CreateVersion7(),
            pair.DossierId,
            pair.OtherId,
            Past = pair.PastReference,
            Reasons = Json.Write(pair.Likeness.Reasons),
            TitlePercent = Percent(pair.Likeness.Title),
            SummaryPercent = pair.Likeness.Summary is { } summary ? Percent(summary) : (int?)null,
            pair.Likeness.SameLead,
            SharedOrganisations = pair.Likeness.Shared,
            Strength = Percent(pair.Likeness.Strength),
            Now = transaction.Clock.GetUtcNow(),
        };
        var known = await transaction.QuerySingleOrDefault<string>(
            """
            select Status
            from DuplicateCandidate
            where DossierId = @DossierId and (OtherId = @OtherId or PastReference = @Past)
            """,
            values);
        switch (known is null ? (CandidateStatus?)null : Enum.Parse<CandidateStatus>(known))
        {
            case CandidateStatus.Confirmed or CandidateStatus.Dismissed:
                return;
            case CandidateStatus.Open:
                await transaction.Execute(
                    """
                    update DuplicateCandidate
                    set Reasons = @Reasons, TitlePercent = @TitlePercent, SummaryPercent = @SummaryPercent, SameLead = @SameLead,
                        SharedOrganisations = @SharedOrganisations, Strength = @Strength
                    where DossierId = @DossierId and (OtherId = @OtherId or PastReference = @Past) and Status = 'Open'
                    """,
                    values);
                return;
            case null:
                // Marked before the search came to it: decided already.
                var marked = await transaction.QuerySingleOrDefault<int>(
                    """
                    select count(*)
                    from Dossier D
                    where D.Id = @DossierId and D.DuplicateOf = coalesce(@Past, (select O.Reference from Dossier O where O.Id = @OtherId))
                    """,
                    values) == 1;
                await transaction.Execute(
                    $"""
                    insert into DuplicateCandidate (Id, Revision, DossierId, OtherId, PastReference, Status, Reasons, TitlePercent, SummaryPercent,
                        SameLead, SharedOrganisations, Strength, FoundAt, DecidedAt)
                    values (@Id, 1, @DossierId, @OtherId, @Past, {(marked ? "'Confirmed'" : "'Open'")}, @Reasons, @TitlePercent, @SummaryPercent,
                        @SameLead, @SharedOrganisations, @Strength, @Now, {(marked ? "@Now" : "null")})
                    """,
                    values);
                return;
        }
    }

    /// <summary>Open pairs of this dossier that are not alike any more: a correction changed what made them so.</summary>
    static async Task Forget(Transaction transaction, List<Pair> found, object asked, string whose)
    {
        foreach (var open in await transaction.Query<OpenRow>($"select C.Id, C.DossierId, C.OtherId, C.PastReference from DuplicateCandidate C where C.Status = 'Open' and ({whose})", asked))
        {
            if (!found.Exists(pair => pair.DossierId == open.DossierId && pair.OtherId == open.OtherId
                && string.Equals(pair.PastReference, open.PastReference, StringComparison.OrdinalIgnoreCase)))
            {
                await transaction.Execute("delete from DuplicateCandidate where Id = @Id and Status = 'Open'", new { open.Id });
            }
        }
    }

    static int Percent(double share) => (int)Math.Round(100 * Math.Clamp(share, 0, 1), MidpointRounding.AwayFromZero);

    sealed record Pair(Guid DossierId, Guid? OtherId, string? PastReference, Likeness Likeness);

    sealed record AskedRow
    {
        public required Guid? DossierId { get; init; }
        public required string? PastReference { get; init; }
    }

    sealed record OpenRow
    {
        public required Guid Id { get; init; }
        public required Guid DossierId { get; init; }
        public required Guid? OtherId { get; init; }
        public required string? PastReference { get; init; }
    }

    sealed record DepositedRow
    {
        public required Guid Id { get; init; }
        public required DateTimeOffset DepositedAt { get; init; }
        public required string Written { get; init; }

        DossierContent? content;

        public DossierContent Content() => content ??= Json.Read<DossierContent>(Written);

        public Compared Compared() => Duplicates.Compared.Of(Content());
    }

    sealed record ComparedRow
    {
        public required long Position { get; init; }
        public required Guid? DossierId { get; init; }
        public required string? PastReference { get; init; }
        public required string Title { get; init; }
        public required string? LeadSiren { get; init; }
        public required string? LeadName { get; init; }
        public required string Organisations { get; init; }
        public required Guid? ResubmitsId { get; init; }
        public required DateTimeOffset? DepositedAt { get; init; }

        public Compared Compared() => new(Title, null, LeadSiren, LeadName, Json.Read<IReadOnlyList<string>>(Organisations));
    }
}
