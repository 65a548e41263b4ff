using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Experts;

/// <summary>
/// What ExpertReview holds on a person: what they wrote, voted and declared themselves. Of decisions that are not released nothing but
/// the person's own part in them, and that to nobody but the person.
/// </summary>
public static class ExportPerson
{
    public static readonly PersonalData Data = new(EventCatalogue.ExpertReview,
    [
        new("What Accounts told of the person", "Ce que les comptes ont dit de la personne",
            """
            select Name, Email, Language, Roles, Disabled
            from Person
            where Id = @Person
            """),
        new("Other addresses that a list of experts named", "Autres adresses citées par une liste d’experts",
            """
            select Email
            from ExpertAddress
            where PersonId = @Person
            order by Email
            """),
        new("Affiliations", "Appartenances",
            """
            select Siren, GroupSiren, FromDay, ToDay
            from PersonAffiliation
            where PersonId = @Person
            order by Place
            """),
        new("Entry in the pool of experts", "Fiche du vivier d’experts",
            """
            select Sectors, TherapeuticAreas, TechnologyAxes, Keywords, Profile, Digital, LargestLoad, Absences, DeclaredOn
            from Expert
            where PersonId = @Person
            """),
        new("Declaration of interests", "Déclaration d’intérêts",
            """
            select E.Declaration, I.Siren
            from Expert E
            left join ExpertInterest I on I.PersonId = E.PersonId
            where E.PersonId = @Person
            """) { OnlyThemselves = true },
        new("Declarations of interests over the years", "Déclarations d’intérêts au fil des ans",
            """
            select DeclaredOn, Text, Organisations, Own
            from ExpertDeclaration
            where PersonId = @Person
            order by Revision
            """) { OnlyThemselves = true },
        new("Statements of service", "Attestations de service",
            """
            select Year, Reviews, Sessions, At
            from ServiceStatement
            where PersonId = @Person
            order by At
            """),
        new("Dossiers held", "Dossiers portés",
            """
            select D.Reference, D.Title
            from DossierHolder H
            inner join Dossier D on D.Id = H.DossierId
            where H.PersonId = @Person
            order by D.Reference
            """),
        new("What they said about reservations of labels", "Ce qu’elle a dit des réserves de labels",
            """
            select L.Number, E.Place, E.At, E.Text, E.Address
            from ReservationEvidence E
            inner join Label L on L.Id = E.LabelId
            where E.PersonId = @Person
            order by E.At
            """),
        new("Files sent with it", "Fichiers envoyés avec",
            """
            select L.Number, E.Place, E.At, F.Name, F.Bytes
            from EvidenceFile F
            inner join ReservationEvidence E on E.Id = F.EvidenceId
            inner join Label L on L.Id = E.LabelId
            where E.PersonId = @Person
            order by E.At, F.Name
            """),
        new("Invitations to review", "Invitations à expertiser",
            """
            select D.Reference, I.Status, I.InvitedAt, I.DueOn, I.AcceptedAt, I.SubmittedAt, I.Reason
            from Invitation I
            inner join Dossier D on D.Id = I.DossierId
            where I.ExpertId = @Person
            order by I.InvitedAt
            """) { OnlyThemselves = true },
        new("Reviews written", "Expertises rédigées",
            """
            select D.Reference, S.Criterion, S.Score, S.CommentToHolder, S.CommentToCommittee, I.Recommendation, I.Confidence
            from Invitation I
            inner join Dossier D on D.Id = I.DossierId
            left join ReviewScore S on S.InvitationId = I.Id
            where I.ExpertId = @Person and I.AcceptedAt is not null
            order by I.InvitedAt, S.Criterion
            """) { OnlyThemselves = true },
        new("Sessions as a member", "Séances comme membre",
            """
            select S.Title, S.StartsAt, M.Role
            from SessionMember M
            inner join Session S on S.Id = M.SessionId
            where M.PersonId = @Person
            order by S.StartsAt
            """),
        new("Attendance", "Présences",
            """
            select S.Title, A.Presence, A.At
            from Attendance A
            inner join Session S on S.Id = A.SessionId
            where A.PersonId = @Person
            order by A.At
            """),
        new("Recusals", "Déports",
            """
            select S.Title, R.Kind, R.At
            from Recusal R
            inner join Session S on S.Id = R.SessionId
            where R.PersonId = @Person
            order by R.At
            """) { OnlyThemselves = true },
        new("Votes", "Votes",
            """
            select S.Title, V.Choice, V.At
            from Vote V
            inner join AgendaItem I on I.Id = V.ItemId
            inner join Session S on S.Id = I.SessionId
            where V.PersonId = @Person
            order by V.At
            """) { OnlyThemselves = true },
        new("Written into minutes", "Écrit dans des procès-verbaux",
            """
            select S.Title, C.TextAfter, C.At
            from MinutesCorrection C
            inner join Session S on S.Id = C.SessionId
            where C.CorrectedBy = @Person
            order by C.At
            """) { OnlyThemselves = true },
        new("Reconsiderations asked for", "Réexamens demandés",
            """
            select D.Reference, R.Reason, R.AskedAt, R.Status
            from Reconsideration R
            inner join Dossier D on D.Id = R.DossierId
            where R.AskedBy = @Person
            order by R.AskedAt
            """),
        new("Labels signed", "Labels signés",
            """
            select Number, IssuedOn
            from Label
            where SignatoryId = @Person
            order by Number
            """),
    ]);
}
