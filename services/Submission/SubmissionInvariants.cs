using Labelling.Hosting;

namespace Labelling.Submission;

/// <summary>What must always be true of this service's rows, beyond what its constraints refuse row by row.</summary>
public static class SubmissionInvariants
{
    public static readonly IReadOnlyList<Invariant> All =
    [
        new("a confirmed pair is marked on its dossier",
            """
            select concat('pair ', C.Id) as Found
            from DuplicateCandidate C
            join Dossier D on D.Id = C.DossierId
            left join Dossier O on O.Id = C.OtherId
            where C.Status = 'Confirmed' and (D.DuplicateOf is null or D.DuplicateOf <> coalesce(O.Reference, C.PastReference))
            """),
        new("a dossier has a row for each of its versions, without gaps",
            """
            select concat('dossier ', D.Id) as Found
            from Dossier D
            where D.Version <> (select count(*) from DossierVersion V where V.DossierId = D.Id)
                or D.Version <> (select coalesce(max(V.Version), 0) from DossierVersion V where V.DossierId = D.Id)
            """),
        new("the latest version is the one the dossier speaks of",
            """
            select concat('dossier ', D.Id) as Found
            from Dossier D
            join DossierVersion V on V.DossierId = D.Id and V.Version = D.Version
            where V.CallId <> D.DepositedFor or V.CallRulesVersion <> D.CallRulesVersion or V.ProgrammeVersion <> D.ProgrammeVersion or V.Late <> D.Late or V.SubmittedAt <> D.SubmittedAt
            """),
        new("the references of a year have no gaps and are those that were counted",
            """
            select concat('year ', Y.ParisYear) as Found
            from ReferenceYear Y
            where Y.LastNumber <> (
                    select count(*) from Dossier D
                    where D.Reference is not null and cast(substring(D.Reference, 1, 4) as int) = Y.ParisYear)
                or Y.LastNumber <> (
                    select coalesce(max(cast(substring(D.Reference, 6, 10) as int)), 0) from Dossier D
                    where D.Reference is not null and cast(substring(D.Reference, 1, 4) as int) = Y.ParisYear)
            """),
        new("a reference belongs to a year that was counted",
            """
            select concat('dossier ', D.Id) as Found
            from Dossier D
            where D.Reference is not null
                and not exists (select 1 from ReferenceYear Y where Y.ParisYear = cast(substring(D.Reference, 1, 4) as int))
            """),
        new("the history ends with the dossier's status",
            """
            select concat('dossier ', D.Id) as Found
            from Dossier D
            where not exists (
                select 1 from DossierHistory H
                where H.DossierId = D.Id and H.Status = D.Status
                    and H.Revision = (select max(L.Revision) from DossierHistory L where L.DossierId = D.Id))
            """),
        new("a deposit is in the history once a version",
            """
            select concat('dossier ', D.Id) as Found
            from Dossier D
            where D.Version <> (select count(*) from DossierHistory H where H.DossierId = D.Id and H.Action in ('Submitted', 'Redirected'))
            """),
        new("an inadmissible dossier has reasons",
            """
            select concat('dossier ', D.Id) as Found
            from Dossier D
            where D.Status = 'Inadmissible' and (D.RefusalReasons is null or D.RefusalReasons in ('', '[]'))
            """),
        new("the original of a duplicate is known and does not repeat it in turn",
            """
            select concat('dossier ', D.Id) as Found
            from Dossier D
            where D.DuplicateOf is not null
                and (exists (select 1 from Dossier O where O.Reference = D.DuplicateOf and O.DuplicateOf = D.Reference)
                    or (not exists (select 1 from Dossier O where O.Reference = D.DuplicateOf)
                        and not exists (select 1 from PastDossier P where P.Reference = D.DuplicateOf)))
            """),
        new("a programme has a row for each of its versions, without gaps",
            """
            select concat('programme ', P.Id) as Found
            from Programme P
            where P.Version <> (select count(*) from ProgrammeVersion V where V.ProgrammeId = P.Id)
                or P.Version <> (select coalesce(max(V.Version), 0) from ProgrammeVersion V where V.ProgrammeId = P.Id)
            """),
        new("a call has a row for each version of its rules, without gaps, the latest as they stand",
            """
            select concat('call ', C.Id) as Found
            from Call C
            where C.RulesVersion <> (select count(*) from CallRulesVersion V where V.CallId = C.Id)
                or C.RulesVersion <> (select coalesce(max(V.Version), 0) from CallRulesVersion V where V.CallId = C.Id)
                or not exists (select 1 from CallRulesVersion V where V.CallId = C.Id and V.Version = C.RulesVersion and V.Rules = C.Rules and V.ClosesAt = C.ClosesAt)
            """),
        new("what was deposited names the rules it was judged by",
            """
            select concat('dossier ', V.DossierId, ' version ', V.Version) as Found
            from DossierVersion V
            where not exists (select 1 from CallRulesVersion R where R.CallId = V.CallId and R.Version = V.CallRulesVersion)
            """),
        new("nobody holds a dossier twice",
            """
            select concat('dossier ', D.Id) as Found
            from Dossier D
            join DossierCoHolder C on C.DossierId = D.Id and C.PersonId = D.HolderId
            """),
        new("what is given to write is given to a co-holder",
            """
            select concat('dossier ', K.DossierId, ' person ', K.PersonId) as Found
            from CoHolderPart K
            where not exists (select 1 from DossierCoHolder C where C.DossierId = K.DossierId and C.PersonId = K.PersonId)
            """),
        new("a version's attachments are its dossier's",
            """
            select concat('dossier ', V.DossierId, ' version ', V.Version, ' attachment ', V.AttachmentId) as Found
            from DossierVersionAttachment V
            join Attachment A on A.Id = V.AttachmentId
            where A.DossierId <> V.DossierId
            """),
        new("a dossier's attachments are no larger together than they may be",
            """
            select concat('dossier ', A.DossierId) as Found
            from Attachment A
            where A.RemovedAt is null
            group by A.DossierId
            having sum(A.Bytes) > 104857600
            """),
        new("a removed attachment belongs to a deposited version",
            """
            select concat('attachment ', A.Id) as Found
            from Attachment A
            where A.RemovedAt is not null and not exists (select 1 from DossierVersionAttachment V where V.AttachmentId = A.Id)
            """),
    ];
}
