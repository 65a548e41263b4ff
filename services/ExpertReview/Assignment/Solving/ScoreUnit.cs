namespace Labelling.ExpertReview.Assignment.Solving;

/// <summary>
/// Scores as whole numbers, in which the solver counts exactly: the power of ten that brings the highest score to at most 10^10.
/// A score is moved by at most half of 10^-10 of that power, so what is best in these units is best in scores to nine digits and more.
/// </summary>
sealed class ScoreUnit
{
    /// <summary>The most units of one score.</summary>
    public const long Most = 10_000_000_000;

    readonly double unit;

    public ScoreUnit(double highest)
    {
        unit = 1;
        if (!(highest > 0))
            return;
        while (highest * unit > Most)
            unit /= 10;
        while (highest * unit * 10 <= Most)
            unit *= 10;
    }

    public static ScoreUnit Of(AssignmentProblem problem)
    {
        var highest = 0.0;
        foreach (var score in problem.Scores)
            highest = Math.Max(highest, score);
        return new(problem.Already is { Length: > 0 } already ? Math.Max(highest, already.Max() / 16) : highest);
    }

    public long Units(double score) => (long)Math.Round(score * unit);

    public double Score(long units) => units / unit;
}
