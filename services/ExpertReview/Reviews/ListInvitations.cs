using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

public static class ListInvitations
{
    /// <summary>Mine as an expert; as office everybody's. Of a dossier left, an expert reads only that they left it.</summary>
    public static async Task<Ok<IReadOnlyList<InvitationLine>>> Handle(
        Caller caller, InvitationStore invitations, CancellationToken stop, Guid? dossierId = null)
    {
        var lines = await invitations.SeenBy(caller.PersonId, Stance.Roles(caller.Roles), dossierId, stop);
        return TypedResults.Ok<IReadOnlyList<InvitationLine>>([.. lines.Select(line => line.Status switch
        {
            InvitationStatus.Declined or InvitationStatus.ConflictDeclared or InvitationStatus.Cancelled when line.ExpertId == caller.PersonId =>
                line with { DossierId = null, Reference = null, Title = null, Acronym = null },
            InvitationStatus.Declined or InvitationStatus.ConflictDeclared or InvitationStatus.Cancelled
                or InvitationStatus.Invited or InvitationStatus.Accepted or InvitationStatus.Submitted or InvitationStatus.Reopened => line,
        })]);
    }
}
