using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Accounts.People;

/// <summary>What waits here: invitations nobody answered, for who sent them and for administrators; for administrators who asks to be erased.</summary>
public static class ShowWaits
{
    const int Most = 20;

    /// <summary>So long somebody has time to answer before it is worth a line.</summary>
    static readonly TimeSpan Unanswered = TimeSpan.FromDays(7);

    public static async Task<Piece> Handle(InvitationStore invitations, ErasureStore erasures, PersonStore people, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var waits = new List<Wait>();
        if (caller.IsAny(Roles.Administrator, Roles.Office))
            waits.AddRange((await invitations.Open(stop))
                .Where(invitation => (caller.Is(Roles.Administrator) || invitation.InvitedBy == caller.PersonId) && now - invitation.InvitedAt >= Unanswered)
                .OrderBy(invitation => invitation.ExpiresAt).Take(Most)
                .Select(invitation => Wait.For("/people#invitations", invitation.ExpiresAt > now ? Text.Wait_Invitation : Text.Wait_InvitationOver, invitation.Email)
                    .Before(invitation.ExpiresAt, now)));
        if (caller.Is(Roles.Administrator))
            foreach (var (person, askedAt) in (await erasures.Asked(stop)).Take(Most))
                if (await people.Get(person, stop) is { } asking)
                    waits.Add(Wait.For($"/people/{person}/erase", Text.Wait_Erasure, asking.Name).Since(Paris.Day(askedAt)));
        return waits.Count == 0 ? Piece.None(Text.Waits_Title) : Piece.Of<Waits>(Text.Waits_Title, new { Items = waits });
    }
}
