using Labelling.ExpertReview.Sessions;
using static Labelling.ExpertReview.Sessions.ItemStatus;

namespace Labelling.ExpertReview.Tests.Sessions;

public sealed class ItemTable
{
    static readonly string[] Actions = ["open", "put aside", "decide", "leave", "release"];

    /// <summary>Every status times every action; null: refused.</summary>
    static readonly Dictionary<ItemStatus, ItemStatus?[]> Table = new()
    {
        //           open  put aside  decide   leave  release
        [Waiting] = [Open, null, null, Left, null],
        [Open] = [null, Waiting, Decided, Left, null],
        [Decided] = [null, null, null, null, Decided],
        [Left] = [null, null, null, null, null],
    };

    static IEnumerable<TestCaseData> Cases() =>
        from status in Enum.GetValues<ItemStatus>()
        from action in Actions.Index()
        select new TestCaseData(status, action.Item, Table[status][action.Index]);

    [TestCaseSource(nameof(Cases))]
    public void Every_status_answers_every_action(ItemStatus status, string action, ItemStatus? expected)
    {
        var meeting = Committee.Decided(Committee.Label);
        var item = meeting.Items[0] with { Status = status };

        var after = action switch
        {
            "open" => item.Open(),
            "put aside" => item.PutAside(),
            "decide" => item.Decide(meeting.Ballots[0], meeting.RoomFor(item)),
            "leave" => item.Leave(),
            _ => item.Release(Committee.Chair, Committee.Noon),
        };

        Assert.That(after?.Status, Is.EqualTo(expected));
    }

    [Test]
    public void A_decision_is_released_once()
    {
        var item = Committee.Decided(Committee.Label).Items[0];

        var released = item.Release(Committee.Chair, Committee.Noon)!;

        Assert.That(released.IsReleased, Is.True);
        Assert.That(released.Release(Committee.Chair, Committee.Noon), Is.Null);
    }

    [Test]
    public void Only_a_carried_ballot_of_the_item_itself_decides_it()
    {
        var meeting = Committee.Decided(Committee.Label);
        var open = meeting.Items[0] with { Status = Open };
        var room = meeting.RoomFor(open);
        foreach (var status in Enum.GetValues<BallotStatus>())
        {
            var decided = open.Decide(meeting.Ballots[0] with { Status = status }, room);
            Assert.That(decided is not null, Is.EqualTo(status == BallotStatus.Carried), $"{status}");
        }
        Assert.That(open.Decide(meeting.Ballots[0] with { ItemId = Committee.Dossier(9) }, room), Is.Null);
    }

    [Test]
    public void Closing_the_session_leaves_what_is_undecided_and_drops_its_ballot()
    {
        var meeting = Committee.Opened(dossiers: 3).With(Committee.Everybody)
            .ItemOpen().Proposing(Committee.Label).Voting(Choice.For, Committee.Everybody).Closing().Meeting
            .ItemOpen(1);
        meeting = meeting.Propose(meeting.Items[1].Id, Committee.Chair, Committee.Label, Committee.Noon)!;

        var closed = meeting.Close(Committee.Noon)!;

        Assert.That(closed.Items.Select(item => item.Status), Is.EqualTo(new[] { Decided, Left, Left }));
        Assert.That(closed.Ballots.Select(ballot => ballot.Status), Is.EqualTo(new[] { BallotStatus.Carried, BallotStatus.Dropped }));
    }

    [Test]
    public void One_item_is_open_at_a_time_and_none_is_left_while_its_ballot_runs()
    {
        var meeting = Committee.Opened(dossiers: 2).With(Committee.Everybody).ItemOpen();

        Assert.That(meeting.ItemOpen(1).Items.Select(item => item.Status), Is.EqualTo(new[] { Waiting, Open }));
        Assert.That(meeting.Proposing(Committee.Label).OpenItem(meeting.Items[1].Id, []), Is.Null);
    }

    [TestCase(SessionStatus.Planned)]
    [TestCase(SessionStatus.AgendaPublished)]
    [TestCase(SessionStatus.Closed)]
    [TestCase(SessionStatus.MinutesFinal)]
    public void Nothing_happens_in_a_session_that_is_not_open(SessionStatus status)
    {
        var meeting = Committee.Opened().With(Committee.Everybody).ItemOpen().Proposing(Committee.Label);
        meeting = meeting with { Session = meeting.Session with { Status = status } };
        var itemId = meeting.Items[0].Id;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(meeting.Attend(Committee.Ada, Presence.Present, Committee.Noon), Is.Null);
            Assert.That(meeting.OpenItem(itemId, []), Is.Null);
            Assert.That(meeting.Propose(itemId, Committee.Chair, Committee.Label, Committee.Noon), Is.Null);
            Assert.That(meeting.CastVote(itemId, Committee.Ada, Choice.For, Committee.Noon), Is.Null);
            Assert.That(meeting.CloseBallot(itemId, Committee.Chair, Committee.Noon), Is.Null);
            Assert.That(meeting.Elect(itemId, Committee.Ada, Committee.Ada), Is.Null);
            Assert.That(meeting.Close(Committee.Noon), Is.Null);
        }
    }
}
