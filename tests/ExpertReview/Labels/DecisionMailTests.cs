using System.Text.RegularExpressions;
using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Sessions;
using Labelling.ExpertReview.Tests.Sessions;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Labels;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class DecisionMailTests(Dialect dialect)
{
    [Test]
    public async Task The_holders_are_told_at_the_release_that_there_is_a_decision_and_not_which()
    {
        await using var world = await CommitteeWorld.Create(dialect);
        var later = (await world.Plan("June", world.Clock.GetUtcNow().AddDays(90))).As<SessionView>();
        Proposal[] proposals = [Committee.Label, Committee.Refuse, Committee.WithReservations, Committee.Support, new(Decision.Adjourn, null, [], later.Id)];
        var dossiers = new List<Guid>();
        foreach (var number in Enumerable.Range(1, proposals.Length))
            dossiers.Add(await world.Dossier(number));
        var session = await world.Opened([.. dossiers]);
        async Task<IReadOnlyList<string>> Mails() => await world.Db.Database.Query<string>(
            "select concat(Address, ' ', Subject, ' ', TextBody) from Mail where Kind = 'decision.released' order by Position", null, default);
        foreach (var (item, proposal) in session.Items.Zip(proposals))
            await world.Decide(session.Id, item.Id, proposal);
        Assert.That(await Mails(), Is.Empty, "decided is not released");

        (await world.Release(Committee.Chair, [.. session.Items.Select(item => item.Id)])).As<ReleasedList>();

        var mails = await Mails();
        Assert.That(mails, Has.Count.EqualTo(2 * proposals.Length), "holder and co-holder of each");
        var plain = mails.Select(mail => Regex.Replace(Regex.Replace(mail, "2026-000[1-9]", "REF"), "/decisions/[0-9a-f-]{36}", "PAGE")).Distinct().ToList();
        Assert.That(plain, Is.EquivalentTo(new[] { CommitteeWorld.Holder, CommitteeWorld.CoHolder }.Select(holder => plain.Single(mail => mail.StartsWith($"{holder:N}@", StringComparison.Ordinal)))),
            "the same words whatever was decided");
        Assert.That(plain[0], Does.Contain("PAGE").And.Not.Contain("Imaging").And.Not.Contain("L-2026").And.Not.Contain("Optica"));
    }
}
