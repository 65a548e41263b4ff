using System.Globalization;
using Labelling.FundingOutcome.Facts;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>A way to split a table of rates.</summary>
/// <param name="Name">As it is asked for, "funding-body".</param>
/// <param name="ManyValues">A dossier can stand in several rows, so the rows must not be added up.</param>
/// <param name="ValuesOf">The values of a dossier; none: it is in no row, only in the total.</param>
public sealed record Breakdown(string Name, bool ManyValues, Func<KnownDossier, IReadOnlyList<string?>> ValuesOf)
{
    /// <summary>A dossier counts under every body it aimed at or applied to; the row of a body looks only at the applications to it.</summary>
    public static readonly Breakdown FundingBody = new(
        "funding-body", true, dossier => AimedAtAndAppliedTo(dossier.Classification.FundingBody, dossier, application => application.FundingBody));

    /// <summary>Of money alone: a dossier counts under every plan it aimed at or applied to; the row of a plan looks only at the applications to its calls.</summary>
    public static readonly Breakdown Plan = new("plan", true, dossier => AimedAtAndAppliedTo(dossier.Plan, dossier, dossier.PlanOf));

    public static readonly IReadOnlyList<Breakdown> All =
    [
        new("sector", true, dossier => dossier.Classification.Sectors),
        FundingBody,
        new("therapeutic-area", true, dossier => dossier.Classification.TherapeuticAreas),
        new("technology-axis", true, dossier => dossier.Classification.TechnologyAxes),
        new("organisation-type", false, dossier => [dossier.Classification.OrganisationType]),
        new("collaborative", false, dossier => [dossier.Classification.Collaborative switch { true => "yes", false => "no", null => null }]),
        new("year", false, dossier => [dossier.Classification.RegisteredOn.Year.ToString(CultureInfo.InvariantCulture)]),
        new("call", false, dossier => [dossier.Classification.Call]),
        new("region", false, dossier => [dossier.Classification.Region]),
        new("programme", false, dossier => [dossier.Classification.Programme]),
    ];

    public static Breakdown? Named(string name) => All.SingleOrDefault(breakdown => breakdown.Name == name);

    static string?[] AimedAtAndAppliedTo(string? aimedAt, KnownDossier dossier, Func<Application, string?> appliedTo)
    {
        var values = new string?[1 + dossier.Applications.Count];
        values[0] = aimedAt;
        for (var nth = 1; nth < values.Length; nth++)
            values[nth] = appliedTo(dossier.Applications[nth - 1]);
        return values;
    }

    /// <summary>Each value once, however often it is repeated.</summary>
    public IReadOnlyList<string> RowsOf(KnownDossier dossier)
    {
        var values = ValuesOf(dossier);
        for (var nth = 0; nth < values.Count; nth++)
        {
            if (string.IsNullOrEmpty(values[nth]) || IsBefore(nth))
                return [.. values.OfType<string>().Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];
        }

        // Nearly always each is there once, and none is empty.
        return values!;

        bool IsBefore(int place)
        {
            for (var nth = 0; nth < place; nth++)
            {
                if (values[nth] == values[place])
                    return true;
            }

            return false;
        }
    }
}
