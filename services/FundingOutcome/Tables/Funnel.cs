using System.Globalization;
using Labelling.Contracts;
using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Tables;

/// <summary>How many dossiers came how far.</summary>
public static class Funnel
{
    /// <summary>A step, and whether a dossier reached it.</summary>
    /// <param name="Name">As it stands in answers.</param>
    /// <param name="Label">What it is called.</param>
    /// <param name="Reached">Whether a dossier did.</param>
    public sealed record Step(string Name, Func<string> Label, Func<KnownDossier, bool> Reached);

    public static readonly IReadOnlyList<Step> Steps =
    [
        new("deposited", () => Text.Funnel_Deposited, _ => true),
        new("expertised", () => Text.Rates_Expertised, dossier => SuccessRates.IsExpertised(dossier.Outcome)),
        new("labelled", () => Text.Rates_Labelled, dossier => SuccessRates.IsLabelled(dossier.Outcome)),
        new("applied", () => Text.Funnel_Applied, dossier => SuccessRates.IsLabelled(dossier.Outcome) && dossier.Applications.Count > 0),
        new("funded", () => Text.Rates_Funded, dossier => SuccessRates.IsLabelled(dossier.Outcome) && SuccessRates.IsFunded(dossier.Applications)),
    ];

    public static readonly FurtherTable Table = new("funnel", () => Text.Funnel_Title, _ => [Text.Funnel_Definition, Text.Funnel_Population], Count)
    {
        Finding = (_, rows) => rows.Heads is [{ Key: "step" }] && rows.Rows[0].Values[0] is > 0 and var deposited
            ? string.Format(CultureInfo.CurrentCulture, Text.Funnel_Finding,
                TableWords.Figure(Unit.Dossiers, deposited), TableWords.Figure(Unit.Dossiers, rows.Rows[^3].Values[0]), TableWords.Figure(Unit.Dossiers, rows.Rows[^1].Values[0]))
            : null,
    };

    /// <summary>A project for a project label that repeats no other.</summary>
    public static bool IsCounted(KnownDossier dossier) =>
        dossier is { Classification: { Kind: DossierKind.Project, AimsAtProjectLabel: true }, Duplicate: null };

    static FurtherRows Count(IEnumerable<KnownDossier> dossiers, RatesQuestion question)
    {
        var rows = ByRow.Count(
            dossiers.Where(IsCounted), question,
            [.. Steps.Select(step => new TableColumn(step.Name, step.Label, Unit.Dossiers))],
            () => new int[Steps.Count],
            (counts, dossier) =>
            {
                for (var nth = 0; nth < counts.Length; nth++)
                    counts[nth] += Steps[nth].Reached(dossier) ? 1 : 0;
            },
            counts => [.. counts.Select(count => (decimal?)count)]);
        return question.By.Count == 0 ? Standing(rows.Total!.Values) : rows;
    }

    /// <summary>Of all dossiers the steps stand below each other.</summary>
    static FurtherRows Standing(IReadOnlyList<decimal?> counts) => new(
        [new TableHead("step", () => Text.Funnel_Step, (name, _) => Steps.Single(step => step.Name == name).Label())],
        [
            new TableColumn("dossiers", () => Text.Funnel_Dossiers, Unit.Dossiers) { Charted = true },
            new TableColumn("of-deposited", () => Text.Funnel_OfDeposited, Unit.Share),
            new TableColumn("of-step-before", () => Text.Funnel_OfStepBefore, Unit.Share),
        ],
        [.. Steps.Select((step, nth) => new TableRow([step.Name], [counts[nth], Share(counts[nth], counts[0]), nth == 0 ? null : Share(counts[nth], counts[nth - 1])]))],
        null, false);

    static decimal? Share(decimal? part, decimal? whole) => whole is > 0 ? part / whole : null;
}
