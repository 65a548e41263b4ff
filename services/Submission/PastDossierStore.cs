using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>Imported dossiers, as far as duplicates need them; a later import overwrites an earlier one.</summary>
public static class PastDossierStore
{
    public static async Task Remember(Transaction transaction, PastDossier past, DateTimeOffset importedAt)
    {
        var values = new { past.Reference, past.Title, past.RegisteredOn, past.LeadOrganisation, past.LeadSiren, ImportedAt = importedAt };
        var there = await transaction.QuerySingleOrDefault<int>(
            """
            select count(*)
            from PastDossier
            where Reference = @Reference
            """,
            values);
        await transaction.Execute(
            there == 0
                ? """
                  insert into PastDossier (Reference, Title, RegisteredOn, LeadOrganisation, LeadSiren, ImportedAt)
                  values (@Reference, @Title, @RegisteredOn, @LeadOrganisation, @LeadSiren, @ImportedAt)
                  """
                : """
                  update PastDossier
                  set Title = @Title, RegisteredOn = @RegisteredOn, LeadOrganisation = @LeadOrganisation, LeadSiren = @LeadSiren, ImportedAt = @ImportedAt
                  where Reference = @Reference and ImportedAt < @ImportedAt
                  """,
            values);
    }
}
