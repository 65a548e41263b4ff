using Labelling.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Labelling.Hosting;

/// <summary>
/// Sends what a service's table of mails holds. Woken by the commit; tries for ever with growing pauses, except an address that the mail
/// server refuses for good; never stops the host.
/// </summary>
public sealed partial class MailRelay(Database database, IMailSender sender, ILogger<MailRelay> log) : BackgroundService
{
    // A mail server takes its time: few at once, and a lease that outlasts all of them at their slowest.
    const int Batch = 10;
    static readonly TimeSpan SendingTakesAtMost = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(6);

    // What another process commits does not wake this one.
    static readonly TimeSpan LookAtLeastEvery = TimeSpan.FromSeconds(2);
    static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    static readonly TimeSpan LongestPauseOfDatabase = TimeSpan.FromSeconds(30);

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
                if (await SendSome(stoppingToken) == 0)
                    await database.MailWritten(LookAtLeastEvery, stoppingToken);
                failures = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                // A relay that gave up would leave mails unsent until the next start: whatever failed is tried again.
                var pause = Pause(failures++, TimeSpan.FromSeconds(1), LongestPauseOfDatabase);
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
        await Mail.GiveBack(database, me, cancellationToken);
    }

    /// <summary>Sends some mails, each marked before the next one leaves: whatever dies meanwhile, one mail at most is sent again.</summary>
    /// <returns>How many were claimed.</returns>
    async Task<int> SendSome(CancellationToken stop)
    {
        var claimed = await Mail.Claim(database, me, Batch, Lease, stop);
        foreach (var mail in claimed)
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
                limit.CancelAfter(SendingTakesAtMost);
                await sender.Send(mail, limit.Token);
            }
            catch (MailRefusedException refused)
            {
                Refused(database.Name, mail.Kind, mail.Id, refused);
                await Mail.MarkRefused(database, mail, refused.Message, stop);
                continue;
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                var pause = Pause(mail.Attempts, TimeSpan.FromSeconds(10), LongestPause);
                NotSent(database.Name, mail.Kind, mail.Id, pause.TotalSeconds, failure);
                await Mail.PutOff(database, mail, pause, failure.InnerException is { } cause ? $"{failure.Message} {cause.Message}" : failure.Message, stop);
                continue;
            }
            // It has left: this is written down even when the host is ending.
            await Mail.MarkSent(database, mail, CancellationToken.None);
        }
        return claimed.Count;
    }

    static TimeSpan Pause(int failures, TimeSpan first, TimeSpan longest) =>
        TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(failures, 16))));

    [LoggerMessage(LogLevel.Warning, "The mail relay of {Service} failed and goes on in {Seconds} s")]
    partial void Failed(string service, double seconds, Exception failure);

    [LoggerMessage(LogLevel.Warning, "{Service} could not send {Kind} {MailId} and tries again in {Seconds} s")]
    partial void NotSent(string service, string kind, Guid mailId, double seconds, Exception failure);

    [LoggerMessage(LogLevel.Warning, "{Service} could not send {Kind} {MailId}: its address is refused for good")]
    partial void Refused(string service, string kind, Guid mailId, Exception failure);
}
