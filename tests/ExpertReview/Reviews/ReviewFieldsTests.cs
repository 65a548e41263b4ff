using Labelling.ExpertReview.Reviews;

namespace Labelling.ExpertReview.Tests.Reviews;

/// <summary>A review field by field: what is taken over, what another window changed, what is wrong.</summary>
public class ReviewFieldsTests
{
    static readonly Grid Grid = Grid.Of(ProgrammeSettings.From(Given.Programme()), digital: true);

    static FieldsMerged Merge(Review review, params (string Field, string? From, string? To)[] typed) =>
        ReviewFields.Merge(review, Grid, [.. typed.Select(one => new FieldTyped(one.Field, one.From, one.To))]);

    [Test]
    public void Every_field_written_is_read_as_it_was_written()
    {
        var written = new Dictionary<string, string?>();
        foreach (var criterion in Grid.Criteria)
        {
            written[ReviewFields.Score(criterion.Code)] = "2.5";
            written[ReviewFields.ToHolder(criterion.Code)] = $"To the holder on {criterion.Code}";
            written[ReviewFields.ToCommittee(criterion.Code)] = $"Between us on {criterion.Code}";
        }
        written["recommendation"] = "LabelWithReservations";
        written["confidence"] = "1";
        var merged = ReviewFields.Merge(Review.Empty, Grid, [.. written.Select(pair => new FieldTyped(pair.Key, null, pair.Value))]);
        Assert.That(ReviewFields.Of(Grid), Is.EquivalentTo(written.Keys));
        Assert.That(merged.Taken, Has.Count.EqualTo(written.Count));
        foreach (var (field, value) in written)
            Assert.That(ReviewFields.Read(merged.Review, field), Is.EqualTo(value), field);
        Assert.That(Grid.Lacks(merged.Review), Is.Empty);
        var emptied = ReviewFields.Merge(merged.Review, Grid, [.. written.Select(pair => new FieldTyped(pair.Key, pair.Value, " "))]);
        Assert.That((emptied.Review.Scores.Count, emptied.Review.Recommendation, emptied.Review.Confidence), Is.EqualTo((0, (ReviewRecommendation?)null, (int?)null)));
    }

    [TestCase("score.data-quality", "5.5")]
    [TestCase("score.data-quality", "-1")]
    [TestCase("score.data-quality", "2.25")]
    [TestCase("score.data-quality", "good")]
    [TestCase("score.nothing", "3")]
    [TestCase("nothing", "3")]
    [TestCase("recommendation", "Maybe")]
    [TestCase("recommendation", "0")]
    [TestCase("confidence", "4")]
    [TestCase("confidence", "0")]
    public void What_is_no_value_of_its_field_is_given_back(string field, string value)
    {
        var merged = Merge(Review.Empty, (field, null, value), ("confidence", null, field == "confidence" ? value : "2"));
        Assert.That(merged.Wrong.Select(one => (one.Field, one.Yours)), Does.Contain((field, value)));
        Assert.That(ReviewFields.Read(merged.Review, field), Is.Null);
    }

    [Test]
    public void A_comment_has_an_end() =>
        Assert.That(Merge(Review.Empty, ("toHolder.data-quality", null, new string('x', 4001))).Wrong, Has.Count.EqualTo(1));

    [Test]
    public void What_another_window_wrote_is_never_lost()
    {
        var there = Merge(Review.Empty, ("toHolder.data-quality", null, "Sound."), ("score.data-quality", null, "3")).Review;
        var merged = Merge(there, ("toHolder.data-quality", null, "Weak."), ("score.data-quality", "3", "3.5"), ("confidence", null, "2"));
        Assert.That(merged.Changed, Is.EqualTo(new[] { new FieldChanged("toHolder.data-quality", "Sound.", "Weak.") }));
        Assert.That((ReviewFields.Read(merged.Review, "toHolder.data-quality"), ReviewFields.Read(merged.Review, "score.data-quality"), merged.Review.Confidence), Is.EqualTo(("Sound.", "3.5", (int?)2)));
        Assert.That(Merge(there, ("toHolder.data-quality", null, "Sound.")).Changed, Is.Empty, "the same in both");
        Assert.That(Merge(there, ("toHolder.data-quality", "Sound.\r\n", "Sound indeed.")).Changed, Is.Empty, "line breaks around do not count");
    }
}
