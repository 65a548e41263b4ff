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
}

/// <summary>A person by id and name.</summary>
public sealed record KnownName(Guid Id, string Name);

/// <summary>
/// An interview as a calendar takes it. Times are in UTC, so that the clock changes in Paris need no time zone component. People are
/// named by urn:uuid: addresses do not leave Accounts.
/// </summary>
public static class InterviewCalendar
{
    public static string Write(CalendarEntry entry, bool french) => ICalendar.Write(new CalendarFile(
        "PreInterview", entry.Cancelled ? CalendarMethod.Cancel : CalendarMethod.Request, [Event(entry, french)]));

    static CalendarEvent Event(CalendarEntry entry, bool french)
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
            Organizer = CalendarPerson.Of(entry.Expert.Id, entry.Expert.Name),
            Attendees = [.. entry.Holders.Select(holder => CalendarPerson.Of(holder.Id, holder.Name))],
            Alarm = new CalendarAlarm(TimeSpan.FromDays(1), $"{subject} {entry.DossierReference}"),
        };
    }

    static string Description(CalendarEntry entry, bool french) => (entry.Cancelled, french) switch
    {
        (false, false) => $"Interview about {entry.DossierTitle}\nExpert: {entry.Expert.Name}",
        (false, true) => $"Entretien au sujet de {entry.DossierTitle}\nExpert : {entry.Expert.Name}",
        (true, false) => $"This interview is cancelled: {entry.DossierTitle}",
        (true, true) => $"Cet entretien est annulé : {entry.DossierTitle}",
    };
}
