using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>What this service keeps of what it heard: people, programmes, calls, dossiers.</summary>
public sealed class KnownStore(Database database)
{
    public async Task<IReadOnlyDictionary<Guid, KnownPerson>> Persons(IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        var rows = await database.Query<PersonRow>(
            """
            select Id, Name, Roles, Disabled, Email, Language
            from Person
            where Id in @Ids
            """,
            new { Ids = ids }, stop);
        var affiliations = (await database.Query<AffiliationRow>(
            """
            select PersonId, OrganisationId, Siren, GroupSiren, FromDay, ToDay
            from PersonAffiliation
            where PersonId in @Ids
            order by Place
            """,
            new { Ids = ids }, stop)).ToLookup(row => row.PersonId);
        return rows.ToDictionary(row => row.Id, row => new KnownPerson
        {
            Id = row.Id,
            Name = row.Name,
            Disabled = row.Disabled,
            Email = row.Email,
            Language = row.Language,
            Roles = Json.Read<string[]>(row.Roles),
            Affiliations = [.. affiliations[row.Id].Select(each => new Affiliation(each.OrganisationId, each.Siren, each.GroupSiren, each.FromDay, each.ToDay))],
        });
    }

    /// <summary>Names, addresses and languages, without affiliations.</summary>
    public static async Task<IReadOnlyDictionary<Guid, KnownPerson>> Persons(Transaction transaction, IReadOnlyCollection<Guid> ids) =>
        (await transaction.Query<PersonRow>(
            """
            select Id, Name, Roles, Disabled, Email, Language
            from Person
            where Id in @Ids
            """,
            new { Ids = ids.Distinct() })).ToDictionary(row => row.Id, row => new KnownPerson
            {
                Id = row.Id,
                Name = row.Name,
                Disabled = row.Disabled,
                Email = row.Email,
                Language = row.Language,
                Roles = Json.Read<string[]>(row.Roles),
                Affiliations = [],
            });

    public static async Task<KnownCall?> Call(Transaction transaction, Guid id) =>
        (await transaction.QuerySingleOrDefault<CallRow>(
            """
            select Id, Code, FundingBody, ClosesAt, CutOffs
            from FundingCall
            where Id = @Id
            """,
            new { Id = id }))?.Call;

    /// <summary>By SIREN, the groups those organisations belong to, as far as anybody's affiliation tells.</summary>
    public async Task<ILookup<string, string>> GroupsOf(IReadOnlyCollection<string> sirens, CancellationToken stop) =>
        (await database.Query<GroupRow>(
            """
            select distinct Siren, GroupSiren
            from PersonAffiliation
            where Siren in @Sirens and GroupSiren is not null
            """,
            new { Sirens = sirens }, stop)).ToLookup(row => row.Siren, row => row.GroupSiren, StringComparer.Ordinal);

    public async Task<KnownProgramme?> Programme(Guid id, int version, CancellationToken stop) =>
        (await Programmes([id], stop)).SingleOrDefault(programme => programme.Version == version);

    /// <summary>All versions of these programmes.</summary>
    public async Task<IReadOnlyList<KnownProgramme>> Programmes(IReadOnlyCollection<Guid> ids, CancellationToken stop) =>
    [
        .. (await database.Query<ProgrammeRow>(
            """
            select Id, Version, InterviewRequired, Grid
            from Programme
            where Id in @Ids
            """,
            new { Ids = ids }, stop)).Select(row => new KnownProgramme
            {
                Id = row.Id,
                Version = row.Version,
                InterviewRequired = row.InterviewRequired,
                Grid = Json.Read<Criterion[]>(row.Grid),
            }),
    ];

    public async Task<IReadOnlyDictionary<Guid, KnownCall>> Calls(IReadOnlyCollection<Guid> ids, CancellationToken stop) =>
        (await database.Query<CallRow>(
            """
            select Id, Code, FundingBody, ClosesAt, CutOffs
            from FundingCall
            where Id in @Ids
            """,
            new { Ids = ids }, stop)).ToDictionary(row => row.Id, row => row.Call);

    /// <summary>The calls that still take dossiers, the next to close first; those whose closing is not known are among them.</summary>
    public async Task<IReadOnlyList<KnownCall>> OpenCalls(DateTimeOffset now, CancellationToken stop) =>
    [
        .. (await database.Query<CallRow>(
            """
            select Id, Code, FundingBody, ClosesAt, CutOffs
            from FundingCall
            where ClosesAt is null or ClosesAt > @Now
            order by ClosesAt, Code
            """,
            new { Now = now }, stop)).Select(row => row.Call),
    ];

    /// <summary>Everybody in the pool who may interview: active, and an expert.</summary>
    public async Task<IReadOnlyDictionary<Guid, KnownPerson>> Experts(CancellationToken stop)
    {
        var ids = await database.Query<Guid>(
            """
            select Id
            from Person
            where Disabled = 0 and Roles like @Expert
            """,
            new { Expert = $"%\"{Roles.Expert}\"%" }, stop);
        var experts = new Dictionary<Guid, KnownPerson>();
        foreach (var some in ids.Chunk(500))
            foreach (var (id, person) in await Persons(some, stop))
                experts[id] = person;
        return experts;
    }

    public async Task<IReadOnlyDictionary<Guid, ExpertProfile>> Profiles(CancellationToken stop) =>
        (await database.Query<ProfileRow>(
            """
            select PersonId, Sectors, TherapeuticAreas, TechnologyAxes, Keywords, Digital, Absences
            from ExpertProfile
            """,
            null, stop)).ToDictionary(row => row.PersonId, row => new ExpertProfile(
                Json.Read<string[]>(row.Sectors), Json.Read<string[]>(row.TherapeuticAreas), Json.Read<string[]>(row.TechnologyAxes),
                Json.Read<string[]>(row.Keywords), row.Digital, Json.Read<ExpertAbsence[]>(row.Absences)));

    /// <summary>What the pool says of an expert; an older word never overwrites a newer.</summary>
    public static async Task Know(Transaction transaction, ExpertProfileChanged profile)
    {
        var row = new
        {
            profile.PersonId,
            Sectors = Json.Write(profile.Sectors),
            TherapeuticAreas = Json.Write(profile.TherapeuticAreas),
            TechnologyAxes = Json.Write(profile.TechnologyAxes),
            Keywords = Json.Write(profile.Keywords),
            profile.Digital,
            Absences = Json.Write(profile.Absences),
            profile.Sequence,
        };
        var known = await transaction.QuerySingleOrDefault<int?>(
            """
            select 1
            from ExpertProfile
            where PersonId = @PersonId
            """,
            row);
        await transaction.Execute(
            known is null
                ? """
                  insert into ExpertProfile (PersonId, Sectors, TherapeuticAreas, TechnologyAxes, Keywords, Digital, Absences, Sequence)
                  values (@PersonId, @Sectors, @TherapeuticAreas, @TechnologyAxes, @Keywords, @Digital, @Absences, @Sequence)
                  """
                : """
                  update ExpertProfile
                  set Sectors = @Sectors, TherapeuticAreas = @TherapeuticAreas, TechnologyAxes = @TechnologyAxes, Keywords = @Keywords,
                      Digital = @Digital, Absences = @Absences, Sequence = @Sequence
                  where PersonId = @PersonId and Sequence < @Sequence
                  """,
            row);
    }

    /// <summary>An erased expert: what they said of themselves goes, with the address of their calendar and what they had begun to write.</summary>
    public static async Task ForgetExpert(Transaction transaction, Guid personId)
    {
        var person = new { PersonId = personId };
        // The row stays, so that an older word heard late does not bring anything back.
        await transaction.Execute(
            """
            update ExpertProfile
            set Sectors = '[]', TherapeuticAreas = '[]', TechnologyAxes = '[]', Keywords = '[]', Absences = '[]', Sequence = 9000000000000000000
            where PersonId = @PersonId
            """,
            person);
        await transaction.Execute("delete from CalendarFeed where PersonId = @PersonId", person);
        await transaction.Execute("delete from ConclusionDraft where PersonId = @PersonId", person);
    }

    /// <summary>The decision released last; null: the dossier is not known yet.</summary>
    public static async Task<bool> RecordDecision(Transaction transaction, Guid dossierId, ReleasedDecision decision, long sequence)
    {
        if (await Dossier(transaction, dossierId) is null) return false;
        await transaction.Execute(
            """
            update DossierToInterview
            set Decision = @Decision, DecisionSequence = @Sequence
            where Id = @Id and DecisionSequence < @Sequence
            """,
            new { Id = dossierId, Decision = decision.ToString(), Sequence = sequence });
        return true;
    }

    public async Task<IReadOnlyDictionary<Guid, DossierToInterview>> Dossiers(IReadOnlyCollection<Guid> ids, CancellationToken stop) =>
        Dossiers(
            await database.Query<DossierRow>(SelectDossiers, new { Ids = ids }, stop),
            await database.Query<HolderRow>(SelectHolders, new { Ids = ids }, stop)).ToDictionary(dossier => dossier.Id);

    public static async Task<DossierToInterview?> Dossier(Transaction transaction, Guid id) =>
        Dossiers(
            await transaction.Query<DossierRow>(SelectDossiers, new { Ids = new[] { id } }),
            await transaction.Query<HolderRow>(SelectHolders, new { Ids = new[] { id } })).SingleOrDefault();

    /// <summary>The whole new state of a person; nothing when a newer one is known.</summary>
    public static async Task Know(Transaction transaction, PersonChanged person)
    {
        var row = new
        {
            Id = person.PersonId,
            person.Name,
            Roles = Json.Write(person.Roles),
            person.Sequence,
            Email = person.Email.Length > 0 ? person.Email : null,
            Language = person.Language is "en" ? "en" : "fr",
        };
        var newer = await transaction.Execute(
            """
            update Person
            set Name = @Name, Roles = @Roles, Sequence = @Sequence, Email = @Email, Language = @Language
            where Id = @Id and Sequence < @Sequence
            """,
            row) == 1
            || await transaction.QuerySingleOrDefault<int?>(
                """
                select 1
                from Person
                where Id = @Id
                """,
                row) is null
            && await transaction.TryInsert(
                """
                insert into Person (Id, Name, Roles, Disabled, Sequence, Email, Language)
                values (@Id, @Name, @Roles, 0, @Sequence, @Email, @Language)
                """,
                row);
        if (!newer) return;
        await transaction.Execute(
            """
            delete from PersonAffiliation
            where PersonId = @PersonId
            """,
            new { person.PersonId });
        foreach (var (place, affiliation) in person.Affiliations.Index())
        {
            await transaction.Execute(
                """
                insert into PersonAffiliation (PersonId, Place, OrganisationId, Siren, GroupSiren, FromDay, ToDay)
                values (@PersonId, @Place, @OrganisationId, @Siren, @GroupSiren, @From, @To)
                """,
                new
                {
                    person.PersonId,
                    Place = place + 1,
                    affiliation.OrganisationId,
                    affiliation.Siren,
                    affiliation.GroupSiren,
                    affiliation.From,
                    affiliation.To,
                });
        }
    }

    public static async Task<IReadOnlyList<Affiliation>> AffiliationsOf(Transaction transaction, Guid person) =>
        [.. (await transaction.Query<AffiliationRow>(
            """
            select PersonId, OrganisationId, Siren, GroupSiren, FromDay, ToDay
            from PersonAffiliation
            where PersonId = @Person
            order by Place
            """,
            new { Person = person })).Select(each => new Affiliation(each.OrganisationId, each.Siren, each.GroupSiren, each.FromDay, each.ToDay))];

    /// <summary>False: the person is not known yet.</summary>
    public static async Task<bool> KeepDisabled(Transaction transaction, Guid personId, bool disabled)
    {
        var known = await transaction.QuerySingleOrDefault<int?>(
            """
            select 1
            from Person
            where Id = @Id
            """,
            new { Id = personId });
        if (known is null) return false;
        await transaction.Execute(
            """
            update Person
            set Disabled = @Disabled
            where Id = @Id
            """,
            new { Id = personId, Disabled = disabled });
        return true;
    }

    /// <summary>A programme's version never changes: the first to come stays.</summary>
    public static async Task Know(Transaction transaction, ProgrammePublished programme)
    {
        var row = new { Id = programme.ProgrammeId, programme.Version, programme.InterviewRequired, Grid = Json.Write(programme.Grid) };
        var known = await transaction.QuerySingleOrDefault<int?>(
            """
            select 1
            from Programme
            where Id = @Id and Version = @Version
            """,
            row);
        if (known is not null) return;
        await transaction.TryInsert(
            """
            insert into Programme (Id, Version, InterviewRequired, Grid)
            values (@Id, @Version, @InterviewRequired, @Grid)
            """,
            row);
    }

    /// <summary>The whole new state of a call; nothing when a newer one is known.</summary>
    public static async Task Know(Transaction transaction, CallPublished call)
    {
        var row = new { Id = call.CallId, call.Code, call.FundingBody, call.Sequence, call.ClosesAt, CutOffs = Json.Write(call.CutOffs) };
        var changed = await transaction.Execute(
            """
            update FundingCall
            set Code = @Code, FundingBody = @FundingBody, Sequence = @Sequence, ClosesAt = @ClosesAt, CutOffs = @CutOffs
            where Id = @Id and Sequence < @Sequence
            """,
            row);
        if (changed == 1) return;
        var known = await transaction.QuerySingleOrDefault<int?>(
            """
            select 1
            from FundingCall
            where Id = @Id
            """,
            row);
        if (known is not null) return;
        await transaction.TryInsert(
            """
            insert into FundingCall (Id, Code, FundingBody, Sequence, ClosesAt, CutOffs)
            values (@Id, @Code, @FundingBody, @Sequence, @ClosesAt, @CutOffs)
            """,
            row);
    }

    /// <summary>The names of all values heard of.</summary>
    public Task<KnownWords> Words(CancellationToken stop) => KnownWords.Read(database, stop);

    /// <summary>The latest version deposited; nothing when a later one is known. What became of the dossier stays.</summary>
    public static async Task Know(Transaction transaction, DossierToInterview dossier)
    {
        var row = new
        {
            dossier.Id,
            dossier.Version,
            dossier.Reference,
            dossier.Title,
            dossier.Acronym,
            dossier.Summary,
            dossier.Digital,
            dossier.ProgrammeId,
            dossier.ProgrammeVersion,
            dossier.CallId,
            Consortium = Json.Write(dossier.Consortium),
            ChallengedPersonIds = Json.Write(dossier.ChallengedPersonIds),
            dossier.RegisteredOn,
            Sectors = Json.Write(dossier.Sectors),
            TherapeuticAreas = Json.Write(dossier.TherapeuticAreas),
            TechnologyAxes = Json.Write(dossier.TechnologyAxes),
        };
        var newer = await transaction.Execute(
            """
            update DossierToInterview
            set Version = @Version, Reference = @Reference, Title = @Title, Acronym = @Acronym, Summary = @Summary, Digital = @Digital,
                ProgrammeId = @ProgrammeId, ProgrammeVersion = @ProgrammeVersion, CallId = @CallId,
                Consortium = @Consortium, ChallengedPersonIds = @ChallengedPersonIds, RegisteredOn = @RegisteredOn,
                Sectors = @Sectors, TherapeuticAreas = @TherapeuticAreas, TechnologyAxes = @TechnologyAxes
            where Id = @Id and Version < @Version
            """,
            row) == 1
            || await transaction.QuerySingleOrDefault<int?>(
                """
                select 1
                from DossierToInterview
                where Id = @Id
                """,
                row) is null
            && await transaction.TryInsert(
                """
                insert into DossierToInterview (
                    Id, Version, Reference, Title, Acronym, Summary, Digital, ProgrammeId, ProgrammeVersion, CallId, Consortium, ChallengedPersonIds, RegisteredOn,
                    Sectors, TherapeuticAreas, TechnologyAxes,
                    AdmittedVersion, AdmittedSequence, RefusedSequence, CorrectionSequence, Withdrawn, ReviewBegun)
                values (
                    @Id, @Version, @Reference, @Title, @Acronym, @Summary, @Digital, @ProgrammeId, @ProgrammeVersion, @CallId, @Consortium, @ChallengedPersonIds, @RegisteredOn,
                    @Sectors, @TherapeuticAreas, @TechnologyAxes,
                    null, 0, 0, 0, 0, 0)
                """,
                row);
        if (!newer) return;
        await transaction.Execute(
            """
            delete from DossierHolder
            where DossierId = @Id
            """,
            new { dossier.Id });
        foreach (var holder in dossier.HolderIds)
        {
            await transaction.Execute(
                """
                insert into DossierHolder (DossierId, PersonId)
                values (@Id, @Holder)
                """,
                new { dossier.Id, Holder = holder });
        }
    }

    /// <summary>What became of the dossier; an older admission, refusal or correction never overwrites a newer.</summary>
    public static Task Remember(Transaction transaction, DossierToInterview dossier) => transaction.Execute(
        """
        update DossierToInterview
        set AdmittedVersion = case when AdmittedSequence < @AdmittedSequence then @AdmittedVersion else AdmittedVersion end,
            AdmittedSequence = case when AdmittedSequence < @AdmittedSequence then @AdmittedSequence else AdmittedSequence end,
            RefusedSequence = case when RefusedSequence < @RefusedSequence then @RefusedSequence else RefusedSequence end,
            CorrectionSequence = case when CorrectionSequence < @CorrectionSequence then @CorrectionSequence else CorrectionSequence end,
            Withdrawn = case when @Withdrawn = 1 then 1 else Withdrawn end,
            ReviewBegun = case when @ReviewBegun = 1 then 1 else ReviewBegun end
        where Id = @Id
        """,
        new
        {
            dossier.Id,
            dossier.AdmittedVersion,
            dossier.AdmittedSequence,
            dossier.RefusedSequence,
            dossier.CorrectionSequence,
            dossier.Withdrawn,
            dossier.ReviewBegun,
        });

    const string SelectDossiers =
        """
        select Id, Version, Reference, Title, Acronym, Summary, Digital, ProgrammeId, ProgrammeVersion, CallId, Consortium, ChallengedPersonIds, RegisteredOn,
               Sectors, TherapeuticAreas, TechnologyAxes,
               AdmittedVersion, AdmittedSequence, RefusedSequence, CorrectionSequence, Withdrawn, ReviewBegun
        from DossierToInterview
        where Id in @Ids
        """;

    const string SelectHolders =
        """
        select DossierId, PersonId
        from DossierHolder
        where DossierId in @Ids
        """;

    static IEnumerable<DossierToInterview> Dossiers(IReadOnlyList<DossierRow> rows, IReadOnlyList<HolderRow> holders)
    {
        var byDossier = holders.ToLookup(row => row.DossierId, row => row.PersonId);
        return rows.Select(row => new DossierToInterview
        {
            Id = row.Id,
            Version = row.Version,
            Reference = row.Reference,
            Title = row.Title,
            Acronym = row.Acronym,
            Summary = row.Summary,
            Digital = row.Digital,
            ProgrammeId = row.ProgrammeId,
            ProgrammeVersion = row.ProgrammeVersion,
            CallId = row.CallId,
            HolderIds = [.. byDossier[row.Id]],
            Consortium = Json.Read<Party[]>(row.Consortium),
            ChallengedPersonIds = Json.Read<Guid[]>(row.ChallengedPersonIds),
            RegisteredOn = row.RegisteredOn,
            Sectors = Codes(row.Sectors),
            TherapeuticAreas = Codes(row.TherapeuticAreas),
            TechnologyAxes = Codes(row.TechnologyAxes),
            AdmittedVersion = row.AdmittedVersion,
            AdmittedSequence = row.AdmittedSequence,
            RefusedSequence = row.RefusedSequence,
            CorrectionSequence = row.CorrectionSequence,
            Withdrawn = row.Withdrawn,
            ReviewBegun = row.ReviewBegun,
        });
    }

    // Null: heard of before this was kept.
    static IReadOnlyList<string> Codes(string? list) => list is null ? [] : Json.Read<string[]>(list);

    sealed record CallRow
    {
        public required Guid Id { get; init; }
        public required string Code { get; init; }
        public required string FundingBody { get; init; }
        public DateTimeOffset? ClosesAt { get; init; }
        public string? CutOffs { get; init; }

        public KnownCall Call => new()
        {
            Id = Id,
            Code = Code,
            FundingBody = FundingBody,
            ClosesAt = ClosesAt,
            CutOffs = CutOffs is null ? [] : Json.Read<DateTimeOffset[]>(CutOffs),
        };
    }

    sealed record ProfileRow
    {
        public required Guid PersonId { get; init; }
        public required string Sectors { get; init; }
        public required string TherapeuticAreas { get; init; }
        public required string TechnologyAxes { get; init; }
        public required string Keywords { get; init; }
        public required bool Digital { get; init; }
        public required string Absences { get; init; }
    }

    sealed record PersonRow
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required string Roles { get; init; }
        public required bool Disabled { get; init; }
        public string? Email { get; init; }
        public string? Language { get; init; }
    }

    sealed record AffiliationRow
    {
        public required Guid PersonId { get; init; }
        public required Guid OrganisationId { get; init; }
        public string? Siren { get; init; }
        public string? GroupSiren { get; init; }
        public required DateOnly FromDay { get; init; }
        public DateOnly? ToDay { get; init; }
    }

    sealed record GroupRow
    {
        public required string Siren { get; init; }
        public required string GroupSiren { get; init; }
    }

    sealed record ProgrammeRow
    {
        public required Guid Id { get; init; }
        public required int Version { get; init; }
        public required bool InterviewRequired { get; init; }
        public required string Grid { get; init; }
    }

    sealed record HolderRow
    {
        public required Guid DossierId { get; init; }
        public required Guid PersonId { get; init; }
    }

    sealed record DossierRow
    {
        public required Guid Id { get; init; }
        public required int Version { get; init; }
        public required string Reference { get; init; }
        public required string Title { get; init; }
        public required string Acronym { get; init; }
        public required string Summary { get; init; }
        public required bool Digital { get; init; }
        public required Guid ProgrammeId { get; init; }
        public required int ProgrammeVersion { get; init; }
        public required Guid CallId { get; init; }
        public required string Consortium { get; init; }
        public required string ChallengedPersonIds { get; init; }
        public DateOnly? RegisteredOn { get; init; }
        public string? Sectors { get; init; }
        public string? TherapeuticAreas { get; init; }
        public string? TechnologyAxes { get; init; }
        public int? AdmittedVersion { get; init; }
        public required long AdmittedSequence { get; init; }
        public required long RefusedSequence { get; init; }
        public required long CorrectionSequence { get; init; }
        public required bool Withdrawn { get; init; }
        public required bool ReviewBegun { get; init; }
    }
}
