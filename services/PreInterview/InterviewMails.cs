using System.Text;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>
/// The mails about interviews, each in its recipient's language, written in the transaction of their cause. They say what happened and
/// where to read on; of what was said and written in the interview they say nothing.
/// </summary>
public sealed class InterviewMails(PageLinks links, MailSettings settings)
{
    /// <summary>What a change of an interview makes people know.</summary>
    public async Task Write(Transaction transaction, Interview was, Interview now)
    {
        if (Told(was, now) is not { Count: > 0 } news || await KnownStore.Dossier(transaction, now.DossierId) is not { } dossier)
            return;
        var people = await KnownStore.Persons(transaction, [.. dossier.HolderIds, .. Experts(was), .. Experts(now)]);
        var call = await KnownStore.Call(transaction, now.Conclusion?.RedirectToCallId ?? dossier.CallId);
        foreach (var (kind, toHolders, expertId) in news)
            foreach (var person in toHolders ? dossier.HolderIds : expertId is { } expert ? [expert] : [])
                if (people.GetValueOrDefault(person) is { } recipient)
                    await Add(transaction, Mail(kind, was, now, dossier, people, call, recipient, transaction.Clock.GetUtcNow()));
    }

    /// <summary>A reminder to holders and expert, so many days before the talk. A booking reminds each of them once for each of the days.</summary>
    public OutgoingMail? Reminder(Interview interview, DossierToInterview dossier, KnownPerson recipient, int days) => interview.Booking is { } booking
        ? Written(
            recipient, "interview.reminder", $"interview.reminder {interview.Id:N} {interview.CalendarChanges} {days} {recipient.Id:N}",
            () => (MailWords.Said(Text.MailReminder_Subject, Subject(dossier), Paris.Due(Paris.Day(booking.StartsAt))), MailWords.Said(Text.MailReminder_Text, Subject(dossier), InterviewWords.Span(booking.StartsAt, booking.EndsAt), Page(interview))))
        : null;

    /// <summary>A reminder to the expert that the talk is over: was it held, what is the conclusion. Once for each of the days after it.</summary>
    public OutgoingMail? ConclusionReminder(Interview interview, DossierToInterview dossier, KnownPerson recipient, int days) => Written(
        recipient, "interview.conclusion-reminder", $"interview.conclusion-reminder {interview.Id:N} {interview.CalendarChanges} {days} {recipient.Id:N}",
        () => (MailWords.Said(Text.MailConclude_Subject, Subject(dossier)),
            MailWords.Said(interview.Status is InterviewStatus.Held ? Text.MailConclude_Text : Text.MailConclude_TextNotRecorded, Subject(dossier), Page(interview))));

    /// <summary>Writes a mail, where there is an address, unless it was written before.</summary>
    public static async Task<bool> Add(Transaction transaction, OutgoingMail? mail) => mail is not null && await Storage.Mail.Add(transaction, mail);

    enum News
    {
        Proposed,
        AskedForTimes,
        Booked,
        Moved,
        Cancelled,
        Missed,
        Concluded,
        Replanned,
        Redirected,
        Replied,
        Waived,
    }

    /// <summary>What there is to tell, to the holders or to an expert.</summary>
    static IReadOnlyList<(News News, bool ToHolders, Guid? Expert)> Told(Interview was, Interview now)
    {
        var news = new List<(News, bool, Guid?)>();
        if (now.Status is InterviewStatus.SlotsProposed && was.Status is InterviewStatus.ToSchedule or InterviewStatus.SlotsProposed)
        {
            news.Add((News.Proposed, true, null));
            news.AddRange(now.ProposedExpertIds.Except(was.ProposedExpertIds).Select(expert => (News.AskedForTimes, false, (Guid?)expert)));
        }
        switch (was.Booking, now.Booking)
        {
            case (null, { } booked):
                news.Add((News.Booked, true, null));
                news.Add((News.Booked, false, booked.ExpertId));
                break;
            case ({ } before, { } after) when before.SlotId != after.SlotId:
                news.Add((News.Moved, true, null));
                news.Add((before.ExpertId == after.ExpertId ? News.Moved : News.Booked, false, after.ExpertId));
                if (before.ExpertId != after.ExpertId)
                    news.Add((News.Cancelled, false, before.ExpertId));
                break;
            case ({ }, null) when now.NoShows > was.NoShows:
                news.Add((News.Missed, true, null));
                break;
            case ({ } before, null) when was.Status is InterviewStatus.Booked:
                news.Add((News.Cancelled, true, null));
                news.Add((News.Cancelled, false, before.ExpertId));
                break;
        }
        if (was.Conclusion is null && now.Conclusion is { } conclusion)
            news.Add((conclusion.Recommendation switch
            {
                InterviewRecommendation.Proceed or InterviewRecommendation.ProceedWithAdvice => News.Concluded,
                InterviewRecommendation.Replan => News.Replanned,
                InterviewRecommendation.Redirect => News.Redirected,
            }, true, null));
        if (was.Reply is null && now.Reply is not null)
            news.Add((News.Replied, false, now.Booking?.ExpertId));
        if (was.Status is not InterviewStatus.Waived && now.Status is InterviewStatus.Waived)
            news.Add((News.Waived, true, null));
        return news;
    }

    OutgoingMail? Mail(
        News news, Interview was, Interview now, DossierToInterview dossier, IReadOnlyDictionary<Guid, KnownPerson> people, KnownCall? call,
        KnownPerson recipient, DateTimeOffset at)
    {
        var (subject, page) = (Subject(dossier), Page(now));
        var booking = now.Booking ?? was.Booking;
        var isHolder = dossier.HolderIds.Contains(recipient.Id);
        // The cancellation of an expert who is booked no longer names nobody but them.
        var told = news is News.Cancelled ? was.Booking : now.Booking;
        return news switch
        {
            News.Proposed => Written("interview.proposed", () => (MailWords.Said(Text.MailProposed_Subject, subject), MailWords.Said(Text.MailProposed_Text, subject, page))),
            News.AskedForTimes => Written("interview.asked-for-times", () => (MailWords.Said(Text.MailAsked_Subject, subject), MailWords.Said(Text.MailAsked_Text, subject, links.To("/slots")))),
            News.Booked => WithEntry(Written("interview.booked", () => (MailWords.Said(Text.MailBooked_Subject, subject), MailWords.Said(Text.MailBooked_Text, subject, When(), page)))),
            News.Moved => WithEntry(Written("interview.moved", () => (MailWords.Said(Text.MailMoved_Subject, subject), MailWords.Said(Text.MailMoved_Text, subject, When(), page)))),
            News.Cancelled => WithEntry(Written("interview.cancelled", () => (MailWords.Said(Text.MailCancelled_Subject, subject),
                MailWords.Said(isHolder ? Text.MailCancelled_Text : Text.MailCancelled_TextExpert, subject, When(), page)))),
            News.Missed => Written("interview.missed", () => (MailWords.Said(Text.MailMissed_Subject, subject), MailWords.Said(Text.MailMissed_Text, subject, page))),
            News.Concluded => Written("interview.concluded", () => (MailWords.Said(Text.MailConcluded_Subject, subject), MailWords.Said(Text.MailConcluded_Text, subject, page))),
            News.Replanned => Written("interview.replanned", () => (MailWords.Said(Text.MailConcluded_Subject, subject),
                MailWords.Said(Text.MailReplanned_Text, subject, now.Conclusion?.ReplanTo is { } day ? Paris.Due(day) : "", call?.Code ?? "", page))),
            News.Redirected => Written("interview.redirected", () => (MailWords.Said(Text.MailConcluded_Subject, subject),
                MailWords.Said(Text.MailRedirected_Text, subject, call?.Code ?? "", links.To($"/dossiers/{dossier.Id}"), page))),
            News.Replied => Written("interview.replied", () => (MailWords.Said(Text.MailReplied_Subject, subject), MailWords.Said(Text.MailReplied_Text, subject, page))),
            News.Waived => Written("interview.waived", () => (MailWords.Said(Text.MailWaived_Subject, subject), MailWords.Said(Text.MailWaived_Text, subject, links.To($"/dossiers/{dossier.Id}")))),
        };

        OutgoingMail? Written(string kind, Func<(string, string)> words) => InterviewMails.Written(recipient, kind, $"{kind} {now.Id:N} {now.Revision} {recipient.Id:N}", words);

        string When() => booking is null ? "" : told is null ? InterviewWords.Span(booking.StartsAt, booking.EndsAt) : InterviewWords.Span(told.StartsAt, told.EndsAt);

        OutgoingMail? WithEntry(OutgoingMail? mail)
        {
            if (mail is null || told is null)
                return mail;
            var entry = new CalendarEntry
            {
                InterviewId = now.Id,
                Sequence = now.CalendarChanges - 1,
                Cancelled = news is News.Cancelled,
                ChangedAt = at,
                StartsAt = told.StartsAt,
                EndsAt = told.EndsAt,
                Expert = Named(told.ExpertId),
                Holders = [.. dossier.HolderIds.Select(Named)],
                DossierReference = dossier.Reference,
                DossierTitle = dossier.Acronym,
                Page = page,
            };
            var method = entry.Cancelled ? "CANCEL" : "REQUEST";
            var text = InterviewCalendar.Write(entry, mail.Language == "fr", new MailedTo(recipient.Name, mail.Address, settings.From.DisplayName, settings.From.Address));
            return mail with { Attachments = [new MailAttachment("interview.ics", $"text/calendar; charset=utf-8; method={method}", Encoding.UTF8.GetBytes(text))] };
        }

        KnownName Named(Guid id) => new(id, people.GetValueOrDefault(id)?.Name ?? "");
    }

    static OutgoingMail? Written(KnownPerson recipient, string kind, string key, Func<(string Subject, string Text)> words) =>
        recipient.Disabled ? null : MailWords.To(new(recipient.Id, recipient.Name, recipient.Email, recipient.Language), kind, key, words);

    static IEnumerable<Guid> Experts(Interview interview) => interview.Booking is { } booking ? interview.ProposedExpertIds.Append(booking.ExpertId) : interview.ProposedExpertIds;

    string Page(Interview interview) => links.To($"/interviews/{interview.Id}");

    static string Subject(DossierToInterview dossier) => $"{dossier.Acronym} ({dossier.Reference})";
}
