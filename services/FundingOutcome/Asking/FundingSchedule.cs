namespace Labelling.FundingOutcome.Asking;

/// <summary>
/// When a holder is asked what became of a dossier: on the day its call announces results, or its decision is released if that comes
/// later, then 90 and 180 days after.
/// </summary>
public static class FundingSchedule
{
    /// <summary>Days of each round.</summary>
    public static readonly IReadOnlyList<int> After = [0, 90, 180];

    /// <summary>Nobody is asked for the first time about what was announced longer ago.</summary>
    public const int TooLateAfterDays = 365;

    /// <summary>So long a link answers: a round ends before the next begins.</summary>
    public static readonly TimeSpan LinkHolds = TimeSpan.FromDays(60);

    /// <summary>The round that is due; null for none. Of several that are over the last one is asked: nobody gets three mails at once.</summary>
    /// <param name="announcedOn">The day the call announces its results.</param>
    /// <param name="decidedOn">The day the decision was released.</param>
    /// <param name="today">In Paris.</param>
    /// <param name="asked">The last round asked; 0 for none.</param>
    public static int? Due(DateOnly announcedOn, DateOnly decidedOn, DateOnly today, int asked)
    {
        var begin = announcedOn > decidedOn ? announcedOn : decidedOn;
        if (begin.AddDays(TooLateAfterDays) < today)
            return null;
        var round = Begun(begin, today);
        return round > asked ? round : null;
    }

    /// <summary>How many rounds have begun by a day, the first on the day given.</summary>
    public static int Begun(DateOnly begin, DateOnly today) => After.Count(days => begin.AddDays(days) <= today);

    /// <summary>True for the round after which nobody is asked again: the office is told who kept silent.</summary>
    public static bool IsLast(int round) => round == After.Count;
}
