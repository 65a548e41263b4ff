using System.Text;

namespace Labelling.Hosting.Tests;

public class ICalendarTests
{
    static readonly DateTimeOffset Changed = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    static CalendarEvent Deadline(string summary = "Deposit") => new()
    {
        Uid = "plan-1@labelling",
        ChangedAt = Changed,
        When = new CalendarDay(new DateOnly(2026, 12, 31)),
        Summary = summary,
        Free = true,
    };

    static string[] Unfolded(CalendarFile file) => ICalendar.Write(file).Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");

    [Test]
    public void A_feed_of_days_line_by_line() => Assert.That(
        Unfolded(new CalendarFile("Submission", CalendarMethod.Publish, [Deadline() with { Address = "https://example.org/dossiers/1?a=1,2;3" }]) { Name = "Dates, dossiers", InParis = true }),
        Is.EqualTo(new[]
        {
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Labelling//Submission//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            @"NAME:Dates\, dossiers",
            @"X-WR-CALNAME:Dates\, dossiers",
            "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
            "X-PUBLISHED-TTL:PT6H",
            "BEGIN:VEVENT",
            "UID:plan-1@labelling",
            "SEQUENCE:0",
            "DTSTAMP:20260301T080000Z",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "SUMMARY:Deposit",
            "URL:https://example.org/dossiers/1?a=1,2;3",
            "STATUS:CONFIRMED",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        }));

    [Test]
    public void Times_of_Paris_come_with_the_rules_of_its_clock_once()
    {
        var twice = new CalendarTime(new(2026, 7, 1, 10, 0, 0, TimeSpan.Zero), new(2026, 7, 1, 11, 0, 0, TimeSpan.Zero));
        var lines = Unfolded(new CalendarFile("Submission", CalendarMethod.Publish, [Deadline() with { When = twice }, Deadline() with { When = twice }]) { InParis = true });

        Assert.That(lines, Does.Contain("DTSTART;TZID=Europe/Paris:20260701T120000"));
        Assert.That(lines, Does.Contain("DTEND;TZID=Europe/Paris:20260701T130000"));
        Assert.That(lines.Count(line => line == "BEGIN:VTIMEZONE"), Is.EqualTo(1));
        Assert.That(Array.IndexOf(lines, "END:VTIMEZONE"), Is.LessThan(Array.IndexOf(lines, "BEGIN:VEVENT")));
    }

    // 25 October 2026, 02:30 comes twice: 00:30 UTC first, then 01:30 UTC.
    [Test]
    public void An_hour_that_comes_twice_is_written_in_utc()
    {
        var lines = Unfolded(new CalendarFile("Submission", CalendarMethod.Publish,
            [Deadline() with { When = new CalendarTime(new(2026, 10, 25, 0, 30, 0, TimeSpan.Zero), new(2026, 10, 25, 1, 30, 0, TimeSpan.Zero)) }])
        { InParis = true });

        Assert.That(lines, Does.Contain("DTSTART:20261025T003000Z"));
        Assert.That(lines, Does.Contain("DTEND:20261025T013000Z"));
    }

    // The rules written down against the zone as the system knows it, at every change of thirty years.
    [Test]
    public void The_rules_of_the_clock_are_those_of_the_zone()
    {
        for (var year = 1997; year < 2037; year++)
        {
            foreach (var (month, before) in new[] { (3, TimeSpan.FromHours(1)), (10, TimeSpan.FromHours(2)) })
            {
                var sunday = Enumerable.Range(25, 7).Select(day => new DateTimeOffset(year, month, day, 1, 0, 0, TimeSpan.Zero)).Single(day => day.DayOfWeek is DayOfWeek.Sunday);
                Assert.That(Paris.Zone.GetUtcOffset(sunday.AddSeconds(-1)), Is.EqualTo(before));
                Assert.That(Paris.Zone.GetUtcOffset(sunday), Is.EqualTo(TimeSpan.FromHours(3) - before));
            }
        }
    }

    [Test]
    public void Nothing_typed_adds_a_line()
    {
        var lines = Unfolded(new CalendarFile("Submission", CalendarMethod.Publish,
        [
            Deadline("a\r\nBEGIN:VEVENT") with { Uid = "x\nBEGIN:VEVENT", Address = "https://x\r\nBEGIN:VEVENT", Location = "b\rBEGIN:VEVENT", Organizer = new("c\nBEGIN:VEVENT", "mailto:a\nBEGIN:VEVENT") },
        ])
        { Name = "d\nBEGIN:VEVENT" });

        Assert.That(lines.Count(line => line == "BEGIN:VEVENT"), Is.EqualTo(1));
    }

    [Test]
    public void A_name_is_folded_too()
    {
        var text = ICalendar.Write(new CalendarFile("Submission", CalendarMethod.Publish, []) { Name = new string('é', 200) });

        Assert.That(text.Split("\r\n").Select(Encoding.UTF8.GetByteCount), Is.All.LessThanOrEqualTo(75));
    }

    [TestCase(24 * 60, "TRIGGER:-P1D")]
    [TestCase(90, "TRIGGER:-PT90M")]
    public void A_reminder_comes_before(int minutes, string expected) => Assert.That(
        Unfolded(new CalendarFile("Submission", CalendarMethod.Request, [Deadline() with { Alarm = new CalendarAlarm(TimeSpan.FromMinutes(minutes), "soon") }])),
        Does.Contain(expected));
}
