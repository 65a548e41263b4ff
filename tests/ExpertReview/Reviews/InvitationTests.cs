using Labelling.ExpertReview.Reviews;
using static Labelling.ExpertReview.Reviews.InvitationStatus;

namespace Labelling.ExpertReview.Tests.Reviews;

public class InvitationTests
{
    public enum Step
    {
        Accept,
        Decline,
        DeclareConflict,
        Cancel,
        Write,
        Submit,
        Reopen,
    }

    /// <summary>Every status, then what each step makes of it; null: not allowed. A new status or step fails until it is placed.</summary>
    static readonly Dictionary<InvitationStatus, Dictionary<Step, InvitationStatus?>> Table = new()
    {
        [Invited] = new()
        {
            [Step.Accept] = Accepted,
            [Step.Decline] = Declined,
            [Step.DeclareConflict] = ConflictDeclared,
            [Step.Cancel] = Cancelled,
            [Step.Write] = null,
            [Step.Submit] = null,
            [Step.Reopen] = null,
        },
        [Accepted] = new()
        {
            [Step.Accept] = null,
            [Step.Decline] = Declined,
            [Step.DeclareConflict] = ConflictDeclared,
            [Step.Cancel] = Cancelled,
            [Step.Write] = Accepted,
            [Step.Submit] = Submitted,
            [Step.Reopen] = null,
        },
        [Submitted] = new()
        {
            [Step.Accept] = null,
            [Step.Decline] = null,
            [Step.DeclareConflict] = null,
            [Step.Cancel] = null,
            [Step.Write] = null,
            [Step.Submit] = null,
            [Step.Reopen] = Reopened,
        },
        [Reopened] = new()
        {
            [Step.Accept] = null,
            [Step.Decline] = null,
            [Step.DeclareConflict] = null,
            [Step.Cancel] = Cancelled,
            [Step.Write] = Reopened,
            [Step.Submit] = Submitted,
            [Step.Reopen] = null,
        },
        [Declined] = new()
        {
            [Step.Accept] = null,
            [Step.Decline] = null,
            [Step.DeclareConflict] = null,
            [Step.Cancel] = null,
            [Step.Write] = null,
            [Step.Submit] = null,
            [Step.Reopen] = null,
        },
        [ConflictDeclared] = new()
        {
            [Step.Accept] = null,
            [Step.Decline] = null,
            [Step.DeclareConflict] = null,
            [Step.Cancel] = null,
            [Step.Write] = null,
            [Step.Submit] = null,
            [Step.Reopen] = null,
        },
        [Cancelled] = new()
        {
            [Step.Accept] = null,
            [Step.Decline] = null,
            [Step.DeclareConflict] = null,
            [Step.Cancel] = null,
            [Step.Write] = null,
            [Step.Submit] = null,
            [Step.Reopen] = null,
        },
    };

    static readonly DossierUnderReview Dossier = DossierUnderReview.From(Given.Submitted(Guid.CreateVersion7()))
        .Hear(Given.Admitted(Guid.CreateVersion7())).Hear(Given.Waived(Guid.CreateVersion7(), 1))
        with
    { Programme = ProgrammeSettings.From(Given.Programme()) };

    static readonly Review Complete = new(
        [new("industrial-interest", 4), new("scientific-quality", 3.5m), new("probability-of-success", 3)], ReviewRecommendation.Label, 2);

    [Test]
    public void Every_status_and_step_from_the_table(
        [Values] InvitationStatus status, [Values] Step step)
    {
        var before = In(status);
        var after = Take(before, step);
        Assert.That(after?.Status, Is.EqualTo(Table[status][step]));
        if (after is not null)
            Assert.That(after.Revision, Is.EqualTo(before.Revision + 1));
    }

    [TestCase(Invited, true, true)]
    [TestCase(Accepted, true, true)]
    [TestCase(Reopened, true, true)]
    [TestCase(Submitted, false, true)]
    [TestCase(Declined, false, false)]
    [TestCase(ConflictDeclared, false, false)]
    [TestCase(Cancelled, false, false)]
    public void Open_counts_in_the_load_live_counts_for_the_dossier(InvitationStatus status, bool open, bool live) =>
        Assert.That((In(status).IsOpen, In(status).IsLive), Is.EqualTo((open, live)));

    [Test]
    public void Nobody_is_invited_through_a_closed_gate()
    {
        var closed = Dossier.Hear(Given.Concluded(Dossier.Id, 2, Contracts.InterviewRecommendation.Replan));
        Assert.That(Invitation.Invite(closed, Guid.CreateVersion7(), new DateOnly(2026, 4, 1), Given.At), Is.Null);
        Assert.That(Invitation.Invite(Dossier, Guid.CreateVersion7(), new DateOnly(2026, 4, 1), Given.At)?.Item1.GateOpenedBy, Is.EqualTo(GateOpenedBy.Waiver));
    }

    [Test]
    public void A_review_is_not_submitted_while_something_lacks() =>
        Assert.That((In(Accepted) with { Review = Complete with { Confidence = null } }).Submit(Dossier, Given.At), Is.Null);

    [Test]
    public void A_review_is_not_submitted_through_a_closed_gate() =>
        Assert.That((In(Accepted) with { Review = Complete }).Submit(Dossier.Hear(Given.Correction(Dossier.Id, 9)), Given.At), Is.Null);

    [Test]
    public void A_submitted_review_says_what_was_reviewed() =>
        Assert.That((In(Accepted) with { Review = Complete }).Submit(Dossier, Given.At)?.Item1.Reviewed,
            Is.EqualTo(new Reviewed(1, Given.ProgrammeId, 1, false)));

    [Test]
    public void A_review_before_the_committee_is_not_reopened()
    {
        Assert.That(In(Submitted).Reopen(Dossier with { ReviewsClosedAt = Given.At }, "A figure is wrong."), Is.Null);
        Assert.That(In(Submitted).Reopen(Dossier with { Withdrawn = true }, "A figure is wrong."), Is.Null);
    }

    static Invitation? Take(Invitation invitation, Step step) => step switch
    {
        Step.Accept => invitation.Accept(Given.At),
        Step.Decline => invitation.Decline("No time.", Given.At)?.Item1,
        Step.DeclareConflict => invitation.DeclareConflict("My sister works there.", Given.At)?.Item1,
        Step.Cancel => invitation.Cancel("Somebody else does it.", Given.At)?.Item1,
        Step.Write => invitation.Write(Complete),
        Step.Submit => (invitation with { Review = Complete }).Submit(Dossier, Given.At)?.Item1,
        Step.Reopen => invitation.Reopen(Dossier, "A figure is wrong."),
    };

    static Invitation In(InvitationStatus status) => new()
    {
        Id = Guid.CreateVersion7(),
        DossierId = Dossier.Id,
        ExpertId = Guid.CreateVersion7(),
        Status = status,
        InvitedAt = Given.At,
        DueOn = new DateOnly(2026, 3, 22),
        GateOpenedBy = GateOpenedBy.Waiver,
        Revision = 4,
    };
}
