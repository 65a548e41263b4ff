using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Labelling.Accounts;
using Labelling.Ground;

namespace Labelling.Web.Tests;

/// <summary>The declaration of accessibility is whole, and every test it names exists.</summary>
public partial class AccessibilityTests
{
    /// <summary>RGAA 4.1.2: how many criteria each theme has.</summary>
    static readonly int[] OfThemes = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12];

    [Test]
    public void All_106_criteria_are_there_in_their_order() => Assert.That(
        ShowAccessibility.Criteria.Select(criterion => criterion.Number),
        Is.EqualTo(OfThemes.SelectMany((count, theme) => Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{theme + 1}.{number}")))));

    [Test]
    public void Every_criterion_is_said_in_both_languages() => Assert.That(
        ShowAccessibility.Criteria.Where(criterion => criterion.English.Length < 10 || criterion.French.Length < 10 || criterion.English == criterion.French).Select(criterion => criterion.Number), Is.Empty);

    [Test]
    public void What_is_met_says_how_that_is_known() => Assert.Multiple(() =>
    {
        var met = ShowAccessibility.Criteria.Where(criterion => criterion.Answer is CriterionStatus.Conform).ToList();
        Assert.That(met.Where(criterion => criterion.Test is null == criterion.Page is null).Select(criterion => criterion.Number), Is.Empty, "a test or a page");
        Assert.That(met.Where(criterion => criterion.Page is null != criterion.CheckedOn is null).Select(criterion => criterion.Number), Is.Empty, "a page and its day");
        Assert.That(
            ShowAccessibility.Criteria.Where(criterion => criterion.Answer is CriterionStatus.NotChecked && (criterion.Test ?? criterion.Page) is not null).Select(criterion => criterion.Number),
            Is.Empty, "not checked, and checked");
    });

    [Test]
    public void Every_test_that_is_named_exists()
    {
        var tests = Assembly.GetExecutingAssembly().GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(method => method.GetCustomAttributes().Any(attribute => attribute is TestAttribute or TestCaseAttribute or TestCaseSourceAttribute)).Select(method => method.Name)
            // And those in a browser, which this project does not run.
            .Concat(Repository.Files(Repository.Folder("tests/Browser"), ".cs").SelectMany(file => BrowserTest().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);
        Assert.That(ShowAccessibility.Criteria.Select(criterion => criterion.Test).OfType<string>().Distinct().Where(test => !tests.Contains(test)), Is.Empty);
    }

    [GeneratedRegex(@"\[Test[^\]]*\]\s*public (?:async )?Task (\w+)\(")]
    private static partial Regex BrowserTest();
}
