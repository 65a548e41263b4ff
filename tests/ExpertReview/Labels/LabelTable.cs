using Labelling.Contracts;
using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Sessions;
using Labelling.ExpertReview.Tests.Sessions;
using static Labelling.ExpertReview.Labels.LabelStatus;

namespace Labelling.ExpertReview.Tests.Labels;

public sealed class LabelTable
{
    static readonly DateOnly Today = new(2026, 3, 12);

    static Label In(LabelStatus status)
    {
        var item = Committee.Decided(Committee.Label).Items[0];
        var decision = status == WithReservations ? Committee.WithReservations : Committee.Label;
        var (label, _) = Label.Issue(new(2026, 17), item, decision, Committee.Chair, Committee.Noon);
        return status switch
        {
            InForce or WithReservations => label,
            Expired => label with { ValidUntil = Today.AddDays(-1) },
            Revoked => label with { Revocation = new("Misuse.", Committee.Chair, Committee.Noon) },
        };
    }

    /// <summary>The status after "revoke"; null: refused.</summary>
    static readonly Dictionary<LabelStatus, LabelStatus?> Revoke = new()
    {
        [InForce] = Revoked,
        [WithReservations] = Revoked,
        [Expired] = Revoked,
        [Revoked] = null,
    };

    [Test]
    public void Every_status_answers_revoke([Values] LabelStatus status)
    {
        var label = In(status);
        Assert.That(label.StatusOn(Today), Is.EqualTo(status), "the case itself");

        var after = label.Revoke(Committee.Chair, "Misuse.", Committee.Noon);

        Assert.That(after?.Item1.StatusOn(Today), Is.EqualTo(Revoke[status]));
        if (after is var (revoked, happened))
        {
            Assert.That((happened.LabelId, happened.Number, happened.DossierId), Is.EqualTo((label.Id, "L-2026-0017", label.DossierId)));
            Assert.That(revoked.Revision, Is.EqualTo(label.Revision + 1));
        }
    }

    /// <summary>The status after "lift", of the one reservation; null: refused.</summary>
    static readonly Dictionary<LabelStatus, LabelStatus?> Lift = new()
    {
        [InForce] = null,
        [WithReservations] = InForce,
        [Expired] = null,
        [Revoked] = null,
    };

    [Test]
    public void Every_status_answers_lift([Values] LabelStatus status)
    {
        var after = In(status).Lift(1, 2, Committee.Noon);

        Assert.That(after?.Item1.StatusOn(Today), Is.EqualTo(Lift[status]));
        if (after is var (lifted, happened))
        {
            Assert.That((happened.Number, happened.Left, happened.CertificateVersion), Is.EqualTo(("L-2026-0017", 0, 2)));
            Assert.That(lifted.Reservations.Select(reservation => reservation.LiftedOn), Is.EqualTo(new DateOnly?[] { Today }));
            Assert.That(lifted.Lift(1, 3, Committee.Noon), Is.Null, "once");
        }
    }

    [TestCase(0)]
    [TestCase(2)]
    public void A_reservation_that_is_not_there_is_not_lifted(int place) => Assert.That(In(WithReservations).Lift(place, 2, Committee.Noon), Is.Null);

    [Test]
    public void A_label_is_with_reservations_until_the_last_one_is_lifted()
    {
        var item = Committee.Decided(Committee.Label).Items[0];
        var reservation = Committee.WithReservations.Reservations[0];
        var (label, _) = Label.Issue(new(2026, 17), item, new(Decision.LabelWithReservations, null, [reservation, reservation], null), Committee.Chair, Committee.Noon);

        var (first, happened) = label.Lift(2, 2, Committee.Noon)!.Value;

        Assert.That((first.StatusOn(Today), first.Open, happened.Left), Is.EqualTo((WithReservations, 1, 1)));
        Assert.That(first.Lift(1, 3, Committee.Noon)?.Item1.StatusOn(Today), Is.EqualTo(InForce));
    }

    [TestCase("")]
    [TestCase("  ")]
    public void Nothing_is_revoked_without_a_reason(string reason) =>
        Assert.That(In(InForce).Revoke(Committee.Chair, reason, Committee.Noon), Is.Null);

    [Test]
    public void A_label_is_valid_on_its_last_day_and_expired_on_the_next()
    {
        var label = In(InForce);

        Assert.That(label.ValidUntil, Is.EqualTo(new DateOnly(2028, 3, 12)));
        Assert.That(label.StatusOn(label.ValidUntil), Is.EqualTo(InForce));
        Assert.That(label.StatusOn(label.ValidUntil.AddDays(1)), Is.EqualTo(Expired));
    }

    [Test]
    public void The_year_and_the_day_are_those_of_Paris()
    {
        var item = Committee.Decided(Committee.Label).Items[0];
        var newYearInParis = new DateTimeOffset(2026, 12, 31, 23, 30, 0, TimeSpan.Zero);

        var (label, happened) = Label.Issue(new(2027, 1), item, Committee.Label, Committee.Chair, newYearInParis);

        Assert.That(label.IssuedOn, Is.EqualTo(new DateOnly(2027, 1, 1)));
        Assert.That(happened.At, Is.EqualTo(newYearInParis));
    }

    [TestCase(1, "L-2026-0001")]
    [TestCase(17, "L-2026-0017")]
    [TestCase(12345, "L-2026-12345")]
    public void Numbers_have_four_digits_or_more(int serial, string number) =>
        Assert.That(new LabelNumber(2026, serial).ToString(), Is.EqualTo(number));

    static Release? ReleaseOf(Proposal proposal, LabelNumber? number, Guid? by = null)
    {
        var meeting = Committee.Decided(proposal);
        return Release.Of(meeting, meeting.Items[0], number, by ?? Committee.Chair, Committee.Noon.AddDays(1));
    }

    static readonly Dictionary<Decision, (Proposal Proposal, Type Event, bool Label)> Releases = new()
    {
        [Decision.Label] = (Committee.Label, typeof(LabelIssued), true),
        [Decision.LabelWithReservations] = (Committee.WithReservations, typeof(LabelIssued), true),
        [Decision.Adjourn] = (Committee.Adjourn, typeof(DossierAdjourned), false),
        [Decision.Refuse] = (Committee.Refuse, typeof(LabelRefused), false),
        [Decision.SupportLetter] = (Committee.Support, typeof(SupportLetterIssued), false),
    };

    [Test]
    public void Every_decision_is_released_by_its_own_event([Values] Decision decision)
    {
        var (proposal, type, issuesLabel) = Releases[decision];

        var release = ReleaseOf(proposal, issuesLabel ? new(2026, 1) : null)!;

        Assert.That(release.Happened, Is.TypeOf(type));
        Assert.That(EventCatalogue.Of(type).SubjectOf(release.Happened), Is.EqualTo(Committee.Dossier(1)));
        Assert.That(release.Label is not null, Is.EqualTo(issuesLabel));
        Assert.That(release.Item.ReleasedAt, Is.EqualTo(Committee.Noon.AddDays(1)));
        Assert.That(release.CarriedTo, Is.EqualTo(proposal.ToSessionId));
        if (release.Happened is LabelIssued issued)
            Assert.That(issued.WithReservations, Is.EqualTo(decision == Decision.LabelWithReservations));
    }

    [Test]
    public void Only_the_signatory_releases([Values(2, 3, 4, 5, 99)] int person) =>
        Assert.That(ReleaseOf(Committee.Label, new(2026, 1), Committee.Person(person)), Is.Null);

    [Test]
    public void A_label_is_not_released_without_its_number() => Assert.That(ReleaseOf(Committee.Label, null), Is.Null);

    [Test]
    public void What_is_undecided_or_released_is_not_released()
    {
        var meeting = Committee.Opened().With(Committee.Everybody).ItemOpen();
        var decided = Committee.Decided(Committee.Refuse);
        var released = Release.Of(decided, decided.Items[0], null, Committee.Chair, Committee.Noon)!.Item;

        Assert.That(Release.Of(meeting, meeting.Items[0], null, Committee.Chair, Committee.Noon), Is.Null);
        Assert.That(Release.Of(decided, released, null, Committee.Chair, Committee.Noon), Is.Null);
    }
}
