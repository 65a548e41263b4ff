using Microsoft.AspNetCore.Http;

namespace Labelling.Hosting;

/// <summary>The fields of a form that was sent.</summary>
public static class SentForm
{
    /// <summary>As they were typed; none where the body is no form.</summary>
    /// <exception cref="BadHttpRequestException">The form is too large, or cannot be read.</exception>
    public static async Task<IFormCollection> Of(HttpRequest request, CancellationToken stop) =>
        request.HasFormContentType ? await request.ReadFormAsync(stop) : FormCollection.Empty;
}
