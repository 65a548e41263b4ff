using System.Text;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>
/// The values of one breakdown as numbers. A dossier has a set of values; the sets that occur are numbered too, so that a row of the
/// columns holds one number, and a table is counted by sets first and by values at the end.
/// </summary>
sealed class ValueSets
{
    /// <summary>A value of a set; by funding body the dossier counts in that row as the body's own applications say.</summary>
    public readonly record struct Member(int Value, Standing? Standing);

    readonly Dictionary<string, int> byName = new(StringComparer.Ordinal), bySet = new(StringComparer.Ordinal);
    readonly List<string> names = [];
    readonly List<Member[]> sets = [];
    readonly StringBuilder key = new();

    public int Values => names.Count;

    public int Sets => sets.Count;

    public string NameOf(int value) => names[value];

    public Member[] MembersOf(int set) => sets[set];

    /// <summary>The number of a value; -1 for one that never occurred.</summary>
    public int Find(string value) => byName.GetValueOrDefault(value, -1);

    public int NumberOf(IEnumerable<(string Value, Standing? Standing)> values)
    {
        key.Clear();
        foreach (var (value, standing) in values)
            key.Append(value).Append('\u001f').Append(standing is { } own ? (int)own : '-').Append('\u001e');
        var written = key.ToString();
        if (!bySet.TryGetValue(written, out var number))
        {
            bySet[written] = number = sets.Count;
            sets.Add([.. values.Select(one => new Member(ValueOf(one.Value), one.Standing))]);
        }

        return number;
    }

    int ValueOf(string name)
    {
        if (!byName.TryGetValue(name, out var value))
        {
            byName[name] = value = names.Count;
            names.Add(name);
        }

        return value;
    }
}
