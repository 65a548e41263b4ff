using System.Globalization;

namespace Labelling.FundingOutcome.History;

/// <summary>The lines of a file judged together and against what is known: which are good, and what is wrong with the rest.</summary>
/// <param name="Good">Lines to import, in the order of the file; of lines that say the same only the first.</param>
/// <param name="Repeated">Good lines that say again what an earlier one said.</param>
/// <param name="Bad">Everything wrong, by line.</param>
public sealed record LinesTogether(IReadOnlyList<LineNoted> Good, int Repeated, IReadOnlyList<BadLine> Bad)
{
    /// <param name="file">The lines, each looked at by itself.</param>
    /// <param name="isLive">Whether a reference is that of a dossier deposited here.</param>
    /// <param name="isImported">Whether a reference was imported before.</param>
    public static LinesTogether Judge(HistoryFile file, Func<string, bool> isLive, Func<string, bool> isImported)
    {
        var bad = file.Lines.SelectMany(line => line.Bad).ToList();
        var first = new Dictionary<string, LineNoted>(file.Lines.Count, StringComparer.Ordinal);
        var twice = file.Lines
            .Where(line => line.Reference is not null && !first.TryAdd(line.Reference, line) && first[line.Reference].Digest != line.Digest)
            .Select(line => line.Reference!).ToHashSet(StringComparer.Ordinal);
        if (twice.Count > 0)
        {
            foreach (var same in file.Lines.Where(line => line.Reference is not null && twice.Contains(line.Reference)).GroupBy(line => line.Reference!))
                bad.AddRange(SaidDifferently([.. same]));
        }

        foreach (var line in file.Lines.Where(line => line.Reference is not null && isLive(line.Reference)))
        {
            bad.Add(new BadLine(line.Number, "reference",
                "A dossier deposited here has this reference.", "Un dossier déposé ici porte cette référence."));
        }

        var badLines = bad.Select(b => b.Line).ToHashSet();
        var good = file.Lines.Where(line => line.Bad.Count == 0 && !badLines.Contains(line.Number)).ToList();
        // Most files give a reference once: then no set of a million references is made.
        var once = first.Count == file.Lines.Count(line => line.Reference is not null);
        var here = once ? null : good.Select(line => line.Reference!).ToHashSet(StringComparer.Ordinal);
        good = WithKnownOriginals(
            good, file, reference => here?.Contains(reference) ?? (first.TryGetValue(reference, out var line) && line.Bad.Count == 0 && !badLines.Contains(line.Number)),
            reference => isLive(reference) || isImported(reference), bad);
        var distinct = once ? good : [.. good.DistinctBy(line => line.Reference)];
        return new LinesTogether(distinct, good.Count - distinct.Count, [.. bad.OrderBy(b => b.Line)]);
    }

    /// <summary>Nobody can tell which of the lines is right, so all of them are bad.</summary>
    static IEnumerable<BadLine> SaidDifferently(IReadOnlyList<LineNoted> same)
    {
        if (same.Select(line => line.Digest).Distinct().Count() < 2)
            return [];

        return same.Select(line =>
        {
            var others = string.Join(", ", same
                .Where(other => other.Digest != line.Digest)
                .Select(other => other.Number.ToString(CultureInfo.InvariantCulture)));
            return new BadLine(line.Number, "reference",
                $"The reference comes again with different content on line {others}.",
                $"La référence revient avec un autre contenu à la ligne {others}.");
        });
    }

    /// <summary>A line that is left out takes with it those that name it as their original, and so on until none is left.</summary>
    static List<LineNoted> WithKnownOriginals(List<LineNoted> good, HistoryFile file, Func<string, bool> isGood, Func<string, bool> isKnown, List<BadLine> bad)
    {
        var duplicatesOf = good.Where(line => line.DuplicateOf is not null).ToLookup(line => line.DuplicateOf!, StringComparer.Ordinal);
        if (duplicatesOf.All(group => isGood(group.Key) || isKnown(group.Key)))
            return good;
        var inFile = file.Lines.Select(line => line.Reference).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var missing = new Queue<string>(duplicatesOf.Select(group => group.Key).Where(original => !isGood(original) && !isKnown(original)));
        var orphans = new HashSet<int>();
        while (missing.TryDequeue(out var original))
        {
            foreach (var line in duplicatesOf[original].Where(line => orphans.Add(line.Number)))
            {
                bad.Add(inFile.Contains(original)
                    ? new BadLine(line.Number, "duplicate_of",
                        "The original stands on a bad line of this file.", "L'original figure sur une mauvaise ligne de ce fichier.")
                    : new BadLine(line.Number, "duplicate_of",
                        "No dossier with this reference is known.", "Aucun dossier de cette référence n'est connu."));
                if (!isKnown(line.Reference!))
                    missing.Enqueue(line.Reference!);
            }
        }

        return [.. good.Where(line => !orphans.Contains(line.Number))];
    }
}
