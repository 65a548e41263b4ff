using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Editions;

/// <summary>A published row that a dossier would stand in.</summary>
/// <param name="Edition">Where it was published.</param>
/// <param name="Table">The table.</param>
/// <param name="By">What its rows are split by.</param>
/// <param name="Row">The row, masked as it was published.</param>
public sealed record LikeRow(Edition Edition, PublishedTable Table, IReadOnlyList<Breakdown> By, PublishedRow Row);

/// <summary>
/// What became of dossiers like one that is still written, for those who write it: rows of published editions, and nothing that is
/// counted for it. Dossiers before their deposit are not known here, so the address says what it is.
/// </summary>
public static class LikeYours
{
    /// <summary>More would say less.</summary>
    public const int MostRows = 8;

    const int MostValues = 50, LongestValue = 100;

    /// <summary>What dossiers are likened by, the most telling first.</summary>
    static readonly IReadOnlyList<Breakdown> By =
        [.. new[] { "call", "funding-body", "sector", "therapeutic-area", "technology-axis", "organisation-type" }.Select(name => Breakdown.Named(name)!)];

    public static async Task<Results<Piece, ValidationProblem>> Handle(HttpRequest request, EditionStore editions, ValueNames names, CancellationToken stop)
    {
        var values = By
            .Select(breakdown => (breakdown.Name, Values: request.Query[breakdown.Name].OfType<string>().Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).ToList()))
            .Where(one => one.Values.Count > 0)
            .ToDictionary(one => one.Name, one => (IReadOnlyList<string>)one.Values);
        if (values.FirstOrDefault(one => one.Value.Count > MostValues || one.Value.Any(value => value.Length > LongestValue || value.Any(char.IsControl))) is { Key: { } wrong })
        {
            return Problems.Invalid(wrong,
                $"At most {MostValues} values of at most {LongestValue} characters.", $"Au plus {MostValues} valeurs d'au plus {LongestValue} caractères.");
        }

        var published = await editions.Published(stop);
        return Piece.Of<LikeYoursPiece>(Text.Like_Title, new
        {
            Rows = Of(published, values),
            Words = await names.Read(stop),
            Asked = values.Count > 0,
            Published = published.Count > 0,
        });
    }

    /// <summary>
    /// Of each way to split the latest edition that has a table of it, with its latest window, and there the rows that bear the values of the
    /// dossier: crossed ones first, then what tells most.
    /// </summary>
    /// <param name="published">The latest first.</param>
    /// <param name="values">What the dossier is, by breakdown.</param>
    public static IReadOnlyList<LikeRow> Of(IReadOnlyList<Edition> published, IReadOnlyDictionary<string, IReadOnlyList<string>> values)
    {
        var split = new HashSet<string>(StringComparer.Ordinal);
        var rows = new List<LikeRow>();
        foreach (var (edition, table) in published.SelectMany(edition =>
            edition.Published.OrderByDescending(table => table.To).ThenBy(table => table.From).Select(table => (edition, table))))
        {
            var names = table.By.Split(',');
            // Two crossed either way round are the same table.
            if (!names.All(values.ContainsKey) || !split.Add(string.Join(',', names.Order(StringComparer.Ordinal))))
                continue;
            rows.AddRange(table.Rows
                .Where(row => names.Zip(row.Keys).All(one => values[one.First].Contains(one.Second)))
                .Select(row => new LikeRow(edition, table, [.. names.Select(name => Breakdown.Named(name)!)], row)));
        }

        return
        [
            .. rows.OrderBy(row => row.Row.Counts is null).ThenByDescending(row => row.By.Count).ThenBy(row => row.By.Min(Place))
                .ThenByDescending(row => row.Row.Counts?.Expertised).Take(MostRows),
        ];
    }

    static int Place(Breakdown breakdown) => By.TakeWhile(one => one != breakdown).Count();
}
