using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

public static class CastVote
{
    public sealed record Request(Choice Vote);

    public static async Task<Results<Ok<BallotView>, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Guid itemId, Request request, MeetingStore meetings, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        await using var transaction = await meetings.Begin(stop);
        if (await MeetingStore.Take(transaction, id) is not { } meeting || !SessionReader.MaySee(meeting, caller)
            || meeting.Find(itemId) is not { } item)
            return Problems.NotFound();
        if (Floor.WhyNotMember(meeting, item, caller) is { } refused)
            return refused;
        if (HeldDossier.WhyNot(await HeldDossier.Take(transaction, item.DossierId), item) is { } moved)
            return Problems.Conflict(moved);
        if (meeting.CastVote(itemId, caller.PersonId, request.Vote, clock.GetUtcNow()) is not { } after || after.OpenBallot(itemId) is not { } ballot)
            return Floor.NoBallot();
        // How somebody voted stands in the ballot alone: the trail says only that they did.
        await MeetingStore.Save(
            transaction, meeting, after, caller.Actor(Floor.RoleOf(meeting, caller)), "item.voted",
            after: new { ItemId = itemId, ballot.Number });
        return TypedResults.Ok(BallotView.Of(after, ballot, caller.PersonId));
    }
}
