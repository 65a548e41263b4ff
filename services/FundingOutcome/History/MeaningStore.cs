using Labelling.FundingOutcome.Facts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.History;

/// <summary>A value that a vocabulary has, to be chosen.</summary>
public sealed record KnownValue
{
    public required string Code { get; init; }
    public required string English { get; init; }
    public required string French { get; init; }
}

/// <summary>A line as a file gave it last.</summary>
/// <param name="Digest">Of what it says.</param>
/// <param name="Cells">By column.</param>
public sealed record GivenLine(string Digest, IReadOnlyDictionary<string, string> Cells);

/// <summary>What came of saying what a value means.</summary>
public enum Saying
{
    Done,

    /// <summary>No vocabulary has the value it is said to mean, or it is the value itself.</summary>
    UnknownMeaning,

    /// <summary>The vocabulary has the value by now.</summary>
    IsKnown,

    /// <summary>Somebody said what it means meanwhile, or took it back.</summary>
    Stale,
}

/// <summary>
/// Says what values of history files mean, and takes it back. Lines are read anew by what is said: the change holds from today on, as
/// that of a line which a later file gives otherwise.
/// </summary>
public sealed class MeaningStore(Database database)
{
    public Task<IReadOnlyList<ValueMeaning>> InForce(CancellationToken stop) => database.Query<ValueMeaning>(
        """
        select Id, Vocabulary, Value, Means, SaidAt
        from ValueMeaning
        where UndoneAt is null
        order by Vocabulary, Value
        """,
        null, stop);

    /// <summary>The values a vocabulary has by itself, and not only because a file had them.</summary>
    public Task<IReadOnlyList<KnownValue>> Known(string vocabulary, CancellationToken stop) =>
        database.Query<KnownValue>($"{KnownOf} order by Code", new { Vocabulary = vocabulary }, stop);

    /// <summary>The line of an imported dossier; null: it was not imported.</summary>
    public async Task<GivenLine?> Given(Guid dossier, CancellationToken stop) => await database.QuerySingleOrDefault<LineRow>(
        """
        select DossierId, Digest, Line, coalesce(Given, Line) as Given
        from HistoryDossier
        where DossierId = @Id
        """,
        new { Id = dossier }, stop) is { } row ? new GivenLine(row.Digest, HistoryFile.Cells(Json.Read<HistoryLine>(row.Given))) : null;

    const string KnownOf =
        $"""
        select Code, English, French
        from (
            select Vocabulary, Code, English, French
            from VocabularyValue
            where English is not null and French is not null
            union
            select '{Vocabularies.Call}', Code, Code, Code
            from FundingCall
        ) Known
        where Vocabulary = @Vocabulary
        """;

    /// <returns>What came of it, and of how many dossiers the line is read otherwise.</returns>
    public async Task<(Saying Answer, int Dossiers)> Say(string vocabulary, string value, string means, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await HistoryStore.TakeTurn(transaction);
        var known = (await transaction.Query<KnownValue>(KnownOf, new { Vocabulary = vocabulary })).Select(one => one.Code).ToHashSet(StringComparer.Ordinal);
        if (known.Contains(value))
            return (Saying.IsKnown, 0);
        if (!known.Contains(means))
            return (Saying.UnknownMeaning, 0);
        var at = transaction.Clock.GetUtcNow();
        var meaning = new { Id = Guid.CreateVersion7(), Vocabulary = vocabulary, Value = value, Means = means, At = at };
        if (!await transaction.TryInsert(
                """
                insert into ValueMeaning (Id, Vocabulary, Value, Means, SaidAt)
                values (@Id, @Vocabulary, @Value, @Means, @At)
                """,
                meaning))
            return (Saying.Stale, 0);
        var dossiers = await ReadAnew(transaction, value, at);
        await AuditTrail.Add(transaction, who, "value.meaning-said", meaning.Id, after: new { vocabulary, value, means, dossiers });
        await transaction.Commit();
        return (Saying.Done, dossiers);
    }

    public async Task<(Saying Answer, int Dossiers)> Undo(Guid id, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await HistoryStore.TakeTurn(transaction);
        var at = transaction.Clock.GetUtcNow();
        if (await transaction.Execute(
                """
                update ValueMeaning
                set UndoneAt = @At
                where Id = @Id and UndoneAt is null
                """,
                new { Id = id, At = at }) == 0)
            return (Saying.Stale, 0);
        var was = (await transaction.QuerySingleOrDefault<ValueMeaning>("select Id, Vocabulary, Value, Means, SaidAt from ValueMeaning where Id = @Id", new { Id = id }))!;
        var dossiers = await ReadAnew(transaction, was.Value, at);
        await AuditTrail.Add(transaction, who, "value.meaning-undone", id, before: new { was.Vocabulary, was.Value, was.Means }, after: new { dossiers });
        await transaction.Commit();
        return (Saying.Done, dossiers);
    }

    /// <summary>Reads the lines that a file gave with a value, by what is in force now, and writes those that say something else by it.</summary>
    static async Task<int> ReadAnew(Transaction transaction, string value, DateTimeOffset at)
    {
        var meanings = await ValueMeanings.In(transaction);
        var rows = await transaction.Query<LineRow>(
            """
            select DossierId, Digest, Line, coalesce(Given, Line) as Given
            from HistoryDossier
            where coalesce(Given, Line) like @Pattern escape '!'
            """,
            new { Pattern = LikePattern.Containing(Json.Write(value)) });
        var changed = new List<ImportedDossier>();
        foreach (var row in rows)
        {
            var given = Json.Read<HistoryLine>(row.Given);
            var line = meanings.Read(given);
            var was = Json.Read<HistoryLine>(row.Line);
            if (Json.Write(line) != Json.Write(was))
                changed.Add(new ImportedDossier(row.DossierId, LineDigest.Parse(row.Digest), line, was) { Given = ReferenceEquals(line, given) ? null : given });
        }

        if (changed.Count == 0)
            return 0;
        var import = Guid.CreateVersion7();
        await HistoryStore.Add(transaction, new ImportReport(false, import, changed.Count, 0, changed.Count, 0, [], [], null), at);
        await HistoryStore.ChangeDossiers(transaction, import, changed);
        await FactStore.Add(transaction, at, [.. changed.SelectMany(dossier => dossier.Line.FactsSince(dossier.Before!, dossier.Id, at, Paris.Day(at)))]);
        return changed.Count;
    }

    sealed record LineRow
    {
        public required Guid DossierId { get; init; }
        public required string Digest { get; init; }
        public required string Line { get; init; }
        public required string Given { get; init; }
    }
}
