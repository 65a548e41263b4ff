using Labelling.Contracts;

namespace Labelling.ExpertReview.Reviews;

/// <summary>What an expert recommends to the committee. Scores never decide, nor does this.</summary>
public enum ReviewRecommendation
{
    /// <summary>Give the label.</summary>
    Label,

    /// <summary>Give it with reservations.</summary>
    LabelWithReservations,

    /// <summary>Adjourn to another session.</summary>
    Adjourn,

    /// <summary>Refuse.</summary>
    Refuse,
}

/// <summary>What an expert says on one criterion.</summary>
/// <param name="Criterion">Its code.</param>
/// <param name="Score">0 to 5 in halves; null while not scored.</param>
/// <param name="CommentToHolder">The holder reads it, without a name.</param>
/// <param name="CommentToCommittee">The holder never reads it.</param>
public sealed record Scored(string Criterion, decimal? Score = null, string? CommentToHolder = null, string? CommentToCommittee = null);

/// <summary>A review as far as it is written.</summary>
/// <param name="Scores">At most one line a criterion.</param>
/// <param name="Recommendation">Null while not given.</param>
/// <param name="Confidence">1 to 3; null while not given.</param>
public sealed record Review(IReadOnlyList<Scored> Scores, ReviewRecommendation? Recommendation, int? Confidence)
{
    public static readonly Review Empty = new([], null, null);
}

/// <summary>
/// Something a review lacks before it can be submitted: a "score" or "comment-to-holder" on a criterion, a "recommendation" or
/// the "confidence".
/// </summary>
public sealed record Lacking(string What, string? Criterion, string English, string French);

/// <summary>The criteria that apply to a dossier: those of its programme version, the digital ones only where it is digital.</summary>
public sealed record Grid(IReadOnlyList<Criterion> Criteria)
{
    public const decimal LowestScore = 0, HighestScore = 5;
    public const int LowestConfidence = 1, HighestConfidence = 3;

    public static Grid Of(ProgrammeSettings programme, bool digital) =>
        new([.. programme.Grid.Where(criterion => digital || !criterion.DigitalOnly)]);

    /// <summary>0 to 5 in halves.</summary>
    public static bool IsScore(decimal score) => score is >= LowestScore and <= HighestScore && score * 2 == decimal.Truncate(score * 2);

    /// <summary>The criteria named that are not of this grid.</summary>
    public IReadOnlyList<string> Foreign(Review review) =>
        [.. review.Scores.Select(scored => scored.Criterion).Where(code => Criteria.All(criterion => criterion.Code != code))];

    /// <summary>The score given on a criterion; null for none.</summary>
    public static decimal? ScoreOn(Review review, string criterion) =>
        review.Scores.FirstOrDefault(scored => scored.Criterion == criterion)?.Score;

    /// <summary>Mean of the scores given so far, by the weights of their criteria; null before the first.</summary>
    public decimal? Mean(Review review)
    {
        var given = Criteria
            .Select(criterion => (criterion.Weight, Score: ScoreOn(review, criterion.Code)))
            .Where(line => line.Score is not null)
            .ToList();
        return given.Count == 0 ? null : given.Sum(line => line.Weight * line.Score!.Value) / given.Sum(line => line.Weight);
    }

    /// <summary>Codes of the criteria scored below their threshold, in the grid's order.</summary>
    public IReadOnlyList<string> BelowThreshold(Review review) =>
        [.. Criteria.Where(criterion => ScoreOn(review, criterion.Code) < criterion.Threshold).Select(criterion => criterion.Code)];

    /// <summary>What is to be written before the review can be submitted; empty when it is complete.</summary>
    public IReadOnlyList<Lacking> Lacks(Review review)
    {
        var lacks = new List<Lacking>();
        foreach (var criterion in Criteria)
        {
            var scored = review.Scores.FirstOrDefault(scored => scored.Criterion == criterion.Code);
            if (scored?.Score is not { } score)
                lacks.Add(new("score", criterion.Code, $"a score for {criterion.English}", $"une note pour {criterion.French}"));
            else if (score < criterion.Threshold && string.IsNullOrWhiteSpace(scored.CommentToHolder))
                lacks.Add(new("comment-to-holder", criterion.Code,
                    $"a comment to the holder on {criterion.English}, which is below the threshold",
                    $"un commentaire au porteur sur {criterion.French}, sous le seuil"));
        }
        if (review.Recommendation is null)
            lacks.Add(new("recommendation", null, "your recommendation", "votre recommandation"));
        if (review.Confidence is null)
            lacks.Add(new("confidence", null, "your confidence", "votre degré de confiance"));
        return lacks;
    }
}
