using Labelling.Hosting;

namespace Labelling.Submission.Duplicates;

/// <summary>Why two dossiers may be one.</summary>
public enum DuplicateReason
{
    /// <summary>The same lead organisation, and titles that have much in common.</summary>
    SameLeadNearTitle,

    /// <summary>Titles that are nearly equal, whoever leads.</summary>
    NearTitle,

    /// <summary>Summaries that are nearly equal, whatever the title.</summary>
    NearSummary,

    /// <summary>Mostly the same organisations, and a title or summary that has something in common.</summary>
    SharedConsortium,
}

/// <summary>
/// What of a dossier is compared. Of an imported one there is no summary and no partner. Organisations: of the consortium, the lead
/// among them, each by <see cref="Likeness.KeyOf"/>.
/// </summary>
public sealed record Compared(string Title, string? Summary, string? LeadSiren, string? LeadName, IReadOnlyList<string> Organisations)
{
    public static Compared Of(DossierContent content) => new(
        content.Title ?? "", content.Summary, content.Lead?.Siren, NameOf(content.Lead?.Name),
        [.. content.Consortium().Select(one => Likeness.KeyOf(one.Siren, one.Name)).OfType<string>().Distinct()]);

    public static Compared Of(string title, string? leadSiren, string? leadOrganisation) => new(
        title, null, leadSiren, NameOf(leadOrganisation), Likeness.KeyOf(leadSiren, leadOrganisation) is { } lead ? [lead] : []);

    static string? NameOf(string? name) => name is not null && TextLikeness.Plain(name) is { Length: > 0 } plain ? plain[..Math.Min(plain.Length, 300)] : null;
}

/// <summary>
/// How alike two dossiers are. Pure, symmetric, 1 for what is equal, blind to accents, case and punctuation.
/// Titles: Dice's coefficient over the sets of their words' trigrams, so that words may change places and letters be mistyped. Summaries:
/// the same over pairs of neighbouring words, so that common words alone make nothing alike. Organisations: by SIREN, by plain name
/// where there is none; Shared counts those in both consortia, Together those in one of them at least. Summary is null where one of the
/// two has none.
/// </summary>
public sealed record Likeness(double Title, double? Summary, bool SameLead, int Shared, int Together)
{
    /// <summary>From where on something is a reason. Set by the made variants that tests/Benchmarks finds again.</summary>
    const double NearTitle = 0.8, TitleOfSameLead = 0.6, NearSummary = 0.8, SomeTitle = 0.45, SomeSummary = 0.4, MostOrganisations = 0.6;

    /// <summary>Between near and this a title is a reason only where the summaries, if both are known, have at least a little in common.</summary>
    const double EqualTitle = 0.95, LittleSummary = 0.1;

    /// <summary>One organisation in common is a customer of both; fewer than two say nothing.</summary>
    const int FewestShared = 2;

    public static Likeness Of(Compared one, Compared other) => Of(one, TextLikeness.Trigrams(one.Title), other);

    /// <summary>With the trigrams of the first one's title, for whoever compares it with many.</summary>
    public static Likeness Of(Compared one, HashSet<ulong> trigrams, Compared other)
    {
        var shared = one.Organisations.Intersect(other.Organisations).Count();
        return new(
            TextLikeness.Dice(trigrams, TextLikeness.Trigrams(other.Title)),
            one.Summary is { } first && other.Summary is { } second ? TextLikeness.Dice(WordPairs(first), WordPairs(second)) : null,
            IsSameLead(one, other), shared, one.Organisations.Count + other.Organisations.Count - shared);
    }

    /// <summary>Where both are registered, by number alone; one of the two without a number is known by name.</summary>
    static bool IsSameLead(Compared one, Compared other) => one.LeadSiren is { } siren && other.LeadSiren is { } another
        ? siren == another
        : one.LeadName is { } name && name == other.LeadName;

    double Consortium => Together == 0 ? 0 : (double)Shared / Together;

    bool MostlySameConsortium => Shared >= FewestShared && Consortium >= MostOrganisations;

    /// <summary>Something without the summary is a reason already, or would be with a summary that has something in common.</summary>
    public bool AsksForSummary => Reasons.Count > 0 || MostlySameConsortium;

    /// <summary>None: nobody need look.</summary>
    public IReadOnlyList<DuplicateReason> Reasons =>
    [
        .. SameLead && Title >= TitleOfSameLead ? new[] { DuplicateReason.SameLeadNearTitle } : [],
        .. Title >= NearTitle && (Title >= EqualTitle || Summary is null or >= LittleSummary) ? new[] { DuplicateReason.NearTitle } : [],
        .. Summary >= NearSummary ? new[] { DuplicateReason.NearSummary } : [],
        .. MostlySameConsortium && (Title >= SomeTitle || Summary >= SomeSummary)
            ? new[] { DuplicateReason.SharedConsortium }
            : [],
    ];

    /// <summary>0 to 1: what is most alike counts most, the rest adds a little. For the order of a list, not for a decision.</summary>
    public double Strength
    {
        get
        {
            var most = Math.Max(Title, Summary ?? 0);
            var least = Math.Min(Title, Summary ?? Title);
            return (0.7 * most) + (0.15 * least) + (SameLead ? 0.1 : 0) + (0.05 * Consortium);
        }
    }

    /// <summary>An organisation as it is compared; null for one without a number or a name.</summary>
    public static string? KeyOf(string? siren, string? name) =>
        siren is not null ? $"siren {siren}" : name is not null && TextLikeness.Plain(name) is { Length: > 0 } plain ? $"name {plain}" : null;

    /// <summary>Neighbouring words; a single word is a pair with nothing.</summary>
    public static HashSet<ulong> WordPairs(string text)
    {
        var words = TextLikeness.Plain(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var pairs = new HashSet<ulong>();
        if (words.Length == 1)
        {
            pairs.Add(Hash(words[0]));
        }

        for (var at = 0; at + 1 < words.Length; at++)
        {
            pairs.Add(Hash($"{words[at]} {words[at + 1]}"));
        }

        return pairs;
    }

    /// <summary>
    /// Numbers that dossiers which are alike share and others hardly ever do, so that both databases find them by an index: bands of
    /// minima under permutations of the sets above (Broder 1997), and each two organisations of a consortium. Of two titles with a
    /// likeness of 0.8 at least one band agrees in 999 cases of 1,000. Kept in a table: the same text has to give the same number in
    /// every later version.
    /// </summary>
    public static IReadOnlyCollection<long> Keys(Compared one)
    {
        var keys = SummaryKeys(one);
        Bands(keys, 1, TextLikeness.Trigrams(one.Title), TitleBands);
        var organisations = one.Organisations.Order(StringComparer.Ordinal).Take(MostPaired).ToList();
        for (var first = 0; first < organisations.Count; first++)
        {
            for (var second = first + 1; second < organisations.Count; second++)
            {
                keys.Add((long)Mix(Hash(organisations[first]) ^ Mix(Hash(organisations[second]) + 3)));
            }
        }

        return keys;
    }

    /// <summary>Those of <see cref="Keys"/> that dossiers share whose summaries are alike.</summary>
    public static HashSet<long> SummaryKeys(Compared one)
    {
        var keys = new HashSet<long>();
        if (one.Summary is not null)
        {
            Bands(keys, 2, WordPairs(one.Summary), SummaryBands);
        }

        return keys;
    }

    const int TitleBands = 24, SummaryBands = 20, BandRows = 3, MostPaired = 12;

    static void Bands(HashSet<long> keys, ulong kind, HashSet<ulong> set, int bands)
    {
        if (set.Count == 0)
        {
            return;
        }

        for (var band = 0; band < bands; band++)
        {
            var key = Mix((kind << 32) + (ulong)band);
            for (var row = 0; row < BandRows; row++)
            {
                var permutation = Mix(((ulong)band * BandRows) + (ulong)row + 1);
                var least = ulong.MaxValue;
                foreach (var member in set)
                {
                    least = Math.Min(least, Mix(member ^ permutation));
                }

                key = Mix(key ^ least);
            }

            keys.Add((long)key);
        }
    }

    /// <summary>FNV-1a over UTF-16.</summary>
    static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return hash;
    }

    /// <summary>The finaliser of SplitMix64: every bit of the number decides about every bit of the answer.</summary>
    static ulong Mix(ulong number)
    {
        number += 0x9E3779B97F4A7C15UL;
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9UL;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EBUL;
        return number ^ (number >> 31);
    }
}
