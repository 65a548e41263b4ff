namespace Labelling.Ground;

/// <summary>The files of the repository that the tests were built in.</summary>
public static class Repository
{
    static readonly string[] Made = ["bin", "obj", "node_modules", ".git", "TestResults", "data"];

    /// <summary>Where Labelling.sln is.</summary>
    public static string Root { get; } = FindRoot();

    public static string Folder(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Files by the end of their name, in and below a folder, without what builds make.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings) => Directory.EnumerateFiles(folder)
        .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        .Concat(Directory.EnumerateDirectories(folder).Where(inner => !Made.Contains(Path.GetFileName(inner))).SelectMany(inner => Files(inner, endings)))
        .Order(StringComparer.Ordinal);

    /// <summary>A path as one reads it: "services/Accounts/Accounts.csproj".</summary>
    public static string Short(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Labelling.sln")))
                return folder.FullName;
        throw new InvalidOperationException("These tests read the repository they were built in, and there is no Labelling.sln above them.");
    }
}
