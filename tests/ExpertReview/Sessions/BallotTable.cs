using Labelling.ExpertReview.Sessions;
using static Labelling.ExpertReview.Sessions.BallotStatus;

namespace Labelling.ExpertReview.Tests.Sessions;

public sealed class BallotTable
{
    static readonly string[] Actions = ["cast", "close", "drop"];

    /// <summary>Every status times every action: allowed or not.</summary>
    static readonly Dictionary<BallotStatus, bool[]> Table = new()
    {
        //              cast   close  drop
        [Open] = [true, true, true],
        [Carried] = [false, false, false],
        [NotCarried] = [false, false, false],
        [Dropped] = [false, false, false],
    };

    static IEnumerable<TestCaseData> Cases() =>
        from status in Enum.GetValues<BallotStatus>()
        from action in Actions.Index()
        select new TestCaseData(status, action.Item, Table[status][action.Index]);

    [TestCaseSource(nameof(Cases))]
    public void Every_status_answers_every_action(BallotStatus status, string action, bool allowed)
    {
        var meeting = Committee.Opened().With(Committee.Everybody).ItemOpen().Proposing(Committee.Label);
        var ballot = meeting.Ballots[0] with { Status = status };
        var room = meeting.RoomFor(meeting.Items[0]);

        var done = action switch
        {
            "cast" => ballot.Cast(room, Committee.Ada, Choice.For, Committee.Noon) is not null,
            "close" => ballot.Close(room, Committee.Chair, [], Committee.Noon) is not null,
            _ => ballot.Drop(Committee.Noon) is not null,
        };

        Assert.That(done, Is.EqualTo(allowed));
    }

    /// <summary>Votes of chair, vice-chair, Ada, Blaise, Claire: f for, a against, o abstain, - no vote. All are present.</summary>
    [TestCase("fffff", true, false)]
    [TestCase("fffaa", true, false)]
    [TestCase("ffaaa", false, false)]
    [TestCase("aaaaa", false, false)]
    [TestCase("foooo", true, false, Description = "one for and nobody against")]
    [TestCase("-f---", true, false)]
    [TestCase("f--a-", true, true, Description = "a tie, and the chair voted for")]
    [TestCase("ffaa-", true, true)]
    [TestCase("a--f-", false, true, Description = "a tie, and the chair voted against")]
    [TestCase("offaa", false, true, Description = "a tie, and the chair abstained")]
    [TestCase("-ffaa", false, true, Description = "a tie, and the chair did not vote")]
    [TestCase("ooooo", false, true, Description = "nobody for, nobody against")]
    [TestCase("-----", false, true)]
    public void A_majority_of_for_and_against_carries_and_the_presiding_vote_breaks_a_tie(string votes, bool carried, bool tie)
    {
        var meeting = Committee.Opened().With(Committee.Everybody).ItemOpen().Proposing(Committee.Label);
        foreach (var (index, vote) in votes.Index().Where(vote => vote.Item != '-'))
            meeting = meeting.Voting(vote switch { 'f' => Choice.For, 'a' => Choice.Against, _ => Choice.Abstain }, Committee.Everybody[index]);

        var (after, ballot) = meeting.Closing();

        Assert.That(ballot.Status, Is.EqualTo(carried ? Carried : NotCarried));
        Assert.That(ballot.Count, Is.EqualTo(new Count(
            votes.Count(vote => vote == 'f'), votes.Count(vote => vote == 'a'), votes.Count(vote => vote == 'o'), tie, new Quorum(5, 5, 3))));
        Assert.That(after.Items[0].Status, Is.EqualTo(carried ? ItemStatus.Decided : ItemStatus.Open));
    }

    [Test]
    public void A_vote_can_be_changed_until_the_ballot_is_closed_and_counts_once()
    {
        var meeting = Committee.Opened().With(Committee.Everybody).ItemOpen().Proposing(Committee.Label)
            .Voting(Choice.For, Committee.Ada).Voting(Choice.Against, Committee.Ada);

        var (after, ballot) = meeting.Closing();

        Assert.That((ballot.Count!.For, ballot.Count.Against), Is.EqualTo((0, 1)));
        Assert.That(after.CastVote(after.Items[0].Id, Committee.Ada, Choice.For, Committee.Noon), Is.Null);
    }

    [Test]
    public void Not_carried_another_proposal_may_be_put_and_while_one_runs_none()
    {
        var meeting = Committee.Opened().With(Committee.Everybody).ItemOpen().Proposing(Committee.Label);
        Assert.That(meeting.Propose(meeting.Items[0].Id, Committee.Chair, Committee.Refuse, Committee.Noon), Is.Null);

        var (refused, _) = meeting.Voting(Choice.Against, Committee.Everybody).Closing();
        var (decided, second) = refused.Proposing(Committee.Refuse).Voting(Choice.For, Committee.Everybody).Closing();

        Assert.That(second.Number, Is.EqualTo(2));
        Assert.That(decided.Items[0].Decision, Is.EqualTo(Committee.Refuse));
        Assert.That(decided.Propose(decided.Items[0].Id, Committee.Chair, Committee.Label, Committee.Noon), Is.Null);
    }

    [Test]
    public void The_vote_of_somebody_who_left_before_the_closing_does_not_count()
    {
        var (after, ballot) = Committee.Opened().With(Committee.Everybody).ItemOpen().Proposing(Committee.Label)
            .Voting(Choice.Against, Committee.Ada, Committee.Blaise).Voting(Choice.For, Committee.Chair)
            .Without(Committee.Ada).Without(Committee.Blaise)
            .Closing();

        Assert.That(ballot.Count, Is.EqualTo(new Count(1, 0, 0, false, new Quorum(5, 3, 3))));
        Assert.That(after.Votes.Where(vote => vote.Counted == false).Select(vote => vote.PersonId),
            Is.EquivalentTo(new[] { Committee.Ada, Committee.Blaise }));
        Assert.That(after.Items[0].Heard, Is.EquivalentTo(new[] { Committee.Chair, Committee.ViceChair, Committee.Claire }));
    }

    [Test]
    public void The_vote_of_somebody_recused_meanwhile_is_gone()
    {
        var meeting = Committee.Opened().With(Committee.Everybody).ItemOpen().Proposing(Committee.Label)
            .Voting(Choice.For, Committee.Ada, Committee.Chair)
            .Recusing(Committee.Ada);

        Assert.That(meeting.Votes.Select(vote => vote.PersonId), Is.EqualTo(new[] { Committee.Chair }));
        Assert.That(meeting.CastVote(meeting.Items[0].Id, Committee.Ada, Choice.For, Committee.Noon), Is.Null);
        Assert.That(meeting.Closing().Ballot.Count!.Quorum, Is.EqualTo(new Quorum(4, 4, 3)));
    }

    [Test]
    public void Nobody_but_the_presiding_person_puts_and_closes()
    {
        var meeting = Committee.Opened().With(Committee.Everybody).ItemOpen();
        foreach (var other in Committee.Everybody.Where(person => person != Committee.Chair))
        {
            Assert.That(meeting.Propose(meeting.Items[0].Id, other, Committee.Label, Committee.Noon), Is.Null);
            Assert.That(meeting.Proposing(Committee.Label).CloseBallot(meeting.Items[0].Id, other, Committee.Noon), Is.Null);
        }
    }

    [Test]
    public void No_decision_below_quorum()
    {
        var meeting = Committee.Opened().With(Committee.Chair, Committee.ViceChair, Committee.Ada).ItemOpen()
            .Proposing(Committee.Label).Voting(Choice.For, Committee.Chair, Committee.ViceChair, Committee.Ada);

        Assert.That(meeting.CloseBallot(meeting.Items[0].Id, Committee.Chair, Committee.Noon), Is.Not.Null);
        Assert.That(meeting.Without(Committee.Ada).CloseBallot(meeting.Items[0].Id, Committee.Chair, Committee.Noon), Is.Null);
    }

    static IEnumerable<TestCaseData> Proposals()
    {
        Reservation[] reservations = [.. Committee.WithReservations.Reservations];
        foreach (var decision in Enum.GetValues<Decision>())
        {
            var needs = decision switch
            {
                Decision.Label or Decision.SupportLetter => "",
                Decision.LabelWithReservations => "reservations",
                Decision.Adjourn => "session",
                Decision.Refuse => "reasons",
            };
            yield return new TestCaseData(new Proposal(decision, null, [], null), needs == "");
            yield return new TestCaseData(new Proposal(decision, " ", [], null), needs == "");
            yield return new TestCaseData(new Proposal(decision, "Because.", [], null), needs is "" or "reasons");
            yield return new TestCaseData(new Proposal(decision, null, reservations, null), needs == "reservations");
            yield return new TestCaseData(new Proposal(decision, null, [], Committee.Person(70)), needs == "session");
            yield return new TestCaseData(new Proposal(decision, "Because.", reservations, Committee.Person(70)), false);
        }
    }

    [TestCaseSource(nameof(Proposals))]
    public void A_proposal_has_what_its_decision_needs_and_nothing_of_another(Proposal proposal, bool whole)
    {
        var meeting = Committee.Opened().With(Committee.Everybody).ItemOpen();

        Assert.That(proposal.IsWhole, Is.EqualTo(whole));
        Assert.That(meeting.Propose(meeting.Items[0].Id, Committee.Chair, proposal, Committee.Noon) is not null, Is.EqualTo(whole));
    }
}
