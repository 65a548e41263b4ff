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
        await transaction.Keep("update AuditHead set Position = Position + 1");
        var head = await transaction.QuerySingleOrDefault<AuditHead>("select Position, Hash from AuditHead")
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
        await transaction.Keep(
            """
            insert into AuditLine (Position, At, PersonId, ActorRole, Origin, Action, SubjectId, ValueBefore, ValueAfter, PersonalDigest, PreviousHash, Hash)
            values (@Position, @At, @PersonId, @ActorRole, @Origin, @Action, @SubjectId, @ValueBefore, @ValueAfter, @PersonalDigest, @PreviousHash, @Hash)
            """,
            line);
        if (salt is not null)
            await transaction.Keep(
                """
                insert into AuditPersonal (Position, Salt, PersonalValue)
                values (@Position, @Salt, @Value)
                """,
                new { line.Position, Salt = salt, Value = value });
        await transaction.Keep("update AuditHead set Hash = @Hash", new { line.Hash });
        transaction.Trailed++;
    }

    /// <summary>Proves the chain, and compares it with what its witness wrote down outside the database.</summary>
    /// <param name="database">Of one service.</param>
    /// <param name="witness">The service's witness; null: the chain alone is looked at.</param>
    /// <param name="stop">Ends the work.</param>
    public static async Task<AuditReport> Verify(Database database, AuditWitness? witness, CancellationToken stop)
    {
        // Before the chain: what the witness saw must be in it, and it may grow meanwhile.
        var seen = witness is null ? null : await witness.Read(stop);
        var findings = new List<string>(seen?.Findings ?? []);
        var notices = new List<string>(seen?.Notices ?? []);
        var witnessed = seen?.Lines.ToLookup(line => line.Position) ?? Enumerable.Empty<WitnessLine>().ToLookup(line => line.Position);
        string? broken = null;
        WitnessLine? contradicted = null;
        var previous = Origin;
        long expected = 0, last = 0;
        var begun = new List<(long Position, DateTimeOffset At)>();
        DateTimeOffset? first = null;
        await foreach (var line in Lines(database, stop))
        {
            first ??= line.At;
            expected++;
            broken ??= line.Position != expected ? $"line {expected} is missing (the next one there is {line.Position})."
                : line.PreviousHash != previous ? $"line {expected} does not follow the line before it."
                : HashOf(line) != line.Hash ? $"line {expected} ({line.Action}) was changed after it was written."
                : line is { PersonalDigest: not null, Salt: not null } && Digest(line.Salt + line.PersonalValue) != line.PersonalDigest
                    ? $"the personal values of line {expected} ({line.Action}) were changed after it was written."
                : null;
            contradicted ??= witnessed[line.Position].FirstOrDefault(saw => saw.Hash != line.Hash);
            if (line.Action == AuditWitness.Begun)
                begun.Add((line.Position, line.At));
            (previous, expected, last) = (line.Hash, line.Position, line.Position);
        }
        var head = await HeadOf(database, stop);
        // Lines added since the last page was read are no break: the head moves with them.
        if (broken is null && (head is null || head.Position < last || head.Position == last && head.Hash != previous || !await IsWhole(database, last, head.Position, stop)))
            broken = $"the trail ends at line {last}, but {head?.Position ?? 0} lines were written.";
        if (broken is not null)
            findings.Insert(0, $"{database.Name}: {broken}");
        if (witness is null || seen is null)
            return new AuditReport(findings, notices);

        if (contradicted is not null)
            findings.Add($"{database.Name}: line {contradicted.Position} is not the one that was there on {Columns.Text(contradicted.At)}: "
                + $"{witness.File}, line {contradicted.Number} says another hash. The trail was written again from there or before.");
        if (seen.Lines.Where(saw => saw.Position > last).MinBy(saw => saw.Position) is { } cut)
            findings.Add($"{database.Name}: the end of the trail was cut off after line {last}: "
                + $"{witness.File}, line {cut.Number} saw line {cut.Position} on {Columns.Text(cut.At)}.");
        if (seen.Lines.Count == 0 && begun.Count > 0)
            findings.Add($"{database.Name}: there is nothing in {witness.File}, but line {begun[0].Position} says that the trail is witnessed there since {Columns.Text(begun[0].At)}.");
        else if (seen.Lines.Count == 0 && first < database.Clock.GetUtcNow() - AuditWitness.Grace)
            notices.Add($"{database.Name}: the trail has no witness ({witness.File} is not there): a cut-off end would not be noticed.");
        foreach (var (position, at) in begun.Skip(1))
            notices.Add($"{database.Name}: line {position} says that the witness file was begun again on {Columns.Text(at)}: what is older has no witness but the chain itself.");
        return new AuditReport(findings, notices);
    }

    /// <summary>Proves the chain alone.</summary>
    /// <returns>Null when it holds, else a sentence that names the first line that does not.</returns>
    public static async Task<string?> FirstBreak(Database database, CancellationToken stop) =>
        (await Verify(database, null, stop)).Findings.FirstOrDefault();

    /// <summary>True when no line is missing between two positions.</summary>
    static async Task<bool> IsWhole(Database database, long after, long until, CancellationToken stop) => until - after == await database.QuerySingleOrDefault<long>(
        """
        select count(*)
        from AuditLine
        where Position > @After and Position <= @Until
        """,
        new { After = after, Until = until }, stop);

    /// <summary>The lines about these subjects, in their order, each with its personal values as far as they were not erased.</summary>
    public static async Task<IReadOnlyList<AuditEntry>> Of(Database database, IReadOnlyCollection<Guid> subjects, CancellationToken stop)
    {
        var found = new List<AuditEntry>();
        foreach (var some in subjects.Distinct().Chunk(500))
            found.AddRange(await database.Query<AuditEntry>(
                """
                select L.Position, L.At, L.PersonId, L.ActorRole, L.Origin, L.Action, L.SubjectId, L.ValueBefore, L.ValueAfter, P.PersonalValue
                from AuditLine L
                left join AuditPersonal P on P.Position = L.Position
                where L.SubjectId in @Subjects
                """,
                new { Subjects = some }, stop));
        return [.. found.OrderBy(line => line.Position)];
    }

    internal static Task<AuditHead?> HeadOf(Database database, CancellationToken stop) =>
        database.QuerySingleOrDefault<AuditHead>("select Position, Hash from AuditHead", null, stop);

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

/// <summary>What <see cref="AuditTrail.Verify"/> found.</summary>
/// <param name="Findings">A sentence for each proof that somebody changed the trail; none when it holds.</param>
/// <param name="Notices">What an operator should know, but proves nothing.</param>
public sealed record AuditReport(IReadOnlyList<string> Findings, IReadOnlyList<string> Notices);

/// <summary>The newest line.</summary>
sealed record AuditHead
{
    public required long Position { get; init; }
    public required string Hash { get; init; }
}

/// <summary>A line of the trail, to be shown.</summary>
public sealed record AuditEntry
{
    /// <summary>Its place, from 1.</summary>
    public required long Position { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who; null when an event or the program itself is the cause.</summary>
    public required Guid? PersonId { get; init; }

    /// <summary>In which role.</summary>
    public required string ActorRole { get; init; }

    /// <summary>From where.</summary>
    public required string Origin { get; init; }

    /// <summary>What, as "dossier.admitted".</summary>
    public required string Action { get; init; }

    /// <summary>To what.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>JSON; null for a beginning.</summary>
    public required string? ValueBefore { get; init; }

    /// <summary>JSON; null for an end.</summary>
    public required string? ValueAfter { get; init; }

    /// <summary>JSON with names, addresses, free text about persons; null when there was none, or when it was erased.</summary>
    public required string? PersonalValue { get; init; }
}
