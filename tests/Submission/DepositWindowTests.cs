using System.Globalization;

namespace Labelling.Submission.Tests;

public sealed class DepositWindowTests
{
    static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    static readonly Call Spring = Sample.Call(opens: At("2026-01-05T09:00+01:00"), closes: At("2026-03-27T12:00+01:00"));

    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    static Dossier Draft(DateTimeOffset? confirmationShownAt = null) =>
        Sample.Dossier(DossierStatus.Draft) with { ConfirmationShownAt = confirmationShownAt };

    [Test]
    public void The_call_takes_deposits_from_its_opening_until_just_before_its_closing()
    {
        var (opens, closes) = (Spring.Terms.OpensAt, Spring.Terms.ClosesAt);
        Assert.Multiple(() =>
        {
            Assert.That(DepositWindow.Of(Draft(), Spring, opens - Tick), Is.EqualTo(DepositAnswer.TooEarly));
            Assert.That(DepositWindow.Of(Draft(), Spring, opens), Is.EqualTo(DepositAnswer.Open));
            Assert.That(DepositWindow.Of(Draft(), Spring, closes - Tick), Is.EqualTo(DepositAnswer.Open));
            Assert.That(DepositWindow.Of(Draft(), Spring, closes), Is.EqualTo(DepositAnswer.Closed));
        });
    }

    [Test]
    public void A_confirmation_shown_before_the_closing_leaves_ten_minutes()
    {
        var closes = Spring.Terms.ClosesAt;
        Assert.Multiple(() =>
        {
            Assert.That(DepositWindow.Of(Draft(closes - Tick), Spring, closes), Is.EqualTo(DepositAnswer.WithinGrace));
            Assert.That(DepositWindow.Of(Draft(closes - Tick), Spring, closes.AddMinutes(10)), Is.EqualTo(DepositAnswer.WithinGrace));
            Assert.That(DepositWindow.Of(Draft(closes - Tick), Spring, closes.AddMinutes(10) + Tick), Is.EqualTo(DepositAnswer.Closed));
            Assert.That(DepositWindow.Of(Draft(closes.AddDays(-3)), Spring, closes.AddMinutes(5)), Is.EqualTo(DepositAnswer.WithinGrace));
        });
    }

    [Test]
    public void A_confirmation_shown_at_the_closing_or_never_leaves_none()
    {
        var closes = Spring.Terms.ClosesAt;
        Assert.That(DepositWindow.Of(Draft(closes), Spring, closes.AddMinutes(1)), Is.EqualTo(DepositAnswer.Closed));
        Assert.That(DepositWindow.Of(Draft(), Spring, closes.AddMinutes(1)), Is.EqualTo(DepositAnswer.Closed));
    }

    /// <summary>On 29 March 2026 Paris goes from +01:00 to +02:00; on 25 October back. The closing is 12:00 there all the same.</summary>
    [TestCase("2026-03-28T12:00+01:00", "2026-03-28T10:59:59Z", "2026-03-28T11:00:00Z")]
    [TestCase("2026-03-29T12:00+02:00", "2026-03-29T09:59:59Z", "2026-03-29T10:00:00Z")]
    [TestCase("2026-10-24T12:00+02:00", "2026-10-24T09:59:59Z", "2026-10-24T10:00:00Z")]
    [TestCase("2026-10-25T12:00+01:00", "2026-10-25T10:59:59Z", "2026-10-25T11:00:00Z")]
    public void Noon_in_Paris_is_the_right_instant_on_both_sides_of_summer_time(string closes, string last, string tooLate)
    {
        var call = Sample.Call(opens: At("2026-01-05T09:00+01:00"), closes: At(closes));
        Assert.That(DepositWindow.Of(Draft(), call, At(last)), Is.EqualTo(DepositAnswer.Open));
        Assert.That(DepositWindow.Of(Draft(), call, At(tooLate)), Is.EqualTo(DepositAnswer.Closed));
    }

    /// <summary>The hour 02:00 to 03:00 of 25 October happens twice; the instants tell which.</summary>
    [Test]
    public void The_hour_that_happens_twice_is_told_apart()
    {
        var call = Sample.Call(opens: At("2026-01-05T09:00+01:00"), closes: At("2026-10-25T02:30+02:00"));
        Assert.That(DepositWindow.Of(Draft(), call, At("2026-10-25T02:29+02:00")), Is.EqualTo(DepositAnswer.Open));
        Assert.That(DepositWindow.Of(Draft(), call, At("2026-10-25T02:29+01:00")), Is.EqualTo(DepositAnswer.Closed));
    }

    [Test]
    public void A_correction_has_its_own_day_however_long_the_call_is_closed()
    {
        var back = Sample.Dossier(DossierStatus.CorrectionRequested);
        var call = Sample.Call(closes: At("2026-03-13T12:00+01:00")) with { Id = back.DepositedFor!.Value };
        Assert.Multiple(() =>
        {
            // Due on 20 March, in Paris: until 23:00 UTC.
            Assert.That(DepositWindow.Of(back, call, At("2026-03-20T22:59:59Z")), Is.EqualTo(DepositAnswer.CorrectionOpen));
            Assert.That(DepositWindow.Of(back, call, At("2026-03-20T23:00:00Z")), Is.EqualTo(DepositAnswer.CorrectionOverdue));
        });
    }

    [Test]
    public void A_correction_that_turns_to_another_call_has_to_meet_both()
    {
        var back = Sample.Dossier(DossierStatus.CorrectionRequested);
        var other = Sample.Call("Autre", opens: At("2026-03-15T09:00+01:00"), closes: At("2026-03-18T12:00+01:00"));
        Assert.Multiple(() =>
        {
            Assert.That(DepositWindow.Of(back, other, At("2026-03-14T12:00Z")), Is.EqualTo(DepositAnswer.TooEarly));
            Assert.That(DepositWindow.Of(back, other, At("2026-03-16T12:00Z")), Is.EqualTo(DepositAnswer.Open));
            Assert.That(DepositWindow.Of(back, other, At("2026-03-19T12:00Z")), Is.EqualTo(DepositAnswer.Closed));
            Assert.That(DepositWindow.Of(back, other, At("2026-03-21T12:00Z")), Is.EqualTo(DepositAnswer.CorrectionOverdue));
        });
    }

    [TestCase(DepositAnswer.Open, false, false)]
    [TestCase(DepositAnswer.Open, true, false)]
    [TestCase(DepositAnswer.WithinGrace, false, true)]
    [TestCase(DepositAnswer.CorrectionOpen, false, false)]
    [TestCase(DepositAnswer.CorrectionOpen, true, true)]
    public void A_deposit_in_the_grace_period_is_late_and_its_correction_stays_so(DepositAnswer answer, bool before, bool late) =>
        Assert.That(DepositWindow.IsLate(Sample.Dossier(DossierStatus.CorrectionRequested) with { Late = before }, answer), Is.EqualTo(late));
}
