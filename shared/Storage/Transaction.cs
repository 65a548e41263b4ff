using System.Data.Common;
using Dapper;

namespace Labelling.Storage;

/// <summary>One change and everything that goes with it: rows, history, outbox, audit trail. All of it or nothing.</summary>
public sealed class Transaction : IAsyncDisposable
{
    readonly Database database;
    readonly DbConnection connection;
    readonly DbTransaction transaction;
    readonly SemaphoreSlim? writer;
    bool ended;

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

    /// <summary>True once an event was added to the outbox.</summary>
    internal bool FilledOutbox { get; set; }

    /// <summary>True once a mail was written.</summary>
    internal bool FilledMail { get; set; }

    /// <summary>Persons whose access this change touches.</summary>
    internal HashSet<Guid> TouchedAccess { get; } = [];

    /// <summary>Runs a statement; the number of rows it changed.</summary>
    public Task<int> Execute(string sql, object? parameters = null)
    {
        Written++;
        return connection.ExecuteAsync(Command(sql, parameters));
    }

    /// <summary>All rows of a query.</summary>
    public async Task<IReadOnlyList<T>> Query<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    /// <summary>The one row of a query, or null (a nullable value type has to be asked for as such).</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public Task<T?> QuerySingleOrDefault<T>(string sql, object? parameters = null) =>
        connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters));

    /// <summary>Inserts; false when a row with the same unique value is there already. The transaction can go on.</summary>
    public async Task<bool> TryInsert(string sql, object? parameters = null)
    {
        try
        {
            await Execute(sql, parameters);
            return true;
        }
        catch (DbException taken) when (Database.IsDuplicate(taken))
        {
            return false;
        }
    }

    /// <summary>Makes all of it last, wakes the relay when an event is to be sent, and tells whose access was touched.</summary>
    public async Task Commit()
    {
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
            await connection.DisposeAsync();
            writer?.Release();
        }
    }

    CommandDefinition Command(string sql, object? parameters) => new(sql, parameters, transaction, cancellationToken: Stop);
}
