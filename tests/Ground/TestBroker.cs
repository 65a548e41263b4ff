using NUnit.Framework;
using RabbitMQ.Client;

namespace Labelling.Ground;

/// <summary>The RabbitMQ that tests/run.sh starts.</summary>
public static class TestBroker
{
    static readonly string[] Queues = ["labelling-accounts", "labelling-submission", "labelling-pre-interview", "labelling-expert-review", "labelling-funding-outcome"];

    /// <summary>Its address; the test is reported as skipped when there is none.</summary>
    public static string Address
    {
        get
        {
            if (Environment.GetEnvironmentVariable("LABELLING_TEST_RABBITMQ") is { Length: > 0 } address)
                return address;
            Assert.Ignore("LABELLING_TEST_RABBITMQ is not set: tests/run.sh starts a broker and sets it.");
            return "";
        }
    }

    /// <summary>The same, without anything that another test left in it.</summary>
    public static async Task<string> Empty()
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(Address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in Queues)
        {
            await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false);
            await channel.QueueDeleteAsync(queue + "_error", ifUnused: false, ifEmpty: false);
        }
        return Address;
    }

    /// <summary>How many messages lie in a queue of what could not be taken in.</summary>
    public static async Task<uint> DeadLetters()
    {
        uint dead = 0;
        await using var connection = await new ConnectionFactory { Uri = new Uri(Address) }.CreateConnectionAsync();
        foreach (var queue in Queues)
        {
            await using var channel = await connection.CreateChannelAsync();
            try
            {
                dead += (await channel.QueueDeclarePassiveAsync(queue + "_error")).MessageCount;
            }
            catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
            {
                // MassTransit makes the queue with the first dead letter: there is none.
            }
        }
        return dead;
    }
}
