namespace Labelling.Submission.Tests;

public sealed class CompletenessTests
{
    static readonly DossierContent Full = Sample.Content();

    [Test]
    public void A_full_dossier_lacks_nothing() => Assert.That(Completeness.Of(Full), Is.Empty);

    [Test]
    public void An_empty_draft_lacks_what_every_deposit_needs() =>
        Assert.That(Completeness.Of(new DossierContent()).Select(one => one.Field), Is.EqualTo(new[]
        {
            "title", "acronym", "summary", "kind", "lead", "sectors", "trlFrom", "trlTo", "objectives", "medicalNeed",
            "workPackages", "totalBudgetEur", "programmeId", "callId",
        }));

    static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("title", Full with { Title = "  " });
        yield return Case("lead.name", Full with { Lead = Full.Lead! with { Name = null } });
        yield return Case("lead.type", Full with { Lead = Full.Lead! with { Type = null } });
        yield return Case("partners[0].type", Full with { Partners = [new Organisation(Name: "Sans type")] });
        yield return Case("trlTo", Full with { TrlFrom = 7, TrlTo = 6 });
        yield return Case("dataAndRegulation", Full with { Digital = true });
        yield return Case("workPackages[1].costEur", Full with { WorkPackages = [Full.WorkPackages[0], Full.WorkPackages[1] with { CostEur = null }] });
        yield return Case("totalBudgetEur", Full with { TotalBudgetEur = 899_999.99m });
        yield return Case("totalBudgetEur", Full with { TotalBudgetEur = 0, WorkPackages = [new WorkPackage("Tout", 1, 1, 0)], AidRequestedEur = null });
        yield return Case("aidRequestedEur", Full with { AidRequestedEur = 1_000_000.01m });
        yield return Case("whatChanged", Full with { ResubmitsDossierId = Guid.CreateVersion7() });

        static TestCaseData Case(string field, DossierContent content) => new(field, content);
    }

    [TestCaseSource(nameof(Cases))]
    public void What_is_missing_is_named_by_its_field(string field, DossierContent content) =>
        Assert.That(Completeness.Of(content).Select(one => one.Field), Is.EqualTo(new[] { field }));

    [Test]
    public void A_digital_dossier_with_its_data_and_a_resubmission_with_its_changes_are_whole() =>
        Assert.That(
            Completeness.Of(Full with { Digital = true, DataAndRegulation = "RGPD.", ResubmitsDossierId = Guid.CreateVersion7(), WhatChanged = "Le partenaire." }),
            Is.Empty);
}
