using System.Text;

namespace Labelling.Submission;

public enum PieceKind
{
    Same,
    Removed,
    Added,
}

/// <summary>A run of text that is in both, only in the old, or only in the new.</summary>
public sealed record TextPiece(PieceKind Kind, string Text);

/// <summary>
/// What makes a new text of an old one, word by word: a shortest script of removed and added words (Myers, "An O(ND) difference
/// algorithm", 1986). Nothing of either text is lost: same and removed are the old one, same and added the new one.
/// </summary>
public static class TextDifference
{
    /// <summary>Beyond so many words removed and added, two texts have nothing to tell side by side: one replaces the other.</summary>
    const int MostChanges = 2_000;

    public static IReadOnlyList<TextPiece> Of(string old, string now)
    {
        var (from, to) = (Words(old), Words(now));
        var start = 0;
        while (start < from.Count && start < to.Count && from[start] == to[start])
        {
            start++;
        }

        var end = 0;
        while (end < from.Count - start && end < to.Count - start && from[^(end + 1)] == to[^(end + 1)])
        {
            end++;
        }

        var pieces = new Pieces();
        pieces.Add(PieceKind.Same, from.Take(start));
        Middle(from.GetRange(start, from.Count - start - end), to.GetRange(start, to.Count - start - end), pieces);
        pieces.Add(PieceKind.Same, from.Skip(from.Count - end));
        return pieces.All();
    }

    /// <summary>The new text, of the old one and what was found between them.</summary>
    /// <exception cref="ArgumentException">The pieces are not of this old text.</exception>
    public static string Apply(string old, IReadOnlyList<TextPiece> difference)
    {
        var now = new StringBuilder();
        var at = 0;
        foreach (var piece in difference)
        {
            if (piece.Kind is not PieceKind.Added)
            {
                if (string.CompareOrdinal(old, at, piece.Text, 0, piece.Text.Length) != 0)
                {
                    throw new ArgumentException("The difference is not of this text.", nameof(difference));
                }

                at += piece.Text.Length;
            }

            if (piece.Kind is not PieceKind.Removed)
            {
                now.Append(piece.Text);
            }
        }

        return at == old.Length ? now.ToString() : throw new ArgumentException("The difference is of a shorter text.", nameof(difference));
    }

    /// <summary>Words, and what stands between them, in their order: together they are the text.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var length = 1;
            if (IsWord(text[at]))
            {
                while (at + length < text.Length && IsWord(text[at + length]))
                {
                    length++;
                }
            }
            else if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                length = 2;
            }

            words.Add(text.Substring(at, length));
            at += length;
        }

        return words;
    }

    static bool IsWord(char letter) => char.IsLetterOrDigit(letter) || letter is '\u2019' or '\'' || char.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.NonSpacingMark;

    static void Middle(List<string> from, List<string> to, Pieces pieces)
    {
        if (from.Count == 0 || to.Count == 0 || Trace(from, to) is not { } trace)
        {
            pieces.Add(PieceKind.Removed, from);
            pieces.Add(PieceKind.Added, to);
            return;
        }

        // From the end back to the beginning, along the furthest paths that were kept.
        var steps = new List<(PieceKind Kind, string Word)>();
        var (x, y) = (from.Count, to.Count);
        for (var changes = trace.Count - 1; changes > 0; changes--)
        {
            var (begins, added) = Step(trace[changes - 1], changes, x - y, from.Count, to.Count);
            while (x > begins)
            {
                steps.Add((PieceKind.Same, from[--x]));
                y--;
            }

            steps.Add(added ? (PieceKind.Added, to[--y]) : (PieceKind.Removed, from[--x]));
        }

        while (x > 0)
        {
            steps.Add((PieceKind.Same, from[--x]));
        }

        for (var at = steps.Count - 1; at >= 0; at--)
        {
            pieces.Add(steps[at].Kind, [steps[at].Word]);
        }
    }

    /// <summary>For each number of changes, how far along each diagonal so many reach (<see cref="Place"/>). Null: there are too many.</summary>
    static List<int[]>? Trace(List<string> from, List<string> to)
    {
        var trace = new List<int[]>();
        for (var changes = 0; changes <= Math.Min(MostChanges, from.Count + to.Count); changes++)
        {
            var reached = new int[2 * changes + 3];
            Array.Fill(reached, Never);
            for (var diagonal = -changes; diagonal <= changes; diagonal += 2)
            {
                var x = changes == 0 ? 0 : Step(trace[changes - 1], changes, diagonal, from.Count, to.Count).X;
                if (x < 0)
                {
                    continue;
                }

                while (x < from.Count && x - diagonal < to.Count && from[x] == to[x - diagonal])
                {
                    x++;
                }

                reached[Place(changes, diagonal)] = x;
                if (x == from.Count && x - diagonal == to.Count)
                {
                    trace.Add(reached);
                    return trace;
                }
            }

            trace.Add(reached);
        }

        return null;
    }

    const int Never = -1;

    /// <summary>Where a row keeps a diagonal; beside the outermost ones there is one more, which is never reached.</summary>
    static int Place(int changes, int diagonal) => diagonal + changes + 1;

    /// <summary>The last change before a diagonal is reached: where it ends, and whether a word was added or removed.</summary>
    static (int X, bool Added) Step(int[] last, int changes, int diagonal, int fromCount, int toCount)
    {
        var above = diagonal < changes ? last[Place(changes - 1, diagonal + 1)] : Never;
        var left = diagonal > -changes ? last[Place(changes - 1, diagonal - 1)] : Never;
        var added = above >= 0 && above - diagonal <= toCount ? above : Never;
        var removed = left >= 0 && left < fromCount ? left + 1 : Never;
        return added > removed ? (added, true) : (removed, false);
    }

    /// <summary>Pieces, neighbours of a kind put together; of a change what was removed comes first.</summary>
    sealed class Pieces
    {
        readonly List<TextPiece> done = [];
        readonly StringBuilder same = new(), removed = new(), added = new();

        public void Add(PieceKind kind, IEnumerable<string> words)
        {
            foreach (var word in words)
            {
                if (kind is PieceKind.Same)
                {
                    Close(removed, PieceKind.Removed);
                    Close(added, PieceKind.Added);
                    same.Append(word);
                }
                else
                {
                    Close(same, PieceKind.Same);
                    (kind is PieceKind.Removed ? removed : added).Append(word);
                }
            }
        }

        public IReadOnlyList<TextPiece> All()
        {
            Close(same, PieceKind.Same);
            Close(removed, PieceKind.Removed);
            Close(added, PieceKind.Added);
            return done;
        }

        void Close(StringBuilder text, PieceKind kind)
        {
            if (text.Length > 0)
            {
                done.Add(new TextPiece(kind, text.ToString()));
                text.Clear();
            }
        }
    }
}
