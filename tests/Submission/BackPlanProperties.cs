using FsCheck;
using FsCheck.Fluent;
using Labelling.Submission.Planning;

namespace Labelling.Submission.Tests;

/// <summary>Plans counted back over generated closings and settings; and the few that are worked out by hand.</summary>
public sealed class BackPlanProperties
{
    static readonly DateOnly Monday = new(2026, 3, 2);

    static ProgrammeSettings Settings(bool interview = true, int reviewDays = 10, PlanSettings? plan = null) =>
        new("Label", "Label", 3, interview, false, reviewDays, 0.5m, 24, []) { Plan = plan };

    static readonly Gen<ProgrammeSettings> AnySettings =
        from interview in Gen.Elements(true, false)
        from reviewDays in Gen.Choose(1, 60)
        from days in Gen.Choose(1, 60).ListOf(6)
        select Settings(interview, reviewDays, new PlanSettings(days[0], days[1], days[2], days[3], days[4], days[5]));

    static readonly Gen<DateOnly> AnyDay = Gen.Choose(0, 5_000).Select(days => new DateOnly(2025, 1, 1).AddDays(days));

    static void Check<T>(Gen<T> drawn, Action<T> holds) => Prop.ForAll(drawn.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Test]
    public void The_days_come_in_their_order_before_the_target_and_never_on_a_weekend() => Check(AnyDay.Zip(AnySettings), drawn =>
    {
        var (target, settings) = drawn;
        var days = BackPlan.Days(target, settings);
        Assert.That(days.Select(one => one.Step), Is.EqualTo(Enum.GetValues<PlanStep>().Where(step => settings.InterviewRequired || step is not PlanStep.Interview)));
        Assert.That(days.Zip(days.Skip(1)), Is.All.Matches<((PlanStep, DateOnly Day) First, (PlanStep, DateOnly Day) Second)>(pair => pair.First.Day < pair.Second.Day));
        Assert.That(days[^1].Day, Is.LessThan(target));
        Assert.That(days.Select(one => one.Day.DayOfWeek), Is.All.Not.AnyOf(DayOfWeek.Saturday, DayOfWeek.Sunday));
    });

    [Test]
    public void A_later_target_never_brings_a_day_forward() => Check(AnyDay.Zip(Gen.Choose(0, 40)).Zip(AnySettings), drawn =>
    {
        var ((target, later), settings) = drawn;
        Assert.That(
            BackPlan.Days(target.AddDays(later), settings).Zip(BackPlan.Days(target, settings)),
            Is.All.Matches<((PlanStep, DateOnly Day) Later, (PlanStep, DateOnly Day) Sooner)>(pair => pair.Later.Day >= pair.Sooner.Day));
    });

    [Test]
    public void Time_only_makes_it_later_and_work_done_only_helps() => Check(AnyDay.Zip(AnySettings).Zip(Gen.Choose(-200, 20).Zip(Gen.Choose(0, 3))), drawn =>
    {
        var ((target, settings), (from, done)) = drawn;
        var today = target.AddDays(from);
        PlanTarget[] targets = [new(TargetKind.Closing, target, null)];
        PlanState At(int progress, DateOnly day) => BackPlan.Of(targets, settings, new PlanProgress(progress > 0, progress > 1, progress > 2), day).State;
        Assert.That(At(done, today.AddDays(1)), Is.GreaterThanOrEqualTo(At(done, today)));
        Assert.That(At(Math.Min(3, done + 1), today), Is.LessThanOrEqualTo(At(done, today)));
        Assert.That(At(done, today) is PlanState.Done, Is.EqualTo(done == 3));
    });

    // Closing on Tuesday 30 June 2026. A week before: 23 June (Tuesday), another: 16 June (Tuesday). 15 days before: Monday 1 June. 19 before: Wednesday 13 May.
    [Test]
    public void The_usual_times_counted_back_by_hand() => Assert.That(
        BackPlan.Days(new DateOnly(2026, 6, 30), Settings()),
        Is.EqualTo(new[]
        {
            (PlanStep.Deposit, new DateOnly(2026, 5, 13)), (PlanStep.Interview, new DateOnly(2026, 6, 1)),
            (PlanStep.Review, new DateOnly(2026, 6, 16)), (PlanStep.Session, new DateOnly(2026, 6, 23)),
        }));

    [TestCase("2026-04-28", PlanState.InTime)]
    [TestCase("2026-04-29", PlanState.Close)]
    [TestCase("2026-05-13", PlanState.Close)]
    [TestCase("2026-05-14", PlanState.Late)]
    public void A_draft_is_green_then_amber_from_fourteen_days_before_then_red_the_day_after(string today, PlanState expected) => Assert.That(
        BackPlan.Of([new PlanTarget(TargetKind.Closing, new DateOnly(2026, 6, 30), null)], Settings(), new PlanProgress(false, false, false), DateOnly.Parse(today)).State,
        Is.EqualTo(expected));

    static CallTerms Terms(string closes, params string[] cutOffs) => Sample.Terms(closes: DateTimeOffset.Parse(closes)) with { CutOffs = [.. cutOffs.Select(DateTimeOffset.Parse)] };

    [Test]
    public void The_next_cut_off_comes_before_the_closing_and_one_that_is_over_does_not_count()
    {
        var now = new DateTimeOffset(2026, 3, 12, 12, 0, 0, TimeSpan.Zero);
        var targets = PlanTarget.Of(Terms("2026-09-30T10:00:00Z", "2026-03-12T12:00:00Z", "2026-05-15T10:00:00Z"), null, now);
        Assert.That(targets.Select(target => (target.Kind, target.Day)), Is.EqualTo(new[]
        {
            (TargetKind.CutOff, new DateOnly(2026, 5, 15)), (TargetKind.Closing, new DateOnly(2026, 9, 30)),
        }));
    }

    [Test]
    public void The_day_an_interview_asked_for_comes_first_and_what_is_before_it_is_left_out()
    {
        var targets = PlanTarget.Of(Terms("2026-09-30T10:00:00Z", "2026-05-15T10:00:00Z"), new DateOnly(2026, 6, 1), new DateTimeOffset(2026, 3, 12, 12, 0, 0, TimeSpan.Zero));
        Assert.That(targets.Select(target => (target.Kind, target.Day)), Is.EqualTo(new[]
        {
            (TargetKind.Replanned, new DateOnly(2026, 6, 1)), (TargetKind.Closing, new DateOnly(2026, 9, 30)),
        }));
    }

    // 22:00 UTC in summer is midnight in Paris: of that day nothing is left.
    [Test]
    public void A_closing_at_midnight_ends_the_day_before() => Assert.That(
        PlanTarget.Of(Terms("2026-06-30T22:00:00Z"), null, new DateTimeOffset(2026, 3, 12, 12, 0, 0, TimeSpan.Zero)).Single().Day, Is.EqualTo(new DateOnly(2026, 6, 30)));

    [Test]
    public void Too_late_for_a_cut_off_names_the_next_date_in_reach()
    {
        var late = BackPlan.Of(
            [new PlanTarget(TargetKind.CutOff, Monday.AddDays(20), null), new PlanTarget(TargetKind.CutOff, Monday.AddDays(30), null), new PlanTarget(TargetKind.Closing, Monday.AddDays(200), null)],
            Settings(), new PlanProgress(false, false, false), Monday);
        Assert.That((late.State, late.Later?.Kind), Is.EqualTo((PlanState.Late, TargetKind.Closing)));
    }
}
