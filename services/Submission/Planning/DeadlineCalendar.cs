using System.Globalization;
using Labelling.Hosting;

namespace Labelling.Submission.Planning;

/// <summary>The dates of plans as calendar entries: the last useful days that are not behind a dossier, and the closing it aims at.</summary>
public static class DeadlineCalendar
{
    /// <summary>How long before a closing its entry begins: it ends at the very instant.</summary>
    static readonly TimeSpan BeforeClosing = TimeSpan.FromMinutes(30);

    public static CalendarFile Of(IReadOnlyList<Planned> plans, DateTimeOffset now, Func<string, string> linkTo) =>
        new("Submission", CalendarMethod.Publish, [.. plans.SelectMany(planned => Events(planned, now, linkTo))]) { Name = Text.Feed_Name, InParis = true };

    static IEnumerable<CalendarEvent> Events(Planned planned, DateTimeOffset now, Func<string, string> linkTo)
    {
        var (dossier, plan) = (planned.Dossier, planned.Plan);
        var address = linkTo($"/dossiers/{dossier.Id}");
        foreach (var date in plan.Dates.Where(date => !date.Done))
        {
            yield return new CalendarEvent
            {
                Uid = $"plan-{dossier.Id:D}-{date.Step.ToString().ToLowerInvariant()}@labelling",
                ChangedAt = now,
                When = new CalendarDay(date.Day),
                Summary = string.Format(CultureInfo.CurrentCulture, Text.Feed_LastDay, dossier.Name, PlanWords.Name(date.Step)),
                Description = string.Format(CultureInfo.CurrentCulture, Text.Feed_Because, PlanWords.Name(plan.Target, planned.Call)),
                Address = address,
                Free = true,
            };
        }

        var target = PlanWords.Name(plan.Target, planned.Call);
        yield return new CalendarEvent
        {
            Uid = $"plan-{dossier.Id:D}-target@labelling",
            ChangedAt = now,
            When = plan.Target.At is { } at ? new CalendarTime(at - BeforeClosing, at) : new CalendarDay(plan.Target.Day),
            Summary = string.Format(CultureInfo.CurrentCulture, Text.Feed_Target, dossier.Name, target),
            Address = address,
            Free = true,
        };
    }
}
