using System.Globalization;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>The mail to the holders of a dossier that an interview sent to another call: carried over, or back to them to be changed first.</summary>
public sealed class RedirectionMails(PageLinks links)
{
    const string Kind = "dossier.redirected";

    public async Task Write(Transaction transaction, Dossier dossier, Call call)
    {
        foreach (var contact in (await PeopleStore.Correspondents(transaction, [dossier.HolderId, .. dossier.Content.CoHolderIds])).Values)
        {
            await Mail.Add(transaction, Languages.In(contact.Language, () => Written(contact, dossier, call)));
        }
    }

    OutgoingMail Written(Correspondent to, Dossier dossier, Call call)
    {
        var page = links.To($"/dossiers/{dossier.Id}");
        var text = dossier.Correction is { } correction
            ? string.Format(CultureInfo.CurrentCulture, Text.MailRedirected_Back.Replace("\\n", "\n"), dossier.Reference, call.Code, Paris.Due(correction.DueOn), page)
            : string.Format(CultureInfo.CurrentCulture, Text.MailRedirected_Carried.Replace("\\n", "\n"), dossier.Reference, call.Code, dossier.Version, page);
        return new OutgoingMail(
            Kind, string.Create(CultureInfo.InvariantCulture, $"{Kind} {dossier.Id:N} {dossier.Revision} {to.Id:N}"), to.Email, to.Language,
            string.Format(CultureInfo.CurrentCulture, Text.MailRedirected_Subject, dossier.Reference, call.Code), text)
        {
            PersonId = to.Id,
            Name = to.Name,
        };
    }
}
