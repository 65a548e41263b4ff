using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Labelling.Web;

/// <summary>
/// A piece of a page that another service asks for. Where scripts are off, its link is followed like any other: then the same address
/// answers with the piece as a page of its own.
/// </summary>
public sealed class Piece : IResult
{
    const string AskedByScript = "HX-Request";

    readonly Type? component;
    readonly string title;
    readonly object? shown;

    Piece(Type? component, string title, object? shown) => (this.component, this.title, this.shown) = (component, title, shown);

    /// <summary>A component with what it shows.</summary>
    /// <typeparam name="TPiece">The component.</typeparam>
    /// <param name="title">Its heading when it is a page of its own.</param>
    /// <param name="shown">Its parameters, as an anonymous object.</param>
    public static Piece Of<TPiece>(string title, object? shown = null) where TPiece : IComponent => new(typeof(TPiece), title, shown);

    /// <summary>Nothing, or nothing for this reader: the page does without it.</summary>
    /// <param name="title">The heading when it is a page of its own.</param>
    public static Piece None(string title) => new(null, title, null);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Vary = AskedByScript;
        Dictionary<string, object?> values = shown is null ? [] : new(new RouteValueDictionary(shown), StringComparer.Ordinal);
        if (!httpContext.Request.Headers.ContainsKey(AskedByScript))
            return Pages.Show<PiecePage>(new { Title = title, Component = component, Shown = values }).ExecuteAsync(httpContext);
        if (component is not null)
            return new RazorComponentResult(component, values).ExecuteAsync(httpContext);
        httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
