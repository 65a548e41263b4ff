using System.Reflection;
using System.Text.Json.Serialization;
using Labelling.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Labelling.Hosting;

/// <summary>What the relay hands events to. MassTransit stays behind it.</summary>
public interface IEventBus
{
    /// <summary>Returns once every listener's queue is there, so that no event is confirmed into nowhere.</summary>
    Task Ready(CancellationToken stop);

    /// <summary>Returns once the bus has the event for good (RabbitMQ: confirmed by the broker).</summary>
    Task Send(EventKind kind, object happened, CancellationToken stop);
}

/// <summary>The bus: RabbitMQ with quorum queues and publisher confirms, or in memory.</summary>
static class Bus
{
    /// <summary>One queue a service: the events of a dossier stay in their order across kinds, and an inbox lets each in once.</summary>
    public static string QueueOf(string service) => "labelling-" + ServiceAddress.Of(service);

    public static void Add(IServiceCollection services, Uri? rabbitMq, IReadOnlyList<LabellingService> running)
    {
        services.Configure<MassTransitHostOptions>(host => host.StopTimeout = TimeSpan.FromSeconds(10));
        services.AddMassTransit(bus =>
        {
            // It would tell its makers how it is used; nothing is fetched from or sent to outside at run time.
            bus.DisableUsageTelemetry();
            if (rabbitMq is null)
                bus.UsingInMemory((context, configure) =>
                {
                    Configure(configure);
                    foreach (var service in running)
                        configure.ReceiveEndpoint(QueueOf(service.Name), endpoint => Attach(endpoint, context, service));
                });
            else
                bus.UsingRabbitMq((context, configure) =>
                {
                    configure.Host(rabbitMq, host => host.PublisherConfirmation = true);
                    Configure(configure);
                    foreach (var service in running)
                        configure.ReceiveEndpoint(QueueOf(service.Name), endpoint =>
                        {
                            endpoint.SetQuorumQueue();
                            Attach(endpoint, context, service);
                        });
                });
        });
        if (rabbitMq is null)
            services.AddSingleton<IEventBus, InMemoryBus>();
        else
            services.AddSingleton<IEventBus>(provider => new RabbitMqBus(provider.GetRequiredService<IBus>(), rabbitMq));
    }

    static void Configure(IBusFactoryConfigurator configure) => configure.ConfigureJsonSerializerOptions(options =>
    {
        options.Converters.Add(new JsonStringEnumConverter());
        return options;
    });

    static void Attach(IReceiveEndpointConfigurator endpoint, IServiceProvider provider, LabellingService service)
    {
        endpoint.PrefetchCount = 64;
        endpoint.ConcurrentMessageLimit = 1;
        endpoint.UseMessageRetry(retry => retry.Exponential(8, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200)));
        var reception = provider.GetRequiredService<Receptions>()[service.Name];
        foreach (var kind in EventCatalogue.HeardBy(service.Name))
            AttachOf.MakeGenericMethod(kind.Type).Invoke(null, [endpoint, reception]);
    }

    static readonly MethodInfo AttachOf = typeof(Bus).GetMethod(nameof(AttachTo), BindingFlags.Static | BindingFlags.NonPublic)!;

    static void AttachTo<TEvent>(IReceiveEndpointConfigurator endpoint, Reception reception) where TEvent : class =>
        endpoint.Handler<TEvent>(context => reception.ReceivePatiently(context.Message, context.CancellationToken));
}

sealed class InMemoryBus(IBus bus) : IEventBus
{
    public Task Ready(CancellationToken stop) => Task.CompletedTask;

    public Task Send(EventKind kind, object happened, CancellationToken stop) =>
        bus.Publish(happened, kind.Type, context => context.MessageId = kind.EventIdOf(happened), stop);
}

/// <summary>
/// A broker confirms a message for which no queue is bound, and drops it. Before the first send the queues and bindings of all
/// listeners are declared, from the catalogue, by whoever comes first; the names are those MassTransit gives.
/// </summary>
sealed class RabbitMqBus(IBus bus, Uri address) : IEventBus
{
    readonly SemaphoreSlim one = new(1, 1);
    bool declared;

    public async Task Ready(CancellationToken stop)
    {
        if (declared)
            return;
        await one.WaitAsync(stop);
        try
        {
            if (declared)
                return;
            await Declare(stop);
            declared = true;
        }
        finally
        {
            one.Release();
        }
    }

    public Task Send(EventKind kind, object happened, CancellationToken stop) =>
        bus.Publish(happened, kind.Type, context => context.MessageId = kind.EventIdOf(happened), stop);

    async Task Declare(CancellationToken stop)
    {
        await using var connection = await new ConnectionFactory { Uri = address, ClientProvidedName = "labelling declares queues" }.CreateConnectionAsync(stop);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stop);
        foreach (var service in EventCatalogue.All.SelectMany(kind => kind.HeardBy).Distinct())
        {
            var queue = Bus.QueueOf(service);
            await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: stop);
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false,
                new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: stop);
            await channel.QueueBindAsync(queue, queue, "", cancellationToken: stop);
        }
        foreach (var kind in EventCatalogue.All)
        {
            var exchange = $"{kind.Type.Namespace}:{kind.Type.Name}";
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: stop);
            foreach (var listener in kind.HeardBy)
                await channel.ExchangeBindAsync(Bus.QueueOf(listener), exchange, "", cancellationToken: stop);
        }
    }
}
