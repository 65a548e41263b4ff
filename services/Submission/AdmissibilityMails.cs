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
        var kind = dossier.Status is DossierStatus.Inadmissible ? Refused : Admitted;
        foreach (var to in (await PeopleStore.Correspondents(transaction, [dossier.HolderId, .. dossier.Content.CoHolderIds])).Values)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{kind} {dossier.Id:N} {dossier.Revision} {to.Id:N}");
            if (MailWords.To(new(to.Id, to.Name, to.Email, to.Language), kind, key, () => Words(dossier)) is { } mail)
            {
                await Mail.Add(transaction, mail);
            }
        }
    }

    (string Subject, string Text) Words(Dossier dossier)
    {
        var reference = dossier.Reference ?? throw new InvalidOperationException("A dossier that was never deposited is not judged.");
        var page = links.To($"/dossiers/{dossier.Id}");
        return dossier.Status is DossierStatus.Inadmissible
            ? (MailWords.Said(Text.MailInadmissible_Subject, reference), Refusal(dossier, reference, page))
            : (MailWords.Said(Text.MailAdmitted_Subject, reference), MailWords.Said(Text.MailAdmitted_Text, reference, page));
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
