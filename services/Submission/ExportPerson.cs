using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.Submission;

/// <summary>What Submission holds on a person.</summary>
public static class ExportPerson
{
    public static readonly PersonalData Data = new(EventCatalogue.Submission,
    [
        new("What Accounts told of the person", "Ce que les comptes ont dit de la personne",
            """
            select Name, Email, Language, HeldRoles
            from Person
            where Id = @Person
            """),
        new("Dossiers held", "Dossiers portés",
            """
            select Reference, Title, Status, StartedAt, ChangedAt, SubmittedAt
            from Dossier
            where HolderId = @Person
            order by StartedAt
            """),
        new("Dossiers held with others", "Dossiers portés avec d’autres",
            """
            select D.Reference, D.Title, D.StartedAt
            from DossierCoHolder C
            inner join Dossier D on D.Id = C.DossierId
            where C.PersonId = @Person
            order by D.StartedAt
            """),
        new("What the person writes of dossiers held with others", "Ce que la personne écrit des dossiers portés avec d’autres",
            """
            select D.Reference, D.Title, K.Part
            from CoHolderPart K
            inner join Dossier D on D.Id = K.DossierId
            where K.PersonId = @Person
            order by D.StartedAt
            """),
        new("Files attached", "Fichiers joints",
            """
            select Name, MediaType, Bytes, AddedAt, RemovedAt
            from Attachment
            where AddedBy = @Person
            order by AddedAt
            """),
        new("Messages written on dossiers", "Messages écrits sur des dossiers",
            """
            select D.Reference, M.Number, M.Written, M.SentAt, M.RemovedAt
            from Message M
            inner join Dossier D on D.Id = M.DossierId
            where M.AuthorId = @Person
            order by M.SentAt
            """),
        new("Files sent with messages", "Fichiers envoyés avec des messages",
            """
            select F.Name, F.MediaType, F.Bytes, M.SentAt
            from MessageFile F
            inner join Message M on M.Id = F.MessageId
            where M.AuthorId = @Person
            order by M.SentAt
            """),
        new("How far the person has read messages", "Jusqu’où la personne a lu les messages",
            """
            select D.Reference, R.ReadTo
            from MessageRead R
            inner join Dossier D on D.Id = R.DossierId
            where R.PersonId = @Person
            order by D.Reference
            """),
        new("Address for a calendar of deadlines", "Adresse pour un agenda des échéances",
            """
            select Language, MadeAt
            from DeadlineFeed
            where PersonId = @Person
            """),
    ]);
}
