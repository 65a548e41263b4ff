using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission.Writing;

/// <summary>The mails about co-holding, each in its recipient's language. What the dossier is about is not in them: a draft is confidential.</summary>
public sealed class CoHolderMails(PageLinks links)
{
    public OutgoingMail Invitation(Guid invitation, string email, string language, string inviter, string code, DateTimeOffset until) => Written(
        $"dossier.co-holder-invitation {invitation:N}", "dossier.co-holder-invitation", email, language, () => (
            MailWords.Said(Text.MailCoHolder_InvitationSubject, inviter),
            MailWords.Said(Text.MailCoHolder_InvitationText, inviter, links.To("/dossiers/join", ("code", code)), Paris.DayAndTime(until), links.To("/register")))) with
    { Confidential = true };

    public OutgoingMail Joined(Correspondent to, string other, bool toHolder, Guid dossier, Guid cause) => To(to, "joined", dossier, cause, () => toHolder
        ? (MailWords.Said(Text.MailCoHolder_JoinedHolderSubject, other), MailWords.Said(Text.MailCoHolder_JoinedHolderText, other, links.To($"/dossiers/{dossier}/co-holders")))
        : (MailWords.Said(Text.MailCoHolder_JoinedSubject, other), MailWords.Said(Text.MailCoHolder_JoinedText, other, links.To($"/dossiers/{dossier}/write/project"))));

    public OutgoingMail PartChanged(Correspondent to, string other, bool toHolder, Guid dossier, Guid cause) => To(to, "part", dossier, cause, () => toHolder
        ? (MailWords.Said(Text.MailCoHolder_PartHolderSubject, other), MailWords.Said(Text.MailCoHolder_PartHolderText, other, links.To($"/dossiers/{dossier}/co-holders")))
        : (MailWords.Said(Text.MailCoHolder_PartSubject, other), MailWords.Said(Text.MailCoHolder_PartText, other, links.To($"/dossiers/{dossier}/write/project"))));

    public OutgoingMail Removed(Correspondent to, string other, bool toHolder, Guid dossier, Guid cause) => To(to, "removed", dossier, cause, () => toHolder
        ? (MailWords.Said(Text.MailCoHolder_RemovedHolderSubject, other), MailWords.Said(Text.MailCoHolder_RemovedHolderText, other, links.To($"/dossiers/{dossier}/co-holders")))
        : (MailWords.Said(Text.MailCoHolder_RemovedSubject, other), MailWords.Said(Text.MailCoHolder_RemovedText, other)));

    static OutgoingMail To(Correspondent to, string what, Guid dossier, Guid cause, Func<(string Subject, string Text)> words) =>
        Written($"dossier.co-holder-{what} {dossier:N} {cause:N} {to.Id:N}", $"dossier.co-holder-{what}", to.Email, to.Language, words) with { PersonId = to.Id, Name = to.Name };

    static OutgoingMail Written(string key, string kind, string email, string language, Func<(string Subject, string Text)> words)
    {
        var (subject, text) = Languages.In(language, words);
        return new OutgoingMail(kind, key, email, language, subject, text);
    }
}
