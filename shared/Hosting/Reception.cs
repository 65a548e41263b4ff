using System.Data.Common;
using System.Reflection;
using Labelling.Contracts;
using Labelling.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Labelling.Hosting;

/// <summary>
/// Takes events into one service: inbox, listener and what the listener writes in one transaction, so that the second delivery
/// changes nothing. What cannot be applied yet is kept as waiting and tried again after each later event of its subject.
/// </summary>
public sealed partial class Reception
{
    readonly Database database;
    readonly IServiceProvider provider;
    readonly IReadOnlyDictionary<Type, Type> listeners;
    readonly ILogger log;

    /// <summary>The reception of a service.</summary>
    /// <exception cref="InvalidOperationException">The service's listeners are not those of the catalogue.</exception>
    public Reception(LabellingService service, Database database, IServiceProvider provider)
    {
        Service = service.Name;
        this.database = database;
        this.provider = provider;
        log = provider.GetRequiredService<ILogger<Reception>>();
        var listening = new Listeners(service.Name);
        service.Listen(listening);
        listeners = listening.ByEvent();
    }

    /// <summary>Whose events are taken in.</summary>
    public string Service { get; }

    /// <summary>Takes an event in.</summary>
    /// <returns>What came of it; <see cref="Heard.Applied"/> for one that was here before.</returns>
    /// <exception cref="InvalidOperationException">A listener said "not yet" after it had written.</exception>
    public async Task<Heard> Receive(object happened, CancellationToken stop)
    {
        var kind = EventCatalogue.Of(happened.GetType());
        await using var transaction = await database.Begin(stop);
        if (!await Inbox.IsFirst(transaction, kind.Name, kind.EventIdOf(happened)))
            return Heard.Applied;
        var heard = await Hear(happened, transaction, forTheFirstTime: true);
        if (heard == Heard.NotYet)
            await Waiting.Keep(transaction, kind, happened);
        else
            await TryWaiting(transaction, kind.SubjectOf(happened));
        await transaction.Commit();
        return heard;
    }

    /// <summary>Takes an event in, and waits for as long as the database is away: an event is not to blame for that.</summary>
    public async Task<Heard> ReceivePatiently(object happened, CancellationToken stop)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await Receive(happened, stop);
            }
            catch (DbException away) when (Database.IsAway(away))
            {
                DatabaseIsAway(Service, away);
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(30, 0.5 * Math.Pow(2, Math.Min(failures, 10)))), stop);
            }
        }
    }

    /// <summary>Tries everything that waits once more: what it needs may have come under another subject.</summary>
    /// <returns>How many were applied.</returns>
    public async Task<int> TryAllWaiting(CancellationToken stop)
    {
        var applied = 0;
        foreach (var subject in (await Waiting.All(database, stop)).Select(waiting => waiting.SubjectId).Distinct())
        {
            await using var transaction = await database.Begin(stop);
            applied += await TryWaiting(transaction, subject);
            await transaction.Commit();
        }
        return applied;
    }

    async Task<int> TryWaiting(Transaction transaction, Guid subject)
    {
        var applied = 0;
        for (var moved = true; moved;)
        {
            moved = false;
            foreach (var waiting in await Waiting.Of(transaction, subject))
            {
                if (await Hear(waiting.Event(), transaction, forTheFirstTime: false) == Heard.NotYet || !await Waiting.Remove(transaction, waiting.EventId))
                    continue;
                applied++;
                moved = true;
            }
        }
        return applied;
    }

    async Task<Heard> Hear(object happened, Transaction transaction, bool forTheFirstTime)
    {
        var type = happened.GetType();
        var (changed, trailed) = (transaction.Changed, transaction.Trailed);
        // Here, where no service can forget it, and at once, whatever a listener says.
        if (forTheFirstTime)
            await Access.Keep(transaction, happened);
        var heard = await HearListener(happened, type, transaction);
        // Whatever is kept of what was heard leaves a line too: which event made the change, and whose it was.
        if (transaction.Changed != changed && transaction.Trailed == trailed && EventCatalogue.Of(type) is var kind)
            await AuditTrail.Add(transaction, Actor.Service(kind.Publisher), TrailNameOf(type), kind.SubjectOf(happened),
                after: new { EventId = kind.EventIdOf(happened), Sequence = kind.SequenceOf(happened) });
        return heard;
    }

    async Task<Heard> HearListener(object happened, Type type, Transaction transaction) => listeners.TryGetValue(type, out var listener)
        ? await (Task<Heard>)HearOf.MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, null,
            [ActivatorUtilities.CreateInstance(provider, listener), happened, transaction], null)!
        : Access.IsAbout(type) ? Heard.Applied : throw new InvalidOperationException($"{Service} does not hear {type.Name}.");

    /// <summary>"heard.person-changed".</summary>
    static string TrailNameOf(Type type) => "heard" + string.Concat(type.Name.Select((letter, index) =>
        char.IsUpper(letter) ? (index == 0 ? "." : "-") + char.ToLowerInvariant(letter) : letter.ToString()));

    [LoggerMessage(LogLevel.Warning, "The database of {Service} is away; what was heard waits for it")]
    partial void DatabaseIsAway(string service, DbException away);

    static readonly MethodInfo HearOf = typeof(Reception).GetMethod(nameof(HearAs), BindingFlags.Static | BindingFlags.NonPublic)!;

    static async Task<Heard> HearAs<TEvent>(IListener<TEvent> listener, TEvent happened, Transaction transaction) where TEvent : class
    {
        var before = transaction.Written;
        var heard = await listener.Hear(happened, transaction);
        return heard == Heard.NotYet && transaction.Written != before
            ? throw new InvalidOperationException($"{listener.GetType().Name} said \"not yet\" after it had written: half of a change would stay.")
            : heard;
    }
}

/// <summary>The receptions of the services that run in this process, by name.</summary>
public sealed class Receptions(IReadOnlyDictionary<string, Reception> byService)
{
    /// <summary>The reception of a service.</summary>
    public Reception this[string service] => byService[service];
}
