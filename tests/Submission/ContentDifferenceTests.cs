using System.Collections;
using Labelling.Storage;

namespace Labelling.Submission.Tests;

/// <summary>Two contents section by section: whatever a dossier can say, a change of it is seen.</summary>
public sealed class ContentDifferenceTests
{
    static readonly ContentDifference.Names Names = new(VocabularyWords.Of([]), new Dictionary<Guid, string>(), new Dictionary<Guid, string>(), new Dictionary<Guid, string>());

    static IReadOnlyList<SectionDifference> Between(DossierContent old, DossierContent now) => ContentDifference.Of(new(old, []), new(now, []), Names);

    static IEnumerable<string> Members => typeof(DossierContent).GetProperties().Where(member => member.CanWrite).Select(member => member.Name);

    /// <summary>Taking a member away, or putting one in, is seen in a section; so that a member that is new to the program is too.</summary>
    [TestCaseSource(nameof(Members))]
    public void No_part_of_a_dossier_changes_unseen(string name)
    {
        var member = typeof(DossierContent).GetProperty(name)!;
        var full = Sample.Content() with
        {
            Digital = true,
            Obstacles = "Peu de données.",
            DataAndRegulation = "RGPD.",
            BusinessModel = "Vente.",
            ChallengedPersonIds = [Sample.Expert],
            CoHolderIds = [Sample.CoHolder],
            ResubmitsDossierId = Sample.Stranger,
            WhatChanged = "Tout.",
            UserInvolvement = "Deux associations.",
            StartsOn = new DateOnly(2027, 1, 1),
            TerritorySharePercent = 60,
            CandidateBornOn = new DateOnly(1990, 1, 1),
            CandidateMaternityLeaves = 1,
            ClinicalPhase = "1A",
            CoLabellingClusters = ["Pôle voisin"],
        };
        var value = member.GetValue(full);
        var empty = member.GetValue(new DossierContent());
        Assume.That(Json.Write(new { value }), Is.Not.EqualTo(Json.Write(new { value = empty })), "the sample says nothing of it");
        var without = Json.Read<DossierContent>(Json.Write(full));
        member.SetValue(without, empty);
        Assert.That(Between(full, without).Count(section => section.IsChanged), Is.EqualTo(1));
        Assert.That(Between(without, full).Count(section => section.IsChanged), Is.EqualTo(1));
        Assert.That(value is not ICollection || Between(full, full).All(section => !section.IsChanged), Is.True);
    }

    [Test]
    public void The_same_content_has_no_difference() => Assert.That(Between(Sample.Content(Guid.Empty, Guid.Empty), Sample.Content(Guid.Empty, Guid.Empty)).Where(section => section.IsChanged), Is.Empty);

    [Test]
    public void A_partner_who_joins_is_a_line_that_is_added()
    {
        var old = Sample.Content(Guid.Empty, Guid.Empty);
        var section = Between(old, old with { Partners = [.. old.Partners, new Organisation(Name: "Hôpital du Parc", Type: "hospital")] }).Single(one => one.IsChanged);
        Assert.That(section.Id, Is.EqualTo("consortium"));
        Assert.That(section.Pieces.Where(piece => piece.Kind is not PieceKind.Same).Select(piece => (piece.Kind, piece.Text)), Is.EqualTo(new[] { (PieceKind.Added, "\nHôpital du Parc, hospital") }));
    }
}
