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
                return new("slot.length", $"{Place(i)} a slot lasts 10 to 240 minutes.", $"{Rang(i)} un créneau dure de 10 à 240 minutes.");
            if (slot.StartsAt <= now - Grace)
                return new("slot.past", $"{Place(i)} it begins in the past. Offer a time to come.", $"{Rang(i)} il commence dans le passé. Proposez un horaire à venir.");
            if (existing.Any(slot.Overlaps))
                return new("slot.overlap", $"{Place(i)} it overlaps a slot you already offer.", $"{Rang(i)} il chevauche un créneau que vous proposez déjà.");
            if (offered.Take(i).Any(slot.Overlaps))
                return new("slot.overlap", $"{Place(i)} it overlaps another slot of this request.", $"{Rang(i)} il chevauche un autre créneau de cette demande.");
        }

        return null;

        static string Place(int index) => $"Slot {index + 1}:";
        static string Rang(int index) => $"Créneau {index + 1} :";
    }
}
