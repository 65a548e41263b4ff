using System.Globalization;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>The mail to the holders of a dossier that came back to them: until when, and where to read what is asked, which it does not say itself.</summary>
public sealed class CorrectionMails(PageLinks links)
{
    const string Kind = "dossier.correction-requested";

    public async Task Write(Transaction transaction, Dossier dossier)
    {
        foreach (var contact in (await PeopleStore.Correspondents(transaction, [dossier.HolderId, .. dossier.Content.CoHolderIds])).Values)
        {
            await Mail.Add(transaction, Languages.In(contact.Language, () => Written(contact, dossier)));
        }
    }

    OutgoingMail Written(Correspondent to, Dossier dossier)
    {
        var correction = dossier.Correction ?? throw new InvalidOperationException("No correction was asked of this dossier.");
        var reference = dossier.Reference ?? throw new InvalidOperationException("A dossier that was never deposited is not corrected.");
        return new OutgoingMail(
            Kind, string.Create(CultureInfo.InvariantCulture, $"{Kind} {dossier.Id:N} {dossier.Revision} {to.Id:N}"), to.Email, to.Language,
            MailWords.Said(Text.MailCorrection_Subject, reference, Paris.Due(correction.DueOn)),
            MailWords.Said(Text.MailCorrection_Text, reference, Paris.Due(correction.DueOn), links.To($"/dossiers/{dossier.Id}")))
        {
            PersonId = to.Id,
            Name = to.Name,
        };
    }
}
