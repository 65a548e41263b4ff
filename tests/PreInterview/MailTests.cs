using System.Text;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Storage;
using static Labelling.PreInterview.Tests.World;

namespace Labelling.PreInterview.Tests;

/// <summary>Who gets which mail, once, in their language, and what is not in it.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class MailTests(Dialect dialect)
{
    World world = null!;

    [SetUp]
    public async Task Begin() => world = await Create(dialect);

    [TearDown]
    public async Task End() => await world.DisposeAsync();

    async Task<IReadOnlyList<MailToSend>> New()
    {
        var mails = await Mail.Claim(world.Database, "test", 100, TimeSpan.FromMinutes(1), default);
        foreach (var mail in mails)
            await Mail.MarkSent(world.Database, mail, default);
        return mails;
    }

    static string Entry(MailToSend mail) => Encoding.UTF8.GetString(mail.Attachments.Single().Content).Replace("\r\n ", "", StringComparison.Ordinal);

    string Of(Guid person) => $"{person:N}@example.org";

    IEnumerable<(string, string)> Lines(IEnumerable<MailToSend> mails) => mails.Select(mail => (mail.Kind, mail.Address)).Order();

    [Test]
    public async Task Holders_and_expert_hear_of_a_booking_of_its_move_and_of_its_end_with_an_entry_for_their_calendar()
    {
        var view = await world.Proposed(null, world.Expert, world.Colleague);
        Assert.That(Lines(await New()), Is.EqualTo(new[]
        {
            ("interview.asked-for-times", Of(world.Expert)), ("interview.asked-for-times", Of(world.Colleague)), ("interview.proposed", Of(world.Holder)),
        }.Order()), "the co-holder is not known here, and has no address");

        view = Seen(await world.Book(world.AsHolder, view, await world.Offered(world.Expert, Morning.AddDays(5))));
        var booked = await New();
        Assert.That(Lines(booked), Is.EqualTo(new[] { ("interview.booked", Of(world.Expert)), ("interview.booked", Of(world.Holder)) }.Order()));
        foreach (var mail in booked)
        {
            Assert.That(Entry(mail), Does.Contain("METHOD:REQUEST").And.Contain("SEQUENCE:0").And.Contain($"mailto:{mail.Address}"));
            Assert.That(mail.Attachments.Single().ContentType, Is.EqualTo("text/calendar; charset=utf-8; method=REQUEST"));
            foreach (var other in booked.Where(other => other != mail))
                Assert.That(Entry(mail), Does.Not.Contain(other.Address), "addresses go to nobody else");
        }

        view = Seen(await world.Book(world.AsHolder, view, await world.Offered(world.Colleague, Morning.AddDays(6))));
        var moved = await New();
        Assert.That(Lines(moved), Is.EqualTo(new[]
        {
            ("interview.booked", Of(world.Colleague)), ("interview.cancelled", Of(world.Expert)), ("interview.moved", Of(world.Holder)),
        }.Order()));
        var left = moved.Single(mail => mail.Address == Of(world.Expert));
        Assert.That(Entry(left), Does.Contain("METHOD:CANCEL").And.Contain("SEQUENCE:1").And.Not.Contain("Carl"), "who took their place is no business of theirs");

        await world.Cancel(world.AsHolder, view);
        var ended = await New();
        Assert.That(Lines(ended), Is.EqualTo(new[] { ("interview.cancelled", Of(world.Colleague)), ("interview.cancelled", Of(world.Holder)) }.Order()));
        Assert.That(ended.Select(Entry), Has.All.Contain("METHOD:CANCEL").And.All.Contain("SEQUENCE:2"));
        Assert.That(ended.Select(mail => mail.TextBody), Has.None.Contain("A train was cancelled"), "the reason is the office's");
    }

    [Test]
    public async Task A_booking_that_came_to_nothing_is_told_once_however_it_ended()
    {
        var given = await world.Booked();
        await world.Cancel(world.AsHolder, given);
        var missed = await world.Booked(await world.Admitted(reference: "2026-0043"));
        await world.Miss(world.AsOffice, missed);
        var withdrawn = await world.Booked(await world.Admitted(reference: "2026-0044"));
        await world.Hear(Samples.Withdrawn(withdrawn.DossierId, 3));
        var waived = await world.Booked(await world.Admitted(reference: "2026-0045"));
        await world.Waive(world.AsOffice, waived);
        await world.Held(await world.Admitted(reference: "2026-0046"));

        var told = (await world.Events()).OfType<InterviewCancelled>().Select(one => (one.InterviewId, one.ExpertId));
        Assert.That(told, Is.EqualTo(new[] { given, missed, withdrawn, waived }.Select(view => (view.Id, world.Expert))));
    }

    [Test]
    public async Task An_older_decision_never_overwrites_a_newer()
    {
        var view = await world.Concluded(InterviewRecommendation.Proceed);
        await world.Hear(new LabelRefused(Guid.CreateVersion7(), view.DossierId, 5, Morning, 1));
        await world.Hear(new SupportLetterIssued(Guid.CreateVersion7(), view.DossierId, 3, Morning, 1));
        var line = (await world.Interviews.Figures(new(2026, 1, 1), new(2026, 12, 31), default)).Lines.Single();
        Assert.That((line.Refused, line.SupportLetter), Is.EqualTo((1, 0)));
    }

    [TestCase(InterviewRecommendation.ProceedWithAdvice, "interview.concluded", "")]
    [TestCase(InterviewRecommendation.Replan, "interview.replanned", "1er juin 2026")]
    [TestCase(InterviewRecommendation.Redirect, "interview.redirected", "RHU")]
    public async Task A_conclusion_is_announced_to_the_holder_with_what_changes_and_nothing_of_what_was_written(InterviewRecommendation recommendation, string kind, string says)
    {
        var held = await world.Held();
        await New();
        await world.Conclude(world.AsExpert, held, recommendation);
        var mail = (await New()).Single();
        Assert.That((mail.Kind, mail.Address, mail.Language), Is.EqualTo((kind, Of(world.Holder), "fr")));
        Assert.That(mail.TextBody, Does.Contain(says));
        foreach (var written in new[] { "A strong team", "No regulatory plan", "notified body", "hesitates", "Anne Expert", "Imaging of the liver" })
            Assert.That(mail.TextBody + mail.Subject, Does.Not.Contain(written));
    }

    [Test]
    public async Task A_reminder_leaves_three_days_and_one_day_before_once_however_many_look()
    {
        var view = await world.Proposed();
        await world.Book(world.AsHolder, view, await world.Offered(world.Expert, Morning.AddDays(5)));
        await New();

        Assert.That(await Reminded(TimeSpan.FromDays(2) - TimeSpan.FromMinutes(1)), Is.Empty);
        Assert.That(await Reminded(TimeSpan.FromMinutes(1)), Is.EqualTo(new[] { ("interview.reminder", Of(world.Expert)), ("interview.reminder", Of(world.Holder)) }.Order()));
        Assert.That(await Reminded(TimeSpan.FromHours(30)), Is.Empty);
        Assert.That(await Reminded(TimeSpan.FromHours(18)), Is.EqualTo(new[] { ("interview.reminder", Of(world.Expert)), ("interview.reminder", Of(world.Holder)) }.Order()));
        Assert.That(await Reminded(TimeSpan.FromHours(20)), Is.Empty);
    }

    [Test]
    public async Task Nobody_is_reminded_of_what_they_booked_after_the_reminders_time()
    {
        var view = await world.Proposed();
        await world.Book(world.AsHolder, view, await world.Offered(world.Expert, Morning.AddDays(2)));
        await New();
        Assert.That(await Reminded(TimeSpan.FromMinutes(5)), Is.Empty);
        Assert.That(await Reminded(TimeSpan.FromDays(1)), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task The_expert_alone_is_reminded_to_conclude()
    {
        await world.Held();
        await New();
        Assert.That(await Reminded(TimeSpan.FromDays(1)), Is.Empty);
        Assert.That(await Reminded(TimeSpan.FromDays(2)), Is.EqualTo(new[] { ("interview.conclusion-reminder", Of(world.Expert)) }));
        Assert.That(await Reminded(TimeSpan.FromDays(1)), Is.Empty);
        Assert.That(await Reminded(TimeSpan.FromDays(4)), Has.Length.EqualTo(1));
    }

    // As several processes do: at the same time.
    async Task<(string, string)[]> Reminded(TimeSpan later)
    {
        world.Clock.Advance(later);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.Interviews.Remind(default))));
        return [.. Lines(await New())];
    }
}
