using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Editions;

/// <summary>A table chosen for an edition.</summary>
/// <param name="By">One breakdown, or two joined by a comma.</param>
/// <param name="From">First day of registration.</param>
/// <param name="To">Last day of registration.</param>
public sealed record ChosenTable(string By, DateOnly From, DateOnly To)
{
    /// <summary>The question it asks, as known on a day.</summary>
    public RatesQuestion Question(DateOnly asOf) =>
        new([.. By.Split(',').Select(name => Breakdown.Named(name) ?? throw new InvalidOperationException($"{name} is no breakdown."))], From, To, asOf);
}

/// <summary>A table as it was published: nothing of it changes any more.</summary>
public sealed record PublishedTable(string By, DateOnly From, DateOnly To, IReadOnlyList<PublishedRow> Rows, Counts Total)
{
    public ShownRates Shown(DateOnly asOf) => new(
        new ChosenTable(By, From, To).Question(asOf),
        [.. Rows.Select(row => new ShownRow(row.Keys, row.Counts))],
        new ShownRow([], Total));
}

/// <param name="Keys">The value of each breakdown.</param>
/// <param name="Counts">Null: masked.</param>
public sealed record PublishedRow(IReadOnlyList<string> Keys, Counts? Counts);

/// <summary>
/// An edition of the barometer: a draft until it is published, which gives it its number and its frozen tables, and then as it is for
/// ever. Its tables are as known at the end of its day.
/// </summary>
public sealed record Edition(
    Guid Id, string TitleEn, string TitleFr, DateOnly AsOf, string CommentEn, string CommentFr, IReadOnlyList<ChosenTable> Tables,
    int? Number, DateTimeOffset? PublishedAt, IReadOnlyList<PublishedTable> Published, long Revision)
{
    public const int MostTables = 40;

    public static Edition Start(string titleEn, string titleFr, DateOnly asOf) => new(
        Guid.CreateVersion7(), titleEn, titleFr, asOf, "", "", Usual(asOf), null, null, [], 1);

    /// <summary>What the printed barometer shows: the last three whole years.</summary>
    static IReadOnlyList<ChosenTable> Usual(DateOnly asOf)
    {
        var last = asOf is { Month: 12, Day: 31 } ? asOf.Year : asOf.Year - 1;
        var (from, to) = (new DateOnly(last - 2, 1, 1), new DateOnly(last, 12, 31));
        return [.. new[] { "funding-body", "sector", "organisation-type", "technology-axis", "collaborative", "organisation-type,collaborative" }.Select(by => new ChosenTable(by, from, to))];
    }

    /// <summary>Null: it is published, or holds the table already, or is full.</summary>
    public Edition? With(ChosenTable table) =>
        Number is null && Tables.Count < MostTables && !Tables.Contains(table) ? this with { Tables = [.. Tables, table], Revision = Revision + 1 } : null;

    /// <summary>Null: it is published, or has no such table.</summary>
    public Edition? Without(int table) => Number is null && table >= 0 && table < Tables.Count
        ? this with { Tables = [.. Tables.Where((_, nth) => nth != table)], Revision = Revision + 1 }
        : null;

    /// <summary>Null: it is published.</summary>
    public Edition? Write(string titleEn, string titleFr, DateOnly asOf, string commentEn, string commentFr) => Number is null
        ? this with { TitleEn = titleEn, TitleFr = titleFr, AsOf = asOf, CommentEn = commentEn, CommentFr = commentFr, Revision = Revision + 1 }
        : null;

    /// <summary>Null: it is published already, or nothing of it can be.</summary>
    public Edition? Publish(int number, IReadOnlyList<PublishedTable> tables, DateTimeOffset at) => Number is null && tables.Count > 0
        ? this with { Number = number, PublishedAt = at, Published = tables, Revision = Revision + 1 }
        : null;

    public string Title => Hosting.Words.Say(TitleEn, TitleFr);

    public string Comment => Hosting.Words.Say(CommentEn, CommentFr);
}
