using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Sessions;

/// <summary>
/// Who may act on an item. Always asked before the item's state is looked at: whoever is not in the room gets the same answer
/// whatever became of the item.
/// </summary>
static class Floor
{
    /// <summary>For what members do; null: may act.</summary>
    public static ForbiddenProblem? WhyNotMember(Meeting meeting, Item item, Caller caller)
    {
        if (meeting.IsRecused(item, caller.PersonId))
            return Recused();
        if (!meeting.Session.Seats(caller.PersonId))
            return Problems.Forbidden("item.not-a-member",
                "Only members of the session take part in an item.",
                "Seuls les membres de la séance prennent part à un point.");
        return meeting.IsPresent(caller.PersonId) ? null : Problems.Forbidden("item.absent",
            "You are marked as absent from this session. Have your arrival recorded first.",
            "Vous êtes noté absent de cette séance. Faites d'abord noter votre arrivée.");
    }

    /// <summary>For what the presiding person does; null: may act.</summary>
    public static ForbiddenProblem? WhyNotPresiding(Meeting meeting, Item item, Caller caller) =>
        meeting.IsRecused(item, caller.PersonId) ? Recused()
        : meeting.RoomFor(item).Presiding == caller.PersonId ? null
        : Problems.Forbidden("item.not-presiding",
            "Only the person who presides over this item can do this.",
            "Seule la personne qui préside ce point peut le faire.");

    public static ForbiddenProblem Recused() => Problems.Forbidden("item.recused",
        "You are recused on this item.",
        "Vous êtes déporté sur ce point.");

    public static ConflictProblem NoBallot() => Problems.Conflict("item.no-ballot",
        "There is no proposal to vote on at this moment.",
        "Aucune proposition n'est au vote en ce moment.");

    /// <summary>The part in which a member of a session acts, for the audit trail.</summary>
    public static string RoleOf(Meeting meeting, Caller caller) =>
        caller.PersonId == meeting.Session.Chair ? Roles.Chair
        : caller.PersonId == meeting.Session.ViceChair ? Roles.ViceChair
        : meeting.Session.Seats(caller.PersonId) ? Roles.Member
        : Roles.Office;
}
