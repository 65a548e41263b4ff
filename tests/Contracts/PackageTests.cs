using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Labelling.Ground;

namespace Labelling.Contracts.Tests;

/// <summary>Which packages, and which versions of them.</summary>
public partial class PackageTests
{
    /// <summary>
    /// Licences that ask for money, exclude public bodies or spread to what uses them. A name that ends in * stands for all that begin so;
    /// a number is the first version that is denied.
    /// </summary>
    static readonly IReadOnlyList<(string Name, int From)> Denied =
    [
        ("MassTransit*", 9), ("MediatR*", 0), ("AutoMapper*", 0), ("FluentAssertions*", 8), ("PDFsharp*", 0), ("PdfSharpCore*", 0), ("MigraDoc*", 0), ("QuestPDF*", 0),
        ("Duende*", 0), ("NBomber*", 0), ("EPPlus*", 0), ("SixLabors*", 0), ("ImageSharp*", 0), ("itext*", 0), ("itextsharp*", 0), ("Aspose*", 0), ("Spire*", 0), ("FreeSpire*", 0),
        ("Syncfusion*", 0), ("Telerik*", 0), ("DevExpress*", 0), ("IronPdf*", 0), ("IronXL*", 0), ("ServiceStack*", 0), ("Ghostscript*", 0), ("NServiceBus*", 0), ("Z.*", 0), ("LinqKit.Z*", 0),
    ];

    static bool IsDenied(string name, int major) => Denied.Any(line => major >= line.From && (line.Name.EndsWith('*')
        ? name.StartsWith(line.Name[..^1], StringComparison.OrdinalIgnoreCase)
        : name.Equals(line.Name, StringComparison.OrdinalIgnoreCase)));

    static IEnumerable<Project> Projects() => Project.All;

    static readonly XDocument Central = XDocument.Load(Repository.Folder("Directory.Packages.props"));

    [Test]
    public void Central_versions_are_exact()
    {
        var properties = Central.Descendants("PropertyGroup").Elements().ToLookup(property => property.Name.LocalName, property => property.Value);
        var lines = Central.Descendants().Where(line => line.Name.LocalName is "PackageVersion" or "GlobalPackageReference").ToList();
        var loose =
            from line in lines
            let version = Property().Replace(line.Attribute("Version")?.Value ?? "none", match => properties[match.Groups[1].Value].FirstOrDefault() ?? "none")
            where !Exact().IsMatch(version)
            select $"{line.Attribute("Include")?.Value} {version}";
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Count.GreaterThan(20));
            Assert.That(loose, Is.Empty);
            Assert.That(lines.Select(line => line.Attribute("Include")?.Value), Is.Unique);
            Assert.That(properties["ManagePackageVersionsCentrally"], Is.EqualTo(new[] { "true" }));
            Assert.That(properties["CentralPackageTransitivePinningEnabled"], Is.EqualTo(new[] { "true" }));
        });
    }

    [Test]
    public void No_project_gives_a_package_a_version_of_its_own()
    {
        var own =
            from file in Repository.Files(Repository.Root, ".csproj", ".props", ".targets")
            from line in XDocument.Load(file).Descendants("PackageReference")
            where line.Attributes().Concat<XObject>(line.Elements()).Any(part => NameOf(part) is "Version" or "VersionOverride")
            select $"{Repository.Short(file)}: {line.Attribute("Include")?.Value}";
        Assert.That(own, Is.Empty);

        static string NameOf(XObject part) => part is XAttribute attribute ? attribute.Name.LocalName : ((XElement)part).Name.LocalName;
    }

    [Test]
    public void No_package_with_a_denied_licence_has_a_version_here()
    {
        var denied = Central.Descendants("PackageVersion")
            .Where(line => IsDenied(line.Attribute("Include")!.Value, MajorOf(line.Attribute("Version")!.Value)))
            .Select(line => $"{line.Attribute("Include")!.Value} {line.Attribute("Version")!.Value}");
        Assert.That(denied, Is.Empty);
    }

    /// <summary>Direct and transitive, as restored.</summary>
    [TestCaseSource(nameof(Projects))]
    public void No_package_with_a_denied_licence_comes_in(Project project)
    {
        if (!File.Exists(project.Assets))
            Assert.Ignore($"{project} has not been restored; tests/run.sh restores all.");
        using var assets = JsonDocument.Parse(File.ReadAllText(project.Assets));
        var packages = assets.RootElement.GetProperty("libraries").EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => library.Name.Split('/')).Select(parts => (Name: parts[0], Version: parts[1])).ToList();
        Assert.That(packages.Where(package => IsDenied(package.Name, MajorOf(package.Version))).Select(package => $"{package.Name} {package.Version}"), Is.Empty);
    }

    [TestCase("MassTransit", 9, true)]
    [TestCase("MassTransit.RabbitMQ", 10, true)]
    [TestCase("masstransit", 8, false)]
    [TestCase("FluentAssertions", 7, false)]
    [TestCase("FluentAssertions", 8, true)]
    [TestCase("Duende.IdentityModel", 1, true)]
    [TestCase("QuestPDF", 2022, true)]
    [TestCase("FluentValidation", 11, false)]
    public void A_package_is_denied_by_name_and_version(string name, int major, bool denied) => Assert.That(IsDenied(name, major), Is.EqualTo(denied));

    static int MajorOf(string version) => int.TryParse(version.Split('.')[0], out var major) ? major : 0;

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex Exact();

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex Property();
}
