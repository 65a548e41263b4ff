using Labelling.Hosting;
using Labelling.Submission.Messages;

namespace Labelling.Submission.Attachments;

/// <summary>Asks the scanner again about what waits for it, and takes away files that nothing refers to.</summary>
public sealed partial class AttachmentSweep(AttachmentStore attachments, MessageStore messages, AttachmentFiles files, IScanner scanner, ILogger<AttachmentSweep> log)
    : Sweep(TimeSpan.FromMinutes(1), TimeProvider.System)
{
    // The files bear the time of the machine, whatever clock the service goes by.
    protected override Task Tick(CancellationToken stop) => Run(TimeProvider.System.GetUtcNow(), stop);

    /// <summary>Once.</summary>
    /// <param name="now">By the clock of the files.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task Run(DateTimeOffset now, CancellationToken stop)
    {
        await scanner.Again(files, attachments.Unscanned, attachment => attachment.Sha256, attachments.Scanned, stop);
        await scanner.Again(files, messages.Unscanned, file => file.Sha256, messages.Scanned, stop);
        await files.Sweep(async hashes => (await attachments.Referred(hashes, stop)).Union(await messages.Referred(hashes, stop)).ToHashSet(StringComparer.Ordinal), now);
    }

    [LoggerMessage(LogLevel.Error, "The sweep of the attachments failed, and tries again in a minute")]
    protected override partial void Failed(Exception failure);
}
