using Labelling.Hosting;

namespace Labelling.Submission.Planning;

/// <summary>What is to be reached.</summary>
public enum TargetKind
{
    Closing,
    CutOff,

    /// <summary>The day an interview asked to come back for.</summary>
    Replanned,
}

/// <summary>The day a label is needed, and the instant where the call names one.</summary>
public sealed record PlanTarget(TargetKind Kind, DateOnly Day, DateTimeOffset? At)
{
    /// <summary>
    /// What a dossier can aim at, the first to come first: the day an interview asked to come back for, then the cut-offs that are
    /// not over and the closing. The closing is there even when it is over: nothing else is.
    /// </summary>
    public static IReadOnlyList<PlanTarget> Of(CallTerms terms, DateOnly? replannedTo, DateTimeOffset now)
    {
        PlanTarget[] dated =
        [
            .. terms.CutOffs.Where(cutOff => cutOff > now).Order().Select(cutOff => new PlanTarget(TargetKind.CutOff, DayBefore(cutOff), cutOff)),
            new PlanTarget(TargetKind.Closing, DayBefore(terms.ClosesAt), terms.ClosesAt),
        ];
        return replannedTo is { } day ? [new PlanTarget(TargetKind.Replanned, day, null), .. dated.Where(target => target.Day > day)] : dated;
    }

    // Midnight ends the day before: nothing can be filed on the day it begins.
    static DateOnly DayBefore(DateTimeOffset instant) => Paris.Day(instant.AddTicks(-1));
}

/// <summary>The steps that have a last useful day, in their order.</summary>
public enum PlanStep
{
    Deposit,
    Interview,

    /// <summary>The reviews are in.</summary>
    Review,
    Session,
}

/// <summary>The last useful day of a step. Done: it is behind the dossier.</summary>
public sealed record PlanDate(PlanStep Step, DateOnly Day, bool Done);

/// <summary>Whether a dossier will be in time.</summary>
public enum PlanState
{
    /// <summary>It was decided.</summary>
    Done,

    /// <summary>Green.</summary>
    InTime,

    /// <summary>Amber: the next step's last useful day is near.</summary>
    Close,

    /// <summary>Red: the next step's last useful day is over.</summary>
    Late,
}

/// <summary>How far a dossier is, as anybody may know who may see it: whether reviews are under way is no part of it.</summary>
public sealed record PlanProgress(bool Deposited, bool Interviewed, bool Decided)
{
    public bool IsDone(PlanStep step) => Decided || step switch
    {
        PlanStep.Deposit => Deposited,
        PlanStep.Interview => Deposited && Interviewed,
        PlanStep.Review or PlanStep.Session => false,
    };
}

/// <summary>
/// A plan counted back from a target. Days are calendar days of Paris; one that falls on a Saturday or Sunday moves to the Friday before.
/// Public holidays are not looked at.
/// </summary>
/// <param name="Target">What is to be reached.</param>
/// <param name="Dates">The last useful day of each step, in order; no interview where the programme asks for none.</param>
/// <param name="State">Whether it will be.</param>
/// <param name="Next">The step that the state is about; null when nothing is left to do.</param>
/// <param name="Later">Where it is too late: the first later target that can still be reached; null for none.</param>
public sealed record BackPlan(PlanTarget Target, IReadOnlyList<PlanDate> Dates, PlanState State, PlanDate? Next, PlanTarget? Later)
{
    /// <summary>The plan for the first target.</summary>
    public static BackPlan Of(IReadOnlyList<PlanTarget> targets, ProgrammeSettings settings, PlanProgress progress, DateOnly today)
    {
        var plan = Of(targets[0], settings, progress, today);
        return plan.State is PlanState.Late
            ? plan with { Later = targets.Skip(1).FirstOrDefault(target => Of(target, settings, progress, today).State is not PlanState.Late) }
            : plan;
    }

    static BackPlan Of(PlanTarget target, ProgrammeSettings settings, PlanProgress progress, DateOnly today)
    {
        PlanDate[] dates = [.. Days(target.Day, settings).Select(one => new PlanDate(one.Step, one.Day, progress.IsDone(one.Step)))];
        // That the reviews are in is not known here: after the interview the session is what counts.
        var next = dates.FirstOrDefault(date => !date.Done && date.Step is not PlanStep.Review);
        var state = next is null ? PlanState.Done
            : next.Day < today ? PlanState.Late
            : next.Day.DayNumber - today.DayNumber <= (settings.Plan ?? PlanSettings.Usual).WarnDays ? PlanState.Close
            : PlanState.InTime;
        return new BackPlan(target, dates, state, next, null);
    }

    /// <summary>The last useful day of each step for a target, in order.</summary>
    public static IReadOnlyList<(PlanStep Step, DateOnly Day)> Days(DateOnly target, ProgrammeSettings settings)
    {
        var plan = settings.Plan ?? PlanSettings.Usual;
        var session = WorkDay(target.AddDays(-plan.FilingDays));
        var review = WorkDay(session.AddDays(-plan.AgendaDays));
        var beforeReviews = WorkDay(review.AddDays(-settings.ReviewDays - plan.AssignmentDays));
        return settings.InterviewRequired
            ?
            [
                (PlanStep.Deposit, WorkDay(beforeReviews.AddDays(-plan.InterviewLeadDays - plan.AdmissionDays))),
                (PlanStep.Interview, beforeReviews),
                (PlanStep.Review, review),
                (PlanStep.Session, session),
            ]
            :
            [
                (PlanStep.Deposit, WorkDay(beforeReviews.AddDays(-plan.AdmissionDays))),
                (PlanStep.Review, review),
                (PlanStep.Session, session),
            ];
    }

    static DateOnly WorkDay(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(-1),
        DayOfWeek.Sunday => day.AddDays(-2),
        DayOfWeek.Monday or DayOfWeek.Tuesday or DayOfWeek.Wednesday or DayOfWeek.Thursday or DayOfWeek.Friday => day,
    };
}
