using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission.Messages;

/// <summary>Says that there is a message and where, in the reader's language: neither who wrote, nor about which dossier, nor what.</summary>
public sealed class MessageMail(PageLinks links)
{
    public OutgoingMail About(Message message, Correspondent recipient) => Languages.In(recipient.Language, () => new OutgoingMail(
        "dossier.message", $"dossier.message {message.Id:N} {recipient.Id:N}", recipient.Email, recipient.Language, Text.MailMessage_Subject,
        MailWords.Said(Text.MailMessage_Text, links.To($"/dossiers/{message.DossierId}/messages")))
    {
        PersonId = recipient.Id,
        Name = recipient.Name,
    });
}
