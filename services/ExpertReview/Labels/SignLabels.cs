using Labelling.Contracts;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Labels;

/// <summary>
/// Signs labels that were released before labels were signed: a certificate says the day it was written. What makes them is a database of
/// that time, so they are looked for when the process starts with one; a release signs its own.
/// </summary>
public sealed partial class SignLabels(LabelStore labels, MeetingStore meetings, LabelKeys keys, TimeProvider clock, ILogger<SignLabels> log) : BackgroundService
{
    static readonly TimeSpan TriesAgain = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Sign(stoppingToken);
                return;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                NotSigned(failure);
            }
            await Task.Delay(TriesAgain, clock, stoppingToken);
        }
    }

    async Task Sign(CancellationToken stop)
    {
        foreach (var label in await labels.Unsigned(stop))
        {
            var meeting = await labels.SessionOf(label.ItemId, stop) is { } sessionId ? await meetings.Read(sessionId, stop) : null;
            var names = await meetings.Names([label.SignatoryId], stop);
            var role = label.SignatoryId == meeting?.Session.Chair ? Roles.Chair : label.SignatoryId == meeting?.Session.ViceChair ? Roles.ViceChair : Roles.Member;
            await using var transaction = await labels.Begin(stop);
            var certificate = Certificate.Of(label, new(names.GetValueOrDefault(label.SignatoryId, ""), role), keys, transaction.Clock.GetUtcNow());
            await LabelStore.Insert(transaction, certificate);
            await AuditTrail.Add(
                transaction, Actor.Service(EventCatalogue.ExpertReview), "label.signed", label.Id, after: new { Number = label.Number.ToString(), certificate.Version, certificate.KeyId });
            await transaction.Commit();
        }
    }

    [LoggerMessage(LogLevel.Error, "Labels without a certificate could not be signed; they are tried again")]
    partial void NotSigned(Exception failure);
}
