using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Reviews;

/// <summary>The mails about reviews, each in its expert's language. They name the dossier as its invitation does; what is in it they do not say.</summary>
public sealed class ReviewMails(PageLinks links)
{
    /// <summary>Holds the code of the address at which the expert declines: its text is deleted once it has left.</summary>
    public OutgoingMail? Invited(PersonInReview expert, Invitation invitation, DossierUnderReview dossier, string code) => To(
        expert, "review.invited", $"review.invited {invitation.Id:N}", () => (
            MailWords.Said(Text.MailInvited_Subject, Named(dossier)),
            MailWords.Said(Text.MailInvited_Text, Named(dossier), Paris.Due(invitation.DueOn), Page(invitation), links.To("/reviews/decline", ("code", code))))) is { } mail
        ? mail with { Confidential = true }
        : null;

    /// <summary>Once for each of the days, and once more for another due date.</summary>
    public OutgoingMail? Reminder(PersonInReview expert, Invitation invitation, DossierUnderReview dossier, int days) => To(
        expert, "review.reminder", $"review.reminder {invitation.Id:N} {invitation.DueOn:yyyyMMdd} {days}", () => (
            MailWords.Said(days > 0 ? Text.MailLate_Subject : Text.MailReminder_Subject, Named(dossier), Paris.Due(invitation.DueOn)),
            MailWords.Said(
                days > 0 ? Text.MailLate_Text : invitation.Status is InvitationStatus.Invited ? Text.MailReminder_Answer : Text.MailReminder_Text,
                Named(dossier), Paris.Due(invitation.DueOn), Page(invitation))));

    public OutgoingMail? Reopened(PersonInReview expert, Invitation invitation, DossierUnderReview dossier) => To(
        expert, "review.reopened", $"review.reopened {invitation.Id:N} {invitation.Revision}", () => (
            MailWords.Said(Text.MailReopened_Subject, Named(dossier)), MailWords.Said(Text.MailReopened_Text, Named(dossier), Page(invitation))));

    /// <summary>The office's reason is not in it: it may speak of others.</summary>
    public static OutgoingMail? Cancelled(PersonInReview expert, Invitation invitation, DossierUnderReview dossier) => To(
        expert, "review.cancelled", $"review.cancelled {invitation.Id:N} {invitation.Revision}", () => (
            MailWords.Said(Text.MailCancelled_Subject, Named(dossier)), MailWords.Said(Text.MailCancelled_Text, Named(dossier))));

    static OutgoingMail? To(PersonInReview expert, string kind, string key, Func<(string, string)> words) =>
        expert.Disabled ? null : MailWords.To(new(expert.Id, expert.Name, expert.Email, expert.Language), kind, key, words);

    string Page(Invitation invitation) => links.To($"/reviews/{invitation.Id}");

    static string Named(DossierUnderReview dossier) => $"{dossier.Acronym} ({dossier.Reference})";
}
