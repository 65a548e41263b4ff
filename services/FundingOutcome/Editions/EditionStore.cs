using Labelling.FundingOutcome.Facts;
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
        var saved = await transaction.Execute(
            """
            update BarometerEdition
            set TitleEn = @TitleEn, TitleFr = @TitleFr, AsOf = @AsOf, CommentEn = @CommentEn, CommentFr = @CommentFr, Tables = @Tables,
                Number = @Number, PublishedAt = @PublishedAt, Content = @Content, Revision = @Revision
            where Id = @Id and Revision = @Expected and Number is null
            """,
            Parameters(edition));
        if (saved == 0)
            return false;
        await AuditTrail.Add(transaction, who, what, edition.Id, after: new { edition.TitleEn, edition.AsOf, Tables = edition.Tables.Count, edition.Number });
        await transaction.Commit();
        return true;
    }

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
    public async Task<IReadOnlyList<IReadOnlyDictionary<Guid, KnownDossier>>> CountedOn(IReadOnlyList<DateOnly> days, CancellationToken stop)
    {
        var counted = days.Select(_ => new Dictionary<Guid, KnownDossier>()).ToList();
        await foreach (var ofOne in facts.All(stop))
        {
            foreach (var stretch in Stretch.Of(ofOne).Where(stretch => SuccessRates.Counts(stretch.Known)))
            {
                for (var nth = 0; nth < days.Count; nth++)
                {
                    if (stretch.From <= days[nth] && (stretch.Until is null || stretch.Until > days[nth]))
                        counted[nth][stretch.Known.Id] = stretch.Known;
                }
            }
        }

        return counted;
    }

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
