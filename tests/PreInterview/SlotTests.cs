namespace Labelling.PreInterview.Tests;

public class SlotTests
{
    static readonly DateTimeOffset Now = Samples.Instant("2026-03-12T09:00:00Z");
    static readonly Guid Expert = Guid.CreateVersion7();

    static Slot At(double startMinute, double minutes) => Slot.Offer(Expert, Now.AddMinutes(startMinute), Now.AddMinutes(startMinute + minutes), Now);

    [TestCase(9.99, "slot.length")]
    [TestCase(10, null)]
    [TestCase(240, null)]
    [TestCase(240.01, "slot.length")]
    [TestCase(0, "slot.length")]
    [TestCase(-30, "slot.length")]
    public void A_slot_lasts_ten_to_two_hundred_and_forty_minutes(double minutes, string? refused) =>
        Assert.That(Slot.Refused([At(60, minutes)], [], Now)?.Code, Is.EqualTo(refused));

    [TestCase(-5, "slot.past")]
    [TestCase(-4.99, null)]
    [TestCase(0, null)]
    [TestCase(1, null)]
    public void A_slot_may_just_have_begun_but_not_five_minutes_ago(double startMinute, string? refused) =>
        Assert.That(Slot.Refused([At(startMinute, 30)], [], Now)?.Code, Is.EqualTo(refused));

    [TestCase(0, 30, null, TestName = "A slot that ends as another begins")]
    [TestCase(90, 30, null, TestName = "A slot that begins as another ends")]
    [TestCase(0, 31, "slot.overlap", TestName = "A slot that ends in another")]
    [TestCase(89, 30, "slot.overlap", TestName = "A slot that begins in another")]
    [TestCase(40, 20, "slot.overlap", TestName = "A slot within another")]
    [TestCase(20, 90, "slot.overlap", TestName = "A slot around another")]
    [TestCase(30, 60, "slot.overlap", TestName = "The same slot again")]
    public void Slots_of_an_expert_do_not_overlap(double startMinute, double minutes, string? refused)
    {
        Assert.That(Slot.Refused([At(startMinute, minutes)], [At(30, 60)], Now)?.Code, Is.EqualTo(refused), "with one there is");
        Assert.That(Slot.Refused([At(30, 60), At(startMinute, minutes)], [], Now)?.Code, Is.EqualTo(refused), "with one of the same request");
    }

    [Test]
    public void A_refusal_names_the_slot_by_its_time() =>
        Assert.That(Slot.Refused([At(30, 60), At(120, 5)], [], Now)!.English, Does.Match("^2\\d{3}-\\d\\d-\\d\\d \\d\\d:\\d\\d: a slot lasts"));

    [Test]
    public void Instants_are_kept_to_the_microsecond_in_utc()
    {
        var slot = Slot.Offer(Expert, Samples.Instant("2026-03-29T03:00:00.1234567+02:00"), Samples.Instant("2026-03-29T03:30:00+02:00"), Now);

        Assert.That(slot.StartsAt.ToString("O"), Is.EqualTo("2026-03-29T01:00:00.1234560+00:00"));
    }

    [Test]
    public void A_slot_is_over_when_it_ends_not_when_it_begins()
    {
        var slot = At(0, 30);

        Assert.That(slot.IsOver(slot.EndsAt.AddMicroseconds(-1)), Is.False);
        Assert.That(slot.IsOver(slot.EndsAt), Is.True);
    }
}
