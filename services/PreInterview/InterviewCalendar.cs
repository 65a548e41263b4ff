using System.Globalization;
using System.Text;

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
/// Writes the entry as iCalendar (RFC 5545, RFC 5546 for the methods, RFC 6868 for names). Times are in UTC, so that
/// the clock changes in Paris need no time zone component. People are named by urn:uuid: addresses do not leave Accounts.
/// </summary>
public static class InterviewCalendar
{
    /// <summary>Octets of a line before its end, RFC 5545 section 3.1.</summary>
    const int LongestLine = 75;

    public static string Write(CalendarEntry entry, bool french)
    {
        var text = new StringBuilder();
        var subject = french ? "Pré-entretien" : "Pre-interview";
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Labelling//PreInterview//EN");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, entry.Cancelled ? "METHOD:CANCEL" : "METHOD:REQUEST");
        Line(text, "BEGIN:VEVENT");
        Line(text, $"UID:interview-{entry.InterviewId:D}@labelling");
        Line(text, string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{entry.Sequence}"));
        Line(text, $"DTSTAMP:{Utc(entry.ChangedAt)}");
        Line(text, $"DTSTART:{Utc(entry.StartsAt)}");
        Line(text, $"DTEND:{Utc(entry.EndsAt)}");
        Line(text, $"SUMMARY:{Escaped($"{subject} {entry.DossierReference}: {entry.DossierTitle}")}");
        Line(text, $"DESCRIPTION:{Escaped(Description(entry, french))}");
        Line(text, entry.Cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
        Line(text, $"ORGANIZER;CN={Quoted(entry.Expert.Name)}:urn:uuid:{entry.Expert.Id:D}");
        foreach (var holder in entry.Holders)
            Line(text, $"ATTENDEE;CN={Quoted(holder.Name)};ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:urn:uuid:{holder.Id:D}");
        if (!entry.Cancelled)
        {
            Line(text, "BEGIN:VALARM");
            Line(text, "ACTION:DISPLAY");
            Line(text, "TRIGGER:-P1D");
            Line(text, $"DESCRIPTION:{Escaped($"{subject} {entry.DossierReference}")}");
            Line(text, "END:VALARM");
        }

        Line(text, "END:VEVENT");
        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    static string Description(CalendarEntry entry, bool french) => (entry.Cancelled, french) switch
    {
        (false, false) => $"Interview about {entry.DossierTitle}\nExpert: {entry.Expert.Name}",
        (false, true) => $"Entretien au sujet de {entry.DossierTitle}\nExpert : {entry.Expert.Name}",
        (true, false) => $"This interview is cancelled: {entry.DossierTitle}",
        (true, true) => $"Cet entretien est annulé : {entry.DossierTitle}",
    };

    static string Utc(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text.ReplaceLineEndings("\n"))
        {
            switch (character)
            {
                case '\\' or ';' or ',':
                    escaped.Append('\\').Append(character);
                    break;
                case '\n':
                    escaped.Append("\\n");
                    break;
                case '\t':
                    escaped.Append('\t');
                    break;
                case var other when !char.IsControl(other):
                    escaped.Append(other);
                    break;
            }
        }

        return escaped.ToString();
    }

    static string Quoted(string name)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in name.ReplaceLineEndings("\n"))
        {
            switch (character)
            {
                case '^':
                    quoted.Append("^^");
                    break;
                case '"':
                    quoted.Append("^'");
                    break;
                case '\n':
                    quoted.Append("^n");
                    break;
                case var other when !char.IsControl(other):
                    quoted.Append(other);
                    break;
            }
        }

        return quoted.Append('"').ToString();
    }

    // A line longer than 75 octets goes on after a line break and a space; a character is never cut in two.
    static void Line(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
