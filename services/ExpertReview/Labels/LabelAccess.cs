using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Labels;

/// <summary>How somebody stands to a label: by the item it comes from, in the session it was decided in.</summary>
public sealed class LabelAccess(LabelStore labels, MeetingStore meetings, SessionReader reader)
{
    /// <summary>Null: nothing is known of where it comes from.</summary>
    public async Task<Stance?> StandingOn(Label label, Caller caller, CancellationToken stop)
    {
        if (await labels.SessionOf(label.ItemId, stop) is not { } sessionId || await meetings.Read(sessionId, stop) is not { } meeting
            || meeting.Find(label.ItemId) is not { } item)
            return null;
        // Nobody acts who was recused on the dossier or has another part in it.
        var standing = meeting.StandingOn(item, await reader.Viewer(caller, stop));
        var chairRecused = meeting.Session.Chair is { } chair && meeting.IsRecused(item, chair);
        var roles = Stance.Roles(caller.Roles) | (chairRecused && caller.Is(Contracts.Roles.ViceChair) ? Who.StandsIn : Who.Nobody);
        return standing with { Who = standing.Who | roles };
    }

    /// <summary>The certificate is read like the decision: by the holders, the office and the chairs.</summary>
    public Task<bool> MayRead(Label label, Caller caller, CancellationToken stop) =>
        May(Act.ReadDecision, label, caller, stop);

    public Task<bool> May(Act act, Label label, Caller caller, CancellationToken stop) =>
        labels.May(act, label.ItemId, caller.PersonId, Stance.Roles(caller.Roles), stop);
}
