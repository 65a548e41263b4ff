using Labelling.ExpertReview.Reviews;

namespace Labelling.ExpertReview.Tests.Reviews;

/// <summary>What is taken for a name before a review is sent, and what is not.</summary>
public sealed class NamesInTextTests
{
    static readonly string[] Dossier = ["Imaging hearts for Alpha Optics", "HEART", "We image hearts with the Karolinska Method.", "i-demo", "Bpifrance", "Beta University", "Jean Monnet Institut"];

    [TestCase("Claire Martin did this before.", "Claire Martin")]
    [TestCase("Voir les travaux de Jean-Paul MARTIN.", "Jean-Paul MARTIN")]
    [TestCase("D’après Éloïse D’Artois, non.", "Éloïse D’Artois")]
    [TestCase("Ask Pr MARTIN of the ward.", "Pr MARTIN")]
    [TestCase("Ask Dr. Claire Martin-Durand.", "Dr. Claire Martin-Durand")]
    [TestCase("Selon Mme Martin, le marché est petit.", "Mme Martin")]
    [TestCase("Write to c.martin@chu.example for the data.", "c.martin@chu.example")]
    [TestCase("I am Academic, and I say so.", "Academic")]
    [TestCase("This Claire Martin knows.", "Claire Martin")]
    [TestCase("ANN wrote this.", "ANN")]
    [TestCase("Ann Academic wrote this.", "Ann Academic")]
    [TestCase("Claire Martin and Pr Durand, Claire Martin again.", "Claire Martin", "Pr Durand")]
    public void A_name_is_found(string text, params string[] names) => Assert.That(Found(text), Is.EqualTo(names));

    [TestCase("The market is small; academic partners are missing.")]
    [TestCase("This Phase III trial of the European Commission ran at Hôpital Saint-Louis.")]
    [TestCase("Alpha Optics and Beta University share the Karolinska Method.")]
    [TestCase("Le règlement RGPD et la norme ISO s’appliquent. Union Européenne.")]
    [TestCase("Score 4: sound. See table 3, work package 2.")]
    [TestCase("Bpifrance pays at 100 % @ closing.")]
    [TestCase("")]
    [TestCase(null)]
    public void Other_words_are_not(string? text) => Assert.That(Found(text), Is.Empty);

    [Test]
    public void Each_comment_is_looked_at_and_said_by_its_field()
    {
        var review = new Review(
            [new("a", 3, "Claire Martin.", "Paul Durand."), new("b", 3, null, "Claire Martin.")], null, null);
        Assert.That(NamesInText.In(review, "Ann Academic", Dossier), Is.EqualTo(new PossibleName[]
        {
            new("toHolder.a", "Claire Martin"), new("toCommittee.a", "Paul Durand"), new("toCommittee.b", "Claire Martin"),
        }));
    }

    static IEnumerable<string> Found(string? text) =>
        NamesInText.In(new Review([new("a", 3, text)], null, null), "Ann Academic", Dossier).Select(name => name.Found);
}
