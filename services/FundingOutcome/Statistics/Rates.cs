using Labelling.FundingOutcome.Facts;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>
/// The one place rates come from, for pages, API, files and command line. The table of facts is the only source: before each answer
/// it is asked what came since, and the columns take that in.
/// </summary>
public sealed class Rates(Database database) : IDisposable
{
    /// <summary>From so many new facts on everything is read again, which is faster than dossier by dossier.</summary>
    const int ReadAgain = 20_000;

    /// <summary>
    /// On SQL Server a place in the table is taken when a fact is written and seen when its transaction commits, so a lower one can come
    /// after a higher; one that was rolled back never comes. So long it is looked for.
    /// </summary>
    static readonly TimeSpan LongestTransaction = TimeSpan.FromMinutes(10);

    readonly FactStore facts = new(database);
    readonly SemaphoreSlim turn = new(1, 1);
    readonly ReaderWriterLockSlim reading = new();
    FactColumns columns = new();

    /// <summary>Every fact up to here is in the columns; and those of these places behind it.</summary>
    long complete;
    readonly HashSet<long> behind = [];
    DateTimeOffset? missingSince;

    public Task<RatesTable> Answer(RatesQuestion question, CancellationToken stop) => Ask(columns => columns.Answer(question), stop);

    /// <summary>The dossiers a question counts, and as what.</summary>
    public Task<IReadOnlyList<(Guid Dossier, Standing Standing)>> Dossiers(RatesQuestion question, CancellationToken stop) =>
        Ask(columns => columns.Dossiers(question), stop);

    /// <summary>The values of each breakdown that occur, in ordinal order.</summary>
    public Task<IReadOnlyDictionary<Breakdown, IReadOnlyList<string>>> Choices(CancellationToken stop) => Ask(columns => columns.Choices(), stop);

    /// <summary>Bytes and rows of the columns as they stand.</summary>
    public (long Bytes, int Rows) Size => (columns.Bytes, columns.Rows);

    async Task<T> Ask<T>(Func<FactColumns, T> question, CancellationToken stop)
    {
        await TakeIn(stop);
        reading.EnterReadLock();
        try
        {
            return question(columns);
        }
        finally
        {
            reading.ExitReadLock();
        }
    }

    async Task TakeIn(CancellationToken stop)
    {
        if ((await facts.Since(Interlocked.Read(ref complete), stop)).Count == 0)
            return;
        await turn.WaitAsync(stop);
        try
        {
            var (last, count) = await facts.Since(complete, stop);
            if (count == behind.Count)
                ForgetMissing(last);
            else if (count - behind.Count > ReadAgain)
                await TakeAll(stop);
            else
                await TakeNew(stop);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>What does not come any more is not looked for any more.</summary>
    void ForgetMissing(long last)
    {
        if (missingSince is not { } since || database.Clock.GetUtcNow() - since < LongestTransaction)
            return;
        Interlocked.Exchange(ref complete, last);
        behind.Clear();
        missingSince = null;
    }

    async Task TakeNew(CancellationToken stop)
    {
        var told = await facts.ToldSince(complete, stop);
        var touched = told.Where(fact => !behind.Contains(fact.Position)).Select(fact => fact.DossierId).ToHashSet();
        var known = (await facts.AllOf(touched, stop)).GroupBy(stored => stored.Fact.DossierId).Select(ofOne => ofOne.ToList()).ToList();
        reading.EnterWriteLock();
        try
        {
            columns.Forget(touched);
            foreach (var ofOne in known)
                columns.Add(ofOne);
            if (columns.WantsOrder)
                columns.Order();
        }
        finally
        {
            reading.ExitWriteLock();
        }

        TookIn([.. told.Select(fact => fact.Position)]);
    }

    async Task TakeAll(CancellationToken stop)
    {
        var fresh = new FactColumns();
        var settled = database.Clock.GetUtcNow() - LongestTransaction;
        var (before, recent) = (0L, new List<long>());
        await foreach (var ofOne in facts.All(stop))
        {
            fresh.Add(ofOne);
            foreach (var stored in ofOne)
            {
                if (database.Dialect == Dialect.Sqlite || stored.Fact.RecordedAt < settled)
                    before = Math.Max(before, stored.Position);
                else
                    recent.Add(stored.Position);
            }
        }

        fresh.Order();
        reading.EnterWriteLock();
        try
        {
            columns = fresh;
        }
        finally
        {
            reading.ExitWriteLock();
        }

        Interlocked.Exchange(ref complete, before);
        behind.Clear();
        missingSince = null;
        TookIn([.. recent.Where(position => position > before)]);
    }

    void TookIn(IReadOnlyList<long> positions)
    {
        behind.UnionWith(positions);
        while (behind.Remove(complete + 1))
            Interlocked.Increment(ref complete);
        missingSince = behind.Count > 0 ? database.Clock.GetUtcNow() : null;
    }

    public void Dispose()
    {
        turn.Dispose();
        reading.Dispose();
    }
}
