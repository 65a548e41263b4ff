using Labelling.Contracts;
using Labelling.ExpertReview.Assignment;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Tests.Experts;
using Labelling.ExpertReview.Tests.Reviews;

namespace Labelling.ExpertReview.Tests.Assignment;

public class AssignmentRulesTests
{
    static readonly Guid ExpertId = Guid.CreateVersion7();
    static readonly Guid DossierId = Guid.CreateVersion7();

    static readonly AssignmentFacts Usual = new()
    {
        Dossier = DossierUnderReview.From(Given.Submitted(DossierId)).Hear(Given.Admitted(DossierId)).Hear(Given.Waived(DossierId, 1))
            with
        { Programme = ProgrammeSettings.From(Given.Programme()) },
        Person = new PersonInReview { Id = ExpertId, Name = "Expert", Language = "en", Roles = [Roles.Expert], Affiliations = [], Sequence = 1 },
        Expert = ConflictsTests.InPool(ExpertId),
        Conflicts = [],
        OpenReviews = 0,
        Earlier = null,
        Today = new DateOnly(2026, 3, 12),
        DueOn = new DateOnly(2026, 3, 22),
    };

    public static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("nothing against it", null, Usual);
        yield return Case("the gate is closed", "review.gate-closed", Usual with { Dossier = Usual.Dossier.Hear(Given.Concluded(DossierId, 2, InterviewRecommendation.Replan)) });
        yield return Case("not admitted", "review.gate-closed", Usual with { Dossier = Usual.Dossier with { AdmittedVersion = null } });
        yield return Case("withdrawn", "review.gate-closed", Usual with { Dossier = Usual.Dossier with { Withdrawn = true } });
        yield return Case("inadmissible", "review.gate-closed", Usual with { Dossier = Usual.Dossier.Hear(Given.Refused(DossierId, 3)) });
        yield return Case("a correction is awaited", "review.gate-closed", Usual with { Dossier = Usual.Dossier.Hear(Given.Correction(DossierId, 3)) });
        yield return Case("the programme is unknown", "review.gate-closed", Usual with { Dossier = Usual.Dossier with { Programme = null } });
        yield return Case("before the committee", "review.closed", Usual with { Dossier = Usual.Dossier with { ReviewsClosedAt = Given.At } });
        yield return Case("due yesterday", "review.due-in-the-past", Usual with { DueOn = new DateOnly(2026, 3, 11) });
        yield return Case("due today", null, Usual with { DueOn = new DateOnly(2026, 3, 12) });
        yield return Case("nobody", "review.not-in-pool", Usual with { Person = null });
        yield return Case("not in the pool", "review.not-in-pool", Usual with { Expert = null });
        yield return Case("not an expert any more", "review.not-in-pool", Usual with { Person = Usual.Person! with { Roles = [Roles.Member] } });
        yield return Case("disabled", "review.expert-disabled", Usual with { Person = Usual.Person! with { Disabled = true } });
        yield return Case("in conflict", "review.conflict", Usual with { Conflicts = [new("partner", "because x.", "parce que x.")] });
        yield return Case("one below the load", null, Usual with { OpenReviews = 4 });
        yield return Case("at the load", "review.load-reached", Usual with { OpenReviews = 5 });
        yield return Case("takes no review", "review.load-reached", Usual with { Expert = Usual.Expert! with { LargestLoad = 0 } });
        yield return Case("back the day before", null, Absent("2026-03-01", "2026-03-11"));
        yield return Case("back tomorrow", "review.absent", Absent("2026-03-01", "2026-03-12"));
        yield return Case("absent within", "review.absent", Absent("2026-03-15", "2026-03-16"));
        yield return Case("leaves on the due date", "review.absent", Absent("2026-03-22", "2026-04-16"));
        yield return Case("leaves the day after", null, Absent("2026-03-23", "2026-04-16"));
    }

    static AssignmentFacts Absent(string from, string to) => Usual with
    {
        Expert = Usual.Expert! with { Absences = [new Absence(DateOnly.Parse(from), DateOnly.Parse(to))] },
    };

    static TestCaseData Case(string name, string? code, AssignmentFacts facts) => new TestCaseData(code, facts).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Cases))]
    public void Every_hard_rule_has_its_code(string? code, AssignmentFacts facts) =>
        Assert.That(AssignmentRules.Refuse(facts)?.Code, Is.EqualTo(code));

    [TestCase(null, null)]
    [TestCase(InvitationStatus.Invited, "review.already-invited")]
    [TestCase(InvitationStatus.Accepted, "review.already-invited")]
    [TestCase(InvitationStatus.Submitted, "review.already-invited")]
    [TestCase(InvitationStatus.Reopened, "review.already-invited")]
    [TestCase(InvitationStatus.Declined, "review.declined-before")]
    [TestCase(InvitationStatus.ConflictDeclared, "review.declined-before")]
    [TestCase(InvitationStatus.Cancelled, null)]
    public void An_earlier_invitation_is_remembered(InvitationStatus? earlier, string? code) =>
        Assert.That(AssignmentRules.Refuse(Usual with { Earlier = earlier })?.Code, Is.EqualTo(code));

    [Test]
    public void Every_status_is_in_the_table_above() =>
        Assert.That(Enum.GetValues<InvitationStatus>(), Has.Length.EqualTo(7), "add the new status to An_earlier_invitation_is_remembered");

    [TestCase(3, false, "", "experts academic industry")]
    [TestCase(3, true, "", "experts academic industry digital")]
    [TestCase(3, false, "A", "experts industry")]
    [TestCase(3, false, "A I", "experts")]
    [TestCase(3, false, "A I C", "")]
    [TestCase(3, false, "A C C", "industry")]
    [TestCase(3, false, "I I I", "academic")]
    [TestCase(2, true, "A I", "digital")]
    [TestCase(2, true, "A Id", "")]
    public void What_is_missing_among_the_experts(int needed, bool digital, string experts, string gaps) =>
        Assert.That(
            string.Join(' ', Gaps.Of(needed, digital,
            [
                .. experts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(expert => ConflictsTests.InPool(Guid.CreateVersion7()) with
                {
                    Profile = expert[0] switch { 'A' => ExpertProfile.Academic, 'I' => ExpertProfile.Industry, _ => ExpertProfile.Clinician },
                    Digital = expert.EndsWith('d'),
                }),
            ]).Select(gap => gap.Code)),
            Is.EqualTo(gaps));
}
