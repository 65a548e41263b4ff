using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Dossiers;

/// <summary>What this service keeps of live dossiers, programmes, calls and vocabularies, from the events it hears.</summary>
public static class DossierStore
{
    /// <summary>Keeps a version. The reference and the holders are those of the latest one.</summary>
    public static async Task KeepVersion(Transaction transaction, DossierSubmitted submitted, Classification classification)
    {
        var latest = await LatestVersion(transaction, submitted.DossierId);
        var latestSaid = new
        {
            submitted.DossierId,
            submitted.Reference,
            submitted.Version,
            submitted.Title,
            submitted.Acronym,
            LeadSiren = submitted.Lead.Siren,
            submitted.HolderId,
        };
        if (latest is null)
        {
            await transaction.Execute(
                """
                insert into Dossier (Id, Reference, Origin, Version, Title, Acronym, LeadSiren, HolderId)
                values (@DossierId, @Reference, 'Live', @Version, @Title, @Acronym, @LeadSiren, @HolderId)
                """,
                latestSaid);
        }
        else if (submitted.Version > latest)
        {
            await transaction.Execute(
                """
                update Dossier
                set Reference = @Reference, Version = @Version, Title = @Title, Acronym = @Acronym, LeadSiren = @LeadSiren, HolderId = @HolderId
                where Id = @DossierId and Version < @Version
                """,
                latestSaid);
        }

        if (submitted.Version > (latest ?? 0))
            await KeepHolders(transaction, submitted);
        if (await VersionOf(transaction, submitted.DossierId, submitted.Version) is null)
        {
            await transaction.Execute(
                """
                insert into DossierVersion (DossierId, Version, ProgrammeId, ProgrammeVersion, Classification)
                values (@DossierId, @Version, @ProgrammeId, @ProgrammeVersion, @Classification)
                """,
                new
                {
                    submitted.DossierId,
                    submitted.Version,
                    submitted.ProgrammeId,
                    submitted.ProgrammeVersion,
                    Classification = Json.Write(classification),
                });
        }
    }

    static async Task KeepHolders(Transaction transaction, DossierSubmitted submitted)
    {
        await transaction.Execute(
            """
            delete from DossierHolder
            where DossierId = @DossierId
            """,
            submitted);
        foreach (var person in submitted.CoHolderIds.Append(submitted.HolderId).Distinct())
        {
            await transaction.Execute(
                """
                insert into DossierHolder (DossierId, PersonId)
                values (@DossierId, @PersonId)
                """,
                new { submitted.DossierId, PersonId = person });
        }
    }

    public static async Task<bool> IsKnown(Transaction transaction, Guid dossier) =>
        await LatestVersion(transaction, dossier) is not null;

    static Task<int?> LatestVersion(Transaction transaction, Guid dossier) => transaction.QuerySingleOrDefault<int?>(
        """
        select Version
        from Dossier
        where Id = @Id and Origin = 'Live'
        """,
        new { Id = dossier });

    /// <summary>A version as it was deposited, with what its programme awards; null while the version or the programme has not been heard of.</summary>
    public static async Task<Classification?> ClassificationOf(Transaction transaction, Guid dossier, int version) =>
        await VersionOf(transaction, dossier, version) is { Code: { } code, Award: { } award } known
            ? Json.Read<Classification>(known.Classification) with { Programme = code, AimsAtProjectLabel = award is Award.ProjectLabel }
            : null;

    static Task<VersionRow?> VersionOf(Transaction transaction, Guid dossier, int version) => transaction.QuerySingleOrDefault<VersionRow>(
        """
        select V.Classification, P.Code, P.Award
        from DossierVersion V
        left join Programme P on P.Id = V.ProgrammeId and P.Version = V.ProgrammeVersion
        where V.DossierId = @DossierId and V.Version = @Version
        """,
        new { DossierId = dossier, Version = version });

    public static Task MarkWithdrawn(Transaction transaction, Guid dossier, DateOnly day) => transaction.Execute(
        """
        update Dossier
        set WithdrawnOn = @Day
        where Id = @Id and Origin = 'Live'
        """,
        new { Id = dossier, Day = day });

    public static Task MarkInadmissible(Transaction transaction, Guid dossier, DateOnly day) => transaction.Execute(
        """
        update Dossier
        set InadmissibleOn = @Day
        where Id = @Id and Origin = 'Live'
        """,
        new { Id = dossier, Day = day });

    /// <summary>The last adjournment, whichever is heard first.</summary>
    public static Task MarkAdjourned(Transaction transaction, Guid dossier, DateOnly day) => transaction.Execute(
        """
        update Dossier
        set AdjournedOn = @Day
        where Id = @Id and Origin = 'Live' and (AdjournedOn is null or AdjournedOn < @Day)
        """,
        new { Id = dossier, Day = day });

    /// <summary>A published version never changes, so the first time it is heard is enough.</summary>
    /// <returns>How many are new: none or one.</returns>
    public static Task<int> KeepProgramme(Transaction transaction, ProgrammePublished published) => transaction.Execute(
        """
        insert into Programme (Id, Version, Code, Award)
        select @ProgrammeId, @Version, @Code, @Award
        where not exists (select 1 from Programme where Id = @ProgrammeId and Version = @Version)
        """,
        new { published.ProgrammeId, published.Version, published.Code, Award = published.Award.ToString() });

    /// <summary>Which versions were deposited under a version of a programme.</summary>
    public static async Task<IReadOnlyList<(Guid Dossier, int Version)>> VersionsUnder(Transaction transaction, Guid programme, int version) =>
        [.. (await transaction.Query<UnderRow>(
            """
            select DossierId, Version
            from DossierVersion
            where ProgrammeId = @Programme and ProgrammeVersion = @Version
            """,
            new { Programme = programme, Version = version })).Select(row => (row.DossierId, row.Version))];

    public static async Task KeepCall(Transaction transaction, CallPublished published)
    {
        var call = new { published.CallId, published.Code, published.FundingBody, published.AnnouncedOn, ClosesOn = Paris.Day(published.ClosesAt), published.Sequence };
        var updated = await transaction.Execute(
            """
            update FundingCall
            set Code = @Code, FundingBody = @FundingBody, AnnouncedOn = @AnnouncedOn, ClosesOn = @ClosesOn, Sequence = @Sequence
            where Id = @CallId and Sequence < @Sequence
            """,
            call);
        if (updated == 0)
        {
            await transaction.Execute(
                """
                insert into FundingCall (Id, Code, FundingBody, AnnouncedOn, ClosesOn, Sequence)
                select @CallId, @Code, @FundingBody, @AnnouncedOn, @ClosesOn, @Sequence
                where not exists (select 1 from FundingCall where Id = @CallId)
                """,
                call);
        }
    }

    /// <summary>To which plan a call was said to belong, and since when: every word of it, so that any past day can be asked about.</summary>
    public static Task KeepPlan(Transaction transaction, CallPublished published) => transaction.Execute(
        """
        insert into CallPlan (CallId, Sequence, Code, FundingPlan, HoldsFrom)
        select @CallId, @Sequence, @Code, @Plan, @HoldsFrom
        where not exists (select 1 from CallPlan where CallId = @CallId and Sequence = @Sequence)
        """,
        new { published.CallId, published.Sequence, published.Code, published.Plan, HoldsFrom = Paris.Day(published.At) });

    /// <summary>Values are only ever added: a renamed one still stands in dossiers.</summary>
    public static Task KeepVocabularyValue(Transaction transaction, string vocabulary, string code) => transaction.Execute(
        """
        insert into VocabularyValue (Vocabulary, Code)
        select @Vocabulary, @Code
        where not exists (select 1 from VocabularyValue where Vocabulary = @Vocabulary and Code = @Code)
        """,
        new { Vocabulary = vocabulary, Code = code });

    /// <summary>What a value is called; an older name never overwrites a newer.</summary>
    public static async Task KeepNames(Transaction transaction, VocabularyChanged heard)
    {
        await KeepVocabularyValue(transaction, heard.Vocabulary, heard.Code);
        await transaction.Execute(
            """
            update VocabularyValue
            set English = @English, French = @French, Sequence = @Sequence
            where Vocabulary = @Vocabulary and Code = @Code and (Sequence is null or Sequence < @Sequence)
            """,
            heard);
    }

    sealed record UnderRow
    {
        public required Guid DossierId { get; init; }
        public required int Version { get; init; }
    }

    sealed record VersionRow
    {
        public required string Classification { get; init; }
        public required string? Code { get; init; }
        public required Award? Award { get; init; }
    }
}
