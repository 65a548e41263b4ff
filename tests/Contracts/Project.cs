using System.Xml.Linq;

namespace Labelling.Contracts.Tests;

/// <summary>The files of the repository.</summary>
static class Repository
{
    static readonly string[] Made = ["bin", "obj", "node_modules", ".git", "TestResults", "data"];

    /// <summary>Where Labelling.sln is.</summary>
    public static string Root { get; } = FindRoot();

    public static string Folder(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Files by the end of their name, without what builds make.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings) => Directory.EnumerateFiles(folder)
        .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        .Concat(Directory.EnumerateDirectories(folder).Where(inner => !Made.Contains(Path.GetFileName(inner))).SelectMany(inner => Files(inner, endings)))
        .Order(StringComparer.Ordinal);

    public static IReadOnlyList<Project> Projects { get; } = [.. Files(Root, ".csproj").Select(file => new Project(file))];

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

/// <summary>A project file.</summary>
public sealed class Project(string file)
{
    public string File => file;

    public string Name => Path.GetFileNameWithoutExtension(file);

    /// <summary>"shared", "services" or "tests".</summary>
    public string Kind => Repository.Short(file).Split('/')[0];

    public XDocument Xml { get; } = XDocument.Load(file);

    /// <summary>Names of the projects it references, as "shared/Contracts".</summary>
    public IReadOnlyList<string> References =>
        [.. Xml.Descendants("ProjectReference").Select(reference => Repository.Short(Path.GetDirectoryName(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, reference.Attribute("Include")!.Value)))!))];

    public string Assets => Path.Combine(Path.GetDirectoryName(file)!, "obj", "project.assets.json");

    public override string ToString() => Repository.Short(file);
}
