using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

public static class ShowOtherReviews
{
    public sealed record View(Guid InvitationId, IReadOnlyList<ShowSynthesis.ReviewLine> Reviews);

    /// <summary>What the other experts wrote, without their names, once every review of the dossier is in.</summary>
    public static async Task<Results<Ok<View>, NotFoundProblem, ForbiddenProblem>> Handle(
        Guid id, Caller caller, InvitationStore invitations, DossierStore dossiers, InvitationReader reader, CancellationToken stop)
    {
        if (await invitations.FindOwn(id, caller.PersonId, stop) is not { IsLive: true } own
            || await dossiers.Find(own.DossierId, stop) is not { } dossier)
            return Problems.NotFound();
        var live = (await invitations.OfDossier(own.DossierId, stop)).Where(invitation => invitation.IsLive).ToList();
        var allIn = live.All(invitation => invitation.Status == InvitationStatus.Submitted);
        var may = Permissions.May(Act.ReadOtherReviews, new Stance(Who.Reviewer | Stance.Roles(caller.Roles), allIn ? Phase.AllReviewsIn : Phase.Reviewing));
        if (may.Answer is not MayAnswer.Yes)
            return Problems.Forbidden(may.Because.Code, may.Because.English, may.Because.French);
        var others = new List<ShowSynthesis.ReviewLine>();
        foreach (var (place, invitation) in live.Index())
        {
            if (invitation.Id != own.Id && await reader.GridOf(invitation, dossier, stop) is { } grid)
                others.Add(ShowSynthesis.Line(ShowSynthesis.Anonymous(place), invitation, grid, withIds: false));
        }
        return TypedResults.Ok(new View(own.Id, others));
    }
}
