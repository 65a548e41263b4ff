using System.Net.Mail;
using Labelling.Storage;
using Microsoft.Extensions.Configuration;

namespace Labelling.Hosting;

/// <summary>How mail leaves: through a mail server, into a folder, or, with neither, not yet.</summary>
/// <param name="Smtp">The mail server; null for none.</param>
/// <param name="Pickup">Folder that another program takes mails from; null for none.</param>
/// <param name="From">Whom mail is from.</param>
/// <param name="PublicAddress">Where people reach the pages: what links in mails begin with. Null: the address of the request that causes the mail.</param>
public sealed record MailSettings(Uri? Smtp, string? Pickup, MailAddress From, Uri? PublicAddress)
{
    const string Example = "smtp://user:password@mail.example.org:587";

    /// <summary>True when mail leaves at all.</summary>
    public bool Leaves => Smtp is not null || Pickup is not null;

    /// <summary>
    /// True when the connection is encrypted before anything is said: always for smtps, and for smtp wherever a password is given, except
    /// on this machine.
    /// </summary>
    public bool Encrypted => Smtp is { } server && (server.Scheme == "smtps" || (server.UserInfo.Length > 0 && !server.IsLoopback));

    /// <summary>Reads <c>Mail:Smtp</c>, <c>Mail:Pickup</c>, <c>Mail:From</c> and <c>PublicAddress</c>.</summary>
    /// <exception cref="SettingsException">One of them cannot be used.</exception>
    public static MailSettings Read(IConfiguration configuration)
    {
        Uri? smtp = null;
        if (configuration["Mail:Smtp"] is { Length: > 0 } server)
        {
            // The value may hold a password: it is not repeated.
            if (!Uri.TryCreate(server, UriKind.Absolute, out smtp) || smtp.Scheme is not ("smtp" or "smtps") || smtp.Host.Length == 0)
                throw new SettingsException($"Mail__Smtp is not an address like {Example}.");
            if (smtp.Port == 465)
                throw new SettingsException("Mail__Smtp names port 465, where encryption comes before the greeting; this program begins it with STARTTLS: name the submission port, usually 587.");
        }
        var pickup = configuration["Mail:Pickup"] is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;
        if (smtp is not null && pickup is not null)
            throw new SettingsException("Mail__Smtp and Mail__Pickup are both set: mail leaves by one of them.");
        var from = configuration["Mail:From"] is { Length: > 0 } given ? given : null;
        if (from is null && smtp is not null)
            throw new SettingsException("Mail__From is missing: whom is mail from? For example Labelling <labelling@example.org>.");
        if (!MailAddress.TryCreate(from ?? "Labelling <labelling@localhost>", out var sender) || !Storage.Mail.IsAddress(sender.Address) || sender.DisplayName.Any(letter => char.IsControl(letter) || letter is '@' or ','))
            throw new SettingsException("Mail__From is not an address like Labelling <labelling@example.org>.");
        Uri? pages = null;
        if (configuration["PublicAddress"] is { Length: > 0 } address
            && (!Uri.TryCreate(address, UriKind.Absolute, out pages) || pages.Scheme is not ("http" or "https") || pages.AbsolutePath != "/"))
            throw new SettingsException("PublicAddress is not an address like https://labelling.example.org.");
        return new MailSettings(smtp, pickup, sender, pages);
    }

    /// <summary>Never shows the password.</summary>
    public override string ToString() => Smtp is { } server ? $"{server.Scheme}://{server.Host}:{server.Port}" : Pickup ?? "none";
}
