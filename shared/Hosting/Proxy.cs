using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;

namespace Labelling.Hosting;

/// <summary>The proxy in front, where there is one: through it comes the caller's address that the audit trail keeps.</summary>
static class Proxy
{
    /// <summary>
    /// Where X-Forwarded-For and X-Forwarded-Proto are believed: <c>Proxy:Networks</c>, as 172.28.5.10/32, several separated by commas.
    /// Null without it: then everybody is who they connect as, and the headers are what anybody may write.
    /// </summary>
    /// <exception cref="SettingsException">That is no list of networks.</exception>
    public static ForwardedHeadersOptions? Read(IConfiguration configuration)
    {
        if (configuration["Proxy:Networks"] is not { Length: > 0 } listed)
            return null;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        // The framework believes this machine unless told otherwise; only what is listed is believed here.
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var text in listed.Split(',', StringSplitOptions.TrimEntries))
            options.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(text, out var network)
                ? network
                : throw new SettingsException($"Proxy__Networks is \"{listed}\"; it can be networks like 172.28.5.10/32 or 10.1.0.0/16, separated by commas."));
        return options;
    }
}
