using System.Globalization;

namespace Labelling.ExpertReview.Assignment.Solving;

/// <summary>
/// A file of scores: a first line "DOSSIERS EXPERTS", then a line a dossier with a number an expert; -1 is a conflict.
/// </summary>
/// <param name="Dossiers">Rows.</param>
/// <param name="Experts">Columns.</param>
/// <param name="Scores">Row after row.</param>
public sealed record ScoreFile(int Dossiers, int Experts, double[] Scores)
{
    /// <summary>As many pairs as are taken in.</summary>
    public const int MostPairs = 50_000_000;

    /// <summary>The file, or what is wrong with it and where.</summary>
    public static (ScoreFile? File, string? Wrong) Read(TextReader reader)
    {
        if (reader.ReadLine() is not { } header || Numbers(header) is not [var first, var second]
            || !int.TryParse(header.AsSpan()[first], NumberStyles.None, CultureInfo.InvariantCulture, out var dossiers)
            || !int.TryParse(header.AsSpan()[second], NumberStyles.None, CultureInfo.InvariantCulture, out var experts)
            || dossiers < 1 || experts < 1)
            return (null, "Line 1: \"DOSSIERS EXPERTS\" is expected, two whole numbers from 1.");
        if ((long)dossiers * experts > MostPairs)
            return (null, $"Line 1: at most {MostPairs} scores are taken in.");
        var scores = new double[dossiers * experts];
        for (var dossier = 0; dossier < dossiers; dossier++)
        {
            var place = $"Line {dossier + 2}";
            if (reader.ReadLine() is not { } line)
                return (null, $"{place}: missing; there are {dossiers} dossiers by the first line.");
            var column = 0;
            foreach (var range in Numbers(line))
            {
                if (column == experts)
                    return (null, $"{place}: more than {experts} scores.");
                if (!double.TryParse(line.AsSpan()[range], NumberStyles.Float, CultureInfo.InvariantCulture, out var score) || !double.IsFinite(score)
                    || score < 0 && score != -1)
                    return (null, $"{place}, score {column + 1}: a number from 0, or -1 for a conflict, is expected.");
                scores[(dossier * experts) + column++] = score;
            }
            if (column < experts)
                return (null, $"{place}: {column} scores instead of {experts}.");
        }
        for (var number = dossiers + 2; reader.ReadLine() is { } more; number++)
            if (!string.IsNullOrWhiteSpace(more))
                return (null, $"Line {number}: there are only {dossiers} dossiers by the first line.");
        return (new(dossiers, experts, scores), null);
    }

    static List<Range> Numbers(string line)
    {
        var found = new List<Range>();
        for (var at = 0; at < line.Length;)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
                continue;
            }
            var from = at;
            while (at < line.Length && !char.IsWhiteSpace(line[at]))
                at++;
            found.Add(from..at);
        }
        return found;
    }
}
