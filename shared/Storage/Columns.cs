using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Labelling.Storage;

/// <summary>
/// How .NET values stand in columns of both dialects, so that stores pass and read plain Guid, DateTimeOffset, DateOnly and decimal.
/// Instants are kept in UTC to the microsecond, which is what both keep; as text in SQLite they sort as they should.
/// </summary>
static class Columns
{
    const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    static readonly Lock Once = new();
    static bool registered;

    public static void Register()
    {
        lock (Once)
        {
            if (registered)
                return;
            LetConnectionsGoUnlocked();
            // Dapper prefers its own map to a handler: the map has to go for the handler to be asked.
            foreach (var type in (Type[])[typeof(Guid), typeof(Guid?), typeof(DateTimeOffset), typeof(DateTimeOffset?),
                         typeof(DateOnly), typeof(DateOnly?), typeof(decimal), typeof(decimal?)])
                SqlMapper.RemoveTypeMap(type);
            SqlMapper.AddTypeHandler(typeof(Guid), new GuidColumn());
            SqlMapper.AddTypeHandler(typeof(DateTimeOffset), new InstantColumn());
            SqlMapper.AddTypeHandler(typeof(DateOnly), new DayColumn());
            SqlMapper.AddTypeHandler(typeof(decimal), new DecimalColumn());
            registered = true;
        }
    }

    /// <summary>
    /// SQLite guards every call for programs that share a connection between threads, and counts every byte under one lock for all.
    /// Nobody here does the one or asks for the other, and a list reads a thousand values. Its default settings stay where another part
    /// of the process opened a database first.
    /// </summary>
    static void LetConnectionsGoUnlocked()
    {
        SQLitePCL.Batteries_V2.Init();
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    public static string Text(DateTimeOffset instant) => instant.AsKept().ToString(InstantFormat, CultureInfo.InvariantCulture);

    // Capitals, as the driver itself writes a Guid: Dapper hands it the members of a list ("in @Ids") without asking a handler.
    static string Text(Guid id) => id.ToString("D").ToUpperInvariant();

    static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A value as SQLite keeps it, where no handler is asked.</summary>
    public static object? ForSqlite(object? value) => value switch
    {
        Guid id => Text(id),
        DateTimeOffset instant => Text(instant),
        DateOnly day => Text(day),
        _ => value,
    };

    /// <summary>
    /// A handler that tells the parameter its type for a null too: a server may refuse an untyped null beside a column of instants.
    /// </summary>
    abstract class Column<T>(DbType type) : SqlMapper.ITypeHandler where T : struct
    {
        public void SetValue(IDbDataParameter parameter, object value)
        {
            var sqlite = parameter is SqliteParameter;
            parameter.DbType = sqlite ? DbType.String : type;
            parameter.Value = value is T given ? (sqlite ? AsText(given) : AsValue(given)) : DBNull.Value;
        }

        public object Parse(Type destinationType, object value) => Read(value);

        protected abstract string AsText(T value);

        protected virtual object AsValue(T value) => value;

        protected abstract T Read(object value);

        protected static DataException Unexpected(object value) => new($"A column of {typeof(T).Name} holds a {value.GetType().Name}.");
    }

    sealed class GuidColumn() : Column<Guid>(DbType.Guid)
    {
        protected override string AsText(Guid value) => Text(value);

        protected override Guid Read(object value) => value switch
        {
            Guid guid => guid,
            string text => Guid.Parse(text),
            _ => throw Unexpected(value),
        };
    }

    sealed class InstantColumn() : Column<DateTimeOffset>(DbType.DateTimeOffset)
    {
        protected override string AsText(DateTimeOffset value) => Text(value);

        protected override object AsValue(DateTimeOffset value) => value.AsKept();

        protected override DateTimeOffset Read(object value) => value switch
        {
            DateTimeOffset instant => instant.AsKept(),
            string text => AsWritten(text)
                ?? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
            _ => throw Unexpected(value),
        };
    }

    /// <summary>
    /// An instant in the one form that is written (<see cref="InstantFormat"/>), read by its places: a list has hundreds of them, and the
    /// general reading takes ten times as long. Null: another form.
    /// </summary>
    static DateTimeOffset? AsWritten(string text)
    {
        if (text is not { Length: 27 } || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != '.' || text[26] != 'Z')
            return null;
        var (year, month, day) = (Number(text.AsSpan(0, 4)), Number(text.AsSpan(5, 2)), Number(text.AsSpan(8, 2)));
        var (hour, minute, second, microsecond) = (Number(text.AsSpan(11, 2)), Number(text.AsSpan(14, 2)), Number(text.AsSpan(17, 2)), Number(text.AsSpan(20, 6)));
        return year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || microsecond < 0
            ? null
            : new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).AddTicks(microsecond * TimeSpan.TicksPerMicrosecond);

        // -1 for anything that is no number.
        static int Number(ReadOnlySpan<char> digits)
        {
            var number = 0;
            foreach (var digit in digits)
            {
                if (!char.IsAsciiDigit(digit))
                    return -1;
                number = 10 * number + (digit - '0');
            }
            return number;
        }
    }

    sealed class DayColumn() : Column<DateOnly>(DbType.Date)
    {
        protected override string AsText(DateOnly value) => Text(value);

        protected override object AsValue(DateOnly value) => value.ToDateTime(TimeOnly.MinValue);

        protected override DateOnly Read(object value) => value switch
        {
            DateOnly day => day,
            DateTime midnight => DateOnly.FromDateTime(midnight),
            string text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => throw Unexpected(value),
        };
    }

    sealed class DecimalColumn() : Column<decimal>(DbType.Decimal)
    {
        // SQLite turns the text into a number where the column is numeric.
        protected override string AsText(decimal value) => value.ToString(CultureInfo.InvariantCulture);

        // A column of two places gives 75.00 for 75, and JSON would show it; the division takes the zeros at the end away.
        protected override decimal Read(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture) / 1.0000000000000000000000000000m;
    }
}
