using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>What came of taking a slot back.</summary>
public enum Removed
{
    /// <summary>It is gone.</summary>
    Yes,

    /// <summary>There is none by this id, or it is another expert's.</summary>
    Unknown,

    /// <summary>A holder has booked it.</summary>
    Booked,
}

/// <summary>The times experts offer. Booking one is a change of the interview: see <see cref="InterviewStore"/>.</summary>
public sealed class SlotStore(Database database)
{
    /// <summary>All of them, or none and why.</summary>
    public async Task<Refusal?> Offer(Guid expertId, IReadOnlyList<Slot> slots, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await LockDiary(transaction, expertId);
        var existing = await transaction.Query<Slot>(
            """
            select Id, ExpertId, StartsAt, EndsAt, OfferedAt, InterviewId
            from Slot
            where ExpertId = @ExpertId and EndsAt > @From and StartsAt < @To
            """,
            new { ExpertId = expertId, From = slots.Min(slot => slot.StartsAt), To = slots.Max(slot => slot.EndsAt) });
        if (Slot.Refused(slots, existing, transaction.Clock.GetUtcNow()) is { } refusal) return refusal;
        foreach (var slot in slots)
        {
            await transaction.Execute(
                """
                insert into Slot (Id, ExpertId, StartsAt, EndsAt, OfferedAt, InterviewId)
                values (@Id, @ExpertId, @StartsAt, @EndsAt, @OfferedAt, null)
                """,
                new { slot.Id, slot.ExpertId, slot.StartsAt, slot.EndsAt, slot.OfferedAt });
            await AuditTrail.Add(transaction, who, "slot.offered", slot.Id, null, new { slot.ExpertId, slot.StartsAt, slot.EndsAt });
        }

        await transaction.Commit();
        return null;
    }

    /// <summary>A page of the slots of one expert or of all, in the order of time.</summary>
    /// <param name="expertId">Null for all experts.</param>
    /// <param name="page">From 1.</param>
    /// <param name="pageSize">Slots a page.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<(IReadOnlyList<Slot> Page, int Total)> List(Guid? expertId, int page, int pageSize, CancellationToken stop)
    {
        return await database.QueryPage<Slot>(
            """
            select count(*)
            from Slot
            where @ExpertId is null or ExpertId = @ExpertId
            """,
            """
            select Id, ExpertId, StartsAt, EndsAt, OfferedAt, InterviewId
            from Slot
            where @ExpertId is null or ExpertId = @ExpertId
            order by StartsAt, EndsAt, OfferedAt
            """,
            new { ExpertId = expertId }, (page - 1) * pageSize, pageSize, stop);
    }

    /// <summary>An expert's times that are not over, the next first, and how many there are.</summary>
    public async Task<(IReadOnlyList<Slot> Slots, int Total)> ToCome(Guid expertId, DateTimeOffset now, int most, CancellationToken stop)
    {
        var all = await database.Query<Slot>(
            """
            select Id, ExpertId, StartsAt, EndsAt, OfferedAt, InterviewId
            from Slot
            where ExpertId = @ExpertId and EndsAt > @Now
            order by StartsAt, EndsAt
            """,
            new { ExpertId = expertId, Now = now }, stop);
        return ([.. all.Take(most)], all.Count);
    }

    /// <summary>Takes back an expert's own free slot.</summary>
    public async Task<Removed> Remove(Guid id, Guid expertId, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var parameters = new { Id = id, ExpertId = expertId };
        var removed = await transaction.Execute(
            """
            delete from Slot
            where Id = @Id and ExpertId = @ExpertId and InterviewId is null
            """,
            parameters);
        if (removed == 0)
        {
            var there = await transaction.QuerySingleOrDefault<int?>(
                """
                select 1
                from Slot
                where Id = @Id and ExpertId = @ExpertId
                """,
                parameters);
            return there is null ? Removed.Unknown : Removed.Booked;
        }

        await AuditTrail.Add(transaction, who, "slot.removed", id, new { ExpertId = expertId });
        await transaction.Commit();
        return Removed.Yes;
    }

    // One writer of an expert's diary at a time: two requests at once must not offer the same hour twice.
    static async Task LockDiary(Transaction transaction, Guid expertId)
    {
        for (var locked = false; !locked;)
        {
            locked = await transaction.Execute(
                """
                update ExpertDiary
                set Changes = Changes + 1
                where ExpertId = @ExpertId
                """,
                new { ExpertId = expertId }) == 1
                || await transaction.TryInsert(
                    """
                    insert into ExpertDiary (ExpertId, Changes)
                    values (@ExpertId, 1)
                    """,
                    new { ExpertId = expertId });
        }
    }
}
