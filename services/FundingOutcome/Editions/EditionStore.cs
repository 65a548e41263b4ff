using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.History;
using Labelling.FundingOutcome.Statistics;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Editions;

public sealed class EditionStore(Database database)
{
    const string Columns = "Id, TitleEn, TitleFr, AsOf, CommentEn, CommentFr, Tables, Number, PublishedAt, Content, Revision";

    readonly FactStore facts = new(database);

    public async Task Add(Edition edition, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await transaction.Execute(
            $"""
            insert into BarometerEdition ({Columns})
            values (@Id, @TitleEn, @TitleFr, @AsOf, @CommentEn, @CommentFr, @Tables, @Number, @PublishedAt, @Content, @Revision)
            """,
            Parameters(edition));
        await AuditTrail.Add(transaction, who, "edition.started", edition.Id, after: new { edition.TitleEn, edition.AsOf });
        await transaction.Commit();
    }

    /// <returns>False: somebody changed it meanwhile.</returns>
    public async Task<bool> Save(Edition edition, string what, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await transaction.Execute(Update, Parameters(edition)) == 0)
            return false;
        await Trail(transaction, edition, what, who);
        await transaction.Commit();
        return true;
    }

    /// <summary>Publishes a draft with the next number.</summary>
    /// <param name="edition">As it was shown to whoever publishes it.</param>
    /// <param name="masked">What it shows, found while nobody else publishes or imports.</param>
    /// <param name="who">Publishes it.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Publishing> Publish(Edition edition, Func<Task<Preview>> masked, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await HistoryStore.TakeTurn(transaction);
        var number = await transaction.QuerySingleOrDefault<int>(
            """
            select coalesce(max(Number), 0) + 1
            from BarometerEdition
            """);
        if (edition.Publish(number, (await masked()).Tables, transaction.Clock.GetUtcNow()) is not { } published)
            return edition.Number is null ? Publishing.Nothing : Publishing.Stale;
        if (await transaction.Execute(Update, Parameters(published)) == 0)
            return Publishing.Stale;
        await Trail(transaction, published, "edition.published", who);
        await transaction.Commit();
        return Publishing.Done;
    }

    /// <summary>A published edition is not changed any more.</summary>
    const string Update =
        """
        update BarometerEdition
        set TitleEn = @TitleEn, TitleFr = @TitleFr, AsOf = @AsOf, CommentEn = @CommentEn, CommentFr = @CommentFr, Tables = @Tables,
            Number = @Number, PublishedAt = @PublishedAt, Content = @Content, Revision = @Revision
        where Id = @Id and Revision = @Expected and Number is null
        """;

    static Task Trail(Transaction transaction, Edition edition, string what, Actor who) =>
        AuditTrail.Add(transaction, who, what, edition.Id, after: new { edition.TitleEn, edition.AsOf, Tables = edition.Tables.Count, edition.Number });

    public async Task<Edition?> Find(Guid id, CancellationToken stop) =>
        (await Read("where Id = @Id", new { Id = id }, stop)).SingleOrDefault();

    /// <summary>All, drafts first, then the latest.</summary>
    public Task<IReadOnlyList<Edition>> All(CancellationToken stop) => Read("order by case when Number is null then 0 else 1 end, Number desc, AsOf desc", null, stop);

    /// <summary>Those published, the latest first.</summary>
    public Task<IReadOnlyList<Edition>> Published(CancellationToken stop) => Read("where Number is not null order by Number desc", null, stop);

    async Task<IReadOnlyList<Edition>> Read(string which, object? parameters, CancellationToken stop) =>
        [.. (await database.Query<Row>(
            $"""
            select {Columns}
            from BarometerEdition
            {which}
            """,
            parameters, stop)).Select(row => row.Edition())];

    /// <summary>The dossiers that counted on each of some days, as they were known then: one look at everything for all of them.</summary>
    /// <param name="days">A day, and the instant it was looked at; what was recorded of that day later, by an import, is left out. Null: nothing is.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<IReadOnlyList<IReadOnlyDictionary<Guid, KnownDossier>>> CountedOn(
        IReadOnlyList<(DateOnly Day, DateTimeOffset? LookedAt)> days, CancellationToken stop)
    {
        var counted = days.Select(_ => new Dictionary<Guid, KnownDossier>()).ToList();
        await foreach (var ofOne in facts.All(stop))
        {
            var last = ofOne.Max(stored => stored.Fact.RecordedAt);
            var all = Counting(ofOne);
            foreach (var ((day, lookedAt), nth) in days.Select((one, nth) => (one, nth)))
            {
                var known = lookedAt is { } then && last > then ? Counting([.. ofOne.Where(stored => stored.Fact.RecordedAt <= then)]) : all;
                if (known.Find(stretch => stretch.From <= day && (stretch.Until is null || stretch.Until > day)) is { } on)
                    counted[nth][on.Known.Id] = on.Known;
            }
        }

        return counted;
    }

    static List<Stretch> Counting(IReadOnlyList<StoredFact> ofOne) =>
        ofOne.Count == 0 ? [] : [.. Stretch.Of(ofOne).Where(stretch => SuccessRates.Counts(stretch.Known))];

    /// <summary>How far the facts go.</summary>
    public Task<FactsEnd> FactsEnd(CancellationToken stop) => facts.End(stop);

    /// <summary>Whether something was recorded since that holds on a day already.</summary>
    public async Task<bool> AnythingSince(FactsEnd end, DateOnly day, CancellationToken stop) =>
        (await facts.End(stop)).Imports != end.Imports || await facts.AnyHolding(end.Last, day, stop);

    static object Parameters(Edition edition) => new
    {
        edition.Id,
        edition.TitleEn,
        edition.TitleFr,
        edition.AsOf,
        edition.CommentEn,
        edition.CommentFr,
        Tables = Json.Write(edition.Tables),
        edition.Number,
        edition.PublishedAt,
        Content = edition.Number is null ? null : Json.Write(edition.Published),
        edition.Revision,
        Expected = edition.Revision - 1,
    };

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required string TitleEn { get; init; }
        public required string TitleFr { get; init; }
        public required DateOnly AsOf { get; init; }
        public required string CommentEn { get; init; }
        public required string CommentFr { get; init; }
        public required string Tables { get; init; }
        public required int? Number { get; init; }
        public required DateTimeOffset? PublishedAt { get; init; }
        public required string? Content { get; init; }
        public required long Revision { get; init; }

        public Edition Edition() => new(
            Id, TitleEn, TitleFr, AsOf, CommentEn, CommentFr, Json.Read<ChosenTable[]>(Tables), Number, PublishedAt,
            Content is null ? [] : Json.Read<PublishedTable[]>(Content), Revision);
    }
}
