using System.Globalization;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>
/// The mail that says a deposit arrived, to the holder and to whoever pressed the button, each in their language. It names the deposit by
/// its reference and seal, and says nothing of what is in it.
/// </summary>
public sealed class DepositReceipts(PageLinks links)
{
    const string Kind = "dossier.receipt";

    public async Task Write(Transaction transaction, Dossier dossier, Call call, string sha256, Guid depositedBy)
    {
        foreach (var contact in (await PeopleStore.Correspondents(transaction, [.. new[] { dossier.HolderId, depositedBy }.Distinct()])).Values)
        {
            await Mail.Add(transaction, Languages.In(contact.Language, () => Written(contact, dossier, call, sha256)));
        }
    }

    OutgoingMail Written(Correspondent to, Dossier dossier, Call call, string sha256)
    {
        var reference = dossier.Reference ?? throw new InvalidOperationException("A deposit without a reference has no receipt.");
        var at = dossier.SubmittedAt ?? throw new InvalidOperationException("A deposit without an instant has no receipt.");
        return new OutgoingMail(
            Kind, string.Create(CultureInfo.InvariantCulture, $"{Kind} {dossier.Id:N} {dossier.Version} {to.Id:N}"), to.Email, to.Language,
            string.Format(CultureInfo.CurrentCulture, Text.MailReceipt_Subject, reference, dossier.Version),
            string.Format(
                CultureInfo.CurrentCulture, Text.MailReceipt_Text.Replace("\\n", "\n"),
                reference, dossier.Version, call.Code, Paris.DayAndTime(at), at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), sha256,
                dossier.Late ? Text.MailReceipt_Late.Replace("\\n", "\n") : "", links.To($"/dossiers/{dossier.Id}/versions/{dossier.Version}/receipt")))
        {
            PersonId = to.Id,
            Name = to.Name,
        };
    }
}
