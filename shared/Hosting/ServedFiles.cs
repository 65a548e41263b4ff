using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;

namespace Labelling.Hosting;

/// <summary>Style, scripts and fonts of the pages: files beside the program, at /assets, kept by browsers until their content changes.</summary>
public static class ServedFiles
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
    static readonly ConcurrentDictionary<string, string> Addresses = new(StringComparer.Ordinal);

    /// <summary>The address of a file under wwwroot, with its content's digest.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static string Address(string file) => Addresses.GetOrAdd(file, static name =>
    {
        using var content = File.OpenRead(Path.Combine(Folder, name));
        return $"/assets/{name}?v={Convert.ToHexStringLower(SHA256.HashData(content))[..12]}";
    });

    internal static void Use(WebApplication app)
    {
        if (!Directory.Exists(Folder))
            return;
        app.UseStaticFiles(new StaticFileOptions
        {
            RequestPath = "/assets",
            FileProvider = new PhysicalFileProvider(Folder),
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "public, max-age=3600",
        });
    }
}
