using System.Globalization;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

/// <summary>How a criterion of RGAA 4.1.2 is met.</summary>
public enum CriterionStatus
{
    Conform,
    NotConform,
    NotApplicable,

    /// <summary>Nobody has looked yet: it counts as not met.</summary>
    NotChecked,
}

/// <summary>A line of the declaration: Test is the automatic test that checks it, else Page the page it was looked at on, and when.</summary>
public sealed record AccessibilityCriterion(
    string Number, string English, string French, string Status, string? Test = null, string? Page = null, DateOnly? CheckedOn = null)
{
    public int Theme => int.Parse(Number[..Number.IndexOf('.', StringComparison.Ordinal)], CultureInfo.InvariantCulture);

    public CriterionStatus Answer => Status switch
    {
        "conform" => CriterionStatus.Conform,
        "not-conform" => CriterionStatus.NotConform,
        "not-applicable" => CriterionStatus.NotApplicable,
        "not-checked" => CriterionStatus.NotChecked,
        var other => throw new InvalidOperationException($"\"{other}\" is no status of criterion {Number}."),
    };
}

/// <summary>The declaration of accessibility: every criterion with its status and where that comes from.</summary>
public static class ShowAccessibility
{
    /// <summary>All 106, in their order.</summary>
    public static readonly IReadOnlyList<AccessibilityCriterion> Criteria = Read();

    public static RazorComponentResult<AccessibilityPage> Page() => Pages.Show<AccessibilityPage>(new { Criteria });

    public static string Theme(int number) => number switch
    {
        1 => Text.Theme_Images,
        2 => Text.Theme_Frames,
        3 => Text.Theme_Colours,
        4 => Text.Theme_Media,
        5 => Text.Theme_Tables,
        6 => Text.Theme_Links,
        7 => Text.Theme_Scripts,
        8 => Text.Theme_Mandatory,
        9 => Text.Theme_Structure,
        10 => Text.Theme_Presentation,
        11 => Text.Theme_Forms,
        12 => Text.Theme_Navigation,
        13 => Text.Theme_Consultation,
        _ => throw new ArgumentOutOfRangeException(nameof(number), number, "There are 13 themes."),
    };

    static IReadOnlyList<AccessibilityCriterion> Read()
    {
        using var reader = new StreamReader(typeof(ShowAccessibility).Assembly.GetManifestResourceStream("accessibility-criteria.json")
            ?? throw new InvalidOperationException("The criteria are not in the program."));
        return Json.Read<AccessibilityCriterion[]>(reader.ReadToEnd());
    }
}
