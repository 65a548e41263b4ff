using Labelling.Contracts;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Reconsiderations;

public enum ReconsiderationStatus
{
    Asked,

    /// <summary>The dossier can be put on an agenda again.</summary>
    Admitted,
    Declined,
}

/// <summary>The holder's request that the committee decides once more: Asked -> Admitted | Declined. One a dossier, ever.</summary>
/// <remarks>
/// ItemId: The agenda item whose released decision is meant.
/// Answer: The office's reason; always given where it declines.
/// </remarks>
public sealed record Reconsideration
{
    /// <summary>Days after the day of the release, in Europe/Paris, on the last of which it can still be asked for.</summary>
    public const int Days = 30;

    public required Guid Id { get; init; }
    public required Guid DossierId { get; init; }
    public required Guid ItemId { get; init; }
    public required Guid AskedBy { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public required string Reason { get; init; }
    public ReconsiderationStatus Status { get; init; } = ReconsiderationStatus.Asked;
    public Guid? AnsweredBy { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public string? Answer { get; init; }
    public long Revision { get; init; } = 1;

    /// <summary>What can be asked for again: a label cannot, and an adjournment comes back by itself.</summary>
    public static bool Concerns(Decision decision) => decision switch
    {
        Decision.Refuse or Decision.SupportLetter => true,
        Decision.Label or Decision.LabelWithReservations or Decision.Adjourn => false,
    };

    /// <summary>The last day on which it can be asked for.</summary>
    public static DateOnly LastDay(DateTimeOffset releasedAt) => Paris.Day(releasedAt).AddDays(Days);

    /// <summary>Null: the decision is none of those, or it was released too long ago.</summary>
    public static Reconsideration? Ask(Guid dossierId, Guid itemId, Decision decision, DateTimeOffset releasedAt, Guid by, string reason, DateTimeOffset at) =>
        Concerns(decision) && Paris.Day(at) <= LastDay(releasedAt)
            ? new() { Id = Guid.CreateVersion7(at), DossierId = dossierId, ItemId = itemId, AskedBy = by, AskedAt = at, Reason = reason }
            : null;

    /// <summary>Null: it was answered before.</summary>
    public (Reconsideration, ReconsiderationAdmitted)? Admit(int version, Guid by, string? answer, DateTimeOffset at) => Status is ReconsiderationStatus.Asked
        ? (Answered(ReconsiderationStatus.Admitted, by, answer, at), new ReconsiderationAdmitted(Guid.CreateVersion7(at), DossierId, 0, at, version))
        : null;

    /// <summary>Null: it was answered before, or no reason is given.</summary>
    public Reconsideration? Decline(Guid by, string answer, DateTimeOffset at) => Status is ReconsiderationStatus.Asked && !string.IsNullOrWhiteSpace(answer)
        ? Answered(ReconsiderationStatus.Declined, by, answer, at)
        : null;

    Reconsideration Answered(ReconsiderationStatus status, Guid by, string? answer, DateTimeOffset at) =>
        this with { Status = status, AnsweredBy = by, Answer = answer, AnsweredAt = at, Revision = Revision + 1 };
}
