using System.Globalization;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Tables;

/// <summary>
/// Everything labelled and funded since there is a record of it, by this cluster alone and jointly with others. Jointly labelled is a
/// dossier that another cluster was recorded to have labelled too; whom a holder asked says nothing yet.
/// </summary>
public static class SinceCreation
{
    const string Alone = "(alone)", Together = "(jointly)";

    static readonly IReadOnlyList<TableColumn> Columns =
    [
        new("labelled", () => Text.Rates_Labelled, Unit.Dossiers) { Charted = true },
        new("labelled-alone", () => Text.Since_LabelledAlone, Unit.Dossiers),
        new("labelled-jointly", () => Text.Since_LabelledJointly, Unit.Dossiers),
        new("funded", () => Text.Rates_Funded, Unit.Dossiers) { Charted = true },
        new("funded-alone", () => Text.Since_FundedAlone, Unit.Dossiers),
        new("funded-jointly", () => Text.Since_FundedJointly, Unit.Dossiers),
        new("pending", () => Text.Rates_Pending, Unit.Dossiers),
    ];

    public static readonly FurtherTable Table = new(
        "since-creation", () => Text.Since_Title, _ => [Text.Since_Definition, Text.Since_Jointly, Text.Tables_Population], (dossiers, _) => ByYear(dossiers, null))
    {
        ByBreakdown = false,
        Windowed = false,
        Among = (all, _) =>
        {
            // A dossier stands in the line of its year and in every later one there is.
            var last = Labelled(all).Max(dossier => (int?)YearOf(dossier));
            return new CountAlone(dossier => ByYear([dossier], last));
        },
        Finding = (_, rows) => rows.Rows is [{ Keys: [var first] }, ..] && rows.Rows[^1].Values is [var labelled, _, var jointly, var funded, ..]
            ? string.Format(CultureInfo.CurrentCulture, Text.Since_Finding,
                first, TableWords.Figure(Unit.Dossiers, labelled), TableWords.Figure(Unit.Dossiers, jointly), TableWords.Figure(Unit.Dossiers, funded))
            : null,
    };

    public static readonly FurtherTable WithOthers = new(
        "clusters", () => Text.Clusters_Title, _ => [Text.Since_Jointly, Text.Tables_Population], (dossiers, _) => ByCluster(dossiers, new Spellings()))
    {
        Among = (all, _) =>
        {
            var spellings = new Spellings();
            foreach (var dossier in Labelled(all))
                spellings.Note(OthersOf(dossier));
            return new CountAlone(dossier => ByCluster([dossier], spellings));
        },
        ByBreakdown = false,
        Windowed = false,
    };

    static int YearOf(KnownDossier dossier) => dossier.Classification.RegisteredOn.Year;

    /// <param name="dossiers">Gone through once.</param>
    /// <param name="last">The year of the last line; null: the last in which one of them was registered.</param>
    static FurtherRows ByYear(IEnumerable<KnownDossier> dossiers, int? last)
    {
        var years = new SortedDictionary<int, Won>();
        foreach (var dossier in Labelled(dossiers))
        {
            var year = YearOf(dossier);
            if (!years.TryGetValue(year, out var won))
                years[year] = won = new Won();
            won.Add(dossier);
        }

        var (rows, sofar) = (new List<TableRow>(), new Won());
        // A year in which nothing was registered has its line: it shows what there was by then.
        for (var year = years.Count == 0 ? 1 : years.Keys.First(); year <= (years.Count == 0 ? 0 : last ?? years.Keys.Last()); year++)
        {
            if (years.TryGetValue(year, out var won))
                sofar.Add(won);
            rows.Add(new TableRow([year.ToString(CultureInfo.InvariantCulture)],
                [sofar.Alone.Labelled + sofar.Jointly.Labelled, sofar.Alone.Labelled, sofar.Jointly.Labelled, sofar.Alone.Funded + sofar.Jointly.Funded, sofar.Alone.Funded, sofar.Jointly.Funded, sofar.Alone.Pending + sofar.Jointly.Pending]));
        }

        return new FurtherRows([new TableHead("year", () => Text.Since_UpTo, (year, _) => year)], Columns, rows, null, true);
    }

    static FurtherRows ByCluster(IEnumerable<KnownDossier> dossiers, Spellings spellings)
    {
        var all = new Tally();
        var kinds = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
        var clusters = new SortedDictionary<string, Tally>(StringComparer.OrdinalIgnoreCase);
        foreach (var dossier in Labelled(dossiers))
        {
            var others = OthersOf(dossier);
            all.Add(dossier);
            Of(kinds, others.Count == 0 ? Alone : Together).Add(dossier);
            spellings.Note(others);
            foreach (var other in others)
                Of(clusters, other).Add(dossier);
        }

        return new FurtherRows(
            [new TableHead("cluster", () => Text.Clusters_Cluster, (cluster, _) => cluster switch { Alone => Text.Clusters_Alone, Together => Text.Clusters_Together, _ => cluster })],
            [
                new TableColumn("labelled", () => Text.Rates_Labelled, Unit.Dossiers) { Charted = true },
                new TableColumn("funded", () => Text.Rates_Funded, Unit.Dossiers) { Charted = true },
                new TableColumn("pending", () => Text.Rates_Pending, Unit.Dossiers),
            ],
            [.. kinds.Concat(clusters).Select(row => new TableRow([spellings.Of(row.Key)], row.Value.Values))], new TableRow([], all.Values), false);

        static Tally Of(SortedDictionary<string, Tally> tallies, string key)
        {
            if (!tallies.TryGetValue(key, out var tally))
                tallies[key] = tally = new Tally();
            return tally;
        }
    }

    static IEnumerable<KnownDossier> Labelled(IEnumerable<KnownDossier> dossiers) =>
        dossiers.Where(dossier => SuccessRates.Counts(dossier) && SuccessRates.IsLabelled(dossier.Outcome));

    /// <summary>The other clusters that labelled it, each once, however it is spelt.</summary>
    static IReadOnlyList<string> OthersOf(KnownDossier dossier) =>
        [.. (dossier.Classification.JointlyWith ?? []).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>How names are written.</summary>
    sealed class Spellings
    {
        readonly Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);

        public void Note(IEnumerable<string> some)
        {
            foreach (var one in some)
            {
                // Of several spellings the one with the fewest capitals, whichever is met first.
                if (!names.TryGetValue(one, out var name) || string.CompareOrdinal(name, one) < 0)
                    names[one] = one;
            }
        }

        public string Of(string name) => names.GetValueOrDefault(name, name);
    }

    sealed class Tally
    {
        public int Labelled { get; private set; }

        public int Funded { get; private set; }

        public int Pending { get; private set; }

        public IReadOnlyList<decimal?> Values => [Labelled, Funded, Pending];

        public void Add(KnownDossier dossier)
        {
            Labelled++;
            Funded += SuccessRates.IsFunded(dossier.Applications) ? 1 : 0;
            Pending += SuccessRates.IsPending(dossier.Applications) ? 1 : 0;
        }

        public void Add(Tally other)
        {
            Labelled += other.Labelled;
            Funded += other.Funded;
            Pending += other.Pending;
        }
    }

    sealed class Won
    {
        public Tally Alone { get; } = new();

        public Tally Jointly { get; } = new();

        public void Add(KnownDossier dossier) => (OthersOf(dossier).Count == 0 ? Alone : Jointly).Add(dossier);

        public void Add(Won other)
        {
            Alone.Add(other.Alone);
            Jointly.Add(other.Jointly);
        }
    }
}
