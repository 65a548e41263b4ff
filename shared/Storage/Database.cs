using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Threading.Channels;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Labelling.Storage;

/// <summary>
/// The database of one service: reads, and transactions through which everything is written.
/// Safe for any number of callers at once.
/// </summary>
public sealed class Database
{
    readonly string connectionString;

    // SQLite has one writer. Waiting here is a queue; waiting in SQLite is a sleep and a retry.
    readonly SemaphoreSlim? writer;

    // SQLite: who reads next takes the one that was used last, and opens another where there is none.
    readonly ConcurrentStack<KeptConnection> readers = [];

    /// <summary>So many wait for the next reader; reading keeps a processor busy, so that more are seldom needed at once.</summary>
    static readonly int MostReaders = 2 * Environment.ProcessorCount;

    // Holds one token at most: a relay that is busy needs to look once more, not once for each commit.
    readonly Channel<bool> committed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    readonly Channel<bool> mailed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>A database by its provider and connection string; nothing is opened yet.</summary>
    /// <param name="name">Name of the service it belongs to.</param>
    /// <param name="dialect">Which provider the connection string is for.</param>
    /// <param name="connectionString">As the provider takes it.</param>
    /// <param name="clock">Where instants come from.</param>
    /// <exception cref="ArgumentException">The connection string is not one of this provider.</exception>
    public Database(string name, Dialect dialect, string connectionString, TimeProvider clock)
    {
        Columns.Register();
        Name = name;
        Dialect = dialect;
        Clock = clock;
        (this.connectionString, writer) = dialect switch
        {
            Dialect.Sqlite => (new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true, Pooling = true }.ToString(), new SemaphoreSlim(1, 1)),
            Dialect.SqlServer => (new SqlConnectionStringBuilder(connectionString) { ApplicationName = $"labelling {name}" }.ToString(), (SemaphoreSlim?)null),
        };
    }

    /// <summary>Name of the service the database belongs to.</summary>
    public string Name { get; }

    /// <summary>Which SQL it speaks.</summary>
    public Dialect Dialect { get; }

    /// <summary>Where instants come from.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The file of a SQLite database; null for SQL Server.</summary>
    public string? File => Dialect == Dialect.Sqlite ? new SqliteConnectionStringBuilder(connectionString).DataSource : null;

    /// <summary>All rows of a query, outside a transaction.</summary>
    public Task<IReadOnlyList<T>> Query<T>(string sql, object? parameters, CancellationToken stop) => Read<IReadOnlyList<T>>(
        async connection => (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: stop))).AsList(), stop);

    /// <summary>The one row of a query, or null (a nullable value type has to be asked for as such).</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public Task<T?> QuerySingleOrDefault<T>(string sql, object? parameters, CancellationToken stop) => Read(
        connection => connection.QuerySingleOrDefaultAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: stop)), stop);

    /// <summary>
    /// One page of a list and how many there are in all. One row more than the page holds is asked for: where there is none, as in most
    /// people's lists, nothing has to be counted.
    /// </summary>
    /// <param name="count">A select of their number.</param>
    /// <param name="ordered">The ordered select of all of them; the page is cut out of it here.</param>
    /// <param name="parameters">The parameters of both, @Skip and @Take apart.</param>
    /// <param name="skip">How many come before the page, from 0.</param>
    /// <param name="take">How many a page holds, at least 1.</param>
    /// <param name="stop">Ends the work.</param>
    public Task<(IReadOnlyList<T> Page, int Total)> QueryPage<T>(string count, string ordered, object? parameters, int skip, int take, CancellationToken stop) =>
        Read<(IReadOnlyList<T>, int)>(connection => Page<T>(connection, count, ordered, parameters, skip, take, stop), stop);

    async Task<(IReadOnlyList<T> Page, int Total)> Page<T>(DbConnection connection, string count, string ordered, object? parameters, int skip, int take, CancellationToken stop)
    {
        var asked = new DynamicParameters(parameters);
        asked.Add("Skip", skip);
        asked.Add("Take", take + 1);
        var found = (await connection.QueryAsync<T>(new CommandDefinition($"{ordered}\n{Dialect.Paging()}", asked, cancellationToken: stop))).AsList();
        if (found.Count <= take && (found.Count > 0 || skip == 0))
            return (found, skip + found.Count);
        return (found[..Math.Min(take, found.Count)], await connection.QuerySingleAsync<int>(new CommandDefinition(count, parameters, cancellationToken: stop)));
    }

    /// <summary>Reads through a connection that was read through before, where there is one.</summary>
    async Task<T> Read<T>(Func<DbConnection, Task<T>> read, CancellationToken stop)
    {
        if (Dialect == Dialect.SqlServer)
        {
            await using var opened = await Open(stop);
            return await read(opened);
        }
        if (!readers.TryPop(out var connection))
            connection = new KeptConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        try
        {
            if (connection.State != ConnectionState.Open)
                await connection.OpenAsync(stop);
            Opened?.Invoke(connection);
            var answer = await read(connection);
            if (readers.Count < MostReaders)
                readers.Push(connection);
            else
                await connection.DisposeAsync();
            return answer;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes what waits for the next reader, whose files stay open otherwise. Who reads later opens another.</summary>
    public void CloseReaders()
    {
        while (readers.TryPop(out var idle))
            idle.Dispose();
    }

    /// <summary>Begins the transaction of one change. Disposing it without <see cref="Transaction.Commit"/> takes everything back.</summary>
    public async Task<Transaction> Begin(CancellationToken stop)
    {
        if (writer is not null)
            await writer.WaitAsync(stop);
        DbConnection? connection = null;
        try
        {
            connection = await Open(stop);
            // SQLite: BEGIN IMMEDIATE, so that a transaction never fails half way because another wrote meanwhile.
            var transaction = await connection.BeginTransactionAsync(stop);
            return new Transaction(this, connection, transaction, writer, stop);
        }
        catch
        {
            if (connection is not null)
                await connection.DisposeAsync();
            writer?.Release();
            throw;
        }
    }

    /// <summary>An open connection for what Dapper alone cannot do; the caller disposes it.</summary>
    public async Task<DbConnection> Open(CancellationToken stop)
    {
        DbConnection connection = Dialect switch
        {
            Dialect.Sqlite => new SqliteConnection(connectionString),
            Dialect.SqlServer => new SqlConnection(connectionString),
        };
        try
        {
            await connection.OpenAsync(stop);
            Opened?.Invoke(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection was opened, for whoever watches what is asked of the database.</summary>
    public event Action<DbConnection>? Opened;

    /// <summary>Waits until a transaction that added to the outbox was committed through this object, or the time is over.</summary>
    public Task OutboxFilled(TimeSpan atMost, CancellationToken stop) => Woken(committed, atMost, stop);

    /// <summary>Waits until a transaction that wrote a mail was committed through this object, or the time is over.</summary>
    public Task MailWritten(TimeSpan atMost, CancellationToken stop) => Woken(mailed, atMost, stop);

    static async Task Woken(Channel<bool> by, TimeSpan atMost, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(atMost);
        try
        {
            await by.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The time is over: the caller looks all the same, since another process may have written.
        }
    }

    /// <summary>A person's roles, account or sign-ins were changed by a transaction committed through this object.</summary>
    public event Action<Guid>? AccessTouched;

    internal void TellAccessTouched(Guid person) => AccessTouched?.Invoke(person);

    internal void WakeRelay() => committed.Writer.TryWrite(true);

    internal void WakeMailRelay() => mailed.Writer.TryWrite(true);

    /// <summary>True when an exception says that a unique constraint or index was violated.</summary>
    internal static bool IsDuplicate(DbException exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 2067 or 1555, // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY
        SqlException server => server.Number is 2627 or 2601,
        _ => false,
    };

    /// <summary>True when an exception says that the database cannot be reached or is busy now: the same statement may work later.</summary>
    public static bool IsAway(DbException exception) => exception switch
    {
        // SQLITE_BUSY, _LOCKED, _NOMEM, _IOERR, _FULL, _CANTOPEN
        SqliteException sqlite => sqlite.SqliteErrorCode is 5 or 6 or 7 or 10 or 13 or 14,
        // time-out, connection refused or lost, deadlock victim, database starting or unavailable
        SqlException server => server.Number is -2 or -1 or 2 or 53 or 64 or 121 or 233 or 258 or 1205 or 4060 or 10053 or 10054 or 10060 or 10061 or 40197 or 40501 or 40613,
        _ => false,
    };

    internal SqlConnectionStringBuilder ServerOnly() => new(connectionString) { InitialCatalog = "master" };

    internal string Catalog() => new SqlConnectionStringBuilder(connectionString).InitialCatalog;
}
