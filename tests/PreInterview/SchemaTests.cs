using System.Data.Common;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Storage;
using static Labelling.PreInterview.Tests.World;

namespace Labelling.PreInterview.Tests;

/// <summary>Illegal rows are refused by the database itself, and what slips past it is found by the invariants.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class SchemaTests(Dialect dialect)
{
    World world = null!;

    [SetUp]
    public async Task Begin() => world = await Create(dialect);

    [TearDown]
    public async Task End() => await world.Discard();

    async Task Run(string sql, object? parameters = null)
    {
        await using var transaction = await world.Database.Begin(default);
        await transaction.Execute(sql, parameters);
        transaction.WithoutTrail("a test writes past the program");
        await transaction.Commit();
    }

    // Each line spoils an interview in one way; the name is the constraint that has to answer.
    [TestCase("SlotsProposed", "set Status = 'Nonsense'", "CK_Interview_Status")]
    [TestCase("Booked", "set NoShows = -1", "CK_Interview_Counts")]
    [TestCase("Booked", "set Round = 0", "CK_Interview_Counts")]
    [TestCase("Booked", "set SlotId = null", "CK_Interview_Booking")]
    [TestCase("Booked", "set ExpertId = null", "CK_Interview_Booking")]
    [TestCase("Booked", "set StartsAt = null", "CK_Interview_Booking")]
    [TestCase("Booked", "set EndsAt = StartsAt", "CK_Interview_Booking")]
    [TestCase("Booked", "set Status = 'ToSchedule'", "CK_Interview_Booking")]
    [TestCase("Booked", "set Status = 'Cancelled'", "CK_Interview_Booking")]
    [TestCase("SlotsProposed", "set Status = 'Booked'", "CK_Interview_Booking")]
    [TestCase("Booked", "set Status = 'Held'", "CK_Interview_Held")]
    [TestCase("Booked", "set HeldOn = '2026-03-12'", "CK_Interview_Held")]
    [TestCase("Held", "set Status = 'Concluded'", "CK_Interview_Concluded")]
    [TestCase("Held", "set Recommendation = 'Proceed'", "CK_Interview_Concluded")]
    [TestCase("Held", "set PrivateNote = 'x'", "CK_Interview_Concluded")]
    [TestCase("Concluded", "set Recommendation = null", "CK_Interview_Concluded")]
    [TestCase("Concluded", "set Advice = null", "CK_Interview_Concluded")]
    [TestCase("Concluded", "set Recommendation = 'Perhaps'", "CK_Interview_Recommendation")]
    [TestCase("Concluded", "set Recommendation = 'Replan'", "CK_Interview_Replan")]
    [TestCase("Concluded", "set ReplanTo = '2026-06-01'", "CK_Interview_Replan")]
    [TestCase("Concluded", "set Recommendation = 'Redirect'", "CK_Interview_Redirect")]
    [TestCase("Concluded", "set RedirectToCallId = Id", "CK_Interview_Redirect")]
    [TestCase("Concluded", "set Reply = 'x'", "CK_Interview_Reply")]
    [TestCase("Held", "set Reply = 'x', RepliedBy = Id, RepliedAt = OpenedAt", "CK_Interview_Reply")]
    [TestCase("SlotsProposed", "set Status = 'Waived'", "CK_Interview_Waived")]
    [TestCase("SlotsProposed", "set WaiverReason = 'x'", "CK_Interview_Waived")]
    public async Task An_impossible_interview_is_refused(string status, string spoil, string constraint)
    {
        var view = status switch
        {
            "SlotsProposed" => await world.Proposed(),
            "Booked" => await world.Booked(),
            "Held" => await world.Held(),
            _ => await world.Concluded(InterviewRecommendation.Proceed),
        };

        Assert.That(() => Run($"update Interview {spoil} where Id = @Id", new { view.Id }), Throws.InstanceOf<DbException>().With.Message.Contains(constraint).IgnoreCase);
    }

    [Test]
    public async Task A_dossier_cannot_have_two_open_interviews()
    {
        var view = await world.Of(await world.Admitted());
        const string another =
            """
            insert into Interview (Id, DossierId, Round, Status, Version, Revision, OpenedAt, CalendarChanges, NoShows)
            values (@Id, @DossierId, @Round, 'ToSchedule', 1, 1, @Now, 0, 0)
            """;

        Assert.That(() => Run(another, new { Id = Guid.CreateVersion7(), view.DossierId, Round = 2, Now = Morning }), Throws.InstanceOf<DbException>());
        Seen(await world.Waive(world.AsOffice, view));
        Assert.That(() => Run(another, new { Id = Guid.CreateVersion7(), view.DossierId, Round = 1, Now = Morning }), Throws.InstanceOf<DbException>(), "the same round again");
        await Run(another, new { Id = Guid.CreateVersion7(), view.DossierId, Round = 2, Now = Morning });
    }

    [Test]
    public async Task Two_interviews_cannot_have_the_same_slot()
    {
        var booked = await world.Booked();
        var other = await world.Booked(await world.Admitted(reference: "2026-0043"));

        Assert.That(
            () => Run("update Interview set SlotId = (select SlotId from Interview where Id = @First) where Id = @Second", new { First = booked.Id, Second = other.Id }),
            Throws.InstanceOf<DbException>());
        Assert.That(() => Run("update Slot set InterviewId = @First where InterviewId = @Second", new { First = booked.Id, Second = other.Id }), Throws.InstanceOf<DbException>());
    }

    [TestCase(9)]
    [TestCase(241)]
    [TestCase(-30)]
    public async Task A_slot_of_another_length_is_refused(int minutes)
    {
        await world.Offered(world.Expert);

        Assert.That(
            () => Run("update Slot set EndsAt = @EndsAt", new { EndsAt = Morning.AddMinutes(minutes) }),
            Throws.InstanceOf<DbException>().With.Message.Contains("CK_Slot_Length").IgnoreCase);
    }

    [Test]
    public async Task An_interview_of_no_dossier_is_refused()
    {
        await world.Admitted();

        Assert.That(() => Run("update Interview set DossierId = @Id", new { Id = Guid.CreateVersion7() }), Throws.InstanceOf<DbException>());
    }

    [Test]
    public async Task The_invariants_find_what_was_spoilt_and_nothing_else()
    {
        var booked = await world.Booked();
        var other = await world.Booked(await world.Admitted(reference: "2026-0043"));
        Assert.That(await world.Violations(), Is.Empty);

        await Run("update Slot set StartsAt = @Start, EndsAt = @End where InterviewId = @Id", new { other.Id, Start = Morning.AddMinutes(10), End = Morning.AddMinutes(40) });
        Assert.That(Names(await world.Violations()), Is.EquivalentTo(new[] { "a booked interview has its booked slot", "the booked slots of an expert do not overlap" }));
        await Run("update Slot set StartsAt = @Start, EndsAt = @End where InterviewId = @Id", new { other.Id, Start = other.StartsAt, End = other.EndsAt });
        Assert.That(await world.Violations(), Is.Empty);

        await Run("update Slot set InterviewId = null where InterviewId = @Id", new { booked.Id });
        Assert.That(Names(await world.Violations()), Is.EqualTo(new[] { "a booked interview has its booked slot" }));
        var free = await world.Offered(world.Colleague);
        await Run("update Slot set InterviewId = @Id where Id = @Slot", new { booked.Id, Slot = free });
        Assert.That(Names(await world.Violations()), Is.EqualTo(new[] { "a booked interview has its booked slot", "a booked slot has its interview" }));
    }

    [Test]
    public async Task The_invariants_find_dossiers_without_interview_and_interviews_that_should_be_over()
    {
        var dossier = await world.Admitted();
        await Run("update DossierToInterview set Withdrawn = 1");
        Assert.That(await world.Violations(), Is.EqualTo(new[] { $"a withdrawn or inadmissible dossier has no open interview: dossier {dossier}" }).IgnoreCase);
        await Run("update DossierToInterview set Withdrawn = 0, RefusedSequence = 9");
        Assert.That(Names(await world.Violations()), Is.EqualTo(new[] { "a withdrawn or inadmissible dossier has no open interview" }));
        await Run("update DossierToInterview set RefusedSequence = 0");

        await Run("update InterviewHistory set Status = 'Waived'");
        Assert.That(Names(await world.Violations()), Is.EqualTo(new[] { "the last line of an interview's history is what the interview is" }));

        await Run("delete from InterviewHistory");
        await Run("delete from Interview");
        Assert.That(Names(await world.Violations()), Is.EqualTo(new[] { "an admitted dossier that was not withdrawn has an interview" }));
    }

    static string[] Names(IEnumerable<string> violations) => [.. violations.Select(violation => violation.Split(':')[0])];
}
