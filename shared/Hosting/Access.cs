using System.Collections.Concurrent;
using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Hosting;

/// <summary>Asked on every request of somebody signed in: may they still come in, and in which roles.</summary>
public interface IAccess
{
    /// <summary>What is known of a person who comes with a sign-in; null: nothing yet, so that what Accounts wrote into the sign-in holds.</summary>
    /// <param name="person">The person.</param>
    /// <param name="session">Their sign-in; <see cref="Guid.Empty"/> for one that has no id.</param>
    /// <param name="stop">Ends the work.</param>
    Task<Standing?> Of(Guid person, Guid session, CancellationToken stop);
}

/// <summary>As the services other than Accounts know it: from the events they heard.</summary>
public sealed class HeardAccess(Database database) : IAccess
{
    /// <inheritdoc/>
    public Task<Standing?> Of(Guid person, Guid session, CancellationToken stop) => Access.Of(database, person, session, stop);

    /// <summary>Of the first service of this process that hears who may come in.</summary>
    internal static HeardAccess In(Databases databases) =>
        new(databases.All.FirstOrDefault(one => EventCatalogue.HeardBy(one.Key).Any(kind => Access.IsAbout(kind.Type))).Value ?? databases.All.First().Value);
}

/// <summary>
/// Standings as remembered for a few seconds. What is committed in this process about a person is seen at once; what is committed in
/// another is seen when it is heard, or after <see cref="Lasts"/> where two processes share a database.
/// </summary>
public sealed class Standings
{
    /// <summary>How long an answer is remembered.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(15);

    /// <summary>So many persons are remembered; then it begins anew, so that memory has a bound.</summary>
    const int Most = 20_000;

    readonly IAccess access;
    readonly TimeProvider clock;
    readonly ConcurrentDictionary<Guid, ConcurrentDictionary<Guid, Known>> known = [];
    long touched;

    /// <summary>Remembers what an <see cref="IAccess"/> answers until one of these databases says that it changed.</summary>
    public Standings(IAccess access, Databases databases, TimeProvider clock)
    {
        this.access = access;
        this.clock = clock;
        foreach (var database in databases.All.Values)
            database.AccessTouched += Forget;
    }

    /// <summary>As <see cref="IAccess.Of"/>.</summary>
    public async ValueTask<Standing?> Of(Guid person, Guid session, CancellationToken stop)
    {
        if (known.TryGetValue(person, out var sessions) && sessions.TryGetValue(session, out var before) && clock.GetUtcNow() < before.Until)
            return before.Standing;
        var then = Interlocked.Read(ref touched);
        var standing = await access.Of(person, session, stop);
        // What was read while somebody changed something may be of before the change.
        if (Interlocked.Read(ref touched) == then)
        {
            if (known.Count >= Most)
                known.Clear();
            known.GetOrAdd(person, _ => [])[session] = new Known(standing, clock.GetUtcNow() + Lasts);
            if (Interlocked.Read(ref touched) != then)
                known.TryRemove(person, out _);
        }
        return standing;
    }

    void Forget(Guid person)
    {
        Interlocked.Increment(ref touched);
        known.TryRemove(person, out _);
    }

    sealed record Known(Standing? Standing, DateTimeOffset Until);
}
