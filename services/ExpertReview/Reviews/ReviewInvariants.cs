using Labelling.Hosting;

namespace Labelling.ExpertReview.Reviews;

public static class ReviewInvariants
{
    public static readonly IReadOnlyList<Invariant> All =
    [
        new("an expert is invited only once the dossier's gate was opened",
            """
            select concat('invitation ', invitation.Id, ' on ', dossier.Reference) as Found
            from Invitation invitation
            join Dossier dossier on dossier.Id = invitation.DossierId
            where (invitation.GateOpenedBy <> 'NoInterviewRequired' and dossier.GateWasOpened = 0)
               or (invitation.GateOpenedBy = 'NoInterviewRequired'
                   and not exists (select 1
                                   from ProgrammeVersion programme
                                   where programme.ProgrammeId = dossier.ProgrammeId and programme.InterviewRequired = 0))
            """),
        new("an expert is invited only to a dossier that was admitted",
            """
            select concat('invitation ', invitation.Id, ' on ', dossier.Reference) as Found
            from Invitation invitation
            join Dossier dossier on dossier.Id = invitation.DossierId
            where dossier.AdmittedVersion is null
            """),
        new("a submitted review scores every criterion that applies",
            """
            select concat('review ', invitation.Id, ' lacks ', criterion.Code) as Found
            from Invitation invitation
            join GridCriterion criterion on criterion.ProgrammeId = invitation.GridProgrammeId and criterion.Version = invitation.GridVersion
            where invitation.Status = 'Submitted'
              and (criterion.DigitalOnly = 0 or invitation.GridDigital = 1)
              and not exists (select 1
                              from ReviewScore score
                              where score.InvitationId = invitation.Id and score.Criterion = criterion.Code and score.Score is not null)
            """),
        new("a submitted review tells the holder what is below the threshold",
            """
            select concat('review ', invitation.Id, ' on ', score.Criterion) as Found
            from Invitation invitation
            join ReviewScore score on score.InvitationId = invitation.Id
            join GridCriterion criterion on criterion.ProgrammeId = invitation.GridProgrammeId and criterion.Version = invitation.GridVersion
                                        and criterion.Code = score.Criterion
            where invitation.Status = 'Submitted' and score.Score < criterion.Threshold and score.CommentToHolder is null
            """),
        new("an expert has one live invitation on a dossier at most",
            """
            select concat('expert ', ExpertId, ' on ', DossierId) as Found
            from Invitation
            where Status in ('Invited', 'Accepted', 'Submitted', 'Reopened')
            group by ExpertId, DossierId
            having count(*) > 1
            """),
        new("nothing is open on a dossier that was withdrawn",
            """
            select concat('invitation ', invitation.Id, ' on ', dossier.Reference) as Found
            from Invitation invitation
            join Dossier dossier on dossier.Id = invitation.DossierId
            where dossier.Withdrawn = 1 and invitation.Status in ('Invited', 'Accepted', 'Reopened')
            """),
        new("the last step of an invitation is its status",
            """
            select concat('invitation ', invitation.Id) as Found
            from Invitation invitation
            where not exists (select 1
                              from InvitationStep step
                              where step.InvitationId = invitation.Id and step.Status = invitation.Status
                                and step.Revision = (select max(latest.Revision)
                                                     from InvitationStep latest
                                                     where latest.InvitationId = invitation.Id))
            """),
    ];
}
