using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Labelling.Hosting;

/// <summary>
/// A file that is larger than its route takes is said to be so. Whoever sends, a browser above all, reads no answer while it is still sending, so what it sends is read
/// to its end first, and thrown away. Behind the sign-in and the limits of how often.
/// </summary>
static class LargeBody
{
    /// <summary>In bytes: what is larger still is cut off.</summary>
    public const long LargestRead = 200 << 20;

    public static void Use(WebApplication app) => app.Use(async (context, next) =>
    {
        if (Limit(context) is not { } limit || context.Request.ContentLength is not { } sent || sent <= limit || sent > LargestRead)
        {
            await next();
            return;
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LargestRead;
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        await TypedResults.Problem(Problems.Body(413, Refusal(context))).ExecuteAsync(context);
    });

    /// <summary>What is said of a body that is too large for where it was sent.</summary>
    public static Refusal Refusal(HttpContext context) => Limit(context) is not { } limit ? Problems.TooLarge : new(
        "too-large",
        $"A file may have {limit >> 20} MB at most, and this is more: nothing of it was kept. Go back and choose a smaller one.",
        $"Un fichier peut faire {limit >> 20}\u202fMo au plus, et ceci est plus gros : rien n'a été conservé. Revenez en arrière et choisissez-en un plus petit.");

    /// <summary>Where files are taken, in bytes; null elsewhere.</summary>
    static long? Limit(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize;
}
