namespace Labelling.Contracts;

/// <summary>What the interviewing expert recommends.</summary>
public enum InterviewRecommendation
{
    /// <summary>Go on to expert review; opens the gate.</summary>
    Proceed,

    /// <summary>Go on, with advice; opens the gate.</summary>
    ProceedWithAdvice,

    /// <summary>Come back for a later date or cut-off; another interview follows.</summary>
    Replan,

    /// <summary>Aim at another call; another interview follows.</summary>
    Redirect,
}

/// <summary>PreInterview: holder and expert agreed on a slot, or moved it. Subject: the dossier.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When it was booked, in UTC.</param>
/// <param name="InterviewId">The interview.</param>
/// <param name="ExpertId">The interviewing expert.</param>
/// <param name="StartsAt">Start of the slot.</param>
/// <param name="EndsAt">End of the slot.</param>
public sealed record InterviewBooked(
    Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At,
    Guid InterviewId, Guid ExpertId, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>PreInterview: the talk took place. Subject: the dossier.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When it was recorded, in UTC.</param>
/// <param name="InterviewId">The interview.</param>
/// <param name="ExpertId">The expert who held it.</param>
/// <param name="HeldOn">The day it took place, in Europe/Paris.</param>
public sealed record InterviewHeld(
    Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, Guid InterviewId, Guid ExpertId, DateOnly HeldOn);

/// <summary>
/// PreInterview: the expert concluded. Subject: the dossier. Strengths, gaps, advice and the private note do not travel.
/// </summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="InterviewId">The interview.</param>
/// <param name="ExpertId">The expert who held it.</param>
/// <param name="Version">The dossier version talked about.</param>
/// <param name="Recommendation">Proceed and ProceedWithAdvice open the gate.</param>
/// <param name="ReplanTo">With Replan: the day aimed at; else null.</param>
/// <param name="RedirectToCallId">With Redirect: the other call; else null.</param>
public sealed record InterviewConcluded(
    Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At,
    Guid InterviewId, Guid ExpertId, int Version, InterviewRecommendation Recommendation,
    DateOnly? ReplanTo, Guid? RedirectToCallId);

/// <summary>PreInterview: the office waived the interview; opens the gate. Subject: the dossier.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
public sealed record InterviewWaived(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At);

/// <summary>
/// PreInterview: a booking came to nothing before the talk took place: the holder or the office gave the slot back, the holder did not
/// come, or the interview ended. Whoever was booked last is so no longer. Subject: the dossier.
/// </summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="InterviewId">The interview.</param>
/// <param name="ExpertId">The expert who was booked.</param>
public sealed record InterviewCancelled(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, Guid InterviewId, Guid ExpertId);
