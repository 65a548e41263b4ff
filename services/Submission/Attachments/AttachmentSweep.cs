namespace Labelling.Submission.Attachments;

/// <summary>Asks the scanner again about what waits for it, and takes away files that nothing refers to.</summary>
public sealed partial class AttachmentSweep(AttachmentStore attachments, AttachmentFiles files, IScanner scanner, ILogger<AttachmentSweep> log) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await Run(DateTimeOffset.UtcNow, stoppingToken);
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

    /// <summary>Once.</summary>
    /// <param name="now">By the clock of the files.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task Run(DateTimeOffset now, CancellationToken stop)
    {
        foreach (var attachment in scanner.Scans ? await attachments.Unscanned(stop) : [])
        {
            await using var content = files.Open(attachment.Sha256);
            if (await scanner.Scan(content, stop) is { State: not ScanState.Waiting } scanned)
            {
                await attachments.Scanned(attachment, scanned, stop);
            }
            else
            {
                // Away, most likely: the others wait too.
                break;
            }
        }

        await files.Sweep(hashes => attachments.Referred(hashes, stop), now);
    }

    [LoggerMessage(LogLevel.Error, "The sweep of the attachments failed, and tries again in a minute")]
    partial void Failed(Exception failure);
}
