using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.FundingOutcome.Applications;

/// <summary>What FundingOutcome holds on a person: which dossiers they hold.</summary>
public static class ExportPerson
{
    public static readonly PersonalData Data = new(EventCatalogue.FundingOutcome,
    [
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
