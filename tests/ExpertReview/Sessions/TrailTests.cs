using Labelling.Contracts;
using Labelling.ExpertReview.Sessions;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using static Labelling.ExpertReview.Tests.Sessions.CommitteeWorld;

namespace Labelling.ExpertReview.Tests.Sessions;

/// <summary>Who reads what of what experts and committee did.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class TrailTests(Dialect dialect)
{
    CommitteeWorld world = null!;
    Guid session, item;

    [SetUp]
    public async Task Decide()
    {
        world = await Create(dialect);
        await world.Dossier(1);
        await world.Dossier(2);
        var opened = await world.Opened([Committee.Dossier(1), Committee.Dossier(2)]);
        (session, item) = (opened.Id, opened.Items[0].Id);
        await world.Decide(session, item, Committee.Label, voters: [Committee.Chair, Committee.Ada]);
    }

    [TearDown]
    public async Task End() => await world.DisposeAsync();

    static IReadOnlyList<TrailLine> Lines(Answer answer) => answer.As<TrailView>().Lines;

    async Task<string[]> Actions(Caller caller) => [.. Lines(await world.Trail(caller, Committee.Dossier(1))).Select(line => line.Action)];

    [Test]
    public async Task The_office_reads_what_was_done_in_session_and_by_whom()
    {
        var lines = Lines(await world.Trail(As(Office), Committee.Dossier(1)));
        Assert.That(lines.Select(line => line.Action).Where(action => !action.StartsWith("heard.", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "session.agenda-published", "item.opened", "item.proposed", "item.voted", "item.voted", "item.ballot-closed",
        }));
        Assert.That(lines.Where(line => line.Action == "item.voted").Select(line => line.Who), Is.All.Not.Null);
        Assert.That(lines.Select(line => $"{line.After}"), Has.None.Contains(Committee.Dossier(2).ToString()).IgnoreCase, "another dossier of the agenda");
        Assert.That(lines.Where(line => line.Action == "item.voted").Select(line => $"{line.Before}{line.After}"), Has.None.Contains("For"), "who voted, never how");
    }

    [Test]
    public async Task Before_the_release_nobody_else_reads_anything()
    {
        foreach (var caller in new[] { As(Holder), As(Holder, Roles.Holder, Roles.Office), As(Office, Roles.Administrator) })
            Assert.That(await Actions(caller), Is.Empty);
        foreach (var person in Committee.Everybody)
            Assert.That((await world.Trail(As(person), Committee.Dossier(1))).Status, Is.EqualTo(404));
        Assert.That((await world.Trail(As(CoHolder, Roles.Holder), Committee.Dossier(9))).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task After_the_release_the_holder_reads_that_it_was_released_and_nothing_of_what_came_before()
    {
        (await world.Release(Committee.Chair, item)).As<object>();
        var line = Lines(await world.Trail(As(Holder), Committee.Dossier(1))).Single();
        Assert.That((line.Action, line.Who, line.From, line.Before, line.After), Is.EqualTo(("decision.released", (string?)null, (string?)null, (object?)null, (object?)null)));
        Assert.That(await Actions(As(Office, Roles.Administrator)), Is.EqualTo(new[] { "decision.released" }));
        Assert.That(await Actions(As(Office)), Has.Member("item.voted").And.Member("decision.released"));
    }

    [Test]
    public async Task A_recused_person_of_the_office_reads_nothing_before_the_release()
    {
        await world.Run(
            "insert into Recusal (SessionId, DossierId, PersonId, Kind, Reason, At) values (@session, @Dossier, @Office, 'Office', 'A friend.', @At)",
            new { session, Dossier = Committee.Dossier(1), Office, At = world.Clock.GetUtcNow() });
        Assert.That(await Actions(As(Office)), Is.Empty);
    }
}
