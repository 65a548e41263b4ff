using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

public static class ElectPresiding
{
    public sealed record Request(Guid PersonId);

    public static async Task<Results<Ok<ItemView>, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Guid itemId, Request request, MeetingStore meetings, SessionReader reader, Caller caller, CancellationToken stop)
    {
        await using (var transaction = await meetings.Begin(stop))
        {
            if (await MeetingStore.Take(transaction, id) is not { } meeting || !SessionReader.MaySee(meeting, caller)
                || meeting.Find(itemId) is not { } item)
                return Problems.NotFound();
            if (Floor.WhyNotMember(meeting, item, caller) is { } refused)
                return refused;
            var room = meeting.RoomFor(item);
            if (!room.Elects)
                return Problems.Conflict("item.presided",
                    "The chair or the vice-chair presides over this item.",
                    "Le président ou le vice-président préside ce point.");
            if (!room.Present.Contains(request.PersonId))
                return Problems.Unprocessable("item.candidate",
                    "Choose a member who is present and not recused on this item.",
                    "Choisissez un membre présent et non déporté sur ce point.");
            if (meeting.Elect(itemId, caller.PersonId, request.PersonId) is not { } after)
                return ProposeDecision.NotOpen();
            await MeetingStore.Save(
                transaction, meeting, after, caller.Actor(Floor.RoleOf(meeting, caller)), "item.presiding-chosen",
                after: new { ItemId = itemId, Presiding = after.RoomFor(item).Presiding });
        }
        return await reader.ReadItem(id, itemId, caller, stop) is { } now ? TypedResults.Ok(now) : Problems.NotFound();
    }
}
