using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using static Labelling.PreInterview.Tests.World;

namespace Labelling.PreInterview.Tests;

/// <summary>Events in every order and twice.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class ListenerTests(Dialect dialect)
{
    World world = null!;

    [SetUp]
    public async Task Begin() => world = await Create(dialect);

    [TearDown]
    public async Task End()
    {
        try
        {
            Assert.That(await Waiting.All(world.Database, default), Is.Empty);
        }
        finally
        {
            await world.DisposeAsync();
        }
    }

    static IEnumerable<T[]> Orders<T>(T[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany((first, index) => Orders([.. items[..index], .. items[(index + 1)..]]).Select(rest => (T[])[first, .. rest]));

    [Test]
    public async Task A_corrected_dossier_ends_the_same_in_every_order_of_its_events_each_heard_twice()
    {
        foreach (var order in Orders([0, 1, 2, 3, 4]))
        {
            var dossier = Guid.CreateVersion7();
            object[] events =
            [
                Samples.Submitted(dossier, 1, 1, world.Holder, title: "First"), Samples.Admitted(dossier, 2, 1), Samples.Correction(dossier, 3, 1),
                Samples.Submitted(dossier, 4, 2, world.Holder, [world.CoHolder], title: "Second", call: Samples.OtherCall), Samples.Admitted(dossier, 5, 2),
            ];
            foreach (var index in order)
            {
                await world.Hear(events[index]);
                await world.Hear(events[index]);
            }

            var known = (await world.Known.Dossiers([dossier], default))[dossier];
            var interviews = Page(await world.List(world.AsOffice, dossier)).Items;
            Assert.That(
                (known.Version, known.Title, known.CallId, known.AdmittedVersion, known.AdmittedSequence, known.CorrectionPending, known.HolderIds.Count),
                Is.EqualTo((2, "Second", Samples.OtherCall, (int?)2, 5L, false, 2)), string.Join(", ", order));
            Assert.That(interviews.Select(view => (view.Round, view.Status, view.Version)), Is.EqualTo(new[] { (1, InterviewStatus.ToSchedule, 2) }), string.Join(", ", order));
        }
    }

    [Test]
    public async Task A_withdrawn_dossier_is_not_talked_about_in_whatever_order_it_is_heard()
    {
        foreach (var order in Orders([0, 1, 2, 3]))
        {
            var dossier = Guid.CreateVersion7();
            object[] events =
            [
                Samples.Submitted(dossier, 1, 1, world.Holder), Samples.Admitted(dossier, 2, 1), Samples.Assigned(dossier, 1, world.Colleague), Samples.Withdrawn(dossier, 3),
            ];
            foreach (var index in order) await world.Hear(events[index]);

            var interviews = Page(await world.List(world.AsOffice, dossier)).Items;
            Assert.That(interviews.Where(view => view.Status is not InterviewStatus.Cancelled), Is.Empty, string.Join(", ", order));
            Assert.That(interviews.Count, Is.LessThanOrEqualTo(1));
        }
    }

    [Test]
    public async Task A_dossier_refused_and_then_admitted_is_talked_about_in_whatever_order_it_is_heard()
    {
        foreach (var order in Orders([0, 1, 2, 3]))
        {
            var dossier = Guid.CreateVersion7();
            object[] events =
            [
                Samples.Submitted(dossier, 1, 1, world.Holder), Samples.Admitted(dossier, 2, 1), Samples.Refused(dossier, 3, 1), Samples.Admitted(dossier, 4, 1),
            ];
            foreach (var index in order) await world.Hear(events[index]);

            var open = Page(await world.List(world.AsOffice, dossier)).Items.Where(view => view.Status is InterviewStatus.ToSchedule);
            Assert.That(open.Count(), Is.EqualTo(1), string.Join(", ", order));
        }
    }

    [Test]
    public async Task What_comes_before_its_dossier_waits_and_changes_nothing()
    {
        var dossier = Guid.CreateVersion7();
        Assert.That(await world.Hear(Samples.Admitted(dossier, 2, 1)), Is.EqualTo(Heard.NotYet));
        Assert.That(await world.Hear(Samples.Correction(dossier, 3, 1)), Is.EqualTo(Heard.NotYet));
        Assert.That(await world.Hear(Samples.Assigned(dossier, 1, world.Colleague)), Is.EqualTo(Heard.NotYet));
        Assert.That(await world.Hear(Samples.Refused(dossier, 4, 1)), Is.EqualTo(Heard.NotYet));
        Assert.That(await world.Hear(Samples.Withdrawn(dossier, 5)), Is.EqualTo(Heard.NotYet));
        Assert.That(await world.Known.Dossiers([dossier], default), Is.Empty);

        Assert.That(await world.Hear(Samples.Submitted(dossier, 1, 1, world.Holder)), Is.EqualTo(Heard.Applied));

        var known = (await world.Known.Dossiers([dossier], default))[dossier];
        Assert.That((known.Withdrawn, known.ReviewBegun, known.AdmittedVersion), Is.EqualTo((true, true, (int?)1)));
    }

    [Test]
    public async Task An_admission_waits_for_its_own_version()
    {
        var dossier = Guid.CreateVersion7();
        await world.Hear(Samples.Submitted(dossier, 1, 1, world.Holder));

        Assert.That(await world.Hear(Samples.Admitted(dossier, 4, 2)), Is.EqualTo(Heard.NotYet));
        Assert.That(Page(await world.List(world.AsOffice, dossier)).Total, Is.Zero);
        await world.Hear(Samples.Submitted(dossier, 3, 2, world.Holder));

        Assert.That((await world.Of(dossier)).Version, Is.EqualTo(2));
    }

    [Test]
    public async Task A_withdrawal_cancels_the_interview_and_frees_its_slot_whatever_its_status()
    {
        foreach (var view in new[] { await world.Of(await world.Admitted()), await world.Proposed(), await world.Booked(), await world.Held() })
        {
            await world.Hear(Samples.Withdrawn(view.DossierId, 3));

            var cancelled = await world.Of(view.DossierId);
            Assert.That((cancelled.Status, cancelled.ExpertId, cancelled.Revision), Is.EqualTo((InterviewStatus.Cancelled, (Guid?)null, view.Revision + 1)));
        }

        Assert.That(await world.Database.Query<Guid>("select Id from Slot where InterviewId is not null", null, default), Is.Empty);
    }

    [Test]
    public async Task A_refused_admission_cancels_the_interview_and_frees_its_slot()
    {
        var booked = await world.Booked();

        await world.Hear(Samples.Refused(booked.DossierId, 3, 1));

        Assert.That((await world.Of(booked.DossierId)).Status, Is.EqualTo(InterviewStatus.Cancelled));
        Assert.That(await world.Database.Query<Guid>("select Id from Slot where InterviewId is not null", null, default), Is.Empty);
    }

    [Test]
    public async Task What_is_concluded_stays_when_the_dossier_is_withdrawn()
    {
        var concluded = await world.Concluded(InterviewRecommendation.Proceed);

        await world.Hear(Samples.Withdrawn(concluded.DossierId, 3));

        Assert.That((await world.Of(concluded.DossierId)).Status, Is.EqualTo(InterviewStatus.Concluded));
    }

    [TestCase(InterviewRecommendation.Proceed, 1)]
    [TestCase(InterviewRecommendation.ProceedWithAdvice, 1)]
    [TestCase(InterviewRecommendation.Redirect, 2)]
    [TestCase(InterviewRecommendation.Replan, 2)]
    public async Task A_version_admitted_after_the_conclusion_opens_a_round_only_when_the_dossier_has_to_come_back(InterviewRecommendation recommendation, int rounds)
    {
        var concluded = await world.Concluded(recommendation);

        await world.Hear(Samples.Submitted(concluded.DossierId, 3, 2, world.Holder));
        await world.Hear(Samples.Admitted(concluded.DossierId, 4, 2));

        var last = await world.Of(concluded.DossierId);
        Assert.That(last.Round, Is.EqualTo(rounds));
        Assert.That(last.Version, Is.EqualTo(rounds));
    }

    [Test]
    public async Task A_late_first_admission_opens_nothing_after_a_redirect()
    {
        var dossier = Guid.CreateVersion7();
        await world.Hear(Samples.Submitted(dossier, 1, 1, world.Holder));
        await world.Hear(Samples.Submitted(dossier, 4, 2, world.Holder));
        await world.Hear(Samples.Admitted(dossier, 5, 2));
        await world.Concluded(InterviewRecommendation.Redirect, dossier);

        await world.Hear(Samples.Admitted(dossier, 2, 1));

        Assert.That((await world.Of(dossier)).Round, Is.EqualTo(1));
    }

    [Test]
    public async Task A_waived_interview_is_not_opened_again_by_a_new_version()
    {
        var view = await world.Of(await world.Admitted());
        Seen(await world.Waive(world.AsOffice, view));

        await world.Hear(Samples.Submitted(view.DossierId, 3, 2, world.Holder));
        await world.Hear(Samples.Admitted(view.DossierId, 4, 2));

        Assert.That((await world.Of(view.DossierId)).Status, Is.EqualTo(InterviewStatus.Waived));
        Assert.That(Page(await world.List(world.AsOffice, view.DossierId)).Total, Is.EqualTo(1));
    }

    [Test]
    public async Task A_booked_interview_keeps_its_booking_when_a_new_version_is_admitted()
    {
        var booked = await world.Booked();

        await world.Hear(Samples.Submitted(booked.DossierId, 3, 2, world.Holder));
        await world.Hear(Samples.Admitted(booked.DossierId, 4, 2));

        var kept = await world.Of(booked.DossierId);
        Assert.That((kept.Status, kept.Version, kept.StartsAt, kept.Revision), Is.EqualTo((InterviewStatus.Booked, 2, booked.StartsAt, booked.Revision + 1)));
    }

    [Test]
    public async Task An_older_state_of_a_person_never_overwrites_a_newer()
    {
        var person = Guid.CreateVersion7();
        PersonChanged Changed(long sequence, string name, params Affiliation[] affiliations) => new(
            Guid.CreateVersion7(), person, sequence, Morning, name, "x@example.org", "fr", [Roles.Expert], affiliations);

        await world.Hear(Changed(3, "Third", Samples.At(Samples.LeadSiren), Samples.At(Samples.PartnerSiren)));
        await world.Hear(Changed(2, "Second", Samples.At(Samples.OtherSiren)));
        await world.Hear(Samples.Person(person, "First", [Roles.Expert]));

        var known = (await world.Known.Persons([person], default))[person];
        Assert.That((known.Name, known.Disabled), Is.EqualTo(("Third", false)));
        Assert.That(known.Affiliations.Select(each => each.Siren), Is.EqualTo(new[] { Samples.LeadSiren, Samples.PartnerSiren }));
        await world.Hear(Changed(4, "Fourth"));
        Assert.That((await world.Known.Persons([person], default))[person].Affiliations, Is.Empty);
    }

    [Test]
    public async Task A_disabled_account_stays_disabled_whatever_is_heard_when()
    {
        var person = Guid.CreateVersion7();
        Assert.That(await world.Hear(new AccountDisabled(Guid.CreateVersion7(), person, 3, Morning)), Is.EqualTo(Heard.NotYet));
        await world.Hear(Samples.Person(person, "First", [Roles.Expert]));
        await world.Hear(new PersonChanged(Guid.CreateVersion7(), person, 2, Morning, "Second", "x@example.org", "fr", [Roles.Expert], []));

        var known = (await world.Known.Persons([person], default))[person];
        Assert.That((known.Name, known.Disabled), Is.EqualTo(("Second", true)));
    }

    [Test]
    public async Task An_account_enabled_again_is_an_experts_again_whichever_is_heard_last()
    {
        var person = Guid.CreateVersion7();
        await world.Hear(Samples.Person(person, "First", [Roles.Expert]));
        await world.Hear(new AccountDisabled(Guid.CreateVersion7(), person, 2, Morning));
        Assert.That((await world.Known.Persons([person], default))[person].Disabled, Is.True);
        await world.Hear(new AccountEnabled(Guid.CreateVersion7(), person, 5, Morning));
        await world.Hear(new AccountDisabled(Guid.CreateVersion7(), person, 4, Morning));
        Assert.That((await world.Known.Persons([person], default))[person].Disabled, Is.False);
    }

    [Test]
    public async Task An_older_state_of_a_call_never_overwrites_a_newer()
    {
        var call = Guid.CreateVersion7();
        await world.Hear(Samples.CallPublished(call, "New", sequence: 2));
        await world.Hear(Samples.CallPublished(call, "Old", sequence: 1));
        Assert.That((await world.Known.Calls([call], default))[call].Code, Is.EqualTo("New"));

        await world.Hear(Samples.CallPublished(call, "Newest", sequence: 3));
        Assert.That((await world.Known.Calls([call], default))[call].Code, Is.EqualTo("Newest"));
    }

    [Test]
    public async Task Every_version_of_a_programme_is_kept()
    {
        await world.Hear(Samples.ProgrammePublished(3, required: false));
        await world.Hear(Samples.ProgrammePublished(2, required: false));
        await world.Hear(Samples.ProgrammePublished(1, required: false));

        var versions = (await world.Known.Programmes([Samples.Programme], default)).OrderBy(each => each.Version);
        Assert.That(versions.Select(each => (each.Version, each.InterviewRequired)), Is.EqualTo(new[] { (1, true), (2, false), (3, false) }));
    }

    [Test]
    public async Task An_interview_that_is_not_required_is_opened_all_the_same()
    {
        var dossier = Guid.CreateVersion7();
        await world.Hear(Samples.ProgrammePublished(2, required: false));
        await world.Hear(Samples.Submitted(dossier, 1, 1, world.Holder) with { ProgrammeVersion = 2 });
        await world.Hear(Samples.Admitted(dossier, 2, 1));

        var view = await world.Of(dossier);
        Assert.That((view.Status, view.Required), Is.EqualTo((InterviewStatus.ToSchedule, (bool?)false)));
    }
}
