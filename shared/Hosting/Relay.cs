using Labelling.Storage;
using Microsoft.Extensions.Hosting;

namespace Labelling.Hosting;

/// <summary>
/// Sends what a table of a service's database holds, under leases. Woken by the commit; goes on after whatever failed, with growing
/// pauses; never stops the host.
/// </summary>
/// <param name="database">Whose table.</param>
/// <param name="firstPause">After the first failure of the relay itself; twice as long after each further one, 30 seconds at most.</param>
public abstract class Relay(Database database, TimeSpan firstPause) : BackgroundService
{
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Whose table.</summary>
    protected Database Database => database;

    /// <summary>Who leases: this relay, of this process, in this life.</summary>
    protected string Me { get; } = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.CreateVersion7():N}";

    /// <summary>Claims and sends some.</summary>
    /// <returns>How many were claimed.</returns>
    protected abstract Task<int> SendSome(CancellationToken stop);

    /// <summary>Returns when there may be something to send, and in any case after a while: what another process commits wakes nobody here.</summary>
    protected abstract Task Woken(CancellationToken stop);

    /// <summary>Gives back what was claimed and not sent, so that the next relay need not wait for the lease to end.</summary>
    protected abstract Task GiveBack(CancellationToken stop);

    /// <summary>Says that the relay failed and when it goes on.</summary>
    protected abstract void Failed(double seconds, Exception failure);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host goes on starting while this runs.
        await Task.Yield();
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await SendSome(stoppingToken) == 0)
                    await Woken(stoppingToken);
                failures = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                // A relay that gave up would leave things unsent until the next start: whatever failed is tried again.
                var pause = Pause(failures++, firstPause, LongestPause);
                Failed(pause.TotalSeconds, failure);
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

    /// <inheritdoc/>
    public sealed override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await GiveBack(cancellationToken);
    }

    /// <summary>How long to wait after so many failures: twice as long each time.</summary>
    protected static TimeSpan Pause(int failures, TimeSpan first, TimeSpan longest) =>
        TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(failures, 16))));
}
