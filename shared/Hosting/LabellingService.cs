using System.Reflection;
using Labelling.Contracts;
using Labelling.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.Hosting;

/// <summary>A service, as a value: a host runs one of them (deployed) or all of them (embedded).</summary>
/// <param name="Name">As in <see cref="EventCatalogue"/>; names its database, queue and connection string.</param>
/// <param name="Register">What its handlers need, over its own database.</param>
/// <param name="Listen">What it does when it hears an event.</param>
/// <param name="Map">What it answers.</param>
/// <param name="Schema">The assembly with its numbered scripts.</param>
/// <param name="Invariants">What must always be true of its rows.</param>
public sealed record LabellingService(
    string Name,
    Action<IServiceCollection, Database> Register,
    Action<Listeners> Listen,
    Action<IEndpointRouteBuilder> Map,
    Assembly Schema,
    IReadOnlyList<Invariant> Invariants);

/// <summary>A sentence that must be true of a service's rows.</summary>
/// <param name="Name">The sentence: "a booked interview has a slot".</param>
/// <param name="Sql">Selects one text column, Found, with a row for each violation, in both dialects.</param>
public sealed record Invariant(string Name, string Sql);

/// <summary>What came of an event.</summary>
public enum Heard
{
    /// <summary>It was applied, or there was nothing to apply.</summary>
    Applied,

    /// <summary>Something it needs is not there yet; nothing was changed. It is kept and tried again.</summary>
    NotYet,
}

/// <summary>What a service does when it hears an event. Named for what it does: OpenInterview, RecordLabel.</summary>
public interface IListener<in TEvent> where TEvent : class
{
    /// <summary>
    /// Changes rows in the transaction it is given, which the host commits together with the inbox.
    /// Called once an event, but in any order across publishers.
    /// </summary>
    Task<Heard> Hear(TEvent happened, Transaction transaction);
}

/// <summary>
/// The listeners of one service: one class for each event the catalogue says it hears. Events about who may come in are kept by the host
/// (<see cref="Access"/>) and need none.
/// </summary>
public sealed class Listeners(string service)
{
    readonly Dictionary<Type, Type> byEvent = [];

    /// <summary>This class hears that event.</summary>
    /// <exception cref="InvalidOperationException">The catalogue does not say so, or another class hears it already.</exception>
    public void On<TEvent, TListener>() where TEvent : class where TListener : class, IListener<TEvent>
    {
        if (!EventCatalogue.Of(typeof(TEvent)).HeardBy.Contains(service))
            throw new InvalidOperationException($"The catalogue of events does not say that {service} hears {typeof(TEvent).Name}.");
        if (!byEvent.TryAdd(typeof(TEvent), typeof(TListener)))
            throw new InvalidOperationException($"{service} hears {typeof(TEvent).Name} twice: put both in one listener, since an inbox lets an event in once.");
    }

    /// <summary>Which class hears which event, complete.</summary>
    /// <exception cref="InvalidOperationException">The catalogue promises a listener that is not there.</exception>
    public IReadOnlyDictionary<Type, Type> ByEvent()
    {
        if (EventCatalogue.HeardBy(service).FirstOrDefault(kind => !byEvent.ContainsKey(kind.Type) && !Access.IsAbout(kind.Type)) is { } promised)
            throw new InvalidOperationException($"The catalogue of events says that {service} hears {promised.Name}, but nothing does.");
        return byEvent;
    }
}
