using Labelling.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Labelling.Web;

/// <summary>How handlers answer with pages.</summary>
public static class Pages
{
    /// <summary>What a service with pages registers. Called by each; the second call changes nothing.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        if (services.Any(service => service.ImplementationType == typeof(NoteOfLastPage)))
            return services;
        services.AddTransient<IStartupFilter, NoteOfLastPage>();
        services.AddSingleton<DocumentPrinter>();
        // Before the framework's own, which would answer a browser with JSON.
        services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter, ProblemPageWriter>());
        return services;
    }

    /// <summary>A page, or a fragment, with what it shows.</summary>
    /// <typeparam name="TPage">The component.</typeparam>
    /// <param name="shown">Its parameters, as an anonymous object.</param>
    /// <param name="status">200, or 400, 409, 422 when a form comes back with what is wrong.</param>
    public static RazorComponentResult<TPage> Show<TPage>(object? shown = null, int status = 200) where TPage : IComponent =>
        new(shown ?? new { }) { StatusCode = status };

    /// <summary>The form was accepted: on to a page, which shows the message once.</summary>
    /// <param name="path">A path of ours.</param>
    /// <param name="message">What was done, in the reader's language.</param>
    public static SeeOther SeeOther(string path, string? message = null) => new(path, message);

    /// <summary>True for a path on this site: what a link may ask to return to.</summary>
    public static bool IsLocal(string? path) =>
        path is ['/', ..] && !(path.Length > 1 && path[1] is '/' or '\\') && !path.Any(char.IsControl) && path.Length <= 2000;
}

/// <summary>303 to a page that shows a message.</summary>
public sealed class SeeOther(string path, string? message) : IResult, IStatusCodeHttpResult
{
    internal const string Cookie = "labelling-note";

    /// <summary>Where to.</summary>
    public string Path => path;

    /// <inheritdoc/>
    public int? StatusCode => 303;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (message is not null)
            httpContext.Response.Cookies.Append(Cookie, NoteOfLastPage.Protector(httpContext).Protect(message), new CookieOptions
            {
                MaxAge = TimeSpan.FromMinutes(1),
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = httpContext.Request.IsHttps,
                IsEssential = true,
            });
        httpContext.Response.StatusCode = 303;
        httpContext.Response.Headers.Location = path;
        return Task.CompletedTask;
    }
}

/// <summary>Takes the message of the page before from its cookie, once, for the frame to show.</summary>
sealed class NoteOfLastPage : IStartupFilter
{
    static readonly object Key = new();

    public static string? Of(HttpContext context) => context.Items[Key] as string;

    public static ITimeLimitedDataProtector Protector(HttpContext context) =>
        context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("note of the last page").ToTimeLimitedDataProtector();

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, go) =>
        {
            if (HttpMethods.IsGet(context.Request.Method) && context.Request.Cookies[SeeOther.Cookie] is { } note && context.Request.IsForReader())
            {
                context.Response.Cookies.Delete(SeeOther.Cookie);
                try
                {
                    context.Items[Key] = Protector(context).Unprotect(note);
                }
                catch (System.Security.Cryptography.CryptographicException)
                {
                    // Too old, or not ours: a page without a message is right.
                }
            }
            await go();
        });
        next(app);
    };
}

/// <summary>A refusal as a page, for somebody with a browser.</summary>
sealed class ProblemPageWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => context.HttpContext.Request.IsForReader();

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        await Pages.Show<ProblemPage>(new { Status = problem.Status ?? context.HttpContext.Response.StatusCode, Said = problem.Title, From = From(context.HttpContext.Request) }, problem.Status ?? context.HttpContext.Response.StatusCode)
            .ExecuteAsync(context.HttpContext);
    }

    /// <summary>The page of ours that a form was sent from; null where that is not known.</summary>
    static string? From(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && request.GetTypedHeaders().Referer is { IsAbsoluteUri: true } page && page.Authority == request.Host.Value && Pages.IsLocal(page.PathAndQuery)
            ? page.PathAndQuery
            : null;
}
