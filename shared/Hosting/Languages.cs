using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace Labelling.Hosting;

/// <summary>French and English. What a link asks for (?lang=fr) comes first, then what the reader chose once, then what the browser prefers.</summary>
public static class Languages
{
    /// <summary>The cookie that remembers the choice: "fr" or "en".</summary>
    public const string Cookie = "labelling-language";

    /// <summary>The languages, as in addresses, cookies and accounts.</summary>
    public static readonly IReadOnlyList<string> All = ["fr", "en"];

    /// <summary>Remembers the reader's language in this browser for a year.</summary>
    public static void Remember(HttpContext context, string language) => context.Response.Cookies.Append(Cookie, language, new CookieOptions
    {
        MaxAge = TimeSpan.FromDays(365),
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        IsEssential = true,
    });

    internal static void Use(WebApplication app) => app.UseRequestLocalization(localization =>
    {
        // The framework's own lists copy a culture for each request, and with it read how numbers are written.
        localization.SupportedCultures = Cultures("en-GB", "fr-FR", "en", "fr");
        localization.SupportedUICultures = Cultures("en", "fr");
        localization.DefaultRequestCulture = new RequestCulture(CultureInfo.GetCultureInfo("en"));
        localization.RequestCultureProviders =
        [
            new CustomRequestCultureProvider(context => Chosen(context.Request.Query["lang"])),
            new CustomRequestCultureProvider(context => Chosen(context.Request.Cookies[Cookie])),
            new CustomRequestCultureProvider(context => Preferred(context)),
        ];
    });

    /// <summary>Does something in a language, whatever the language around: a mail is in its recipient's, not in that of the request that causes it.</summary>
    /// <param name="language">"fr" or "en".</param>
    /// <param name="write">What is written; it ends before this does.</param>
    public static T In<T>(string language, Func<T> write)
    {
        var (culture, ui) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            var chosen = language == "fr" ? French : English;
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(chosen.Cultures[0].Value!);
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return write();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, ui);
        }
    }

    static List<CultureInfo> Cultures(params string[] names) => [.. names.Select(CultureInfo.GetCultureInfo)];

    static Task<ProviderCultureResult?> Chosen(string? language) =>
        Task.FromResult(language switch { "fr" => French, "en" => English, _ => null });

    static async Task<ProviderCultureResult?> Preferred(HttpContext context)
    {
        var header = new AcceptLanguageHeaderRequestCultureProvider();
        foreach (var language in (await header.DetermineProviderCultureResult(context))?.UICultures ?? [])
        {
            if (language.StartsWith("fr", StringComparison.OrdinalIgnoreCase))
                return French;
            if (language.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                return English;
        }
        return English;
    }

    // Dates and numbers as they are written in Europe.
    static readonly ProviderCultureResult French = new("fr-FR", "fr"), English = new("en-GB", "en");
}
