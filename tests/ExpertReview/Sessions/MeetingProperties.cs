using FsCheck;
using FsCheck.Fluent;
using Labelling.ExpertReview.Sessions;

namespace Labelling.ExpertReview.Tests.Sessions;

/// <summary>
/// Random meetings against a plain account of who was there, recused and voted what, kept beside them and asked at every closing.
/// </summary>
public sealed class MeetingProperties
{
    static readonly decimal[] Shares = [0.5m, 0.34m, 0.67m, 1m];

    [Test]
    public void Arrivals_departures_and_recusals_in_any_order_never_decide_below_quorum_or_by_who_may_not() =>
        Prop.ForAll<byte[]>(script => { Play(script); })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(600).WithStartSize(30).WithEndSize(600));

    [Test]
    public void Random_meetings_do_come_to_decisions()
    {
        var random = new Random(20260312);
        int decided = 0, refused = 0;
        for (var round = 0; round < 400; round++)
        {
            var script = new byte[450];
            random.NextBytes(script);
            var (carried, belowQuorum) = Play(script);
            decided += carried;
            refused += belowQuorum;
        }
        Assert.That(decided, Is.GreaterThan(50), "decisions");
        Assert.That(refused, Is.GreaterThan(50), "closings refused for want of a quorum");
    }

    static (int Carried, int BelowQuorum) Play(byte[] script)
    {
        var share = Shares[script.Length % Shares.Length];
        var meeting = Committee.Opened(dossiers: 2, share);
        var present = new HashSet<Guid>();
        var recused = new HashSet<(Guid Item, Guid Person)>();
        var votes = new Dictionary<(Guid Item, Guid Person), Choice>();
        var chosen = new Dictionary<(Guid Item, Guid Person), Guid>();
        int carried = 0, belowQuorum = 0;

        foreach (var step in script.Chunk(3).Where(step => step.Length == 3))
        {
            var person = Committee.Everybody[step[1] % 5];
            var other = Committee.Everybody[step[2] % 5];
            var item = meeting.Items[step[2] % 3 == 0 ? 1 : 0];
            var entitled = Committee.Everybody.Where(member => !recused.Contains((item.Id, member))).ToList();
            var there = entitled.Where(present.Contains).ToList();
            var presiding = Presiding(there, chosen, item.Id);
            var actor = step[1] >= 128 ? presiding ?? person : person;

            switch (step[0] % 16)
            {
                case 0 or 1 or 2:
                    meeting = meeting.Attend(person, step[2] % 2 == 0 ? Presence.Present : Presence.Remote, Committee.Noon)!;
                    present.Add(person);
                    break;
                case 3:
                    meeting = meeting.Attend(person, Presence.Absent, Committee.Noon)!;
                    present.Remove(person);
                    break;
                case 4 when step[2] % 4 == 0:
                    var heard = item.Heard.Contains(person);
                    Assert.That(meeting.Recuse(item.Id, person, RecusalKind.Own, "A friend.", Committee.Noon) is null, Is.EqualTo(heard));
                    if (heard)
                        break;
                    meeting = meeting.Recuse(item.Id, person, RecusalKind.Own, "A friend.", Committee.Noon)!;
                    recused.Add((item.Id, person));
                    votes.Remove((item.Id, person));
                    chosen.Remove((item.Id, person));
                    foreach (var elector in Committee.Everybody.Where(elector => chosen.GetValueOrDefault((item.Id, elector)) == person))
                        chosen.Remove((item.Id, elector));
                    break;
                case 5:
                    meeting = meeting.OpenItem(item.Id, []) ?? meeting;
                    break;
                case 6 or 7:
                    if (meeting.Propose(item.Id, actor, Committee.Label, Committee.Noon) is { } proposed)
                    {
                        Assert.That(actor, Is.EqualTo(presiding), "who proposed");
                        meeting = proposed;
                        foreach (var member in Committee.Everybody)
                            votes.Remove((item.Id, member));
                    }
                    break;
                case 8 or 9 or 10 or 11:
                    var choice = (step[0] % 16) switch { 8 or 9 => Choice.For, 10 => Choice.Against, _ => Choice.Abstain };
                    if (meeting.CastVote(item.Id, person, choice, Committee.Noon) is { } voted)
                    {
                        Assert.That(there, Does.Contain(person), "who voted");
                        meeting = voted;
                        votes[(item.Id, person)] = choice;
                    }
                    break;
                case 12 or 13:
                    var running = meeting.OpenBallot(item.Id) is not null;
                    var quorate = there.Count >= 3 && there.Count >= entitled.Count * share;
                    var closing = meeting.CloseBallot(item.Id, actor, Committee.Noon);
                    Assert.That(closing is not null, Is.EqualTo(running && quorate && actor == presiding), "whether it could be closed");
                    belowQuorum += running && !quorate && actor == presiding ? 1 : 0;
                    if (closing is var (after, ballot))
                    {
                        int Of(Choice wanted) => there.Count(member => votes.TryGetValue((item.Id, member), out var vote) && vote == wanted);
                        var (inFavour, against) = (Of(Choice.For), Of(Choice.Against));
                        var wins = inFavour > against
                            || (inFavour == against && votes.TryGetValue((item.Id, actor), out var casting) && casting == Choice.For);
                        Assert.That((ballot.Count!.For, ballot.Count.Against), Is.EqualTo((inFavour, against)), "counts");
                        Assert.That(ballot.Status == BallotStatus.Carried, Is.EqualTo(wins), "carried");
                        Assert.That(after.Votes.Where(vote => vote.BallotId == ballot.Id && vote.Counted == true).Select(vote => vote.PersonId),
                            Is.SubsetOf(there), "whose votes counted");
                        Assert.That(item.Status, Is.EqualTo(ItemStatus.Open), "an item is decided once, and while it is open");
                        meeting = after;
                        carried += wins ? 1 : 0;
                    }
                    break;
                case 14 or 15:
                    if (meeting.Elect(item.Id, person, other) is { } elected)
                    {
                        Assert.That(there, Does.Contain(person).And.Contain(other), "who elected whom");
                        meeting = elected;
                        chosen[(item.Id, person)] = other;
                    }
                    break;
            }

            var itemOf = meeting.Ballots.ToDictionary(ballot => ballot.Id, ballot => ballot.ItemId);
            Assert.That(meeting.Votes.Any(vote => recused.Contains((itemOf[vote.BallotId], vote.PersonId))), Is.False, "a vote of a recused member");
            Assert.That(meeting.Items.Any(each => each.Heard.Any(member => recused.Contains((each.Id, member)))), Is.False, "a recused member heard");
        }
        return (carried, belowQuorum);
    }

    static Guid? Presiding(List<Guid> there, Dictionary<(Guid Item, Guid Person), Guid> chosen, Guid itemId)
    {
        if (there.Contains(Committee.Chair))
            return Committee.Chair;
        if (there.Contains(Committee.ViceChair))
            return Committee.ViceChair;
        foreach (var candidate in there)
        {
            var votes = there.Count(elector => chosen.TryGetValue((itemId, elector), out var choice) && choice == candidate);
            if (votes * 2 > there.Count)
                return candidate;
        }
        return null;
    }
}
