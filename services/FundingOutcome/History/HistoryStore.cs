using Labelling.FundingOutcome.Facts;
using Labelling.Storage;

namespace Labelling.FundingOutcome.History;

/// <summary>A dossier to be written by an import, with the line imported before; null for the first time.</summary>
public sealed record ImportedDossier(Guid Id, LineDigest Digest, HistoryLine Line, HistoryLine? Before)
{
    /// <summary>The line as the file gave it, where it is read otherwise.</summary>
    public HistoryLine? Given { get; init; }

    /// <summary>The line as it is kept, and the facts it tells of, where that was made beforehand: for the first time.</summary>
    public string? Written { get; init; }

    public IReadOnlyList<Fact>? Facts { get; init; }
}

/// <summary>A dossier imported before.</summary>
public readonly record struct KnownHistory(Guid DossierId, LineDigest Digest);

/// <summary>References in use: of dossiers deposited here, and of those imported.</summary>
public sealed record KnownReferences(IReadOnlySet<string> Live, IReadOnlyDictionary<string, KnownHistory> Imported);

static class HistoryStore
{
    const int Batch = 1000;

    /// <summary>One import at a time: the row stays locked until the transaction ends.</summary>
    public static Task TakeTurn(Transaction transaction) => transaction.Execute("update ImportTurn set Turn = Turn + 1");

    public static async Task<KnownReferences> KnownReferences(Transaction transaction)
    {
        var rows = await transaction.Query<ReferenceRow>(
            """
            select D.Id, D.Reference, H.Digest
            from Dossier D
            left join HistoryDossier H on H.DossierId = D.Id
            """);
        return new KnownReferences(
            rows.Where(row => row.Digest is null).Select(row => row.Reference).ToHashSet(StringComparer.Ordinal),
            rows.Where(row => row.Digest is not null).ToDictionary(row => row.Reference, row => new KnownHistory(row.Id, LineDigest.Parse(row.Digest!)), StringComparer.Ordinal));
    }

    public static async Task<IReadOnlySet<NewValue>> KnownValues(Transaction transaction) =>
        (await transaction.Query<ValueRow>(
            """
            select Vocabulary, Code
            from VocabularyValue
            """)).Select(row => new NewValue(row.Vocabulary, row.Code)).ToHashSet();

    public static async Task<IReadOnlyDictionary<Guid, HistoryLine>> LinesOf(Transaction transaction, IReadOnlyList<Guid> dossiers)
    {
        var lines = new Dictionary<Guid, HistoryLine>();
        foreach (var some in dossiers.Chunk(Batch))
        {
            var rows = await transaction.Query<LineRow>(
                """
                select DossierId, Line
                from HistoryDossier
                where DossierId in @Dossiers
                """,
                new { Dossiers = some });
            foreach (var row in rows)
                lines.Add(row.DossierId, Json.Read<HistoryLine>(row.Line));
        }

        return lines;
    }

    public static Task Add(Transaction transaction, ImportReport report, DateTimeOffset at) => transaction.Execute(
        """
        insert into HistoryImport (Id, At, Lines, Imported, Changed, Unchanged, BadLines)
        values (@ImportId, @At, @Lines, @Imported, @Changed, @Unchanged, @BadLines)
        """,
        new { report.ImportId, At = at, report.Lines, report.Imported, report.Changed, report.Unchanged, BadLines = Import.BadLinesOf(report) });

    public static async Task AddDossiers(Transaction transaction, Guid import, IReadOnlyList<ImportedDossier> dossiers)
    {
        if (transaction.Dialect == Dialect.Sqlite)
        {
            transaction.ExecuteEach(
                """
                insert into Dossier (Id, Reference, Origin)
                values (@Id, @Reference, 'History')
                """,
                ["Id", "Reference"],
                dossiers.Select(dossier => (object?[])[dossier.Id, dossier.Line.Reference]));
            transaction.ExecuteEach(
                """
                insert into HistoryDossier (DossierId, Digest, Line, Given, ImportId)
                values (@Id, @Digest, @Line, @Given, @ImportId)
                """,
                ["Id", "Digest", "Line", "Given", "ImportId"],
                dossiers.Select(dossier => (object?[])
                    [dossier.Id, dossier.Digest.ToString(), dossier.Written ?? Json.Write(dossier.Line), dossier.Given is null ? null : Json.Write(dossier.Given), import]));
            return;
        }

        foreach (var some in dossiers.Chunk(Batch))
        {
            var rows = new { Rows = Rows(some), ImportId = import };
            await transaction.Execute(
                """
                insert into Dossier (Id, Reference, Origin)
                select Id, Reference, 'History'
                from openjson(@Rows) with (Id uniqueidentifier '$.id', Reference nvarchar(50) '$.reference')
                """,
                rows);
            await transaction.Execute(
                """
                insert into HistoryDossier (DossierId, Digest, Line, Given, ImportId)
                select Id, Digest, Line, Given, @ImportId
                from openjson(@Rows) with (Id uniqueidentifier '$.id', Digest nvarchar(64) '$.digest', Line nvarchar(max) '$.line' as json, Given nvarchar(max) '$.given' as json)
                """,
                rows);
        }
    }

    public static async Task ChangeDossiers(Transaction transaction, Guid import, IReadOnlyList<ImportedDossier> dossiers)
    {
        foreach (var some in dossiers.Chunk(Batch))
        {
            await transaction.Execute(
                """
                insert into HistoryLineBefore (DossierId, Line, ImportId)
                select DossierId, Line, ImportId
                from HistoryDossier
                where DossierId in @Dossiers
                """,
                new { Dossiers = some.Select(dossier => dossier.Id) });
            await transaction.Execute(
                transaction.Dialect switch
                {
                    Dialect.Sqlite =>
                        """
                        update HistoryDossier
                        set Digest = New.value ->> 'digest', Line = New.value ->> 'line', Given = New.value ->> 'given', ImportId = @ImportId
                        from json_each(@Rows) New
                        where HistoryDossier.DossierId = upper(New.value ->> 'id')
                        """,
                    Dialect.SqlServer =>
                        """
                        update H
                        set Digest = New.Digest, Line = New.Line, Given = New.Given, ImportId = @ImportId
                        from HistoryDossier H
                        join openjson(@Rows) with (Id uniqueidentifier '$.id', Digest nvarchar(64) '$.digest', Line nvarchar(max) '$.line' as json, Given nvarchar(max) '$.given' as json) New
                            on New.Id = H.DossierId
                        """,
                },
                new { Rows = Rows(some), ImportId = import });
        }
    }

    /// <summary>
    /// JSON has small letters in an id, a column of SQLite capitals: hence upper() where it is read. A line is JSON within it, not a
    /// text that holds JSON: both dialects take it out as it stands.
    /// </summary>
    static string Rows(IReadOnlyList<ImportedDossier> dossiers) => Json.Write(dossiers.Select(dossier =>
        new { dossier.Id, dossier.Line.Reference, Digest = dossier.Digest.ToString(), dossier.Line, dossier.Given }));

    sealed record ReferenceRow
    {
        public required Guid Id { get; init; }
        public required string Reference { get; init; }
        public required string? Digest { get; init; }
    }

    sealed record ValueRow
    {
        public required string Vocabulary { get; init; }
        public required string Code { get; init; }
    }

    sealed record LineRow
    {
        public required Guid DossierId { get; init; }
        public required string Line { get; init; }
    }
}
