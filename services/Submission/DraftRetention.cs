using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>Drafts that were never deposited are not kept for ever.</summary>
public static class DraftRetention
{
    const string Due = "Status = 'Draft' and Version = 0 and ChangedAt < @Before";

    public static readonly RetentionCategory Category = new(
        EventCatalogue.Submission, "drafts", "Drafts that were never deposited, since their last change", "Brouillons jamais déposés, depuis leur dernière modification", 730,
        async (database, before, stop) => await database.QuerySingleOrDefault<Found>(
            $"select count(*) as Number, min(ChangedAt) as Oldest from Dossier where {Due}", new { Before = before }, stop) is { } found ? (found.Number, found.Oldest) : (0, null),
        async (transaction, before) =>
        {
            foreach (var table in (string[])["Attachment", "CoHolderInvitation", "CoHolderPart", "DossierCoHolder", "DossierField", "DossierHistory"])
                await transaction.Execute($"delete from {table} where DossierId in (select Id from Dossier where {Due})", new { Before = before });
            return await transaction.Execute($"delete from Dossier where {Due}", new { Before = before });
        });

    sealed record Found
    {
        public required int Number { get; init; }
        public required DateTimeOffset? Oldest { get; init; }
    }
}
