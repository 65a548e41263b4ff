using Labelling.Storage;

namespace Labelling.ExpertReview.Reviews;

/// <summary>Where a store reads: in a transaction, which sees its own changes, or outside of any.</summary>
public readonly struct Reading
{
    readonly Database? database;
    readonly Transaction? transaction;
    readonly CancellationToken stop;

    Reading(Database? database, Transaction? transaction, CancellationToken stop) =>
        (this.database, this.transaction, this.stop) = (database, transaction, stop);

    public static Reading From(Database database, CancellationToken stop) => new(database, null, stop);

    public static Reading In(Transaction transaction) => new(null, transaction, transaction.Stop);

    public Task<IReadOnlyList<T>> Query<T>(string sql, object? parameters = null) =>
        transaction?.Query<T>(sql, parameters) ?? database!.Query<T>(sql, parameters, stop);

    public Task<T?> QuerySingleOrDefault<T>(string sql, object? parameters = null) =>
        transaction?.QuerySingleOrDefault<T>(sql, parameters) ?? database!.QuerySingleOrDefault<T>(sql, parameters, stop);
}
