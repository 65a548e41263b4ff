using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

public static class OpenItem
{
    public static async Task<Results<Ok<ItemView>, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Guid itemId, MeetingStore meetings, DetectRecusals detect, SessionReader reader, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (await meetings.Read(id, stop) is not { } seen || !SessionReader.MaySee(seen, caller) || seen.Find(itemId) is not { } named)
            return Problems.NotFound();
        // Conflicts are looked for before the transaction: they are read through connections of their own.
        var detected = await detect.Among(seen.Session.Members, [named.DossierId], stop);

        await using (var transaction = await meetings.Begin(stop))
        {
            if (await MeetingStore.Take(transaction, id) is not { } meeting || meeting.Find(itemId) is not { } item)
                return Problems.NotFound();
            if (Floor.WhyNot(Act.OpenItem, meeting, item, caller) is { } refused)
                return refused;
            var dossier = await HeldDossier.Take(transaction, item.DossierId);
            if (HeldDossier.WhyNot(dossier, item) is { } moved)
                return Problems.Conflict(moved);
            if (meeting.OpenItem(itemId, detected) is not { } open)
                return meeting.Ballots.Any(ballot => ballot.Status is BallotStatus.Open)
                    ? Problems.Conflict("session.ballot-running",
                        "A ballot is running: close it first.",
                        "Un scrutin est en cours : closez-le d'abord.")
                    : Problems.Conflict("item.not-waiting",
                        "Only a waiting item of an open session can be opened.",
                        "Seul un point en attente d'une séance ouverte peut être ouvert.");
            if (dossier is { ReviewsClosedAt: null })
                await DossierStore.CloseReviews(transaction, item.DossierId, clock.GetUtcNow());
            await MeetingStore.Save(
                transaction, meeting, open, caller.Actor(Floor.RoleOf(meeting, caller)), "item.opened",
                before: new { ItemId = itemId, item.Status },
                after: new { ItemId = itemId, Status = ItemStatus.Open, Recused = open.Recusals.Count(recusal => recusal.DossierId == item.DossierId) });
        }
        return await reader.ReadItem(id, itemId, caller, stop) is { } now ? TypedResults.Ok(now) : Problems.NotFound();
    }
}
