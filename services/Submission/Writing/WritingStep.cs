namespace Labelling.Submission.Writing;

/// <summary>The steps of writing a dossier, in any order. The name is the end of its address.</summary>
public enum WritingStep
{
    Project,
    Consortium,
    Science,
    Market,
    Work,
    Call,
    Annex,
    Check,
}

public static class WritingSteps
{
    public static readonly IReadOnlyList<WritingStep> All = Enum.GetValues<WritingStep>();

    public static string Slug(this WritingStep step) => step.ToString().ToLowerInvariant();

    public static WritingStep? Of(string slug) => All.Where(step => step.Slug() == slug).Select(step => (WritingStep?)step).FirstOrDefault();

    public static string Name(this WritingStep step) => step switch
    {
        WritingStep.Project => Text.Write_StepProject,
        WritingStep.Consortium => Text.Write_StepConsortium,
        WritingStep.Science => Text.Write_StepScience,
        WritingStep.Market => Text.Write_StepMarket,
        WritingStep.Work => Text.Write_StepWork,
        WritingStep.Call => Text.Write_StepCall,
        WritingStep.Annex => Text.Write_StepAnnex,
        WritingStep.Check => Text.Write_StepCheck,
    };

    public static WritingStep? Next(this WritingStep step) => step is WritingStep.Check ? null : step + 1;

    /// <summary>The fields a step asks for, rows as a whole among them so that their removal can be merged. Vocabularies: the codes one may choose.</summary>
    public static IReadOnlyList<string> Fields(this WritingStep step, DossierContent content, IReadOnlyList<VocabularyValue> vocabularies)
    {
        return step switch
        {
            WritingStep.Project =>
            [
                "title", "acronym", "kind", "digital", "summary", "trlFrom", "trlTo",
                .. Codes("sectors", VocabularyValue.Sector, content.Sectors),
                .. Codes("therapeuticAreas", VocabularyValue.TherapeuticArea, content.TherapeuticAreas),
                .. Codes("technologyAxes", VocabularyValue.TechnologyAxis, content.TechnologyAxes),
                .. content.ResubmitsDossierId is null ? Array.Empty<string>() : ["whatChanged"],
            ],
            WritingStep.Consortium =>
            [
                .. OrganisationFields.Select(field => $"lead.{field}"),
                .. content.Partners.SelectMany(row => OrganisationFields.Select(field => $"partners[{row.Key}].{field}").Prepend($"partners[{row.Key}]")),
                "partners.order",
            ],
            WritingStep.Science => ["objectives", "obstacles"],
            WritingStep.Market => ["medicalNeed", "userInvolvement", "dataAndRegulation", "businessModel"],
            WritingStep.Work =>
            [
                "startsOn",
                .. content.WorkPackages.SelectMany(row => new[] { "title", "startMonth", "lengthMonths" }.Select(field => $"workPackages[{row.Key}].{field}").Prepend($"workPackages[{row.Key}]")),
                "workPackages.order",
                .. content.WorkPackages.SelectMany(row => Keys(content).Select(key => $"workPackages[{row.Key}].costs[{key}]").Append($"workPackages[{row.Key}].costEur")),
                .. Keys(content).SelectMany(key => new[] { $"{At(key)}.budgetEur", $"{At(key)}.aidRequestedEur" }),
                "totalBudgetEur", "aidRequestedEur",
            ],
            WritingStep.Call =>
            [
                "programmeId", "callId", "territorySharePercent", "clinicalPhase", "candidateBornOn", "candidateMaternityLeaves", "coLabellingClusters",
            ],
            WritingStep.Annex => ["confidentialAnnex"],
            WritingStep.Check => [],
        };

        IEnumerable<string> Codes(string list, string vocabulary, IReadOnlyList<string> chosen) =>
            vocabularies.Where(value => value.Vocabulary == vocabulary).Select(value => value.Code).Union(chosen).Select(code => $"{list}[{code}]");
    }

    /// <summary>Where a field is asked for, named as <see cref="Completeness"/> or as <see cref="ContentFields"/> name it.</summary>
    public static WritingStep StepOf(string field) => field.Split('[', '.')[0] switch
    {
        "lead" or "partners" when field.EndsWith(".budgetEur", StringComparison.Ordinal) || field.EndsWith(".aidRequestedEur", StringComparison.Ordinal) => WritingStep.Work,
        "lead" or "partners" => WritingStep.Consortium,
        "objectives" or "obstacles" => WritingStep.Science,
        "medicalNeed" or "userInvolvement" or "dataAndRegulation" or "businessModel" => WritingStep.Market,
        "workPackages" or "totalBudgetEur" or "aidRequestedEur" or "startsOn" => WritingStep.Work,
        "programmeId" or "callId" or "territorySharePercent" or "clinicalPhase" or "candidateBornOn" or "candidateMaternityLeaves" or "coLabellingClusters" => WritingStep.Call,
        "confidentialAnnex" => WritingStep.Annex,
        _ => WritingStep.Project,
    };

    /// <summary>The keys of who shares the cost: the lead's, as soon as there is one, and the partners'.</summary>
    public static IReadOnlyList<string> Keys(DossierContent content) =>
        [Organisation.LeadKey, .. content.Partners.Select(row => row.Key!)];

    /// <summary>The name of the row of that key: "lead", "partners[p1]".</summary>
    public static string At(string key) => key == Organisation.LeadKey ? "lead" : $"partners[{key}]";

    static readonly string[] OrganisationFields = ["name", "siren", "groupSiren", "type", "region", "employees", "turnoverEur", "role"];
}
