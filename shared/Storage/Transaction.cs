using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Labelling.Storage;

/// <summary>One change and everything that goes with it: rows, history, outbox, audit trail. All of it or nothing.</summary>
public sealed class Transaction : IAsyncDisposable
{
    readonly Database database;
    readonly DbConnection connection;
    readonly DbTransaction transaction;
    readonly SemaphoreSlim? writer;
    bool ended;
    bool excused;
    bool roomy;

    internal Transaction(Database database, DbConnection connection, DbTransaction transaction, SemaphoreSlim? writer, CancellationToken stop)
    {
        this.database = database;
        this.connection = connection;
        this.transaction = transaction;
        this.writer = writer;
        Stop = stop;
    }

    /// <summary>Which SQL it speaks.</summary>
    public Dialect Dialect => database.Dialect;

    /// <summary>Where instants come from.</summary>
    public TimeProvider Clock => database.Clock;

    /// <summary>Ends the work when the request or the host ends.</summary>
    public CancellationToken Stop { get; }

    /// <summary>How many statements that write were run: a listener that says "not yet" must not have run one.</summary>
    public int Written { get; private set; }

    /// <summary>
    /// How many statements changed rows of the domain. Outbox, inbox, what waits, and the trail itself are bookkeeping and do not count.
    /// </summary>
    public int Changed { get; private set; }

    /// <summary>How many lines were added to the audit trail.</summary>
    public int Trailed { get; internal set; }

    /// <summary>True once an event was added to the outbox.</summary>
    internal bool FilledOutbox { get; set; }

    /// <summary>True once a mail was written.</summary>
    internal bool FilledMail { get; set; }

    /// <summary>Persons whose access this change touches.</summary>
    internal HashSet<Guid> TouchedAccess { get; } = [];

    /// <summary>Runs a statement; the number of rows it changed.</summary>
    public async Task<int> Execute(string sql, object? parameters = null)
    {
        var rows = await Keep(sql, parameters);
        if (rows != 0)
            Changed++;
        return rows;
    }

    /// <summary>
    /// Runs one statement for many rows, prepared once: for SQLite, where a statement is no round trip, and rows handed over as JSON are
    /// read twice.
    /// </summary>
    /// <param name="sql">With a parameter for each name.</param>
    /// <param name="names">The parameters, without their sign.</param>
    /// <param name="rows">The values of each row, in the order of the names.</param>
    public int ExecuteEach(string sql, IReadOnlyList<string> names, IEnumerable<object?[]> rows)
    {
        Written++;
        var changed = PreparedStatement.Run((SqliteConnection)connection, sql, names, rows, Stop);
        if (changed != 0)
            Changed++;
        return changed;
    }

    /// <summary>
    /// Lets this transaction, which writes much, hold more pages of a SQLite file in memory: a page that does not fit is written and read
    /// again, however often it changes. The connection has its usual measure again once the transaction has ended.
    /// </summary>
    /// <param name="megabytes">So many.</param>
    public async Task MakeRoom(int megabytes)
    {
        if (Dialect != Dialect.Sqlite)
            return;
        roomy = true;
        await connection.ExecuteAsync(Command($"pragma cache_size = -{megabytes * 1024}", null));
    }

    /// <summary>Runs a statement of Storage's own bookkeeping: it is no change of the domain, and needs no line in the audit trail.</summary>
    internal Task<int> Keep(string sql, object? parameters = null)
    {
        Written++;
        return connection.ExecuteAsync(Command(sql, parameters));
    }

    /// <summary>
    /// What this transaction writes is no change that anybody would ask about later (who sent which mail when is one, that a mail was
    /// tried again is none): it may be committed without a line in the audit trail.
    /// </summary>
    /// <param name="why">For whoever reads the code.</param>
    public void WithoutTrail(string why)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(why);
        excused = true;
    }

    /// <summary>All rows of a query.</summary>
    public async Task<IReadOnlyList<T>> Query<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    /// <summary>The one row of a query, or null (a nullable value type has to be asked for as such).</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public Task<T?> QuerySingleOrDefault<T>(string sql, object? parameters = null) =>
        connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters));

    /// <summary>Inserts; false when a row with the same unique value is there already. The transaction can go on.</summary>
    public Task<bool> TryInsert(string sql, object? parameters = null) => TryInsert(() => Execute(sql, parameters));

    /// <summary>The same for bookkeeping.</summary>
    internal Task<bool> TryKeep(string sql, object? parameters = null) => TryInsert(() => Keep(sql, parameters));

    static async Task<bool> TryInsert(Func<Task<int>> insert)
    {
        try
        {
            await insert();
            return true;
        }
        catch (DbException taken) when (Database.IsDuplicate(taken))
        {
            return false;
        }
    }

    /// <summary>Makes all of it last, wakes the relay when an event is to be sent, and tells whose access was touched.</summary>
    /// <exception cref="InvalidOperationException">Rows were changed and no line says so in the audit trail.</exception>
    public async Task Commit()
    {
        if (Changed > 0 && Trailed == 0 && !excused)
            throw new InvalidOperationException(
                $"A transaction of {database.Name} changed rows and left no line in the audit trail: add one, or say why there is none (WithoutTrail).");
        await transaction.CommitAsync(Stop);
        ended = true;
        if (FilledOutbox)
            database.WakeRelay();
        if (FilledMail)
            database.WakeMailRelay();
        foreach (var person in TouchedAccess)
            database.TellAccessTouched(person);
    }

    /// <summary>Takes everything back unless it was committed.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!ended)
                await transaction.RollbackAsync(CancellationToken.None);
        }
        finally
        {
            await transaction.DisposeAsync();
            if (roomy)
                await connection.ExecuteAsync("pragma cache_size = -2000");
            await connection.DisposeAsync();
            writer?.Release();
        }
    }

    CommandDefinition Command(string sql, object? parameters) => new(sql, parameters, transaction, cancellationToken: Stop);
}
