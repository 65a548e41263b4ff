using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.FundingOutcome.Applications;

/// <summary>What FundingOutcome holds on a person: name and address, which dossiers they hold, what they were asked.</summary>
public static class ExportPerson
{
    public static readonly PersonalData Data = new(EventCatalogue.FundingOutcome,
    [
        new("Name and address", "Nom et adresse",
            """
            select Name, Email, Language
            from Person
            where Id = @Person
            """),
        new("Questions about funding", "Questions sur les financements",
            """
            select D.Reference, Q.CallCode, Q.Address, Q.AskedAt, Q.Answer, Q.AnsweredAt
            from FundingQuestion Q
            inner join Dossier D on D.Id = Q.DossierId
            where Q.PersonId = @Person
            order by Q.AskedAt
            """),
        new("Dossiers held", "Dossiers portés",
            """
            select D.Reference
            from DossierHolder H
            inner join Dossier D on D.Id = H.DossierId
            where H.PersonId = @Person
            order by D.Reference
            """),
    ]);
}
