using Labelling.Hosting;

namespace Labelling.FundingOutcome.Lists;

/// <summary>A dossier that a line may mean, with how much speaks for it, from 0 to 1.</summary>
public sealed record ListCandidate(Guid DossierId, double Score);

/// <summary>Which dossier a line of a published list means: by SIREN and title.</summary>
public static class ListMatch
{
    /// <summary>From where on a line is sure, if nothing else comes near; from where on it is worth a look.</summary>
    public const double Sure = 0.8, Doubtful = 0.4, Apart = 0.1;

    const int MostCandidates = 3;

    /// <summary>
    /// The same SIREN is worth 0.4 and the title the rest; a title alone is worth a little less than both, and never enough against
    /// another SIREN.
    /// </summary>
    public static double Score(double titles, string? siren, string? other) => (siren, other) switch
    {
        ({ } one, { } another) => one == another ? 0.4 + (0.6 * titles) : 0.6 * titles,
        _ => 0.9 * titles,
    };

    /// <summary>The best of what a line may mean, the likeliest first.</summary>
    public static IReadOnlyList<ListCandidate> Best(IEnumerable<ListCandidate> candidates) =>
        [.. candidates.Where(one => one.Score >= Doubtful).OrderByDescending(one => one.Score).ThenBy(one => one.DossierId).Take(MostCandidates)];

    /// <summary>True when the first is meant, and nothing else could be.</summary>
    public static bool IsSure(IReadOnlyList<ListCandidate> best) =>
        best.Count > 0 && best[0].Score >= Sure && (best.Count == 1 || best[1].Score <= best[0].Score - Apart);

    /// <summary>A dossier as it is compared.</summary>
    public sealed record Known(Guid Id, string Title, string? Siren);

    /// <summary>
    /// Of each line the dossiers it may mean. Only those are compared that have the SIREN or a longer word of the title in common with it,
    /// so that a long list and many dossiers take seconds.
    /// </summary>
    public static IReadOnlyDictionary<int, IReadOnlyList<ListCandidate>> Of(IReadOnlyList<ListLine> lines, IEnumerable<Known> dossiers)
    {
        var trigrams = lines.ToDictionary(line => line.Number, line => TextLikeness.Trigrams(line.Title));
        var bySiren = lines.Where(line => line.Siren is not null).ToLookup(line => line.Siren!, StringComparer.Ordinal);
        var byWord = lines.SelectMany(line => Words(line.Title).Select(word => (word, line))).ToLookup(one => one.word, one => one.line, StringComparer.Ordinal);
        var found = lines.ToDictionary(line => line.Number, _ => new List<ListCandidate>());
        foreach (var dossier in dossiers)
        {
            var near = Words(dossier.Title).SelectMany(word => byWord[word]).Concat(dossier.Siren is { } siren ? bySiren[siren] : []).Distinct().ToList();
            if (near.Count == 0)
                continue;
            var title = TextLikeness.Trigrams(dossier.Title);
            foreach (var line in near)
                if (Score(TextLikeness.Dice(trigrams[line.Number], title), line.Siren, dossier.Siren) is var score and >= Doubtful)
                    found[line.Number].Add(new ListCandidate(dossier.Id, Math.Round(score, 4)));
        }
        return found.ToDictionary(one => one.Key, one => Best(one.Value));
    }

    /// <summary>Words of four letters and more, cut to their beginning: a mistyped end is no other word.</summary>
    static IEnumerable<string> Words(string title) =>
        TextLikeness.Plain(title).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length >= 4).Select(word => word[..Math.Min(word.Length, 5)]).Distinct(StringComparer.Ordinal);
}
