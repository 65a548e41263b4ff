using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Tables;

/// <summary>A table beside the success rates. It is counted from what is known of each dossier, and asked for as they are.</summary>
/// <param name="Name">As it stands in addresses, "funnel".</param>
/// <param name="Title">Its heading.</param>
/// <param name="Definition">What its figures mean and which dossiers they count, a sentence a line.</param>
/// <param name="Count">
/// Its rows. The dossiers are those of the window and the filters, as known on the day asked about; they pass by once, so they are gone through once.
/// </param>
public sealed record FurtherTable(
    string Name,
    Func<string> Title,
    Func<RatesQuestion, IReadOnlyList<string>> Definition,
    Func<IEnumerable<KnownDossier>, RatesQuestion, FurtherRows> Count)
{
    /// <summary>Whether it can be asked by a breakdown; else it has rows of its own.</summary>
    public bool ByBreakdown { get; init; } = true;

    /// <summary>Those it can be asked by.</summary>
    public IReadOnlyList<Breakdown> Breakdowns { get; init; } = Breakdown.All;

    /// <summary>The breakdown it is shown by where none is asked for; null: none.</summary>
    public string? UsuallyBy { get; init; }

    /// <summary>False: it is of all dossiers, whenever they were registered.</summary>
    public bool Windowed { get; init; } = true;

    /// <summary>True: all dossiers pass by, whatever is asked, for some say something of others; <see cref="ByRow.Asked"/> tells which are asked about.</summary>
    public bool Whole { get; init; }

    /// <summary>
    /// Makes, of all dossiers that pass by, what counts one of them alone as it is counted among all; null: alone it is counted in the same
    /// lines, whatever the others are.
    /// </summary>
    public Func<IEnumerable<KnownDossier>, RatesQuestion, CountAlone>? Among { get; init; }

    /// <summary>What the dossiers are called that stand beside one in its lists; null: it stands there alone.</summary>
    public Func<string>? Beside { get; init; }

    public CountAlone Alone(IEnumerable<KnownDossier> all, RatesQuestion question) =>
        Among?.Invoke(all, question) ?? new CountAlone(dossier => Count([dossier], question));

    /// <summary>The column without which the table says little, and what is said where it has no figure; null: there is none such.</summary>
    public (string Column, Func<string> Said)? Lacking { get; init; }

    /// <summary>The finding, in a sentence.</summary>
    public Func<RatesQuestion, FurtherRows, string?> Finding { get; init; } = (_, _) => null;

    public string Address => $"/tables/{Name}";
}

/// <summary>Counts one dossier of a table: what opens a figure is its own count, once for each dossier.</summary>
/// <param name="Count">The table of that dossier.</param>
public sealed record CountAlone(Func<KnownDossier, FurtherRows> Count)
{
    /// <summary>The dossiers because of which it counts as it does.</summary>
    public Func<KnownDossier, IReadOnlyList<Guid>> Beside { get; init; } = _ => [];
}

/// <summary>What a figure is of.</summary>
public enum Unit
{
    Dossiers,

    /// <summary>From 0 to 1, shown in per cent.</summary>
    Share,

    /// <summary>Lower end of the 95 % interval of the share in the column before.</summary>
    Low,

    /// <summary>Upper end of it, in the column after.</summary>
    High,

    Days,
    Euros,

    /// <summary>How many times one amount is another.</summary>
    Times,
}

/// <summary>A column that names rows.</summary>
/// <param name="Key">Its name in files and addresses.</param>
/// <param name="Label">Its heading.</param>
/// <param name="Value">A value as people read it.</param>
public sealed record TableHead(string Key, Func<string> Label, Func<string, ValueWords, string> Value)
{
    public static TableHead Of(Breakdown by) => new(by.Name, () => RateWords.Name(by), (value, words) => RateWords.Value(by, value, words));
}

/// <summary>A column of figures.</summary>
/// <param name="Key">Its name in files and answers.</param>
/// <param name="Label">Its heading.</param>
/// <param name="Unit">What its figures are of.</param>
public sealed record TableColumn(string Key, Func<string> Label, Unit Unit)
{
    /// <summary>It stands in the chart too. Charted columns are of one unit.</summary>
    public bool Charted { get; init; }

    /// <summary>The column whose dossiers stand behind its figures; null: its own.</summary>
    public string? Of { get; init; }

    /// <summary>Whether dossiers stand behind a figure of it. Those behind a share are the whole it is a share of.</summary>
    public bool Counts(decimal? figure) => Unit switch
    {
        Unit.Dossiers or Unit.Euros => figure > 0,
        Unit.Share or Unit.Low or Unit.High or Unit.Days or Unit.Times => figure is not null,
    };
}

/// <summary>A line of figures.</summary>
/// <param name="Keys">A value for each head; none in the total.</param>
/// <param name="Values">A figure for each column; null: there is none.</param>
public sealed record TableRow(IReadOnlyList<string> Keys, IReadOnlyList<decimal?> Values);

/// <summary>What was counted. Labels are said when it is shown: an answer is kept, and read in both languages.</summary>
/// <param name="Heads">What names the rows.</param>
/// <param name="Columns">The figures of each.</param>
/// <param name="Rows">In their order.</param>
/// <param name="Total">Each dossier once; null where that says nothing.</param>
/// <param name="Additive">False: a dossier can stand in several rows, so they must not be added up.</param>
public sealed record FurtherRows(
    IReadOnlyList<TableHead> Heads, IReadOnlyList<TableColumn> Columns, IReadOnlyList<TableRow> Rows, TableRow? Total, bool Additive)
{
    /// <summary>The place of the column whose dossiers stand behind a column; null: there is no such column.</summary>
    public int? Opened(string? column)
    {
        for (var place = 0; place < Columns.Count; place++)
        {
            if (Columns[place].Key == column)
                return Columns[place].Of is { } other ? Opened(other) : place;
        }

        return null;
    }

    /// <summary>The line of some keys, the total of none; null: there is none.</summary>
    public TableRow? Line(IReadOnlyList<string> keys) => keys.Count == 0 ? Total : Rows.FirstOrDefault(row => row.Keys.SequenceEqual(keys));
}

/// <summary>Dossiers by the rows of a breakdown.</summary>
public static class ByRow
{
    /// <summary>A dossier in each of its rows. In that of a funding body or a plan it is seen with its applications there only.</summary>
    public static IEnumerable<(string Value, KnownDossier Seen)> Of(Breakdown by, KnownDossier dossier) =>
        by.RowsOf(dossier).Select(value => (value, Seen(by, value, dossier)));

    /// <summary>A dossier as a row, or a filter, of a value sees it.</summary>
    public static KnownDossier Seen(Breakdown by, string value, KnownDossier dossier) =>
        by == Breakdown.FundingBody ? With(dossier, application => application.FundingBody == value)
        : by == Breakdown.Plan ? With(dossier, application => dossier.PlanOf(application) == value)
        : dossier;

    static KnownDossier With(KnownDossier dossier, Func<Application, bool> those) =>
        dossier.Applications.All(those) ? dossier : dossier with { Applications = [.. dossier.Applications.Where(those)] };

    /// <summary>A dossier as a question sees it; null: it is not asked about.</summary>
    public static KnownDossier? Asked(RatesQuestion question, KnownDossier dossier) =>
        dossier.Classification.RegisteredOn < question.From || dossier.Classification.RegisteredOn > question.To ? null
        : question.Filters.Count == 0 ? dossier
        : Kept(question.Filters, dossier);

    static KnownDossier? Kept(IReadOnlyList<RateFilter> filters, KnownDossier dossier) =>
        filters.All(filter => filter.By.RowsOf(dossier).Contains(filter.Value))
            ? filters.Aggregate(dossier, (seen, filter) => Seen(filter.By, filter.Value, seen))
            : null;

    /// <summary>A line for each value that occurs, in ordinal order, and one of all dossiers; without a breakdown, the latter only.</summary>
    /// <param name="dossiers">Gone through once.</param>
    /// <param name="question">By one breakdown, or none.</param>
    /// <param name="columns">The figures of a line.</param>
    /// <param name="fresh">What counts a line.</param>
    /// <param name="add">Counts a dossier in a line, as that line sees it.</param>
    /// <param name="values">What was counted.</param>
    public static FurtherRows Count<T>(
        IEnumerable<KnownDossier> dossiers, RatesQuestion question, IReadOnlyList<TableColumn> columns,
        Func<T> fresh, Action<T, KnownDossier> add, Func<T, IReadOnlyList<decimal?>> values)
    {
        var (rows, total) = Gather(dossiers, question, fresh, add);
        return new FurtherRows(
            [.. question.By.Select(TableHead.Of)], columns,
            [.. rows.Select(row => new TableRow([row.Key], values(row.Value)))], new TableRow([], values(total)), !question.By.Any(by => by.ManyValues));
    }

    /// <summary>The same before it is told: what was counted of each value, in ordinal order, and of all dossiers.</summary>
    public static (IReadOnlyCollection<KeyValuePair<string, T>> Rows, T Total) Gather<T>(
        IEnumerable<KnownDossier> dossiers, RatesQuestion question, Func<T> fresh, Action<T, KnownDossier> add)
    {
        var total = fresh();
        var rows = new Dictionary<string, T>(StringComparer.Ordinal);
        var by = question.By.SingleOrDefault();
        var seesLess = by == Breakdown.FundingBody || by == Breakdown.Plan;
        foreach (var dossier in dossiers)
        {
            add(total, dossier);
            if (by is null)
                continue;
            var values = by.RowsOf(dossier);
            for (var nth = 0; nth < values.Count; nth++)
            {
                if (!rows.TryGetValue(values[nth], out var row))
                    rows[values[nth]] = row = fresh();
                add(row, seesLess ? Seen(by, values[nth], dossier) : dossier);
            }
        }

        return ([.. rows.OrderBy(row => row.Key, StringComparer.Ordinal)], total);
    }
}
