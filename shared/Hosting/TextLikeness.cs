using System.Globalization;
using System.Text;

namespace Labelling.Hosting;

/// <summary>How alike two texts are, blind to accents, case and punctuation. Pure.</summary>
public static class TextLikeness
{
    /// <summary>Letters and digits of any script in lower case, without accents, words apart by one space.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in Apart(text).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
            {
                continue;
            }

            if (Rune.IsLetterOrDigit(rune))
            {
                plain.Append(rune.Value switch
                {
                    'œ' or 'Œ' => "oe",
                    'æ' or 'Æ' => "ae",
                    'ß' or 'ẞ' => "ss",
                    _ => Rune.ToLowerInvariant(rune).ToString(),
                });
            }
            else if (plain.Length > 0 && plain[^1] != ' ')
            {
                plain.Append(' ');
            }
        }

        return plain.ToString().TrimEnd();
    }

    /// <summary>A letter and its accent apart. Half of a surrogate pair, which no form takes, becomes the sign for what cannot be read.</summary>
    static string Apart(string text) => string.Concat(text.EnumerateRunes()).Normalize(NormalizationForm.FormKD);

    /// <summary>Of every word with a space around it: "os" gives " os" and "os ". Three characters as one number.</summary>
    public static HashSet<ulong> Trigrams(string text)
    {
        var trigrams = new HashSet<ulong>();
        foreach (var word in Plain(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var padded = $" {word} ";
            for (var at = 0; at + 2 < padded.Length; at++)
            {
                trigrams.Add(((ulong)padded[at] << 32) | ((ulong)padded[at + 1] << 16) | padded[at + 2]);
            }
        }

        return trigrams;
    }

    /// <summary>Twice what both have by what they have; 0 where there is nothing to compare.</summary>
    public static double Dice(HashSet<ulong> one, HashSet<ulong> other)
    {
        if (one.Count == 0 || other.Count == 0)
        {
            return 0;
        }

        var (few, many) = one.Count <= other.Count ? (one, other) : (other, one);
        return 2.0 * few.Count(many.Contains) / (one.Count + other.Count);
    }
}
