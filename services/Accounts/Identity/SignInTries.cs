using System.Security.Cryptography;
using System.Text;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts;

/// <summary>What was tried: a password for an address of mail, a code for a person.</summary>
public enum TriedWith
{
    Account,
    Code,
}

/// <summary>
/// Guessing gets slower, by what is tried and by where it comes from: after the free tries each failure doubles the wait. Kept in the
/// database, so that another process counts on. Unknown addresses count like known ones: nothing here tells whether there is an account.
/// A try is counted before it is looked at, and given back when it was right, so that many at once gain nothing.
/// </summary>
public sealed class SignInTries(Database database)
{
    /// <summary>Failures without a wait, by what is tried.</summary>
    public const int FreeForOne = 5;

    /// <summary>Failures without a wait, by the network address they come from: a whole institute may share one.</summary>
    public const int FreeFromOnePlace = 20;

    public static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(15), LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>So long after the last failure all is forgotten.</summary>
    static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    const string Why = "Counting tries: digests and numbers, gone after a day.";

    /// <summary>Counts a try; null: it may be looked at. Else the instant from which one may try again.</summary>
    public async Task<DateTimeOffset?> Begin(TriedWith what, string key, string address, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        transaction.WithoutTrail(Why);
        var now = transaction.Clock.GetUtcNow();
        await transaction.Execute("delete from SignInTry where LastAt < @Before", new { Before = now - Forgotten });
        if (await Count(transaction, KindOf(what), DigestOf(key), FreeForOne, now) is { } wait)
            return wait;
        // Not committed: a try that is not looked at because of its address does not count for the account.
        if (await Count(transaction, "address", DigestOf(address), FreeFromOnePlace, now) is { } other)
            return other;
        await transaction.Commit();
        return null;
    }

    /// <summary>The try was right: the account starts anew, the place gets its try back.</summary>
    public async Task Right(TriedWith what, string key, string address, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        transaction.WithoutTrail(Why);
        await transaction.Execute("delete from SignInTry where Kind = @Kind and Digest = @Digest", new { Kind = KindOf(what), Digest = DigestOf(key) });
        await transaction.Execute(
            """
            update SignInTry
            set Failures = Failures - 1, WaitUntil = @Now
            where Kind = 'address' and Digest = @Digest and Failures > 0
            """,
            new { Digest = DigestOf(address), Now = transaction.Clock.GetUtcNow() });
        await transaction.Commit();
    }

    static async Task<DateTimeOffset?> Count(Transaction transaction, string kind, string digest, int free, DateTimeOffset now)
    {
        var key = new { Kind = kind, Digest = digest, Now = now };
        // The row stays locked until the commit: of tries that come together each sees the ones before.
        const string Add =
            """
            update SignInTry
            set Failures = Failures + 1, LastAt = @Now
            where Kind = @Kind and Digest = @Digest
            """;
        if (await transaction.Execute(Add, key) == 0
            && !await transaction.TryInsert(
                """
                insert into SignInTry (Kind, Digest, Failures, LastAt, WaitUntil)
                values (@Kind, @Digest, 1, @Now, @Now)
                """,
                key))
            await transaction.Execute(Add, key);
        var row = await transaction.QuerySingleOrDefault<Row>(
            "select Failures, WaitUntil from SignInTry where Kind = @Kind and Digest = @Digest", key) ?? throw new InvalidOperationException("The try just counted is gone.");
        if (row.WaitUntil > now)
            return row.WaitUntil;
        if (row.Failures >= free)
            await transaction.Execute(
                "update SignInTry set WaitUntil = @Until where Kind = @Kind and Digest = @Digest",
                new { Kind = kind, Digest = digest, Until = now + WaitAfter(row.Failures - free) });
        return null;
    }

    /// <summary>15 s, 30 s, 1 min... up to 15 min.</summary>
    static TimeSpan WaitAfter(int more) => more >= 6 ? LongestWait : ShortestWait * (1 << more);

    static string KindOf(TriedWith what) => what switch
    {
        TriedWith.Account => "account",
        TriedWith.Code => "code",
    };

    static string DigestOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    sealed record Row
    {
        public required int Failures { get; init; }
        public required DateTimeOffset WaitUntil { get; init; }
    }
}

/// <summary>The same words whether or not there is such an account.</summary>
public static class WaitBeforeTrying
{
    public static Refusal Until(DateTimeOffset until, DateTimeOffset now)
    {
        var seconds = (int)Math.Ceiling((until - now).TotalSeconds);
        var minutes = (seconds + 59) / 60;
        return seconds < 60
            ? new("too-many-tries", $"There were too many tries. Try again in {seconds} seconds.", $"Trop de tentatives. Réessayez dans {seconds} secondes.")
            : new("too-many-tries", $"There were too many tries. Try again in {minutes} min, at {Paris.Time(until)} (Paris time).",
                $"Trop de tentatives. Réessayez dans {minutes} min, à {Paris.Time(until)} (heure de Paris).");
    }
}
