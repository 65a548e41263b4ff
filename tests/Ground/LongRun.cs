namespace Labelling.Ground;

/// <summary>Whether the full counts are asked for (`tests/run.sh --long`, LABELLING_TEST_LONG), or a run short enough for every change.</summary>
public static class LongRun
{
    public static bool Asked { get; } = Environment.GetEnvironmentVariable("LABELLING_TEST_LONG") is { Length: > 0 };

    /// <summary>All of them in a long run; in a short one the first few of each kind and one in so many of the others, the same ones every time.</summary>
    /// <param name="all">What there is to try.</param>
    /// <param name="kind">What has to be met at least a few times.</param>
    /// <param name="name">What tells one from another, the same in every run.</param>
    /// <param name="first">How many of each kind are met in any case.</param>
    /// <param name="oneIn">Of the others, one in this many.</param>
    public static IEnumerable<T> Sample<T, TKind>(IEnumerable<T> all, Func<T, TKind> kind, Func<T, string> name, int first, int oneIn) => Asked
        ? all
        : all.GroupBy(kind).SelectMany(group => group.Where((one, nth) => nth < first || Mixed(name(one)) % (uint)oneIn == 0));

    // FNV-1a: string.GetHashCode differs from run to run.
    static uint Mixed(string text) => text.Aggregate(2166136261u, (mixed, letter) => (mixed ^ letter) * 16777619u);
}
