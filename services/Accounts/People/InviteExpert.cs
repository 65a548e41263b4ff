using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts.People;

/// <summary>
/// Somebody of the office put an address on the list of experts: it is invited, as if they had invited it here. Who has an account or an
/// invitation already gets none; of an account the list of experts hears whose it is, for it may know them by another address.
/// </summary>
public sealed class InviteExpert(InvitationStore invitations) : IListener<ExpertExpected>
{
    public async Task<Heard> Hear(ExpertExpected happened, Transaction transaction)
    {
        var invitation = Invitation.Send(happened.Email, happened.Language, [Roles.Expert], happened.ExpectedBy, transaction.Clock.GetUtcNow());
        if (await PersonStore.OwnerOf(transaction, happened.Email) is { } owner)
            await Outbox.Add(transaction, new ExpectedExpertFound(Guid.CreateVersion7(), happened.ExpectationId, 0, transaction.Clock.GetUtcNow(), owner.Id));
        return await invitations.Send(transaction, invitation, new Actor(happened.ExpectedBy, Roles.Office, EventCatalogue.ExpertReview)) switch
        {
            InvitationSaved.Saved or InvitationSaved.HasAccount or InvitationSaved.Invited or InvitationSaved.Stale => Heard.Applied,
            // An invitation of a moment ago was withdrawn: this one leaves later.
            InvitationSaved.TooSoon => Heard.NotYet,
        };
    }
}
