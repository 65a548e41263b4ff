using System.Text;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Sessions;

/// <summary>
/// The mails of a session, each with its calendar entry, in the transaction of what they tell: the invitation to a seat, the convocation with
/// each version of the agenda, a change of time or place, the end of a seat, the
/// end of the session before it began. Of the dossiers they say nothing but how many there are.
/// </summary>
public sealed class SessionMails(PageLinks links, MailSettings settings)
{
    /// <summary>How long a session is taken to last: nobody says before it was held.</summary>
    static readonly TimeSpan Lasts = TimeSpan.FromHours(3);

    enum News
    {
        Invited,
        Convened,
        Moved,
        Ended,
        Cancelled,
    }

    /// <summary>What a change of a session makes its members know; was is null when it is planned.</summary>
    public async Task Write(Transaction transaction, Session? was, Session now)
    {
        var before = was?.Members.Select(seat => seat.PersonId).ToHashSet() ?? [];
        var seated = now.Members.Select(seat => seat.PersonId).ToHashSet();
        var published = now.Agendas.Count > (was?.Agendas.Count ?? 0);
        var moved = was is not null && (was.StartsAt, was.Place, was.Title) != (now.StartsAt, now.Place, now.Title);
        foreach (var person in await People(transaction, [.. before.Union(seated)]))
        {
            News? news = now.Status is SessionStatus.Cancelled ? News.Cancelled
                : !seated.Contains(person.Id) ? News.Ended
                : published ? News.Convened
                : !before.Contains(person.Id) ? News.Invited
                : moved ? News.Moved
                : null;
            if (news is { } told && Mail(told, now, person, transaction.Clock.GetUtcNow()) is { } mail)
                await Storage.Mail.Add(transaction, mail);
        }
    }

    OutgoingMail? Mail(News news, Session session, PersonRow person, DateTimeOffset at)
    {
        var kind = news switch
        {
            News.Invited => "session.invited",
            News.Convened => "session.convocation",
            News.Moved => "session.moved",
            News.Ended => "session.seat-ended",
            News.Cancelled => "session.cancelled",
        };
        var page = links.To($"/sessions/{session.Id}");
        var mail = MailWords.To(
            new Addressee(person.Id, person.Name, person.Email, person.Language), kind, $"{kind} {session.Id:N} {session.Revision} {person.Id:N}",
            () => (
                MailWords.Said(Subject(news), session.Title, Paris.Written(Paris.Day(session.StartsAt)), session.CurrentAgenda?.Letter ?? ""),
                MailWords.Said(Body(news), session.Title, ReviewWords.At(session.StartsAt), session.Place, page, session.CurrentAgenda?.Letter ?? "", session.CurrentAgenda?.DossierIds.Count ?? 0, session.Cancellation?.Reason ?? "")));
        return mail is null ? null : mail with { Attachments = [Entry(news, session, mail, page, at)] };
    }

    /// <summary>Each copy names its recipient and the sender alone: a calendar takes an invitation in which it finds its owner.</summary>
    MailAttachment Entry(News news, Session session, OutgoingMail mail, string page, DateTimeOffset at)
    {
        var over = news is News.Ended or News.Cancelled;
        var method = over ? CalendarMethod.Cancel : CalendarMethod.Request;
        var text = Languages.In(mail.Language, () => ICalendar.Write(new CalendarFile("ExpertReview", method,
        [
            new CalendarEvent
            {
                Uid = $"session-{session.Id:D}@labelling",
                Sequence = (int)(session.Revision - 1),
                ChangedAt = at,
                When = new CalendarTime(session.StartsAt, session.StartsAt + Lasts),
                Summary = session.Title,
                Description = session.CurrentAgenda is { } agenda ? SessionWords.Said(Text.MailSession_Entry, agenda.Letter, agenda.DossierIds.Count) : null,
                Location = session.Place,
                Address = page,
                Cancelled = over,
                Organizer = new CalendarPerson(settings.From.DisplayName, $"mailto:{settings.From.Address}"),
                Attendees = [new CalendarPerson(mail.Name ?? "", $"mailto:{mail.Address}")],
                Alarm = new CalendarAlarm(TimeSpan.FromDays(1), session.Title),
            },
        ])
        { InParis = true }));
        return new("session.ics", $"text/calendar; charset=utf-8; method={(over ? "CANCEL" : "REQUEST")}", Encoding.UTF8.GetBytes(text));
    }

    static string Subject(News news) => news switch
    {
        News.Invited => Text.MailSession_InvitedSubject,
        News.Convened => Text.MailSession_ConvenedSubject,
        News.Moved => Text.MailSession_MovedSubject,
        News.Ended => Text.MailSession_EndedSubject,
        News.Cancelled => Text.MailSession_CancelledSubject,
    };

    static string Body(News news) => news switch
    {
        News.Invited => Text.MailSession_InvitedText,
        News.Convened => Text.MailSession_ConvenedText,
        News.Moved => Text.MailSession_MovedText,
        News.Ended => Text.MailSession_EndedText,
        News.Cancelled => Text.MailSession_CancelledText,
    };

    static async Task<IReadOnlyList<PersonRow>> People(Transaction transaction, IReadOnlyCollection<Guid> ids) => await transaction.Query<PersonRow>(
        """
        select Id, Name, Email, Language
        from Person
        where Id in @Ids and Disabled = 0
        order by Id
        """,
        new { Ids = ids });

    sealed record PersonRow
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required string? Email { get; init; }
        public required string? Language { get; init; }
    }
}
