using System.Globalization;
using Labelling.Hosting;

namespace Labelling.Web;

/// <summary>A column of a table: the same on the page and in its exports.</summary>
/// <typeparam name="T">What a row shows.</typeparam>
/// <param name="Key">Its name in addresses, for sorting and choosing: "title".</param>
/// <param name="Label">Its heading.</param>
/// <param name="Value">What stands in it: text, a number, a day, an instant, yes or no, or null.</param>
public sealed record Column<T>(string Key, string Label, Func<T, object?> Value)
{
    /// <summary>The page that a cell leads to; the first column's opens the row.</summary>
    public Func<T, string?>? Address { get; init; }

    /// <summary>The pages that a cell leads to, each by its own name, which its value holds too; for cells that name several.</summary>
    public Func<T, IReadOnlyList<Crumb>>? Links { get; init; }

    /// <summary>The kind of state a cell shows (done, waiting, late, info); its value is the word.</summary>
    public Func<T, string?>? State { get; init; }

    /// <summary>True when the list can be sorted by it.</summary>
    public bool Sortable { get; init; }

    /// <summary>True when it is shown only to those who choose it.</summary>
    public bool Extra { get; init; }
}

/// <summary>How the values of a table's columns are written on a page.</summary>
static class Column
{
    public static bool IsNumber(object? value) => value is int or long or decimal or double;

    public static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        DateOnly day => Paris.Written(day),
        DateTimeOffset instant => Paris.DayAndTime(instant),
        bool yes => yes ? Web.Text.Table_Yes : Web.Text.Table_No,
        IFormattable number => number.ToString(number is int or long ? "N0" : "N2", CultureInfo.CurrentCulture),
        var other => other.ToString() ?? "",
    };
}
