using Labelling.Hosting;

namespace Labelling.Submission.Duplicates;

/// <summary>Looks for what may repeat what, soon after a deposit or an import: nobody waits for it.</summary>
public sealed partial class DuplicateSweep(DuplicateStore duplicates, TimeProvider clock, ILogger<DuplicateSweep> log) : Sweep(TimeSpan.FromSeconds(2), clock)
{
    protected override Task Tick(CancellationToken stop) => Run(stop);

    /// <summary>Until nothing is left to be looked at.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (await duplicates.Asked(stop) is { Count: > 0 } asked)
        {
            foreach (var one in asked)
            {
                await duplicates.Search(one, stop);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The search for duplicates failed, and tries again in two seconds")]
    protected override partial void Failed(Exception failure);
}
