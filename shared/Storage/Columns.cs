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
            // Dapper prefers its own map to a handler: the map has to go for the handler to be asked.
            foreach (var type in (Type[])[typeof(Guid), typeof(Guid?), typeof(DateTimeOffset), typeof(DateTimeOffset?),
                         typeof(DateOnly), typeof(DateOnly?), typeof(decimal), typeof(decimal?)])
                SqlMapper.RemoveTypeMap(type);
            SqlMapper.AddTypeHandler(new GuidColumn());
            SqlMapper.AddTypeHandler(new InstantColumn());
            SqlMapper.AddTypeHandler(new DayColumn());
            SqlMapper.AddTypeHandler(new DecimalColumn());
            registered = true;
        }
    }

    /// <summary>An instant as columns keep it: UTC, whole microseconds.</summary>
    public static DateTimeOffset Kept(DateTimeOffset instant)
    {
        var utc = instant.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    public static string Text(DateTimeOffset instant) => Kept(instant).ToString(InstantFormat, CultureInfo.InvariantCulture);

    sealed class GuidColumn : SqlMapper.TypeHandler<Guid>
    {
        public override void SetValue(IDbDataParameter parameter, Guid value)
        {
            if (parameter is SqliteParameter)
            {
                parameter.DbType = DbType.String;
                parameter.Value = value.ToString("D");
                return;
            }
            parameter.DbType = DbType.Guid;
            parameter.Value = value;
        }

        public override Guid Parse(object value) => value is Guid guid ? guid : Guid.Parse((string)value);
    }

    sealed class InstantColumn : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            if (parameter is SqliteParameter)
            {
                parameter.DbType = DbType.String;
                parameter.Value = Text(value);
                return;
            }
            parameter.DbType = DbType.DateTimeOffset;
            parameter.Value = Kept(value);
        }

        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTimeOffset instant => Kept(instant),
            DateTime utc => Kept(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc))),
            string text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
            var other => throw new DataException($"A column of instants holds a {other.GetType().Name}."),
        };
    }

    sealed class DayColumn : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            if (parameter is SqliteParameter)
            {
                parameter.DbType = DbType.String;
                parameter.Value = value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                return;
            }
            parameter.DbType = DbType.Date;
            parameter.Value = value.ToDateTime(TimeOnly.MinValue);
        }

        public override DateOnly Parse(object value) => value switch
        {
            DateOnly day => day,
            DateTime midnight => DateOnly.FromDateTime(midnight),
            string text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            var other => throw new DataException($"A column of days holds a {other.GetType().Name}."),
        };
    }

    sealed class DecimalColumn : SqlMapper.TypeHandler<decimal>
    {
        public override void SetValue(IDbDataParameter parameter, decimal value)
        {
            parameter.DbType = DbType.Decimal;
            parameter.Value = value;
        }

        public override decimal Parse(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);
    }
}
