using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>What this service keeps of what it heard: people, programmes, calls, dossiers.</summary>
public sealed class KnownStore(Database database)
{
    public async Task<IReadOnlyDictionary<Guid, KnownPerson>> Persons(IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        var rows = await database.Query<PersonRow>(
            """
            select Id, Name, Roles, Disabled
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
            Roles = Json.Read<string[]>(row.Roles),
            Affiliations = [.. affiliations[row.Id].Select(each => new Affiliation(each.OrganisationId, each.Siren, each.GroupSiren, each.FromDay, each.ToDay))],
        });
    }

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
        (await database.Query<KnownCall>(
            """
            select Id, Code, FundingBody
            from FundingCall
            where Id in @Ids
            """,
            new { Ids = ids }, stop)).ToDictionary(call => call.Id);

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
        var row = new { Id = person.PersonId, person.Name, Roles = Json.Write(person.Roles), person.Sequence };
        var newer = await transaction.Execute(
            """
            update Person
            set Name = @Name, Roles = @Roles, Sequence = @Sequence
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
                insert into Person (Id, Name, Roles, Disabled, Sequence)
                values (@Id, @Name, @Roles, 0, @Sequence)
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
        var row = new { Id = call.CallId, call.Code, call.FundingBody, call.Sequence };
        var changed = await transaction.Execute(
            """
            update FundingCall
            set Code = @Code, FundingBody = @FundingBody, Sequence = @Sequence
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
            insert into FundingCall (Id, Code, FundingBody, Sequence)
            values (@Id, @Code, @FundingBody, @Sequence)
            """,
            row);
    }

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
        };
        var newer = await transaction.Execute(
            """
            update DossierToInterview
            set Version = @Version, Reference = @Reference, Title = @Title, Acronym = @Acronym, Summary = @Summary, Digital = @Digital,
                ProgrammeId = @ProgrammeId, ProgrammeVersion = @ProgrammeVersion, CallId = @CallId,
                Consortium = @Consortium, ChallengedPersonIds = @ChallengedPersonIds, RegisteredOn = @RegisteredOn
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
                    AdmittedVersion, AdmittedSequence, RefusedSequence, CorrectionSequence, Withdrawn, ReviewBegun)
                values (
                    @Id, @Version, @Reference, @Title, @Acronym, @Summary, @Digital, @ProgrammeId, @ProgrammeVersion, @CallId, @Consortium, @ChallengedPersonIds, @RegisteredOn,
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
            AdmittedVersion = row.AdmittedVersion,
            AdmittedSequence = row.AdmittedSequence,
            RefusedSequence = row.RefusedSequence,
            CorrectionSequence = row.CorrectionSequence,
            Withdrawn = row.Withdrawn,
            ReviewBegun = row.ReviewBegun,
        });
    }

    sealed record PersonRow
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required string Roles { get; init; }
        public required bool Disabled { get; init; }
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
        public int? AdmittedVersion { get; init; }
        public required long AdmittedSequence { get; init; }
        public required long RefusedSequence { get; init; }
        public required long CorrectionSequence { get; init; }
        public required bool Withdrawn { get; init; }
        public required bool ReviewBegun { get; init; }
    }
}
