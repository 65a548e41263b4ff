using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.Hosting;

/// <summary>
/// A request that changes something carries the token of a page of ours whenever the browser would send it for another site too:
/// when it is a form, or comes with the cookie of somebody signed in. Checked here for every route, so that no form can forget it.
/// </summary>
static class Forgery
{
    /// <summary>Name of the hidden field and of the header.</summary>
    public const string Field = "forgery", Header = "X-Forgery";

    static readonly Refusal Missing = new("forgery",
        "This page was open for too long, or you signed in or out meanwhile. Load it again, then repeat what you did.",
        "Cette page est restée ouverte trop longtemps, ou vous vous êtes connecté ou déconnecté entre-temps. Rechargez-la, puis recommencez.");

    public static void Add(IServiceCollection services, bool https) => services.AddAntiforgery(tokens =>
    {
        tokens.FormFieldName = Field;
        tokens.HeaderName = Header;
        tokens.Cookie.Name = https ? "__Host-labelling-form" : "labelling-form";
        tokens.Cookie.Path = "/";
        tokens.Cookie.SameSite = SameSiteMode.Strict;
        tokens.Cookie.SecurePolicy = https ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        tokens.SuppressXFrameOptionsHeader = true;
    });

    public static void Use(WebApplication app)
    {
        var tokens = app.Services.GetRequiredService<IAntiforgery>();
        app.Use(async (context, next) =>
        {
            var request = context.Request;
            var safe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || HttpMethods.IsTrace(request.Method);
            var bearer = request.Headers.Authorization.Count > 0;
            if (!safe && !bearer && (request.HasFormContentType || context.User.Identity?.IsAuthenticated == true)
                && !await IsValid(tokens, context))
            {
                await TypedResults.Problem(Problems.Body(400, Missing)).ExecuteAsync(context);
                return;
            }
            await next();
        });
    }

    static async Task<bool> IsValid(IAntiforgery tokens, HttpContext context)
    {
        try
        {
            return await tokens.IsRequestValidAsync(context);
        }
        catch (AntiforgeryValidationException unreadable)
        {
            // A form that cannot be read, or is too large, is answered as any other body that is.
            throw unreadable.InnerException as BadHttpRequestException ?? new BadHttpRequestException("The form cannot be read.", 400, unreadable);
        }
    }
}
