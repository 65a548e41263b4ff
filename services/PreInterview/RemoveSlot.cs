using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class RemoveSlot
{
    public static async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> Handle(
        Guid id, Caller caller, SlotStore store, CancellationToken stop) =>
        await store.Remove(id, caller.PersonId, caller.Actor(Roles.Expert), stop) switch
        {
            Removed.Yes => TypedResults.NoContent(),
            Removed.Unknown => Problems.NotFound(),
            Removed.Booked => Problems.Conflict(
                "slot.booked",
                "A holder has booked this slot. Ask the office to cancel the booking first.",
                "Un porteur a réservé ce créneau. Demandez d'abord aux permanents d'annuler la réservation."),
        };
}
