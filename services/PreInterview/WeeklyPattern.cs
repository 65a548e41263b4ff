using Labelling.Hosting;

namespace Labelling.PreInterview;

/// <summary>A time of the week, by the clocks of Paris, cut into talks of one length.</summary>
public sealed record WeeklyPattern(DayOfWeek Weekday, TimeOnly From, TimeOnly To, int Minutes, DateOnly FirstDay, DateOnly LastDay)
{
    /// <summary>A year: nobody offers further ahead.</summary>
    public const int LongestDays = 366;

    /// <summary>What the pattern comes to.</summary>
    /// <param name="Times">The talks, in their order; each is as long as asked.</param>
    /// <param name="LeftOut">Those that fall in an hour that the clocks skip or show twice, by the clocks.</param>
    public sealed record Result(IReadOnlyList<(DateTimeOffset StartsAt, DateTimeOffset EndsAt)> Times, IReadOnlyList<DateTime> LeftOut);

    public Result Times()
    {
        var times = new List<(DateTimeOffset, DateTimeOffset)>();
        var leftOut = new List<DateTime>();
        for (var day = FirstDay.AddDays(((int)Weekday - (int)FirstDay.DayOfWeek + 7) % 7); day <= LastDay; day = day.AddDays(7))
        {
            var end = day.ToDateTime(To);
            for (var start = day.ToDateTime(From); start.AddMinutes(Minutes) <= end; start = start.AddMinutes(Minutes))
            {
                if (Instant(start) is { } startsAt && Instant(start.AddMinutes(Minutes)) is { } endsAt && endsAt - startsAt == TimeSpan.FromMinutes(Minutes))
                    times.Add((startsAt, endsAt));
                else
                    leftOut.Add(start);
            }
        }

        return new(times, leftOut);
    }

    // Null: the clocks skip it, or show it twice.
    static DateTimeOffset? Instant(DateTime local) => Paris.Zone.IsInvalidTime(local) || Paris.Zone.IsAmbiguousTime(local)
        ? null
        : new DateTimeOffset(local, Paris.Zone.GetUtcOffset(local)).ToUniversalTime();
}
