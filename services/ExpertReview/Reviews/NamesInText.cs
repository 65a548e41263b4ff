using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Labelling.ExpertReview.Reviews;

/// <summary>Words of a comment that may be somebody's name.</summary>
/// <param name="Field">The field of <see cref="ReviewFields"/> they stand in.</param>
/// <param name="Found">The words, as they were typed.</param>
public sealed record PossibleName(string Field, string Found);

/// <summary>
/// Looks for names in what an expert wrote, before it is read by people who are not to know who wrote it. Only the writer's own name, the
/// dossier and the words themselves are looked at, never who else is in the pool: or the warning would tell one expert of another.
/// </summary>
public static partial class NamesInText
{
    /// <summary>What is found in the comments of a review, each once a field, in the order of the fields and of the text.</summary>
    /// <param name="review">As far as it is written.</param>
    /// <param name="writer">The expert's own name.</param>
    /// <param name="ofDossier">What the dossier says of itself and its partners: names in it are known to every reader of the review.</param>
    public static IReadOnlyList<PossibleName> In(Review review, string writer, IEnumerable<string> ofDossier)
    {
        var own = Words(writer).Where(word => word.Length >= 3 && char.IsUpper(word[0])).Select(Folded).ToHashSet(StringComparer.Ordinal);
        var known = ofDossier.SelectMany(Words).Select(Folded).Concat(NoNames).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. review.Scores
                .SelectMany(line => new[] { (Field: ReviewFields.ToHolder(line.Criterion), Text: line.CommentToHolder), (Field: ReviewFields.ToCommittee(line.Criterion), Text: line.CommentToCommittee) })
                .SelectMany(typed => Found(typed.Text ?? "", own, known).Select(found => new PossibleName(typed.Field, found))),
        ];
    }

    static IEnumerable<string> Found(string text, HashSet<string> own, HashSet<string> known)
    {
        var taken = new List<(int At, string Found)>();
        Take(Address().Matches(text).Concat(AfterTitle().Matches(text)).Select(match => (match.Index, match.Value)));
        Take(TwoWords().Matches(text)
            .Where(match => !known.Contains(Folded(match.Groups["first"].Value)) && !known.Contains(Folded(match.Groups["last"].Value)))
            .Select(match => (match.Index, text[match.Index..(match.Groups["last"].Index + match.Groups["last"].Length)])));
        Take(Word().Matches(text).Where(match => char.IsUpper(match.Value[0]) && own.Contains(Folded(match.Value))).Select(match => (match.Index, match.Value)));
        return taken.OrderBy(one => one.At).Select(one => one.Found).Distinct(StringComparer.Ordinal);

        // What is part of something found is not found once more.
        void Take(IEnumerable<(int At, string Found)> found)
        {
            foreach (var one in found)
            {
                if (!taken.Any(other => one.At < other.At + other.Found.Length && other.At < one.At + one.Found.Length))
                    taken.Add(one);
            }
        }
    }

    static IEnumerable<string> Words(string text) => Word().Matches(text).Select(match => match.Value);

    /// <summary>Without case and accents.</summary>
    static string Folded(string word) => string.Concat(word.Normalize(NormalizationForm.FormD).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)).ToLowerInvariant();

    [GeneratedRegex(@"[\p{L}\p{Mn}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<![\p{L}\p{Nd}._%+-])[\p{L}\p{Nd}._%+-]+@[\p{L}\p{Nd}-]+(?:\.[\p{L}\p{Nd}-]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    /// <summary>"Pr Claire Martin", "Mme Martin", "Dr. MARTIN".</summary>
    [GeneratedRegex(@"(?<!\p{L})(?:(?:Dr|Pr|Prof|Mr|Mrs|Ms|M)\.?|Mme|Mlle|Docteur|Professeure?|Monsieur|Madame|Doctor|Professor)[ \u00A0\u202F]\p{Lu}[\p{L}\p{Mn}'’-]+(?:[ \u00A0\u202F]\p{Lu}[\p{L}\p{Mn}'’-]+)*", RegexOptions.CultureInvariant)]
    private static partial Regex AfterTitle();

    /// <summary>"Claire Martin", "Jean-Paul MARTIN", the second word looked at without being passed over: a first name is not written in capitals, nor is a last one of fewer than four letters.</summary>
    [GeneratedRegex(@"(?<![\p{L}'’-])(?<first>\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?)(?=[ \u00A0\u202F](?<last>(?:\p{Lu}\p{Ll}+|\p{Lu}['’]\p{Lu}\p{Ll}+)(?:-\p{Lu}\p{Ll}+)?|\p{Lu}{4,})(?!\p{L}))", RegexOptions.CultureInvariant)]
    private static partial Regex TwoWords();

    /// <summary>Words with a capital that stand beside another one without being a name: of bodies and works, and those a sentence begins with.</summary>
    static readonly string[] NoNames =
    [
        "academie", "academy", "agence", "agency", "annex", "annexe", "association", "board", "bureau", "call", "center", "centre", "chu", "college", "comite", "commission",
        "committee", "conseil", "council", "directive", "ecole", "europe", "european", "europeen", "europeenne", "faculte", "faculty", "fondation", "foundation", "france",
        "groupe", "group", "haute", "hopital", "hospital", "horizon", "hospices", "institut", "institute", "laboratoire", "laboratory", "ministere", "ministry", "national",
        "nationale", "package", "phase", "plan", "programme", "region", "reglement", "regulation", "school", "section", "societe", "society", "table", "tableau",
        "union", "united", "universite", "university", "work",
        "a", "after", "as", "at", "au", "aucun", "aucune", "aux", "avec", "before", "by", "ce", "ces", "cette", "chaque", "dans", "de", "des", "du", "elle", "en", "et", "for",
        "from", "il", "in", "it", "la", "le", "les", "leur", "mais", "no", "nos", "notre", "of", "on", "our", "par", "pour", "sans", "selon", "si", "sur", "that", "the",
        "their", "these", "this", "to", "un", "une", "we", "with",
    ];
}
