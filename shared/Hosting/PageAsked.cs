using Microsoft.AspNetCore.Http;

namespace Labelling.Hosting;

/// <summary>Who reads an answer.</summary>
public static class PageAsked
{
    /// <summary>True when a person reads this with a browser: the answer is a page. Programs, and pieces of pages, get problem details.</summary>
    public static bool IsForReader(this HttpRequest request) =>
        !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/fragments")
        && request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
