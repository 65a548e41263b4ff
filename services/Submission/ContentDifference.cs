using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Labelling.Storage;
using Labelling.Submission.Attachments;

namespace Labelling.Submission;

/// <summary>A section of two contents: its heading, and what makes the new one of the old.</summary>
public sealed record SectionDifference(string Id, string Heading, IReadOnlyList<TextPiece> Pieces)
{
    public bool IsChanged => Pieces.Any(piece => piece.Kind is not PieceKind.Same);
}

/// <summary>
/// Two contents section by section, each section put into words as a reader would see it, and compared word by word. What no section
/// speaks of comes last, as it is kept: a part of a dossier that is new to the program never changes unseen.
/// </summary>
public static class ContentDifference
{
    /// <summary>A content and the files that go with it, as one reader may see them.</summary>
    public sealed record Side(DossierContent Content, IReadOnlyList<Attachment> Attachments);

    /// <summary>What stands for codes and ids in sentences.</summary>
    public sealed record Names(VocabularyWords Vocabularies, IReadOnlyDictionary<Guid, string> People, IReadOnlyDictionary<Guid, string> Calls, IReadOnlyDictionary<Guid, string> Programmes);

    public static IReadOnlyList<SectionDifference> Of(Side old, Side now, Names names) =>
    [
        .. Sections.Select(section => new SectionDifference(
            section.Id, section.Heading(), TextDifference.Of(section.Said(old.Content, names), section.Said(now.Content, names)))),
        new("rest", Text.Compare_Rest, TextDifference.Of(Rest(old.Content), Rest(now.Content))),
        new("attachments", Text.Dossier_Attachments, TextDifference.Of(Files(old.Attachments), Files(now.Attachments))),
    ];

    sealed record Section(string Id, Func<string> Heading, Func<DossierContent, Names, string> Said, params string[] Members);

    static readonly Section[] Sections =
    [
        new("title", () => Text.Compare_Title, (content, _) => Lines(content.Title, content.Acronym), nameof(DossierContent.Title), nameof(DossierContent.Acronym)),
        new("summary", () => Text.Dossier_Summary, (content, _) => content.Summary ?? "", nameof(DossierContent.Summary)),
        new("classification", () => Text.Compare_Classification, Classification, nameof(DossierContent.Kind), nameof(DossierContent.Digital), nameof(DossierContent.Sectors),
            nameof(DossierContent.TherapeuticAreas), nameof(DossierContent.TechnologyAxes), nameof(DossierContent.TrlFrom), nameof(DossierContent.TrlTo)),
        new("aim", () => Text.Compare_Aim, Aim, nameof(DossierContent.CallId), nameof(DossierContent.ProgrammeId),
            nameof(DossierContent.CoLabellingClusters), nameof(DossierContent.ResubmitsDossierId)),
        new("what-changed", () => Text.Dossier_WhatChanged, (content, _) => content.WhatChanged ?? "", nameof(DossierContent.WhatChanged)),
        new("objectives", () => Text.Dossier_Objectives, (content, _) => content.Objectives ?? "", nameof(DossierContent.Objectives)),
        new("obstacles", () => Text.Dossier_Obstacles, (content, _) => content.Obstacles ?? "", nameof(DossierContent.Obstacles)),
        new("medical-need", () => Text.Dossier_MedicalNeed, (content, _) => content.MedicalNeed ?? "", nameof(DossierContent.MedicalNeed)),
        new("users", () => Text.Dossier_UserInvolvement, (content, _) => content.UserInvolvement ?? "", nameof(DossierContent.UserInvolvement)),
        new("data", () => Text.Dossier_DataAndRegulation, (content, _) => content.DataAndRegulation ?? "", nameof(DossierContent.DataAndRegulation)),
        new("business-model", () => Text.Dossier_BusinessModel, (content, _) => content.BusinessModel ?? "", nameof(DossierContent.BusinessModel)),
        new("consortium", () => Text.Dossier_Consortium, (content, names) => Lines([.. content.Consortium().Select(one => Said(one, ReferenceEquals(one, content.Lead), names))]),
            nameof(DossierContent.Lead), nameof(DossierContent.Partners)),
        new("budget", () => Text.Dossier_BudgetAndWork, Budget, nameof(DossierContent.TotalBudgetEur), nameof(DossierContent.AidRequestedEur), nameof(DossierContent.WorkPackages),
            nameof(DossierContent.StartsOn), nameof(DossierContent.TerritorySharePercent)),
        new("candidate", () => Text.Compare_Candidate, Candidate, nameof(DossierContent.CandidateBornOn), nameof(DossierContent.CandidateMaternityLeaves), nameof(DossierContent.ClinicalPhase)),
        new("people", () => Text.Compare_People, People, nameof(DossierContent.CoHolderIds), nameof(DossierContent.ChallengedPersonIds)),
        new("annex", () => Text.Dossier_Annex, (content, _) => content.ConfidentialAnnex ?? "", nameof(DossierContent.ConfidentialAnnex)),
    ];

    static readonly IReadOnlySet<string> Spoken = Sections.SelectMany(section => section.Members).Select(JsonNamingPolicy.CamelCase.ConvertName).ToHashSet(StringComparer.Ordinal);

    static string Classification(DossierContent content, Names names) => Lines(
        content.Kind switch { Contracts.DossierKind.Project => Text.Kind_Project, Contracts.DossierKind.Platform => Text.Kind_Platform, null => null },
        content.Digital ? Text.Dossier_Digital : null,
        Labelled(Text.Dossier_Sectors, names.Vocabularies.List(VocabularyValue.Sector, content.Sectors)),
        Labelled(Text.Dossier_Areas, names.Vocabularies.List(VocabularyValue.TherapeuticArea, content.TherapeuticAreas)),
        Labelled(Text.Dossier_Axes, names.Vocabularies.List(VocabularyValue.TechnologyAxis, content.TechnologyAxes)),
        content.TrlFrom is null && content.TrlTo is null ? null : Labelled(Text.Dossier_Trl, Formatted(Text.Dossier_TrlFromTo, Number(content.TrlFrom), Number(content.TrlTo))));

    static string Aim(DossierContent content, Names names) => Lines(
        content.CallId is { } call ? Labelled(Text.Receipt_Call, names.Calls.GetValueOrDefault(call, $"{call}")) : null,
        content.ProgrammeId is { } programme ? Labelled(Text.Compare_Programme, names.Programmes.GetValueOrDefault(programme, $"{programme}")) : null,
        Labelled(Text.Dossier_CoLabelling, string.Join(", ", content.CoLabellingClusters)),
        content.ResubmitsDossierId is { } resubmitted ? Labelled(Text.Compare_Resubmits, $"{resubmitted}") : null);

    static string Candidate(DossierContent content, Names names) => Lines(
        content.CandidateBornOn is { } born ? Labelled(Text.Dossier_CandidateBornOn, Hosting.Paris.Written(born)) : null,
        content.CandidateMaternityLeaves is { } leaves ? Labelled(Text.Dossier_MaternityLeaves, Number(leaves)) : null,
        content.ClinicalPhase is { } phase ? Labelled(Text.Dossier_ClinicalPhase, phase) : null);

    static string Said(Organisation one, bool leads, Names names) => string.Join(", ", new[]
    {
        $"{one.Name ?? Text.Dossier_NotYet}{(leads ? $" ({Text.Dossier_Lead})" : "")}",
        one.Siren,
        names.Vocabularies[VocabularyValue.OrganisationType, one.Type],
        names.Vocabularies[VocabularyValue.Region, one.Region],
        one.Employees is { } employees ? Formatted(Text.Dossier_Employees, employees) : null,
        one.Role,
        one.BudgetEur is { } budget ? Labelled(Text.Dossier_Budget, Eur(budget)) : null,
        one.AidRequestedEur is { } aid ? Labelled(Text.Dossier_Aid, Eur(aid)) : null,
        one.TurnoverEur is { } turnover ? Labelled(Text.Dossier_Turnover, Eur(turnover)) : null,
        Left(one, nameof(one.OrganisationId), nameof(one.Key), nameof(one.TurnoverEur), nameof(one.Name), nameof(one.Siren), nameof(one.Type), nameof(one.Region), nameof(one.Employees), nameof(one.Role), nameof(one.BudgetEur), nameof(one.AidRequestedEur)),
    }.Where(part => !string.IsNullOrEmpty(part)));

    static string Budget(DossierContent content, Names names) => Lines(
    [
        content.TotalBudgetEur is { } total ? Labelled(Text.Dossier_TotalBudget, Eur(total)) : null,
        content.AidRequestedEur is { } aid ? Labelled(Text.Dossier_AidRequested, Eur(aid)) : null,
        content.StartsOn is { } day ? Labelled(Text.Dossier_StartsOn, Hosting.Paris.Written(day)) : null,
        content.TerritorySharePercent is { } share ? Labelled(Text.Dossier_TerritoryShare, share.ToString("0.##", CultureInfo.CurrentCulture)) : null,
        .. content.WorkPackages.Select(package => string.Join(", ", new[]
        {
            package.Title ?? Text.Dossier_NotYet,
            package.StartMonth is null && package.LengthMonths is null ? null : Formatted(Text.Compare_Months, Number(package.StartMonth), Number(package.LengthMonths)),
            package.CostEur is { } cost ? Eur(cost) : null,
            package.Costs is null ? null : string.Join(", ", package.Costs.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => Labelled(Partner(content, one.Key), Eur(one.Value)))),
            Left(package, nameof(package.Key), nameof(package.Costs), nameof(package.Title), nameof(package.StartMonth), nameof(package.LengthMonths), nameof(package.CostEur)),
        }.Where(part => !string.IsNullOrEmpty(part)))),
    ]);

    static string Partner(DossierContent content, string key) =>
        (key == Organisation.LeadKey ? content.Lead : content.Partners.FirstOrDefault(partner => partner.Key == key))?.Name ?? key;

    static string People(DossierContent content, Names names) => Lines(
        content.CoHolderIds.Count == 0 ? null : Labelled(Text.Compare_CoHolders, Named(content.CoHolderIds, names)),
        content.ChallengedPersonIds.Count == 0 ? null : Labelled(Text.Compare_Challenged, Named(content.ChallengedPersonIds, names)));

    static string Named(IReadOnlyList<Guid> people, Names names) => string.Join(", ", people.Select(person => names.People.GetValueOrDefault(person, $"{person}")));

    /// <summary>The same file under the same name is the same line; another content under the same name is another.</summary>
    static string Files(IReadOnlyList<Attachment> attachments) => Lines(
        [.. attachments.OrderBy(one => one.Name, StringComparer.Ordinal).ThenBy(one => one.Sha256, StringComparer.Ordinal)
            .Select(one => $"{one.Name} ({AttachmentWords.Size(one.Bytes)}{(one.Restricted ? $", {Text.Attachments_Restricted}" : "")}, {one.Sha256[..8]})")]);

    /// <summary>What no section speaks of, a line a member.</summary>
    static string Rest(DossierContent content) => Lines([.. Members(content).Where(member => !Spoken.Contains(member.Key)).Select(member => $"{member.Key} {member.Value}")]);

    /// <summary>The same for a part of a section.</summary>
    static string Left<T>(T part, params string[] spoken) where T : notnull
    {
        var known = spoken.Select(JsonNamingPolicy.CamelCase.ConvertName).ToHashSet(StringComparer.Ordinal);
        return string.Join(", ", Members(part).Where(member => !known.Contains(member.Key)).Select(member => $"{member.Key} {member.Value}"));
    }

    static IEnumerable<(string Key, string Value)> Members<T>(T of) where T : notnull =>
        from member in JsonNode.Parse(Json.Write(of))!.AsObject()
        where member.Value is not null && member.Value.ToJsonString() is not ("[]" or "{}" or "false")
        select (member.Key, member.Value.ToJsonString());

    static string Lines(params IReadOnlyList<string?> lines) => string.Join('\n', lines.Where(line => !string.IsNullOrWhiteSpace(line)));

    static string? Labelled(string label, string value) => value.Length == 0 ? null : Formatted(Text.Compare_Labelled, label, value);

    static string Number(int? number) => number?.ToString(CultureInfo.CurrentCulture) ?? "?";

    static string Eur(decimal amount) => $"{amount.ToString("#,0.##", CultureInfo.CurrentCulture)}\u00a0€";

    static string Formatted(string sentence, params object[] values) => string.Format(CultureInfo.CurrentCulture, sentence, values);
}
