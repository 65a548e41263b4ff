using System.Globalization;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>
/// The mails to the holders of a dossier on what the office found: admissible, or not and why. They name the dossier by its reference and
/// say nothing of what is in it.
/// </summary>
public sealed class AdmissibilityMails(PageLinks links)
{
    const string Admitted = "dossier.admitted", Refused = "dossier.admission-refused";

    public async Task Write(Transaction transaction, Dossier dossier)
    {
        foreach (var contact in (await PeopleStore.Correspondents(transaction, [dossier.HolderId, .. dossier.Content.CoHolderIds])).Values)
        {
            await Mail.Add(transaction, Languages.In(contact.Language, () => Written(contact, dossier)));
        }
    }

    OutgoingMail Written(Correspondent to, Dossier dossier)
    {
        var reference = dossier.Reference ?? throw new InvalidOperationException("A dossier that was never deposited is not judged.");
        var page = links.To($"/dossiers/{dossier.Id}");
        var (kind, subject, text) = dossier.Status is DossierStatus.Inadmissible
            ? (Refused, Text.MailInadmissible_Subject, Refusal(dossier, reference, page))
            : (Admitted, Text.MailAdmitted_Subject, MailWords.Said(Text.MailAdmitted_Text, reference, page));
        return new OutgoingMail(
            kind, string.Create(CultureInfo.InvariantCulture, $"{kind} {dossier.Id:N} {dossier.Revision} {to.Id:N}"), to.Email, to.Language, MailWords.Said(subject, reference), text)
        {
            PersonId = to.Id,
            Name = to.Name,
        };
    }

    /// <summary>The office's reasons, a line each: what it types there is for the holder.</summary>
    static string Refusal(Dossier dossier, string reference, string page) => string.Join('\n',
    [
        MailWords.Said(dossier.RefusalReasons.Count > 1 ? Text.MailInadmissible_TextSeveral : Text.MailInadmissible_Text, reference),
        "",
        .. dossier.RefusalReasons.Select(reason => MailWords.Said("- {0}", reason)),
        "",
        MailWords.Said(Text.MailInadmissible_After, page),
    ]);
}
