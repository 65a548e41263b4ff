using System.Globalization;
using System.Runtime.InteropServices;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Editions;

/// <summary>The dossiers counted on the day of an edition, and its tables.</summary>
/// <param name="Tables">What is asked; each as known on the edition's day.</param>
/// <param name="Dossiers">Every dossier that counted on that day.</param>
/// <param name="Published">Of an edition that was published: its tables as they were. Null: to be found.</param>
public sealed record EditionPopulation(
    IReadOnlyList<RatesQuestion> Tables, IReadOnlyDictionary<Guid, KnownDossier> Dossiers, IReadOnlyList<PublishedTable>? Published);

/// <summary>
/// Which rows of an edition must not be shown, over everything published in it and before it as one set: those with fewer than five
/// expertised dossiers, and as many more as it takes that no count of a masked row can be worked out from the rest.
/// </summary>
/// <remarks>
/// A masked count is safe when there is another world in which everything that is shown is the same and this count is not: then nobody
/// can tell the two apart, whatever they calculate. Such a world is looked for by giving one dossier another value, or by exchanging the
/// values of two. Where every such world would change a row that is shown, the smallest such rows are masked too; a table for which that
/// does not help is left out.
/// </remarks>
public sealed class Masking
{
    /// <summary>A row with fewer expertised dossiers is masked.</summary>
    public const int LeastExpertised = 5;

    /// <summary>The key of a table's total.</summary>
    public const string TotalKey = "";

    const int MostExchanges = 4000;

    readonly List<Table> tables = [];
    readonly IReadOnlyList<EditionPopulation> editions;
    readonly Dictionary<Guid, KnownDossier?[]> dossiers = [];
    readonly HashSet<(int Table, string Key, int Measure)> safe = [];

    Masking(IReadOnlyList<EditionPopulation> editions)
    {
        this.editions = editions;
        foreach (var (edition, nth) in editions.Select((edition, nth) => (edition, nth)))
        {
            foreach (var (id, known) in edition.Dossiers)
                (CollectionsMarshal.GetValueRefOrAddDefault(dossiers, id, out _) ??= new KnownDossier?[editions.Count])[nth] = known;
            foreach (var (question, place) in edition.Tables.Select((question, place) => (question, place)))
                tables.Add(new Table(nth, question, edition.Published?[place]));
        }

        foreach (var table in tables)
        {
            // Of a published table the rows are those that everybody has seen, whatever became known of that day since.
            if (table.Frozen is { } frozen)
            {
                table.Cells[TotalKey] = new Cell();
                foreach (var row in frozen.Rows)
                    table.Cells[KeyOf(row.Keys)] = new Cell { Masked = row.Counts is null };
            }

            foreach (var known in editions[table.Edition].Dossiers.Values)
            {
                foreach (var (key, standing) in CellsOf(known, table.Question))
                {
                    if (table.Frozen is null)
                        CollectionsMarshal.GetValueRefOrAddDefault(table.Cells, key, out _) ??= new Cell();
                    if (table.Cells.TryGetValue(key, out var cell))
                        cell.Counts[(int)standing]++;
                }
            }

            if (table.Frozen is not null)
                continue;
            foreach (var cell in table.Cells.Values)
                cell.Masked = cell.Expertised < LeastExpertised;
            // Where the total itself is too small there is nothing to show.
            table.LeftOut = !table.Cells.TryGetValue(TotalKey, out var total) || total.Masked;
        }
    }

    /// <summary>The tables of a new edition as they are published, masked: their counts are of the dossiers the masks were found for. Null: the table cannot be.</summary>
    /// <param name="earlier">The editions published before.</param>
    /// <param name="edition">The new one.</param>
    public static IReadOnlyList<PublishedTable?> Of(IReadOnlyList<EditionPopulation> earlier, EditionPopulation edition)
    {
        var masking = new Masking([.. earlier, edition with { Published = null }]);
        masking.Protect();
        return [.. masking.tables.Where(table => table.Edition == earlier.Count).Select(table => table.LeftOut ? null : Published(table))];
    }

    static PublishedTable Published(Table table) => new(
        string.Join(',', table.Question.By.Select(by => by.Name)), table.Question.From, table.Question.To,
        [.. table.Cells.Where(cell => cell.Key != TotalKey)
            .Select(cell => new PublishedRow(cell.Key.Split('\u001f'), cell.Value.Masked ? null : CountsOf(cell.Value)))
            .OrderBy(row => row.Keys[0], StringComparer.Ordinal)
            .ThenBy(row => row.Keys[^1], StringComparer.Ordinal)],
        CountsOf(table.Cells[TotalKey]));

    static Counts CountsOf(Cell cell) => new(Measure(cell.Counts, 0), Measure(cell.Counts, 1), Measure(cell.Counts, 2), Measure(cell.Counts, 3));

    /// <summary>The key of a row.</summary>
    public static string KeyOf(IReadOnlyList<string> keys) => string.Join('\u001f', keys);

    void Protect()
    {
        while (FirstUnsafe() is var (table, key, measure))
        {
            Change? best = null;
            foreach (var change in Changes(table, key, measure))
            {
                if (Judge(change, table, key, measure) is not { } judged || (best is not null && judged.Cost >= best.Cost))
                    continue;
                best = judged;
                if (best.Cost == 0)
                    break;
            }

            if (best is null)
            {
                LeaveOut(table);
                continue;
            }

            foreach (var (touched, cell) in best.Shown)
                tables[touched].Cells[cell].Masked = true;
            foreach (var (changed, delta) in best.Deltas)
            {
                for (var one = 0; one < 4; one++)
                {
                    if (Measure(delta, one) != 0)
                        safe.Add((changed.Table, changed.Key, one));
                }
            }
        }
    }

    (int Table, string Key, int Measure)? FirstUnsafe()
    {
        for (var table = 0; table < tables.Count; table++)
        {
            if (tables[table].LeftOut)
                continue;
            foreach (var (key, _) in tables[table].Cells.Where(cell => cell.Value.Masked).OrderBy(cell => cell.Key, StringComparer.Ordinal))
            {
                for (var measure = 0; measure < 4; measure++)
                {
                    if (!safe.Contains((table, key, measure)))
                        return (table, key, measure);
                }
            }
        }

        return null;
    }

    /// <summary>The table itself where it is new; where it was published before, what is new must not make it known, so nothing new is shown.</summary>
    void LeaveOut(int table)
    {
        var last = editions.Count - 1;
        foreach (var left in tables.Where(other => other.Edition == last && (tables[table].Edition != last || other == tables[table])))
            left.LeftOut = true;
        if (tables[table].Edition != last)
        {
            foreach (var key in tables[table].Cells.Keys)
            {
                for (var measure = 0; measure < 4; measure++)
                    safe.Add((table, key, measure));
            }
        }
    }

    /// <summary>Expertised, labelled, funded, pending.</summary>
    static int Measure(int[] byStanding, int measure) => measure switch
    {
        0 => byStanding.Sum(),
        1 => byStanding[(int)Standing.Negative] + byStanding[(int)Standing.Pending] + byStanding[(int)Standing.Funded],
        2 => byStanding[(int)Standing.Funded],
        _ => byStanding[(int)Standing.Pending],
    };

    static bool Has(Standing standing, int measure) => measure switch
    {
        0 => true,
        1 => standing != Standing.NotLabelled,
        2 => standing == Standing.Funded,
        _ => standing == Standing.Pending,
    };

    /// <summary>Worlds that may differ in a count: one dossier has another value, or two have each other's.</summary>
    IEnumerable<Swap[]> Changes(int table, string key, int measure)
    {
        var asked = tables[table];
        var values = key.Split('\u001f');
        var here = dossiers.Where(dossier => dossier.Value[asked.Edition] is not null)
            .OrderBy(dossier => dossier.Key)
            .Select(dossier => (dossier.Key, Known: dossier.Value[asked.Edition]!, Cells: CellsOf(dossier.Value[asked.Edition]!, asked.Question).ToList()))
            .Where(dossier => dossier.Cells.Count > 0)
            .ToList();
        var inside = here.Where(dossier => dossier.Cells.Any(cell => cell.Key == key && Has(cell.Standing, measure))).ToList();
        var outside = here.Where(dossier => dossier.Cells.All(cell => cell.Key != key)).ToList();
        var moves = new List<Swap>();
        foreach (var (by, value) in asked.Question.By.Zip(values))
        {
            var others = asked.ValuesOf(by).Where(other => other != value).ToList();
            moves.AddRange(inside.SelectMany(dossier => others.Select(other => new Swap(dossier.Key, by, value, other))));
            moves.AddRange(outside.SelectMany(dossier => by.RowsOf(dossier.Known).Where(other => other != value).Select(other => new Swap(dossier.Key, by, other, value))));
        }

        return moves.Select(move => (Swap[])[move]).Concat(moves.SelectMany(move => Exchanges(move, here.Select(dossier => (dossier.Key, dossier.Known)))).Take(MostExchanges));
    }

    static readonly Breakdown Year = Breakdown.Named("year")!;

    static IEnumerable<Swap[]> Exchanges(Swap move, IEnumerable<(Guid Id, KnownDossier Known)> here) =>
        from other in here
        where other.Id != move.Dossier && move.By.RowsOf(other.Known).Contains(move.To)
        select (Swap[])[move, new Swap(other.Id, move.By, move.To, move.From)];

    /// <summary>What a world would change; null: it cannot be, changes a published row, or leaves the count as it is.</summary>
    Change? Judge(Swap[] swaps, int target, string targetKey, int measure)
    {
        var deltas = new Dictionary<(int Table, string Key), int[]>();
        foreach (var swap in swaps)
        {
            var versions = dossiers[swap.Dossier];
            for (var edition = 0; edition < versions.Length; edition++)
            {
                if (versions[edition] is not { } known || !swap.By.RowsOf(known).Contains(swap.From))
                    continue;
                if (Swapped(known, swap) is not { } other)
                    return null;
                for (var table = 0; table < tables.Count; table++)
                {
                    var asked = tables[table];
                    if (asked.Edition != edition || asked.LeftOut || (swap.By != Year && !asked.Question.By.Contains(swap.By)))
                        continue;
                    if (swap.By == Year && other.Classification.RegisteredOn > asked.Question.AsOf)
                        return null;
                    foreach (var (key, standing) in CellsOf(known, asked.Question))
                        Delta(table, key)[(int)standing]--;
                    foreach (var (key, standing) in CellsOf(other, asked.Question))
                        Delta(table, key)[(int)standing]++;
                }
            }
        }

        if (!deltas.TryGetValue((target, targetKey), out var there) || Measure(there, measure) == 0)
            return null;
        var shown = new List<(int, string)>();
        var cost = 0;
        foreach (var ((table, key), delta) in deltas)
        {
            if (!delta.AsSpan().ContainsAnyExcept(0))
                continue;
            if (!tables[table].Cells.TryGetValue(key, out var cell) || cell.Expertised + delta.Sum() <= 0)
                return null; // A row would come or go, and everybody sees which rows there are.
            if (cell.Masked)
                continue;
            if (tables[table].Frozen is not null || key == TotalKey)
                return null;
            shown.Add((table, key));
            cost += cell.Expertised;
        }

        return new Change(deltas, shown, cost);

        int[] Delta(int table, string key) => CollectionsMarshal.GetValueRefOrAddDefault(deltas, (table, key), out _) ??= new int[4];
    }

    /// <summary>The rows of a table that a dossier counts in, and as what; its total last. None: it is not in the window.</summary>
    public static IEnumerable<(string Key, Standing Standing)> CellsOf(KnownDossier known, RatesQuestion question)
    {
        if (known.Classification.RegisteredOn < question.From || known.Classification.RegisteredOn > question.To)
            yield break;
        var labelled = SuccessRates.IsLabelled(known.Outcome);
        foreach (var first in question.By[0].RowsOf(known))
        {
            if (question.By.Count == 1)
            {
                yield return (first, StandingOf(first));
                continue;
            }

            foreach (var second in question.By[1].RowsOf(known))
                yield return ($"{first}\u001f{second}", StandingOf(first, second));
        }

        yield return (TotalKey, SuccessRates.StandingOf(labelled, known.Applications));

        Standing StandingOf(string first, string? second = null)
        {
            var body = question.By[0] == Breakdown.FundingBody ? first : second is not null && question.By[1] == Breakdown.FundingBody ? second : null;
            return SuccessRates.StandingOf(labelled, body is null ? known.Applications : [.. known.Applications.Where(application => application.FundingBody == body)]);
        }
    }

    /// <summary>The dossier with one value instead of another; null: it has that one already.</summary>
    static KnownDossier? Swapped(KnownDossier known, Swap swap)
    {
        if (swap.By.RowsOf(known).Contains(swap.To))
            return null;
        var was = known.Classification;
        return swap.By.Name switch
        {
            "sector" => known with { Classification = was with { Sectors = Other(was.Sectors) } },
            "therapeutic-area" => known with { Classification = was with { TherapeuticAreas = Other(was.TherapeuticAreas) } },
            "technology-axis" => known with { Classification = was with { TechnologyAxes = Other(was.TechnologyAxes) } },
            "funding-body" => known with
            {
                Classification = was with { FundingBody = was.FundingBody == swap.From ? swap.To : was.FundingBody },
                Applications = [.. known.Applications.Select(application => application.FundingBody == swap.From ? application with { FundingBody = swap.To } : application)],
            },
            "organisation-type" => known with { Classification = was with { OrganisationType = swap.To } },
            "collaborative" => known with { Classification = was with { Collaborative = swap.To == "yes" } },
            "call" => known with { Classification = was with { Call = swap.To } },
            "region" => known with { Classification = was with { Region = swap.To } },
            "programme" => known with { Classification = was with { Programme = swap.To } },
            "year" => known with
            {
                Classification = was with
                {
                    RegisteredOn = was.RegisteredOn.AddYears(
                        int.Parse(swap.To, CultureInfo.InvariantCulture) - int.Parse(swap.From, CultureInfo.InvariantCulture)),
                },
            },
            _ => null,
        };

        string[] Other(IReadOnlyList<string> values) => [.. values.Select(value => value == swap.From ? swap.To : value)];
    }

    /// <summary>A dossier has another value in every edition in which it has this one.</summary>
    sealed record Swap(Guid Dossier, Breakdown By, string From, string To);

    sealed record Change(IReadOnlyDictionary<(int Table, string Key), int[]> Deltas, IReadOnlyList<(int Table, string Key)> Shown, int Cost);

    sealed record Table(int Edition, RatesQuestion Question, PublishedTable? Frozen)
    {
        public Dictionary<string, Cell> Cells { get; } = new(StringComparer.Ordinal);

        public bool LeftOut { get; set; }

        /// <summary>The values of a breakdown among the rows, those of masked rows first.</summary>
        public IReadOnlyList<string> ValuesOf(Breakdown by)
        {
            var place = Question.By[0] == by ? 0 : 1;
            return
            [
                .. Cells.Where(cell => cell.Key != TotalKey)
                    .OrderByDescending(cell => cell.Value.Masked).ThenBy(cell => cell.Value.Expertised).ThenBy(cell => cell.Key, StringComparer.Ordinal)
                    .Select(cell => cell.Key.Split('\u001f')[place])
                    .Distinct(StringComparer.Ordinal),
            ];
        }
    }

    sealed class Cell
    {
        public int[] Counts { get; } = new int[4];

        public bool Masked { get; set; }

        public int Expertised => Counts.Sum();
    }
}
