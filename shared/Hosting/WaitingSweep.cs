using Microsoft.Extensions.Logging;

namespace Labelling.Hosting;

/// <summary>Tries waiting events again every few seconds: what an event of a dossier waits for may come under another subject, as a programme does.</summary>
sealed partial class WaitingSweep(Reception reception, TimeProvider clock, ILogger<WaitingSweep> log) : Sweep(TimeSpan.FromSeconds(2), clock)
{
    protected override Task Tick(CancellationToken stop) => reception.TryAllWaiting(stop);

    /// <summary>The events stay where they are.</summary>
    protected override void Failed(Exception failure) => Failed(reception.Service, failure);

    [LoggerMessage(LogLevel.Warning, "What waits in {Service} could not be tried again")]
    partial void Failed(string service, Exception failure);
}
