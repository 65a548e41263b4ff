using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Labelling.Hosting;

/// <summary>Tries waiting events again every few seconds: what an event of a dossier waits for may come under another subject, as a programme does.</summary>
sealed partial class WaitingSweep(Reception reception, TimeProvider clock, ILogger<WaitingSweep> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await reception.TryAllWaiting(stoppingToken);
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    // The events stay where they are, and the next tick tries again.
                    Failed(reception.Service, failure);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends.
        }
    }

    [LoggerMessage(LogLevel.Warning, "What waits in {Service} could not be tried again")]
    partial void Failed(string service, Exception failure);
}
