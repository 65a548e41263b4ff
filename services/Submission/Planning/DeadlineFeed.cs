using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission.Planning;

/// <summary>Somebody's address for a calendar of deadlines, without the secret in it, which nobody but they have.</summary>
public sealed record DeadlineFeed
{
    public required Guid PersonId { get; init; }

    /// <summary>"en" or "fr": what its entries are written in.</summary>
    public required string Language { get; init; }

    public required DateTimeOffset MadeAt { get; init; }
}

public sealed class DeadlineFeedStore(Database database)
{
    public Task<DeadlineFeed?> Of(Guid person, CancellationToken stop) =>
        database.QuerySingleOrDefault<DeadlineFeed>(
            """
            select PersonId, Language, MadeAt
            from DeadlineFeed
            where PersonId = @Person
            """,
            new { Person = person }, stop);

    /// <summary>Whose address holds the secret; null: nobody's, or not any more.</summary>
    public Task<DeadlineFeed?> Find(string secret, CancellationToken stop) =>
        database.QuerySingleOrDefault<DeadlineFeed>(
            """
            select PersonId, Language, MadeAt
            from DeadlineFeed
            where SecretSha256 = @Digest
            """,
            new { Digest = SecretCode.DigestOf(secret) }, stop);

    /// <summary>What its owner may be shown now: an account that was closed is shown nothing, and a role that was taken away nothing of its.</summary>
    public async Task<IReadOnlyList<string>?> RolesNow(Guid person, CancellationToken stop) =>
        await Access.Of(database, person, Guid.Empty, stop) is { MayComeIn: true, Roles: var roles } ? roles : null;

    /// <summary>A new secret: the address before answers no more.</summary>
    public async Task Renew(Guid person, string secret, string language, Actor who, CancellationToken stop)
    {
        var values = new { Person = person, Digest = SecretCode.DigestOf(secret), Language = language, MadeAt = database.Clock.Now() };
        await using var transaction = await database.Begin(stop);
        var renewed = await transaction.Execute(
            """
            update DeadlineFeed
            set SecretSha256 = @Digest, Language = @Language, MadeAt = @MadeAt
            where PersonId = @Person
            """,
            values);
        if (renewed == 0)
        {
            await transaction.Execute(
                """
                insert into DeadlineFeed (PersonId, SecretSha256, Language, MadeAt)
                values (@Person, @Digest, @Language, @MadeAt)
                """,
                values);
        }

        await AuditTrail.Add(transaction, who, "deadline-feed.renewed", person, null, new { values.MadeAt, values.Language });
        await transaction.Commit();
    }

    /// <summary>False: there was none.</summary>
    public async Task<bool> Remove(Guid person, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (!await Remove(transaction, person))
        {
            return false;
        }

        await AuditTrail.Add(transaction, who, "deadline-feed.removed", person, null, null);
        await transaction.Commit();
        return true;
    }

    public static async Task<bool> Remove(Transaction transaction, Guid person) => await transaction.Execute(
        """
        delete from DeadlineFeed
        where PersonId = @Person
        """,
        new { Person = person }) == 1;
}
