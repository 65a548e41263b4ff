using System.Diagnostics;
using System.Globalization;
using Labelling.Embedded.Demonstration;
using Labelling.Ground;
using Labelling.Journey.Tests;
using Labelling.Storage;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Labelling.Benchmarks;

/// <summary>
/// Deposits 100 dossiers a minute in five separate processes, and measures how long each takes from the outbox row's time in
/// Submission, written just before the commit, until a reader of PreInterview's database sees the event taken in, which is after
/// its commit: both ends count against us. Beside it, in the same run, what the broker alone takes.
/// </summary>
static class RelayLatency
{
    const int Dossiers = 100;
    const double LimitMilliseconds = 250;
    static readonly TimeSpan Every = TimeSpan.FromSeconds(0.6);

    public static async Task<int> Run()
    {
        if (Environment.GetEnvironmentVariable("LABELLING_TEST_RABBITMQ") is not { Length: > 0 } broker)
        {
            Console.Error.WriteLine("Set LABELLING_TEST_RABBITMQ to the address of a broker.");
            return 2;
        }
        await using var deployment = await Deployment.Separate();
        var (_, journey) = await Company.Of(deployment, experts: 1);
        // Two dossiers to warm up, then the measured ones.
        for (var number = -2; number < 0; number++)
            await journey.Bring(Plan(number));

        var submission = Open("Submission");
        var preInterview = Open("PreInterview");
        var taken = new Dictionary<Guid, double>();
        var submitted = new List<Guid>();
        using var measuring = new CancellationTokenSource();
        var watch = Task.Run(() => Watch(submission, preInterview, taken, measuring.Token));
        var clock = Stopwatch.StartNew();
        for (var number = 0; number < Dossiers; number++)
        {
            if (Every * number - clock.Elapsed is { Ticks: > 0 } early)
                await Task.Delay(early);
            submitted.Add(await journey.Bring(Plan(number)));
        }
        var minutes = clock.Elapsed.TotalMinutes;
        await Patience.Until(() => Task.FromResult(taken.Count >= Dossiers), TimeSpan.FromSeconds(30));
        await measuring.CancelAsync();
        await watch;

        var bare = await BrokerAlone(broker);
        Console.WriteLine(Invariant($"{taken.Count} of {Dossiers} dossiers, {Dossiers / minutes:0} a minute, five processes on {Environment.ProcessorCount} cores"));
        Print("commit to row", [.. taken.Values]);
        Print("broker alone", bare);
        var p95 = Centile([.. taken.Values], 0.95);
        Console.WriteLine(Invariant($"limit           p95 {LimitMilliseconds,7:0.0} ms   {(taken.Count == Dossiers && p95 < LimitMilliseconds ? "held" : "NOT held")}"));
        return taken.Count == Dossiers && p95 < LimitMilliseconds ? 0 : 1;

        Database Open(string service) => new(service, Dialect.Sqlite, $"Data Source={Path.Combine(deployment.Data, service.ToLowerInvariant() + ".db")}", TimeProvider.System);
    }

    static Plan Plan(int number) => new($"B{number + 2:000}", $"Benchmark {number}", 0, ["medtech"], false, Stage.Submitted, 0);

    static async Task Watch(Database submission, Database preInterview, Dictionary<Guid, double> taken, CancellationToken stop)
    {
        var open = new Dictionary<Guid, DateTimeOffset>();
        var started = DateTimeOffset.UtcNow;
        while (!stop.IsCancellationRequested)
        {
            foreach (var sent in await submission.Query<Sent>(
                         "select EventId, CreatedAt from Outbox where Kind = 'DossierSubmitted' and CreatedAt > @Started", new { Started = started }, CancellationToken.None))
                if (!taken.ContainsKey(sent.EventId))
                    open[sent.EventId] = sent.CreatedAt;
            if (open.Count > 0)
                foreach (var id in await Inbox.TakenIn(preInterview, [.. open.Keys], CancellationToken.None))
                    if (open.Remove(id, out var created))
                        taken[id] = (DateTimeOffset.UtcNow - created).TotalMilliseconds;
            await Task.Delay(2, CancellationToken.None);
        }
    }

    /// <summary>Publish with confirmation to a quorum queue, and receive: nothing of ours.</summary>
    static async Task<double[]> BrokerAlone(string broker)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var queue = $"labelling-benchmark-{Guid.CreateVersion7():N}";
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        var received = new TaskCompletionSource();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, _) =>
        {
            received.TrySetResult();
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        var times = new double[Dossiers];
        for (var number = 0; number < Dossiers; number++)
        {
            received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var start = Stopwatch.GetTimestamp();
            await channel.BasicPublishAsync("", queue, new byte[1000]);
            await received.Task;
            times[number] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        await channel.QueueDeleteAsync(queue);
        return times;
    }

    static void Print(string what, double[] times) => Console.WriteLine(Invariant(
        $"{what,-15} p50 {Centile(times, 0.5),7:0.0} ms   p95 {Centile(times, 0.95),7:0.0} ms   p99 {Centile(times, 0.99),7:0.0} ms   most {times.DefaultIfEmpty().Max(),7:0.0} ms"));

    static double Centile(double[] times, double share) =>
        times.Length == 0 ? double.NaN : times.Order().ElementAt(Math.Min(times.Length - 1, (int)Math.Ceiling(share * times.Length) - 1));

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    sealed record Sent
    {
        public required Guid EventId { get; init; }
        public required DateTimeOffset CreatedAt { get; init; }
    }
}
