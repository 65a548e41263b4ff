using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

public static class ExplainReviewAccess
{
    static readonly Act[] Acts =
    [
        Act.SeeOwnInvitation, Act.AnswerInvitation, Act.ReadContentUnderReview, Act.WriteReview, Act.ReadOtherReviews, Act.SeeProgress,
        Act.SeeAssignment, Act.ReadSynthesis, Act.SeeExpertNames, Act.ReopenReview, Act.KnowItem, Act.TakePart, Act.Vote, Act.ReadDecision,
    ];

    public static Task<Results<Ok<AccessAnswer>, ForbiddenProblem>> Handle(
        Guid dossierId, ConflictStore conflicts, InvitationStore invitations, MeetingStore meetings, Standings standings, Caller caller,
        CancellationToken stop, Guid? person = null)
    {
        // Its answer tells who reviews and who is recused.
        return ExplainAccess.Of(caller, person, standings, Act.SeeAssignment, Acts, Find, stop);

        async Task<Stance?> Find(Guid somebody, Who roles)
        {
            var stance = await conflicts.StandingOn(somebody, roles, dossierId, stop);
            if (stance.Is(Who.Invited | Who.Reviewer))
                stance = stance with { Phase = PhaseOf(await invitations.OfDossier(dossierId, stop), somebody) };
            if (await meetings.LastSessionOf(dossierId, stop) is { } sessionId && await meetings.Read(sessionId, stop) is { } meeting
                && meeting.Items.FirstOrDefault(item => item.DossierId == dossierId) is { } item)
            {
                // Who acts on the dossier in which other part was found above.
                var there = meeting.StandingOn(item, new Viewer(somebody, (roles & Who.Office) != 0, new HashSet<Guid>()));
                stance = stance with { Who = stance.Who | there.Who };
            }
            // A chair reads every released decision: that alone does not tell that there is a dossier with this id.
            return stance.Is(Who.Holder | Who.CoHolder | Who.Seated) || Acts.Any(act => act is not Act.ReadDecision && stance.May(act)) ? stance : null;
        }
    }

    public static async Task<Piece> Fragment(
        Guid dossier, ConflictStore conflicts, InvitationStore invitations, MeetingStore meetings, Standings standings, Caller caller,
        CancellationToken stop, Guid? person = null) =>
        AccessLines.Piece(Text.Access_Title, await Handle(dossier, conflicts, invitations, meetings, standings, caller, stop, person));

    static Phase PhaseOf(IReadOnlyList<Invitation> invitations, Guid expert)
    {
        var live = invitations.Where(invitation => invitation.IsLive).ToList();
        var own = live.FirstOrDefault(invitation => invitation.ExpertId == expert)?.Status switch
        {
            InvitationStatus.Invited => Phase.Invited,
            InvitationStatus.Accepted or InvitationStatus.Reopened => Phase.Reviewing,
            InvitationStatus.Submitted => Phase.ReviewIn,
            InvitationStatus.Declined or InvitationStatus.ConflictDeclared or InvitationStatus.Cancelled or null => Phase.None,
        };
        return own | (live.All(invitation => invitation.Status is InvitationStatus.Submitted) ? Phase.AllReviewsIn : Phase.None);
    }
}
