using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.PreInterview;

/// <summary>What PreInterview holds on a person. Notes to the office and other people's answers are not theirs.</summary>
public static class ExportPerson
{
    public static readonly PersonalData Data = new(EventCatalogue.PreInterview,
    [
        new("What Accounts told of the person", "Ce que les comptes ont dit de la personne",
            """
            select Name, Roles, Disabled, Email, Language
            from Person
            where Id = @Person
            """),
        new("Affiliations", "Appartenances",
            """
            select Siren, GroupSiren, FromDay, ToDay
            from PersonAffiliation
            where PersonId = @Person
            order by Place
            """),
        new("What the pool of experts says of the person", "Ce que le vivier d'experts dit de la personne",
            """
            select Sectors, TherapeuticAreas, TechnologyAxes, Keywords, Digital, Absences
            from ExpertProfile
            where PersonId = @Person
            """),
        new("Private address of the calendar", "Adresse privée de l'agenda",
            """
            select GivenAt
            from CalendarFeed
            where PersonId = @Person
            """),
        new("Conclusions being written", "Conclusions en cours de rédaction",
            """
            select D.Reference, C.Typed, C.SavedAt
            from ConclusionDraft C
            inner join Interview I on I.Id = C.InterviewId
            inner join DossierToInterview D on D.Id = I.DossierId
            where C.PersonId = @Person
            order by C.SavedAt
            """) { OnlyThemselves = true },
        new("Dossiers held", "Dossiers portés",
            """
            select D.Reference, D.Title
            from DossierHolder H
            inner join DossierToInterview D on D.Id = H.DossierId
            where H.PersonId = @Person
            order by D.Reference
            """),
        new("Times offered", "Créneaux proposés",
            """
            select StartsAt, EndsAt, OfferedAt
            from Slot
            where ExpertId = @Person
            order by StartsAt
            """),
        new("Interviews led", "Pré-entretiens menés",
            """
            select D.Reference, I.Status, I.StartsAt, I.HeldOn, I.ConcludedAt
            from Interview I
            inner join DossierToInterview D on D.Id = I.DossierId
            where I.ExpertId = @Person
            order by I.OpenedAt
            """),
        new("Conclusions written", "Conclusions rédigées",
            """
            select D.Reference, I.Recommendation, I.Strengths, I.Gaps, I.Advice, I.PrivateNote
            from Interview I
            inner join DossierToInterview D on D.Id = I.DossierId
            where I.ExpertId = @Person and I.ConcludedAt is not null
            order by I.OpenedAt
            """) { OnlyThemselves = true },
        new("Answers to conclusions", "Réponses aux conclusions",
            """
            select D.Reference, I.Reply, I.RepliedAt
            from Interview I
            inner join DossierToInterview D on D.Id = I.DossierId
            where I.RepliedBy = @Person
            order by I.RepliedAt
            """) { OnlyThemselves = true },
        new("Steps of interviews", "Étapes des pré-entretiens",
            """
            select At, Action, Status
            from InterviewHistory
            where ByPersonId = @Person
            order by At
            """),
    ]);
}
