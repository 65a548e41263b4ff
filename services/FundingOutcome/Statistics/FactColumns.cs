using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Labelling.FundingOutcome.Facts;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>
/// The facts as columns in memory: a row for each stretch of days in which what is known of a counted dossier does not change, small
/// numbers only. Any question, past days included, is one scan of the rows registered in its window; nothing is summed beforehand.
/// Not for several threads: <see cref="Rates"/> sees to that.
/// </summary>
public sealed class FactColumns
{
    /// <summary>Day 0 of the columns. Days from here to 2129 are told apart, which is more than a question can ask for.</summary>
    static readonly int FirstDay = new DateOnly(1950, 1, 1).DayNumber;

    /// <summary>What <see cref="until"/> says of a stretch that lasts; and 0 of a row that is not valid any more.</summary>
    const ushort Lasting = ushort.MaxValue;

    const ushort Now = Lasting - 1;

    /// <summary>Rows that are selected at a time: what is selected stays in the processor's nearest cache.</summary>
    const int Block = 4096;

    /// <summary>From so many rows on a scan is worth a second core.</summary>
    const int WorthSharing = 300_000;

    const int Standings = 4;

    readonly ValueSets[] sets = [.. Breakdown.All.Select(_ => new ValueSets())];
    readonly int[][] codes = [.. Breakdown.All.Select(_ => Array.Empty<int>())];
    ushort[] registered = [], from = [], until = [];
    byte[] standing = [];
    Guid[] dossiers = [];
    int rows, ordered, gone;

    /// <summary>Bytes the columns take, without the dictionaries of values.</summary>
    public long Bytes => registered.LongLength * (3 * sizeof(ushort) + 1 + 16 + codes.Length * sizeof(int));

    public int Rows => rows - gone;

    /// <summary>Takes a dossier in. It must not be there already: see <see cref="Forget"/>.</summary>
    /// <param name="facts">Everything ever recorded of it.</param>
    public void Add(IReadOnlyList<StoredFact> facts)
    {
        foreach (var stretch in Stretch.Of(facts).Where(stretch => SuccessRates.Counts(stretch.Known)))
            Add(stretch);
    }

    void Add(Stretch stretch)
    {
        if (rows == registered.Length)
            Resize(Math.Max(1024, rows + rows / 2));
        var known = stretch.Known;
        var labelled = SuccessRates.IsLabelled(known.Outcome);
        dossiers[rows] = known.Id;
        registered[rows] = Day(known.Classification.RegisteredOn);
        from[rows] = Day(stretch.From);
        until[rows] = stretch.Until is { } end ? Day(end) : Lasting;
        standing[rows] = (byte)SuccessRates.StandingOf(labelled, known.Applications);
        for (var by = 0; by < sets.Length; by++)
        {
            codes[by][rows] = Breakdown.All[by] == Breakdown.FundingBody
                ? sets[by].NumberOf([.. Breakdown.FundingBody.RowsOf(known).Select(body =>
                    (body, (Standing?)SuccessRates.StandingOf(labelled, [.. known.Applications.Where(a => a.FundingBody == body)])))])
                : sets[by].NumberOf([.. Breakdown.All[by].RowsOf(known).Select(value => (value, (Standing?)null))]);
        }

        rows++;
    }

    /// <summary>Takes dossiers out, to take them in again as they are known now.</summary>
    public void Forget(IReadOnlySet<Guid> some)
    {
        for (var row = 0; row < rows; row++)
        {
            if (until[row] != 0 && some.Contains(dossiers[row]))
            {
                until[row] = 0;
                gone++;
            }
        }
    }

    /// <summary>Whether enough came to the end, or went, that a window is not a small part of the rows any more.</summary>
    public bool WantsOrder => rows - ordered > 1024 + ordered / 8 || gone > 1024 + rows / 8;

    /// <summary>Puts the rows in the order of registration, so that a window is a part of them.</summary>
    public void Order()
    {
        var places = new int[ushort.MaxValue + 2];
        for (var row = 0; row < rows; row++)
        {
            if (until[row] != 0)
                places[registered[row] + 1]++;
        }

        for (var day = 1; day < places.Length; day++)
            places[day] += places[day - 1];
        var target = new int[rows];
        for (var row = 0; row < rows; row++)
            target[row] = until[row] == 0 ? -1 : places[registered[row]]++;
        dossiers = Moved(dossiers, target);
        for (var by = 0; by < codes.Length; by++)
            codes[by] = Moved(codes[by], target);
        standing = Moved(standing, target);
        registered = Moved(registered, target);
        from = Moved(from, target);
        until = Moved(until, target);
        rows -= gone;
        gone = 0;
        ordered = rows;
    }

    T[] Moved<T>(T[] column, int[] target)
    {
        var moved = new T[Math.Max(1024, rows - gone + (rows - gone) / 8)];
        for (var row = 0; row < rows; row++)
        {
            if (target[row] >= 0)
                moved[target[row]] = column[row];
        }

        return moved;
    }

    void Resize(int length)
    {
        Array.Resize(ref registered, length);
        Array.Resize(ref from, length);
        Array.Resize(ref until, length);
        Array.Resize(ref standing, length);
        Array.Resize(ref dossiers, length);
        for (var by = 0; by < codes.Length; by++)
            Array.Resize(ref codes[by], length);
    }

    public RatesTable Answer(RatesQuestion question)
    {
        var by = question.By.Select(IndexOf).ToArray();
        var counters = Scan(question, () => by.Length == 2 && ValuesOf(by[0]) * (long)ValuesOf(by[1]) > 2_000_000
            ? new SparseCounter(this, by[0], by[1])
            : by.Length == 2 ? new CrossCounter(this, by[0], by[1])
            : new SingleCounter(this, by));
        var total = new int[Standings];
        var found = new Dictionary<(int First, int Second), int[]>();
        foreach (var counter in counters)
        {
            for (var one = 0; one < Standings; one++)
                total[one] += counter.Total[one];
            foreach (var (key, counts) in counter.Rows())
            {
                var sum = CollectionsMarshal.GetValueRefOrAddDefault(found, key, out _) ??= new int[Standings];
                for (var one = 0; one < Standings; one++)
                    sum[one] += counts[one];
            }
        }

        return new RatesTable(
            question,
            [.. found
                .Select(row => new RatesRow(
                    by.Length == 2
                        ? [sets[by[0]].NameOf(row.Key.First), sets[by[1]].NameOf(row.Key.Second)]
                        : [sets[by[0]].NameOf(row.Key.First)],
                    CountsOf(row.Value)))
                .OrderBy(row => row.Keys[0], StringComparer.Ordinal)
                .ThenBy(row => row.Keys[^1], StringComparer.Ordinal)],
            CountsOf(total));
    }

    /// <summary>The dossiers behind a table, or behind a row of it when the row's values are filters of the question.</summary>
    public IReadOnlyList<(Guid Dossier, Standing Standing)> Dossiers(RatesQuestion question) =>
        [.. Scan(question, () => new Lister(this)).Cast<Lister>().SelectMany(lister => lister.Found)];

    public IReadOnlyDictionary<Breakdown, IReadOnlyList<string>> Choices() => Breakdown.All.ToDictionary(
        breakdown => breakdown,
        breakdown => (IReadOnlyList<string>)[.. Enumerable.Range(0, sets[IndexOf(breakdown)].Values).Select(sets[IndexOf(breakdown)].NameOf).Order(StringComparer.Ordinal)]);

    int ValuesOf(int by) => sets[by].Values;

    static int IndexOf(Breakdown breakdown)
    {
        for (var index = 0; index < Breakdown.All.Count; index++)
        {
            if (Breakdown.All[index] == breakdown)
                return index;
        }

        throw new ArgumentException($"{breakdown.Name} is no breakdown of dossiers.", nameof(breakdown));
    }

    static Counts CountsOf(int[] byStanding) => new(
        Expertised: byStanding.Sum(),
        Labelled: byStanding[(int)Standing.Negative] + byStanding[(int)Standing.Pending] + byStanding[(int)Standing.Funded],
        Funded: byStanding[(int)Standing.Funded],
        Pending: byStanding[(int)Standing.Pending]);

    static ushort Day(DateOnly day) => (ushort)Math.Clamp(day.DayNumber - FirstDay, 1, Now);

    /// <summary>Goes once over the rows of the window, on several cores where that is worth it, and gives each that counts to a counter.</summary>
    List<Counter> Scan(RatesQuestion question, Func<Counter> counter)
    {
        var (first, last) = (Day(question.From), Day(question.To));
        var day = question.AsOf is { } asOf ? Day(asOf) : Now;
        var filters = question.Filters.Select(filter => new RowFilter(this, filter)).ToArray();
        var start = LowerBound(first);
        var end = LowerBound(last + 1);
        var parts = end - start >= WorthSharing ? Math.Min(Environment.ProcessorCount, 4) : 1;
        var counters = Enumerable.Range(0, parts).Select(_ => counter()).ToList();
        if (parts == 1)
            ScanPart(start, end, counters[0]);
        else
            Parallel.For(0, parts, part => ScanPart(start + (int)((long)(end - start) * part / parts), start + (int)((long)(end - start) * (part + 1) / parts), counters[part]));
        ScanPart(ordered, rows, counters[0]);
        return counters;

        void ScanPart(int begin, int stop, Counter into)
        {
            Span<int> selected = stackalloc int[Block];
            Span<byte> standings = stackalloc byte[Block];
            for (var block = begin; block < stop; block += Block)
            {
                var count = Select(block, Math.Min(stop, block + Block), first, last, day, selected);
                var some = selected[..count];
                var standingOf = standings[..count];
                for (var nth = 0; nth < some.Length; nth++)
                    standingOf[nth] = standing[some[nth]];
                foreach (var filter in filters)
                {
                    count = filter.Keep(some, standingOf);
                    some = some[..count];
                    standingOf = standingOf[..count];
                }

                into.Count(some, standingOf);
            }
        }
    }

    /// <summary>The first of the ordered rows that was registered on that day or later.</summary>
    int LowerBound(int day)
    {
        var (low, high) = (0, ordered);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (registered[middle] < day)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>The rows from begin to stop that were registered in the window and hold on the day.</summary>
    int Select(int begin, int stop, ushort first, ushort last, ushort day, Span<int> selected)
    {
        var count = 0;
        var row = begin;
        var (firstDays, lastDays, days) = (Vector256.Create(first), Vector256.Create(last), Vector256.Create(day));
        for (; row + Vector256<ushort>.Count <= stop; row += Vector256<ushort>.Count)
        {
            var on = Vector256.LoadUnsafe(ref registered[row]);
            var counts = Vector256.GreaterThanOrEqual(on, firstDays) & Vector256.LessThanOrEqual(on, lastDays)
                & Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref from[row]), days)
                & Vector256.GreaterThan(Vector256.LoadUnsafe(ref until[row]), days);
            for (var bits = counts.ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
                selected[count++] = row + BitOperations.TrailingZeroCount(bits);
        }

        for (; row < stop; row++)
        {
            if (registered[row] >= first && registered[row] <= last && from[row] <= day && until[row] > day)
                selected[count++] = row;
        }

        return count;
    }

    /// <summary>
    /// Keeps the rows that have a value. One value of a filter is one slice of a crossed table: filtered by a body, a dossier counts as
    /// the applications to that body say.
    /// </summary>
    sealed class RowFilter
    {
        const byte NotThere = 255, AsItStands = 254;

        readonly int[] codes;
        readonly byte[] bySet;

        public RowFilter(FactColumns columns, RateFilter filter)
        {
            var by = IndexOf(filter.By);
            var values = columns.sets[by];
            var value = values.Find(filter.Value);
            codes = columns.codes[by];
            bySet = new byte[values.Sets];
            for (var set = 0; set < bySet.Length; set++)
            {
                bySet[set] = NotThere;
                foreach (var member in values.MembersOf(set))
                {
                    if (member.Value == value)
                        bySet[set] = member.Standing is { } own ? (byte)own : AsItStands;
                }
            }
        }

        public int Keep(Span<int> selected, Span<byte> standings)
        {
            var kept = 0;
            for (var nth = 0; nth < selected.Length; nth++)
            {
                var how = bySet[codes[selected[nth]]];
                if (how == NotThere)
                    continue;
                standings[kept] = how == AsItStands ? standings[nth] : how;
                selected[kept++] = selected[nth];
            }

            return kept;
        }
    }

    abstract class Counter
    {
        public int[] Total { get; } = new int[Standings];

        public abstract void Count(ReadOnlySpan<int> selected, ReadOnlySpan<byte> standings);

        public abstract IEnumerable<((int First, int Second) Key, int[] Counts)> Rows();
    }

    /// <summary>Counts sets, and spreads them over their values at the end.</summary>
    sealed class SingleCounter(FactColumns columns, int[] by) : Counter
    {
        readonly int[] codes = by.Length == 0 ? [] : columns.codes[by[0]];
        readonly int[] bySet = by.Length == 0 ? [] : new int[columns.sets[by[0]].Sets * Standings];

        public override void Count(ReadOnlySpan<int> selected, ReadOnlySpan<byte> standings)
        {
            foreach (var standing in standings)
                Total[standing]++;
            if (by.Length == 0)
                return;
            for (var nth = 0; nth < selected.Length; nth++)
                bySet[codes[selected[nth]] * Standings + standings[nth]]++;
        }

        public override IEnumerable<((int First, int Second) Key, int[] Counts)> Rows()
        {
            if (by.Length == 0)
                return [];
            var values = columns.sets[by[0]];
            var byValue = new int[values.Values][];
            for (var set = 0; set < values.Sets; set++)
            {
                for (var standing = 0; standing < Standings; standing++)
                {
                    var count = bySet[set * Standings + standing];
                    if (count == 0)
                        continue;
                    foreach (var member in values.MembersOf(set))
                        (byValue[member.Value] ??= new int[Standings])[member.Standing is { } own ? (int)own : standing] += count;
                }
            }

            return byValue.Select((counts, value) => ((value, 0), counts)).Where(row => row.counts is not null);
        }
    }

    /// <summary>Counts pairs of values.</summary>
    sealed class CrossCounter(FactColumns columns, int first, int second) : Counter
    {
        readonly int width = columns.sets[second].Values;
        readonly int[] counts = new int[columns.sets[first].Values * columns.sets[second].Values * Standings];

        public override void Count(ReadOnlySpan<int> selected, ReadOnlySpan<byte> standings)
        {
            var (firsts, seconds) = (columns.codes[first], columns.codes[second]);
            for (var nth = 0; nth < selected.Length; nth++)
            {
                var row = selected[nth];
                var standing = standings[nth];
                Total[standing]++;
                var others = columns.sets[second].MembersOf(seconds[row]);
                foreach (var one in columns.sets[first].MembersOf(firsts[row]))
                {
                    foreach (var other in others)
                        counts[(one.Value * width + other.Value) * Standings + (int)(one.Standing ?? other.Standing ?? (Standing)standing)]++;
                }
            }
        }

        public override IEnumerable<((int First, int Second) Key, int[] Counts)> Rows()
        {
            for (var pair = 0; pair < counts.Length / Standings; pair++)
            {
                var some = counts.AsSpan(pair * Standings, Standings);
                if (some.ContainsAnyExcept(0))
                    yield return ((pair / width, pair % width), some.ToArray());
            }
        }
    }

    /// <summary>The same for breakdowns of so many values that most pairs never occur.</summary>
    sealed class SparseCounter(FactColumns columns, int first, int second) : Counter
    {
        readonly Dictionary<(int First, int Second), int[]> counts = [];

        public override void Count(ReadOnlySpan<int> selected, ReadOnlySpan<byte> standings)
        {
            for (var nth = 0; nth < selected.Length; nth++)
            {
                var row = selected[nth];
                Total[standings[nth]]++;
                foreach (var one in columns.sets[first].MembersOf(columns.codes[first][row]))
                {
                    foreach (var other in columns.sets[second].MembersOf(columns.codes[second][row]))
                    {
                        var some = CollectionsMarshal.GetValueRefOrAddDefault(counts, (one.Value, other.Value), out _) ??= new int[Standings];
                        some[(int)(one.Standing ?? other.Standing ?? (Standing)standings[nth])]++;
                    }
                }
            }
        }

        public override IEnumerable<((int First, int Second) Key, int[] Counts)> Rows() => counts.Select(pair => (pair.Key, pair.Value));
    }

    sealed class Lister(FactColumns columns) : Counter
    {
        public List<(Guid Dossier, Standing Standing)> Found { get; } = [];

        public override void Count(ReadOnlySpan<int> selected, ReadOnlySpan<byte> standings)
        {
            for (var nth = 0; nth < selected.Length; nth++)
                Found.Add((columns.dossiers[selected[nth]], (Standing)standings[nth]));
        }

        public override IEnumerable<((int First, int Second) Key, int[] Counts)> Rows() => [];
    }
}
