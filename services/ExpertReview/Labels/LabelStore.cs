using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Labels;

/// <summary>All the SQL of labels and of released decisions.</summary>
public sealed class LabelStore(Database database)
{
    public const int PageSize = 50;

    static readonly PermissionFilter Filter = Relations.To("AgendaItem.DossierId");

    public Task<Transaction> Begin(CancellationToken stop) => database.Begin(stop);

    /// <summary>False: the confirmation was used before, for this act or another.</summary>
    public static Task<bool> UseConfirmation(Transaction transaction, Guid confirmationId, Guid personId) => transaction.TryInsert(
        """
        insert into UsedConfirmation (Id, PersonId, UsedAt)
        values (@Id, @PersonId, @UsedAt)
        """,
        new { Id = confirmationId, PersonId = personId, UsedAt = transaction.Clock.GetUtcNow() });

    /// <summary>
    /// The next number of the year. The row of the year stays locked until the transaction ends, and goes back with it: no gap, and
    /// none twice.
    /// </summary>
    public static async Task<LabelNumber> NextNumber(Transaction transaction, int year)
    {
        while (true)
        {
            var counted = await transaction.Execute(
                """
                update LabelYear
                set LastSerial = LastSerial + 1
                where Year = @Year
                """,
                new { Year = year });
            if (counted == 1)
            {
                return new(year, await transaction.QuerySingleOrDefault<int?>("select LastSerial from LabelYear where Year = @Year", new { Year = year })
                    ?? throw new InvalidOperationException($"The numbers of {year} were counted and are gone."));
            }
            if (await transaction.TryInsert("insert into LabelYear (Year, LastSerial) values (@Year, 1)", new { Year = year }))
                return new(year, 1);
        }
    }

    /// <summary>How many were released for the same award of the same call and not revoked since.</summary>
    public static async Task<int> Given(Reading reading, DossierOnAgenda dossier) => (await reading.Query<string>(
        """
        select Dossier
        from Label
        where Call = @Call and Status <> @Revoked
        """,
        new { dossier.Call, Revoked = nameof(LabelStatus.Revoked) })).Count(other => Json.Read<DossierOnAgenda>(other).CompetesWith(dossier));

    /// <summary>The same outside of a transaction.</summary>
    public Task<int> Given(DossierOnAgenda dossier, CancellationToken stop) => Given(Reading.From(database, stop), dossier);

    public static async Task Insert(Transaction transaction, Label label) => await transaction.Execute(
        """
        insert into Label (Id, Number, Year, Serial, ItemId, DossierId, Dossier, Title, Organisation, Call, IssuedOn, ValidUntil,
                           Reservations, ReservationCount, SignatoryId, Status, Revision)
        values (@Id, @Number, @Year, @Serial, @ItemId, @DossierId, @Dossier, @Title, @Organisation, @Call, @IssuedOn, @ValidUntil,
                @Reservations, @ReservationCount, @SignatoryId, @Status, @Revision)
        """,
        new
        {
            label.Id,
            Number = label.Number.ToString(),
            label.Number.Year,
            label.Number.Serial,
            label.ItemId,
            label.DossierId,
            Dossier = Json.Write(label.Dossier),
            label.Dossier.Title,
            label.Dossier.Organisation,
            label.Dossier.Call,
            label.IssuedOn,
            label.ValidUntil,
            Reservations = Json.Write(label.Reservations),
            ReservationCount = label.Open,
            label.SignatoryId,
            Status = StatusColumn(label),
            label.Revision,
        });

    public static async Task Insert(Transaction transaction, Certificate certificate) => await transaction.Execute(
        """
        insert into Certificate (LabelId, Version, Content, Signature, KeyId, At)
        values (@LabelId, @Version, @Content, @Signature, @KeyId, @At)
        """,
        new
        {
            certificate.LabelId,
            certificate.Version,
            certificate.Content,
            Signature = Convert.ToBase64String(certificate.Signature),
            certificate.KeyId,
            certificate.At,
        });

    /// <summary>All versions of what a label says, the newest first.</summary>
    public async Task<IReadOnlyList<Certificate>> Certificates(Guid labelId, CancellationToken stop) =>
    [
        .. (await database.Query<CertificateRow>(
            """
            select LabelId, Version, Content, Signature, KeyId, At
            from Certificate
            where LabelId = @LabelId
            order by Version desc
            """,
            new { LabelId = labelId }, stop)).Select(row => row.ToCertificate()),
    ];

    /// <summary>Labels that were released before labels were signed.</summary>
    public async Task<IReadOnlyList<Label>> Unsigned(CancellationToken stop) =>
    [
        .. (await database.Query<Row>(
            """
            select Id, Year, Serial, ItemId, DossierId, Dossier, IssuedOn, ValidUntil, Reservations, SignatoryId, RevokedAt, RevokedBy,
                   RevocationReason, Revision
            from Label
            where not exists (select 1 from Certificate where Certificate.LabelId = Label.Id)
            """,
            null, stop)).Select(row => row.ToLabel()),
    ];

    /// <summary>The session named by a released adjournment takes the dossier up again.</summary>
    public static async Task CarryOver(Transaction transaction, Item item, Guid toSessionId) => await transaction.Execute(
        """
        insert into CarriedOver (FromItemId, SessionId, DossierId, At)
        values (@FromItemId, @SessionId, @DossierId, @At)
        """,
        new { FromItemId = item.Id, SessionId = toSessionId, item.DossierId, At = item.ReleasedAt });

    /// <summary>False: somebody changed the label meanwhile.</summary>
    public async Task<bool> Revoke(Label was, Label now, object happened, Guid confirmationId, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (now.Revocation is not { } revocation || !await UseConfirmation(transaction, confirmationId, revocation.By))
            return false;
        var changed = await transaction.Execute(
            """
            update Label
            set Status = @Status, RevokedAt = @At, RevokedBy = @By, RevocationReason = @Reason, Revision = @Revision
            where Id = @Id and Revision = @Expected
            """,
            new { now.Id, Status = StatusColumn(now), revocation.At, revocation.By, revocation.Reason, now.Revision, Expected = was.Revision });
        if (changed == 0)
            return false;
        await Outbox.Add(transaction, happened);
        await AuditTrail.Add(
            transaction, who, "label.revoked", now.Id,
            before: new { Status = StatusColumn(was) }, after: new { Status = StatusColumn(now), Number = now.Number.ToString() },
            personal: new { revocation.Reason });
        await transaction.Commit();
        return true;
    }

    /// <summary>A reservation is lifted, and the certificate issued again. False: somebody changed the label meanwhile, or the confirmation was used before.</summary>
    public async Task<bool> Lift(Label was, Label now, int place, Certificate certificate, object happened, Guid confirmationId, Guid by, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (!await UseConfirmation(transaction, confirmationId, by))
            return false;
        var changed = await transaction.Execute(
            """
            update Label
            set Status = @Status, Reservations = @Reservations, ReservationCount = @Open, Revision = @Revision
            where Id = @Id and Revision = @Expected
            """,
            new { now.Id, Status = StatusColumn(now), Reservations = Json.Write(now.Reservations), now.Open, now.Revision, Expected = was.Revision });
        if (changed == 0)
            return false;
        await Insert(transaction, certificate);
        await Outbox.Add(transaction, happened);
        await AuditTrail.Add(
            transaction, who, "label.reservation-lifted", now.Id,
            before: new { Open = was.Open }, after: new { now.Open, Place = place, Number = now.Number.ToString(), Certificate = certificate.Version });
        await transaction.Commit();
        return true;
    }

    /// <summary>Labels in force whose last day comes within so many days, and that have not had the reminder of those days.</summary>
    public async Task<IReadOnlyList<Label>> Unreminded(DateOnly today, int days, CancellationToken stop) =>
    [
        .. (await database.Query<Row>(
            """
            select Id, Year, Serial, ItemId, DossierId, Dossier, IssuedOn, ValidUntil, Reservations, SignatoryId, RevokedAt, RevokedBy,
                   RevocationReason, Revision
            from Label
            where Status <> 'Revoked' and ValidUntil >= @Today and ValidUntil <= @Until
              and not exists (select 1 from LabelReminder where LabelReminder.LabelId = Label.Id and LabelReminder.Days = @Days)
            """,
            new { Today = today, Until = today.AddDays(days), Days = days }, stop)).Select(row => row.ToLabel()),
    ];

    /// <summary>The holders are written to, once for each of the days.</summary>
    public async Task Remind(Label label, int days, Func<Experts.PersonInReview, OutgoingMail?> mail, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var now = transaction.Clock.GetUtcNow();
        if (!await transaction.TryInsert("insert into LabelReminder (LabelId, Days, At) values (@LabelId, @Days, @Now)", new { LabelId = label.Id, Days = days, Now = now }))
            return;
        var mailed = 0;
        foreach (var personId in await transaction.Query<Guid>("select PersonId from DossierHolder where DossierId = @DossierId", new { label.DossierId }))
            if (await Experts.PersonStore.Find(Reading.In(transaction), personId) is { } holder && mail(holder) is { } written && await Mail.Add(transaction, written))
                mailed++;
        await AuditTrail.Add(
            transaction, Actor.Service(Contracts.EventCatalogue.ExpertReview), "label.expiry-reminded", label.Id,
            after: new { Number = label.Number.ToString(), Days = days, Mailed = mailed });
        await transaction.Commit();
    }

    /// <summary>What another cluster decided is kept, with the certificate that names it where it labelled. False: somebody changed the label meanwhile, or the confirmation was used before.</summary>
    public async Task<bool> CoLabel(
        Label was, Label now, CoDecision decided, (Certificate Certificate, Contracts.DossierCoLabelled Happened)? labelledToo, Guid confirmationId, Guid by, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (!await UseConfirmation(transaction, confirmationId, by)
            || await transaction.Execute("update Label set Revision = @Revision where Id = @Id and Revision = @Expected", new { now.Id, now.Revision, Expected = was.Revision }) == 0)
            return false;
        await transaction.Execute(
            """
            insert into CoLabelling (LabelId, Cluster, Decision, DecidedOn, RecordedBy, At)
            values (@LabelId, @Cluster, @Decision, @DecidedOn, @By, @At)
            """,
            new { LabelId = now.Id, decided.Cluster, Decision = decided.Decision.ToString(), decided.DecidedOn, By = by, At = transaction.Clock.GetUtcNow() });
        if (labelledToo is var (certificate, happened))
        {
            await Insert(transaction, certificate);
            await Outbox.Add(transaction, happened);
        }
        await AuditTrail.Add(
            transaction, who, "label.co-labelled", now.Id,
            after: new { Number = now.Number.ToString(), decided.Cluster, Decision = decided.Decision.ToString(), decided.DecidedOn, Certificate = labelledToo?.Certificate.Version });
        await transaction.Commit();
        return true;
    }

    /// <summary>What other clusters decided, in its order.</summary>
    public Task<IReadOnlyList<CoDecision>> CoDecisions(Guid labelId, CancellationToken stop) => database.Query<CoDecision>(
        """
        select Cluster, Decision, DecidedOn
        from CoLabelling
        where LabelId = @LabelId
        order by DecidedOn, Cluster
        """,
        new { LabelId = labelId }, stop);

    /// <summary>What somebody says about a reservation, with where it is shown.</summary>
    public async Task Answer(Label label, Evidence evidence, EvidenceFile? file, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await transaction.Execute(
            """
            insert into ReservationEvidence (Id, LabelId, Place, PersonId, At, Text, Address)
            values (@Id, @LabelId, @Place, @PersonId, @At, @Text, @Address)
            """,
            new { evidence.Id, LabelId = label.Id, evidence.Place, evidence.PersonId, evidence.At, evidence.Text, evidence.Address });
        if (file is not null)
            await EvidenceFileStore.Insert(transaction, file);
        await AuditTrail.Add(
            transaction, who, "label.reservation-answered", label.Id,
            after: new { evidence.Place, Number = label.Number.ToString(), file?.Sha256 }, personal: new { evidence.Text, file?.Name });
        await transaction.Commit();
    }

    /// <summary>What was said about the reservations of a label, in its order.</summary>
    public Task<IReadOnlyList<Evidence>> EvidenceOf(Guid labelId, CancellationToken stop) => database.Query<Evidence>(
        """
        select Id, Place, PersonId, At, Text, Address
        from ReservationEvidence
        where LabelId = @LabelId
        order by At, Place
        """,
        new { LabelId = labelId }, stop);

    public async Task<bool> IsUsed(Guid confirmationId, CancellationToken stop) => await database.QuerySingleOrDefault<int?>(
        """
        select count(*)
        from UsedConfirmation
        where Id = @Id
        """,
        new { Id = confirmationId }, stop) > 0;

    public async Task<Label?> Find(string number, CancellationToken stop) => (await database.QuerySingleOrDefault<Row>(
        """
        select Id, Year, Serial, ItemId, DossierId, Dossier, IssuedOn, ValidUntil, Reservations, SignatoryId, RevokedAt, RevokedBy,
               RevocationReason, Revision
        from Label
        where Number = @Number
        """,
        new { Number = number }, stop))?.ToLabel();

    /// <summary>The public register: labels in force, with reservations or without, the latest first.</summary>
    /// <param name="search">Part of a title, organisation, call or number; null for all.</param>
    /// <param name="today">In Europe/Paris.</param>
    /// <param name="page">From 1.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<(IReadOnlyList<Label> Labels, int Total)> Register(string? search, DateOnly today, int page, CancellationToken stop)
    {
        var parameters = new { Pattern = search is null ? "%" : LikePattern.Containing(search), Today = today };
        var (rows, total) = await database.QueryPage<Row>(
            """
            select count(*)
            from Label
            where Status <> 'Revoked' and ValidUntil >= @Today
              and (Title like @Pattern escape '!' or Organisation like @Pattern escape '!' or Call like @Pattern escape '!' or Number like @Pattern escape '!')
            """,
            """
            select Id, Year, Serial, ItemId, DossierId, Dossier, IssuedOn, ValidUntil, Reservations, SignatoryId, RevokedAt, RevokedBy,
                   RevocationReason, Revision
            from Label
            where Status <> 'Revoked' and ValidUntil >= @Today
              and (Title like @Pattern escape '!' or Organisation like @Pattern escape '!' or Call like @Pattern escape '!' or Number like @Pattern escape '!')
            order by Year desc, Serial desc
            """,
            parameters, (page - 1) * PageSize, PageSize, stop);
        return ([.. rows.Select(row => row.ToLabel())], total);
    }

    /// <summary>True when the released decision of an item, or what follows from it, is somebody's.</summary>
    public async Task<bool> May(Act act, Guid itemId, Guid personId, Who roles, CancellationToken stop) => await database.QuerySingleOrDefault<int?>(
        $"""
        select count(*)
        from AgendaItem
        where AgendaItem.Id = @ItemId and AgendaItem.ReleasedAt is not null and {Filter.For(act, roles)}
        """,
        new { PersonId = personId, ItemId = itemId }, stop) > 0;

    /// <summary>Released decisions, the latest first: of the dossiers a person holds, or of all.</summary>
    public Task<IReadOnlyList<ReleasedDecision>> Decisions(Guid personId, Who roles, Guid? dossierId, int page, CancellationToken stop, Guid? itemId = null) =>
        database.Query<ReleasedDecision>(
            $"""
            select AgendaItem.Id, AgendaItem.DossierId, AgendaItem.Dossier, AgendaItem.Decision, AgendaItem.Reasons,
                   coalesce(Label.Reservations, AgendaItem.Reservations) as Reservations, AgendaItem.ToSessionId, Target.Title as ToSessionTitle, Label.Number as LabelNumber,
                   Label.ValidUntil as LabelValidUntil, Label.RevokedAt as LabelRevokedAt, AgendaItem.ReleasedAt
            from AgendaItem
            left join Session Target on Target.Id = AgendaItem.ToSessionId
            left join Label on Label.ItemId = AgendaItem.Id
            where AgendaItem.ReleasedAt is not null
              and (@DossierId is null or AgendaItem.DossierId = @DossierId)
              and (@ItemId is null or AgendaItem.Id = @ItemId)
              and {Filter.For(Act.ReadDecision, roles)}
            order by AgendaItem.ReleasedAt desc, AgendaItem.Position
            {database.Dialect.Paging()}
            """,
            new { PersonId = personId, DossierId = dossierId, ItemId = itemId, Take = PageSize, Skip = (page - 1) * PageSize }, stop);

    /// <summary>Who was recused on the item a label comes from, and the session it was decided in.</summary>
    public async Task<Guid?> SessionOf(Guid itemId, CancellationToken stop) => await database.QuerySingleOrDefault<Guid?>(
        """
        select SessionId
        from AgendaItem
        where Id = @Id
        """,
        new { Id = itemId }, stop);

    /// <summary>Expired is no state anybody sets: the column holds what people did.</summary>
    static string StatusColumn(Label label) => (label.Revocation is not null ? LabelStatus.Revoked
        : label.Open > 0 ? LabelStatus.WithReservations
        : LabelStatus.InForce).ToString();

    public sealed record ReleasedDecision
    {
        public required Guid Id { get; init; }
        public required Guid DossierId { get; init; }
        public required string Dossier { get; init; }
        public required Decision Decision { get; init; }
        public required string? Reasons { get; init; }
        public required string Reservations { get; init; }
        public required Guid? ToSessionId { get; init; }
        public required string? ToSessionTitle { get; init; }
        public required string? LabelNumber { get; init; }
        public required DateOnly? LabelValidUntil { get; init; }
        public required DateTimeOffset? LabelRevokedAt { get; init; }
        public required DateTimeOffset ReleasedAt { get; init; }

        /// <summary>True when its label asks something of somebody still.</summary>
        public bool IsInForce(DateOnly today) => LabelNumber is not null && LabelRevokedAt is null && today <= LabelValidUntil;
    }

    sealed record CertificateRow
    {
        public required Guid LabelId { get; init; }
        public required int Version { get; init; }
        public required string Content { get; init; }
        public required string Signature { get; init; }
        public required string KeyId { get; init; }
        public required DateTimeOffset At { get; init; }

        public Certificate ToCertificate() => new(LabelId, Version, Content, Convert.FromBase64String(Signature), KeyId, At);
    }

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required int Year { get; init; }
        public required int Serial { get; init; }
        public required Guid ItemId { get; init; }
        public required Guid DossierId { get; init; }
        public required string Dossier { get; init; }
        public required DateOnly IssuedOn { get; init; }
        public required DateOnly ValidUntil { get; init; }
        public required string Reservations { get; init; }
        public required Guid SignatoryId { get; init; }
        public required DateTimeOffset? RevokedAt { get; init; }
        public required Guid? RevokedBy { get; init; }
        public required string? RevocationReason { get; init; }
        public required long Revision { get; init; }

        public Label ToLabel() => new()
        {
            Id = Id,
            Number = new(Year, Serial),
            ItemId = ItemId,
            DossierId = DossierId,
            Dossier = Json.Read<DossierOnAgenda>(Dossier),
            IssuedOn = IssuedOn,
            ValidUntil = ValidUntil,
            Reservations = Json.Read<LabelReservation[]>(Reservations),
            SignatoryId = SignatoryId,
            Revocation = this is { RevokedAt: { } at, RevokedBy: { } by, RevocationReason: { } reason } ? new(reason, by, at) : null,
            Revision = Revision,
        };
    }
}
