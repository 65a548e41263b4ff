using Labelling.Hosting;

namespace Labelling.FundingOutcome;

static class Invariants
{
    public static readonly IReadOnlyList<Invariant> All =
    [
        new("a decided live dossier has the classification of the version decided on",
            """
            select concat('dossier ', D.Reference) as Found
            from Dossier D
            where D.Origin = 'Live'
              and (exists (
                  select 1
                  from Fact F
                  where F.DossierId = D.Id and F.Subject = 'decision'
                    and not exists (
                      select 1
                      from Fact C
                      where C.DossierId = D.Id and C.Subject = 'classification' and C.RecordedAt = F.RecordedAt and C.Sequence = F.Sequence))
                or (select count(*) from Fact F where F.DossierId = D.Id and F.Subject = 'classification')
                  > (select count(*) from Fact F where F.DossierId = D.Id and F.Subject = 'decision')
                    + (select count(*) from KeptEvent K where K.DossierId = D.Id and K.Kind = 'DossierCoLabelled'))
            """),
        new("a deposited version has a fact, once its programme is known",
            """
            select concat('dossier ', D.Reference) as Found
            from Dossier D
            where D.Origin = 'Live'
              and (select count(*) from Fact F where F.DossierId = D.Id and F.Subject = 'deposit')
                <> (select count(*)
                    from DossierVersion V
                    join Programme P on P.Id = V.ProgrammeId and P.Version = V.ProgrammeVersion
                    where V.DossierId = D.Id)
            """),
        new("an imported dossier has a line and a classification",
            """
            select concat('dossier ', D.Reference) as Found
            from Dossier D
            where D.Origin = 'History'
              and (not exists (select 1 from HistoryDossier H where H.DossierId = D.Id)
                or not exists (select 1 from Fact F where F.DossierId = D.Id and F.Subject = 'classification'))
            """),
        new("a live dossier has every version up to its latest, which has a holder",
            """
            select concat('dossier ', D.Reference) as Found
            from Dossier D
            where D.Origin = 'Live'
              and (not exists (select 1 from DossierVersion V where V.DossierId = D.Id and V.Version = D.Version)
                or exists (select 1 from DossierVersion V where V.DossierId = D.Id and V.Version > D.Version)
                or not exists (select 1 from DossierHolder H where H.DossierId = D.Id))
            """),
        new("a dossier deposited here has no reference of the history",
            """
            select concat('reference ', L.Reference) as Found
            from Dossier L
            where L.Origin = 'Live'
              and exists (select 1 from Dossier H where H.Origin = 'History' and H.Reference = L.Reference)
            """),
        new("no fact of an imported dossier says again what the one before said",
            """
            select concat('dossier ', D.Reference, ' ', Told.Subject) as Found
            from (
                select DossierId, Subject, coalesce(Value, '') as Said,
                    lag(coalesce(Value, '')) over (partition by DossierId, Subject order by RecordedAt, Sequence, Position) as SaidBefore
                from Fact
            ) Told
            join Dossier D on D.Id = Told.DossierId and D.Origin = 'History'
            where Told.Said = Told.SaidBefore and Told.Subject in ('classification', 'decision', 'duplicate')
            """),
        new("an application is that of a decided dossier",
            """
            select concat('application ', A.Id) as Found
            from FundingApplication A
            where not exists (select 1 from Fact F where F.DossierId = A.DossierId and F.Subject = 'decision')
            """),
        new("an application has a history row and a fact for each revision",
            """
            select concat('application ', A.Id) as Found
            from FundingApplication A
            where A.Revision <> (select count(*) from FundingApplicationHistory H where H.ApplicationId = A.Id)
              or A.Revision <> (
                select count(*)
                from Fact F
                where F.DossierId = A.DossierId and F.Subject = lower(concat('application/', A.Id)))
            """),
        new("an application is as its latest history row says",
            """
            select concat('application ', A.Id) as Found
            from FundingApplication A
            where not exists (
                select 1
                from FundingApplicationHistory H
                where H.ApplicationId = A.Id and H.Revision = A.Revision and H.Result = A.Result and H.HowKnown = A.HowKnown)
            """),
        new("a question is about a decided dossier",
            """
            select concat('question ', Q.Id) as Found
            from FundingQuestion Q
            where not exists (select 1 from Fact F where F.DossierId = Q.DossierId and F.Subject = 'decision')
            """),
        new("a result that a link answered was recorded",
            """
            select concat('question ', Q.Id) as Found
            from FundingQuestion Q
            where Q.Answer in ('Funded', 'ReserveList', 'Refused', 'Withdrawn')
              and not exists (
                select 1
                from FundingApplication A
                join FundingApplicationHistory H on H.ApplicationId = A.Id
                where A.DossierId = Q.DossierId and A.FundingBody = Q.FundingBody and H.Result = Q.Answer)
            """),
    ];
}
