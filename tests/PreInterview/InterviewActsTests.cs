using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using static Labelling.PreInterview.Tests.World;

namespace Labelling.PreInterview.Tests;

/// <summary>What people do, from the request to the row and the event, in both dialects.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class InterviewActsTests(Dialect dialect)
{
    World world = null!;

    [SetUp]
    public async Task Begin() => world = await Create(dialect);

    [TearDown]
    public async Task End() => await world.DisposeAsync();

    [Test]
    public async Task An_interview_goes_from_admission_to_conclusion_and_answer()
    {
        var opened = await world.Of(await world.Admitted());
        Assert.That((opened.Status, opened.Round, opened.Version, opened.Revision, opened.Required, opened.NoShows),
            Is.EqualTo((InterviewStatus.ToSchedule, 1, 1, 1L, (bool?)true, 0)));
        Assert.That((opened.DossierReference, opened.DossierTitle), Is.EqualTo(("2026-0042", "Imaging of the liver")));

        var slot = await world.Offered(world.Expert);
        var proposed = Seen(await world.Propose(world.AsOffice, opened, world.Expert));
        Assert.That(proposed.Slots!.Select(each => (each.Id, each.ExpertName, each.Free)), Is.EqualTo(new[] { (slot, "Anne Expert", true) }));

        var booked = Seen(await world.Book(world.AsHolder, proposed, slot));
        Assert.That((booked.Status, booked.ExpertId, booked.ExpertName, booked.StartsAt, booked.EndsAt),
            Is.EqualTo((InterviewStatus.Booked, (Guid?)world.Expert, "Anne Expert", (DateTimeOffset?)Morning, (DateTimeOffset?)Morning.AddMinutes(45))));

        var held = Seen(await world.Hold(world.AsExpert, booked));
        Assert.That((held.Status, held.HeldOn), Is.EqualTo((InterviewStatus.Held, (DateOnly?)new DateOnly(2026, 3, 12))));

        var concluded = Seen(await world.Conclude(world.AsExpert, held, InterviewRecommendation.ProceedWithAdvice));
        Assert.That(concluded.Status, Is.EqualTo(InterviewStatus.Concluded));
        Assert.That(concluded.Conclusion!.Maturity, Is.EqualTo(new[] { new CriterionMaturity("scientific-quality", 3.5m, "Sound.") }));

        var answered = Seen(await world.Reply(world.AsHolder, concluded));
        Assert.That((answered.Conclusion!.Reply, answered.Conclusion.RepliedAt), Is.EqualTo(("Thank you.", (DateTimeOffset?)Morning)));
        Assert.That(answered.Revision, Is.EqualTo(6));

        var events = await world.Events();
        Assert.That(events.Select(each => each.GetType()), Is.EqualTo(new[] { typeof(InterviewBooked), typeof(InterviewHeld), typeof(InterviewConcluded) }));
        Assert.That(events.Select(each => EventCatalogue.Of(each.GetType()).SequenceOf(each)), Is.EqualTo(new long[] { 1, 2, 3 }));
        Assert.That(events[2], Is.EqualTo(new InterviewConcluded(
            ((InterviewConcluded)events[2]).EventId, opened.DossierId, 3, Morning, opened.Id, world.Expert, 1, InterviewRecommendation.ProceedWithAdvice, null, null)));
    }

    [Test]
    public async Task What_is_read_back_is_what_was_answered()
    {
        var concluded = await world.Concluded(InterviewRecommendation.Replan);

        var read = await world.Show(world.AsExpert, concluded.Id);

        Assert.That(Json.Write(read), Is.EqualTo(Json.Write(concluded)));
    }

    [Test]
    public async Task Every_revision_leaves_a_line_in_the_history_and_in_the_audit_trail()
    {
        var concluded = await world.Concluded(InterviewRecommendation.Proceed);

        var history = await world.Database.Query<string>(
            "select Action from InterviewHistory where InterviewId = @Id order by Revision", new { concluded.Id }, default);
        var audited = await world.Database.Query<string>(
            "select Action from AuditLine where SubjectId = @Id order by Position", new { concluded.Id }, default);

        Assert.That(history, Is.EqualTo(new[] { "opened", "experts-proposed", "booked", "held", "concluded" }));
        Assert.That(audited, Is.EqualTo(history.Select(action => $"interview.{action}")));
    }

    [Test]
    public async Task A_stale_revision_changes_nothing_whatever_the_act()
    {
        var booked = await world.Booked();
        var old = booked with { Revision = booked.Revision - 1 };
        var stale = new Answer(409, "stale");

        Assert.That(Refused(await world.Propose(world.AsOffice, old, world.Expert)), Is.EqualTo(stale));
        Assert.That(Refused(await world.Book(world.AsHolder, old, Guid.CreateVersion7())), Is.EqualTo(stale));
        Assert.That(Refused(await world.Cancel(world.AsHolder, old)), Is.EqualTo(stale));
        Assert.That(Refused(await world.Miss(world.AsExpert, old)), Is.EqualTo(stale));
        Assert.That(Refused(await world.Hold(world.AsExpert, old)), Is.EqualTo(stale));
        Assert.That(Refused(await world.Conclude(world.AsExpert, old, InterviewRecommendation.Proceed)), Is.EqualTo(stale));
        Assert.That(Refused(await world.Reply(world.AsHolder, old)), Is.EqualTo(stale));
        Assert.That(Refused(await world.Waive(world.AsOffice, old)), Is.EqualTo(stale));
        Assert.That(Json.Write(await world.Of(booked.DossierId)), Is.EqualTo(Json.Write(booked with { Slots = null, Criteria = null, ReviewBegun = false })));
    }

    [Test]
    public async Task The_store_refuses_a_change_of_what_somebody_changed_meanwhile()
    {
        var dossier = await world.Admitted();
        var read = (await world.Interviews.See((await world.Of(dossier)).Id, Viewer.Of(world.AsOffice), default))!.Interview;
        await world.Proposed(dossier);
        var (waived, happened) = read.Waive("Reason", Morning)!.Value;

        var saved = await world.Interviews.Save(read, waived, "waived", world.AsOffice.Actor(Roles.Office), default, happened);

        Assert.That(saved, Is.EqualTo(Saved.Stale));
        Assert.That((await world.Of(dossier)).Status, Is.EqualTo(InterviewStatus.SlotsProposed));
        Assert.That(await world.Events(), Is.Empty);
    }

    [Test]
    public async Task An_act_out_of_its_status_is_a_conflict_that_names_the_status()
    {
        var opened = await world.Of(await world.Admitted());
        var wrong = new Answer(409, "interview.status");

        Assert.That(Refused(await world.Book(world.AsHolder, opened, Guid.CreateVersion7())), Is.EqualTo(wrong));
        Assert.That(Refused(await world.Cancel(world.AsHolder, opened)), Is.EqualTo(wrong));
        Assert.That(Refused(await world.Miss(world.AsOffice, opened)), Is.EqualTo(wrong));
        Assert.That(Refused(await world.Hold(world.AsOffice, opened)), Is.EqualTo(wrong));
        Assert.That(Refused(await world.Reply(world.AsHolder, opened)), Is.EqualTo(wrong));
        var booked = await world.Booked(opened.DossierId);
        Assert.That(Refused(await world.Propose(world.AsOffice, booked, world.Expert)), Is.EqualTo(wrong));
        Assert.That(Refused(await world.Conclude(world.AsExpert, booked, InterviewRecommendation.Proceed)), Is.EqualTo(wrong));
    }

    [Test]
    public async Task Of_two_hundred_racing_holders_exactly_one_books_the_slot()
    {
        const int racers = 200;
        var slot = await world.Offered(world.Expert);
        var interviews = new List<(InterviewView View, Guid Holder)>();
        for (var racer = 0; racer < racers; racer++)
        {
            var holder = Guid.CreateVersion7();
            interviews.Add((await world.Proposed(await world.Admitted(holder, reference: $"2026-{racer:0000}")), holder));
        }

        using var start = new SemaphoreSlim(0);
        var racing = interviews.Select(each => Task.Run(async () =>
        {
            await start.WaitAsync();
            return Refused(await world.Book(As(each.Holder, Roles.Holder), each.View, slot));
        })).ToArray();
        start.Release(racers);
        var answers = await Task.WhenAll(racing);

        Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer == new Answer(409, "interview.slot-taken")), Is.EqualTo(racers - 1));
        Assert.That(await world.Events(), Has.Count.EqualTo(1).And.All.InstanceOf<InterviewBooked>());
        Assert.That(await world.Database.Query<Guid>("select Id from Interview where SlotId is not null", null, default), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_store_itself_lets_one_of_two_hundred_have_the_slot()
    {
        const int racers = 200;
        var slotId = await world.Offered(world.Expert);
        var slot = (await world.Interviews.Slot(slotId, default))!;
        var interviews = new List<Interview>();
        for (var racer = 0; racer < racers; racer++)
        {
            var view = await world.Proposed(await world.Admitted(reference: $"2026-{racer:0000}"));
            interviews.Add((await world.Interviews.See(view.Id, Viewer.Of(world.AsOffice), default))!.Interview);
        }

        // Everybody has read the slot as free before anybody writes.
        var answers = await Task.WhenAll(interviews.Select(interview => Task.Run(() =>
        {
            var (booked, happened) = interview.Book(new(slot.Id, slot.ExpertId, slot.StartsAt, slot.EndsAt), Morning)!.Value;
            return world.Interviews.Save(interview, booked, "booked", world.AsHolder.Actor(Roles.Holder), default, happened);
        })));

        Assert.That(answers.Count(saved => saved is Saved.Yes), Is.EqualTo(1));
        Assert.That(answers.Count(saved => saved is Saved.SlotTaken), Is.EqualTo(racers - 1));
        Assert.That(await world.Events(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task One_interview_racing_for_many_slots_gets_one_of_them()
    {
        var view = await world.Proposed();
        var slots = new List<Guid>();
        for (var i = 0; i < 20; i++) slots.Add(await world.Offered(world.Expert, Morning.AddHours(i)));

        var answers = await Task.WhenAll(slots.Select(slot => Task.Run(async () => Refused(await world.Book(world.AsHolder, view, slot)))));

        Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Status != 200), Is.All.EqualTo(new Answer(409, "stale")));
        Assert.That(await world.Database.Query<Guid>("select Id from Slot where InterviewId is not null", null, default), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_move_frees_the_slot_booked_before_for_somebody_else()
    {
        var first = await world.Offered(world.Expert, Morning);
        var second = await world.Offered(world.Expert, Morning.AddHours(2));
        var booked = Seen(await world.Book(world.AsHolder, await world.Proposed(), first));
        var other = await world.Proposed(await world.Admitted(reference: "2026-0043"));
        Assert.That(Refused(await world.Book(world.AsHolder, other, first)), Is.EqualTo(new Answer(409, "interview.slot-taken")));

        var moved = Seen(await world.Book(world.AsHolder, booked, second));

        Assert.That((moved.Status, moved.StartsAt), Is.EqualTo((InterviewStatus.Booked, (DateTimeOffset?)Morning.AddHours(2))));
        Assert.That((await world.Events()).OfType<InterviewBooked>().Select(each => each.StartsAt), Is.EqualTo(new[] { Morning, Morning.AddHours(2) }));
        Seen(await world.Book(world.AsHolder, other, first));
    }

    [Test]
    public async Task Two_interviews_can_swap_their_slots_only_one_after_the_other()
    {
        var first = await world.Offered(world.Expert, Morning);
        var second = await world.Offered(world.Expert, Morning.AddHours(2));
        var one = Seen(await world.Book(world.AsHolder, await world.Proposed(), first));
        var two = Seen(await world.Book(world.AsHolder, await world.Proposed(await world.Admitted(reference: "2026-0043")), second));

        var answers = await Task.WhenAll(
            Task.Run(async () => Refused(await world.Book(world.AsHolder, one, second))),
            Task.Run(async () => Refused(await world.Book(world.AsHolder, two, first))));

        Assert.That(answers, Is.All.EqualTo(new Answer(409, "interview.slot-taken")));
        Assert.That((await world.Of(one.DossierId)).StartsAt, Is.EqualTo(Morning));
    }

    [Test]
    public async Task Holder_or_office_gives_the_booking_back_and_the_slot_is_free()
    {
        foreach (var caller in new[] { world.AsHolder, As(world.CoHolder, Roles.Holder), world.AsOffice })
        {
            var booked = await world.Booked();
            var cancelled = Seen(await world.Cancel(caller, booked));

            Assert.That((cancelled.Status, cancelled.ExpertId, cancelled.StartsAt), Is.EqualTo((InterviewStatus.SlotsProposed, (Guid?)null, (DateTimeOffset?)null)));
            Assert.That(cancelled.Slots!.Where(slot => slot.Free).Select(slot => slot.StartsAt), Does.Contain(booked.StartsAt!.Value));
        }
    }

    [Test]
    public async Task A_no_show_is_counted_frees_the_slot_and_leads_back_to_scheduling()
    {
        var booked = await world.Booked();

        var missed = Seen(await world.Miss(world.AsExpert, booked));

        Assert.That((missed.Status, missed.NoShows, missed.ExpertId), Is.EqualTo((InterviewStatus.ToSchedule, 1, (Guid?)null)));
        Assert.That(missed.ProposedExperts, Is.Empty);
        Assert.That((await world.Interviews.FreeSlots([world.Expert], world.Clock.GetUtcNow(), default)).Select(slot => slot.StartsAt), Is.EqualTo(new[] { booked.StartsAt!.Value }));
        var waived = Seen(await world.Waive(world.AsOffice, missed));
        Assert.That((waived.Status, waived.NoShows), Is.EqualTo((InterviewStatus.Waived, 1)));
    }

    [Test]
    public async Task Nothing_is_recorded_of_a_slot_that_has_not_begun()
    {
        var slot = await world.Offered(world.Expert, Morning.AddHours(1));
        var booked = Seen(await world.Book(world.AsHolder, await world.Proposed(), slot));
        var early = new Answer(409, "interview.not-begun");

        Assert.That(Refused(await world.Hold(world.AsExpert, booked)), Is.EqualTo(early));
        Assert.That(Refused(await world.Miss(world.AsOffice, booked)), Is.EqualTo(early));
        world.Clock.Advance(TimeSpan.FromHours(1));
        Seen(await world.Hold(world.AsExpert, booked));
    }

    [Test]
    public async Task The_day_held_lies_between_the_slots_day_and_today_in_paris()
    {
        // 23:30 in Paris on the 12th.
        var slot = await world.Offered(world.Expert, Samples.Instant("2026-03-12T22:30:00Z"));
        var booked = Seen(await world.Book(world.AsHolder, await world.Proposed(), slot));
        world.Clock.Set("2026-03-12T23:05:00Z");
        var refused = new Answer(422, "interview.held-on");

        Assert.That(Refused(await world.Hold(world.AsExpert, booked, new DateOnly(2026, 3, 11))), Is.EqualTo(refused));
        Assert.That(Refused(await world.Hold(world.AsExpert, booked, new DateOnly(2026, 3, 14))), Is.EqualTo(refused));
        Assert.That(Refused(await world.Hold(world.AsExpert, booked, new DateOnly(1, 1, 1))), Is.EqualTo(new Answer(400, "invalid")));
        var held = Seen(await world.Hold(world.AsExpert, booked, new DateOnly(2026, 3, 13)));
        Assert.That(held.HeldOn, Is.EqualTo(new DateOnly(2026, 3, 13)));
    }

    [Test]
    public async Task Without_a_day_the_interview_was_held_on_the_slots_day_in_paris()
    {
        var slot = await world.Offered(world.Expert, Samples.Instant("2026-03-12T23:30:00Z"));
        var booked = Seen(await world.Book(world.AsHolder, await world.Proposed(), slot));
        world.Clock.Set("2026-03-15T08:00:00Z");

        Assert.That(Seen(await world.Hold(world.AsOffice, booked)).HeldOn, Is.EqualTo(new DateOnly(2026, 3, 13)));
    }

    [Test]
    public async Task A_slot_that_is_over_is_not_booked()
    {
        var slot = await world.Offered(world.Expert);
        var view = await world.Proposed();
        world.Clock.Advance(TimeSpan.FromMinutes(45));

        Assert.That(Refused(await world.Book(world.AsHolder, view, slot)), Is.EqualTo(new Answer(422, "interview.slot-over")));
        Assert.That((await world.Show(world.AsHolder, view.Id)).Slots, Is.Empty);
    }

    [Test]
    public async Task A_slot_of_an_expert_who_was_not_proposed_is_as_one_that_does_not_exist()
    {
        var foreign = await world.Offered(world.Colleague);
        var view = await world.Proposed();
        var refused = new Answer(422, "interview.slot-not-offered");

        Assert.That(Refused(await world.Book(world.AsHolder, view, foreign)), Is.EqualTo(refused));
        Assert.That(Refused(await world.Book(world.AsHolder, view, Guid.CreateVersion7())), Is.EqualTo(refused));
    }

    [Test]
    public async Task A_slot_already_booked_for_this_interview_is_not_booked_again()
    {
        var booked = await world.Booked();

        Assert.That(Refused(await world.Book(world.AsHolder, booked, booked.Slots!.Single(slot => !slot.Free).Id)), Is.EqualTo(new Answer(409, "interview.slot-taken")));
    }

    [Test]
    public async Task An_expert_in_conflict_is_not_proposed_and_the_answer_says_why()
    {
        var inTheGroup = Guid.CreateVersion7();
        await world.Hear(Samples.Person(inTheGroup, "Gina Group", [Roles.Expert], Samples.At(Samples.OtherSiren, group: Samples.GroupSiren)));
        var atPartner = Guid.CreateVersion7();
        await world.Hear(Samples.Person(atPartner, "Paul Partner", [Roles.Expert], Samples.At(Samples.PartnerSiren)));
        var view = await world.Of(await world.Admitted(challenged: [world.Colleague]));

        foreach (var (expert, because) in new[]
                 {
                     (world.Colleague, "Carl Colleague cannot interview this dossier because: challenged by the holder."),
                     (world.Holder, "Hugo Holder cannot interview this dossier because: not an active expert of the pool. Hugo Holder cannot interview this dossier because: holds this dossier. Hugo Holder cannot interview this dossier because: belongs to Lead SAS, of the consortium."),
                     (inTheGroup, "Gina Group cannot interview this dossier because: belongs to the same group as Lead SAS, of the consortium."),
                     (atPartner, "Paul Partner cannot interview this dossier because: belongs to Partner SA, of the consortium."),
                 })
        {
            var answer = await world.Propose(world.AsOffice, view, world.Expert, expert);
            Assert.That(Refused(answer), Is.EqualTo(new Answer(422, "interview.conflict")));
            Assert.That(((Hosting.Problem)answer.Result).Details.Title, Is.EqualTo(because));
        }

        Assert.That(Refused(await world.Propose(world.AsOffice, view, Guid.CreateVersion7())), Is.EqualTo(new Answer(422, "interview.conflict")), "nobody");
        Assert.That((await world.Of(view.DossierId)).Revision, Is.EqualTo(view.Revision));
        Seen(await world.Propose(world.AsOffice, view, world.Expert));
    }

    [Test]
    public async Task The_office_does_not_propose_itself()
    {
        var both = Guid.CreateVersion7();
        await world.Hear(Samples.Person(both, "Bea Both", [Roles.Expert, Roles.Office]));
        var view = await world.Of(await world.Admitted());

        Assert.That(Refused(await world.Propose(As(both, Roles.Expert, Roles.Office), view, both)), Is.EqualTo(new Answer(422, "interview.conflict")));
        Seen(await world.Propose(world.AsOffice, view, both));
    }

    [TestCase(0)]
    [TestCase(6)]
    public async Task One_to_five_experts_are_proposed(int count)
    {
        var view = await world.Of(await world.Admitted());

        Assert.That(Refused(await world.Propose(world.AsOffice, view, [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())])), Is.EqualTo(new Answer(400, "invalid")));
        Assert.That(Refused(await world.Propose(world.AsOffice, view, world.Expert, world.Expert)), Is.EqualTo(new Answer(400, "invalid")), "twice the same");
    }

    [Test]
    public async Task An_expert_who_comes_into_conflict_is_no_longer_offered_and_cannot_conclude()
    {
        var slot = await world.Offered(world.Expert);
        var view = await world.Proposed();
        var held = await world.Held(await world.Admitted(reference: "2026-0043"));
        await world.Hear(new PersonChanged(
            Guid.CreateVersion7(), world.Expert, 2, Morning, "Anne Expert", "anne@example.org", "fr", [Roles.Expert], [Samples.At(Samples.OtherSiren, group: Samples.GroupSiren)]));

        Assert.That((await world.Show(world.AsHolder, view.Id)).Slots, Is.Empty);
        Assert.That(Refused(await world.Book(world.AsHolder, view, slot)), Is.EqualTo(new Answer(422, "interview.slot-not-offered")));
        Assert.That(Refused(await world.Conclude(world.AsExpert, held, InterviewRecommendation.Proceed)), Is.EqualTo(new Answer(422, "interview.conflict")));
        Seen(await world.Waive(world.AsOffice, held));
    }

    [Test]
    public async Task An_expert_without_an_account_is_no_longer_offered()
    {
        await world.Offered(world.Expert);
        var view = await world.Proposed();
        Assert.That((await world.Show(world.AsHolder, view.Id)).Slots, Has.Count.EqualTo(1));

        await world.Hear(new AccountDisabled(Guid.CreateVersion7(), world.Expert, 2, Morning));

        Assert.That((await world.Show(world.AsHolder, view.Id)).Slots, Is.Empty);
    }

    [Test]
    public async Task A_replan_opens_the_next_round_at_once_and_the_waiver_applies_to_it()
    {
        var concluded = await world.Concluded(InterviewRecommendation.Replan);
        Assert.That(concluded.Conclusion!.ReplanTo, Is.EqualTo(new DateOnly(2026, 6, 1)));

        var next = await world.Of(concluded.DossierId);

        Assert.That((next.Round, next.Status, next.ReplanTo, next.Version), Is.EqualTo((2, InterviewStatus.ToSchedule, (DateOnly?)new DateOnly(2026, 6, 1), 1)));
        Assert.That(Refused(await world.Waive(world.AsOffice, concluded)), Is.EqualTo(new Answer(409, "interview.status")));
        Assert.That(Seen(await world.Waive(world.AsOffice, next)).Status, Is.EqualTo(InterviewStatus.Waived));
        Assert.That((await world.Events()).Last(), Is.InstanceOf<InterviewWaived>());
    }

    [Test]
    public async Task A_redirect_waits_for_the_redirected_version_to_be_admitted()
    {
        var concluded = await world.Concluded(InterviewRecommendation.Redirect);
        Assert.That(concluded.Conclusion!.RedirectToCall, Is.EqualTo("RHU"));
        Assert.That((await world.Of(concluded.DossierId)).Round, Is.EqualTo(1));

        await world.Hear(Samples.Submitted(concluded.DossierId, 3, 2, world.Holder, call: Samples.OtherCall));
        Assert.That((await world.Of(concluded.DossierId)).Round, Is.EqualTo(1));
        await world.Hear(Samples.Admitted(concluded.DossierId, 4, 2));

        var next = await world.Of(concluded.DossierId);
        Assert.That((next.Round, next.Status, next.Version), Is.EqualTo((2, InterviewStatus.ToSchedule, 2)));
    }

    [Test]
    public async Task What_a_conclusion_asks_for_has_to_be_there_and_right()
    {
        var held = await world.Held();
        var good = Conclusion(held.Revision, InterviewRecommendation.Proceed);
        foreach (var (request, expected) in new (ConcludeInterview.Request, Answer)[]
                 {
                     (good with { Maturity = [] }, new(400, "invalid")),
                     (good with { Maturity = [null!] }, new(400, "invalid")),
                     (good with { Maturity = [new("scientific-quality", 2.3m, "")] }, new(400, "invalid")),
                     (good with { Maturity = [new("scientific-quality", 5.5m, "")] }, new(400, "invalid")),
                     (good with { Maturity = [new("scientific-quality", -0.5m, "")] }, new(400, "invalid")),
                     (good with { Maturity = [new("scientific-quality", 2m, ""), new("scientific-quality", 3m, "")] }, new(400, "invalid")),
                     (good with { Maturity = [new("beauty", 2m, "")] }, new(422, "interview.criterion")),
                     (good with { Strengths = new string('a', 10_001) }, new(400, "invalid")),
                     (good with { Recommendation = InterviewRecommendation.ProceedWithAdvice, Advice = "" }, new(400, "invalid")),
                     (good with { ReplanTo = new DateOnly(2026, 6, 1) }, new(400, "invalid")),
                     (good with { RedirectToCallId = Samples.OtherCall }, new(400, "invalid")),
                     (good with { Recommendation = InterviewRecommendation.Replan }, new(400, "invalid")),
                     (good with { Recommendation = InterviewRecommendation.Replan, ReplanTo = new DateOnly(9999, 12, 31) }, new(400, "invalid")),
                     (good with { Recommendation = InterviewRecommendation.Replan, ReplanTo = new DateOnly(2026, 3, 12) }, new(422, "interview.replan-to")),
                     (good with { Recommendation = InterviewRecommendation.Redirect }, new(400, "invalid")),
                     (good with { Recommendation = InterviewRecommendation.Redirect, RedirectToCallId = Samples.Call }, new(422, "interview.redirect-same")),
                     (good with { Recommendation = InterviewRecommendation.Redirect, RedirectToCallId = Guid.CreateVersion7() }, new(422, "interview.redirect-unknown")),
                 })
            Assert.That(Refused(await world.Conclude(world.AsExpert, held, request)), Is.EqualTo(expected), Json.Write(request));

        Assert.That((await world.Of(held.DossierId)).Revision, Is.EqualTo(held.Revision));
        Seen(await world.Conclude(world.AsExpert, held, good));
    }

    [Test]
    public async Task After_midnight_in_paris_yesterday_is_no_day_to_replan_to()
    {
        var held = await world.Held();
        // 00:30 on the 13th in Paris, still the 12th in UTC.
        world.Clock.Set("2026-03-12T23:30:00Z");
        var request = Conclusion(held.Revision, InterviewRecommendation.Replan);

        Assert.That(Refused(await world.Conclude(world.AsExpert, held, request with { ReplanTo = new DateOnly(2026, 3, 13) })), Is.EqualTo(new Answer(422, "interview.replan-to")));
        Seen(await world.Conclude(world.AsExpert, held, request with { ReplanTo = new DateOnly(2026, 3, 14) }));
    }

    [Test]
    public async Task A_dossier_being_corrected_is_not_concluded_before_its_new_version_is_admitted()
    {
        var held = await world.Held();
        await world.Hear(Samples.Correction(held.DossierId, 3, 1));
        var pending = new Answer(409, "interview.correction-pending");

        Assert.That(Refused(await world.Conclude(world.AsExpert, held, InterviewRecommendation.Proceed)), Is.EqualTo(new Answer(409, "stale")), "it was read before");
        var waiting = await world.Of(held.DossierId);
        Assert.That((waiting.Status, waiting.CorrectionPending), Is.EqualTo((InterviewStatus.Held, true)));
        Assert.That(Refused(await world.Conclude(world.AsExpert, waiting, InterviewRecommendation.Proceed)), Is.EqualTo(pending));
        await world.Hear(Samples.Submitted(held.DossierId, 4, 2, world.Holder));
        Assert.That(Refused(await world.Conclude(world.AsExpert, await world.Of(held.DossierId), InterviewRecommendation.Proceed)), Is.EqualTo(pending));

        await world.Hear(Samples.Admitted(held.DossierId, 5, 2));

        var back = await world.Of(held.DossierId);
        Assert.That((back.Version, back.CorrectionPending), Is.EqualTo((2, false)));
        Seen(await world.Conclude(world.AsExpert, back, InterviewRecommendation.Proceed));
        Assert.That((await world.Events()).OfType<InterviewConcluded>().Single().Version, Is.EqualTo(2));
    }

    [Test]
    public async Task A_dossier_under_review_is_neither_replanned_nor_redirected()
    {
        var held = await world.Held();
        await world.Hear(Samples.Assigned(held.DossierId, 1, world.Colleague));
        var refused = new Answer(422, "interview.review-begun");

        Assert.That(Refused(await world.Conclude(world.AsExpert, held, InterviewRecommendation.Replan)), Is.EqualTo(refused));
        Assert.That(Refused(await world.Conclude(world.AsExpert, held, InterviewRecommendation.Redirect)), Is.EqualTo(refused));
        Seen(await world.Conclude(world.AsExpert, held, InterviewRecommendation.Proceed));
    }

    [Test]
    public async Task Without_the_programmes_grid_nothing_is_concluded()
    {
        await using var bare = await World.Empty(dialect);
        await bare.Hear(Samples.Person(bare.Expert, "Anne Expert", [Roles.Expert]));
        var held = await bare.Held();
        Assert.That((held.Required, held.Criteria), Is.EqualTo(((bool?)null, (IReadOnlyList<CriterionView>?)null)));

        Assert.That(Refused(await bare.Conclude(bare.AsExpert, held, InterviewRecommendation.Proceed)), Is.EqualTo(new Answer(409, "interview.programme-unknown")));
        await bare.Hear(Samples.ProgrammePublished());
        Seen(await bare.Conclude(bare.AsExpert, held, InterviewRecommendation.Proceed));
    }

    [Test]
    public async Task An_answer_is_given_once()
    {
        var concluded = await world.Concluded(InterviewRecommendation.Proceed);

        var answered = Seen(await world.Reply(As(world.CoHolder, Roles.Holder), concluded));

        Assert.That(Refused(await world.Reply(world.AsHolder, answered)), Is.EqualTo(new Answer(409, "interview.replied")));
    }

    [TestCase("ToSchedule")]
    [TestCase("SlotsProposed")]
    [TestCase("Booked")]
    [TestCase("Held")]
    public async Task The_office_waives_any_open_interview_and_the_slot_is_free(string status)
    {
        var view = status switch
        {
            "ToSchedule" => await world.Of(await world.Admitted()),
            "SlotsProposed" => await world.Proposed(),
            "Booked" => await world.Booked(),
            _ => await world.Held(),
        };

        var waived = Seen(await world.Waive(world.AsOffice, view));

        Assert.That((waived.Status, waived.WaiverReason, waived.ExpertId), Is.EqualTo((InterviewStatus.Waived, "Labelled last year.", (Guid?)null)));
        Assert.That(await world.Database.Query<Guid>("select Id from Slot where InterviewId is not null", null, default), Is.Empty);
        Assert.That((await world.Events()).Last(), Is.InstanceOf<InterviewWaived>());
    }

    [Test]
    public async Task The_waiver_reason_is_kept_apart_from_the_audit_line()
    {
        var waived = Seen(await world.Waive(world.AsOffice, await world.Of(await world.Admitted())));

        var lines = await world.Database.Query<string>("select ValueAfter from AuditLine where SubjectId = @Id", new { waived.Id }, default);
        var personal = await world.Database.Query<string>("select PersonalValue from AuditPersonal", null, default);

        Assert.That(lines, Has.None.Contains("Labelled last year."));
        Assert.That(personal, Has.Exactly(1).Contains("Labelled last year."));
    }

    [Test]
    public async Task Slots_are_offered_together_or_not_at_all()
    {
        var good = new OfferSlots.Time(Morning, Morning.AddMinutes(30));
        Assert.That(Refused(await world.Offer(world.AsExpert)), Is.EqualTo(new Answer(400, "invalid")));
        Assert.That(Refused(await world.Offer(world.AsExpert, (OfferSlots.Time)null!)), Is.EqualTo(new Answer(400, "invalid")));
        Assert.That(Refused(await world.Offer(world.AsExpert, good with { StartsAt = DateTimeOffset.MinValue })), Is.EqualTo(new Answer(400, "invalid")));
        Assert.That(Refused(await world.Offer(world.AsExpert, good with { EndsAt = DateTimeOffset.MaxValue })), Is.EqualTo(new Answer(400, "invalid")));
        Assert.That(Refused(await world.Offer(world.AsExpert, good, new(Morning.AddHours(1), Morning.AddHours(9)))), Is.EqualTo(new Answer(422, "slot.length")));
        Assert.That(SlotPage(await world.ListSlotsOf(world.AsExpert)).Total, Is.Zero);

        var answer = await world.Offer(world.AsExpert, good, new(Morning.AddMinutes(30), Morning.AddMinutes(60)));

        var offered = ((Created<OfferSlots.Response>)answer.Result).Value!.Slots;
        Assert.That(offered.Select(slot => (slot.ExpertId, slot.ExpertName, slot.StartsAt, slot.Free)),
            Is.EqualTo(new[] { (world.Expert, "Anne Expert", Morning, true), (world.Expert, "Anne Expert", Morning.AddMinutes(30), true) }));
        Assert.That(SlotPage(await world.ListSlotsOf(world.AsExpert)).Items, Is.EqualTo(offered));
        Assert.That(Refused(await world.Offer(world.AsExpert, good)), Is.EqualTo(new Answer(422, "slot.overlap")));
        Assert.That(Refused(await world.Offer(world.AsColleague, good)).Status, Is.EqualTo(201), "another expert's hour is another");
    }

    [Test]
    public async Task An_expert_offering_the_same_hour_many_times_at_once_offers_it_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(minute => Task.Run(async () =>
            Refused(await world.Offer(world.AsExpert, new OfferSlots.Time(Morning.AddMinutes(minute), Morning.AddMinutes(minute + 60)))))));

        Assert.That(answers.Count(answer => answer.Status == 201), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Status != 201), Is.All.EqualTo(new Answer(422, "slot.overlap")));
    }

    [Test]
    public async Task A_free_slot_is_taken_back_by_its_expert_alone_and_a_booked_one_is_not()
    {
        var free = await world.Offered(world.Expert);
        Assert.That(Refused(await world.Remove(world.AsColleague, free)), Is.EqualTo(new Answer(404, "not-found")));
        Assert.That(Refused(await world.Remove(world.AsExpert, Guid.CreateVersion7())), Is.EqualTo(new Answer(404, "not-found")));
        Assert.That((await world.Remove(world.AsExpert, free)).Result, Is.InstanceOf<NoContent>());
        Assert.That(Refused(await world.Remove(world.AsExpert, free)), Is.EqualTo(new Answer(404, "not-found")));

        var booked = await world.Booked();

        Assert.That(Refused(await world.Remove(world.AsExpert, booked.Slots!.Single().Id)), Is.EqualTo(new Answer(409, "slot.booked")));
    }

    [Test]
    public async Task Lists_are_paged_and_filtered()
    {
        for (var i = 0; i < 5; i++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await world.Admitted(reference: $"2026-000{i}");
        }

        var second = Page(await world.List(world.AsHolder, page: 2, pageSize: 2));
        Assert.That((second.Total, second.Page, second.PageSize), Is.EqualTo((5, 2, 2)));
        Assert.That(second.Items.Select(view => view.DossierReference), Is.EqualTo(new[] { "2026-0002", "2026-0001" }));
        var beyond = Page(await world.List(world.AsHolder, page: 9, pageSize: 2));
        Assert.That((beyond.Total, beyond.Items.Count), Is.EqualTo((5, 0)));
        await world.Proposed(second.Items[0].DossierId);
        Assert.That(Page(await world.List(world.AsHolder, status: InterviewStatus.SlotsProposed)).Items.Select(view => view.DossierReference), Is.EqualTo(new[] { "2026-0002" }));
        Assert.That(Page(await world.List(world.AsHolder, dossier: Guid.CreateVersion7())).Total, Is.Zero);
        Assert.That(Refused(await world.List(world.AsHolder, page: 0)), Is.EqualTo(new Answer(400, "invalid")));
        Assert.That(Refused(await world.List(world.AsHolder, pageSize: 201)), Is.EqualTo(new Answer(400, "invalid")));
        Assert.That(Refused(await world.List(world.AsHolder, page: int.MaxValue)), Is.EqualTo(new Answer(400, "invalid")));
    }
}
