using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Http;
using static Labelling.PreInterview.Tests.World;

namespace Labelling.PreInterview.Tests;

/// <summary>What must not be there, by equality.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class VisibilityTests(Dialect dialect)
{
    static readonly Answer Nothing = new(404, "not-found"), NotYours = new(403, "interview.not-yours"), OwnDossier = new(403, "interview.own-dossier");

    World world = null!;

    [SetUp]
    public async Task Begin() => world = await Create(dialect);

    [TearDown]
    public async Task End() => await world.DisposeAsync();

    async Task<string[]> Listed(Caller caller)
    {
        var page = Page(await world.List(caller));
        Assert.That(page.Total, Is.EqualTo(page.Items.Count), "the count tells no more than the list");
        return [.. page.Items.Select(view => view.DossierReference).Order()];
    }

    [Test]
    public async Task Everybody_sees_their_own_interviews_and_no_other()
    {
        var other = Guid.CreateVersion7();
        await world.Proposed(await world.Admitted(reference: "A"), world.Expert);
        await world.Proposed(await world.Admitted(other, reference: "B"), world.Colleague);
        await world.Admitted(other, reference: "C");

        Assert.That(await Listed(world.AsOffice), Is.EqualTo(new[] { "A", "B", "C" }));
        Assert.That(await Listed(As(world.Administrator, Roles.Administrator)), Is.EqualTo(new[] { "A", "B", "C" }));
        Assert.That(await Listed(world.AsHolder), Is.EqualTo(new[] { "A" }));
        Assert.That(await Listed(As(world.CoHolder, Roles.Holder)), Is.EqualTo(new[] { "A", "B", "C" }));
        Assert.That(await Listed(As(other, Roles.Holder)), Is.EqualTo(new[] { "B", "C" }));
        Assert.That(await Listed(world.AsExpert), Is.EqualTo(new[] { "A" }));
        Assert.That(await Listed(world.AsColleague), Is.EqualTo(new[] { "B" }));
        Assert.That(await Listed(As(world.Expert, Roles.Member)), Is.Empty, "an expert no longer");
        Assert.That(await Listed(As(world.Stranger, Roles.Holder, Roles.Expert, Roles.Member, Roles.Chair)), Is.Empty);
        Assert.That(await Listed(As(Guid.Empty)), Is.Empty);
    }

    [Test]
    public async Task What_one_may_not_see_does_not_exist_whatever_one_tries()
    {
        var booked = await world.Booked();
        foreach (var caller in new[] { world.AsColleague, As(world.Stranger, Roles.Holder), As(world.Stranger, Roles.Chair, Roles.Member, Roles.ViceChair) })
        {
            Assert.That(Refused(await world.ShowOrNot(caller, booked.Id)), Is.EqualTo(Nothing));
            Assert.That(Refused(await world.Calendar(caller, booked.Id)), Is.EqualTo(Nothing));
            Assert.That(Refused(await world.Propose(caller, booked, world.Expert)), Is.EqualTo(Nothing));
            Assert.That(Refused(await world.Book(caller, booked, Guid.CreateVersion7())), Is.EqualTo(Nothing));
            Assert.That(Refused(await world.Cancel(caller, booked)), Is.EqualTo(Nothing));
            Assert.That(Refused(await world.Miss(caller, booked)), Is.EqualTo(Nothing));
            Assert.That(Refused(await world.Hold(caller, booked)), Is.EqualTo(Nothing));
            Assert.That(Refused(await world.Conclude(caller, booked, InterviewRecommendation.Proceed)), Is.EqualTo(Nothing));
            Assert.That(Refused(await world.Reply(caller, booked)), Is.EqualTo(Nothing));
            Assert.That(Refused(await world.Waive(caller, booked)), Is.EqualTo(Nothing));
        }

        Assert.That(Refused(await world.ShowOrNot(world.AsOffice, Guid.CreateVersion7())), Is.EqualTo(Nothing), "the same as one that is not there");
        Assert.That((await world.Of(booked.DossierId)).Revision, Is.EqualTo(booked.Revision));
    }

    [Test]
    public async Task What_one_sees_but_may_not_do_is_refused_with_the_reason()
    {
        var booked = await world.Booked();
        var administrator = As(world.Administrator, Roles.Administrator);

        Assert.That(Refused(await world.Propose(administrator, booked, world.Expert)), Is.EqualTo(NotYours));
        Assert.That(Refused(await world.Propose(world.AsExpert, booked, world.Expert)), Is.EqualTo(NotYours));
        Assert.That(Refused(await world.Propose(world.AsHolder, booked, world.Expert)), Is.EqualTo(OwnDossier));
        foreach (var caller in new[] { world.AsOffice, world.AsExpert, administrator })
        {
            Assert.That(Refused(await world.Book(caller, booked, Guid.CreateVersion7())), Is.EqualTo(NotYours));
            Assert.That(Refused(await world.Reply(caller, booked)), Is.EqualTo(NotYours));
        }

        Assert.That(Refused(await world.Cancel(world.AsExpert, booked)), Is.EqualTo(NotYours));
        Assert.That(Refused(await world.Cancel(administrator, booked)), Is.EqualTo(NotYours));
        Assert.That(Refused(await world.Miss(world.AsHolder, booked)), Is.EqualTo(OwnDossier));
        Assert.That(Refused(await world.Hold(world.AsHolder, booked)), Is.EqualTo(OwnDossier));
        Assert.That(Refused(await world.Miss(administrator, booked)), Is.EqualTo(NotYours));
        Assert.That(Refused(await world.Conclude(world.AsOffice, booked, InterviewRecommendation.Proceed)), Is.EqualTo(NotYours));
        Assert.That(Refused(await world.Conclude(world.AsHolder, booked, InterviewRecommendation.Proceed)), Is.EqualTo(OwnDossier));
        Assert.That(Refused(await world.Waive(world.AsExpert, booked)), Is.EqualTo(NotYours));
        Assert.That(Refused(await world.Waive(administrator, booked)), Is.EqualTo(NotYours));
        Assert.That((await world.Of(booked.DossierId)).Revision, Is.EqualTo(booked.Revision));
    }

    [Test]
    public async Task An_expert_proposed_but_not_booked_neither_holds_nor_concludes()
    {
        var view = await world.Proposed(null, world.Expert, world.Colleague);
        var booked = Seen(await world.Book(world.AsHolder, view, await world.Offered(world.Expert)));

        var seen = await world.Show(world.AsColleague, booked.Id);
        Assert.That((seen.ExpertId, seen.ExpertName, seen.StartsAt, seen.EndsAt), Is.EqualTo(((Guid?)null, (string?)null, (DateTimeOffset?)null, (DateTimeOffset?)null)));
        Assert.That(Json.Write(seen), Does.Not.Contain("Anne Expert"));
        Assert.That(Refused(await world.Hold(world.AsColleague, booked)), Is.EqualTo(NotYours));
        Assert.That(Refused(await world.Miss(world.AsColleague, booked)), Is.EqualTo(NotYours));
        Assert.That(Refused(await world.Conclude(world.AsColleague, booked, InterviewRecommendation.Proceed)), Is.EqualTo(NotYours));
    }

    [Test]
    public async Task A_person_of_the_office_who_holds_the_dossier_is_its_holder_and_nothing_else()
    {
        var both = As(world.Office, Roles.Office, Roles.Holder, Roles.Administrator);
        var view = await world.Of(await world.Admitted(holder: world.Office));

        Assert.That(Refused(await world.Waive(both, view)), Is.EqualTo(OwnDossier));
        Assert.That(Refused(await world.Propose(both, view, world.Expert)), Is.EqualTo(OwnDossier));
        Assert.That((await world.Show(both, view.Id)).ReviewBegun, Is.Null);
    }

    [Test]
    public async Task The_private_note_is_read_by_the_office_and_its_author_only()
    {
        var view = await world.Proposed(null, world.Expert, world.Colleague);
        var held = Seen(await world.Hold(world.AsOffice, Seen(await world.Book(world.AsHolder, view, await world.Offered(world.Expert)))));
        Seen(await world.Conclude(world.AsExpert, held, InterviewRecommendation.Proceed));
        const string note = "The holder hesitates about the budget.";

        foreach (var (caller, expected) in new (Caller, string?)[]
                 {
                     (world.AsOffice, note), (world.AsExpert, note), (world.AsHolder, null), (As(world.CoHolder, Roles.Holder), null),
                     (As(world.Administrator, Roles.Administrator), null), (As(world.CoHolder, Roles.Holder, Roles.Office, Roles.Expert), null),
                 })
        {
            var shown = await world.Show(caller, view.Id);
            var listed = Page(await world.List(caller)).Items.Single();
            Assert.That((shown.Conclusion!.PrivateNote, listed.Conclusion!.PrivateNote), Is.EqualTo((expected, expected)));
            Assert.That(Json.Write(shown).Contains(note, StringComparison.Ordinal), Is.EqualTo(expected is not null));
            Assert.That(shown.Conclusion.Strengths, Is.EqualTo("A strong team."));
        }

        var colleague = await world.Show(world.AsColleague, view.Id);
        Assert.That(colleague.Conclusion, Is.Null);
        Assert.That(Json.Write(colleague), Does.Not.Contain(note).And.Not.Contain("A strong team."));
    }

    [Test]
    public async Task Neither_the_review_nor_the_reason_of_a_waiver_is_told_to_others_than_the_office()
    {
        var view = await world.Proposed();
        await world.Hear(Samples.Assigned(view.DossierId, 1, world.Colleague));
        Seen(await world.Waive(world.AsOffice, view));

        foreach (var caller in new[] { world.AsHolder, world.AsExpert, As(world.Administrator, Roles.Administrator) })
        {
            var shown = await world.Show(caller, view.Id);
            Assert.That((shown.ReviewBegun, shown.WaiverReason), Is.EqualTo(((bool?)null, (string?)null)));
        }

        var office = await world.Show(world.AsOffice, view.Id);
        Assert.That((office.ReviewBegun, office.WaiverReason), Is.EqualTo(((bool?)true, "Labelled last year.")));
    }

    [Test]
    public async Task A_holder_sees_the_free_slots_of_proposed_experts_and_no_other()
    {
        var booked = await world.Booked(await world.Admitted(reference: "2026-0001"));
        var free = await world.Offered(world.Expert, Morning.AddHours(2));
        await world.Offered(world.Colleague, Morning.AddHours(2));

        var view = await world.Proposed();

        var shown = await world.Show(world.AsHolder, view.Id);
        Assert.That(shown.Slots!.Select(slot => slot.Id), Is.EqualTo(new[] { free }));
        Assert.That(shown.Slots!.Select(slot => slot.Id), Has.None.EqualTo(booked.Slots!.First(slot => !slot.Free).Id));
        Assert.That(shown.ProposedExperts.Select(expert => expert.Name), Is.EqualTo(new[] { "Anne Expert" }));
    }

    [Test]
    public async Task A_proposed_expert_sees_their_own_slots_and_name_only()
    {
        var own = await world.Offered(world.Colleague, Morning.AddHours(2));
        await world.Offered(world.Expert, Morning.AddHours(2));
        var view = await world.Proposed(null, world.Expert, world.Colleague);

        var shown = await world.Show(world.AsColleague, view.Id);

        Assert.That(shown.Slots!.Select(slot => slot.Id), Is.EqualTo(new[] { own }));
        Assert.That(shown.ProposedExperts, Is.EqualTo(new[] { new ExpertView(world.Colleague, "Carl Colleague") }));
    }

    [Test]
    public async Task A_diary_is_for_its_expert_and_the_office()
    {
        await world.Offered(world.Expert);
        await world.Offered(world.Colleague);

        Assert.That(SlotPage(await world.ListSlotsOf(world.AsExpert)).Items.Select(slot => slot.ExpertId), Is.EqualTo(new[] { world.Expert }));
        Assert.That(SlotPage(await world.ListSlotsOf(world.AsExpert, world.Expert)).Total, Is.EqualTo(1));
        Assert.That(SlotPage(await world.ListSlotsOf(world.AsExpert, world.Colleague)).Total, Is.Zero);
        Assert.That(SlotPage(await world.ListSlotsOf(world.AsOffice)).Total, Is.EqualTo(2));
        Assert.That(SlotPage(await world.ListSlotsOf(world.AsOffice, world.Colleague)).Items.Select(slot => slot.ExpertId), Is.EqualTo(new[] { world.Colleague }));
    }

    [Test]
    public async Task A_former_co_holder_sees_the_dossier_no_longer()
    {
        var dossier = await world.Admitted();
        Assert.That(await Listed(As(world.CoHolder, Roles.Holder)), Has.Length.EqualTo(1));

        await world.Hear(Samples.Submitted(dossier, 3, 2, world.Holder));

        Assert.That(await Listed(As(world.CoHolder, Roles.Holder)), Is.Empty);
    }

    [Test]
    public async Task The_calendar_follows_the_booking_and_its_cancellation()
    {
        var view = await world.Proposed(null, world.Expert, world.Colleague);
        Assert.That(Refused(await world.Calendar(world.AsHolder, view.Id)), Is.EqualTo(Nothing), "never booked");

        var booked = Seen(await world.Book(world.AsHolder, view, await world.Offered(world.Expert)));
        Assert.That(await Read(world.AsHolder), Is.EqualTo(("METHOD:REQUEST", "SEQUENCE:0", "DTSTART;TZID=Europe/Paris:20260312T100000")));
        Assert.That(await Read(world.AsExpert), Is.EqualTo(("METHOD:REQUEST", "SEQUENCE:0", "DTSTART;TZID=Europe/Paris:20260312T100000")));
        Assert.That(Refused(await world.Calendar(world.AsColleague, view.Id)), Is.EqualTo(Nothing), "never booked with the colleague");

        var moved = Seen(await world.Book(world.AsHolder, booked, await world.Offered(world.Colleague)));
        Assert.That(await Read(world.AsHolder), Is.EqualTo(("METHOD:REQUEST", "SEQUENCE:1", "DTSTART;TZID=Europe/Paris:20260312T110000")));
        Assert.That(await Read(world.AsColleague), Is.EqualTo(("METHOD:REQUEST", "SEQUENCE:1", "DTSTART;TZID=Europe/Paris:20260312T110000")));
        Assert.That(await Read(world.AsExpert), Is.EqualTo(("METHOD:CANCEL", "SEQUENCE:1", "DTSTART;TZID=Europe/Paris:20260312T100000")), "moved to a colleague");

        Seen(await world.Cancel(world.AsOffice, moved));
        Assert.That(await Read(world.AsHolder), Is.EqualTo(("METHOD:CANCEL", "SEQUENCE:2", "DTSTART;TZID=Europe/Paris:20260312T110000")));
        Assert.That(await Read(world.AsColleague), Is.EqualTo(("METHOD:CANCEL", "SEQUENCE:2", "DTSTART;TZID=Europe/Paris:20260312T110000")));

        await world.Hear(Samples.Withdrawn(view.DossierId, 3));
        Assert.That(await Read(world.AsHolder), Is.EqualTo(("METHOD:CANCEL", "SEQUENCE:2", "DTSTART;TZID=Europe/Paris:20260312T110000")), "nothing was booked any more");

        async Task<(string, string, string)> Read(Caller caller)
        {
            var answer = (Microsoft.AspNetCore.Http.HttpResults.ContentHttpResult)(await world.Calendar(caller, view.Id)).Result;
            Assert.That(answer.ContentType, Is.EqualTo("text/calendar; charset=utf-8"));
            var lines = answer.ResponseContent!.Split("\r\n");
            return (lines.Single(line => line.StartsWith("METHOD", StringComparison.Ordinal)), lines.Single(line => line.StartsWith("SEQUENCE", StringComparison.Ordinal)), lines.Single(line => line.StartsWith("DTSTART;TZID=Europe/Paris:2", StringComparison.Ordinal)));
        }
    }

    [Test]
    public void Links_and_roles_make_one_standing()
    {
        const Who Everything = Who.HolderRole | Who.Expert | Who.Member | Who.Chair | Who.ViceChair | Who.Office | Who.Administrator;
        Act[] acts = [Act.SeeInterview, Act.ReadConclusion, Act.ReadPrivateNote, Act.ProposeExperts, Act.BookSlot];
        foreach (var (who, expected) in new (Who, Act[])[]
                 {
                     (Everything | Who.Proposed | Who.Interviewer | Who.Holder, [Act.SeeInterview, Act.ReadConclusion, Act.BookSlot]),
                     (Everything | Who.Proposed | Who.Interviewer, [Act.SeeInterview, Act.ReadConclusion, Act.ReadPrivateNote]),
                     (Everything | Who.Proposed, [Act.SeeInterview, Act.ReadConclusion, Act.ReadPrivateNote, Act.ProposeExperts]),
                     (Everything, [Act.SeeInterview, Act.ReadConclusion, Act.ReadPrivateNote, Act.ProposeExperts]),
                     ((Everything & ~Who.Office) | Who.Proposed, [Act.SeeInterview, Act.ReadConclusion]),
                     (Who.Expert | Who.Proposed, [Act.SeeInterview]),
                     (Who.Expert | Who.Proposed | Who.Partner, []),
                     (Who.Expert, []),
                     (Who.Interviewer | Who.Proposed, []),
                     (Who.Holder, [Act.SeeInterview, Act.ReadConclusion, Act.BookSlot]),
                 })
            Assert.That(acts.Where(new Stance(who, Phase.SlotsProposed).May), Is.EqualTo(expected), who.ToString());
    }

    [Test]
    public async Task An_expert_whose_organisation_joined_the_consortium_does_not_see_the_interview()
    {
        var view = await world.Booked();
        Assert.That((await world.Show(world.AsExpert, view.Id)).Id, Is.EqualTo(view.Id));
        await world.Hear(new PersonChanged(
            Guid.CreateVersion7(), world.Expert, 2, Samples.Instant("2026-03-11T08:00:00Z"), "Anne Expert", "anne@example.org", "fr", [Roles.Expert],
            [Samples.At(Samples.PartnerSiren)]));
        Assert.That(Refused(await world.ShowOrNot(world.AsExpert, view.Id)), Is.EqualTo(Nothing));
        Assert.That(Page(await world.List(world.AsExpert)).Total, Is.Zero, "nor does a count tell");
    }
}
