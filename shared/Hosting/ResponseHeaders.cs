using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Labelling.Hosting;

/// <summary>What every answer says to the browser: what it may load, who may frame it, what it may keep (OWASP ASVS 5.0, chapter 3).</summary>
static class ResponseHeaders
{
    /// <summary>Everything from here, nothing inline; data: pictures are those inside Bootstrap's style.</summary>
    const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static void Use(WebApplication app, bool https) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.TryAdd("Content-Security-Policy", Policy);
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
            // Whatever does not say that it may be kept is for this reader, now.
            if (headers.CacheControl.Count == 0)
                headers.CacheControl = "no-store";
            if (https)
                headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
            return Task.CompletedTask;
        });
        return next();
    });
}
