using System.Globalization;
using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.History;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Quality;

/// <summary>A finding as it is listed.</summary>
/// <param name="Finding">What was found.</param>
/// <param name="Dossier">Its dossier; null for a value.</param>
/// <param name="Days">For how long; null where that says nothing.</param>
public sealed record QualityRow(Finding Finding, FoundDossier? Dossier, int? Days)
{
    public string About => Dossier?.Reference ?? $"{QualityWords.Vocabulary(Finding.Vocabulary!)}{Words.Say(": ", "\u202f: ")}{Finding.Value}";

    /// <summary>Where it is mended, and by what.</summary>
    public (string Address, string Verb) Mend => (Finding, Dossier) switch
    {
        ({ ApplicationId: { } application }, _) => ($"/funding/applications/{application}", Text.Quality_CorrectApplication),
        ({ Kind: FindingKind.MissingResult }, { } dossier) => ($"/funding/dossiers/{dossier.Id}", Text.Quality_RecordResult),
        (_, { Imported: true } dossier) => (CorrectLine.Address(dossier.Id), Text.Quality_CorrectLine),
        (_, { } dossier) => ($"/funding/dossiers/{dossier.Id}", Text.Quality_OpenDossier),
        ({ Imported: > 0 }, null) when Vocabularies.OfHistory.Contains(Finding.Vocabulary!) => (ShowValues.Address(Finding.Vocabulary!, Finding.Value!), Text.Quality_SayMeaning),
        ({ Vocabulary: Vocabularies.Call }, null) => ("/calls", Text.Quality_AddCall),
        (_, null) => ($"/vocabularies#{Finding.Vocabulary}", Text.Quality_AddValue),
    };
}

/// <summary>What of the list is asked for; what is null is not asked.</summary>
public sealed record QualityFilter(FindingKind? Kind, string? Search, int? MoreThanDays);

/// <summary>What may be wrong in what is known, each with the way to mend it.</summary>
public static class ShowQuality
{
    /// <summary>A file beyond it would not open in the programs it is for.</summary>
    const int LargestExport = 100_000;

    /// <summary>Ages that can be asked for, in days.</summary>
    public static readonly IReadOnlyList<int> Ages = [90, 180, 365, 730];

    public static async Task<Results<RazorComponentResult<QualityPage>, FileContentHttpResult>> Page(
        TableQuery query, Caller caller, FindingStore findings, TimeProvider clock, CancellationToken stop)
    {
        var today = Paris.Day(clock.GetUtcNow());
        var all = await Rows(findings, Reader.Of(caller), today, stop);
        var filter = Asked(query);
        var rows = Ordered(query, all.Where(row => Fits(row, filter))).ToList();
        var columns = Columns;
        if (query.Format is { } format)
            return TableExport.File(format, Text.Quality_FileName, columns, rows.Take(LargestExport).ToList());
        return Pages.Show<QualityPage>(new
        {
            Items = rows.Skip(query.Skip).Take(TableQuery.PageSize).ToList(),
            Total = rows.Count,
            Query = query,
            Filter = filter,
            Columns = columns,
            Found = all.CountBy(row => row.Finding.Kind).ToDictionary(),
            Office = caller.Is(Roles.Office),
        });
    }

    /// <summary>What may be seen of what was found: values by everybody here, dossiers by those who see what became of them.</summary>
    static async Task<IReadOnlyList<QualityRow>> Rows(FindingStore findings, Reader reader, DateOnly today, CancellationToken stop)
    {
        var all = await findings.All(today, stop);
        var seen = await findings.Seen([.. all.Select(finding => finding.DossierId).OfType<Guid>().Distinct()], reader, stop);
        return
        [
            .. all.Where(finding => finding.DossierId is not { } dossier || seen.ContainsKey(dossier)).Select(finding => new QualityRow(
                finding, finding.DossierId is { } id ? seen[id] : null, finding is { Kind: FindingKind.MissingResult, Day: { } since } ? today.DayNumber - since.DayNumber : null)),
        ];
    }

    static QualityFilter Asked(TableQuery query) => new(
        Enum.GetValues<FindingKind>().Where(kind => kind.ToString() == query.Of("kind")).Select(kind => (FindingKind?)kind).SingleOrDefault(),
        query.Of("search") is { Length: <= 200 } search ? search : null,
        Ages.Where(age => age.ToString(CultureInfo.InvariantCulture) == query.Of("age")).Select(age => (int?)age).SingleOrDefault());

    static bool Fits(QualityRow row, QualityFilter filter) =>
        (filter.Kind is not { } kind || row.Finding.Kind == kind)
        && (filter.MoreThanDays is not { } days || row.Days > days)
        && (filter.Search is not { } search
            || row.About.Contains(search, StringComparison.OrdinalIgnoreCase) || row.Dossier?.Title?.Contains(search, StringComparison.OrdinalIgnoreCase) is true);

    static IEnumerable<QualityRow> Ordered(TableQuery query, IEnumerable<QualityRow> rows) => query.Sort switch
    {
        "about" => query.Descending ? rows.OrderByDescending(row => row.About, StringComparer.Ordinal) : rows.OrderBy(row => row.About, StringComparer.Ordinal),
        "days" => query.Descending ? rows.OrderByDescending(row => row.Days ?? -1) : rows.OrderBy(row => row.Days ?? int.MaxValue),
        "kind" when query.Descending => rows.OrderByDescending(row => row.Finding.Kind).ThenByDescending(row => row.Days),
        _ => rows.OrderBy(row => row.Finding.Kind).ThenByDescending(row => row.Days),
    };

    static IReadOnlyList<Column<QualityRow>> Columns =>
    [
        new("about", Text.Quality_About, row => row.About) { Address = row => row.Dossier is null ? row.Mend.Address : $"/funding/dossiers/{row.Dossier.Id}", Sortable = true },
        new("title", Text.Outcomes_Title, row => row.Dossier?.Title),
        new("kind", Text.Quality_Kind, row => QualityWords.Name(row.Finding.Kind)) { State = row => row.Finding.Kind is FindingKind.MissingResult or FindingKind.UnknownValue ? "waiting" : "late", Sortable = true },
        new("said", Text.Quality_Said, row => QualityWords.Said(row.Finding)),
        new("days", Text.Quality_Days, row => row.Days) { Sortable = true },
        new("mend", Text.Quality_Mend, row => row.Mend.Verb) { Address = row => row.Mend.Address },
    ];
}

/// <summary>How findings are told.</summary>
public static class QualityWords
{
    public static string Name(FindingKind kind) => kind switch
    {
        FindingKind.MissingResult => Text.Quality_MissingResult,
        FindingKind.AppliedBeforeDecision => Text.Quality_AppliedBefore,
        FindingKind.ResultBeforeDecision => Text.Quality_ResultBefore,
        FindingKind.DecisionBeforeRegistration => Text.Quality_DecisionBefore,
        FindingKind.RegisteredInFuture => Text.Quality_RegisteredAhead,
        FindingKind.DatedInFuture => Text.Quality_DatedAhead,
        FindingKind.InterviewOutOfOrder => Text.Quality_InterviewOdd,
        FindingKind.UnknownValue => Text.Quality_UnknownValue,
    };

    public static string Said(Finding finding) => finding.Kind switch
    {
        FindingKind.MissingResult => With(finding, Text.Quality_SinceDecision),
        FindingKind.AppliedBeforeDecision => With(finding, Text.Quality_FiledDecided),
        FindingKind.ResultBeforeDecision => With(finding, Text.Quality_ResultDecided),
        FindingKind.DecisionBeforeRegistration => With(finding, Text.Quality_DecidedRegistered),
        FindingKind.RegisteredInFuture or FindingKind.DatedInFuture => With(finding, Text.Quality_OfDay),
        FindingKind.InterviewOutOfOrder => With(finding, finding.Day < finding.Beside ? Text.Quality_InterviewRegistered : Text.Quality_InterviewDecided),
        FindingKind.UnknownValue => string.Format(CultureInfo.CurrentCulture, finding.Dossiers == 1 ? Text.Quality_InOne : Text.Quality_InSome, RateWords.Number(finding.Dossiers)),
    };

    public static string Vocabulary(string vocabulary) => Breakdown.Named(vocabulary) is { } breakdown ? RateWords.Name(breakdown) : vocabulary;

    static string With(Finding finding, string words) => string.Format(
        CultureInfo.CurrentCulture, words, finding.Day is { } day ? Paris.Written(day) : "", finding.Beside is { } beside ? Paris.Written(beside) : "");
}
