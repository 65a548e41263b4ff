using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Labelling.Hosting;

/// <summary>The content of an attachment, to be saved and never to be shown in the place it comes from.</summary>
public sealed class AttachmentFile(string name, string mediaType, string sha256, AttachmentFiles files) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    /// <summary>Why the content is given to nobody now; null: it is given.</summary>
    public static Refusal? WhyNot(ScanState scan) => scan switch
    {
        ScanState.Clean or ScanState.NotScanned => null,
        ScanState.Waiting => new("attachment.waiting",
            "This file waits for the virus scanner: try again in a few minutes.",
            "Ce fichier attend l'antivirus : réessayez dans quelques minutes."),
        ScanState.Infected => new("attachment.infected",
            "The scanner found a virus in this file: it is given to nobody. Ask whoever sent it for another one.",
            "L'antivirus a trouvé un virus dans ce fichier : il n'est remis à personne. Demandez-en un autre à qui l'a envoyé."),
    };

    /// <inheritdoc/>
    public int? StatusCode => 200;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var content = files.Open(sha256);
        var headers = httpContext.Response.Headers;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        httpContext.Response.ContentType = mediaType;
        httpContext.Response.ContentLength = content.Length;
        headers.ContentDisposition = disposition.ToString();
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "private, no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        await content.CopyToAsync(httpContext.Response.Body, httpContext.RequestAborted);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(200, typeof(Stream), ["application/octet-stream"]));
}
