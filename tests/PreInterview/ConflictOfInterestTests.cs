using Labelling.Contracts;

namespace Labelling.PreInterview.Tests;

public class ConflictOfInterestTests
{
    static readonly Guid Expert = Guid.CreateVersion7();
    static readonly ILookup<string, string> NoGroups = Array.Empty<(string Siren, string Group)>().ToLookup(each => each.Siren, each => each.Group);
    static readonly ILookup<string, string> LeadIsInTheGroup = new[] { (Siren: Samples.LeadSiren, Group: Samples.GroupSiren) }.ToLookup(each => each.Siren, each => each.Group);

    static DossierToInterview Dossier(Guid[]? coHolders = null, Guid[]? challenged = null, Guid? holder = null) =>
        DossierToInterview.From(Samples.Submitted(Guid.CreateVersion7(), 1, 1, holder ?? Guid.CreateVersion7(), coHolders, challenged));

    static KnownPerson Person(params Affiliation[] affiliations) => new()
    {
        Id = Expert,
        Name = "Anne Expert",
        Disabled = false,
        Roles = [Roles.Expert],
        Affiliations = affiliations,
    };

    static string[] Found(KnownPerson person, DossierToInterview dossier, ILookup<string, string>? groups = null) =>
        [.. ConflictOfInterest.Between(person, dossier, groups ?? NoGroups).Select(conflict => conflict.English)];

    [Test]
    public void An_expert_from_elsewhere_may_interview() =>
        Assert.That(Found(Person(Samples.At(Samples.OtherSiren)), Dossier(), LeadIsInTheGroup), Is.Empty);

    [Test]
    public void The_holder_may_not() =>
        Assert.That(Found(Person(), Dossier(holder: Expert)), Is.EqualTo(new[] { "Anne Expert cannot interview this dossier because: holds this dossier." }));

    [Test]
    public void A_co_holder_may_not() =>
        Assert.That(Found(Person(), Dossier(coHolders: [Expert])), Is.EqualTo(new[] { "Anne Expert cannot interview this dossier because: holds this dossier." }));

    [Test]
    public void An_expert_challenged_by_the_holder_may_not() =>
        Assert.That(Found(Person(), Dossier(challenged: [Expert])), Is.EqualTo(new[] { "Anne Expert cannot interview this dossier because: challenged by the holder." }));

    [Test]
    public void Somebody_who_is_no_expert_or_has_no_account_any_more_may_not()
    {
        Assert.That(Found(Person() with { Roles = [Roles.Member] }, Dossier()), Has.Length.EqualTo(1));
        Assert.That(Found(Person() with { Disabled = true }, Dossier()), Has.Length.EqualTo(1));
    }

    [TestCase(Samples.LeadSiren, "belongs to Lead SAS, of the consortium")]
    [TestCase(Samples.PartnerSiren, "belongs to Partner SA, of the consortium")]
    public void A_colleague_of_the_lead_or_of_a_partner_may_not(string siren, string because) =>
        Assert.That(Found(Person(Samples.At(siren)), Dossier()), Is.EqualTo(new[] { $"Anne Expert cannot interview this dossier because: {because}." }));

    [Test]
    public void A_colleague_at_an_organisation_without_siren_may_not() =>
        Assert.That(Found(Person(Samples.At(null, organisation: Samples.LeadOrganisation)), Dossier()), Has.Length.EqualTo(1));

    [Test]
    public void Two_organisations_without_siren_are_not_the_same_for_that()
    {
        var dossier = DossierToInterview.From(Samples.Submitted(
            Guid.CreateVersion7(), 1, 1, Guid.CreateVersion7(), partners: [new Party(null, "Foreign GmbH", null, "sme", null)]));

        Assert.That(Found(Person(Samples.At(null)), dossier), Is.Empty);
    }

    [Test]
    public void Somebody_of_the_same_group_may_not()
    {
        const string because = "Anne Expert cannot interview this dossier because: belongs to the same group as Lead SAS, of the consortium.";
        Assert.That(Found(Person(Samples.At(Samples.OtherSiren, group: Samples.GroupSiren)), Dossier(), LeadIsInTheGroup), Is.EqualTo(new[] { because }), "a sister company");
        Assert.That(Found(Person(Samples.At(Samples.GroupSiren)), Dossier(), LeadIsInTheGroup), Is.EqualTo(new[] { because }), "the parent itself");
        Assert.That(Found(Person(Samples.At(Samples.OtherSiren, group: Samples.LeadSiren)), Dossier()), Is.EqualTo(new[] { because }), "a subsidiary of the lead");
    }

    [TestCase("2020-01-01", "2026-02-28", false)]
    [TestCase("2020-01-01", "2026-03-01", true)]
    [TestCase("2020-01-01", "2026-03-08", true)]
    [TestCase("2026-03-13", null, true)]
    [TestCase("2020-01-01", null, true)]
    public void An_affiliation_counts_unless_it_ended_before_the_first_deposit(string from, string? to, bool counts) =>
        Assert.That(Found(Person(Samples.At(Samples.LeadSiren, from: from, to: to)), Dossier()), Has.Length.EqualTo(counts ? 1 : 0));
}
