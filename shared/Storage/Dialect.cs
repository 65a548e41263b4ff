namespace Labelling.Storage;

/// <summary>Which SQL a database speaks. One text serves both where it can; where it cannot, both stand side by side in a switch over this.</summary>
public enum Dialect
{
    /// <summary>SQLite, the embedded default.</summary>
    Sqlite,

    /// <summary>SQL Server, in production.</summary>
    SqlServer,
}

/// <summary>What differs in the same way wherever it is asked.</summary>
public static class DialectText
{
    /// <summary>The end of an ordered select of which one page is read: @Take rows after the first @Skip.</summary>
    public static string Paging(this Dialect dialect) => dialect switch
    {
        Dialect.Sqlite => "limit @Take offset @Skip",
        Dialect.SqlServer => "offset @Skip rows fetch next @Take rows only",
    };

    /// <summary>A member of a column that holds a JSON object, as text; null where it is not there, or null.</summary>
    /// <param name="dialect">Which SQL.</param>
    /// <param name="json">The column.</param>
    /// <param name="member">A name of ours, never what somebody typed.</param>
    public static string Member(this Dialect dialect, string json, string member) => dialect switch
    {
        Dialect.Sqlite => $"({json} ->> '{member}')",
        Dialect.SqlServer => $"json_value({json}, '$.{member}')",
    };

    /// <summary>The same where it stands beside columns that tell capitals from small letters, as codes and names of bodies do: compared with one, or in one list with them.</summary>
    /// <param name="dialect">Which SQL.</param>
    /// <param name="json">The column.</param>
    /// <param name="member">A name of ours, never what somebody typed.</param>
    public static string ExactMember(this Dialect dialect, string json, string member) => dialect switch
    {
        Dialect.Sqlite => dialect.Member(json, member),
        Dialect.SqlServer => $"{dialect.Member(json, member)} collate Latin1_General_BIN2",
    };
}
