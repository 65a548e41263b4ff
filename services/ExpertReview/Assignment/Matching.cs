using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Assignment;

/// <summary>
/// How well an expert suits a dossier, from 0 to 1, from what both say of themselves: of the dossier's sectors, therapeutic areas and
/// technology axes the share that the expert names too, and the expert's keywords that its title or summary contain (three are as good as
/// any number). Areas count 4, sectors and axes 3 each, keywords 2; what a dossier says nothing about is left out of the mean.
/// </summary>
public sealed record Matching(
    IReadOnlyList<string> Sectors, IReadOnlyList<string> Areas, IReadOnlyList<string> Axes, IReadOnlyList<string> Keywords, double Score)
{
    const double SectorWeight = 3, AreaWeight = 4, AxisWeight = 3, KeywordWeight = 2;

    /// <summary>As many keywords found are all that is needed.</summary>
    const int EnoughKeywords = 3;

    public static Matching Of(Expert expert, DossierUnderReview dossier)
    {
        var text = $"{dossier.Title} {dossier.Summary}";
        var matching = new Matching(
            Common(expert.Sectors, dossier.Sectors), Common(expert.TherapeuticAreas, dossier.TherapeuticAreas), Common(expert.TechnologyAxes, dossier.TechnologyAxes),
            [.. expert.Keywords.Distinct(StringComparer.OrdinalIgnoreCase).Where(word => text.Contains(word, StringComparison.CurrentCultureIgnoreCase))], 0);
        var (sum, weights) = (0.0, 0.0);
        Count(matching.Sectors, dossier.Sectors, SectorWeight);
        Count(matching.Areas, dossier.TherapeuticAreas, AreaWeight);
        Count(matching.Axes, dossier.TechnologyAxes, AxisWeight);
        sum += KeywordWeight * Math.Min(1, matching.Keywords.Count / (double)EnoughKeywords);
        weights += KeywordWeight;
        return matching with { Score = Math.Round(sum / weights, 4) };

        void Count(IReadOnlyList<string> common, IReadOnlyList<string> asked, double weight)
        {
            if (asked.Count == 0)
                return;
            sum += weight * common.Count / asked.Distinct().Count();
            weights += weight;
        }
    }

    static IReadOnlyList<string> Common(IReadOnlyList<string> one, IReadOnlyList<string> other) => [.. other.Distinct().Where(one.Contains)];

    /// <summary>Why this expert for this dossier, in the reader's language.</summary>
    public string Why(KnownWords words)
    {
        (IReadOnlyList<string> Common, string Said)[] reasons =
        [
            ([.. words.Of(KnownWords.TherapeuticArea, Areas)], Text.Matching_Areas), ([.. words.Of(KnownWords.Sector, Sectors)], Text.Matching_Sectors),
            ([.. words.Of(KnownWords.TechnologyAxis, Axes)], Text.Matching_Axes), (Keywords, Text.Matching_Keywords),
        ];
        return reasons.Where(reason => reason.Common.Count > 0).Select(reason => $"{reason.Said} {string.Join(", ", reason.Common)}").ToList() is { Count: > 0 } said
            ? string.Join(Words.Say("; ", " ; "), said)
            : Text.Matching_Nothing;
    }
}
