using System.Globalization;
using Labelling.Hosting;

namespace Labelling.Submission.Planning;

public static class PlanWords
{
    public static string Name(PlanStep step) => step switch
    {
        PlanStep.Deposit => Text.Plan_Deposit,
        PlanStep.Interview => Text.Plan_Interview,
        PlanStep.Review => Text.Plan_Review,
        PlanStep.Session => Text.Plan_Session,
    };

    public static string Name(PlanState state) => state switch
    {
        PlanState.Done => Text.Plan_Done,
        PlanState.InTime => Text.Plan_InTime,
        PlanState.Close => Text.Plan_Close,
        PlanState.Late => Text.Plan_Late,
    };

    /// <summary>The kind of <see cref="Web.State"/> a colour is shown as.</summary>
    public static string Kind(PlanState state) => state switch
    {
        PlanState.Done or PlanState.InTime => "done",
        PlanState.Close => "waiting",
        PlanState.Late => "late",
    };

    public static string Name(PlanTarget target, Call call) => string.Format(
        CultureInfo.CurrentCulture,
        target.Kind switch
        {
            TargetKind.Closing => Text.Plan_ToClosing,
            TargetKind.CutOff => Text.Plan_ToCutOff,
            TargetKind.Replanned => Text.Plan_ToReplanned,
        },
        call.Code, When(target));

    public static string When(PlanTarget target) => target.At is { } at ? $"{Paris.Due(Paris.Day(at))}, {Paris.Time(at)} (Paris)" : Paris.Due(target.Day);

    /// <summary>What the state means, in a sentence.</summary>
    public static string Said(BackPlan plan, Call call) => plan.State switch
    {
        PlanState.Done => Text.Plan_SaidDone,
        PlanState.InTime => string.Format(CultureInfo.CurrentCulture, Text.Plan_SaidInTime, Name(plan.Next!.Step), Paris.Due(plan.Next.Day)),
        PlanState.Close => string.Format(CultureInfo.CurrentCulture, Text.Plan_SaidClose, Name(plan.Next!.Step), Paris.Due(plan.Next.Day)),
        PlanState.Late => string.Format(CultureInfo.CurrentCulture, Text.Plan_SaidLate, Name(plan.Next!.Step), Paris.Due(plan.Next.Day)),
    };
}
