using Labelling.ExpertReview.Sessions;

namespace Labelling.ExpertReview.Tests.Sessions;

public sealed class RoomTests
{
    [TestCase(5, 0.5, 3)]
    [TestCase(6, 0.5, 3)]
    [TestCase(7, 0.5, 4)]
    [TestCase(12, 0.5, 6)]
    [TestCase(3, 0.5, 3, Description = "never fewer than three")]
    [TestCase(2, 0.5, 3, Description = "two entitled members can decide nothing")]
    [TestCase(9, 0.34, 4)]
    [TestCase(9, 1, 9)]
    public void The_quorum_is_the_programmes_share_of_the_entitled_and_never_fewer_than_three(int entitled, double share, int needed)
    {
        Assert.That(Quorum.Of(entitled, needed, (decimal)share), Is.EqualTo(new Quorum(entitled, needed, needed)));
        Assert.That(Quorum.Of(entitled, needed, (decimal)share).Reached, Is.True);
        Assert.That(Quorum.Of(entitled, needed - 1, (decimal)share).Reached, Is.False);
    }

    [Test]
    public void Recused_members_leave_both_counts()
    {
        var meeting = Committee.Opened().With(Committee.Everybody).Recusing(Committee.Ada, Committee.Blaise);

        Assert.That(meeting.RoomFor(meeting.Items[0]).Quorum, Is.EqualTo(new Quorum(3, 3, 3)));
    }

    [Test]
    public void Remote_members_are_present()
    {
        var meeting = Committee.Opened().Attend(Committee.Chair, Presence.Remote, Committee.Noon)!;

        Assert.That(meeting.RoomFor(meeting.Items[0]).Present, Is.EqualTo(new[] { Committee.Chair }));
    }

    [Test]
    public void The_chair_presides_else_the_vice_chair_else_who_is_elected()
    {
        var everybody = Committee.Opened().With(Committee.Everybody);
        Guid? Presiding(Meeting meeting) => meeting.RoomFor(meeting.Items[0]).Presiding;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Presiding(everybody), Is.EqualTo(Committee.Chair));
            Assert.That(Presiding(everybody.Without(Committee.Chair)), Is.EqualTo(Committee.ViceChair), "chair absent");
            Assert.That(Presiding(everybody.Recusing(Committee.Chair)), Is.EqualTo(Committee.ViceChair), "chair recused");
            Assert.That(Presiding(everybody.Recusing(Committee.Chair, Committee.ViceChair)), Is.Null, "both recused, nobody elected");
            Assert.That(Presiding(everybody.Recusing(Committee.Chair).Without(Committee.ViceChair)), Is.Null, "recused and absent");
        }
    }

    [Test]
    public void Those_present_elect_who_presides_by_more_than_half_of_them()
    {
        var meeting = Committee.Opened().With(Committee.Everybody).Recusing(Committee.Chair, Committee.ViceChair);
        var itemId = meeting.Items[0].Id;

        var one = meeting.Elect(itemId, Committee.Ada, Committee.Claire)!;
        var two = one.Elect(itemId, Committee.Blaise, Committee.Claire)!;
        var changed = two.Elect(itemId, Committee.Blaise, Committee.Ada)!;

        Assert.That(one.RoomFor(one.Items[0]).Presiding, Is.Null);
        Assert.That(two.RoomFor(two.Items[0]).Presiding, Is.EqualTo(Committee.Claire));
        Assert.That(changed.RoomFor(changed.Items[0]).Presiding, Is.Null);
        Assert.That(two.Without(Committee.Claire).RoomFor(two.Items[0]).Presiding, Is.Null, "the elected person left");
    }

    [Test]
    public void An_election_is_for_those_present_and_only_when_nobody_can_preside()
    {
        var presided = Committee.Opened().With(Committee.Everybody);
        var meeting = presided.Recusing(Committee.Chair, Committee.ViceChair).Without(Committee.Claire);
        var itemId = meeting.Items[0].Id;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(presided.Elect(itemId, Committee.Ada, Committee.Ada), Is.Null, "the chair presides");
            Assert.That(meeting.Elect(itemId, Committee.Claire, Committee.Ada), Is.Null, "an absent elector");
            Assert.That(meeting.Elect(itemId, Committee.Ada, Committee.Claire), Is.Null, "an absent candidate");
            Assert.That(meeting.Elect(itemId, Committee.Chair, Committee.Ada), Is.Null, "a recused elector");
            Assert.That(meeting.Elect(itemId, Committee.Ada, Committee.Chair), Is.Null, "a recused candidate");
        }
    }

    [Test]
    public void The_chair_signs_recused_the_vice_chair_both_whoever_was_elected()
    {
        Guid? Signs(Meeting meeting) => meeting.Signatory(meeting.Items[0]);
        Meeting Decide(Meeting meeting, Guid by) =>
            meeting.ItemOpen().Proposing(Committee.Label, by).Voting(Choice.For, Committee.Claire).Closing(by).Meeting;
        var everybody = Committee.Opened().With(Committee.Everybody);
        var elected = everybody.Recusing(Committee.Chair, Committee.ViceChair);
        foreach (var elector in new[] { Committee.Ada, Committee.Blaise })
            elected = elected.Elect(elected.Items[0].Id, elector, Committee.Blaise)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Signs(everybody), Is.Null, "undecided");
            Assert.That(Signs(Decide(everybody, Committee.Chair)), Is.EqualTo(Committee.Chair));
            Assert.That(Signs(Decide(everybody.Without(Committee.Chair), Committee.ViceChair)), Is.EqualTo(Committee.Chair), "absent, not recused");
            Assert.That(Signs(Decide(everybody.Recusing(Committee.Chair), Committee.ViceChair)), Is.EqualTo(Committee.ViceChair));
            Assert.That(Signs(Decide(elected, Committee.Blaise)), Is.EqualTo(Committee.Blaise));
        }
    }

    [Test]
    public void Who_heard_the_decision_cannot_be_recused_and_who_was_away_gets_no_hint_that_there_is_one()
    {
        var undecided = Committee.Opened().With(Committee.Everybody).Without(Committee.Claire).ItemOpen();
        var decided = undecided.Proposing(Committee.Label).Voting(Choice.For, Committee.Chair).Closing().Meeting;
        var itemId = decided.Items[0].Id;

        Assert.That(decided.Recuse(itemId, Committee.Ada, RecusalKind.Own, "A friend.", Committee.Noon), Is.Null);
        Assert.That(undecided.Recuse(itemId, Committee.Claire, RecusalKind.Own, "A friend.", Committee.Noon), Is.Not.Null);
        Assert.That(decided.Recuse(itemId, Committee.Claire, RecusalKind.Own, "A friend.", Committee.Noon), Is.Not.Null);
    }

    [Test]
    public void A_recusal_outlives_an_agenda_that_leaves_the_dossier_out()
    {
        var meeting = Committee.WithAgenda(dossiers: 2).Recusing(Committee.Ada);
        AgendaEntry first = new(Committee.Dossier(1), Committee.OnAgenda()), second = new(Committee.Dossier(2), Committee.OnAgenda());

        var back = meeting.PublishAgenda([second], [], Committee.Noon)!.PublishAgenda([second, first], [], Committee.Noon)!;

        Assert.That(back.IsRecused(back.Items[1], Committee.Ada), Is.True);
        Assert.That(back.IsRecused(back.Items[0], Committee.Ada), Is.False);
    }

    [Test]
    public void Conflicts_found_when_the_item_opens_recuse()
    {
        var meeting = Committee.Opened().With(Committee.Everybody);
        Recusal found = new(meeting.Items[0].DossierId, Committee.Ada, RecusalKind.Detected, "because...", "parce que...", Committee.Noon);

        var open = meeting.OpenItem(meeting.Items[0].Id, [found, found with { PersonId = Committee.Person(99) }])!;

        Assert.That(open.Recusals, Is.EqualTo(new[] { found }), "a person without a seat is not recused");
        Assert.That(open.RoomFor(open.Items[0]).Entitled, Does.Not.Contain(Committee.Ada));
    }

    /// <summary>Who is in the room, for every status of an item, in the words of the embargo.</summary>
    [TestCase(ItemStatus.Waiting, true, false, true)]
    [TestCase(ItemStatus.Open, true, false, true)]
    [TestCase(ItemStatus.Decided, true, false, true)]
    [TestCase(ItemStatus.Left, false, false, true)]
    public void Those_present_are_in_the_room_those_away_recused_or_of_the_dossier_are_not(
        ItemStatus status, bool present, bool away, bool office)
    {
        Viewer Of(Guid person, bool isOffice = false, params Guid[] actsOn) => new(person, isOffice, actsOn.ToHashSet());
        var meeting = Committee.Opened().With(Committee.Everybody).Without(Committee.Claire).Recusing(Committee.Blaise);
        var item = meeting.Items[0] with { Status = status, Heard = status == ItemStatus.Decided ? [Committee.Chair, Committee.ViceChair, Committee.Ada] : [] };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(meeting.IsInTheRoom(item, Of(Committee.Ada)), Is.EqualTo(present));
            Assert.That(meeting.IsInTheRoom(item, Of(Committee.Claire)), Is.EqualTo(away));
            Assert.That(meeting.IsInTheRoom(item, Of(Committee.Blaise)), Is.False, "recused");
            Assert.That(meeting.IsInTheRoom(item, Of(Committee.Blaise, isOffice: true)), Is.False, "recused, of the office too");
            Assert.That(meeting.IsInTheRoom(item, Of(Committee.Person(99))), Is.False, "no member");
            Assert.That(meeting.IsInTheRoom(item, Of(Committee.Person(99), isOffice: true)), Is.EqualTo(office));
            Assert.That(meeting.IsInTheRoom(item, Of(Committee.Person(99), isOffice: true, item.DossierId)), Is.False, "office, and holds the dossier");
        }
    }
}
