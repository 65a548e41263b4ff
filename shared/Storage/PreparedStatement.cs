using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Labelling.Storage;

/// <summary>
/// One statement of SQLite for many rows. The driver looks every parameter up by name for every row, which takes longer than the row;
/// here that is done once.
/// </summary>
static class PreparedStatement
{
    /// <summary>Whether the work is to end is asked once in so many rows.</summary>
    const int Pace = 1000;

    /// <returns>How many rows were changed.</returns>
    public static int Run(SqliteConnection connection, string sql, IReadOnlyList<string> names, IEnumerable<object?[]> rows, CancellationToken stop)
    {
        var database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        var begun = raw.sqlite3_prepare_v2(database, sql, out var statement);
        if (begun != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(begun, database);
        using (statement)
        {
            var places = names.Select(name => raw.sqlite3_bind_parameter_index(statement, "@" + name)).ToArray();
            var (changed, run) = (0, 0);
            foreach (var row in rows)
            {
                if (run++ % Pace == 0)
                    stop.ThrowIfCancellationRequested();
                for (var nth = 0; nth < places.Length; nth++)
                    Bind(statement, places[nth], Columns.ForSqlite(row[nth]));
                var done = raw.sqlite3_step(statement);
                if (done != raw.SQLITE_DONE)
                    SqliteException.ThrowExceptionForRC(done, database);
                changed += raw.sqlite3_changes(database);
                raw.sqlite3_reset(statement);
            }

            return changed;
        }
    }

    static void Bind(sqlite3_stmt statement, int place, object? value)
    {
        switch (value)
        {
            case null:
                raw.sqlite3_bind_null(statement, place);
                break;
            case string { Length: > 0 and <= 1000 } text:
                Span<byte> bytes = stackalloc byte[3 * text.Length];
                raw.sqlite3_bind_text(statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
                break;
            case string text:
                raw.sqlite3_bind_text(statement, place, text);
                break;
            case long number:
                raw.sqlite3_bind_int64(statement, place, number);
                break;
            case int number:
                raw.sqlite3_bind_int64(statement, place, number);
                break;
            default:
                throw new ArgumentException($"A value of {value.GetType().Name} has no column here.");
        }
    }
}
