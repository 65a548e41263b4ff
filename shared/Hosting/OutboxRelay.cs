using Labelling.Contracts;
using Labelling.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Labelling.Hosting;

/// <summary>
/// Sends what a service's outbox holds. Woken by the commit; keeps the order of each subject; tries for ever with growing pauses;
/// never stops the host.
/// </summary>
public sealed partial class OutboxRelay(Database database, IEventBus bus, ILogger<OutboxRelay> log) : BackgroundService
{
    const int Batch = 200;

    // Long enough for a batch on a slow broker; what a relay that died had leased is free again after it.
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    static readonly TimeSpan SendingTakesAtMost = TimeSpan.FromSeconds(5);

    // What another process commits (a command line, a second instance) does not wake this one.
    static readonly TimeSpan LookAtLeastEvery = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    readonly string me = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.CreateVersion7():N}";

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host goes on starting while this runs.
        await Task.Yield();
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await bus.Ready(stoppingToken);
                if (await SendSome(stoppingToken) == 0)
                    await database.OutboxFilled(LookAtLeastEvery, stoppingToken);
                failures = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                // A relay that gave up would leave events unsent until the next start: whatever failed is tried again.
                var pause = Pause(failures++);
                Failed(database.Name, pause.TotalSeconds, failure);
                try
                {
                    await Task.Delay(pause, stoppingToken);
                }
                catch (OperationCanceledException)
                {
                    break;
                }
            }
        }
    }

    /// <summary>Gives back what was claimed and not sent, so that the next relay need not wait for the lease to end.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Outbox.GiveBack(database, me, cancellationToken);
    }

    /// <summary>Sends one batch.</summary>
    /// <returns>How many rows were claimed.</returns>
    async Task<int> SendSome(CancellationToken stop)
    {
        var claimed = await Outbox.Claim(database, me, Batch, Lease, stop);
        if (claimed.Count == 0)
            return 0;
        var sent = new System.Collections.Concurrent.ConcurrentBag<long>();
        var failed = new System.Collections.Concurrent.ConcurrentBag<(OutboxRow Row, Exception Failure)>();
        // Different subjects side by side, so that the broker's confirmations overlap; one subject in its order.
        await Parallel.ForEachAsync(claimed.GroupBy(row => row.SubjectId), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = stop },
            async (subject, cancelled) =>
            {
                foreach (var row in subject.OrderBy(row => row.Sequence))
                {
                    try
                    {
                        await Send(row, cancelled);
                        sent.Add(row.Position);
                    }
                    catch (Exception failure) when (!stop.IsCancellationRequested)
                    {
                        failed.Add((row, failure));
                        break;
                    }
                }
            });
        if (!sent.IsEmpty)
            await Outbox.MarkSent(database, sent, stop);
        foreach (var (row, failure) in failed)
        {
            var pause = Pause(row.Attempts);
            NotSent(database.Name, row.Kind, row.EventId, pause.TotalSeconds, failure);
            await Outbox.PutOff(database, row, pause, failure.Message, stop);
        }
        if (!failed.IsEmpty)
            await Outbox.GiveBack(database, me, stop);
        return claimed.Count;
    }

    async Task Send(OutboxRow row, CancellationToken stop)
    {
        var kind = EventCatalogue.Named(row.Kind)
            ?? throw new InvalidOperationException($"{row.Kind} is in no line of the catalogue: a newer program wrote it.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(SendingTakesAtMost);
        await bus.Send(kind, Json.Read(row.Payload, kind.Type), limit.Token);
    }

    static TimeSpan Pause(int failures) =>
        TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 0.25 * Math.Pow(2, Math.Min(failures, 10))));

    [LoggerMessage(LogLevel.Warning, "The relay of {Service} failed and goes on in {Seconds} s")]
    partial void Failed(string service, double seconds, Exception failure);

    [LoggerMessage(LogLevel.Warning, "{Service} could not send {Kind} {EventId} and tries again in {Seconds} s")]
    partial void NotSent(string service, string kind, Guid eventId, double seconds, Exception failure);
}
