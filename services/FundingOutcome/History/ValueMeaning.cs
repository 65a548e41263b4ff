using Labelling.Storage;

namespace Labelling.FundingOutcome.History;

/// <summary>A value that history files use and no vocabulary knows, and the one it means.</summary>
public sealed record ValueMeaning
{
    public required Guid Id { get; init; }
    public required string Vocabulary { get; init; }
    public required string Value { get; init; }
    public required string Means { get; init; }
    public required DateTimeOffset SaidAt { get; init; }
}

/// <summary>What values of history files mean, and lines read by it.</summary>
public sealed class ValueMeanings(IReadOnlyCollection<ValueMeaning> inForce)
{
    readonly Dictionary<(string, string), string> means = inForce.ToDictionary(one => (one.Vocabulary, one.Value), one => one.Means);

    public static async Task<ValueMeanings> In(Transaction transaction) => new(await transaction.Query<ValueMeaning>(
        """
        select Id, Vocabulary, Value, Means, SaidAt
        from ValueMeaning
        where UndoneAt is null
        """));

    /// <summary>A line as it is meant; the same one where it says nothing else.</summary>
    public HistoryLine Read(HistoryLine given)
    {
        if (means.Count == 0 || !given.Values().Any(value => means.ContainsKey((value.Vocabulary, value.Value))))
            return given;
        return given with
        {
            Sectors = Several(Vocabularies.Sector, given.Sectors),
            TherapeuticAreas = Several(Vocabularies.TherapeuticArea, given.TherapeuticAreas),
            TechnologyAxes = Several(Vocabularies.TechnologyAxis, given.TechnologyAxes),
            LeadType = One(Vocabularies.OrganisationType, given.LeadType),
            FundingBody = One(Vocabularies.FundingBody, given.FundingBody),
            Call = One(Vocabularies.Call, given.Call),
        };
    }

    string? One(string vocabulary, string? value) => value is null ? null : means.GetValueOrDefault((vocabulary, value), value);

    /// <summary>Each once and in ordinal order, as they are read from a file.</summary>
    IReadOnlyList<string> Several(string vocabulary, IReadOnlyList<string> values) =>
        [.. values.Select(value => One(vocabulary, value)!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>Vocabularies by their names, which are those of the breakdowns; calls are one here.</summary>
public static class Vocabularies
{
    public const string Sector = "sector", TherapeuticArea = "therapeutic-area", TechnologyAxis = "technology-axis",
        OrganisationType = "organisation-type", FundingBody = "funding-body", Call = "call", Region = "region";

    /// <summary>Those of which a history file holds values.</summary>
    public static readonly IReadOnlyList<string> OfHistory = [Sector, TherapeuticArea, TechnologyAxis, OrganisationType, FundingBody, Call];
}
