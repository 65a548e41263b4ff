using System.Xml.Linq;
using Labelling.Ground;

namespace Labelling.Contracts.Tests;

/// <summary>A project file.</summary>
public sealed class Project(string file)
{
    public static IReadOnlyList<Project> All { get; } = [.. Repository.Files(Repository.Root, ".csproj").Select(found => new Project(found))];

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
