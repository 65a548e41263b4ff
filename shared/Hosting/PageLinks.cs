using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Labelling.Hosting;

/// <summary>
/// Addresses of pages for mails. They begin with the setting PublicAddress, or with the address this process listens on, never with what a
/// request says its host is: whoever asks for somebody else's password link must not choose where it leads.
/// </summary>
public sealed class PageLinks(MailSettings settings, IServer? server = null)
{
    /// <summary>The whole address of a page.</summary>
    /// <param name="path">As "/password/reset".</param>
    /// <param name="query">Name and value of what the address carries.</param>
    public string To(string path, params ReadOnlySpan<(string Name, string Value)> query)
    {
        var address = new Uri(settings.PublicAddress ?? Listening(), path).ToString();
        foreach (var (name, value) in query)
            address = Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(address, name, value);
        return address;
    }

    Uri Listening() =>
        server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
            && Uri.TryCreate(address.Replace("[::]", "localhost").Replace("0.0.0.0", "localhost").Replace("*", "localhost").Replace("+", "localhost"), UriKind.Absolute, out var listening)
            ? listening
            : new Uri("http://localhost");
}
