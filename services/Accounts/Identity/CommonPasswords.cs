using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Labelling.Accounts;

/// <summary>
/// Passwords of twelve characters and more that are guessed first: one or two common words with digits around them, walks over the keyboard,
/// the same again and again, one's own name. Found by rule, over a list of words of ours (CommonWords.txt, French and English).
/// </summary>
public static class CommonPasswords
{
    /// <summary>So many common words after each other are still no sentence.</summary>
    const int FewWords = 2;

    /// <summary>Fewer letters say nothing: what counts is what stands around them.</summary>
    const int FewestLetters = 4;

    /// <summary>With more digits and signs around it a word may pass.</summary>
    const int MostSigns = 6;

    static readonly string[] Walks =
    [
        "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "1234567890", "abcdefghijklmnopqrstuvwxyz",
        "aqwzsxedcrfvtgbyhnujikolpm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1aqw2zsx3edc4rfv5tgb6yhn7uj8ik9ol0pm",
    ];

    static readonly FrozenSet<string> Known = ReadWords();

    static readonly int LongestWord = Known.Max(word => word.Length);

    /// <summary>True when the password is one of them.</summary>
    /// <param name="password">What was typed.</param>
    /// <param name="own">What belongs to the person: name, e-mail address.</param>
    public static bool Has(string password, params ReadOnlySpan<string> own)
    {
        var plain = Plain(password);
        if (plain.Distinct().Count() < 5 || IsRepetition(plain) || IsWalk(plain))
            return true;
        foreach (var mine in own)
            foreach (var part in Plain(mine).Split([' ', '.', '@', '-', '_', '\''], StringSplitOptions.RemoveEmptyEntries))
                if (part.Length >= 4 && plain.Contains(part, StringComparison.Ordinal) && LettersLeft(plain.Replace(part, "", StringComparison.Ordinal)) < 6)
                    return true;
        return IsFewWords(plain) || IsFewWords(Unmasked(plain));
    }

    /// <summary>Small letters without accents.</summary>
    static string Plain(string text) => new([.. text.ToLowerInvariant().Normalize(NormalizationForm.FormD)
        .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)]);

    static string Letters(string plain) => new([.. plain.Where(char.IsLetter)]);

    static int LettersLeft(string plain) => plain.Count(char.IsLetter);

    /// <summary>p4ssw0rd is password.</summary>
    static string Unmasked(string plain) => new([.. plain.Trim("0123456789!?.,;:*+-_#$ ".ToCharArray()).Select(letter => letter switch
    {
        '0' => 'o',
        '1' or '!' => 'i',
        '3' or '€' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        '8' => 'b',
        '9' => 'g',
        _ => letter,
    })]);

    static bool IsRepetition(string plain)
    {
        for (var unit = 1; unit <= plain.Length / 2; unit++)
            if (Enumerable.Range(unit, plain.Length - unit).All(at => plain[at] == plain[at % unit]))
                return true;
        return false;
    }

    /// <summary>Nearly every character is beside the one before it, on a keyboard, in the alphabet or in counting.</summary>
    static bool IsWalk(string plain)
    {
        var steps = plain.Zip(plain.Skip(1)).Count(pair => Walks.Any(walk =>
            walk.IndexOf(pair.First, StringComparison.Ordinal) is >= 0 and var at && walk.IndexOf(pair.Second, StringComparison.Ordinal) is >= 0 and var next && Math.Abs(at - next) <= 1));
        return steps * 5 >= (plain.Length - 1) * 4;
    }

    /// <summary>True when so few known words stand there, with a year or a few signs around them.</summary>
    static bool IsFewWords(string plain)
    {
        var letters = Letters(plain);
        var others = new string([.. plain.Where(letter => !char.IsLetter(letter))]);
        if (letters.Length < FewestLetters || others.Length > MostSigns && !IsWalk(others) && !IsRepetition(others))
            return false;
        // The fewest words that make up the first so many letters.
        var fewest = new int[letters.Length + 1];
        for (var end = 1; end <= letters.Length; end++)
        {
            fewest[end] = FewWords + 1;
            for (var start = Math.Max(0, end - LongestWord); start < end; start++)
                if (fewest[start] < FewWords && Known.Contains(letters[start..end]))
                    fewest[end] = Math.Min(fewest[end], fewest[start] + 1);
        }
        return fewest[^1] <= FewWords;
    }

    static FrozenSet<string> ReadWords()
    {
        using var reader = new StreamReader(typeof(CommonPasswords).Assembly.GetManifestResourceStream("CommonWords.txt")
            ?? throw new InvalidOperationException("CommonWords.txt is not in the assembly."));
        return reader.ReadToEnd().Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(word => Letters(Plain(word))).ToFrozenSet(StringComparer.Ordinal);
    }
}
