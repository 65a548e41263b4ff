namespace Labelling.Storage;

/// <summary>Where a store reads: in a transaction, which sees its own changes, or outside of any.</summary>
public readonly struct Reading
{
    readonly Database? database;
    readonly Transaction? transaction;
    readonly CancellationToken stop;

    Reading(Database? database, Transaction? transaction, CancellationToken stop) =>
        (this.database, this.transaction, this.stop) = (database, transaction, stop);

    /// <summary>Outside of any transaction.</summary>
    /// <param name="database">What is read.</param>
    /// <param name="stop">Ends the work.</param>
    public static Reading From(Database database, CancellationToken stop) => new(database, null, stop);

    /// <summary>In a transaction.</summary>
    /// <param name="transaction">Its own changes are seen; it ends the work.</param>
    public static Reading In(Transaction transaction) => new(null, transaction, transaction.Stop);

    /// <summary>All rows.</summary>
    /// <param name="sql">A select for both dialects.</param>
    /// <param name="parameters">Its parameters, by name.</param>
    public Task<IReadOnlyList<T>> Query<T>(string sql, object? parameters = null) =>
        transaction?.Query<T>(sql, parameters) ?? database!.Query<T>(sql, parameters, stop);

    /// <summary>The one row there may be, or null.</summary>
    /// <param name="sql">A select for both dialects.</param>
    /// <param name="parameters">Its parameters, by name.</param>
    public Task<T?> QuerySingleOrDefault<T>(string sql, object? parameters = null) =>
        transaction?.QuerySingleOrDefault<T>(sql, parameters) ?? database!.QuerySingleOrDefault<T>(sql, parameters, stop);
}
