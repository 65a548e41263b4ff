using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Labelling.Storage;

namespace Labelling.Hosting;

/// <summary>The address is refused for good: trying again would only annoy the mail server.</summary>
public sealed class MailRefusedException(string message, Exception inner) : Exception(message, inner);

/// <summary>What the relay hands mails to.</summary>
public interface IMailSender
{
    /// <summary>Returns once somebody else has the mail for good.</summary>
    /// <exception cref="MailRefusedException">The address is refused for good.</exception>
    Task Send(MailToSend mail, CancellationToken stop);
}

/// <summary>
/// Through a mail server. A process that dies between the server's "250" and the mark in the table sends that one mail again: SMTP knows
/// no other way. The repeat has the same Message-ID, by which mail programs that care tell the two are one.
/// </summary>
public sealed class SmtpMail(MailSettings settings) : IMailSender
{
    /// <inheritdoc/>
    public async Task Send(MailToSend mail, CancellationToken stop)
    {
        var server = settings.Smtp ?? throw new InvalidOperationException("There is no mail server to send through.");
        using var client = new SmtpClient(server.Host, server.IsDefaultPort || server.Port < 0 ? 587 : server.Port)
        {
            EnableSsl = settings.Encrypted,
            DeliveryFormat = MailComposer.Format(mail),
            Credentials = server.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password]
                ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password))
                : null,
        };
        using var message = MailComposer.Compose(mail, settings.From);
        try
        {
            await client.SendMailAsync(message, stop);
        }
        catch (SmtpFailedRecipientException refused) when (refused.StatusCode is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed
                                                              or SmtpStatusCode.UserNotLocalTryAlternatePath)
        {
            throw new MailRefusedException($"{(int)refused.StatusCode}: {refused.Message}", refused);
        }
    }
}

/// <summary>
/// Into a folder, one file a mail (RFC 5322). The file's name is the mail's id and it comes there by renaming: a reader sees the whole file
/// or none, and a repeat after a crash replaces the file by itself.
/// </summary>
public sealed class PickupMail(MailSettings settings) : IMailSender
{
    /// <inheritdoc/>
    public async Task Send(MailToSend mail, CancellationToken stop)
    {
        var folder = settings.Pickup ?? throw new InvalidOperationException("There is no folder to put mail into.");
        // Only the relay that has leased the mail writes here: what lies there already is what a killed one left.
        var writing = Path.Combine(folder, $".{mail.Id:N}");
        if (Directory.Exists(writing))
            Directory.Delete(writing, recursive: true);
        Directory.CreateDirectory(writing);
        try
        {
            using (var client = new SmtpClient
            {
                DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory,
                PickupDirectoryLocation = writing,
                DeliveryFormat = MailComposer.Format(mail),
            })
            using (var message = MailComposer.Compose(mail, settings.From))
                await client.SendMailAsync(message, stop);
            var written = Directory.GetFiles(writing).Single();
            await using (var file = new FileStream(written, FileMode.Open, FileAccess.ReadWrite))
                file.Flush(flushToDisk: true);
            File.Move(written, Path.Combine(folder, FileOf(mail.Id)), overwrite: true);
        }
        finally
        {
            Directory.Delete(writing, recursive: true);
        }
    }

    /// <summary>The name of a mail's file.</summary>
    public static string FileOf(Guid mail) => $"{mail:N}.eml";
}

/// <summary>A mail as a message: every text from people encoded, nothing of them able to begin a header.</summary>
static class MailComposer
{
    public static MailMessage Compose(MailToSend mail, MailAddress from)
    {
        var message = new MailMessage
        {
            From = new MailAddress(from.Address, PlainName(from.DisplayName), Encoding.UTF8),
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
            Body = mail.TextBody,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        message.To.Add(new MailAddress(mail.Address, PlainName(mail.RecipientName ?? ""), Encoding.UTF8));
        message.Headers.Add("Message-ID", $"<{mail.Id:N}@{from.Host}>");
        message.Headers.Add("Content-Language", mail.Language);
        // Nobody's absence notice answers a machine.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (mail.HtmlBody is { } html)
        {
            var alternative = AlternateView.CreateAlternateViewFromString(html, Encoding.UTF8, MediaTypeNames.Text.Html);
            alternative.TransferEncoding = TransferEncoding.QuotedPrintable;
            message.AlternateViews.Add(alternative);
        }
        foreach (var file in mail.Attachments)
            message.Attachments.Add(new Attachment(new MemoryStream(file.Content), new ContentType(file.ContentType) { Name = file.Name })
            {
                TransferEncoding = TransferEncoding.Base64,
                NameEncoding = Encoding.UTF8,
            });
        return message;
    }

    /// <summary>Everything travels as ASCII, except an address that is not: that asks for a server that takes it (RFC 6531).</summary>
    public static SmtpDeliveryFormat Format(MailToSend mail) => mail.Address.All(char.IsAscii) ? SmtpDeliveryFormat.SevenBit : SmtpDeliveryFormat.International;

    /// <summary>A name without what has a meaning in an address line.</summary>
    static string PlainName(string name) => string.Concat(name.Where(letter => !char.IsControl(letter) && letter is not ('"' or '<' or '>' or '\\')));
}
