using System.Globalization;
using System.Text;

namespace Labelling.Hosting;

/// <summary>What a calendar is asked to do with the entries (RFC 5546).</summary>
public enum CalendarMethod
{
    /// <summary>A feed: take them as they are.</summary>
    Publish,

    /// <summary>An invitation, new or moved.</summary>
    Request,

    /// <summary>What was invited to does not take place.</summary>
    Cancel,
}

/// <summary>Somebody named in an entry.</summary>
/// <param name="Name">As a reader sees it.</param>
/// <param name="Address">A URI: "mailto:...", or "urn:uuid:..." where the address is nobody's business.</param>
public sealed record CalendarPerson(string Name, string Address)
{
    /// <summary>Somebody whose address does not leave Accounts.</summary>
    public static CalendarPerson Of(Guid id, string name) => new(name, $"urn:uuid:{id:D}");
}

/// <summary>When an entry is: a whole day, or from one instant to another.</summary>
public abstract record CalendarWhen
{
    private protected CalendarWhen()
    {
    }
}

/// <summary>A whole day, the same everywhere: a deadline.</summary>
/// <param name="Day">The day.</param>
public sealed record CalendarDay(DateOnly Day) : CalendarWhen;

/// <summary>From one instant to another.</summary>
/// <param name="StartsAt">Start.</param>
/// <param name="EndsAt">End, after the start.</param>
public sealed record CalendarTime(DateTimeOffset StartsAt, DateTimeOffset EndsAt) : CalendarWhen;

/// <summary>A reminder shown before an entry begins.</summary>
/// <param name="Before">How long before: whole minutes.</param>
/// <param name="Text">What it says.</param>
public sealed record CalendarAlarm(TimeSpan Before, string Text);

/// <summary>An entry of a calendar.</summary>
public sealed record CalendarEvent
{
    /// <summary>Stays the same for as long as it is the same thing, however often it moves.</summary>
    public required string Uid { get; init; }

    /// <summary>0 at first, one more for each change.</summary>
    public int Sequence { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When it is.</summary>
    public required CalendarWhen When { get; init; }

    /// <summary>Its title.</summary>
    public required string Summary { get; init; }

    /// <summary>More words; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>Where; null for nowhere.</summary>
    public string? Location { get; init; }

    /// <summary>The page that tells more; null for none.</summary>
    public string? Address { get; init; }

    /// <summary>True when it does not take place.</summary>
    public bool Cancelled { get; init; }

    /// <summary>True when nobody is busy then: a date to know, not an appointment.</summary>
    public bool Free { get; init; }

    /// <summary>Who invites; null where nobody does.</summary>
    public CalendarPerson? Organizer { get; init; }

    /// <summary>Who is invited and comes.</summary>
    public IReadOnlyList<CalendarPerson> Attendees { get; init; } = [];

    /// <summary>The reminder; null for none.</summary>
    public CalendarAlarm? Alarm { get; init; }
}

/// <summary>Entries as one file.</summary>
/// <param name="Product">Which part of the program writes it: "PreInterview".</param>
/// <param name="Method">What is to be done with the entries.</param>
/// <param name="Events">The entries.</param>
public sealed record CalendarFile(string Product, CalendarMethod Method, IReadOnlyList<CalendarEvent> Events)
{
    /// <summary>The calendar's name, for a feed that people subscribe to; null for an entry that is sent.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// True: times are written as Paris shows them, with the rules of its clock changes (VTIMEZONE). False: in UTC, which needs none.
    /// </summary>
    public bool InParis { get; init; }
}

/// <summary>
/// Writes calendars as RFC 5545 asks: escaped text, lines folded at 75 octets, names quoted as RFC 6868, and where a feed has a name its
/// RFC 7986 properties.
/// </summary>
public static class ICalendar
{
    /// <summary>The content type of a calendar.</summary>
    public const string ContentType = "text/calendar";

    /// <summary>Octets of a line before its end, RFC 5545 section 3.1.</summary>
    const int LongestLine = 75;

    /// <summary>How often a subscribed calendar asks again.</summary>
    const string AskAgain = "PT6H";

    // The rules of the European Union since 1996: summer from the last Sunday of March to the last of October, at 01:00 UTC.
    static readonly string[] ZoneOfParis =
    [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Paris",
        "BEGIN:DAYLIGHT",
        "DTSTART:19960331T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19961027T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "END:STANDARD",
        "END:VTIMEZONE",
    ];

    /// <summary>The file's text; its lines end as the format asks.</summary>
    public static string Write(CalendarFile file)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, $"PRODID:-//Labelling//{Escaped(file.Product)}//EN");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, $"METHOD:{NameOf(file.Method)}");
        if (file.Name is { } name)
        {
            Line(text, $"NAME:{Escaped(name)}");
            Line(text, $"X-WR-CALNAME:{Escaped(name)}");
            Line(text, $"REFRESH-INTERVAL;VALUE=DURATION:{AskAgain}");
            Line(text, $"X-PUBLISHED-TTL:{AskAgain}");
        }
        if (file.InParis && file.Events.Any(one => one.When is CalendarTime))
            foreach (var line in ZoneOfParis)
                Line(text, line);
        foreach (var one in file.Events)
            Write(text, one, file.InParis);
        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    static void Write(StringBuilder text, CalendarEvent one, bool inParis)
    {
        Line(text, "BEGIN:VEVENT");
        Line(text, $"UID:{Escaped(one.Uid)}");
        Line(text, string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{one.Sequence}"));
        Line(text, $"DTSTAMP:{Utc(one.ChangedAt)}");
        switch (one.When)
        {
            case CalendarDay day:
                Line(text, $"DTSTART;VALUE=DATE:{Date(day.Day)}");
                // The end of a day is the next day: the format counts the end out.
                Line(text, $"DTEND;VALUE=DATE:{Date(day.Day.AddDays(1))}");
                break;
            case CalendarTime time:
                Line(text, $"DTSTART{Instant(time.StartsAt, inParis)}");
                Line(text, $"DTEND{Instant(time.EndsAt, inParis)}");
                break;
        }
        Line(text, $"SUMMARY:{Escaped(one.Summary)}");
        if (one.Description is { } description)
            Line(text, $"DESCRIPTION:{Escaped(description)}");
        if (one.Location is { } location)
            Line(text, $"LOCATION:{Escaped(location)}");
        if (one.Address is { } address)
            Line(text, $"URL:{Uri(address)}");
        Line(text, one.Cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
        if (one.Free)
            Line(text, "TRANSP:TRANSPARENT");
        if (one.Organizer is { } organizer)
            Line(text, $"ORGANIZER;CN={Quoted(organizer.Name)}:{Uri(organizer.Address)}");
        foreach (var attendee in one.Attendees)
            Line(text, $"ATTENDEE;CN={Quoted(attendee.Name)};ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:{Uri(attendee.Address)}");
        if (one is { Alarm: { } alarm, Cancelled: false })
        {
            Line(text, "BEGIN:VALARM");
            Line(text, "ACTION:DISPLAY");
            Line(text, $"TRIGGER:-{Duration(alarm.Before)}");
            Line(text, $"DESCRIPTION:{Escaped(alarm.Text)}");
            Line(text, "END:VALARM");
        }
        Line(text, "END:VEVENT");
    }

    static string NameOf(CalendarMethod method) => method switch
    {
        CalendarMethod.Publish => "PUBLISH",
        CalendarMethod.Request => "REQUEST",
        CalendarMethod.Cancel => "CANCEL",
    };

    /// <summary>A local time that comes twice is written in UTC: by RFC 5545 it means its first coming, but there are readers that take the second.</summary>
    static string Instant(DateTimeOffset instant, bool inParis)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Paris.Zone);
        return !inParis || Paris.Zone.IsAmbiguousTime(local.DateTime)
            ? $":{Utc(instant)}"
            : $";TZID=Europe/Paris:{local.DateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}";
    }

    static string Utc(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    static string Date(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    static string Duration(TimeSpan before) => before.Ticks % TimeSpan.TicksPerDay == 0
        ? string.Create(CultureInfo.InvariantCulture, $"P{before.Ticks / TimeSpan.TicksPerDay}D")
        : string.Create(CultureInfo.InvariantCulture, $"PT{before.Ticks / TimeSpan.TicksPerMinute}M");

    static string Uri(string uri) => new([.. uri.Where(character => !char.IsControl(character))]);

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
