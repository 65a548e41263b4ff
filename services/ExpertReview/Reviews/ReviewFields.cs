using System.Globalization;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Reviews;

/// <summary>A field that was typed into: what it said when the page was made, and what it says now.</summary>
public sealed record FieldTyped(string Field, string? From, string? To);

/// <summary>A field that another window changed meanwhile.</summary>
public sealed record FieldChanged(string Field, string? Theirs, string? Yours);

/// <summary>A field that cannot be taken over, and why.</summary>
public sealed record FieldWrong(string Field, string? Yours, string Said);

/// <summary>What came of typed fields: each is taken, changed by another window, or wrong.</summary>
public sealed record FieldsMerged(Review Review, IReadOnlyList<FieldTyped> Taken, IReadOnlyList<FieldChanged> Changed, IReadOnlyList<FieldWrong> Wrong);

/// <summary>A review as the fields of its page: score.CODE, toHolder.CODE, toCommittee.CODE, recommendation, confidence.</summary>
public static class ReviewFields
{
    public const string Recommendation = "recommendation", Confidence = "confidence";

    const string ScoreOf = "score.", HolderOf = "toHolder.", CommitteeOf = "toCommittee.";

    public const int LongestComment = 4000;

    public static string Score(string code) => ScoreOf + code;

    public static string ToHolder(string code) => HolderOf + code;

    public static string ToCommittee(string code) => CommitteeOf + code;

    /// <summary>The fields of a grid, in its order.</summary>
    public static IReadOnlyList<string> Of(Grid grid) =>
        [.. grid.Criteria.SelectMany(criterion => new[] { Score(criterion.Code), ToHolder(criterion.Code), ToCommittee(criterion.Code) }), Recommendation, Confidence];

    /// <summary>What a field of a grid is called: "Medical need, Score".</summary>
    public static string Name(Grid grid, string field)
    {
        var (what, code) = Split(field);
        var label = field == Recommendation ? Text.Review_Recommendation : field == Confidence ? Text.Review_Confidence
            : what == ScoreOf ? Text.Review_ScoreLabel : what == HolderOf ? Text.Review_ToHolder : Text.Review_ToCommittee;
        return grid.Criteria.FirstOrDefault(criterion => criterion.Code == code) is { } of ? $"{Words.Say(of.English, of.French)}, {label}" : label;
    }

    /// <summary>The field in which something lacks.</summary>
    public static string Of(Lacking lacking) => lacking.What switch
    {
        "score" => Score(lacking.Criterion!),
        "comment-to-holder" => ToHolder(lacking.Criterion!),
        var other => other,
    };

    /// <summary>What a field says; null: nothing.</summary>
    public static string? Read(Review review, string field)
    {
        if (field == Recommendation)
            return review.Recommendation?.ToString();
        if (field == Confidence)
            return review.Confidence?.ToString(CultureInfo.InvariantCulture);
        var (what, code) = Split(field);
        var scored = review.Scores.FirstOrDefault(line => line.Criterion == code);
        return what switch
        {
            ScoreOf => scored?.Score is { } score ? Written(score) : null,
            HolderOf => scored?.CommentToHolder,
            CommitteeOf => scored?.CommentToCommittee,
            _ => null,
        };
    }

    /// <summary>What a field says, as the page says it.</summary>
    public static string Shown(string field, string? value) =>
        value is null ? Text.Review_NothingThere
        : field == Recommendation ? ReviewWords.Name(Enum.Parse<ReviewRecommendation>(value))
        : field == Confidence && Whole(value) is { } confidence ? ReviewWords.Confidence(confidence)
        : field.StartsWith(ScoreOf, StringComparison.Ordinal) && Number(value) is { } score ? OfFive(score)
        : value;

    /// <summary>"3,5 sur 5".</summary>
    public static string OfFive(decimal score) => string.Format(CultureInfo.CurrentCulture, Text.Review_ScoreOf, score.ToString("0.#", CultureInfo.CurrentCulture));

    /// <summary>A score as fields have it: "3.5".</summary>
    public static string Written(decimal score) => score.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>
    /// What nobody changed meanwhile is taken over, and the rest is given back with why. Nothing depends on the order of the fields.
    /// </summary>
    public static FieldsMerged Merge(Review review, Grid grid, IReadOnlyList<FieldTyped> typed)
    {
        var fields = Of(grid).ToHashSet(StringComparer.Ordinal);
        var (taken, changed, wrong) = (new List<FieldTyped>(), new List<FieldChanged>(), new List<FieldWrong>());
        foreach (var raw in typed)
        {
            var one = raw with { From = Tidy(raw.From), To = Tidy(raw.To) };
            var there = Tidy(fields.Contains(one.Field) ? Read(review, one.Field) : null);
            if (!fields.Contains(one.Field))
                wrong.Add(new(one.Field, one.To, Words.Say("There is no such field on the grid of this dossier.", "Ce champ n'existe pas dans la grille de ce dossier.")));
            else if (Fault(one) is { } said)
                wrong.Add(new(one.Field, one.To, said));
            else if (there != one.From && there != one.To)
                changed.Add(new(one.Field, there, one.To));
            else
            {
                review = With(review, one.Field, one.To);
                taken.Add(one);
            }
        }
        return new(review, taken, changed, wrong);
    }

    static string? Fault(FieldTyped typed) => typed.To is not { } text ? null
        : typed.Field == Recommendation ? Enum.TryParse<ReviewRecommendation>(text, out var value) && value.ToString() == text ? null : ChooseOne()
        : typed.Field == Confidence ? Whole(text) is >= Grid.LowestConfidence and <= Grid.HighestConfidence ? null : ChooseOne()
        : typed.Field.StartsWith(ScoreOf, StringComparison.Ordinal)
            ? Number(text) is { } score && Grid.IsScore(score) ? null : Words.Say("Give a score from 0 to 5, in halves.", "Donnez une note de 0 à 5, par demi-points.")
        : text.Length <= LongestComment ? null
        : Words.Say($"At most {LongestComment} characters.", $"Au plus {LongestComment} caractères.");

    static string ChooseOne() => Words.Say("Choose one of the values.", "Choisissez une des valeurs.");

    static Review With(Review review, string field, string? value)
    {
        if (field == Recommendation)
            return review with { Recommendation = value is null ? null : Enum.Parse<ReviewRecommendation>(value) };
        if (field == Confidence)
            return review with { Confidence = value is null ? null : Whole(value) };
        var (what, code) = Split(field);
        var was = review.Scores.FirstOrDefault(line => line.Criterion == code) ?? new Scored(code);
        var now = what switch
        {
            ScoreOf => was with { Score = value is null ? null : Number(value) },
            HolderOf => was with { CommentToHolder = value },
            _ => was with { CommentToCommittee = value },
        };
        var others = review.Scores.Where(line => line.Criterion != code);
        return review with { Scores = now == new Scored(code) ? [.. others] : [.. others, now] };
    }

    static (string What, string Code) Split(string field) => field.IndexOf('.') is > 0 and var at ? (field[..(at + 1)], field[(at + 1)..]) : (field, "");

    static decimal? Number(string text) => decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Line breaks and spaces around do not count, as in the browser.</summary>
    internal static string? Tidy(string? text) => text?.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Trim() is { Length: > 0 } said ? said : null;
}
