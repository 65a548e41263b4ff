using Labelling.Hosting;
using Labelling.Storage;
using static Labelling.Hosting.MailWords;

namespace Labelling.FundingOutcome.Asking;

/// <summary>The mails that ask, each in its recipient's language. Of the dossier they say its title and its call, and nothing else.</summary>
public sealed class QuestionMails(PageLinks links)
{
    /// <summary>The kind of the mails that ask.</summary>
    public const string Asks = "funding-question";

    /// <summary>The question with its link; null where there is no address.</summary>
    public OutgoingMail? Question(FundingQuestion question, string code)
    {
        if (question.Address is not { } address || !Mail.IsAddress(address))
            return null;
        var (subject, text) = Languages.In(question.Language, () => (
            Said(question.Round == 1 ? Text.MailQuestion_Subject : Text.MailQuestion_SubjectAgain, question.Title),
            Said(
                question.PersonId is null ? Text.MailQuestion_TextNamed : Text.MailQuestion_Text,
                question.Title, question.Call, question.FundingBody, links.To("/answer", ("code", code)), Paris.Written(Paris.Day(question.ExpiresAt)))));
        return new OutgoingMail(Asks, $"{Asks} {question.Id:N}", address, question.Language, subject, text)
        {
            PersonId = question.PersonId,
            Name = question.Name,
            Confidential = true,
        };
    }

    /// <summary>To the office, once the last round is asked.</summary>
    public OutgoingMail Silent(Correspondent office, Guid dossier, string reference, string call) => ToOffice(
        office, "funding-question.silent", $"{dossier:N}",
        () => (Said(Text.MailSilent_Subject, reference), Said(Text.MailSilent_Text, reference, call, links.To("/outcomes/silent"))));

    /// <summary>To the office: the holder named somebody else, who is asked now.</summary>
    public OutgoingMail Named(Correspondent office, FundingQuestion named) => ToOffice(
        office, "funding-question.named", $"{named.Id:N}",
        () => (Said(Text.MailNamed_Subject, named.Reference), Said(Text.MailNamed_Text, named.Reference, named.Name ?? "", links.To($"/funding/dossiers/{named.DossierId}"))));

    static OutgoingMail ToOffice(Correspondent office, string kind, string about, Func<(string Subject, string Text)> words)
    {
        var (subject, text) = Languages.In(office.Language, words);
        return new OutgoingMail(kind, $"{kind} {about} {office.Id:N}", office.Email, office.Language, subject, text) { PersonId = office.Id, Name = office.Name };
    }
}
