using System.Text;

namespace Labelling.PreInterview.Tests;

public class InterviewCalendarTests
{
    static readonly CalendarEntry Entry = new()
    {
        InterviewId = Guid.Parse("0194a000-0000-7000-8000-00000000000a"),
        Sequence = 2,
        Cancelled = false,
        ChangedAt = Samples.Instant("2026-03-10T16:30:59.999+01:00"),
        StartsAt = Samples.Instant("2026-03-12T10:00:00+01:00"),
        EndsAt = Samples.Instant("2026-03-12T11:00:00+01:00"),
        Expert = new(Guid.Parse("0194a000-0000-7000-8000-00000000000b"), "Anne Expert"),
        Holders = [new(Guid.Parse("0194a000-0000-7000-8000-00000000000c"), "Hugo \"Le Porteur\"; fils")],
        DossierReference = "2026-0042",
        DossierTitle = "Liver",
    };

    static string[] Unfolded(CalendarEntry entry, bool french = false) =>
        InterviewCalendar.Write(entry, french).Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");

    [Test]
    public void A_booking_is_a_request_line_by_line() => Assert.That(Unfolded(Entry), Is.EqualTo(new[]
    {
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Labelling//PreInterview//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
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
        "BEGIN:VEVENT",
        "UID:interview-0194a000-0000-7000-8000-00000000000a@labelling",
        "SEQUENCE:2",
        "DTSTAMP:20260310T153059Z",
        "DTSTART;TZID=Europe/Paris:20260312T100000",
        "DTEND;TZID=Europe/Paris:20260312T110000",
        "SUMMARY:Pre-interview 2026-0042: Liver",
        @"DESCRIPTION:Interview about Liver\nExpert: Anne Expert",
        "STATUS:CONFIRMED",
        "ORGANIZER;CN=\"Anne Expert\":urn:uuid:0194a000-0000-7000-8000-00000000000b",
        "ATTENDEE;CN=\"Hugo ^'Le Porteur^'; fils\";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:urn:uuid:0194a000-0000-7000-8000-00000000000c",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P1D",
        "DESCRIPTION:Pre-interview 2026-0042",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    }));

    [Test]
    public void A_cancelled_booking_is_a_cancellation_without_reminder()
    {
        var lines = Unfolded(Entry with { Cancelled = true });

        Assert.That(lines, Does.Contain("METHOD:CANCEL"));
        Assert.That(lines, Does.Contain("STATUS:CANCELLED"));
        Assert.That(lines, Does.Contain("UID:interview-0194a000-0000-7000-8000-00000000000a@labelling"));
        Assert.That(lines, Has.None.EqualTo("BEGIN:VALARM").And.None.EqualTo("METHOD:REQUEST").And.None.EqualTo("STATUS:CONFIRMED"));
    }

    [Test]
    public void A_french_reader_gets_french_words() =>
        Assert.That(Unfolded(Entry, french: true), Does.Contain("SUMMARY:Pré-entretien 2026-0042: Liver"));

    // 29 March 2026: at 02:00 in Paris it becomes 03:00. 25 October 2026: at 03:00 it becomes 02:00, and 02:30 comes twice.
    [TestCase("2026-03-29T01:59:00+01:00", "2026-03-29T03:30:00+02:00", ";TZID=Europe/Paris:20260329T015900", ";TZID=Europe/Paris:20260329T033000")]
    [TestCase("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", ":20261025T003000Z", ":20261025T013000Z")]
    public void An_hour_that_comes_twice_is_written_in_utc(string starts, string ends, string expectedStart, string expectedEnd)
    {
        var lines = Unfolded(Entry with { StartsAt = Samples.Instant(starts), EndsAt = Samples.Instant(ends) });

        Assert.That(lines, Does.Contain($"DTSTART{expectedStart}"));
        Assert.That(lines, Does.Contain($"DTEND{expectedEnd}"));
    }

    [Test]
    public void Text_is_escaped_and_cannot_add_lines()
    {
        var lines = Unfolded(Entry with { DossierTitle = "a,b;c\\d\r\nMETHOD:PUBLISH\ne\u0007" });

        Assert.That(lines, Does.Contain(@"SUMMARY:Pre-interview 2026-0042: a\,b\;c\\d\nMETHOD:PUBLISH\ne"));
        Assert.That(lines, Has.None.EqualTo("METHOD:PUBLISH"));
    }

    [Test]
    public void A_name_cannot_add_lines_either() =>
        Assert.That(
            Unfolded(Entry with { Expert = Entry.Expert with { Name = "A^B\r\nX:Y" } }),
            Does.Contain("ORGANIZER;CN=\"A^^B^nX:Y\":urn:uuid:0194a000-0000-7000-8000-00000000000b"));

    [TestCase("aaaaaaaaaa")]
    [TestCase("é")]
    [TestCase("𝄞")]
    [TestCase("a€𝄞é,")]
    public void Long_lines_are_folded_at_75_octets_without_cutting_a_character(string piece)
    {
        var title = string.Concat(Enumerable.Repeat(piece, 60));

        var text = InterviewCalendar.Write(Entry with { DossierTitle = title }, french: false);

        var lines = text.Split("\r\n");
        Assert.That(lines.Select(line => Encoding.UTF8.GetByteCount(line)), Is.All.LessThanOrEqualTo(75));
        Assert.That(text.Replace("\r\n", "", StringComparison.Ordinal), Does.Not.Contain("\r").And.Not.Contain("\n"));
        Assert.That(text, Does.Not.Contain("\uFFFD"));
        Assert.That(Unfolded(Entry with { DossierTitle = title }), Does.Contain($"SUMMARY:Pre-interview 2026-0042: {title.Replace(",", "\\,", StringComparison.Ordinal)}"));
        // Folded no earlier than needed: the last character that fits has at most four octets.
        Assert.That(Encoding.UTF8.GetByteCount(lines.First(line => line.StartsWith("SUMMARY", StringComparison.Ordinal))), Is.GreaterThan(71));
    }
}
