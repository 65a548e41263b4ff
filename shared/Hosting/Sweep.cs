using Microsoft.Extensions.Hosting;

namespace Labelling.Hosting;

/// <summary>Does something again and again; what fails is tried at the next tick, and never stops the host.</summary>
/// <param name="every">From one tick to the next.</param>
/// <param name="clock">By which the ticks are counted.</param>
public abstract class Sweep(TimeSpan every, TimeProvider clock) : BackgroundService
{
    /// <summary>Does it once.</summary>
    protected abstract Task Tick(CancellationToken stop);

    /// <summary>Says that it failed.</summary>
    protected abstract void Failed(Exception failure);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await Tick(stoppingToken);
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    // What was not done now is done at the next tick.
                    Failed(failure);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends.
        }
    }
}
