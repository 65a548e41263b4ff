using Labelling.Contracts;
using static Labelling.Submission.DossierStatus;

namespace Labelling.Submission.Tests;

public sealed class DossierStatesTests
{
    static readonly Call Other = Sample.Call("i-Démo 2026");

    /// <summary>Every action a person or an event can take; what it makes of a dossier, or null.</summary>
    static readonly Dictionary<string, Func<Dossier, Dossier?>> Actions = new()
    {
        ["Edit"] = dossier => dossier.Edit(dossier.Content, Sample.Noon),
        ["ShowConfirmation"] = dossier => dossier.ShowConfirmation(Sample.Noon),
        ["Submit"] = dossier => dossier.Submit(Other, 1, false, Sample.Noon)?.Dossier,
        ["Admit"] = dossier => dossier.Admit(Sample.Noon)?.Item1,
        ["RefuseAdmission"] = dossier => dossier.RefuseAdmission(["Hors sujet."], Sample.Noon)?.Item1,
        ["RequestCorrection"] = dossier => dossier.RequestCorrection(CorrectionReason.Incorrect, "Le SIREN.", new DateOnly(2026, 4, 1), Sample.Noon)?.Item1,
        ["Withdraw"] = dossier => dossier.Withdraw("Nous renonçons.", Sample.Noon)?.Item1,
        ["ConfirmDuplicate"] = dossier => dossier.ConfirmDuplicate("2025-0007", Sample.Noon)?.Item1,
        ["Redirect"] = dossier => dossier.Redirect(Other, dossier.Version, Sample.Noon)?.Item1,
        ["BeginReviews"] = dossier => dossier.BeginReviews(Sample.Noon),
        ["Adjourn"] = dossier => dossier.Adjourn(Sample.Noon, 9),
        ["Decide"] = dossier => dossier.Decide(Sample.Decision(), 9),
    };

    /// <summary>The status after each action, written by hand; null: refused. A new status or action fails until it is placed here.</summary>
    static readonly Dictionary<DossierStatus, Dictionary<string, DossierStatus?>> Expected = new()
    {
        [Draft] = new()
        {
            ["Edit"] = Draft, ["ShowConfirmation"] = Draft, ["Submit"] = Submitted, ["Admit"] = null, ["RefuseAdmission"] = null, ["RequestCorrection"] = null,
            ["Withdraw"] = Withdrawn, ["ConfirmDuplicate"] = null, ["Redirect"] = null, ["BeginReviews"] = null, ["Adjourn"] = null, ["Decide"] = null,
        },
        [Submitted] = new()
        {
            ["Edit"] = null, ["ShowConfirmation"] = null, ["Submit"] = null, ["Admit"] = Admissible, ["RefuseAdmission"] = Inadmissible,
            ["RequestCorrection"] = DossierStatus.CorrectionRequested, ["Withdraw"] = Withdrawn, ["ConfirmDuplicate"] = Submitted, ["Redirect"] = null,
            ["BeginReviews"] = Submitted, ["Adjourn"] = Submitted, ["Decide"] = Decided,
        },
        [DossierStatus.CorrectionRequested] = new()
        {
            ["Edit"] = DossierStatus.CorrectionRequested, ["ShowConfirmation"] = DossierStatus.CorrectionRequested, ["Submit"] = Submitted, ["Admit"] = null,
            ["RefuseAdmission"] = null, ["RequestCorrection"] = null, ["Withdraw"] = Withdrawn, ["ConfirmDuplicate"] = DossierStatus.CorrectionRequested,
            ["Redirect"] = null, ["BeginReviews"] = DossierStatus.CorrectionRequested, ["Adjourn"] = DossierStatus.CorrectionRequested, ["Decide"] = Decided,
        },
        [Admissible] = new()
        {
            ["Edit"] = null, ["ShowConfirmation"] = null, ["Submit"] = null, ["Admit"] = null, ["RefuseAdmission"] = null,
            ["RequestCorrection"] = DossierStatus.CorrectionRequested, ["Withdraw"] = Withdrawn, ["ConfirmDuplicate"] = Admissible, ["Redirect"] = Admissible,
            ["BeginReviews"] = Admissible, ["Adjourn"] = Admissible, ["Decide"] = Decided,
        },
        [Inadmissible] = new()
        {
            ["Edit"] = null, ["ShowConfirmation"] = null, ["Submit"] = null, ["Admit"] = null, ["RefuseAdmission"] = null, ["RequestCorrection"] = null,
            ["Withdraw"] = null, ["ConfirmDuplicate"] = Inadmissible, ["Redirect"] = null, ["BeginReviews"] = null, ["Adjourn"] = null, ["Decide"] = null,
        },
        [Withdrawn] = new()
        {
            ["Edit"] = null, ["ShowConfirmation"] = null, ["Submit"] = null, ["Admit"] = null, ["RefuseAdmission"] = null, ["RequestCorrection"] = null,
            ["Withdraw"] = null, ["ConfirmDuplicate"] = Withdrawn, ["Redirect"] = null, ["BeginReviews"] = null, ["Adjourn"] = null, ["Decide"] = null,
        },
        [Decided] = new()
        {
            ["Edit"] = null, ["ShowConfirmation"] = null, ["Submit"] = null, ["Admit"] = null, ["RefuseAdmission"] = null, ["RequestCorrection"] = null,
            ["Withdraw"] = Withdrawn, ["ConfirmDuplicate"] = Decided, ["Redirect"] = null, ["BeginReviews"] = Decided, ["Adjourn"] = Decided, ["Decide"] = Decided,
        },
    };

    static IEnumerable<TestCaseData> Table() =>
        from status in Enum.GetValues<DossierStatus>()
        from action in Actions.Keys
        select new TestCaseData(status, action);

    [TestCaseSource(nameof(Table))]
    public void Every_action_from_every_status_does_what_the_table_says(DossierStatus status, string action)
    {
        Assert.That(Expected, Does.ContainKey(status), "A new status has to be placed in the table.");
        Assert.That(Expected[status], Does.ContainKey(action), "A new action has to be placed in the table.");
        Assert.That(Actions[action](Sample.Dossier(status))?.Status, Is.EqualTo(Expected[status][action]));
    }

    /// <summary>What is shown or noted beside the dossier gives no new revision; everything else gives exactly one.</summary>
    [TestCaseSource(nameof(Table))]
    public void A_change_gives_one_new_revision(DossierStatus status, string action)
    {
        var before = Sample.Dossier(status);
        if (Actions[action](before) is not { } after)
        {
            Assert.That(Expected[status][action], Is.Null);
            return;
        }

        Assert.That(after.Revision - before.Revision, Is.EqualTo(action is "ShowConfirmation" or "BeginReviews" ? 0 : 1));
    }

    [Test]
    public void Each_submission_is_the_next_version_and_keeps_what_the_first_one_settled()
    {
        var call = Sample.Call();
        var first = Sample.Dossier(Draft).Submit(call, 4, false, Sample.Noon)!.Numbered("2026-0007");
        var (back, _) = first.Dossier.RequestCorrection(CorrectionReason.Outdated, "Le budget.", new DateOnly(2026, 4, 1), Sample.Noon)!.Value;
        var second = back.Submit(call, 5, false, Sample.Noon.AddDays(2))!;
        Assert.Multiple(() =>
        {
            Assert.That(second.Dossier.Version, Is.EqualTo(2));
            Assert.That(second.Dossier.ProgrammeVersion, Is.EqualTo(4));
            Assert.That(second.Dossier.Reference, Is.EqualTo("2026-0007"));
            Assert.That(second.Dossier.FirstSubmittedAt, Is.EqualTo(Sample.Noon));
            Assert.That(second.Dossier.SubmittedAt, Is.EqualTo(Sample.Noon.AddDays(2)));
            Assert.That(second.Dossier.Correction, Is.Null);
            Assert.That(second.Happened.Version, Is.EqualTo(2));
            Assert.That(second.Happened.ProgrammeVersion, Is.EqualTo(4));
            Assert.That(second.Happened.Reference, Is.EqualTo("2026-0007"));
            Assert.That(second.Happened.FirstSubmittedAt, Is.EqualTo(Sample.Noon));
            Assert.That(second.Happened.At, Is.EqualTo(Sample.Noon.AddDays(2)));
        });
    }

    [Test]
    public void A_submission_tells_everything_but_the_confidential_annex()
    {
        var call = Sample.Call("PEPR Imagerie");
        var content = Sample.Content(call: call.Id) with { CoHolderIds = [Sample.CoHolder], ChallengedPersonIds = [Sample.Expert], Digital = true };
        var happened = Dossier.Start(Sample.Holder, content, Sample.Noon).Submit(call, 3, false, Sample.Noon)!.Numbered("2026-0001").Happened;
        Assert.Multiple(() =>
        {
            Assert.That(happened.Title, Is.EqualTo(content.Title));
            Assert.That(happened.Acronym, Is.EqualTo("RETINA"));
            Assert.That(happened.Kind, Is.EqualTo(DossierKind.Project));
            Assert.That(happened.Digital, Is.True);
            Assert.That(happened.CallId, Is.EqualTo(call.Id));
            Assert.That(happened.Call, Is.EqualTo("PEPR Imagerie"));
            Assert.That(happened.FundingBody, Is.EqualTo("Bpifrance"));
            Assert.That(happened.Lead, Is.EqualTo(new Party(null, "Optique du Quai", "732829320", "sme", "ile-de-france")));
            Assert.That(happened.Partners, Is.EqualTo(new[] { new Party(null, "Institut des yeux", null, "academic", null) }));
            Assert.That(happened.Sectors, Is.EqualTo(new[] { "medtech" }));
            Assert.That(happened.CoHolderIds, Is.EqualTo(new[] { Sample.CoHolder }));
            Assert.That(happened.ChallengedPersonIds, Is.EqualTo(new[] { Sample.Expert }));
            Assert.That(happened.TotalBudgetEur, Is.EqualTo(1_000_000m));
            Assert.That(Storage.Json.Write(happened), Does.Not.Contain(content.ConfidentialAnnex));
        });
    }

    [Test]
    public void A_refused_admission_needs_a_reason() =>
        Assert.That(Sample.Dossier(Submitted).RefuseAdmission([], Sample.Noon), Is.Null);

    [Test]
    public void Once_reviews_began_an_admissible_dossier_does_not_go_back() =>
        Assert.That(
            Sample.Dossier(Admissible).BeginReviews(Sample.Noon)!.RequestCorrection(CorrectionReason.Incomplete, "Trop tard.", new DateOnly(2026, 4, 1), Sample.Noon),
            Is.Null);

    [Test]
    public void Reviews_begin_once() =>
        Assert.That(Sample.Dossier(Admissible).BeginReviews(Sample.Noon)!.BeginReviews(Sample.Noon.AddDays(1)), Is.Null);

    [Test]
    public void A_draft_is_withdrawn_without_a_word_to_anybody() =>
        Assert.That(Sample.Dossier(Draft).Withdraw("Erreur.", Sample.Noon)!.Value.Item2, Is.Null);

    [Test]
    public void A_deposited_dossier_is_withdrawn_with_a_word() =>
        Assert.That(Sample.Dossier(Admissible).Withdraw("Nous renonçons.", Sample.Noon)!.Value.Item2?.DossierId, Is.Not.Null);

    [Test]
    public void A_withdrawal_after_the_decision_keeps_the_decision() =>
        Assert.That(Sample.Dossier(Decided).Withdraw("Nous renonçons.", Sample.Noon)!.Value.Item1.Decision, Is.Not.Null);

    [Test]
    public void A_withdrawn_draft_is_no_duplicate() =>
        Assert.That(Sample.Dossier(Draft).Withdraw("Erreur.", Sample.Noon)!.Value.Item1.ConfirmDuplicate("2025-0001", Sample.Noon), Is.Null);

    [Test]
    public void A_dossier_is_no_duplicate_of_itself() =>
        Assert.That(Sample.Dossier(Submitted).ConfirmDuplicate("2026-0001", Sample.Noon), Is.Null);

    [TestCase(Submitted)]
    [TestCase(Admissible)]
    [TestCase(Inadmissible)]
    [TestCase(Withdrawn)]
    [TestCase(Decided)]
    [TestCase(DossierStatus.CorrectionRequested)]
    public void A_duplicate_is_dismissed_once_and_only_when_it_was_confirmed(DossierStatus status)
    {
        var dossier = Sample.Dossier(status);
        var (confirmed, _) = dossier.ConfirmDuplicate("2025-0007", Sample.Noon)!.Value;
        var (dismissed, _) = confirmed.DismissDuplicate(Sample.Noon)!.Value;
        Assert.Multiple(() =>
        {
            Assert.That(dossier.DismissDuplicate(Sample.Noon), Is.Null);
            Assert.That(confirmed.ConfirmDuplicate("2025-0008", Sample.Noon), Is.Null);
            Assert.That(dismissed.Status, Is.EqualTo(status));
            Assert.That(dismissed.DuplicateOf, Is.Null);
            Assert.That(dismissed.DismissDuplicate(Sample.Noon), Is.Null);
        });
    }

    [Test]
    public void A_redirected_dossier_is_a_new_admissible_version_for_the_other_call()
    {
        var admissible = Sample.Dossier(Admissible);
        var (redirected, submitted, admitted) = admissible.Redirect(Other, 1, Sample.Noon.AddDays(9))!.Value;
        Assert.Multiple(() =>
        {
            Assert.That(redirected.Version, Is.EqualTo(2));
            Assert.That(redirected.Content, Is.EqualTo(admissible.Content with { CallId = Other.Id }));
            Assert.That(redirected.DepositedFor, Is.EqualTo(Other.Id));
            Assert.That(redirected.FirstSubmittedAt, Is.EqualTo(Sample.Noon));
            Assert.That(submitted.Version, Is.EqualTo(2));
            Assert.That(submitted.Call, Is.EqualTo(Other.Code));
            Assert.That(submitted.FirstSubmittedAt, Is.EqualTo(Sample.Noon));
            Assert.That(submitted.At, Is.EqualTo(Sample.Noon.AddDays(9)));
            Assert.That(admitted.Version, Is.EqualTo(2));
        });
    }

    [Test]
    public void A_redirection_after_an_older_version_or_to_the_same_call_changes_nothing()
    {
        var admissible = Sample.Dossier(Admissible);
        var (redirected, _, _) = admissible.Redirect(Other, 1, Sample.Noon)!.Value;
        Assert.Multiple(() =>
        {
            Assert.That(redirected.Redirect(Sample.Call("RHU"), 1, Sample.Noon), Is.Null);
            Assert.That(redirected.Redirect(Other, 2, Sample.Noon), Is.Null);
        });
    }

    [Test]
    public void An_older_decision_never_overwrites_a_newer_one()
    {
        var decided = Sample.Dossier(Admissible).Decide(Sample.Decision(DecisionOutcome.Labelled), 7)!;
        Assert.Multiple(() =>
        {
            Assert.That(decided.Decide(Sample.Decision(), 6), Is.Null);
            Assert.That(decided.Decide(Sample.Decision(), 7), Is.Null);
            Assert.That(decided.Decide(Sample.Decision(), 8)!.Decision!.Outcome, Is.EqualTo(DecisionOutcome.Refused));
            Assert.That(decided.Adjourn(Sample.Noon, 6), Is.Null);
        });
    }

    [Test]
    public void An_adjournment_keeps_the_status_until_the_decision_comes()
    {
        var adjourned = Sample.Dossier(Admissible).Adjourn(Sample.Noon.AddDays(-1), 3)!;
        Assert.Multiple(() =>
        {
            Assert.That(adjourned.Status, Is.EqualTo(Admissible));
            Assert.That(adjourned.AdjournedAt, Is.EqualTo(Sample.Noon.AddDays(-1)));
            Assert.That(adjourned.Decide(Sample.Decision(), 4)!.AdjournedAt, Is.Null);
        });
    }

    [Test]
    public void Only_the_label_held_is_revoked_and_only_once()
    {
        var labelled = Sample.Dossier(Admissible).Decide(Sample.Decision(DecisionOutcome.Labelled), 1)!;
        var revoked = labelled.RevokeLabel(labelled.Decision!.LabelId!.Value, Sample.Noon.AddDays(3))!;
        Assert.Multiple(() =>
        {
            Assert.That(labelled.RevokeLabel(Guid.CreateVersion7(), Sample.Noon), Is.Null);
            Assert.That(Sample.Dossier(Decided).RevokeLabel(Guid.CreateVersion7(), Sample.Noon), Is.Null);
            Assert.That(revoked.Status, Is.EqualTo(Decided));
            Assert.That(revoked.Decision!.RevokedAt, Is.EqualTo(Sample.Noon.AddDays(3)));
            Assert.That(revoked.RevokeLabel(labelled.Decision.LabelId.Value, Sample.Noon), Is.Null);
        });
    }

    [Test]
    public void The_first_showing_of_the_confirmation_counts_and_an_edit_takes_it_away()
    {
        var shown = Sample.Dossier(Draft).ShowConfirmation(Sample.Noon)!;
        Assert.Multiple(() =>
        {
            Assert.That(shown.ShowConfirmation(Sample.Noon.AddHours(1))!.ConfirmationShownAt, Is.EqualTo(Sample.Noon));
            Assert.That(shown.Edit(shown.Content with { Title = "Autre" }, Sample.Noon)!.ConfirmationShownAt, Is.Null);
        });
    }
}
