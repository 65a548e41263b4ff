using Labelling.Contracts;
using Labelling.Storage;
using Microsoft.Extensions.Logging;

namespace Labelling.Hosting;

/// <summary>
/// Sends what a service's outbox holds. Woken by the commit; keeps the order of each subject; tries for ever with growing pauses;
/// never stops the host.
/// </summary>
public sealed partial class OutboxRelay(Database database, IEventBus bus, ILogger<OutboxRelay> log) : Relay(database, FirstPause)
{
    const int Batch = 200;

    // Long enough for a batch on a slow broker; what a relay that died had leased is free again after it.
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    static readonly TimeSpan SendingTakesAtMost = TimeSpan.FromSeconds(5);

    // What another process commits (a command line, a second instance) does not wake this one.
    static readonly TimeSpan LookAtLeastEvery = TimeSpan.FromSeconds(1);
    static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.25);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override Task Woken(CancellationToken stop) => Database.OutboxFilled(LookAtLeastEvery, stop);

    /// <inheritdoc/>
    protected override Task GiveBack(CancellationToken stop) => Outbox.GiveBack(Database, Me, stop);

    /// <inheritdoc/>
    protected override void Failed(double seconds, Exception failure) => Failed(Database.Name, seconds, failure);

    /// <summary>Sends one batch.</summary>
    /// <returns>How many rows were claimed.</returns>
    protected override async Task<int> SendSome(CancellationToken stop)
    {
        await bus.Ready(stop);
        var claimed = await Outbox.Claim(Database, Me, Batch, Lease, stop);
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
            await Outbox.MarkSent(Database, sent, stop);
        foreach (var (row, failure) in failed)
        {
            var pause = Pause(row.Attempts, FirstPause, LongestPause);
            NotSent(Database.Name, row.Kind, row.EventId, pause.TotalSeconds, failure);
            await Outbox.PutOff(Database, row, pause, failure.Message, stop);
        }
        if (!failed.IsEmpty)
            await GiveBack(stop);
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

    [LoggerMessage(LogLevel.Warning, "The relay of {Service} failed and goes on in {Seconds} s")]
    partial void Failed(string service, double seconds, Exception failure);

    [LoggerMessage(LogLevel.Warning, "{Service} could not send {Kind} {EventId} and tries again in {Seconds} s")]
    partial void NotSent(string service, string kind, Guid eventId, double seconds, Exception failure);
}
