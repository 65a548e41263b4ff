using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.Submission.Messages;

/// <summary>The talk about a dossier is not kept for ever.</summary>
public static class MessageRetention
{
    public static readonly RetentionCategory Category = new(
        EventCatalogue.Submission, "messages", "Messages between holders and the office, with their files", "Messages entre porteurs et permanents, avec leurs fichiers", 1825,
        async (database, before, stop) => await database.QuerySingleOrDefault<Found>(
            "select count(*) as Number, min(SentAt) as Oldest from Message where SentAt < @Before", new { Before = before }, stop) is { } found ? (found.Number, found.Oldest) : (0, null),
        async (transaction, before) =>
        {
            await transaction.Execute("delete from MessageFile where MessageId in (select Id from Message where SentAt < @Before)", new { Before = before });
            var gone = await transaction.Execute("delete from Message where SentAt < @Before", new { Before = before });
            // Numbers begin anew where nothing is left: so does reading.
            await transaction.Execute("delete from MessageRead where not exists (select 1 from Message M where M.DossierId = MessageRead.DossierId)");
            return gone;
        });

    sealed record Found
    {
        public required int Number { get; init; }
        public required DateTimeOffset? Oldest { get; init; }
    }
}
