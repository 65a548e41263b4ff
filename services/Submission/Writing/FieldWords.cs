using System.Globalization;
using Labelling.Hosting;

namespace Labelling.Submission.Writing;

/// <summary>Fields and their values as a reader sees them.</summary>
public static class FieldWords
{
    /// <summary>A value that is kept as a code or a plain number, as it is shown and typed.</summary>
    public static string? Shown(DossierContent content, VocabularyWords words, string field, string? value) => value is null ? null : ContentFields.Parse(field) switch
    {
        { Cell: "type" } => words[VocabularyValue.OrganisationType, value],
        { Cell: "region" } => words[VocabularyValue.Region, value],
        { Name: "kind" } => value == nameof(Contracts.DossierKind.Project) ? Text.Kind_Project : Text.Kind_Platform,
        { Cell: "order" } name => string.Join(", ", value.Split(' ').Select(key => NameOf(content, name.Name, key))),
        { Key: { } key, Cell: null, Name: ContentFields.Partners or ContentFields.WorkPackages } name => NameOf(content, name.Name, key),
        _ => value == ContentFields.Yes ? Text.Write_Yes : Typed(field, value),
    };

    /// <summary>A number with the comma or point of the reader's language, as one types it.</summary>
    public static string? Typed(string field, string? value) =>
        value is not null && ContentFields.IsNumber(field) ? value.Replace(".", CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator, StringComparison.Ordinal) : value;

    /// <summary>Who did what to a field meanwhile.</summary>
    public static string Said(FieldConflict conflict, FieldAuthor? author)
    {
        var (who, at) = (author?.ByName ?? Text.Write_SomebodyElse, author is { } known ? Paris.Time(known.ChangedAt) : null);
        return string.Format(
            CultureInfo.CurrentCulture,
            (conflict.Gone, conflict.Theirs, at) switch
            {
                (true, _, null) => Text.Write_GoneMeanwhile,
                (true, _, _) => Text.Write_GoneAt,
                (false, null, null) => Text.Write_EmptiedMeanwhile,
                (false, null, _) => Text.Write_EmptiedAt,
                (false, _, null) => Text.Write_ChangedMeanwhile,
                (false, _, _) => Text.Write_ChangedAt,
            },
            who, at);
    }

    /// <summary>What a field is called; alone: where its row is plain from where it stands.</summary>
    public static string Label(DossierContent content, string field, bool alone = false)
    {
        var name = ContentFields.Parse(field) ?? new FieldName(field, null, null, null);
        var of = name switch
        {
            { Name: "lead" } => content.Lead?.Name ?? Text.Write_TheLead,
            { Name: ContentFields.Partners or ContentFields.WorkPackages, Key: { } key } => NameOf(content, name.Name, key),
            _ => null,
        };
        var label = (name.Name, name.Key, name.Cell) switch
        {
            ("title", _, _) => Text.Write_Title,
            ("acronym", _, _) => Text.Write_Acronym,
            ("kind", _, _) => Text.Dossier_Kind,
            ("digital", _, _) => Text.Write_Digital,
            ("summary", _, _) => Text.Dossier_Summary,
            ("trlFrom", _, _) => Text.Write_TrlFrom,
            ("trlTo", _, _) => Text.Write_TrlTo,
            ("sectors", _, _) => Text.Dossier_Sectors,
            ("therapeuticAreas", _, _) => Text.Dossier_Areas,
            ("technologyAxes", _, _) => Text.Dossier_Axes,
            ("whatChanged", _, _) => Text.Dossier_WhatChanged,
            ("objectives", _, _) => Text.Dossier_Objectives,
            ("obstacles", _, _) => Text.Dossier_Obstacles,
            ("medicalNeed", _, _) => Text.Write_MedicalNeed,
            ("userInvolvement", _, _) => Text.Dossier_UserInvolvement,
            ("dataAndRegulation", _, _) => Text.Dossier_DataAndRegulation,
            ("businessModel", _, _) => Text.Dossier_BusinessModel,
            ("confidentialAnnex", _, _) => Text.Dossier_Annex,
            ("startsOn", _, _) => Text.Dossier_StartsOn,
            ("totalBudgetEur", _, _) => Text.Write_TotalBudget,
            ("aidRequestedEur", _, _) or (_, _, "aidRequestedEur") => Text.Write_Aid,
            ("programmeId", _, _) => Text.Dossiers_Programme,
            ("callId", _, _) => Text.Dossiers_Call,
            ("territorySharePercent", _, _) => Text.Write_Territory,
            ("clinicalPhase", _, _) => Text.Dossier_ClinicalPhase,
            ("candidateBornOn", _, _) => Text.Dossier_CandidateBornOn,
            ("candidateMaternityLeaves", _, _) => Text.Write_Leaves,
            ("coLabellingClusters", _, _) => Text.Dossier_CoLabelling,
            (ContentFields.Partners, _, "order") => Text.Write_OrderOfPartners,
            (ContentFields.WorkPackages, _, "order") => Text.Write_OrderOfPackages,
            (ContentFields.Partners, _, null) => Text.Dossier_Organisation,
            (ContentFields.WorkPackages, _, null) => Text.Dossier_WorkPackage,
            (_, _, "name") => Text.Write_Name,
            (_, _, "siren") => Text.Dossier_Siren,
            (_, _, "groupSiren") => Text.Write_GroupSiren,
            (_, _, "type") => Text.Dossier_Type,
            (_, _, "region") => Text.Write_Region,
            (_, _, "employees") => Text.Write_Employees,
            (_, _, "turnoverEur") => Text.Write_Turnover,
            (_, _, "role") => Text.Dossier_Role,
            (_, _, "budgetEur") => Text.Write_Budget,
            (_, _, "title") => Text.Write_Title,
            (_, _, "startMonth") => Text.Write_StartMonth,
            (_, _, "lengthMonths") => Text.Write_Length,
            (_, _, "costEur") => Text.Write_Cost,
            (_, _, "costs") => string.Format(CultureInfo.CurrentCulture, Text.Write_CostFor, name.Sub == Organisation.LeadKey ? content.Lead?.Name ?? Text.Write_TheLead : NameOf(content, ContentFields.Partners, name.Sub ?? "")),
            _ => field,
        };
        return of is null || alone ? label : $"{of}, {label}";
    }

    static string NameOf(DossierContent content, string list, string key) => list == ContentFields.Partners
        ? content.Partners.FirstOrDefault(row => row.Key == key)?.Name ?? Text.Write_UnnamedPartner
        : content.WorkPackages.FirstOrDefault(row => row.Key == key)?.Title ?? Text.Write_UnnamedPackage;
}
