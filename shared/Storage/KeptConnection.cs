using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Labelling.Storage;

/// <summary>
/// A connection of SQLite to read through, one reader at a time, that stays open and keeps the statements it ran. The driver forgets a
/// statement with its command, and preparing that of a list takes almost half as long as running it.
/// </summary>
sealed class KeptConnection(string connectionString) : SqliteConnection(connectionString)
{
    /// <summary>So many statements are kept; then it begins anew, so that memory has a bound.</summary>
    const int Most = 200;

    readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);

    protected override DbCommand CreateDbCommand() => new Question(this);

    SqliteCommand Prepared(string sql)
    {
        if (prepared.TryGetValue(sql, out var before))
            return before;
        if (prepared.Count >= Most)
        {
            foreach (var command in prepared.Values)
                command.Dispose();
            prepared.Clear();
        }
        var first = CreateCommand();
        first.CommandText = sql;
        return prepared[sql] = first;
    }

    /// <summary>What is asked: its text chooses the statement. It has no connection of its own, which would remember each.</summary>
    sealed class Question(KeptConnection connection) : SqliteCommand
    {
        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            var command = connection.Prepared(CommandText);
            command.Parameters.Clear();
            foreach (SqliteParameter parameter in Parameters)
                command.Parameters.Add(parameter);
            return command.ExecuteReader(behavior);
        }
    }
}
