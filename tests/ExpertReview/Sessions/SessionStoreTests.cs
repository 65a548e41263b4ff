using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.Ground;
using Labelling.Storage;
using static Labelling.ExpertReview.Tests.Sessions.CommitteeWorld;

namespace Labelling.ExpertReview.Tests.Sessions;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class SessionStoreTests(Dialect dialect)
{
    CommitteeWorld world = null!;

    [SetUp]
    public async Task Begin() => world = await Create(dialect);

    [TearDown]
    public async Task End() => await world.DisposeAsync();

    [Test]
    public async Task A_planned_session_is_read_as_it_was_planned_and_announced()
    {
        var answer = await world.Plan();

        var session = answer.As<SessionView>();
        Assert.That(answer.Status, Is.EqualTo(201));
        Assert.That((await world.Read(session.Id, As(Committee.Ada))).Body, Is.EqualTo(answer.Body));
        Assert.That(session.Members.Select(member => (member.PersonId, member.Role)), Is.EqualTo(Committee.Seats.Select(seat => (seat.PersonId, seat.Role))));
        Assert.That(await world.Db.Events(), Is.EqualTo(new[] { new SessionScheduled(
            ((SessionScheduled)(await world.Db.Events())[0]).EventId, session.Id, 1, world.Clock.GetUtcNow(), "March", session.StartsAt) }));
    }

    [Test]
    public async Task Members_hold_the_role_they_sit_in()
    {
        Assert.That((await world.Plan(members: [.. Committee.Seats.Skip(1), new Seat(Committee.Ada, SeatRole.Chair)])).Code, Is.EqualTo("session.members"));
        Assert.That((await world.Plan(members: [new(Committee.Ada, SeatRole.Chair), new(Committee.Blaise, SeatRole.Member), new(Committee.Claire, SeatRole.Member)])).Code,
            Is.EqualTo("session.member-without-role"));
        Assert.That((await world.Plan(members: [.. Committee.Seats, new Seat(Committee.Person(99), SeatRole.Member)])).Code, Is.EqualTo("session.member-without-role"));
        Assert.That(await world.Db.Events(), Is.Empty);
    }

    [Test]
    public async Task Sessions_are_for_the_office_and_their_members()
    {
        await world.Register(Committee.Person(99), Roles.Member);
        var session = (await world.Plan()).As<SessionView>();

        Assert.That((await world.Read(session.Id, As(Committee.Person(99)))).Status, Is.EqualTo(404));
        Assert.That((await world.List(As(Committee.Person(99)))).As<SessionList>().Items, Is.Empty);
        Assert.That((await world.List(As(Committee.Ada))).As<SessionList>().Items.Select(line => line.Id), Is.EqualTo(new[] { session.Id }));
        Assert.That((await world.List(As(Office))).As<SessionList>().Items.Select(line => line.Id), Is.EqualTo(new[] { session.Id }));
    }

    [Test]
    public async Task A_stale_revision_changes_nothing()
    {
        var dossier = await world.Dossier(1);
        var session = await world.Agenda(dossier);
        var stale = session.Revision - 1;

        string?[] codes =
        [
            (await world.Change(session.Id, stale, session.StartsAt.AddDays(1))).Code,
            (await world.Publish(session.Id, stale, dossier)).Code,
            (await world.Open(session.Id, stale)).Code,
        ];
        var open = (await world.Open(session.Id, session.Revision)).As<SessionView>();

        Assert.That(codes, Is.All.EqualTo("stale"));
        Assert.That((await world.Close(session.Id, session.Revision)).Code, Is.EqualTo("stale"));
        Assert.That((open.StartsAt, open.AgendaVersion, open.Revision), Is.EqualTo((session.StartsAt, "A", session.Revision + 1)));
    }

    [Test]
    public async Task Only_dossiers_with_their_reviews_in_are_on_an_agenda()
    {
        var notReviewed = await world.Dossier(1, reviewed: false);
        var withdrawn = await world.Dossier(2);
        await world.Withdraw(2);
        var planned = (await world.Plan()).As<SessionView>();

        foreach (var dossier in new[] { notReviewed, withdrawn, Committee.Dossier(99) })
        {
            var answer = await world.Publish(planned.Id, planned.Revision, dossier);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((422, "session.dossier-not-ready")), $"{dossier}");
        }
    }

    [Test]
    public async Task An_undecided_dossier_is_before_one_session_and_free_again_when_that_left_it()
    {
        var dossier = await world.Dossier(1);
        var first = await world.Opened([dossier]);
        var second = (await world.Plan("April")).As<SessionView>();

        Assert.That((await world.Publish(second.Id, second.Revision, dossier)).Code, Is.EqualTo("session.dossier-elsewhere"));
        await world.Close(first.Id, first.Revision);
        Assert.That((await world.Publish(second.Id, second.Revision, dossier)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_new_version_of_the_agenda_keeps_what_stays_and_frees_what_goes()
    {
        Guid one = await world.Dossier(1), two = await world.Dossier(2);
        var session = await world.Agenda(one);
        var kept = session.Items[0].Id;

        var second = (await world.Publish(session.Id, session.Revision, two, one)).As<SessionView>();
        var third = (await world.Publish(session.Id, second.Revision, two)).As<SessionView>();

        Assert.That((second.AgendaVersion, second.Items[1].Id), Is.EqualTo(("B", kept)));
        Assert.That(third.Items.Select(item => item.DossierId), Is.EqualTo(new[] { two }));
        Assert.That(third.Agendas[2].Removed, Is.EqualTo(new[] { one }));
        Assert.That((await world.Agenda(one)).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Conflicts_recuse_when_the_agenda_is_published_and_again_when_the_item_opens()
    {
        var dossier = await world.Dossier(1, challenged: [Committee.Ada]);
        var session = await world.Opened([dossier]);
        var atAgenda = session.Items[0].Recusals;
        // Blaise joins the lead's organisation after the agenda was sent.
        await world.Heard(new PersonChanged(
            Guid.CreateVersion7(), Committee.Blaise, 2, world.Clock.GetUtcNow(), "Blaise", "b@example.org", "fr", [Roles.Member],
            [new Affiliation(Committee.Person(701), null, null, new DateOnly(2020, 1, 1), null)]));

        var open = (await world.OpenItem(session.Id, session.Items[0].Id, As(Office))).As<ItemView>();

        Assert.That(atAgenda.Select(recusal => (recusal.PersonId, recusal.Kind)), Is.EqualTo(new[] { (Committee.Ada, RecusalKind.Detected) }));
        Assert.That(atAgenda[0].Reason, Does.StartWith("because"));
        Assert.That(open.Recusals.Select(recusal => recusal.PersonId), Is.EqualTo(new[] { Committee.Ada, Committee.Blaise }));
        Assert.That(open.Quorum, Is.EqualTo(new QuorumView(3, 3, 3, true)));
    }

    [Test]
    public async Task A_holder_of_the_dossier_who_sits_in_the_committee_is_recused()
    {
        var dossier = await world.Dossier(1, holderId: Committee.Claire);

        Assert.That((await world.Agenda(dossier)).Items[0].Recusals.Select(recusal => recusal.PersonId), Is.EqualTo(new[] { Committee.Claire }));
    }

    [Test]
    public async Task An_expert_of_the_dossier_who_sits_in_the_committee_is_recused()
    {
        var dossier = await world.Dossier(1);
        await world.Heard(new PersonChanged(
            Guid.CreateVersion7(), Committee.Person(801), 2, world.Clock.GetUtcNow(), "Expert", "e@example.org", "fr", [Roles.Expert, Roles.Member], []));
        var planned = (await world.Plan(members: [.. Committee.Seats, new Seat(Committee.Person(801), SeatRole.Member)])).As<SessionView>();

        var session = (await world.Publish(planned.Id, planned.Revision, dossier)).As<SessionView>();

        Assert.That(session.Items[0].Recusals.Select(recusal => recusal.PersonId), Is.EqualTo(new[] { Committee.Person(801) }));
    }

    [Test]
    public async Task A_member_who_joins_after_the_agenda_is_recused_by_their_conflicts()
    {
        await world.Register(Committee.Person(9), Roles.Member);
        var session = await world.Agenda(await world.Dossier(1, challenged: [Committee.Person(9)]));

        var changed = (await world.Change(session.Id, session.Revision, session.StartsAt, [.. Committee.Seats, new Seat(Committee.Person(9), SeatRole.Member)]))
            .As<SessionView>();

        Assert.That(changed.Items[0].Recusals.Select(recusal => recusal.PersonId), Is.EqualTo(new[] { Committee.Person(9) }));
        Assert.That(changed.Items[0].Quorum!.Entitled, Is.EqualTo(5));
    }

    [Test]
    public async Task The_whole_way_to_a_decision_is_kept()
    {
        var session = await world.Opened([await world.Dossier(1)], Committee.Chair, Committee.ViceChair, Committee.Ada, Committee.Blaise);
        var itemId = session.Items[0].Id;
        await world.OpenItem(session.Id, itemId);
        Assert.That((await world.OpenItem(session.Id, itemId)).Code, Is.EqualTo("item.not-waiting"));

        await world.Propose(session.Id, itemId, Committee.Refuse);
        Assert.That((await world.Propose(session.Id, itemId, Committee.Label)).Code, Is.EqualTo("item.ballot-running"));
        await world.Vote(session.Id, itemId, Committee.Ada, Choice.For);
        var changed = (await world.Vote(session.Id, itemId, Committee.Ada, Choice.Against)).As<BallotView>();
        var lost = (await world.CloseBallot(session.Id, itemId)).As<BallotView>();
        await world.Propose(session.Id, itemId, Committee.WithReservations);
        foreach (var person in new[] { Committee.Chair, Committee.Ada, Committee.Blaise })
            await world.Vote(session.Id, itemId, person, Choice.For);
        await world.Attend(session.Id, Committee.Blaise, Presence.Absent);
        var won = (await world.CloseBallot(session.Id, itemId)).As<BallotView>();
        var read = (await world.Read(session.Id, As(Office))).As<SessionView>().Items[0];

        Assert.That((changed.VotesCast, changed.MyVote, changed.For, changed.Status), Is.EqualTo((1, (Choice?)Choice.Against, (int?)null, BallotStatus.Open)));
        Assert.That((lost.Carried, lost.Against, lost.Quorum), Is.EqualTo(((bool?)false, (int?)1, new QuorumView(5, 4, 3, true))));
        Assert.That((won.Number, won.Carried, won.For, won.Quorum), Is.EqualTo((2, (bool?)true, (int?)2, new QuorumView(5, 3, 3, true))));
        Assert.That(read.Ballots, Has.Count.EqualTo(2));
        Assert.That((read.Status, read.Decision!.Decision, read.Decision.ReleasedAt),
            Is.EqualTo((ItemStatus.Decided, Decision.LabelWithReservations, (DateTimeOffset?)null)));
        Assert.That(read.Decision.Reservations, Is.EqualTo(Committee.WithReservations.Reservations));
        Assert.That((await world.Vote(session.Id, itemId, Committee.Ada, Choice.For)).Code, Is.EqualTo("item.no-ballot"));
        Assert.That((await world.Propose(session.Id, itemId, Committee.Label)).Code, Is.EqualTo("item.not-open"));
        Assert.That(await world.Db.Events(), Is.All.TypeOf<SessionScheduled>(), "nothing leaves before the release");
    }

    [Test]
    public async Task Below_quorum_a_ballot_stays_open_until_somebody_comes_back()
    {
        var session = await world.Opened([await world.Dossier(1)], Committee.Chair, Committee.Ada, Committee.Blaise);
        var itemId = session.Items[0].Id;
        await world.OpenItem(session.Id, itemId);
        await world.Propose(session.Id, itemId, Committee.Label);
        await world.Vote(session.Id, itemId, Committee.Chair, Choice.For);
        await world.Attend(session.Id, Committee.Blaise, Presence.Absent);

        var refused = await world.CloseBallot(session.Id, itemId);
        await world.Attend(session.Id, Committee.Blaise, Presence.Remote, As(Committee.Blaise));
        var closed = await world.CloseBallot(session.Id, itemId);

        Assert.That((refused.Status, refused.Code), Is.EqualTo((422, "item.no-quorum")));
        Assert.That(closed.As<BallotView>().Carried, Is.True);
    }

    [Test]
    public async Task Two_votes_in_the_same_moment_both_count()
    {
        var session = await world.Opened([await world.Dossier(1)]);
        var itemId = session.Items[0].Id;
        await world.OpenItem(session.Id, itemId);
        await world.Propose(session.Id, itemId, Committee.Label);

        await Task.WhenAll(Committee.Everybody.Select(person => Task.Run(() => world.Vote(session.Id, itemId, person, Choice.For))));

        Assert.That((await world.CloseBallot(session.Id, itemId)).As<BallotView>().For, Is.EqualTo(5));
    }

    [Test]
    public async Task The_chair_and_the_vice_chair_recused_those_present_elect_who_presides_and_signs()
    {
        var session = await world.Opened([await world.Dossier(1)]);
        var itemId = session.Items[0].Id;
        await world.Recuse(session.Id, itemId, Committee.Chair);
        Assert.That((await world.Elect(session.Id, itemId, Committee.Ada, Committee.Blaise)).Code, Is.EqualTo("item.presided"));
        await world.Recuse(session.Id, itemId, Committee.ViceChair, As(Office));
        await world.OpenItem(session.Id, itemId, As(Office));

        Assert.That((await world.Elect(session.Id, itemId, Committee.Chair, Committee.Blaise)).Code, Is.EqualTo("item.recused"));
        Assert.That((await world.Elect(session.Id, itemId, Committee.Ada, Committee.Chair)).Code, Is.EqualTo("item.candidate"));
        await world.Elect(session.Id, itemId, Committee.Ada, Committee.Ada);
        await world.Elect(session.Id, itemId, Committee.Ada, Committee.Blaise);
        var elected = (await world.Elect(session.Id, itemId, Committee.Claire, Committee.Blaise)).As<ItemView>();
        await world.Propose(session.Id, itemId, Committee.Refuse, by: Committee.Blaise);
        await world.Vote(session.Id, itemId, Committee.Blaise, Choice.For);
        var closed = (await world.CloseBallot(session.Id, itemId, by: Committee.Blaise)).As<BallotView>();

        Assert.That(elected.PresidingId, Is.EqualTo(Committee.Blaise));
        Assert.That(closed.Carried, Is.True);
        Assert.That((await world.Release(Committee.Blaise, itemId)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_recusal_in_the_middle_of_a_ballot_takes_the_vote_away()
    {
        var session = await world.Opened([await world.Dossier(1)]);
        var itemId = session.Items[0].Id;
        await world.OpenItem(session.Id, itemId);
        await world.Propose(session.Id, itemId, Committee.Label);
        await world.Vote(session.Id, itemId, Committee.Ada, Choice.For);

        await world.Recuse(session.Id, itemId, Committee.Ada);

        Assert.That(await world.Count("Vote"), Is.Zero);
        Assert.That((await world.Vote(session.Id, itemId, Committee.Ada, Choice.For)).Code, Is.EqualTo("item.recused"));
    }

    [Test]
    public async Task Whoever_is_away_or_does_not_preside_is_told_so()
    {
        var session = await world.Opened([await world.Dossier(1)], Committee.Chair, Committee.Ada, Committee.Blaise);
        var itemId = session.Items[0].Id;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await world.OpenItem(session.Id, itemId, As(Committee.Ada))).Code, Is.EqualTo("item.not-presiding"));
            Assert.That((await world.Propose(session.Id, itemId, Committee.Label, by: Committee.ViceChair)).Code, Is.EqualTo("item.not-presiding"));
            Assert.That((await world.Vote(session.Id, itemId, Committee.Claire, Choice.For)).Code, Is.EqualTo("item.absent"));
            Assert.That((await world.Attend(session.Id, Committee.Claire, caller: As(Committee.Ada))).Code, Is.EqualTo("attendance.not-yours"));
            Assert.That((await world.Attend(session.Id, Office)).Code, Is.EqualTo("attendance.not-a-member"));
            Assert.That((await world.Recuse(session.Id, itemId, Committee.Claire, As(Committee.Ada))).Code, Is.EqualTo("recusal.not-yours"));
            Assert.That((await world.Close(session.Id, session.Revision, As(Committee.Ada))).Code, Is.EqualTo("session.not-yours"));
            Assert.That((await world.Vote(session.Id, Guid.CreateVersion7(), Committee.Ada, Choice.For)).Status, Is.EqualTo(404));
            Assert.That((await world.Vote(Guid.CreateVersion7(), itemId, Committee.Ada, Choice.For)).Status, Is.EqualTo(404));
        }
    }

    [Test]
    public async Task A_withdrawn_dossier_is_neither_opened_nor_proposed_nor_voted_nor_decided()
    {
        var session = await world.Opened([await world.Dossier(1), await world.Dossier(2)]);
        Guid first = session.Items[0].Id, second = session.Items[1].Id;
        await world.OpenItem(session.Id, first);
        await world.Propose(session.Id, first, Committee.Label);
        await world.Vote(session.Id, first, Committee.Chair, Choice.For);
        await world.Withdraw(1);
        await world.Withdraw(2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await world.Vote(session.Id, first, Committee.Ada, Choice.For)).Code, Is.EqualTo("item.dossier-withdrawn"));
            Assert.That((await world.CloseBallot(session.Id, first)).Code, Is.EqualTo("item.dossier-withdrawn"));
            Assert.That((await world.Propose(session.Id, first, Committee.Label)).Code, Is.EqualTo("item.dossier-withdrawn"));
            Assert.That((await world.OpenItem(session.Id, second)).Code, Is.EqualTo("item.dossier-withdrawn"));
        }
    }

    [Test]
    public async Task A_version_deposited_after_the_agenda_is_not_decided_on_by_it()
    {
        var session = await world.Opened([await world.Dossier(1)]);
        await world.Dossier(1, reviewed: false, version: 2);

        Assert.That((await world.OpenItem(session.Id, session.Items[0].Id)).Code, Is.EqualTo("item.dossier-changed"));
    }

    [Test]
    public async Task Reviews_are_closed_when_the_item_opens_and_stay_closed_whether_it_is_decided_or_left()
    {
        Guid decided = await world.Dossier(1), left = await world.Dossier(2);
        var session = await world.Opened([decided, left]);
        async Task<DateTimeOffset?> ClosedAt(Guid dossier) => (await world.Db.Get<DossierStore>().Find(dossier, default))!.ReviewsClosedAt;
        var now = world.Clock.GetUtcNow();

        Assert.That((await ClosedAt(decided), await ClosedAt(left)), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)));
        await world.Decide(session.Id, session.Items[0].Id, Committee.Label);
        await world.OpenItem(session.Id, session.Items[1].Id);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.Close(session.Id, session.Revision);
        Assert.That((await ClosedAt(decided), await ClosedAt(left)), Is.EqualTo(((DateTimeOffset?)now, (DateTimeOffset?)now)));
    }

    [Test]
    public async Task An_adjournment_names_a_later_session_that_has_not_begun()
    {
        var session = await world.Opened([await world.Dossier(1)]);
        var earlier = (await world.Plan("Earlier", session.StartsAt.AddDays(-1))).As<SessionView>();
        var later = (await world.Plan("April", session.StartsAt.AddDays(30))).As<SessionView>();
        await world.OpenItem(session.Id, session.Items[0].Id);
        foreach (var target in new Guid?[] { null, session.Id, earlier.Id, Guid.CreateVersion7() })
        {
            Assert.That((await world.Propose(session.Id, session.Items[0].Id, new(Decision.Adjourn, null, [], target))).Code,
                Is.EqualTo("proposal.session"), $"{target}");
        }

        Assert.That((await world.Propose(session.Id, session.Items[0].Id, new(Decision.Adjourn, null, [], later.Id))).Status, Is.EqualTo(200));
    }

    [TestCase(Decision.Refuse, "proposal.reasons")]
    [TestCase(Decision.LabelWithReservations, "proposal.reservations")]
    public async Task A_proposal_that_lacks_something_is_refused(Decision decision, string code)
    {
        var session = await world.Opened([await world.Dossier(1)]);
        await world.OpenItem(session.Id, session.Items[0].Id);

        var answer = await world.Propose(session.Id, session.Items[0].Id, new(decision, " ", [], null));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((422, code)));
    }

    [Test]
    public async Task The_minutes_write_themselves_and_become_final_once()
    {
        var session = await world.Opened([await world.Dossier(1), await world.Dossier(2)]);
        await world.Recuse(session.Id, session.Items[0].Id, Committee.Claire);
        await world.Decide(session.Id, session.Items[0].Id, Committee.Refuse, voters: [Committee.Chair, Committee.Ada]);
        Assert.That((await world.Finalise(session.Id, session.Revision)).Code, Is.EqualTo("session.not-closed"));
        var closed = (await world.Close(session.Id, session.Revision)).As<SessionView>();
        var draft = (await world.Minutes(session.Id, As(Office))).As<MinutesView>();

        var hash = (await world.Finalise(session.Id, closed.Revision)).As<FinaliseMinutes.Answer>().Hash;
        var final = (await world.Minutes(session.Id, As(Office))).As<MinutesView>();
        var item = final.Minutes.Items[0];

        Assert.That((draft.Final, draft.Hash), Is.EqualTo((false, (string?)null)));
        Assert.That((final.Final, final.Hash), Is.EqualTo((true, hash)));
        Assert.That(Minutes.HashOf(final.Minutes.ToText()), Is.EqualTo(hash), "whoever holds the text can check the hash");
        Assert.That(Json.Write(final.Minutes), Is.EqualTo(Json.Write(draft.Minutes)));
        Assert.That(final.Minutes.Attendance, Has.Count.EqualTo(5));
        Assert.That(item.Recusals.Select(recusal => recusal.Name), Is.EqualTo(new[] { "Person 05" }));
        Assert.That((item.Decision!.Decision, item.Decision.Reasons, item.PresidedByName), Is.EqualTo((Decision.Refuse, "Too early.", "Person 01")));
        Assert.That(item.Ballots[0].Votes.Select(vote => (vote.Name, vote.Choice)),
            Is.EqualTo(new[] { ("Person 01", Choice.For), ("Person 03", Choice.For) }));
        Assert.That(final.Minutes.Items[1].Status, Is.EqualTo(ItemStatus.Left));
        Assert.That((await world.Finalise(session.Id, final.Revision)).Code, Is.EqualTo("session.not-closed"));
    }

    [Test]
    public async Task A_session_that_was_opened_is_not_changed_any_more()
    {
        var dossier = await world.Dossier(1);
        var session = await world.Opened([dossier]);

        Assert.That((await world.Change(session.Id, session.Revision, session.StartsAt)).Code, Is.EqualTo("session.not-changeable"));
        Assert.That((await world.Publish(session.Id, session.Revision, dossier)).Code, Is.EqualTo("session.not-plannable"));
        Assert.That((await world.Open(session.Id, session.Revision)).Code, Is.EqualTo("session.not-openable"));
    }
}
