using Labelling.Contracts;

namespace Labelling.ExpertReview.Reviews;

/// <summary>A submitted review with the grid it was scored on.</summary>
public sealed record ReviewIn(Guid InvitationId, Review Review, Grid Grid);

/// <summary>A criterion over all reviews.</summary>
/// <param name="Criterion">The criterion.</param>
/// <param name="Mean">Mean of its scores; null for none.</param>
/// <param name="Spread">Highest minus lowest score; 0 for fewer than two.</param>
/// <param name="BelowThreshold">True when the mean is.</param>
public sealed record CriterionSynthesis(Criterion Criterion, decimal? Mean, decimal Spread, bool BelowThreshold);

/// <summary>What the reviews of a dossier say together. Scores never decide: this is for people to talk about.</summary>
/// <param name="Mean">Mean of the reviews' weighted means; null for no review.</param>
/// <param name="Spread">Highest minus lowest of them; 0 for fewer than two.</param>
/// <param name="Criteria">Where experts disagree most comes first; the rest in the grid's order.</param>
public sealed record Synthesis(decimal? Mean, decimal Spread, IReadOnlyList<CriterionSynthesis> Criteria)
{
    /// <summary>Experts disagree where the highest and the lowest score are so many points apart.</summary>
    public const decimal Disagreement = 2;

    public static Synthesis Of(IReadOnlyList<ReviewIn> reviews)
    {
        var means = reviews.Select(review => review.Grid.Mean(review.Review)).OfType<decimal>().ToList();
        return new(
            means.Count == 0 ? null : means.Average(),
            SpreadOf(means),
            [
                .. reviews.SelectMany(review => review.Grid.Criteria).DistinctBy(criterion => criterion.Code)
                    .Select(criterion => Of(criterion, reviews))
                    .OrderByDescending(criterion => criterion.Spread),
            ]);
    }

    static CriterionSynthesis Of(Criterion criterion, IReadOnlyList<ReviewIn> reviews)
    {
        var scores = reviews
            .Where(review => review.Grid.Criteria.Any(its => its.Code == criterion.Code))
            .Select(review => Grid.ScoreOn(review.Review, criterion.Code)).OfType<decimal>().ToList();
        decimal? mean = scores.Count == 0 ? null : scores.Average();
        return new(criterion, mean, SpreadOf(scores), mean < criterion.Threshold);
    }

    static decimal SpreadOf(IReadOnlyList<decimal> numbers) => numbers.Count < 2 ? 0 : numbers.Max() - numbers.Min();
}
