using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Labelling.FundingOutcome.Facts;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>
/// The facts as columns in memory: a row for each stretch of days in which what is known of a counted dossier does not change, small
/// numbers only. Any question, past days included, is one scan of the rows registered in its window; nothing is summed beforehand.
/// </summary>
public sealed class FactColumns : IMadeOfFacts
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

    /// <summary>By breakdown: the number of the row's set of values and, in the lowest two bits, as what its dossier counts: where it is counted.</summary>
    readonly int[][] cells = [.. Breakdown.All.Select(_ => Array.Empty<int>())];
    ushort[] registered = [], from = [], until = [];
    byte[] standing = [];
    Guid[] dossiers = [];
    int rows, gone;

    /// <summary>The rows up to <see cref="lasting"/> last, those from there to <see cref="ordered"/> are over, each in the order of registration; behind them is what came since.</summary>
    int lasting, ordered;

    /// <summary>By block of rows: one of them went since they were put in order.</summary>
    bool[] holed = [];

    /// <summary>Bytes the columns take, without the dictionaries of values.</summary>
    public long Bytes => registered.LongLength * (3 * sizeof(ushort) + 1 + 16 + cells.Length * sizeof(int));

    public int Rows => rows - gone;

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
            var set = Breakdown.All[by] == Breakdown.FundingBody
                ? sets[by].NumberOf([.. Breakdown.FundingBody.RowsOf(known).Select(body =>
                    (body, (Standing?)SuccessRates.StandingOf(labelled, [.. known.Applications.Where(a => a.FundingBody == body)])))])
                : sets[by].NumberOf([.. Breakdown.All[by].RowsOf(known).Select(value => (value, (Standing?)null))]);
            cells[by][rows] = set * Standings + standing[rows];
        }

        rows++;
    }

    public void Forget(IReadOnlySet<Guid> some)
    {
        for (var row = 0; row < rows; row++)
        {
            if (until[row] != 0 && some.Contains(dossiers[row]))
            {
                until[row] = 0;
                gone++;
                if (row < ordered)
                    holed[row / Block] = true;
            }
        }
    }

    /// <summary>Whether enough came to the end, or went, that a window is not a small part of the rows any more.</summary>
    public bool WantsOrder => rows - ordered > 1024 + ordered / 8 || gone > 1024 + rows / 8;

    /// <summary>Puts the rows in the order of registration, those that last before the others, so that a window is two parts of them.</summary>
    public void Order()
    {
        const int Days = ushort.MaxValue + 1;
        var places = new int[2 * Days + 1];
        for (var row = 0; row < rows; row++)
        {
            if (until[row] != 0)
                places[PlaceOf(row) + 1]++;
        }

        for (var place = 1; place < places.Length; place++)
            places[place] += places[place - 1];
        lasting = places[Days];
        var target = new int[rows];
        for (var row = 0; row < rows; row++)
            target[row] = until[row] == 0 ? -1 : places[PlaceOf(row)]++;
        dossiers = Moved(dossiers, target);
        for (var by = 0; by < cells.Length; by++)
            cells[by] = Moved(cells[by], target);
        standing = Moved(standing, target);
        registered = Moved(registered, target);
        from = Moved(from, target);
        until = Moved(until, target);
        rows -= gone;
        gone = 0;
        ordered = rows;
        holed = new bool[ordered / Block + 1];

        int PlaceOf(int row) => (until[row] == Lasting ? 0 : Days) + registered[row];
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
        for (var by = 0; by < cells.Length; by++)
            Array.Resize(ref cells[by], length);
    }

    public RatesTable Answer(RatesQuestion question)
    {
        var by = question.By.Select(IndexOf).ToArray();
        var counters = Scan(question, () => by.Length == 2 && ValuesOf(by[0]) * (long)ValuesOf(by[1]) > 2_000_000
            ? new SparseCounter(this, by[0], by[1])
            : by.Length == 2 ? new CrossCounter(this, by[0], by[1])
            : by.Length == 1 ? new SingleCounter(this, by[0])
            : new TotalCounter());
        var total = new int[Standings];
        var found = new Dictionary<(int First, int Second), int[]>();
        foreach (var counter in counters)
        {
            var some = counter.Total();
            for (var one = 0; one < Standings; one++)
                total[one] += some[one];
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
        // What is over does not hold now.
        var (start, end) = (LowerBound(first, 0, lasting), LowerBound(last + 1, 0, lasting));
        var (startOver, endOver) = day == Now ? (lasting, lasting) : (LowerBound(first, lasting, ordered), LowerBound(last + 1, lasting, ordered));
        var parts = end - start + endOver - startOver >= WorthSharing ? Math.Min(Environment.ProcessorCount, 4) : 1;
        var counters = Enumerable.Range(0, parts).Select(_ => counter()).ToList();
        if (parts == 1)
            ScanShare(0, counters[0]);
        else
            Parallel.For(0, parts, part => ScanShare(part, counters[part]));
        ScanPart(ordered, rows, counters[0], all: false);
        return counters;

        void ScanShare(int part, Counter into)
        {
            ScanPart(Share(start, end, part), Share(start, end, part + 1), into, all: day == Now && filters.Length == 0);
            ScanPart(Share(startOver, endOver, part), Share(startOver, endOver, part + 1), into, all: false);
        }

        int Share(int from, int to, int part) => from + (int)((long)(to - from) * part / parts);

        // All: every row does, but for those that went.
        void ScanPart(int begin, int stop, Counter into, bool all)
        {
            Span<int> selected = stackalloc int[Block];
            Span<byte> standings = stackalloc byte[Block];
            for (int block = begin, next; block < stop; block = next)
            {
                next = Math.Min(stop, (block / Block + 1) * Block);
                if (all && !holed[block / Block] && into.Count(block, next))
                    continue;
                var count = Select(block, next, first, last, day, selected);
                var some = selected[..count];
                if (filters.Length == 0 && into.Count(some))
                    continue;
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

    /// <summary>The first of some rows in order that was registered on that day or later.</summary>
    int LowerBound(int day, int low, int high)
    {
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

        readonly int[] cells;
        readonly byte[] bySet;

        public RowFilter(FactColumns columns, RateFilter filter)
        {
            var by = IndexOf(filter.By);
            var values = columns.sets[by];
            var value = values.Find(filter.Value);
            cells = columns.cells[by];
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
                var how = bySet[cells[selected[nth]] / Standings];
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
        /// <summary>Counts rows beside each other that no filter looked at; false where it wants to be told as what each counts.</summary>
        public virtual bool Count(int begin, int stop) => false;

        /// <summary>The same of rows here and there.</summary>
        public virtual bool Count(ReadOnlySpan<int> selected) => false;

        public abstract void Count(ReadOnlySpan<int> selected, ReadOnlySpan<byte> standings);

        /// <summary>Every row that was counted, once, by standing.</summary>
        public abstract int[] Total();

        public abstract IEnumerable<((int First, int Second) Key, int[] Counts)> Rows();
    }

    /// <summary>Counts each row once.</summary>
    abstract class RowCounter : Counter
    {
        readonly int[] total = new int[Standings];

        public override void Count(ReadOnlySpan<int> selected, ReadOnlySpan<byte> standings)
        {
            foreach (var standing in standings)
                total[standing]++;
        }

        public override int[] Total() => total;

        public override IEnumerable<((int First, int Second) Key, int[] Counts)> Rows() => [];
    }

    sealed class TotalCounter : RowCounter;

    /// <summary>
    /// Counts sets, and spreads them over their values at the end. Neighbours are counted in different lanes: one that adds to what the one
    /// before it added to would have to wait for it.
    /// </summary>
    sealed class SingleCounter(FactColumns columns, int by) : Counter
    {
        const int Lanes = 4;

        readonly ValueSets values = columns.sets[by];
        readonly int[] cells = columns.cells[by];
        readonly int width = columns.sets[by].Sets * Standings;
        readonly int[] counts = new int[columns.sets[by].Sets * Standings * Lanes];

        public override bool Count(int begin, int stop)
        {
            var some = cells.AsSpan(begin, stop - begin);
            var counts = this.counts;
            var (second, third, fourth) = (width, 2 * width, 3 * width);
            var nth = 0;
            for (; nth + Lanes <= some.Length; nth += Lanes)
            {
                counts[some[nth]]++;
                counts[second + some[nth + 1]]++;
                counts[third + some[nth + 2]]++;
                counts[fourth + some[nth + 3]]++;
            }

            foreach (var cell in some[nth..])
                counts[cell]++;
            return true;
        }

        public override bool Count(ReadOnlySpan<int> selected)
        {
            var (cells, counts) = (this.cells, this.counts);
            var (second, third, fourth) = (width, 2 * width, 3 * width);
            var nth = 0;
            for (; nth + Lanes <= selected.Length; nth += Lanes)
            {
                counts[cells[selected[nth]]]++;
                counts[second + cells[selected[nth + 1]]]++;
                counts[third + cells[selected[nth + 2]]]++;
                counts[fourth + cells[selected[nth + 3]]]++;
            }

            for (; nth < selected.Length; nth++)
                counts[cells[selected[nth]]]++;
            return true;
        }

        public override void Count(ReadOnlySpan<int> selected, ReadOnlySpan<byte> standings)
        {
            for (var nth = 0; nth < selected.Length; nth++)
                counts[cells[selected[nth]] / Standings * Standings + standings[nth]]++;
        }

        int CountOf(int set, int standing)
        {
            var count = 0;
            for (var lane = 0; lane < Lanes; lane++)
                count += counts[lane * width + set * Standings + standing];
            return count;
        }

        public override int[] Total()
        {
            var total = new int[Standings];
            for (var set = 0; set < values.Sets; set++)
            {
                for (var standing = 0; standing < Standings; standing++)
                    total[standing] += CountOf(set, standing);
            }

            return total;
        }

        public override IEnumerable<((int First, int Second) Key, int[] Counts)> Rows()
        {
            var byValue = new int[values.Values][];
            for (var set = 0; set < values.Sets; set++)
            {
                for (var standing = 0; standing < Standings; standing++)
                {
                    var count = CountOf(set, standing);
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
    sealed class CrossCounter(FactColumns columns, int first, int second) : RowCounter
    {
        readonly int width = columns.sets[second].Values;
        readonly int[] counts = new int[columns.sets[first].Values * columns.sets[second].Values * Standings];

        public override void Count(ReadOnlySpan<int> selected, ReadOnlySpan<byte> standings)
        {
            base.Count(selected, standings);
            var (firsts, seconds) = (columns.cells[first], columns.cells[second]);
            for (var nth = 0; nth < selected.Length; nth++)
            {
                var row = selected[nth];
                var standing = standings[nth];
                var others = columns.sets[second].MembersOf(seconds[row] / Standings);
                foreach (var one in columns.sets[first].MembersOf(firsts[row] / Standings))
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
    sealed class SparseCounter(FactColumns columns, int first, int second) : RowCounter
    {
        readonly Dictionary<(int First, int Second), int[]> counts = [];

        public override void Count(ReadOnlySpan<int> selected, ReadOnlySpan<byte> standings)
        {
            base.Count(selected, standings);
            for (var nth = 0; nth < selected.Length; nth++)
            {
                var row = selected[nth];
                foreach (var one in columns.sets[first].MembersOf(columns.cells[first][row] / Standings))
                {
                    foreach (var other in columns.sets[second].MembersOf(columns.cells[second][row] / Standings))
                    {
                        var some = CollectionsMarshal.GetValueRefOrAddDefault(counts, (one.Value, other.Value), out _) ??= new int[Standings];
                        some[(int)(one.Standing ?? other.Standing ?? (Standing)standings[nth])]++;
                    }
                }
            }
        }

        public override IEnumerable<((int First, int Second) Key, int[] Counts)> Rows() => counts.Select(pair => (pair.Key, pair.Value));
    }

    sealed class Lister(FactColumns columns) : RowCounter
    {
        public List<(Guid Dossier, Standing Standing)> Found { get; } = [];

        public override void Count(ReadOnlySpan<int> selected, ReadOnlySpan<byte> standings)
        {
            for (var nth = 0; nth < selected.Length; nth++)
                Found.Add((columns.dossiers[selected[nth]], (Standing)standings[nth]));
        }
    }
}
