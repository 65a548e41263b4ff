using Labelling.ExpertReview.Reviews;

namespace Labelling.ExpertReview.Tests.Reviews;

public class GridTests
{
    static readonly ProgrammeSettings Programme = ProgrammeSettings.From(Given.Programme());
    static readonly Grid Plain = Grid.Of(Programme, digital: false), Digital = Grid.Of(Programme, digital: true);

    [Test]
    public void Digital_criteria_apply_to_digital_dossiers_only()
    {
        Assert.That(Plain.Criteria.Select(criterion => criterion.Code),
            Is.EqualTo(new[] { "industrial-interest", "scientific-quality", "probability-of-success" }));
        Assert.That(Digital.Criteria.Select(criterion => criterion.Code),
            Is.EqualTo(new[] { "industrial-interest", "scientific-quality", "probability-of-success", "data-quality" }));
    }

    [TestCase(0, true)]
    [TestCase(0.5, true)]
    [TestCase(5, true)]
    [TestCase(3.0, true)]
    [TestCase(-0.5, false)]
    [TestCase(5.5, false)]
    [TestCase(2.25, false)]
    [TestCase(3.1, false)]
    public void Scores_go_from_0_to_5_in_halves(decimal score, bool isOne) => Assert.That(Grid.IsScore(score), Is.EqualTo(isOne));

    [Test]
    public void The_mean_weighs_what_is_scored_so_far()
    {
        Assert.That(Plain.Mean(Review.Empty), Is.Null);
        // Weights 2, 1, 1.
        Assert.That(Plain.Mean(Of(("industrial-interest", 4))), Is.EqualTo(4m));
        Assert.That(Plain.Mean(Of(("industrial-interest", 4), ("scientific-quality", 1))), Is.EqualTo(3m));
        Assert.That(Plain.Mean(Of(("industrial-interest", 4), ("scientific-quality", 1), ("probability-of-success", 2))), Is.EqualTo(2.75m));
        Assert.That(Plain.Mean(Of(("industrial-interest", 4), ("data-quality", 0))), Is.EqualTo(4m), "a criterion that does not apply counts for nothing");
    }

    [Test]
    public void Below_the_threshold_is_below_not_at_it() =>
        Assert.That(Plain.BelowThreshold(Of(("industrial-interest", 3), ("scientific-quality", 2.5m), ("probability-of-success", 0))),
            Is.EqualTo(new[] { "scientific-quality", "probability-of-success" }));

    [Test]
    public void An_empty_review_lacks_every_criterion_the_recommendation_and_the_confidence() =>
        Assert.That(Digital.Lacks(Review.Empty).Select(lacking => (lacking.What, lacking.Criterion)), Is.EqualTo(new (string, string?)[]
        {
            ("score", "industrial-interest"), ("score", "scientific-quality"), ("score", "probability-of-success"), ("score", "data-quality"),
            ("recommendation", null), ("confidence", null),
        }));

    [TestCase(null, "comment-to-holder")]
    [TestCase("  ", "comment-to-holder")]
    [TestCase("Say how you measure it.", null)]
    public void What_is_below_the_threshold_needs_a_comment_to_the_holder(string? comment, string? lacking)
    {
        var review = new Review(
            [new("industrial-interest", 4), new("scientific-quality", 2, comment), new("probability-of-success", 3)], ReviewRecommendation.Refuse, 1);
        Assert.That(Plain.Lacks(review).Select(what => what.What), Is.EqualTo(lacking is null ? [] : new[] { lacking }));
    }

    [Test]
    public void The_synthesis_puts_disagreement_first()
    {
        var synthesis = Synthesis.Of(
        [
            In(("industrial-interest", 4), ("scientific-quality", 5), ("probability-of-success", 3)),
            In(("industrial-interest", 4), ("scientific-quality", 1), ("probability-of-success", 2)),
        ]);
        // By hand: (2*4+5+3)/4 = 4 and (2*4+1+2)/4 = 2.75.
        Assert.That((synthesis.Mean, synthesis.Spread), Is.EqualTo(((decimal?)3.375m, 1.25m)));
        Assert.That(
            synthesis.Criteria.Select(line => (line.Criterion.Code, line.Mean, line.Spread, line.BelowThreshold)),
            Is.EqualTo(new (string, decimal?, decimal, bool)[]
            {
                ("scientific-quality", 3m, 4m, false), ("probability-of-success", 2.5m, 1m, true), ("industrial-interest", 4m, 0m, false),
            }));
    }

    [Test]
    public void A_synthesis_of_nothing_is_empty()
    {
        var synthesis = Synthesis.Of([]);
        Assert.That((synthesis.Mean, synthesis.Spread, synthesis.Criteria.Count), Is.EqualTo(((decimal?)null, 0m, 0)));
    }

    static Review Of(params (string Criterion, decimal Score)[] scores) =>
        new([.. scores.Select(score => new Scored(score.Criterion, score.Score))], null, null);

    static ReviewIn In(params (string Criterion, decimal Score)[] scores) => new(Guid.CreateVersion7(), Of(scores), Plain);
}
