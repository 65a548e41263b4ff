using System.Text.RegularExpressions;
using Labelling.Contracts;
using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Sessions;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using static Labelling.ExpertReview.Tests.Sessions.CommitteeWorld;

namespace Labelling.ExpertReview.Tests.Sessions;

/// <summary>
/// Until the release nobody outside the room can tell a labelled dossier from a refused or an undecided one. The same session is
/// played to each end, everything that outsiders can get is put side by side, and has to be the same text.
/// </summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed partial class EmbargoTests(Dialect dialect)
{
    static readonly Guid Recused = Committee.Claire, Away = Committee.Blaise;
    static readonly Caller HolderOfIt = As(Holder);

    sealed record Ending(string Name, Func<CommitteeWorld, Guid, Guid, Guid, Task> Play);

    static readonly Ending Labelled = new("labelled", (world, session, item, _) => world.Decide(session, item, Committee.Label));
    static readonly Ending Refused = new("refused", (world, session, item, _) => world.Decide(session, item, Committee.Refuse, voters: [Committee.Chair, Committee.Ada]));
    static readonly Ending Adjourned = new("adjourned", (world, session, item, later) => world.Decide(session, item, new(Decision.Adjourn, null, [], later)));
    static readonly Ending Undecided = new("undecided", async (world, session, item, _) => await world.OpenItem(session, item));
    static readonly Ending Untouched = new("untouched", (_, _, _, _) => Task.CompletedTask);

    /// <summary>One dossier: chair, vice-chair and Ada are there, Blaise is away, Claire is recused.</summary>
    async Task<(CommitteeWorld World, Guid Session, Guid Item)> Played(Ending ending)
    {
        var world = await Create(dialect);
        var dossier = await world.Dossier(1, challenged: [Recused]);
        var session = await world.Opened([dossier], Committee.Chair, Committee.ViceChair, Committee.Ada, Recused);
        var later = (await world.Plan("April", session.StartsAt.AddDays(30))).As<SessionView>();
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await ending.Play(world, session.Id, session.Items[0].Id, later.Id);
        return (world, session.Id, session.Items[0].Id);
    }

    /// <summary>Everything that outsiders are answered, by name; ids by the order of their first appearance.</summary>
    static async Task<Dictionary<string, string>> SeenOutside(CommitteeWorld world, Guid session, Guid item)
    {
        var seen = new Dictionary<string, Answer>();
        foreach (var (name, caller) in new[]
        {
            ("recused", As(Recused)), ("recused, of the office too", As(Recused, Roles.Member, Roles.Office)),
            ("away", As(Away)), ("holder", HolderOfIt), ("holder, of the office too", As(Holder, Roles.Holder, Roles.Office)),
        })
        {
            seen[$"{name}: session"] = await world.Read(session, caller);
            seen[$"{name}: sessions"] = await world.List(caller);
            seen[$"{name}: minutes"] = await world.Minutes(session, caller);
            seen[$"{name}: waiting releases"] = await world.Waiting(caller);
            seen[$"{name}: decisions"] = await world.Decisions(caller);
            seen[$"{name}: decision"] = await world.Decisions(caller, Committee.Dossier(1));
            seen[$"{name}: trail"] = await world.Trail(caller, Committee.Dossier(1));
        }
        foreach (var (name, person) in new[] { ("recused", Recused), ("away", Away), ("holder", Holder) })
        {
            seen[$"{name}: vote"] = await world.Vote(session, item, person, Choice.For);
            seen[$"{name}: propose"] = await world.Propose(session, item, Committee.Label, by: person);
            seen[$"{name}: close the ballot"] = await world.CloseBallot(session, item, by: person);
            seen[$"{name}: elect"] = await world.Elect(session, item, person, Committee.Ada);
            seen[$"{name}: open the item"] = await world.OpenItem(session, item, As(person));
            seen[$"{name}: release"] = await world.Release(person, item);
        }
        seen["anybody: register"] = await world.Register();
        seen["anybody: check"] = await world.Check("L-2026-0001");
        seen["services: events"] = new(200, await world.Db.Events());
        // Last, since they change something.
        seen["away: recuse oneself"] = await world.Recuse(session, item, Away);
        seen["recused: recuse oneself"] = await world.Recuse(session, item, Recused);

        var ids = new Dictionary<string, string>();
        return seen.ToDictionary(pair => pair.Key, pair =>
            Ids().Replace($"{pair.Value.Status} {pair.Value.Body}", match => ids.TryGetValue(match.Value, out var known) ? known : ids[match.Value] = $"#{ids.Count}"));
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Ids();

    static async Task Close(CommitteeWorld world, Guid session)
    {
        var revision = (await world.Read(session, As(Office))).As<SessionView>().Revision;
        var closed = (await world.Close(session, revision)).As<SessionView>();
        await world.Finalise(session, closed.Revision);
    }

    [Test]
    public async Task Before_the_release_outsiders_cannot_tell_the_ends_apart([Values] bool sessionOver)
    {
        Dictionary<string, string>? first = null;
        var ends = new HashSet<string>();
        foreach (var ending in new[] { Untouched, Labelled, Refused, Adjourned, Undecided })
        {
            var (world, session, item) = await Played(ending);
            await using var _ = world;
            if (sessionOver)
                await Close(world, session);
            var inside = (await world.Read(session, As(Office))).As<SessionView>().Items[0];
            ends.Add($"{inside.Status} {inside.Decision?.Decision}");

            var seen = await SeenOutside(world, session, item);

            first ??= seen;
            using (Assert.EnterMultipleScope())
            {
                foreach (var (name, text) in seen)
                    Assert.That(text, Is.EqualTo(first[name]), $"{ending.Name}, {name}");
            }
        }
        Assert.That(ends, Has.Count.EqualTo(sessionOver ? 4 : 5), "the office sees what became of each");
    }

    [Test]
    public async Task Those_in_the_room_and_the_office_know_at_once()
    {
        var (world, session, item) = await Played(Refused);
        await using var _ = world;
        foreach (var caller in new[] { As(Committee.Chair), As(Committee.ViceChair), As(Committee.Ada), As(Office) })
        {
            Assert.That((await world.Read(session, caller)).As<SessionView>().Items[0].Decision?.Decision, Is.EqualTo(Decision.Refuse));
            Assert.That((await world.Minutes(session, caller)).As<MinutesView>().Minutes.Items[0].Decision?.Decision, Is.EqualTo(Decision.Refuse));
            Assert.That((await world.Waiting(caller)).As<WaitingReleases>().Items.Select(waiting => (waiting.ItemId, waiting.Mine)),
                Is.EqualTo(new[] { (item, caller.PersonId == Committee.Chair) }));
        }
    }

    [Test]
    public async Task The_hash_of_the_minutes_is_for_those_who_may_read_all_of_them()
    {
        var (world, session, _) = await Played(Labelled);
        await using var __ = world;
        await Close(world, session);

        Assert.That((await world.Minutes(session, As(Committee.Ada))).As<MinutesView>().Hash, Is.Not.Null);
        Assert.That((await world.Minutes(session, As(Recused))).As<MinutesView>().Hash, Is.Null);
        Assert.That((await world.Read(session, As(Away))).As<SessionView>().MinutesHash, Is.Null);
    }

    [Test]
    public async Task Once_released_everybody_of_the_session_and_the_holder_know()
    {
        var (world, session, item) = await Played(Refused);
        await using var _ = world;
        Assert.That((await world.Release(Committee.Chair, item)).Status, Is.EqualTo(200));

        foreach (var person in new[] { Recused, Away })
        {
            var view = (await world.Read(session, As(person))).As<SessionView>().Items[0];
            Assert.That((view.Status, view.Decision?.Decision), Is.EqualTo((ItemStatus.Decided, (Decision?)Decision.Refuse)));
            Assert.That(view.Ballots, Is.Empty, "votes are of those who were in the room");
        }
        foreach (var caller in new[] { HolderOfIt, As(CoHolder), As(Office), As(Committee.Chair) })
        {
            var decision = (await world.Decisions(caller)).As<DecisionList>().Items.Single();
            Assert.That((decision.Decision, decision.Reasons, decision.LabelNumber), Is.EqualTo((Decision.Refuse, "Too early.", (string?)null)));
        }
        Assert.That((await world.Decisions(As(Committee.Person(99)), Committee.Dossier(1))).As<DecisionList>().Items, Is.Empty);
        Assert.That((await world.Register()).As<PageOf<RegisterLine>>().Total, Is.Zero, "refusals are never public");
    }

    [Test]
    public async Task While_a_ballot_runs_nobody_sees_how_others_vote()
    {
        var world = await Create(dialect);
        await using var _ = world;
        var session = await world.Opened([await world.Dossier(1)]);
        await world.OpenItem(session.Id, session.Items[0].Id);
        await world.Propose(session.Id, session.Items[0].Id, Committee.Label);
        async Task<string> SeenBy(Caller caller) =>
            (await world.Read(session.Id, caller)).Body + (await world.Minutes(session.Id, caller)).Body;

        await world.Vote(session.Id, session.Items[0].Id, Committee.Ada, Choice.For);
        var inFavour = (await SeenBy(As(Committee.Chair)), await SeenBy(As(Office)));
        await world.Vote(session.Id, session.Items[0].Id, Committee.Ada, Choice.Against);

        Assert.That((await SeenBy(As(Committee.Chair)), await SeenBy(As(Office))), Is.EqualTo(inFavour));
        Assert.That(await SeenBy(As(Committee.Ada)), Does.Contain("\"myVote\":\"Against\""));
    }
}
