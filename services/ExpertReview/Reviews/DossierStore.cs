using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Reviews;

/// <summary>The dossiers as expert review knows them.</summary>
public sealed class DossierStore(Database database)
{
    public Task<DossierUnderReview?> Find(Guid id, CancellationToken stop) => Find(Reading.From(database, stop), id);

    public static async Task<DossierUnderReview?> Find(Reading reading, Guid id)
    {
        var row = await reading.QuerySingleOrDefault<Row>(
            """
            select Id, Reference, Title, Acronym, Summary, Kind, Digital, ProgrammeId, ProgrammeVersion, CallId, Call, FundingBody,
                   Version, FirstSubmittedAt, HolderId, Sectors, TherapeuticAreas, TechnologyAxes, ChallengedPersonIds,
                   ResubmitsDossierId, SubmittedSequence, AdmittedSequence, RefusedSequence, CorrectionSequence, AdmittedVersion,
                   Withdrawn, GateSequence, LastWord, GateWasOpened, Interviewers, ReviewsClosedAt, Revision
            from Dossier
            where Id = @Id
            """,
            new { Id = id });
        if (row is null)
            return null;
        var holders = await reading.Query<HolderRow>(
            """
            select DossierId, PersonId
            from DossierHolder
            where DossierId = @Id
            order by Place
            """,
            new { Id = id });
        var parties = await reading.Query<PartyRow>(
            """
            select DossierId, OrganisationId, Name, Siren, Type, Region
            from DossierParty
            where DossierId = @Id
            order by Place
            """,
            new { Id = id });
        return row.With(holders, parties, await ProgrammeStore.Find(reading, row.ProgrammeId, row.ProgrammeVersion));
    }

    static readonly PermissionFilter Filter = Relations.To("Dossier.Id");

    /// <summary>The dossiers of whose reviews this person may know how far they are, by reference.</summary>
    public Task<IReadOnlyList<DossierUnderReview>> SeenBy(Guid personId, Who roles, CancellationToken stop) =>
        Where(Reading.From(database, stop), Filter.For(Act.SeeProgress, roles), new { PersonId = personId });

    /// <summary>Every dossier there is, for the program: nobody is shown them.</summary>
    public static Task<IReadOnlyList<DossierUnderReview>> All(Reading reading) => Where(reading, "1 = 1", null);

    static async Task<IReadOnlyList<DossierUnderReview>> Where(Reading reading, string condition, object? parameters)
    {
        var rows = await reading.Query<Row>(
            $"""
            select Id, Reference, Title, Acronym, Summary, Kind, Digital, ProgrammeId, ProgrammeVersion, CallId, Call, FundingBody,
                   Version, FirstSubmittedAt, HolderId, Sectors, TherapeuticAreas, TechnologyAxes, ChallengedPersonIds,
                   ResubmitsDossierId, SubmittedSequence, AdmittedSequence, RefusedSequence, CorrectionSequence, AdmittedVersion,
                   Withdrawn, GateSequence, LastWord, GateWasOpened, Interviewers, ReviewsClosedAt, Revision
            from Dossier
            where {condition}
            order by Reference
            """,
            parameters);
        var holders = (await reading.Query<HolderRow>(
            """
            select DossierId, PersonId
            from DossierHolder
            order by Place
            """)).ToLookup(holder => holder.DossierId);
        var parties = (await reading.Query<PartyRow>(
            """
            select DossierId, OrganisationId, Name, Siren, Type, Region
            from DossierParty
            order by Place
            """)).ToLookup(party => party.DossierId);
        var programmes = await ProgrammeStore.All(reading);
        return
        [
            .. rows.Select(row => row.With(
                holders[row.Id], parties[row.Id], programmes.GetValueOrDefault((row.ProgrammeId, row.ProgrammeVersion)))),
        ];
    }

    /// <summary>
    /// True while the dossier is as it was read. Keeps it so until the transaction ends, so that no event about it slips in between
    /// a check and the change that was checked.
    /// </summary>
    public static async Task<bool> Hold(Transaction transaction, Guid id, long revision) => await transaction.Execute(
        """
        update Dossier
        set Revision = @Revision
        where Id = @Id and Revision = @Revision
        """,
        new { Id = id, Revision = revision }) == 1;

    /// <summary>
    /// The committee has the reviews before it: none is invited, submitted or reopened from here on. With null, it gives them back
    /// (an adjourned dossier may be reviewed again).
    /// </summary>
    public static async Task CloseReviews(Transaction transaction, Guid id, DateTimeOffset? at) => await transaction.Execute(
        """
        update Dossier
        set ReviewsClosedAt = @At, Revision = Revision + 1
        where Id = @Id
        """,
        new { Id = id, At = at });

    /// <summary>What is known after this fact; null while the dossier itself was not heard of.</summary>
    public static async Task<DossierUnderReview?> Change(
        Transaction transaction, Guid id, Func<DossierUnderReview, DossierUnderReview> hear)
    {
        while (await Find(Reading.In(transaction), id) is { } was)
        {
            var now = hear(was) with { Revision = was.Revision + 1 };
            if (await Update(transaction, was, now))
                return now;
            // Another event about the same dossier was faster: its change is visible now.
        }
        return null;
    }

    /// <summary>A version was deposited: the first one heard begins the dossier.</summary>
    public static async Task<DossierUnderReview> Deposit(Transaction transaction, DossierSubmitted submitted)
    {
        var begun = DossierUnderReview.From(submitted);
        return await Change(transaction, submitted.DossierId, was => was.Hear(submitted)) is { } changed ? changed
            : await Insert(transaction, begun) ? begun
            : await Deposit(transaction, submitted);
    }

    static async Task<bool> Insert(Transaction transaction, DossierUnderReview dossier)
    {
        var inserted = await transaction.TryInsert(
            """
            insert into Dossier (Id, Reference, Title, Acronym, Summary, Kind, Digital, ProgrammeId, ProgrammeVersion, CallId, Call,
                                 FundingBody, Version, FirstSubmittedAt, RegisteredOn, HolderId, Sectors, TherapeuticAreas,
                                 TechnologyAxes, ChallengedPersonIds, ResubmitsDossierId, SubmittedSequence, AdmittedSequence,
                                 RefusedSequence, CorrectionSequence, AdmittedVersion, Withdrawn, GateSequence, LastWord,
                                 GateWasOpened, Interviewers, ReviewsClosedAt, Revision)
            values (@Id, @Reference, @Title, @Acronym, @Summary, @Kind, @Digital, @ProgrammeId, @ProgrammeVersion, @CallId, @Call,
                    @FundingBody, @Version, @FirstSubmittedAt, @RegisteredOn, @HolderId, @Sectors, @TherapeuticAreas,
                    @TechnologyAxes, @ChallengedPersonIds, @ResubmitsDossierId, @SubmittedSequence, @AdmittedSequence,
                    @RefusedSequence, @CorrectionSequence, @AdmittedVersion, @Withdrawn, @GateSequence, @LastWord,
                    @GateWasOpened, @Interviewers, @ReviewsClosedAt, @Revision)
            """,
            Columns(dossier));
        if (inserted)
            await InsertPeopleAndParties(transaction, dossier);
        return inserted;
    }

    static async Task<bool> Update(Transaction transaction, DossierUnderReview was, DossierUnderReview now)
    {
        var changed = await transaction.Execute(
            """
            update Dossier
            set Reference = @Reference, Title = @Title, Acronym = @Acronym, Summary = @Summary, Kind = @Kind, Digital = @Digital,
                ProgrammeId = @ProgrammeId, ProgrammeVersion = @ProgrammeVersion, CallId = @CallId, Call = @Call,
                FundingBody = @FundingBody, Version = @Version, FirstSubmittedAt = @FirstSubmittedAt, RegisteredOn = @RegisteredOn,
                HolderId = @HolderId, Sectors = @Sectors, TherapeuticAreas = @TherapeuticAreas, TechnologyAxes = @TechnologyAxes,
                ChallengedPersonIds = @ChallengedPersonIds, ResubmitsDossierId = @ResubmitsDossierId,
                SubmittedSequence = @SubmittedSequence, AdmittedSequence = @AdmittedSequence, RefusedSequence = @RefusedSequence,
                CorrectionSequence = @CorrectionSequence, AdmittedVersion = @AdmittedVersion, Withdrawn = @Withdrawn,
                GateSequence = @GateSequence, LastWord = @LastWord, GateWasOpened = @GateWasOpened, Interviewers = @Interviewers,
                ReviewsClosedAt = @ReviewsClosedAt, Revision = @Revision
            where Id = @Id and Revision = @Revision - 1
            """,
            Columns(now)) == 1;
        if (changed && now.Version != was.Version)
        {
            await transaction.Execute("delete from DossierHolder where DossierId = @Id", new { now.Id });
            await transaction.Execute("delete from DossierParty where DossierId = @Id", new { now.Id });
            await InsertPeopleAndParties(transaction, now);
        }
        return changed;
    }

    static async Task InsertPeopleAndParties(Transaction transaction, DossierUnderReview dossier)
    {
        foreach (var (place, personId) in dossier.CoHolderIds.Prepend(dossier.HolderId).Distinct().Index())
        {
            await transaction.Execute(
                """
                insert into DossierHolder (DossierId, Place, PersonId)
                values (@Id, @Place, @PersonId)
                """,
                new { dossier.Id, Place = place, PersonId = personId });
        }
        foreach (var (place, party) in dossier.Consortium.Index())
        {
            await transaction.Execute(
                """
                insert into DossierParty (DossierId, Place, OrganisationId, Name, Siren, Type, Region)
                values (@Id, @Place, @OrganisationId, @Name, @Siren, @Type, @Region)
                """,
                new { dossier.Id, Place = place, party.OrganisationId, party.Name, party.Siren, party.Type, party.Region });
        }
    }

    static object Columns(DossierUnderReview dossier) => new
    {
        dossier.Id,
        dossier.Reference,
        dossier.Title,
        dossier.Acronym,
        dossier.Summary,
        Kind = dossier.Kind.ToString(),
        dossier.Digital,
        dossier.ProgrammeId,
        dossier.ProgrammeVersion,
        dossier.CallId,
        dossier.Call,
        dossier.FundingBody,
        dossier.Version,
        dossier.FirstSubmittedAt,
        dossier.RegisteredOn,
        dossier.HolderId,
        Sectors = Json.Write(dossier.Sectors),
        TherapeuticAreas = Json.Write(dossier.TherapeuticAreas),
        TechnologyAxes = Json.Write(dossier.TechnologyAxes),
        ChallengedPersonIds = Json.Write(dossier.ChallengedPersonIds),
        dossier.ResubmitsDossierId,
        dossier.SubmittedSequence,
        dossier.AdmittedSequence,
        dossier.RefusedSequence,
        dossier.CorrectionSequence,
        dossier.AdmittedVersion,
        dossier.Withdrawn,
        dossier.GateSequence,
        LastWord = dossier.LastWord?.ToString(),
        dossier.GateWasOpened,
        Interviewers = Json.Write(dossier.Interviewers),
        dossier.ReviewsClosedAt,
        dossier.Revision,
    };

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Reference { get; init; }
        public required string Title { get; init; }
        public required string Acronym { get; init; }
        public required string Summary { get; init; }
        public required DossierKind Kind { get; init; }
        public required bool Digital { get; init; }
        public required Guid ProgrammeId { get; init; }
        public required int ProgrammeVersion { get; init; }
        public required Guid CallId { get; init; }
        public required string Call { get; init; }
        public required string FundingBody { get; init; }
        public required int Version { get; init; }
        public required DateTimeOffset FirstSubmittedAt { get; init; }
        public required Guid HolderId { get; init; }
        public required string Sectors { get; init; }
        public required string TherapeuticAreas { get; init; }
        public required string TechnologyAxes { get; init; }
        public required string ChallengedPersonIds { get; init; }
        public required Guid? ResubmitsDossierId { get; init; }
        public required long SubmittedSequence { get; init; }
        public required long AdmittedSequence { get; init; }
        public required long RefusedSequence { get; init; }
        public required long CorrectionSequence { get; init; }
        public required int? AdmittedVersion { get; init; }
        public required bool Withdrawn { get; init; }
        public required long GateSequence { get; init; }
        public required InterviewWord? LastWord { get; init; }
        public required bool GateWasOpened { get; init; }
        public required string Interviewers { get; init; }
        public required DateTimeOffset? ReviewsClosedAt { get; init; }
        public required long Revision { get; init; }

        public DossierUnderReview With(IEnumerable<HolderRow> holders, IEnumerable<PartyRow> parties, ProgrammeSettings? programme)
        {
            var consortium = parties
                .Select(party => new Party(party.OrganisationId, party.Name, party.Siren, party.Type, party.Region))
                .ToList();
            return new DossierUnderReview
            {
                Id = Id,
                Reference = Reference,
                Title = Title,
                Acronym = Acronym,
                Summary = Summary,
                Kind = Kind,
                Digital = Digital,
                ProgrammeId = ProgrammeId,
                ProgrammeVersion = ProgrammeVersion,
                CallId = CallId,
                Call = Call,
                FundingBody = FundingBody,
                Version = Version,
                FirstSubmittedAt = FirstSubmittedAt,
                HolderId = HolderId,
                CoHolderIds = [.. holders.Select(holder => holder.PersonId).Where(personId => personId != HolderId)],
                Lead = consortium[0],
                Partners = consortium[1..],
                Sectors = Json.Read<string[]>(Sectors),
                TherapeuticAreas = Json.Read<string[]>(TherapeuticAreas),
                TechnologyAxes = Json.Read<string[]>(TechnologyAxes),
                ChallengedPersonIds = Json.Read<Guid[]>(ChallengedPersonIds),
                ResubmitsDossierId = ResubmitsDossierId,
                Programme = programme,
                SubmittedSequence = SubmittedSequence,
                AdmittedSequence = AdmittedSequence,
                RefusedSequence = RefusedSequence,
                CorrectionSequence = CorrectionSequence,
                AdmittedVersion = AdmittedVersion,
                Withdrawn = Withdrawn,
                GateSequence = GateSequence,
                LastWord = LastWord,
                GateWasOpened = GateWasOpened,
                Interviewers = Json.Read<Interviewer[]>(Interviewers),
                ReviewsClosedAt = ReviewsClosedAt,
                Revision = Revision,
            };
        }
    }

    sealed record HolderRow
    {
        public required Guid DossierId { get; init; }
        public required Guid PersonId { get; init; }
    }

    sealed record PartyRow
    {
        public required Guid DossierId { get; init; }
        public required Guid? OrganisationId { get; init; }
        public required string Name { get; init; }
        public required string? Siren { get; init; }
        public required string Type { get; init; }
        public required string? Region { get; init; }
    }
}
