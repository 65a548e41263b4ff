using Labelling.Contracts;

namespace Labelling.PreInterview.Tests;

/// <summary>Every status times every action, from a table written by hand.</summary>
public class InterviewTests
{
    static readonly DateTimeOffset Start = Samples.Instant("2026-03-12T09:00:00Z");
    static readonly DateTimeOffset Now = Start.AddMinutes(5);
    static readonly Guid Expert = Guid.CreateVersion7();
    static readonly Booking Slot = new(Guid.CreateVersion7(), Expert, Start, Start.AddHours(1));

    static readonly Dictionary<string, Func<Interview, Interview?>> Actions = new()
    {
        ["Propose"] = interview => interview.Propose([Expert]),
        ["Book"] = interview => interview.Book(Slot with { SlotId = Guid.CreateVersion7() }, Now)?.Item1,
        ["CancelBooking"] = interview => interview.CancelBooking(),
        ["NoShow"] = interview => interview.NoShow(Now),
        ["Hold"] = interview => interview.Hold(new DateOnly(2026, 3, 12), Now)?.Item1,
        ["Conclude"] = interview => interview.Conclude(Samples.Concluding(InterviewRecommendation.Proceed), Now)?.Concluded,
        ["Answer"] = interview => interview.Answer(new("Thank you.", Guid.CreateVersion7(), Now)),
        ["Waive"] = interview => interview.Waive("Labelled last year.", Now)?.Item1,
        ["Cancel"] = interview => interview.Cancel(),
        ["TakeVersion"] = interview => interview.TakeVersion(2),
        ["AwaitCorrection"] = interview => interview.AwaitCorrection(),
    };

    // A dash: not allowed from there.
    const string Table =
        """
        from          | Propose       | Book   | CancelBooking | NoShow     | Hold | Conclude  | Answer    | Waive  | Cancel    | TakeVersion   | AwaitCorrection
        ToSchedule    | SlotsProposed | -      | -             | -          | -    | -         | -         | Waived | Cancelled | ToSchedule    | ToSchedule
        SlotsProposed | SlotsProposed | Booked | -             | -          | -    | -         | -         | Waived | Cancelled | SlotsProposed | SlotsProposed
        Booked        | -             | Booked | SlotsProposed | ToSchedule | Held | -         | -         | Waived | Cancelled | Booked        | Booked
        Held          | -             | -      | -             | -          | -    | Concluded | -         | Waived | Cancelled | Held          | Held
        Concluded     | -             | -      | -             | -          | -    | -         | Concluded | -      | -         | -             | -
        Cancelled     | -             | -      | -             | -          | -    | -         | -         | -      | -         | -             | -
        Waived        | -             | -      | -             | -          | -    | -         | -         | -      | -         | -             | -
        """;

    static IEnumerable<TestCaseData> EveryStatusTimesEveryAction()
    {
        var lines = Table.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToArray();
        foreach (var status in Enum.GetValues<InterviewStatus>())
        {
            foreach (var action in Actions.Keys)
            {
                var column = Array.IndexOf(lines[0], action);
                var expected = lines.SingleOrDefault(line => line[0] == status.ToString())?.ElementAtOrDefault(column);
                yield return new TestCaseData(status, action, expected).SetArgDisplayNames(status.ToString(), action);
            }
        }
    }

    [TestCaseSource(nameof(EveryStatusTimesEveryAction))]
    public void The_table_decides_what_each_action_does_from_each_status(InterviewStatus from, string action, string? expected)
    {
        Assert.That(expected, Is.Not.Null, $"{from} times {action} is not in the table");
        var before = In(from);

        var after = Actions[action](before);

        Assert.That(after?.Status.ToString() ?? "-", Is.EqualTo(expected));
        if (after is not null) Assert.That(after.Revision, Is.EqualTo(before.Revision + 1));
    }

    [TestCaseSource(nameof(EveryStatusTimesEveryAction))]
    public void Whatever_is_done_a_booking_is_there_exactly_when_the_status_says_so(InterviewStatus from, string action, string? expected)
    {
        var after = Actions[action](In(from)) ?? In(from);

        Assert.That(after.Booking is not null, Is.EqualTo(after.Status is InterviewStatus.Booked or InterviewStatus.Held or InterviewStatus.Concluded));
        Assert.That(after.HeldOn is not null, Is.EqualTo(after.Status is InterviewStatus.Held or InterviewStatus.Concluded));
        Assert.That(after.Conclusion is not null, Is.EqualTo(after.Status is InterviewStatus.Concluded));
        Assert.That(expected, Is.Not.Empty);
    }

    [Test]
    public void A_no_show_is_counted_and_the_office_has_to_propose_again()
    {
        var missed = In(InterviewStatus.Booked).NoShow(Now);

        Assert.That(missed, Is.Not.Null);
        Assert.That(missed!.NoShows, Is.EqualTo(1));
        Assert.That(missed.ProposedExpertIds, Is.Empty);
        var again = missed.Propose([Expert])!.Book(Slot, Now)!.Value.Item1.NoShow(Now);
        Assert.That(again!.NoShows, Is.EqualTo(2));
    }

    [Test]
    public void Neither_a_no_show_nor_a_held_interview_is_recorded_before_the_slot_begins()
    {
        var booked = In(InterviewStatus.Booked);
        var early = Start.AddMicroseconds(-1);

        Assert.That(booked.NoShow(early), Is.Null);
        Assert.That(booked.Hold(new DateOnly(2026, 3, 12), early), Is.Null);
        Assert.That(booked.NoShow(Start), Is.Not.Null);
        Assert.That(booked.Hold(new DateOnly(2026, 3, 12), Start), Is.Not.Null);
    }

    [Test]
    public void Each_move_of_a_booking_says_so_again()
    {
        var moved = Slot with { SlotId = Guid.CreateVersion7(), StartsAt = Start.AddDays(1), EndsAt = Start.AddDays(1).AddHours(1) };

        var (after, happened) = In(InterviewStatus.Booked).Book(moved, Now)!.Value;

        Assert.That(after.Booking, Is.EqualTo(moved));
        Assert.That((happened.ExpertId, happened.StartsAt, happened.EndsAt, happened.InterviewId, happened.DossierId),
            Is.EqualTo((Expert, moved.StartsAt, moved.EndsAt, after.Id, after.DossierId)));
    }

    [Test]
    public void Each_booking_move_and_cancellation_counts_in_the_calendar()
    {
        var booked = In(InterviewStatus.SlotsProposed).Book(Slot, Now)!.Value.Item1;
        Assert.That(booked.CalendarChanges, Is.EqualTo(1));
        var moved = booked.Book(Slot with { SlotId = Guid.CreateVersion7() }, Now)!.Value.Item1;
        Assert.That(moved.CalendarChanges, Is.EqualTo(2));
        Assert.That(moved.CancelBooking()!.CalendarChanges, Is.EqualTo(3));
        Assert.That(moved.NoShow(Now)!.CalendarChanges, Is.EqualTo(3));
        Assert.That(moved.Waive("Reason", Now)!.Value.Item1.CalendarChanges, Is.EqualTo(3));
        Assert.That(moved.Cancel()!.CalendarChanges, Is.EqualTo(3));
        Assert.That(moved.Hold(new DateOnly(2026, 3, 12), Now)!.Value.Item1.CalendarChanges, Is.EqualTo(2));
        Assert.That(In(InterviewStatus.ToSchedule).Cancel()!.CalendarChanges, Is.Zero);
    }

    [Test]
    public void A_replanned_dossier_is_talked_about_again_and_the_day_is_kept()
    {
        var day = new DateOnly(2026, 6, 1);

        var (concluded, next, happened) = In(InterviewStatus.Held).Conclude(Samples.Concluding(InterviewRecommendation.Replan, day), Now)!.Value;

        Assert.That(next, Is.Not.Null);
        Assert.That((next!.Round, next.Status, next.Version, next.ReplannedTo, next.DossierId, next.NoShows),
            Is.EqualTo((concluded.Round + 1, InterviewStatus.ToSchedule, concluded.Version, (DateOnly?)day, concluded.DossierId, 0)));
        Assert.That(next.Id, Is.Not.EqualTo(concluded.Id));
        Assert.That((happened.Recommendation, happened.ReplanTo, happened.RedirectToCallId), Is.EqualTo((InterviewRecommendation.Replan, (DateOnly?)day, (Guid?)null)));
    }

    [TestCase(InterviewRecommendation.Proceed)]
    [TestCase(InterviewRecommendation.ProceedWithAdvice)]
    [TestCase(InterviewRecommendation.Redirect)]
    public void No_other_conclusion_opens_a_round_by_itself(InterviewRecommendation recommendation) =>
        Assert.That(In(InterviewStatus.Held).Conclude(Samples.Concluding(recommendation), Now)!.Value.NextRound, Is.Null);

    [TestCase(InterviewRecommendation.Proceed, true)]
    [TestCase(InterviewRecommendation.ProceedWithAdvice, true)]
    [TestCase(InterviewRecommendation.Replan, false)]
    [TestCase(InterviewRecommendation.Redirect, false)]
    public void Going_on_opens_the_gate_and_coming_back_does_not(InterviewRecommendation recommendation, bool opens) =>
        Assert.That(In(InterviewStatus.Held).Conclude(Samples.Concluding(recommendation), Now)!.Value.Concluded.OpenedTheGate, Is.EqualTo(opens));

    [Test]
    public void The_conclusion_travels_with_the_version_talked_about_and_without_what_was_written()
    {
        var held = In(InterviewStatus.Held).TakeVersion(3)!;

        var (_, _, happened) = held.Conclude(Samples.Concluding(InterviewRecommendation.ProceedWithAdvice), Now)!.Value;

        Assert.That(happened, Is.EqualTo(new InterviewConcluded(
            happened.EventId, held.DossierId, 0, Now, held.Id, Expert, 3, InterviewRecommendation.ProceedWithAdvice, null, null)));
    }

    [Test]
    public void The_holder_answers_once()
    {
        var answered = In(InterviewStatus.Concluded).Answer(new("Thank you.", Guid.CreateVersion7(), Now));

        Assert.That(answered!.Reply!.Text, Is.EqualTo("Thank you."));
        Assert.That(answered.Answer(new("One thing more.", Guid.CreateVersion7(), Now)), Is.Null);
    }

    [Test]
    public void An_interview_never_goes_back_to_an_older_version()
    {
        var second = In(InterviewStatus.Booked).TakeVersion(2)!;

        Assert.That(second.TakeVersion(2), Is.Null);
        Assert.That(second.TakeVersion(1), Is.Null);
    }

    static Interview In(InterviewStatus status)
    {
        var opened = Interview.Open(Guid.CreateVersion7(), 1, 1, null, Start.AddDays(-3));
        return status switch
        {
            InterviewStatus.ToSchedule => opened,
            InterviewStatus.SlotsProposed => opened.Propose([Expert])!,
            InterviewStatus.Booked => In(InterviewStatus.SlotsProposed).Book(Slot, Start.AddDays(-2))!.Value.Item1,
            InterviewStatus.Held => In(InterviewStatus.Booked).Hold(new DateOnly(2026, 3, 12), Now)!.Value.Item1,
            InterviewStatus.Concluded => In(InterviewStatus.Held).Conclude(Samples.Concluding(InterviewRecommendation.Proceed), Now)!.Value.Concluded,
            InterviewStatus.Cancelled => opened.Cancel()!,
            InterviewStatus.Waived => opened.Waive("Labelled last year.", Now)!.Value.Item1,
        };
    }
}
