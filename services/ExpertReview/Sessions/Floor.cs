using System.Collections.Frozen;
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
    public static ForbiddenProblem? WhyNotMember(Meeting meeting, Item item, Caller caller) =>
        WhyNot(Act.TakePart, meeting, item, caller) ?? WhyNot(Act.Vote, meeting, item, caller);

    public static ForbiddenProblem? WhyNot(Act act, Meeting meeting, Item item, Caller caller) =>
        meeting.StandingOn(item, new Viewer(caller.PersonId, caller.Is(Roles.Office), FrozenSet<Guid>.Empty)).WhyNot(act);

    /// <summary>How somebody stands to a session.</summary>
    public static Stance StandingOn(Meeting meeting, Caller caller) => new(
        Stance.Roles(caller.Roles)
        | (meeting.Session.Seats(caller.PersonId) ? Who.Seated : Who.Nobody)
        | (caller.PersonId == meeting.Session.Chair || caller.PersonId == meeting.Session.ViceChair ? Who.Runs : Who.Nobody),
        Phase.None);

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
