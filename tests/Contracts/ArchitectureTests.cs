using System.Reflection;
using Labelling.Embedded;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Contracts.Tests;

/// <summary>Who may know whom.</summary>
public class ArchitectureTests
{
    /// <summary>A new project of shared/ fails until it has its line here.</summary>
    static readonly IReadOnlyDictionary<string, string[]> SharedMayReference = new Dictionary<string, string[]>
    {
        ["Contracts"] = [],
        ["Storage"] = ["shared/Contracts"],
        ["Hosting"] = ["shared/Contracts", "shared/Storage"],
        ["Web"] = ["shared/Hosting", "shared/Storage"],
    };

    static IEnumerable<Project> Shared() => Project.All.Where(project => project.Kind == "shared");

    static IEnumerable<Project> Services() => Project.All.Where(project => project is { Kind: "services", Name: not "Embedded" });

    static Assembly AssemblyOf(string project) => Assembly.Load($"Labelling.{project}");

    /// <summary>Names of the assemblies whose types an assembly uses.</summary>
    static IReadOnlyList<string> UsedBy(string project) => [.. AssemblyOf(project).GetReferencedAssemblies().Select(name => name.Name!)];

    static IEnumerable<string> OursUsedBy(string project) => UsedBy(project).Where(name => name.StartsWith("Labelling.", StringComparison.Ordinal));

    [TestCaseSource(nameof(Shared))]
    public void A_shared_project_references_only_what_is_below_it(Project project)
    {
        Assert.That(SharedMayReference.Keys, Does.Contain(project.Name), "a new shared project: say above what it may reference");
        var allowed = SharedMayReference[project.Name];
        Assert.Multiple(() =>
        {
            Assert.That(project.References, Is.SubsetOf(allowed));
            Assert.That(OursUsedBy(project.Name), Is.SubsetOf(allowed.Select(name => name.Replace("shared/", "Labelling."))));
        });
    }

    [Test]
    public void Contracts_references_nothing_but_the_framework()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var project = Shared().Single(project => project.Name == "Contracts");
        Assert.Multiple(() =>
        {
            Assert.That(UsedBy("Contracts").Where(name => !File.Exists(Path.Combine(framework, name + ".dll"))), Is.Empty);
            Assert.That(project.Xml.Descendants().Where(line => line.Name.LocalName is "PackageReference" or "FrameworkReference" or "ProjectReference" or "Reference"), Is.Empty);
        });
    }

    [TestCaseSource(nameof(Services))]
    public void A_service_references_shared_projects_and_never_another_service(Project project) => Assert.Multiple(() =>
    {
        Assert.That(project.References, Is.All.StartsWith("shared/"));
        Assert.That(OursUsedBy(project.Name), Is.SubsetOf(Shared().Select(shared => $"Labelling.{shared.Name}")));
    });

    [Test]
    public void Embedded_alone_references_services_and_it_references_all_of_them()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                Project.All.Where(project => project.Kind is "services" or "shared" && project.References.Any(name => name.StartsWith("services/", StringComparison.Ordinal))).Select(project => project.Name),
                Is.EqualTo(new[] { "Embedded" }));
            Assert.That(
                Project.All.Single(project => project is { Kind: "services", Name: "Embedded" }).References.Where(name => name.StartsWith("services/", StringComparison.Ordinal)),
                Is.EquivalentTo(Services().Select(project => $"services/{project.Name}")));
            Assert.That(CommandLine.Services.Select(service => service.Schema.GetName().Name), Is.EquivalentTo(Services().Select(project => $"Labelling.{project.Name}")));
        });
    }

    [Test]
    public void Only_Hosting_knows_MassTransit_and_RabbitMQ()
    {
        var knowing = Project.All.Where(project => project.Kind is "shared" or "services")
            .Where(project => UsedBy(project.Name).Any(IsBus)).Select(project => project.ToString());
        Assert.That(knowing, Is.EqualTo(new[] { "shared/Hosting/Hosting.csproj" }));
    }

    [Test]
    public void Hosting_shows_nobody_a_type_of_MassTransit()
    {
        const BindingFlags Shown = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var shown =
            from type in typeof(LabellingHost).Assembly.GetExportedTypes()
            from member in type.GetMembers(Shown)
            from used in TypesShownBy(member)
            where IsBus(used.Assembly.GetName().Name!)
            select $"{type.Name}.{member.Name} shows {used.FullName}";
        Assert.That(shown, Is.Empty);
    }

    static IEnumerable<Type> TypesShownBy(MemberInfo member) => member switch
    {
        MethodBase { IsPublic: true } or MethodBase { IsFamily: true } => ((MethodBase)member).GetParameters().Select(parameter => parameter.ParameterType)
            .Concat(member is MethodInfo method ? [method.ReturnType] : []).SelectMany(Parts),
        FieldInfo { IsPublic: true } field => Parts(field.FieldType),
        _ => [],
    };

    static IEnumerable<Type> Parts(Type type) => type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];

    static bool IsBus(string assembly) => assembly.StartsWith("MassTransit", StringComparison.Ordinal) || assembly.StartsWith("RabbitMQ", StringComparison.Ordinal);

    static IEnumerable<TestCaseData> Schemas() => CommandLine.Services.Select(service => service.Schema).Append(typeof(Database).Assembly)
        .Select(assembly => new TestCaseData(assembly).SetArgDisplayNames(assembly.GetName().Name!));

    [TestCaseSource(nameof(Schemas))]
    public void The_scripts_of_both_dialects_are_twins(Assembly assembly)
    {
        var sqlite = Scripts(assembly, "Schema/Sqlite/");
        var sqlServer = Scripts(assembly, "Schema/SqlServer/");
        Assert.Multiple(() =>
        {
            Assert.That(sqlite.Keys, Is.Not.Empty);
            Assert.That(sqlServer.Keys, Is.EqualTo(sqlite.Keys));
            Assert.That(sqlite.Keys.Select(name => name[..5]), Is.EqualTo(Enumerable.Range(1, sqlite.Count).Select(number => $"{number:0000}_")), "numbered without gaps");
            foreach (var (name, script) in sqlite.Where(script => sqlServer.ContainsKey(script.Key)))
                Assert.That(Made(sqlServer[name]), Is.EquivalentTo(Made(script)), $"{name}: tables and unique indexes");
        });
    }

    static SortedDictionary<string, string> Scripts(Assembly assembly, string folder)
    {
        var scripts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            scripts.Add(resource[folder.Length..], reader.ReadToEnd());
        }
        return scripts;
    }

    /// <summary>A table that SQLite can only change by making it anew stands in for the one it replaces, and is none of its own.</summary>
    static IEnumerable<string> Made(string script)
    {
        var replacing = Found(script, @"\balter\s+table\s+(?<name>\w+)\s+rename\s+to\s+(?<old>\w+)\s*;")
            .Where(match => Found(script, $@"\bdrop\s+table\s+{match.Groups["old"].Value}\s*;").Any())
            .Select(match => match.Groups["name"].Value);
        return Found(script, @"\bcreate\s+(table|unique\s+index)\s+(?<name>\w+)").Select(match => match.Groups["name"].Value).Except(replacing);
    }

    static IEnumerable<System.Text.RegularExpressions.Match> Found(string script, string pattern) =>
        System.Text.RegularExpressions.Regex.Matches(script, pattern, System.Text.RegularExpressions.RegexOptions.IgnoreCase);

    [Test]
    public void Embedded_alone_has_an_appsettings_file() =>
        Assert.That(Repository.Files(Repository.Root, ".json").Where(file => Path.GetFileName(file).StartsWith("appsettings", StringComparison.OrdinalIgnoreCase)).Select(Repository.Short),
            Is.EqualTo(new[] { "services/Embedded/appsettings.json" }), "two of them break publishing Embedded");

    /// <summary>
    /// CS1591 is an error there; what would silence it is looked for here. The class of a .razor file is written by the compiler: its
    /// parameters are documented, it cannot be.
    /// </summary>
    [TestCaseSource(nameof(Shared))]
    public void What_is_public_in_shared_is_documented(Project project)
    {
        var documented = System.Xml.Linq.XDocument.Load(Path.ChangeExtension(AssemblyOf(project.Name).Location, ".xml"))
            .Descendants("member").Select(member => member.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);
        Assert.Multiple(() =>
        {
            Assert.That(AssemblyOf(project.Name).GetExportedTypes().Where(type => !typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(type) && type.Name != "_Imports").Select(type => $"T:{type.FullName!.Replace('+', '.')}").Where(name => !documented.Contains(name)), Is.Empty);
            Assert.That(Repository.Files(Path.GetDirectoryName(project.File)!, ".cs", ".csproj", ".props").Where(file => File.ReadAllText(file).Contains("CS1591", StringComparison.Ordinal)), Is.Empty);
        });
    }
}
