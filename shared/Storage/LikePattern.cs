namespace Labelling.Storage;

/// <summary>Patterns for <c>like @Pattern escape '!'</c>, in which nothing that somebody typed is a sign of the pattern, in either dialect.</summary>
public static class LikePattern
{
    /// <summary>Whatever contains a text.</summary>
    public static string Containing(string text) =>
        $"%{text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal).Replace("[", "![", StringComparison.Ordinal)}%";
}
