using Labelling.Storage;

namespace Labelling.FundingOutcome.Facts;

/// <summary>What is made of the facts and kept in memory. Not for several threads: <see cref="FactsInMemory{T}"/> sees to that.</summary>
public interface IMadeOfFacts
{
    /// <summary>Takes a dossier in. It must not be there already: see <see cref="Forget"/>.</summary>
    /// <param name="facts">Everything ever recorded of it.</param>
    void Add(IReadOnlyList<StoredFact> facts);

    /// <summary>Takes dossiers out, to take them in again as they are known now.</summary>
    void Forget(IReadOnlySet<Guid> some);

    /// <summary>Whether so much came, or went, since they were put in order that it is worth doing again.</summary>
    bool WantsOrder { get; }

    void Order();
}

/// <summary>
/// Keeps what is made of the facts as they are: the table of facts is the only source; before each answer it is asked what came since, and
/// that is taken in. What is rebuilt has new places in the table, so it is taken in as well.
/// </summary>
/// <param name="database">Holds the table of facts.</param>
/// <param name="fresh">Makes it of no facts.</param>
public sealed class FactsInMemory<T>(Database database, Func<T> fresh) : IDisposable
    where T : IMadeOfFacts
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
    T made = fresh();

    /// <summary>Every fact up to here is taken in; and those of these places behind it.</summary>
    long complete;
    readonly HashSet<long> behind = [];
    DateTimeOffset? missingSince;

    /// <summary>As it stands, whatever came since.</summary>
    public T AsItStands => made;

    public async Task<TAnswer> Ask<TAnswer>(Func<T, TAnswer> question, CancellationToken stop)
    {
        await TakeIn(stop);
        reading.EnterReadLock();
        try
        {
            return question(made);
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
            made.Forget(touched);
            foreach (var ofOne in known)
                made.Add(ofOne);
            if (made.WantsOrder)
                made.Order();
        }
        finally
        {
            reading.ExitWriteLock();
        }

        TookIn([.. told.Select(fact => fact.Position)]);
    }

    async Task TakeAll(CancellationToken stop)
    {
        var again = fresh();
        var settled = database.Clock.GetUtcNow() - LongestTransaction;
        var (before, recent) = (0L, new List<long>());
        await foreach (var ofOne in facts.All(stop))
        {
            again.Add(ofOne);
            foreach (var stored in ofOne)
            {
                if (database.Dialect == Dialect.Sqlite || stored.Fact.RecordedAt < settled)
                    before = Math.Max(before, stored.Position);
                else
                    recent.Add(stored.Position);
            }
        }

        again.Order();
        reading.EnterWriteLock();
        try
        {
            made = again;
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
