using System.Text.Json;
using Labelling.ExpertReview.Assignment;

namespace Labelling.ExpertReview.Tests.Assignment;

public class AssignCommandTests
{
    const string Scores =
        """
        3 3
        0.9 0.8 0.1
        0.9 -1 0.2
        0.5 0.4 0.3

        """;

    static AssignCommand.Reply Answer(string scores, bool fair = false, int perDossier = 1, int maxLoad = 1) =>
        AssignCommand.Answer(new StringReader(scores), perDossier, maxLoad, fair);

    [TestCase(false, "0 1\n1 0\n2 2\n", 2.0, 0.3)]
    [TestCase(true, "0 1\n1 0\n2 2\n", 2.0, 0.3)]
    public void Says_who_reviews_what_and_how_good_it_is(bool fair, string pairs, double total, double worst)
    {
        var answer = Answer(Scores, fair);
        var json = JsonDocument.Parse(answer.Json).RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(answer.Refused, Is.Null);
            Assert.That(answer.Pairs, Is.EqualTo(pairs));
            Assert.That(json.GetProperty("total").GetDouble(), Is.EqualTo(total).Within(1e-12));
            Assert.That(json.GetProperty("worstDossier").GetDouble(), Is.EqualTo(worst));
            Assert.That(json.GetProperty("seconds").GetDouble(), Is.GreaterThanOrEqualTo(0));
            Assert.That(json.GetProperty("optimal").GetBoolean(), Is.True);
            Assert.That(answer.Text.Split('\n').Select(line => line.Split(':')[0]), Is.EqualTo(new[] { "total", "worst dossier", "seconds", "" }));
        });
    }

    [Test]
    public void The_worst_dossier_comes_first_where_it_is_asked_for()
    {
        const string Unequal = "2 2\n1 0.3\n0.4 0.2\n";
        Assert.Multiple(() =>
        {
            Assert.That(Answer(Unequal).Pairs, Is.EqualTo("0 0\n1 1\n"));
            Assert.That(Answer(Unequal, fair: true).Pairs, Is.EqualTo("0 1\n1 0\n"));
        });
    }

    [Test]
    public void Says_that_it_cannot_be_done() =>
        Assert.That(Answer(Scores, perDossier: 2).Refused, Does.StartWith("It cannot be done"));

    [TestCase("", "Line 1")]
    [TestCase("3\n", "Line 1")]
    [TestCase("0 3\n", "Line 1")]
    [TestCase("100000 100000\n", "Line 1")]
    [TestCase("2 2\n0.1 0.2\n", "Line 3")]
    [TestCase("2 2\n0.1\n0.1 0.2\n", "Line 2")]
    [TestCase("2 2\n0.1 0.2 0.3\n0.1 0.2\n", "Line 2")]
    [TestCase("1 2\n0.1 x\n", "Line 2, score 2")]
    [TestCase("1 2\n0.1 -2\n", "Line 2, score 2")]
    [TestCase("1 2\n0.1 NaN\n", "Line 2, score 2")]
    [TestCase("1 2\n0.1 0.2\n\n0.1 0.2\n", "Line 4")]
    public void A_file_that_is_wrong_is_refused_with_the_place(string scores, string place) =>
        Assert.That(Answer(scores).Refused, Does.StartWith(place));
}
