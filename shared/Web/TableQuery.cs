using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Labelling.Web;

/// <summary>What the address of a list asks for: page, order, columns, export, and the list's own filters. Anything unreadable counts as not said.</summary>
/// <param name="Path">The list's path.</param>
/// <param name="All">Everything after the question mark.</param>
public sealed record TableQuery(string Path, IReadOnlyDictionary<string, StringValues> All)
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    const int LastPage = 1_000_000;

    /// <summary>From 1.</summary>
    public int Page => int.TryParse(Of("page"), out var page) && page is >= 1 and <= LastPage ? page : 1;

    /// <summary>How many rows stand on the pages before.</summary>
    public int Skip => (Page - 1) * PageSize;

    /// <summary>The column to sort by; null: the list's own order.</summary>
    public string? Sort => Of("sort")?.TrimStart('-') is { Length: > 0 } key ? key : null;

    /// <summary>True: from the last to the first.</summary>
    public bool Descending => Of("sort") is ['-', ..];

    /// <summary>"csv" or "xlsx" when the whole list is asked for as a file.</summary>
    public string? Format => Of("format") is "csv" or "xlsx" ? Of("format") : null;

    /// <summary>The columns chosen; none: those shown by default.</summary>
    public IReadOnlyList<string> Columns => All.TryGetValue("columns", out var chosen) ? [.. chosen.OfType<string>().SelectMany(some => some.Split(','))] : [];

    /// <summary>One of the list's own filters; null when it is not said, or empty.</summary>
    public string? Of(string filter) => All.TryGetValue(filter, out var value) && value.ToString() is { Length: > 0 } text ? text.Trim() : null;

    /// <summary>The address of the same list with one thing else; a null takes it away. Back to the first page.</summary>
    public string With(string name, string? value) => QueryHelpers.AddQueryString(Path, All
        .Where(pair => pair.Key != name && pair.Key != "page" && pair.Key != "format")
        .Concat(value is null ? [] : [KeyValuePair.Create(name, new StringValues(value))]));

    /// <summary>From the request.</summary>
    public static ValueTask<TableQuery?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<TableQuery?>(new(context.Request.Path, context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value)));
}
