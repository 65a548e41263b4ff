using System.Globalization;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission.Messages;

/// <summary>Says that there is a message and where, in the reader's language: neither who wrote, nor about which dossier, nor what.</summary>
public sealed class MessageMail(PageLinks links)
{
    public OutgoingMail About(Message message, Correspondent recipient)
    {
        var (culture, ui) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(recipient.Language == "fr" ? "fr-FR" : "en-GB");
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(recipient.Language);
            return new OutgoingMail(
                "dossier.message", $"dossier.message {message.Id:N} {recipient.Id:N}", recipient.Email, recipient.Language, Text.MailMessage_Subject,
                string.Format(CultureInfo.CurrentCulture, Text.MailMessage_Text.Replace("\\n", "\n", StringComparison.Ordinal), links.To($"/dossiers/{message.DossierId}/messages")))
            {
                PersonId = recipient.Id,
                Name = recipient.Name,
            };
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, ui);
        }
    }
}
