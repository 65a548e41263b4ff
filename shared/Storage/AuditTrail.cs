using System.Security.Cryptography;
using System.Text;

namespace Labelling.Storage;

/// <summary>Who acts.</summary>
/// <param name="PersonId">The person; null when an event or the program itself is the cause.</param>
/// <param name="Role">The role they act in, or "service".</param>
/// <param name="Origin">From where: an address of the network, "command line", or the name of the service.</param>
public sealed record Actor(Guid? PersonId, string Role, string Origin)
{
    /// <summary>What a service does by itself or because of an event.</summary>
    public static Actor Service(string name) => new(null, "service", name);
}

/// <summary>
/// Every change leaves a line: who, what, when, from where, before and after. Each line carries the hash of the one before.
/// Personal values stand beside the line, which holds only their salted digest: deleting them leaves the chain whole.
/// </summary>
public static class AuditTrail
{
    /// <summary>The hash before the first line.</summary>
    const string Origin = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>Adds a line in the transaction of the change.</summary>
    /// <param name="transaction">The change.</param>
    /// <param name="who">Who acts.</param>
    /// <param name="action">What, as "dossier.admitted".</param>
    /// <param name="subject">To what.</param>
    /// <param name="before">Small, without personal values; null for a beginning.</param>
    /// <param name="after">Small, without personal values.</param>
    /// <param name="personal">Names, addresses, free text about persons; kept apart.</param>
    public static async Task Add(
        Transaction transaction, Actor who, string action, Guid subject, object? before = null, object? after = null, object? personal = null)
    {
        // The row of the head stays locked until the commit, so lines are chained in the order of the commits.
        await transaction.Execute("update AuditHead set Position = Position + 1");
        var head = await transaction.QuerySingleOrDefault<Head>("select Position, Hash from AuditHead")
            ?? throw new InvalidOperationException("The audit trail has no head.");
        var salt = personal is null ? null : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var value = personal is null ? null : Json.Write(personal);
        var line = new Line
        {
            Position = head.Position,
            At = transaction.Clock.GetUtcNow().AsKept(),
            PersonId = who.PersonId,
            ActorRole = who.Role,
            Origin = who.Origin,
            Action = action,
            SubjectId = subject,
            ValueBefore = before is null ? null : Json.Write(before),
            ValueAfter = after is null ? null : Json.Write(after),
            PersonalDigest = salt is null ? null : Digest(salt + value),
            PreviousHash = head.Hash,
            Hash = "",
        };
        line = line with { Hash = HashOf(line) };
        await transaction.Execute(
            """
            insert into AuditLine (Position, At, PersonId, ActorRole, Origin, Action, SubjectId, ValueBefore, ValueAfter, PersonalDigest, PreviousHash, Hash)
            values (@Position, @At, @PersonId, @ActorRole, @Origin, @Action, @SubjectId, @ValueBefore, @ValueAfter, @PersonalDigest, @PreviousHash, @Hash)
            """,
            line);
        if (salt is not null)
            await transaction.Execute(
                """
                insert into AuditPersonal (Position, Salt, PersonalValue)
                values (@Position, @Salt, @Value)
                """,
                new { line.Position, Salt = salt, Value = value });
        await transaction.Execute("update AuditHead set Hash = @Hash", new { line.Hash });
    }

    /// <summary>Proves the chain.</summary>
    /// <returns>Null when it holds, else a sentence that names the first line that does not.</returns>
    public static async Task<string?> FirstBreak(Database database, CancellationToken stop)
    {
        var previous = Origin;
        long position = 0;
        await foreach (var line in Lines(database, stop))
        {
            position++;
            if (line.Position != position)
                return $"{database.Name}: line {position} is missing (the next one there is {line.Position}).";
            if (line.PreviousHash != previous)
                return $"{database.Name}: line {position} does not follow the line before it.";
            if (HashOf(line) != line.Hash)
                return $"{database.Name}: line {position} ({line.Action}) was changed after it was written.";
            if (line is { PersonalDigest: not null, Salt: not null } && Digest(line.Salt + line.PersonalValue) != line.PersonalDigest)
                return $"{database.Name}: the personal values of line {position} ({line.Action}) were changed after it was written.";
            previous = line.Hash;
        }
        var head = await database.QuerySingleOrDefault<Head>("select Position, Hash from AuditHead", null, stop);
        return head is null || head.Position != position || head.Hash != previous
            ? $"{database.Name}: the trail ends at line {position}, but {head?.Position ?? 0} lines were written."
            : null;
    }

    static async IAsyncEnumerable<Line> Lines(Database database, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        const int Page = 5000;
        long after = 0;
        while (true)
        {
            var page = await database.Query<Line>(
                """
                select L.Position, L.At, L.PersonId, L.ActorRole, L.Origin, L.Action, L.SubjectId, L.ValueBefore, L.ValueAfter,
                       L.PersonalDigest, L.PreviousHash, L.Hash, P.Salt, P.PersonalValue
                from AuditLine L
                left join AuditPersonal P on P.Position = L.Position
                where L.Position > @After and L.Position <= @Last
                order by L.Position
                """,
                new { After = after, Last = after + Page }, stop);
            foreach (var line in page)
                yield return line;
            if (page.Count == 0)
            {
                // A gap longer than a page: go on at the next line there is.
                var next = await database.QuerySingleOrDefault<long?>("select min(Position) from AuditLine where Position > @After", new { After = after }, stop);
                if (next is null)
                    yield break;
                after = next.Value - 1;
                continue;
            }
            after = page[^1].Position;
        }
    }

    static string HashOf(Line line) => Digest(string.Join('\n',
        line.PreviousHash, line.Position, Columns.Text(line.At), line.PersonId?.ToString("D"), line.ActorRole, line.Origin,
        line.Action, line.SubjectId.ToString("D"), line.ValueBefore, line.ValueAfter, line.PersonalDigest));

    static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    sealed record Head
    {
        public required long Position { get; init; }
        public required string Hash { get; init; }
    }

    sealed record Line
    {
        public required long Position { get; init; }
        public required DateTimeOffset At { get; init; }
        public required Guid? PersonId { get; init; }
        public required string ActorRole { get; init; }
        public required string Origin { get; init; }
        public required string Action { get; init; }
        public required Guid SubjectId { get; init; }
        public required string? ValueBefore { get; init; }
        public required string? ValueAfter { get; init; }
        public required string? PersonalDigest { get; init; }
        public required string PreviousHash { get; init; }
        public required string Hash { get; init; }
        public string? Salt { get; init; }
        public string? PersonalValue { get; init; }
    }
}
