using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Labelling.Hosting;

/// <summary>An event that a service gave up: it failed each time it was tried, and lies beside the service's queue on the broker.</summary>
/// <param name="Service">Who could not take it in.</param>
/// <param name="Kind">The event's name; null when what lies there does not say.</param>
/// <param name="EventId">Its id.</param>
/// <param name="Since">When it was given up.</param>
/// <param name="Because">What failed, as the program said it.</param>
public sealed record DeadLetter(string Service, string? Kind, Guid? EventId, DateTimeOffset? Since, string? Because);

/// <summary>What lies in the queues of what was given up. It is looked at and put back.</summary>
public static class DeadLetters
{
    /// <summary>Of one service; how many there are beyond is counted.</summary>
    const int Most = 100;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How many a service gave up, and the first of them; null when the broker does not answer.</summary>
    /// <param name="rabbitMq">The broker.</param>
    /// <param name="service">Its name.</param>
    /// <param name="stop">Ends the work.</param>
    public static async Task<(int Count, IReadOnlyList<DeadLetter> First)?> Of(Uri rabbitMq, string service, CancellationToken stop)
    {
        IConnection connection;
        try
        {
            connection = await new ConnectionFactory { Uri = rabbitMq, ClientProvidedName = "labelling lists dead letters" }.CreateConnectionAsync(stop);
        }
        catch (BrokerUnreachableException)
        {
            return null;
        }
        await using (connection)
            return await Of(connection, service, stop);
    }

    static async Task<(int Count, IReadOnlyList<DeadLetter> First)> Of(IConnection connection, string service, CancellationToken stop)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stop);
        // The name is MassTransit's, which makes the queue with the first letter.
        var queue = $"{Bus.QueueOf(service)}_error";
        int count;
        try
        {
            count = (int)(await channel.QueueDeclarePassiveAsync(queue, stop)).MessageCount;
        }
        catch (OperationInterruptedException none) when (none.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return (0, []);
        }
        var letters = new List<DeadLetter>();
        var last = 0UL;
        while (letters.Count < Math.Min(count, Most) && await channel.BasicGetAsync(queue, autoAck: false, stop) is { } letter)
        {
            letters.Add(Read(service, letter));
            last = letter.DeliveryTag;
        }
        if (last > 0)
        {
            await channel.BasicNackAsync(last, multiple: true, requeue: true, stop);
            await Returned(channel, queue, count, stop);
        }
        return (count, letters);
    }

    /// <summary>
    /// A quorum queue takes back what it gave out once it has written it down, and nobody is told: who looked right after would be told that nothing
    /// lies there. Whoever moved letters away meanwhile is not waited for longer than <see cref="Patience"/>.
    /// </summary>
    static async Task Returned(IChannel channel, string queue, int count, CancellationToken stop)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience; await Task.Delay(20, stop))
            if ((await channel.QueueDeclarePassiveAsync(queue, stop)).MessageCount >= count)
                return;
    }

    static DeadLetter Read(string service, BasicGetResult letter)
    {
        var headers = letter.BasicProperties.Headers;
        var (kind, id) = Envelope(letter.Body);
        return new(
            service, kind, id ?? (Guid.TryParse(letter.BasicProperties.MessageId, out var named) ? named : null),
            DateTimeOffset.TryParse(Header("MT-Fault-Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null,
            Header("MT-Fault-Message") ?? Header("MT-Reason"));

        string? Header(string name) => headers?.TryGetValue(name, out var value) == true ? value switch
        {
            byte[] text => Encoding.UTF8.GetString(text),
            _ => value?.ToString(),
        } : null;
    }

    /// <summary>From what MassTransit wraps an event in: "urn:message:Labelling.Contracts:DossierSubmitted".</summary>
    static (string? Kind, Guid? Id) Envelope(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            if (envelope.RootElement.ValueKind != JsonValueKind.Object)
                return (null, null);
            var kind = envelope.RootElement.TryGetProperty("messageType", out var types) && types.ValueKind == JsonValueKind.Array
                ? types.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.String } first ? first.GetString()?.Split(':')[^1] : null
                : null;
            return (kind, envelope.RootElement.TryGetProperty("messageId", out var id) && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var given) ? given : null);
        }
        catch (JsonException)
        {
            // Something else was put there: it is counted, and said that it is no event.
            return (null, null);
        }
    }
}
