using Labelling.Hosting;

namespace Labelling.ExpertReview.Reviews;

/// <summary>How each relation to a dossier is found here; the page of permissions says what follows.</summary>
static class Relations
{
    const string Holder = "select holder.DossierId from DossierHolder holder where holder.PersonId = @PersonId";

    const string Party = "select part.DossierId from TakesPart part where part.PersonId = @PersonId";

    const string Invited = "select live.DossierId from Invitation live where live.ExpertId = @PersonId and live.Status = 'Invited'";

    const string Reviewer =
        "select live.DossierId from Invitation live where live.ExpertId = @PersonId and live.Status in ('Accepted', 'Submitted', 'Reopened')";

    /// <summary>For whatever reason, in a session that has not released its decision.</summary>
    const string Recused =
        """
        select Recusal.DossierId
        from Recusal
        where Recusal.PersonId = @PersonId and not exists (
            select 1
            from AgendaItem
            where AgendaItem.SessionId = Recusal.SessionId and AgendaItem.DossierId = Recusal.DossierId and AgendaItem.ReleasedAt is not null)
        """;

    /// <summary>To the dossier of a row.</summary>
    /// <param name="dossier">The column of its id.</param>
    public static PermissionFilter To(string dossier) => new(new Dictionary<Who, string>
    {
        [Who.Holder | Who.CoHolder] = $"{dossier} in ({Holder})",
        [Who.Partner] = $"{dossier} in ({Party})",
        [Who.Invited] = $"{dossier} in ({Invited})",
        [Who.Reviewer] = $"{dossier} in ({Reviewer})",
        [Who.Recused] = $"{dossier} in ({Recused})",
    });

    /// <summary>To an expert's own invitation, whatever its status.</summary>
    public static PermissionFilter ToOwnInvitation { get; } = new(new Dictionary<Who, string>
    {
        [Who.Holder | Who.CoHolder] = $"invitation.DossierId in ({Holder})",
        [Who.Partner] = $"invitation.DossierId in ({Party})",
        [Who.Invited | Who.Reviewer] = "invitation.ExpertId = @PersonId",
    });

    /// <summary>To a session.</summary>
    public static PermissionFilter ToSession { get; } = new(new Dictionary<Who, string>
    {
        [Who.Seated] = "Session.Id in (select seat.SessionId from SessionMember seat where seat.PersonId = @PersonId)",
    });
}
