namespace Labelling.Hosting;

/// <summary>One page of a list.</summary>
/// <param name="Items">What stands on it.</param>
/// <param name="Page">Its number, from 1.</param>
/// <param name="PageSize">How many items a full page has.</param>
/// <param name="Total">How many items there are on all pages, as far as the caller may see them.</param>
public sealed record PageOf<T>(IReadOnlyList<T> Items, int Page, int PageSize, int Total);
