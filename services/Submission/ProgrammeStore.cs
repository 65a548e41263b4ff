using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

public sealed record ProgrammeName
{
    public required Guid Id { get; init; }
    public required string English { get; init; }
    public required string French { get; init; }

    /// <summary>In the reader's language.</summary>
    public string Said => Words.Say(English, French);
}

public sealed class ProgrammeStore(Database database)
{
    /// <summary>Every programme at its version in force.</summary>
    public async Task<IReadOnlyList<Programme>> All(CancellationToken stop) =>
        [.. (await database.Query<Row>(
            """
            select P.Id, P.Code, P.Award, V.Version, V.PublishedAt, V.Settings
            from Programme P
            join ProgrammeVersion V on V.ProgrammeId = P.Id and V.Version = P.Version
            order by P.Code
            """,
            null, stop)).Select(row => row.Programme())];

    /// <summary>What each is called at its version in force: all that lists need of them.</summary>
    public Task<IReadOnlyList<ProgrammeName>> Names(CancellationToken stop) => database.Query<ProgrammeName>(
        $"""
        select P.Id, {database.Dialect.Member("V.Settings", "english")} as English, {database.Dialect.Member("V.Settings", "french")} as French
        from Programme P
        join ProgrammeVersion V on V.ProgrammeId = P.Id and V.Version = P.Version
        order by P.Code
        """,
        null, stop);

    /// <summary>A programme at its version in force, or at the one a dossier kept.</summary>
    public async Task<Programme?> Find(Guid id, CancellationToken stop, int? version = null) =>
        (await database.QuerySingleOrDefault<Row>(
            """
            select P.Id, P.Code, P.Award, V.Version, V.PublishedAt, V.Settings
            from Programme P
            join ProgrammeVersion V on V.ProgrammeId = P.Id and V.Version = coalesce(@Version, P.Version)
            where P.Id = @Id
            """,
            new { Id = id, Version = version }, stop))?.Programme();

    /// <summary>A programme at each of its versions, the latest first.</summary>
    public async Task<IReadOnlyList<Programme>> Versions(Guid id, CancellationToken stop) =>
        [.. (await database.Query<Row>(
            """
            select P.Id, P.Code, P.Award, V.Version, V.PublishedAt, V.Settings
            from Programme P
            join ProgrammeVersion V on V.ProgrammeId = P.Id
            where P.Id = @Id
            order by V.Version desc
            """,
            new { Id = id }, stop)).Select(row => row.Programme())];

    /// <summary>Every programme at every version: few, and small.</summary>
    public async Task<IReadOnlyList<Programme>> EveryVersion(CancellationToken stop) =>
        [.. (await database.Query<Row>(
            """
            select P.Id, P.Code, P.Award, V.Version, V.PublishedAt, V.Settings
            from Programme P
            join ProgrammeVersion V on V.ProgrammeId = P.Id
            """,
            null, stop)).Select(row => row.Programme())];

    /// <summary>False: another programme has that code.</summary>
    public async Task<bool> Publish(Programme programme, ProgrammePublished happened, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (!await Publish(transaction, programme, happened, who))
        {
            return false;
        }

        await transaction.Commit();
        return true;
    }

    public static async Task<bool> Publish(Transaction transaction, Programme programme, ProgrammePublished happened, Actor who)
    {
        if (!await transaction.TryInsert(
                """
                insert into Programme (Id, Code, Award, Version)
                values (@Id, @Code, @Award, @Version)
                """,
                new { programme.Id, programme.Code, Award = programme.Award.ToString(), programme.Version }))
        {
            return false;
        }

        await KeepVersion(transaction, null, programme, happened, who);
        return true;
    }

    /// <summary>False: somebody published another version since it was read.</summary>
    public async Task<bool> Revise(Programme was, Programme now, ProgrammePublished happened, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var changed = await transaction.Execute(
            """
            update Programme
            set Version = @Next
            where Id = @Id and Version = @Expected
            """,
            new { now.Id, Next = now.Version, Expected = was.Version });
        if (changed == 0)
        {
            return false;
        }

        await KeepVersion(transaction, was, now, happened, who);
        await transaction.Commit();
        return true;
    }

    static async Task KeepVersion(Transaction transaction, Programme? was, Programme now, ProgrammePublished happened, Actor who)
    {
        await transaction.Execute(
            """
            insert into ProgrammeVersion (ProgrammeId, Version, PublishedAt, Settings)
            values (@Id, @Version, @PublishedAt, @Settings)
            """,
            new { now.Id, now.Version, now.PublishedAt, Settings = Json.Write(now.Settings) });
        await Outbox.Add(transaction, happened);
        await AuditTrail.Add(transaction, who, "programme.published", now.Id, was, now);
    }

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Code { get; init; }
        public required Award Award { get; init; }
        public required int Version { get; init; }
        public required DateTimeOffset PublishedAt { get; init; }
        public required string Settings { get; init; }

        public Programme Programme() => new(Id, Code, Award, Version, PublishedAt, Json.Read<ProgrammeSettings>(Settings));
    }
}
