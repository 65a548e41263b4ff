using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Submission;

public sealed class VocabularyStore(Database database)
{
    public async Task<IReadOnlyList<VocabularyValue>> All(CancellationToken stop) =>
        [.. (await database.Query<Row>(
            """
            select Id, Vocabulary, Code, English, French
            from VocabularyValue
            order by Vocabulary, Code
            """,
            null, stop)).Select(row => new VocabularyValue(row.Id, row.Vocabulary, row.Code, row.English, row.French))];

    /// <summary>False: the vocabulary has that code.</summary>
    public async Task<bool> Add(VocabularyValue value, VocabularyChanged happened, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (!await Add(transaction, value, happened, who))
        {
            return false;
        }

        await transaction.Commit();
        return true;
    }

    public static async Task<bool> Add(Transaction transaction, VocabularyValue value, VocabularyChanged happened, Actor who)
    {
        if (!await transaction.TryInsert(
                """
                insert into VocabularyValue (Id, Vocabulary, Code, English, French)
                values (@Id, @Vocabulary, @Code, @English, @French)
                """,
                value))
        {
            return false;
        }

        await Outbox.Add(transaction, happened);
        await AuditTrail.Add(transaction, who, "vocabulary.value-added", value.Id, null, value);
        return true;
    }

    public static async Task<bool> IsEmpty(Transaction transaction) =>
        await transaction.QuerySingleOrDefault<int>(
            """
            select count(*)
            from VocabularyValue
            """) == 0;

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Vocabulary { get; init; }
        public required string Code { get; init; }
        public required string English { get; init; }
        public required string French { get; init; }
    }
}
