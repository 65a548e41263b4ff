using Labelling.Hosting;

namespace Labelling.PreInterview;

/// <summary>The calendar entry of an interview as it stands now: its last booking, standing or cancelled.</summary>
public sealed record CalendarEntry
{
    public required Guid InterviewId { get; init; }

    /// <summary>0 for the first booking, one more for each move and cancellation.</summary>
    public required int Sequence { get; init; }
    public required bool Cancelled { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
    public required KnownName Expert { get; init; }
    public required IReadOnlyList<KnownName> Holders { get; init; }
    public required string DossierReference { get; init; }
    public required string DossierTitle { get; init; }

    /// <summary>The page of the interview; null where no link goes out.</summary>
    public string? Page { get; init; }
}

/// <summary>
/// Whom an entry is mailed to and from where. Calendars take an invitation only when they find their owner's address in it: each recipient's
/// copy holds their own and the sender's, and nobody else's.
/// </summary>
public sealed record MailedTo(string Name, string Address, string SenderName, string SenderAddress);

/// <summary>A person by id and name.</summary>
public sealed record KnownName(Guid Id, string Name);

/// <summary>
/// An interview as a calendar takes it, with times as Paris shows them. People are named by urn:uuid; where an entry is mailed, its
/// recipient alone by address.
/// </summary>
public static class InterviewCalendar
{
    const string Product = "PreInterview";

    public static string Write(CalendarEntry entry, bool french, MailedTo? mailed = null) => ICalendar.Write(new CalendarFile(
        Product, entry.Cancelled ? CalendarMethod.Cancel : CalendarMethod.Request, [Event(entry, french, mailed)])
    { InParis = true });

    /// <summary>All of a person's interviews, for a calendar that subscribes.</summary>
    public static string WriteFeed(IReadOnlyList<CalendarEntry> entries, bool french) => ICalendar.Write(new CalendarFile(
        Product, CalendarMethod.Publish, [.. entries.Select(entry => Event(entry, french, null))])
    { InParis = true, Name = french ? "Pré-entretiens" : "Pre-interviews" });

    static CalendarEvent Event(CalendarEntry entry, bool french, MailedTo? mailed)
    {
        var subject = french ? "Pré-entretien" : "Pre-interview";
        return new CalendarEvent
        {
            Uid = $"interview-{entry.InterviewId:D}@labelling",
            Sequence = entry.Sequence,
            ChangedAt = entry.ChangedAt,
            When = new CalendarTime(entry.StartsAt, entry.EndsAt),
            Summary = $"{subject} {entry.DossierReference}: {entry.DossierTitle}",
            Description = Description(entry, french),
            Cancelled = entry.Cancelled,
            Address = entry.Page,
            Organizer = mailed is null ? CalendarPerson.Of(entry.Expert.Id, entry.Expert.Name) : new CalendarPerson(mailed.SenderName, $"mailto:{mailed.SenderAddress}"),
            Attendees = mailed is null
                ? [.. entry.Holders.Select(holder => CalendarPerson.Of(holder.Id, holder.Name))]
                : [new CalendarPerson(mailed.Name, $"mailto:{mailed.Address}")],
            Alarm = new CalendarAlarm(TimeSpan.FromDays(1), $"{subject} {entry.DossierReference}"),
        };
    }

    static string Description(CalendarEntry entry, bool french) => (entry.Cancelled, french) switch
    {
        (false, false) => $"Interview about {entry.DossierTitle}\nExpert: {entry.Expert.Name}",
        (false, true) => $"Entretien au sujet de {entry.DossierTitle}\nExpert\u202f: {entry.Expert.Name}",
        (true, false) => $"This interview is cancelled: {entry.DossierTitle}",
        (true, true) => $"Cet entretien est annulé\u202f: {entry.DossierTitle}",
    };
}
