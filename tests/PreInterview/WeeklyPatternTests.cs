namespace Labelling.PreInterview.Tests;

/// <summary>Times of the week by the clocks of Paris, on ordinary days and in the two nights in which the clocks change.</summary>
public class WeeklyPatternTests
{
    static WeeklyPattern Pattern(DayOfWeek day, string from, string to, int minutes, string first, string last) => new(
        day, TimeOnly.Parse(from, null), TimeOnly.Parse(to, null), minutes, DateOnly.Parse(first, null), DateOnly.Parse(last, null));

    static IEnumerable<string> Begins(WeeklyPattern pattern) => pattern.Times().Times.Select(time => time.StartsAt.ToString("MM-dd HH:mm", null));

    [Test]
    public void A_time_of_the_week_is_cut_into_talks_between_the_two_days()
    {
        var pattern = Pattern(DayOfWeek.Tuesday, "14:00", "16:10", 45, "2026-03-04", "2026-03-17");
        Assert.That(Begins(pattern), Is.EqualTo(new[] { "03-10 13:00", "03-10 13:45", "03-17 13:00", "03-17 13:45" }));
        Assert.That(pattern.Times().LeftOut, Is.Empty);
    }

    [Test]
    public void The_hour_of_the_clock_stays_when_the_clocks_change()
    {
        Assert.That(Begins(Pattern(DayOfWeek.Monday, "09:00", "09:30", 30, "2026-03-23", "2026-03-30")), Is.EqualTo(new[] { "03-23 08:00", "03-30 07:00" }));
        Assert.That(Begins(Pattern(DayOfWeek.Monday, "09:00", "09:30", 30, "2026-10-19", "2026-10-26")), Is.EqualTo(new[] { "10-19 07:00", "10-26 08:00" }));
    }

    // 29 March 2026: at 02:00 it becomes 03:00. 25 October 2026: at 03:00 it becomes 02:00.
    [TestCase("2026-03-29", "02:30", "03:15", 45, 0, 1, TestName = "A talk that would begin in the hour skipped")]
    [TestCase("2026-03-29", "01:30", "03:30", 60, 0, 2, TestName = "A talk that would end in the hour skipped, and one that would begin there")]
    [TestCase("2026-03-29", "01:30", "03:30", 120, 0, 1, TestName = "A talk around the hour skipped would be an hour too short")]
    [TestCase("2026-03-29", "03:00", "04:00", 60, 1, 0, TestName = "A talk right after the hour skipped")]
    [TestCase("2026-10-25", "02:30", "03:15", 45, 0, 1, TestName = "A talk in the hour shown twice")]
    [TestCase("2026-10-25", "01:00", "04:00", 180, 0, 1, TestName = "A talk around the hour shown twice would be an hour too long")]
    [TestCase("2026-10-25", "03:00", "04:00", 60, 1, 0, TestName = "A talk right after the hour shown twice")]
    public void No_talk_falls_into_a_change_of_the_clock(string day, string from, string to, int minutes, int times, int leftOut)
    {
        var result = Pattern(DayOfWeek.Sunday, from, to, minutes, day, day).Times();
        Assert.That((result.Times.Count, result.LeftOut.Count), Is.EqualTo((times, leftOut)));
        Assert.That(result.Times.Select(time => time.EndsAt - time.StartsAt), Is.All.EqualTo(TimeSpan.FromMinutes(minutes)));
    }

    [Test]
    public void Over_years_every_talk_is_as_long_as_asked_and_at_the_hour_asked()
    {
        for (var day = 0; day < 7; day++)
        {
            var result = Pattern((DayOfWeek)day, "00:00", "06:00", 30, "2026-01-01", "2029-12-31").Times();
            foreach (var (startsAt, endsAt) in result.Times)
            {
                Assert.That(endsAt - startsAt, Is.EqualTo(TimeSpan.FromMinutes(30)));
                Assert.That(TimeZoneInfo.ConvertTime(startsAt, Hosting.Paris.Zone).DayOfWeek, Is.EqualTo((DayOfWeek)day));
            }
            // Three of the talks of a night are touched by each change: the two of the hour, and the one that ends as it begins.
            Assert.That(result.LeftOut.Select(local => local.Date).Distinct().Count(), Is.EqualTo(day == 0 ? 8 : 0));
        }
    }
}
