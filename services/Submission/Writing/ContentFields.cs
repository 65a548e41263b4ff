using System.Globalization;
using System.Text.RegularExpressions;
using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Submission.Writing;

/// <summary>Why a text was not written into a field.</summary>
public enum FieldFault
{
    /// <summary>There is no such field.</summary>
    Unknown,

    /// <summary>A number, a day or a choice was expected.</summary>
    Unreadable,

    /// <summary>The row it stands in is not there any more.</summary>
    Gone,
}

/// <summary>
/// Every field of a content by a name of its own, its value as text, null while it is empty:
/// "title", "lead.siren", "sectors[medtech]" ("yes" when chosen), "partners[p1].role", "workPackages[w1].costs[p1]".
/// A row of a list as a whole is "partners[p1]": its fields as JSON, null when it is not there. "partners.order" is the keys in their order.
/// </summary>
public static partial class ContentFields
{
    public const string Partners = "partners", WorkPackages = "workPackages", Yes = "yes";

    sealed record Cell<T>(string Name, Func<T, string?> Read, Func<T, string?, T?> Write, bool IsNumber = false) where T : class;

    static readonly IReadOnlyList<Cell<DossierContent>> Cells =
    [
        Words<DossierContent>("title", content => content.Title, (content, text) => content with { Title = text }),
        Words<DossierContent>("acronym", content => content.Acronym, (content, text) => content with { Acronym = text }),
        Words<DossierContent>("summary", content => content.Summary, (content, text) => content with { Summary = text }),
        Words<DossierContent>("confidentialAnnex", content => content.ConfidentialAnnex, (content, text) => content with { ConfidentialAnnex = text }),
        new("kind", content => content.Kind?.ToString(), (content, text) =>
            text is null ? content with { Kind = null }
            : Enum.TryParse<DossierKind>(text, out var kind) && Enum.IsDefined(kind) && kind.ToString() == text ? content with { Kind = kind } : null),
        new("digital", content => content.Digital ? Yes : null, (content, text) => content with { Digital = text is not null }),
        Whole<DossierContent>("trlFrom", content => content.TrlFrom, (content, number) => content with { TrlFrom = number }),
        Whole<DossierContent>("trlTo", content => content.TrlTo, (content, number) => content with { TrlTo = number }),
        Words<DossierContent>("objectives", content => content.Objectives, (content, text) => content with { Objectives = text }),
        Words<DossierContent>("obstacles", content => content.Obstacles, (content, text) => content with { Obstacles = text }),
        Words<DossierContent>("medicalNeed", content => content.MedicalNeed, (content, text) => content with { MedicalNeed = text }),
        Words<DossierContent>("userInvolvement", content => content.UserInvolvement, (content, text) => content with { UserInvolvement = text }),
        Words<DossierContent>("dataAndRegulation", content => content.DataAndRegulation, (content, text) => content with { DataAndRegulation = text }),
        Words<DossierContent>("businessModel", content => content.BusinessModel, (content, text) => content with { BusinessModel = text }),
        Number<DossierContent>("totalBudgetEur", content => content.TotalBudgetEur, (content, number) => content with { TotalBudgetEur = number }),
        Number<DossierContent>("aidRequestedEur", content => content.AidRequestedEur, (content, number) => content with { AidRequestedEur = number }),
        Id<DossierContent>("programmeId", content => content.ProgrammeId, (content, id) => content with { ProgrammeId = id }),
        Id<DossierContent>("callId", content => content.CallId, (content, id) => content with { CallId = id }),
        Id<DossierContent>("resubmitsDossierId", content => content.ResubmitsDossierId, (content, id) => content with { ResubmitsDossierId = id }),
        Words<DossierContent>("whatChanged", content => content.WhatChanged, (content, text) => content with { WhatChanged = text }),
        Day<DossierContent>("startsOn", content => content.StartsOn, (content, day) => content with { StartsOn = day }),
        Number<DossierContent>("territorySharePercent", content => content.TerritorySharePercent, (content, number) => content with { TerritorySharePercent = number }),
        Day<DossierContent>("candidateBornOn", content => content.CandidateBornOn, (content, day) => content with { CandidateBornOn = day }),
        Whole<DossierContent>("candidateMaternityLeaves", content => content.CandidateMaternityLeaves, (content, number) => content with { CandidateMaternityLeaves = number }),
        Words<DossierContent>("clinicalPhase", content => content.ClinicalPhase, (content, text) => content with { ClinicalPhase = text }),
        new("coLabellingClusters", content => Tidy(string.Join('\n', content.CoLabellingClusters)), (content, text) =>
            content with { CoLabellingClusters = (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) }),
    ];

    static readonly IReadOnlyList<Cell<Organisation>> OrganisationCells =
    [
        Id<Organisation>("organisationId", one => one.OrganisationId, (one, id) => one with { OrganisationId = id }),
        Words<Organisation>("name", one => one.Name, (one, text) => one with { Name = text }),
        Digits<Organisation>("siren", one => one.Siren, (one, text) => one with { Siren = text }),
        Digits<Organisation>("groupSiren", one => one.GroupSiren, (one, text) => one with { GroupSiren = text }),
        Words<Organisation>("type", one => one.Type, (one, text) => one with { Type = text }),
        Words<Organisation>("region", one => one.Region, (one, text) => one with { Region = text }),
        Whole<Organisation>("employees", one => one.Employees, (one, number) => one with { Employees = number }),
        Number<Organisation>("turnoverEur", one => one.TurnoverEur, (one, number) => one with { TurnoverEur = number }),
        Words<Organisation>("role", one => one.Role, (one, text) => one with { Role = text }),
        Number<Organisation>("budgetEur", one => one.BudgetEur, (one, number) => one with { BudgetEur = number }),
        Number<Organisation>("aidRequestedEur", one => one.AidRequestedEur, (one, number) => one with { AidRequestedEur = number }),
    ];

    static readonly IReadOnlyList<Cell<WorkPackage>> WorkPackageCells =
    [
        Words<WorkPackage>("title", package => package.Title, (package, text) => package with { Title = text }),
        Whole<WorkPackage>("startMonth", package => package.StartMonth, (package, number) => package with { StartMonth = number }),
        Whole<WorkPackage>("lengthMonths", package => package.LengthMonths, (package, number) => package with { LengthMonths = number }),
        Number<WorkPackage>("costEur", package => package.CostEur, (package, number) => package with { CostEur = number }),
    ];

    /// <summary>Lists of codes or persons, each of which is chosen or not. Co-holders are no field: they are invited.</summary>
    static readonly IReadOnlyDictionary<string, (Func<DossierContent, IEnumerable<string>> Read, Func<DossierContent, string, bool, DossierContent?> Write)> Choices =
        new Dictionary<string, (Func<DossierContent, IEnumerable<string>>, Func<DossierContent, string, bool, DossierContent?>)>(StringComparer.Ordinal)
        {
            ["sectors"] = (content => content.Sectors, (content, code, chosen) => content with { Sectors = With(content.Sectors, code, chosen) }),
            ["therapeuticAreas"] = (content => content.TherapeuticAreas, (content, code, chosen) => content with { TherapeuticAreas = With(content.TherapeuticAreas, code, chosen) }),
            ["technologyAxes"] = (content => content.TechnologyAxes, (content, code, chosen) => content with { TechnologyAxes = With(content.TechnologyAxes, code, chosen) }),
            ["challengedPersonIds"] = (content => content.ChallengedPersonIds.Select(id => id.ToString()), (content, code, chosen) =>
                Guid.TryParseExact(code, "D", out var person) ? content with { ChallengedPersonIds = With(content.ChallengedPersonIds, person, chosen) } : null),
        };

    static readonly Dictionary<string, Cell<DossierContent>> ByName = Cells.ToDictionary(cell => cell.Name, StringComparer.Ordinal);
    static readonly Dictionary<string, Cell<Organisation>> ByOrganisationName = OrganisationCells.ToDictionary(cell => cell.Name, StringComparer.Ordinal);
    static readonly Dictionary<string, Cell<WorkPackage>> ByWorkPackageName = WorkPackageCells.ToDictionary(cell => cell.Name, StringComparer.Ordinal);

    /// <summary>The parts of a field's name; null when it is none.</summary>
    public static FieldName? Parse(string? field) =>
        field is { Length: <= 200 } && Shape().Match(field) is { Success: true } match
            ? new FieldName(match.Groups["name"].Value, Group(match, "key"), Group(match, "cell"), Group(match, "sub"))
            : null;

    /// <summary>The value; null when it is empty, or no field bears that name.</summary>
    public static string? Read(DossierContent content, string field) => Parse(field) switch
    {
        null => null,
        { Key: null, Cell: null } name => ByName.GetValueOrDefault(name.Name)?.Read(content),
        { Name: "lead", Key: null, Cell: { } cell, Sub: null } => content.Lead is { } lead ? ByOrganisationName.GetValueOrDefault(cell)?.Read(lead) : null,
        { Name: Partners, Key: null, Cell: "order", Sub: null } => Tidy(string.Join(' ', content.Partners.Select(row => row.Key))),
        { Name: WorkPackages, Key: null, Cell: "order", Sub: null } => Tidy(string.Join(' ', content.WorkPackages.Select(row => row.Key))),
        { Name: Partners, Key: { } key, Cell: null } => PartnerText(content, key),
        { Name: WorkPackages, Key: { } key, Cell: null } => Package(content, key) is { } package ? RowText(Texts(package)) : null,
        { Name: Partners, Key: { } key, Cell: { } cell, Sub: null } => Partner(content, key) is { } partner ? ByOrganisationName.GetValueOrDefault(cell)?.Read(partner) : null,
        { Name: WorkPackages, Key: { } key, Cell: "costs", Sub: { } sub } => Package(content, key)?.Costs is { } costs && costs.TryGetValue(sub, out var cost) ? Written(cost) : null,
        { Name: WorkPackages, Key: { } key, Cell: { } cell, Sub: null } => Package(content, key) is { } package ? ByWorkPackageName.GetValueOrDefault(cell)?.Read(package) : null,
        { Key: { } key, Cell: null } name => Choices.TryGetValue(name.Name, out var list) && list.Read(content).Contains(key, StringComparer.Ordinal) ? Yes : null,
        _ => null,
    };

    /// <summary>The content with that text in that field; or why not.</summary>
    public static (DossierContent? Content, FieldFault? Fault) Write(DossierContent content, string field, string? text)
    {
        text = Tidy(text);
        switch (Parse(field))
        {
            case { Key: null, Cell: null } name when ByName.TryGetValue(name.Name, out var cell):
                return Done(cell.Write(content, text));
            case { Name: "lead", Key: null, Cell: { } of, Sub: null } when ByOrganisationName.TryGetValue(of, out var cell):
                return Done(cell.Write(content.Lead ?? new Organisation(), text) is { } lead ? content with { Lead = lead == new Organisation() ? null : lead } : null);
            case { Name: Partners, Key: null, Cell: "order", Sub: null }:
                return Done(content with { Partners = InOrder(content.Partners, row => row.Key, text) });
            case { Name: WorkPackages, Key: null, Cell: "order", Sub: null }:
                return Done(content with { WorkPackages = InOrder(content.WorkPackages, row => row.Key, text) });
            case { Name: Partners, Key: { } key, Cell: null } when IsRowKey(key):
                return Done(text is null ? WithoutPartner(content, key) : WithPartner(content, key, text));
            case { Name: WorkPackages, Key: { } key, Cell: null } when IsRowKey(key):
                return Done(text is null ? content with { WorkPackages = [.. content.WorkPackages.Where(row => row.Key != key)] } : WithPackage(content, key, text));
            case { Name: Partners, Key: { } key, Cell: { } of, Sub: null } when ByOrganisationName.TryGetValue(of, out var cell):
                return Partner(content, key) is not { } partner ? Gone : Done(cell.Write(partner, text) is { } written ? With(content, written) : null);
            case { Name: WorkPackages, Key: { } key, Cell: "costs", Sub: { } sub }:
                return Package(content, key) is not { } costed || sub != Organisation.LeadKey && Partner(content, sub) is null
                    ? Gone
                    : Done(WithCost(costed, sub, text) is { } counted ? With(content, counted) : null);
            case { Name: WorkPackages, Key: { } key, Cell: { } of, Sub: null } when ByWorkPackageName.TryGetValue(of, out var cell):
                return Package(content, key) is not { } package ? Gone : Done(cell.Write(package, text) is { } changed ? With(content, changed) : null);
            case { Key: { } key, Cell: null } name when Choices.TryGetValue(name.Name, out var list):
                return Done(list.Write(content, key, text is not null));
            default:
                return (null, FieldFault.Unknown);
        }
    }

    /// <summary>Every field that has a value, rows as a whole left out.</summary>
    public static IReadOnlyDictionary<string, string> All(DossierContent content)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in Names(content))
        {
            if (Read(content, field) is { } text)
            {
                all[field] = text;
            }
        }

        return all;
    }

    /// <summary>The fields in which two contents differ, the rows that only one of them has as a whole among them.</summary>
    public static IReadOnlyList<string> Differences(DossierContent was, DossierContent now)
    {
        var (before, after) = (All(was), All(now));
        return
        [
            .. before.Keys.Union(after.Keys, StringComparer.Ordinal).Where(field => before.GetValueOrDefault(field) != after.GetValueOrDefault(field)),
            .. Rows(was).Except(Rows(now), StringComparer.Ordinal),
            .. Rows(now).Except(Rows(was), StringComparer.Ordinal),
        ];
    }

    /// <summary>The row that a field stands in: "partners[p1]" of "partners[p1].role"; null for a field in no row.</summary>
    public static string? RowOf(string field) => Parse(field) is { Name: Partners or WorkPackages, Key: { } key, Cell: not null } name ? $"{name.Name}[{key}]" : null;

    /// <summary>True for amounts, months and shares.</summary>
    public static bool IsNumber(string field) => Parse(field) switch
    {
        null => false,
        { Name: WorkPackages, Cell: "costs" } => true,
        { Key: null, Cell: null } name => ByName.GetValueOrDefault(name.Name)?.IsNumber ?? false,
        { Name: WorkPackages, Cell: { } cell } => ByWorkPackageName.GetValueOrDefault(cell)?.IsNumber ?? false,
        { Cell: { } cell } => ByOrganisationName.GetValueOrDefault(cell)?.IsNumber ?? false,
        _ => false,
    };

    /// <summary>True for what is chosen from a vocabulary, a list of programmes or of calls.</summary>
    public static bool IsDay(string field) => field is "startsOn" or "candidateBornOn";

    /// <summary>One way of writing a text: line breaks as one character, no spaces around; null for nothing.</summary>
    public static string? Tidy(string? text) =>
        text?.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Trim() is { Length: > 0 } tidy ? tidy : null;

    static IEnumerable<string> Names(DossierContent content) =>
    [
        .. Cells.Select(cell => cell.Name),
        .. OrganisationCells.Select(cell => $"lead.{cell.Name}"),
        .. Choices.SelectMany(list => list.Value.Read(content).Select(code => $"{list.Key}[{code}]")),
        .. content.Partners.SelectMany(row => OrganisationCells.Select(cell => $"{Partners}[{row.Key}].{cell.Name}")),
        .. content.WorkPackages.SelectMany(row => WorkPackageCells.Select(cell => $"{WorkPackages}[{row.Key}].{cell.Name}")
            .Concat((row.Costs ?? new Dictionary<string, decimal>()).Keys.Select(key => $"{WorkPackages}[{row.Key}].costs[{key}]"))),
        $"{Partners}.order",
        $"{WorkPackages}.order",
    ];

    static IEnumerable<string> Rows(DossierContent content) =>
        [.. content.Partners.Select(row => $"{Partners}[{row.Key}]"), .. content.WorkPackages.Select(row => $"{WorkPackages}[{row.Key}]")];

    static Organisation? Partner(DossierContent content, string key) => content.Partners.FirstOrDefault(row => row.Key == key);

    static WorkPackage? Package(DossierContent content, string key) => content.WorkPackages.FirstOrDefault(row => row.Key == key);

    static DossierContent With(DossierContent content, Organisation partner) =>
        content with { Partners = [.. content.Partners.Select(row => row.Key == partner.Key ? partner : row)] };

    static DossierContent With(DossierContent content, WorkPackage package) =>
        content with { WorkPackages = [.. content.WorkPackages.Select(row => row.Key == package.Key ? package : row)] };

    static IReadOnlyList<T> With<T>(IReadOnlyList<T> list, T value, bool chosen) =>
        list.Contains(value) == chosen ? list : chosen ? [.. list, value] : [.. list.Where(one => !Equals(one, value))];

    static WorkPackage? WithCost(WorkPackage package, string key, string? text)
    {
        if (!TryNumber(text, out var number))
        {
            return null;
        }

        var costs = new SortedDictionary<string, decimal>((package.Costs ?? new Dictionary<string, decimal>()).ToDictionary(), StringComparer.Ordinal);
        costs.Remove(key);
        if (number is { } cost)
        {
            costs[key] = cost;
        }

        return package with { Costs = costs.Count == 0 ? null : costs };
    }

    /// <summary>A partner takes what it costs along.</summary>
    static DossierContent WithoutPartner(DossierContent content, string key) => content with
    {
        Partners = [.. content.Partners.Where(row => row.Key != key)],
        WorkPackages = [.. content.WorkPackages.Select(package => package.Costs?.ContainsKey(key) is true ? WithCost(package, key, null)! : package)],
    };

    static string? PartnerText(DossierContent content, string key)
    {
        if (Partner(content, key) is not { } partner)
        {
            return null;
        }

        var texts = Texts(partner);
        foreach (var package in content.WorkPackages)
        {
            if (package.Costs is { } costs && costs.TryGetValue(key, out var cost))
            {
                texts[$"costs[{package.Key}]"] = Written(cost);
            }
        }

        return RowText(texts);
    }

    static DossierContent? WithPartner(DossierContent content, string key, string text)
    {
        if (RowTexts(text) is not { } texts)
        {
            return null;
        }

        var bare = WithoutPartner(content, key);
        var partner = new Organisation(Key: key);
        foreach (var (name, value) in texts)
        {
            if (!name.StartsWith("costs[", StringComparison.Ordinal))
            {
                if (!ByOrganisationName.TryGetValue(name, out var cell) || cell.Write(partner, value) is not { } written)
                {
                    return null;
                }

                partner = written;
            }
        }

        var rows = content.Partners.Any(row => row.Key == key)
            ? content.Partners.Select(row => row.Key == key ? partner : row)
            : content.Partners.Append(partner);
        var whole = bare with { Partners = [.. rows] };
        foreach (var (name, value) in texts.Where(one => one.Key.StartsWith("costs[", StringComparison.Ordinal)))
        {
            if (Package(whole, name["costs[".Length..^1]) is { } package)
            {
                if (WithCost(package, key, value) is not { } counted)
                {
                    return null;
                }

                whole = With(whole, counted);
            }
        }

        return whole;
    }

    static DossierContent? WithPackage(DossierContent content, string key, string text)
    {
        if (RowTexts(text) is not { } texts)
        {
            return null;
        }

        var package = new WorkPackage(Key: key);
        foreach (var (name, value) in texts)
        {
            if (name.StartsWith("costs[", StringComparison.Ordinal))
            {
                var sub = name["costs[".Length..^1];
                if (sub != Organisation.LeadKey && Partner(content, sub) is null)
                {
                    continue;
                }

                if (WithCost(package, sub, value) is not { } counted)
                {
                    return null;
                }

                package = counted;
            }
            else if (ByWorkPackageName.TryGetValue(name, out var cell) && cell.Write(package, value) is { } written)
            {
                package = written;
            }
            else
            {
                return null;
            }
        }

        return content.WorkPackages.Any(row => row.Key == key) ? With(content, package) : content with { WorkPackages = [.. content.WorkPackages, package] };
    }

    static SortedDictionary<string, string> Texts(Organisation partner) =>
        new(OrganisationCells.Select(cell => (cell.Name, Text: cell.Read(partner))).Where(one => one.Text is not null).ToDictionary(one => one.Name, one => one.Text!), StringComparer.Ordinal);

    static SortedDictionary<string, string> Texts(WorkPackage package)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var cell in WorkPackageCells)
        {
            if (cell.Read(package) is { } text)
            {
                texts[cell.Name] = text;
            }
        }

        foreach (var (key, cost) in package.Costs ?? new Dictionary<string, decimal>())
        {
            texts[$"costs[{key}]"] = Written(cost);
        }

        return texts;
    }

    static string RowText(SortedDictionary<string, string> texts) => Json.Write(texts);

    static SortedDictionary<string, string>? RowTexts(string text)
    {
        try
        {
            return new(Json.Read<Dictionary<string, string>>(text), StringComparer.Ordinal);
        }
        catch (System.Text.Json.JsonException)
        {
            // Not a row: the field is unreadable, and the caller says so.
            return null;
        }
    }

    static IReadOnlyList<T> InOrder<T>(IReadOnlyList<T> rows, Func<T, string?> keyOf, string? text)
    {
        var wanted = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. rows.Index().OrderBy(row => Array.IndexOf(wanted, keyOf(row.Item)) is >= 0 and var at ? at : wanted.Length + row.Index).Select(row => row.Item)];
    }

    static bool IsRowKey(string key) => DossierContentShapes.IsRowKey(key) && key is not Organisation.LeadKey;

    static (DossierContent?, FieldFault?) Done(DossierContent? content) => content is null ? (null, FieldFault.Unreadable) : (content, null);

    static (DossierContent?, FieldFault?) Gone => (null, FieldFault.Gone);

    static string? Group(Match match, string name) => match.Groups[name] is { Success: true } group ? group.Value : null;

    static string Written(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    static bool TryNumber(string? text, out decimal? number)
    {
        number = null;
        if (text is null)
        {
            return true;
        }

        if (!decimal.TryParse(
            WithoutSpaces(text).Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read))
        {
            return false;
        }

        number = read;
        return true;
    }

    static string WithoutSpaces(string text) => new([.. text.Where(letter => !char.IsWhiteSpace(letter))]);

    static Cell<T> Words<T>(string name, Func<T, string?> read, Func<T, string?, T> write) where T : class => new(name, row => Tidy(read(row)), write);

    /// <summary>A number of nine digits is often typed in groups.</summary>
    static Cell<T> Digits<T>(string name, Func<T, string?> read, Func<T, string?, T> write) where T : class =>
        new(name, row => Tidy(read(row)), (row, text) => write(row, text is null ? null : WithoutSpaces(text)));

    static Cell<T> Number<T>(string name, Func<T, decimal?> read, Func<T, decimal?, T> write) where T : class =>
        new(name, row => read(row) is { } number ? Written(number) : null, (row, text) => TryNumber(text, out var number) ? write(row, number) : null, true);

    static Cell<T> Whole<T>(string name, Func<T, int?> read, Func<T, int?, T> write) where T : class =>
        new(name, row => read(row)?.ToString(CultureInfo.InvariantCulture), (row, text) =>
            text is null ? write(row, null)
            : int.TryParse(WithoutSpaces(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? write(row, number) : null, true);

    static Cell<T> Day<T>(string name, Func<T, DateOnly?> read, Func<T, DateOnly?, T> write) where T : class =>
        new(name, row => read(row)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), (row, text) =>
            text is null ? write(row, null)
            : DateOnly.TryParseExact(text, ["yyyy-MM-dd", "d/M/yyyy", "dd/MM/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? write(row, day) : null);

    static Cell<T> Id<T>(string name, Func<T, Guid?> read, Func<T, Guid?, T> write) where T : class =>
        new(name, row => read(row)?.ToString(), (row, text) => text is null ? write(row, null) : Guid.TryParse(text, out var id) ? write(row, id) : null);

    [GeneratedRegex(@"\A(?<name>[A-Za-z]{1,40})(\[(?<key>[^\[\]\s]{1,100})\])?(\.(?<cell>[A-Za-z]{1,40})(\[(?<sub>[A-Za-z0-9]{1,32})\])?)?\z")]
    private static partial Regex Shape();
}

/// <summary>The parts of "name[key].cell[sub]".</summary>
public sealed record FieldName(string Name, string? Key, string? Cell, string? Sub);
