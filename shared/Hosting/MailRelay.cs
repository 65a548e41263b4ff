using Labelling.Storage;
using Microsoft.Extensions.Logging;

namespace Labelling.Hosting;

/// <summary>
/// Sends what a service's table of mails holds. Woken by the commit; tries for ever with growing pauses, except an address that the mail
/// server refuses for good; never stops the host.
/// </summary>
public sealed partial class MailRelay(Database database, IMailSender sender, ILogger<MailRelay> log) : Relay(database, TimeSpan.FromSeconds(1))
{
    // A mail server takes its time: few at once, and a lease that outlasts all of them at their slowest.
    const int Batch = 10;
    static readonly TimeSpan SendingTakesAtMost = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(6);

    // What another process commits does not wake this one.
    static readonly TimeSpan LookAtLeastEvery = TimeSpan.FromSeconds(2);
    static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override Task Woken(CancellationToken stop) => Database.MailWritten(LookAtLeastEvery, stop);

    /// <inheritdoc/>
    protected override Task GiveBack(CancellationToken stop) => Mail.GiveBack(Database, Me, stop);

    /// <inheritdoc/>
    protected override void Failed(double seconds, Exception failure) => Failed(Database.Name, seconds, failure);

    /// <summary>Sends some mails, each marked before the next one leaves: whatever dies meanwhile, one mail at most is sent again.</summary>
    /// <returns>How many were claimed.</returns>
    protected override async Task<int> SendSome(CancellationToken stop)
    {
        var claimed = await Mail.Claim(Database, Me, Batch, Lease, stop);
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
                Refused(Database.Name, mail.Kind, mail.Id, refused);
                await Mail.MarkRefused(Database, mail, refused.Message, stop);
                continue;
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                var pause = Pause(mail.Attempts, TimeSpan.FromSeconds(10), LongestPause);
                NotSent(Database.Name, mail.Kind, mail.Id, pause.TotalSeconds, failure);
                await Mail.PutOff(Database, mail, pause, failure.InnerException is { } cause ? $"{failure.Message} {cause.Message}" : failure.Message, stop);
                continue;
            }
            // It has left: this is written down even when the host is ending.
            await Mail.MarkSent(Database, mail, CancellationToken.None);
        }
        return claimed.Count;
    }

    [LoggerMessage(LogLevel.Warning, "The mail relay of {Service} failed and goes on in {Seconds} s")]
    partial void Failed(string service, double seconds, Exception failure);

    [LoggerMessage(LogLevel.Warning, "{Service} could not send {Kind} {MailId} and tries again in {Seconds} s")]
    partial void NotSent(string service, string kind, Guid mailId, double seconds, Exception failure);

    [LoggerMessage(LogLevel.Warning, "{Service} could not send {Kind} {MailId}: its address is refused for good")]
    partial void Refused(string service, string kind, Guid mailId, Exception failure);
}
