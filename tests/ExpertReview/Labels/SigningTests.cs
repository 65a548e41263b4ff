using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Sessions;
using Labelling.ExpertReview.Tests.Sessions;
using Labelling.Ground;
using Labelling.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Labelling.ExpertReview.Tests.Labels;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class SigningTests(Dialect dialect)
{
    [Test]
    public async Task A_label_of_before_is_signed_when_the_process_starts_and_then_nobody_looks_any_more()
    {
        await using var world = await CommitteeWorld.Create(dialect);
        var session = await world.Opened([await world.Dossier(1)]);
        await world.Decide(session.Id, session.Items[0].Id, Committee.Label);
        (await world.Release(Committee.Chair, session.Items[0].Id)).As<ReleasedList>();
        await world.Run("delete from Certificate");
        using var signing = new SignLabels(world.Db.Get<LabelStore>(), world.Db.Get<MeetingStore>(), world.Keys, world.Clock, NullLogger<SignLabels>.Instance);
        await signing.StartAsync(CancellationToken.None);
        await signing.ExecuteTask!.WaitAsync(TimeSpan.FromMinutes(1));
        var certificate = (await world.Certificates("L-2026-0001")).Single();
        Assert.That(world.Keys.Holds(certificate.KeyId, certificate.Bytes, certificate.Signature), Is.True);
        Assert.That(await AuditTrail.FirstBreak(world.Db.Database, default), Is.Null);
    }
}
