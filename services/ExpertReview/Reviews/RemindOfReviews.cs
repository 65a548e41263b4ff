using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Reviews;

/// <summary>Reminds of reviews before and after their due date. What was written is kept, so that it leaves once, however many processes look.</summary>
public sealed partial class RemindOfReviews(Database database, InvitationStore invitations, TimeProvider clock, ILogger<RemindOfReviews> log)
    : Sweep(TimeSpan.FromMinutes(1), clock)
{
    /// <summary>Days from the due date, in the order they come.</summary>
    public static readonly IReadOnlyList<int> Days = [-3, -1, 1];

    /// <summary>Nobody is written to at night: from this hour on, in Paris.</summary>
    public const int FromHour = 7;

    protected override Task Tick(CancellationToken stop) => invitations.Remind(stop);

    protected override void Failed(Exception failure) => Failed(database.Name, failure);

    [LoggerMessage(LogLevel.Warning, "{Service} could not write its reminders and tries again in a minute")]
    partial void Failed(string service, Exception failure);

    /// <summary>
    /// Which reminder is due; null for none. After a stop of some days only the latest is; and nobody is reminded on the day of the
    /// invitation or of anything before it.
    /// </summary>
    public static int? Due(DateOnly invitedOn, DateOnly dueOn, DateOnly today) =>
        Days.Where(days => dueOn.AddDays(days) <= today).Select(days => (int?)days).LastOrDefault() is { } due && dueOn.AddDays(due) > invitedOn
            ? due
            : null;
}
