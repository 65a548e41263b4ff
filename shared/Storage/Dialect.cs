namespace Labelling.Storage;

/// <summary>Which SQL a database speaks. One text serves both where it can; where it cannot, both stand side by side in a switch over this.</summary>
public enum Dialect
{
    /// <summary>SQLite, the embedded default.</summary>
    Sqlite,

    /// <summary>SQL Server, in production.</summary>
    SqlServer,
}
