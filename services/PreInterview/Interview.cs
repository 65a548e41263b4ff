using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.PreInterview;

/// <summary>Where an interview stands. A no-show is not a status: it leads back to <see cref="ToSchedule"/> and is counted.</summary>
public enum InterviewStatus
{
    /// <summary>Open; the office has not proposed experts yet, or the holder did not come.</summary>
    ToSchedule,

    /// <summary>Experts are proposed; the holder books one of their free slots.</summary>
    SlotsProposed,

    /// <summary>A slot is booked.</summary>
    Booked,

    /// <summary>The talk took place; the expert has to conclude.</summary>
    Held,

    /// <summary>The expert concluded.</summary>
    Concluded,

    /// <summary>The dossier was withdrawn or refused admission.</summary>
    Cancelled,

    /// <summary>The office did without, with a reason.</summary>
    Waived,
}

/// <summary>A slot taken by an interview.</summary>
public sealed record Booking(Guid SlotId, Guid ExpertId, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>The holder's one answer to the conclusion.</summary>
public sealed record Reply(string Text, Guid By, DateTimeOffset At);

/// <summary>
/// The talk between holder and expert before any committee: one round of it. Every change is one more
/// <see cref="Revision"/>. A null result means: not allowed from here, and the caller has to answer that.
/// </summary>
public sealed record Interview
{
    public required Guid Id { get; init; }
    public required Guid DossierId { get; init; }

    /// <summary>1, 2, 3...: a dossier that was replanned or redirected is talked about again.</summary>
    public required int Round { get; init; }
    public required InterviewStatus Status { get; init; }

    /// <summary>The admitted version of the dossier that is talked about.</summary>
    public required int Version { get; init; }
    public required long Revision { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The day the last round's Replan aimed at. Information: the office may propose earlier slots.</summary>
    public DateOnly? ReplannedTo { get; init; }
    public IReadOnlyList<Guid> ProposedExpertIds { get; init; } = [];
    public Booking? Booking { get; init; }

    /// <summary>Bookings, moves and cancellations so far; less one it is the SEQUENCE of the calendar entry.</summary>
    public int CalendarChanges { get; init; }
    public int NoShows { get; init; }
    public DateOnly? HeldOn { get; init; }
    public Conclusion? Conclusion { get; init; }
    public DateTimeOffset? ConcludedAt { get; init; }
    public Reply? Reply { get; init; }
    public string? WaiverReason { get; init; }

    /// <summary>Where it stands, as far as it decides who may do what.</summary>
    public Phase Phase() => Status switch
    {
        InterviewStatus.ToSchedule => Hosting.Phase.ToSchedule,
        InterviewStatus.SlotsProposed => Hosting.Phase.SlotsProposed,
        InterviewStatus.Booked => Hosting.Phase.Booked,
        InterviewStatus.Held => Hosting.Phase.Held,
        InterviewStatus.Concluded => Hosting.Phase.Concluded,
        InterviewStatus.Cancelled or InterviewStatus.Waived => Hosting.Phase.None,
    };

    public bool IsOpen => Status switch
    {
        InterviewStatus.ToSchedule or InterviewStatus.SlotsProposed or InterviewStatus.Booked or InterviewStatus.Held => true,
        InterviewStatus.Concluded or InterviewStatus.Cancelled or InterviewStatus.Waived => false,
    };

    /// <summary>A new version or a late admission changes nothing any more: the gate was opened.</summary>
    public bool OpenedTheGate => Status is InterviewStatus.Waived
        || Conclusion?.Recommendation is InterviewRecommendation.Proceed or InterviewRecommendation.ProceedWithAdvice;

    public bool HasBegun(DateTimeOffset now) => Booking is { } booking && booking.StartsAt <= now;

    public static Interview Open(Guid dossierId, int round, int version, DateOnly? replannedTo, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        DossierId = dossierId,
        Round = round,
        Status = InterviewStatus.ToSchedule,
        Version = version,
        Revision = 1,
        OpenedAt = at,
        ReplannedTo = replannedTo,
    };

    public Interview? Propose(IReadOnlyList<Guid> expertIds) => Status is InterviewStatus.ToSchedule or InterviewStatus.SlotsProposed
        ? Next(InterviewStatus.SlotsProposed) with { ProposedExpertIds = expertIds }
        : null;

    /// <summary>From Booked it is a move: the slot booked before is free again.</summary>
    public (Interview, InterviewBooked)? Book(Booking booking, DateTimeOffset at) => Status is InterviewStatus.SlotsProposed or InterviewStatus.Booked
        ? (Next(InterviewStatus.Booked) with { Booking = booking, CalendarChanges = CalendarChanges + 1 },
            new InterviewBooked(Guid.CreateVersion7(at), DossierId, 0, at, Id, booking.ExpertId, booking.StartsAt, booking.EndsAt))
        : null;

    public Interview? CancelBooking() => Status is InterviewStatus.Booked
        ? Next(InterviewStatus.SlotsProposed) with { Booking = null, CalendarChanges = CalendarChanges + 1 }
        : null;

    /// <summary>Not before the slot has begun.</summary>
    public Interview? NoShow(DateTimeOffset now) => Status is InterviewStatus.Booked && HasBegun(now)
        ? Next(InterviewStatus.ToSchedule) with
        {
            Booking = null,
            CalendarChanges = CalendarChanges + 1,
            ProposedExpertIds = [],
            NoShows = NoShows + 1,
        }
        : null;

    /// <summary>Not before the slot has begun.</summary>
    public (Interview, InterviewHeld)? Hold(DateOnly heldOn, DateTimeOffset now) =>
        Status is InterviewStatus.Booked && Booking is { } booking && HasBegun(now)
            ? (Next(InterviewStatus.Held) with { HeldOn = heldOn },
                new InterviewHeld(Guid.CreateVersion7(now), DossierId, 0, now, Id, booking.ExpertId, heldOn))
            : null;

    /// <summary>
    /// A Replan opens the next round at once; a Redirect's next round waits for the redirected version's admission.
    /// </summary>
    public (Interview Concluded, Interview? NextRound, InterviewConcluded Happened)? Conclude(Conclusion conclusion, DateTimeOffset at)
    {
        if (Status is not InterviewStatus.Held || Booking is not { } booking) return null;
        var nextRound = conclusion.Recommendation switch
        {
            InterviewRecommendation.Replan => Open(DossierId, Round + 1, Version, conclusion.ReplanTo, at),
            InterviewRecommendation.Proceed or InterviewRecommendation.ProceedWithAdvice or InterviewRecommendation.Redirect => null,
        };
        return (Next(InterviewStatus.Concluded) with { Conclusion = conclusion, ConcludedAt = at }, nextRound,
            new InterviewConcluded(
                Guid.CreateVersion7(at), DossierId, 0, at, Id, booking.ExpertId, Version,
                conclusion.Recommendation, conclusion.ReplanTo, conclusion.RedirectToCallId));
    }

    /// <summary>Once.</summary>
    public Interview? Answer(Reply reply) => Status is InterviewStatus.Concluded && Reply is null
        ? Next(InterviewStatus.Concluded) with { Reply = reply }
        : null;

    public (Interview, InterviewWaived)? Waive(string reason, DateTimeOffset at) => IsOpen
        ? (Closed(InterviewStatus.Waived) with { WaiverReason = reason }, new InterviewWaived(Guid.CreateVersion7(at), DossierId, 0, at))
        : null;

    /// <summary>The dossier was withdrawn or refused admission.</summary>
    public Interview? Cancel() => IsOpen ? Closed(InterviewStatus.Cancelled) : null;

    /// <summary>A later version of the dossier was admitted: it is the one to talk about.</summary>
    public Interview? TakeVersion(int version) => IsOpen && version > Version ? Next(Status) with { Version = version } : null;

    /// <summary>
    /// The dossier went back to its holder. Nothing changes but the revision, so that a conclusion
    /// written meanwhile against the version now being corrected is stale.
    /// </summary>
    public Interview? AwaitCorrection() => IsOpen ? Next(Status) : null;

    /// <summary>Whoever was booked is so no longer, and nobody is in their place; null: no booking came to nothing.</summary>
    public static InterviewCancelled? CameToNothing(Interview was, Interview now, DateTimeOffset at) =>
        was is { Status: InterviewStatus.Booked, Booking: { } booking } && now.Booking is null
            ? new InterviewCancelled(Guid.CreateVersion7(at), now.DossierId, 0, at, now.Id, booking.ExpertId)
            : null;

    Interview Closed(InterviewStatus status) => Next(status) with
    {
        Booking = null,
        CalendarChanges = Booking is null ? CalendarChanges : CalendarChanges + 1,
        HeldOn = null,
    };

    Interview Next(InterviewStatus status) => this with { Status = status, Revision = Revision + 1 };
}
