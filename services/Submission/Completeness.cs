namespace Labelling.Submission;

/// <summary>Something a deposit needs and the content does not give yet. Field is the JSON name.</summary>
public sealed record MissingField(string Field, string English, string French);

/// <summary>What a content lacks before it can be deposited. Asked at the confirmation page and again at the deposit.</summary>
public static class Completeness
{
    public static IReadOnlyList<MissingField> Of(DossierContent content) =>
    [
        .. Absent(content.Title, "title", "a title", "un titre"),
        .. Absent(content.Acronym, "acronym", "an acronym", "un acronyme"),
        .. Absent(content.Summary, "summary", "a publishable summary", "un résumé publiable"),
        .. When(content.Kind is null, "kind", "project or platform", "projet ou plateforme"),
        .. content.Lead is null
            ? When(true, "lead", "a lead organisation", "un chef de file")
            : OfOrganisation(content.Lead, "lead"),
        .. content.Partners.SelectMany((partner, at) => OfOrganisation(partner, $"partners[{at}]")),
        .. When(content.Sectors.Count == 0, "sectors", "at least one sector", "au moins une filière"),
        .. When(content.TrlFrom is null, "trlFrom", "the TRL at the start", "le TRL de départ"),
        .. When(content.TrlTo is null, "trlTo", "the TRL at the end", "le TRL visé"),
        .. When(content.TrlFrom > content.TrlTo, "trlTo", "a TRL at the end that is not below the one at the start", "un TRL visé qui ne soit pas inférieur à celui de départ"),
        .. Absent(content.Objectives, "objectives", "the objectives", "les objectifs"),
        .. Absent(content.MedicalNeed, "medicalNeed", "the medical need and how users were involved", "le besoin médical et l'implication des utilisateurs"),
        .. When(content.Digital && string.IsNullOrWhiteSpace(content.DataAndRegulation), "dataAndRegulation",
            "data and regulation, for a digital dossier", "les données et la réglementation, pour un dossier numérique"),
        .. When(content.WorkPackages.Count == 0, "workPackages", "at least one work package", "au moins un lot de travaux"),
        .. content.WorkPackages.SelectMany(OfWorkPackage),
        .. When(content.TotalBudgetEur is null or 0, "totalBudgetEur", "a total budget above 0", "un budget total supérieur à 0"),
        .. When(content.AidRequestedEur > content.TotalBudgetEur, "aidRequestedEur", "an aid not above the total budget", "une aide qui ne dépasse pas le budget total"),
        .. When(content.TotalBudgetEur is not null && content.WorkPackages.Sum(package => package.CostEur) > content.TotalBudgetEur, "totalBudgetEur",
            "a total budget not below the cost of the work packages", "un budget total qui couvre le coût des lots de travaux"),
        .. When(content.Consortium().Any(one => one.AidRequestedEur > one.BudgetEur), "aidRequestedEur",
            "an aid for each partner that is not above its budget", "une aide qui, pour chaque partenaire, ne dépasse pas son budget"),
        .. When(content.ProgrammeId is null, "programmeId", "a programme", "un programme"),
        .. When(content.CallId is null, "callId", "a target call", "un appel à projets visé"),
        .. When(content.ResubmitsDossierId is not null && string.IsNullOrWhiteSpace(content.WhatChanged), "whatChanged",
            "what changed since the dossier it resubmits", "ce qui a changé depuis le dossier redéposé"),
    ];

    static IEnumerable<MissingField> OfOrganisation(Organisation organisation, string field) =>
    [
        .. Absent(organisation.Name, $"{field}.name", "the organisation's name", "le nom de l'organisme"),
        .. Absent(organisation.Type, $"{field}.type", "the organisation's type", "le type de l'organisme"),
    ];

    static IEnumerable<MissingField> OfWorkPackage(WorkPackage package, int at) =>
    [
        .. Absent(package.Title, $"workPackages[{at}].title", "the work package's title", "le titre du lot"),
        .. When(package.StartMonth is null, $"workPackages[{at}].startMonth", "the month it starts", "son mois de début"),
        .. When(package.LengthMonths is null, $"workPackages[{at}].lengthMonths", "its length in months", "sa durée en mois"),
        .. When(package.CostEur is null, $"workPackages[{at}].costEur", "its cost", "son coût"),
    ];

    static IEnumerable<MissingField> Absent(string? text, string field, string english, string french) =>
        When(string.IsNullOrWhiteSpace(text), field, english, french);

    static IEnumerable<MissingField> When(bool missing, string field, string english, string french) =>
        missing ? [new MissingField(field, english, french)] : [];
}
