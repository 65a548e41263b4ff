using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts.People;

/// <summary>The mails about accounts, each in its recipient's language, whatever the language of the request that causes it.</summary>
public sealed class AccountMails(PageLinks links)
{
    /// <summary>At most one mail of a kind to an address in that time.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMinutes(5);

    public OutgoingMail Invitation(string email, string language, string code, DateTimeOffset until) => Written("account.invitation", email, language, () => (
        Text.MailInvitation_Subject,
        MailWords.Said(Text.MailInvitation_Text, links.To("/invitations/accept", ("code", code), ("lang", language)), Paris.DayAndTime(until))), secret: true);

    public OutgoingMail Registration(string email, string name, string language, string code, DateTimeOffset until) => Written("account.registration", email, language, () => (
        Text.MailRegistration_Subject,
        MailWords.Said(Text.MailRegistration_Text, name, links.To("/register/confirm", ("code", code), ("lang", language)), Paris.DayAndTime(until))), secret: true) with
    { Name = name };

    /// <summary>Somebody registers with an address that has an account. The same kind as the other: the two keep one pace.</summary>
    public OutgoingMail AlreadyRegistered(Guid person, string email, string language) => Written("account.registration", email, language, () => (
        Text.MailKnown_Subject,
        MailWords.Said(Text.MailKnown_Text, links.To("/sign-in"), links.To("/password/forgotten")))) with
    { PersonId = person };

    public OutgoingMail PasswordReset(Guid person, string email, string language, string code, DateTimeOffset until) => Written("account.password-reset", email, language, () => (
        Text.MailReset_Subject,
        MailWords.Said(Text.MailReset_Text, links.To("/password/reset", ("code", code), ("lang", language)), Paris.DayAndTime(until))), secret: true) with
    { PersonId = person };

    /// <summary>Somebody asks for a new password with an address without an account: a person with several addresses wants to know.</summary>
    public OutgoingMail NoAccount(string email, string language) => Written("account.password-reset", email, language, () => (
        Text.MailNoAccount_Subject,
        MailWords.Said(Text.MailNoAccount_Text, links.To("/register"))));

    public OutgoingMail PasswordChanged(Guid person, string email, string language) => Written("account.password-changed", email, language, () => (
        Text.MailPasswordChanged_Subject,
        MailWords.Said(Text.MailPasswordChanged_Text, links.To("/password/forgotten")))) with
    { PersonId = person };

    public OutgoingMail ConfirmNewAddress(Guid person, string email, string language, string code, DateTimeOffset until) => Written("account.email-new", email, language, () => (
        Text.MailNewAddress_Subject,
        MailWords.Said(Text.MailNewAddress_Text, links.To("/account/email/confirm", ("code", code), ("lang", language)), Paris.DayAndTime(until))), secret: true) with
    { PersonId = person };

    public OutgoingMail ConfirmAtOldAddress(Guid person, string email, string language, string newEmail, string code, string veto, DateTimeOffset until) => Written("account.email-old", email, language, () => (
        Text.MailOldAddress_Subject,
        MailWords.Said(Text.MailOldAddress_Text, newEmail, links.To("/account/email/confirm", ("code", code), ("lang", language)),
            links.To("/account/email/veto", ("code", veto), ("lang", language)), Paris.DayAndTime(until))), secret: true) with
    { PersonId = person };

    public OutgoingMail AddressChanged(Guid person, string email, string language, string newEmail, DateTimeOffset vetoUntil) => Written("account.email-changed", email, language, () => (
        Text.MailAddressChanged_Subject,
        MailWords.Said(Text.MailAddressChanged_Text, newEmail, Paris.DayAndTime(vetoUntil)))) with
    { PersonId = person };

    static OutgoingMail Written(string kind, string email, string language, Func<(string Subject, string Text)> words, bool secret = false)
    {
        var (subject, text) = Languages.In(language, words);
        return new OutgoingMail(kind, $"{kind} {Guid.CreateVersion7():N}", email, language, subject, text) { Confidential = secret };
    }
}
