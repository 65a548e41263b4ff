using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>
/// Reminds of interviews to come and of conclusions to write. Each reminder has a key of its own, so that it leaves once, however many
/// processes look and however often.
/// </summary>
public sealed partial class RemindOfInterviews(Database database, InterviewStore interviews, TimeProvider clock, ILogger<RemindOfInterviews> log)
    : Sweep(TimeSpan.FromMinutes(1), clock)
{
    /// <summary>Days before the talk, the longest first.</summary>
    public static readonly IReadOnlyList<int> Before = [3, 1];

    /// <summary>Days after the talk on which its expert is reminded to say how it went, the latest first.</summary>
    public static readonly IReadOnlyList<int> After = [14, 7, 2];

    protected override Task Tick(CancellationToken stop) => interviews.Remind(stop);

    protected override void Failed(Exception failure) => Failed(database.Name, failure);

    [LoggerMessage(LogLevel.Warning, "{Service} could not write its reminders and tries again in a minute")]
    partial void Failed(string service, Exception failure);

    /// <summary>Which reminder is due; null for none. Nobody is reminded of what they booked after the reminder's time.</summary>
    public static int? DueBefore(DateTimeOffset bookedAt, DateTimeOffset startsAt, DateTimeOffset now) =>
        now >= startsAt ? null
        : Before.Where(days => startsAt.AddDays(-days) <= now).Select(days => (int?)days).Min() is { } due && bookedAt <= startsAt.AddDays(-due) ? due
        : null;

    /// <summary>Which reminder is due after the talk; null for none yet.</summary>
    public static int? DueAfter(DateTimeOffset endsAt, DateTimeOffset now)
    {
        foreach (var days in After)
            if (endsAt.AddDays(days) <= now)
                return days;
        return null;
    }
}
