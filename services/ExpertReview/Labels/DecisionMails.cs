using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Labels;

/// <summary>
/// Tells those who hold a dossier that its decision was released, in the transaction of the release. The same words whatever was decided:
/// what it says is read behind the sign-in.
/// </summary>
public sealed class DecisionMails(PageLinks links)
{
    public async Task Write(Transaction transaction, Item released)
    {
        foreach (var personId in await transaction.Query<Guid>("select PersonId from DossierHolder where DossierId = @DossierId", new { released.DossierId }))
            if (await PersonStore.Find(Reading.In(transaction), personId) is { Disabled: false } holder && Mail(released, holder) is { } mail)
                await Storage.Mail.Add(transaction, mail);
    }

    OutgoingMail? Mail(Item released, PersonInReview holder) => MailWords.To(
        new(holder.Id, holder.Name, holder.Email, holder.Language), "decision.released", $"decision.released {released.Id:N} {holder.Id:N}", () => (
            MailWords.Said(Text.MailDecision_Subject, released.Dossier.Reference),
            MailWords.Said(Text.MailDecision_Text, released.Dossier.Reference, links.To($"/decisions/{released.Id}"))));
}
