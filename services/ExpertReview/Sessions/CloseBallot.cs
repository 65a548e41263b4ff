using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

public static class CloseBallot
{
    public static async Task<Results<Ok<BallotView>, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Guid itemId, MeetingStore meetings, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        await using var transaction = await meetings.Begin(stop);
        if (await MeetingStore.Take(transaction, id) is not { } meeting || !SessionReader.MaySee(meeting, caller)
            || meeting.Find(itemId) is not { } item)
            return Problems.NotFound();
        if (Floor.WhyNot(Act.PutDecision, meeting, item, caller) is { } refused)
            return refused;
        if (HeldDossier.WhyNot(await HeldDossier.Take(transaction, item.DossierId), item) is { } moved)
            return Problems.Conflict(moved);
        if (meeting.CloseBallot(itemId, caller.PersonId, clock.GetUtcNow()) is not var (after, closed))
        {
            var quorum = meeting.RoomFor(item).Quorum;
            return meeting.OpenBallot(itemId) is not null && !quorum.Reached
                ? Problems.Unprocessable("item.no-quorum",
                    $"{quorum.Present} of the {quorum.Entitled} members entitled to vote are present, {quorum.Needed} are needed: no decision below quorum.",
                    $"{quorum.Present} des {quorum.Entitled} membres ayant droit de vote sont présents, il en faut {quorum.Needed} : pas de décision sans quorum.")
                : Floor.NoBallot();
        }
        await MeetingStore.Save(
            transaction, meeting, after, caller.Actor(Floor.RoleOf(meeting, caller)), "item.ballot-closed",
            before: new { ItemId = itemId, item.Status },
            after: new { ItemId = itemId, closed.Number, Ballot = closed.Status, closed.Count });
        return TypedResults.Ok(BallotView.Of(after, closed, caller.PersonId));
    }
}
