using Labelling.ExpertReview.Reviews;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Reviews;

/// <summary>Who is reminded when, once, with a line in the office's log.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class ReminderTests(Dialect dialect)
{
    // Invited on Thursday 12 March 2026, due ten days later: Sunday 22 March.
    static readonly DateOnly Invited = new(2026, 3, 12), DueOn = new(2026, 3, 22);

    [TestCase(18, null)]
    [TestCase(19, -3)]
    [TestCase(20, -3)]
    [TestCase(21, -1)]
    [TestCase(22, -1)]
    [TestCase(23, 1)]
    [TestCase(30, 1)]
    public void The_latest_reminder_whose_day_has_come_is_due(int day, int? days) =>
        Assert.That(RemindOfReviews.Due(Invited, DueOn, new DateOnly(2026, 3, day)), Is.EqualTo(days));

    [Test]
    public void Nobody_is_reminded_of_what_they_were_asked_that_day_or_later()
    {
        Assert.That(RemindOfReviews.Due(new DateOnly(2026, 3, 20), DueOn, new DateOnly(2026, 3, 20)), Is.Null);
        Assert.That(RemindOfReviews.Due(new DateOnly(2026, 3, 20), DueOn, new DateOnly(2026, 3, 21)), Is.EqualTo(-1));
        Assert.That(RemindOfReviews.Due(new DateOnly(2026, 3, 21), DueOn, new DateOnly(2026, 3, 21)), Is.Null);
    }

    [Test]
    public async Task Each_reminder_leaves_once_by_day_until_the_review_is_in()
    {
        await using var scene = await Scene.Set(dialect);
        var (store, stop) = (scene.Db.Get<InvitationStore>(), CancellationToken.None);
        var ann = await scene.Accepted(Scene.Ann);
        var bob = (await scene.Assign(Scene.Office, Scene.Bob)).View;
        await New();
        async Task<string[]> New()
        {
            var mails = await Mail.Claim(scene.Db.Database, "test", 100, TimeSpan.FromMinutes(1), stop);
            foreach (var mail in mails)
                await Mail.MarkSent(scene.Db.Database, mail, stop);
            return [.. mails.Select(mail => $"{mail.Kind} {mail.Address[..8]} {mail.Subject}").Order(StringComparer.Ordinal)];
        }
        async Task<string[]> At(string instant)
        {
            scene.Clock.Advance(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture) - scene.Clock.GetUtcNow());
            await store.Remind(stop);
            await store.Remind(stop);
            return await New();
        }
        Assert.That(await At("2026-03-18T10:00:00Z"), Is.Empty);
        Assert.That(await At("2026-03-19T04:00:00Z"), Is.Empty, "nobody is written to at night");
        var (a, b) = ($"{Scene.Ann.PersonId:N}"[..8], $"{Scene.Bob.PersonId:N}"[..8]);
        Assert.That(await At("2026-03-19T08:00:00Z"), Is.EqualTo(new[]
        {
            $"review.reminder {a} Your review of HEART (2026-0001) is due on Sunday 22 March 2026", $"review.reminder {b} Your review of HEART (2026-0001) is due on Sunday 22 March 2026",
        }.Order(StringComparer.Ordinal)));
        Assert.That(await At("2026-03-20T08:00:00Z"), Is.Empty);
        await scene.Decline(Scene.Bob, bob.Id, bob.Revision);
        Assert.That(await At("2026-03-21T08:00:00Z"), Has.Length.EqualTo(1));
        var written = (await scene.Write(Scene.Ann, ann.Id, ann.Revision, Scene.Complete())).View;
        Assert.That((await At("2026-03-23T08:00:00Z")).Single(), Does.Contain("was due on"));
        Assert.That((await store.Reminders(ann.Id, stop)).Select(line => (line.Days, line.Mailed)), Is.EqualTo(new[] { (1, true), (-1, true), (-3, true) }));
        Assert.That((await store.Reminders(bob.Id, stop)).Select(line => line.Days), Is.EqualTo(new[] { -3 }));
        await scene.Submit(Scene.Ann, ann.Id, written.Revision);
        Assert.That(await At("2026-03-24T08:00:00Z"), Is.Empty);
        Assert.That((await AuditTrail.Of(scene.Db.Database, [ann.Id], stop)).Count(line => line.Action == "review.reminded"), Is.EqualTo(3));
        Assert.That(await scene.Db.Violations(), Is.Empty);
    }

    [Test]
    public async Task Without_an_address_the_log_says_that_nobody_was_written_to()
    {
        await using var scene = await Scene.Set(dialect);
        var ann = await scene.Accepted(Scene.Ann);
        await scene.Hear(new Contracts.PersonErased(Guid.CreateVersion7(), Scene.Ann.PersonId, 9, Given.At));
        scene.Clock.Advance(TimeSpan.FromDays(8));
        await scene.Db.Get<InvitationStore>().Remind(CancellationToken.None);
        Assert.That((await scene.Db.Get<InvitationStore>().Reminders(ann.Id, CancellationToken.None)).Select(line => line.Mailed), Is.EqualTo(new[] { false }));
    }
}
