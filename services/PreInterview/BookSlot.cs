using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class BookSlot
{
    public sealed record Request(long Revision, Guid SlotId);

    public static async Task<Results<Ok<InterviewView>, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, Caller caller, InterviewStore store, ConflictCheck conflicts, InterviewViews views, TimeProvider clock, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        if (await store.See(id, viewer, stop) is not { } seen) return Problems.NotFound();
        if (seen.Stance.WhyNot(Act.BookSlot) is { } notYours) return notYours;
        if (seen.Interview.Revision != request.Revision) return Problems.Stale();
        var now = clock.GetUtcNow();
        // A slot of somebody who was not proposed, or who came into conflict since, is answered as one that does not exist.
        var slot = await store.Slot(request.SlotId, stop);
        var eligible = await conflicts.Eligible(seen, stop);
        var booking = slot is not null && eligible.Contains(slot.ExpertId) ? new Booking(slot.Id, slot.ExpertId, slot.StartsAt, slot.EndsAt) : null;
        if (seen.Interview.Book(booking ?? new(request.SlotId, Guid.Empty, now, now), now) is not var (booked, happened))
            return InterviewRefusals.NotFromHere(seen.Interview, "booked", "réservé");
        if (slot is null || booking is null)
            return Problems.Unprocessable(
                "interview.slot-not-offered",
                "This slot is not offered for this interview. Choose one of those shown.",
                "Ce créneau n'est pas proposé pour ce pré-entretien. Choisissez l'un de ceux affichés.");
        if (!slot.IsFree) return InterviewRefusals.SlotTaken();
        if (slot.IsOver(now))
            return Problems.Unprocessable("interview.slot-over", "This slot is over. Choose a later one.", "Ce créneau est passé. Choisissez-en un autre.");
        var action = seen.Interview.Booking is null ? "booked" : "moved";
        return await store.Save(seen.Interview, booked, action, caller.Actor(Roles.Holder), stop, happened) switch
        {
            Saved.Yes => TypedResults.Ok(await views.Full(seen with { Interview = booked }, viewer, stop)),
            Saved.Stale => Problems.Stale(),
            Saved.SlotTaken => InterviewRefusals.SlotTaken(),
        };
    }

    public static async Task<Results<SeeOther, RazorComponentResult<ShowInterviewPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, InterviewReader reader, Caller caller, InterviewStore store, ConflictCheck conflicts, InterviewViews views, TimeProvider clock, CancellationToken stop)
    {
        // Nothing chosen, or nothing that could be: a time that is not offered.
        var slot = Guid.TryParse(typed["slotId"], out var chosen) ? chosen : Guid.Empty;
        return await reader.Answer(
            id, caller, await Handle(id, new Request(typed.Revision(), slot), caller, store, conflicts, views, clock, stop), typed, Text.Interview_BookedNote, stop);
    }
}
