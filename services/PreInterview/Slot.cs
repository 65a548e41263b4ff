using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>A time an expert offers, [StartsAt, EndsAt). Booked while an interview holds it.</summary>
public sealed record Slot
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(240);

    /// <summary>A slot that has just begun may still be offered.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    public required Guid Id { get; init; }
    public required Guid ExpertId { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
    public required DateTimeOffset OfferedAt { get; init; }
    public Guid? InterviewId { get; init; }

    public bool IsFree => InterviewId is null;

    public bool IsOver(DateTimeOffset now) => EndsAt <= now;

    /// <summary>Two slots that only touch do not overlap.</summary>
    public bool Overlaps(Slot other) => StartsAt < other.EndsAt && other.StartsAt < EndsAt;

    public static Slot Offer(Guid expertId, DateTimeOffset startsAt, DateTimeOffset endsAt, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        ExpertId = expertId,
        // Two slots that touch must touch in the database too.
        StartsAt = startsAt.AsKept(),
        EndsAt = endsAt.AsKept(),
        OfferedAt = now,
    };

    /// <summary>Null: these may be offered beside those there are.</summary>
    public static Refusal? Refused(IReadOnlyList<Slot> offered, IReadOnlyList<Slot> existing, DateTimeOffset now)
    {
        for (var i = 0; i < offered.Count; i++)
        {
            var slot = offered[i];
            var length = slot.EndsAt - slot.StartsAt;
            if (length < Shortest || length > Longest)
                return Not("slot.length", "a slot lasts 10 to 240 minutes.", "un créneau dure de 10 à 240 minutes.");
            if (slot.StartsAt <= now - Grace)
                return Not("slot.past", "it begins in the past. Offer a time to come.", "il commence dans le passé. Proposez un horaire à venir.");
            if (existing.Any(slot.Overlaps))
                return Not("slot.overlap", "it overlaps a slot you already offer.", "il chevauche un créneau que vous proposez déjà.");
            if (offered.Take(i).Any(slot.Overlaps))
                return Not("slot.overlap", "it overlaps another slot of this request.", "il chevauche un autre créneau de cette demande.");

            // Which of them it is.
            Refusal Not(string code, string english, string french) => new(code, $"{Paris.Typed(slot.StartsAt).Replace('T', ' ')}: {english}", $"{Paris.Typed(slot.StartsAt).Replace('T', ' ')}\u202f: {french}");
        }

        return null;
    }
}
