using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Labelling.Ground;

namespace Labelling.Permissions.Tests;

/// <summary>Each of the forty cases has a test, here or where abuse.txt says.</summary>
public partial class AbuseListTests
{
    sealed record Entry(int Case, string Project, string Name);

    static IReadOnlyList<Entry> Listed() =>
    [
        .. from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "abuse.txt"))
           where line.Length > 0 && line[0] != '#'
           let words = line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries)
           where words[1] == "by"
           select new Entry(int.Parse(words[0], CultureInfo.InvariantCulture), words[2], words[3]),
    ];

    static IReadOnlySet<int> Here() => typeof(AbuseListTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .SelectMany(method => method.GetCustomAttributes<CategoryAttribute>())
        .Where(category => category.Name.StartsWith("abuse ", StringComparison.Ordinal))
        .Select(category => int.Parse(category.Name["abuse ".Length..], CultureInfo.InvariantCulture))
        .ToHashSet();

    [Test]
    public void Every_case_has_a_test() =>
        Assert.That(Enumerable.Range(1, 40).Except(Listed().Select(entry => entry.Case)).Except(Here()), Is.Empty);

    [Test]
    public void Every_test_listed_is_there() => Assert.That(
        Listed().Where(entry => !Tests(entry.Project).Contains(entry.Name)).Select(entry => $"{entry.Case}: {entry.Project} {entry.Name}"), Is.Empty);

    static IReadOnlySet<string> Tests(string project) => Repository.Files(Repository.Folder("tests", project), ".cs")
        .SelectMany(file => Method().Matches(File.ReadAllText(file)))
        .Select(match => match.Groups[1].Value)
        .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\[Test(?:Case)?[^\]]*\][^{}=;]*?public (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex Method();
}
