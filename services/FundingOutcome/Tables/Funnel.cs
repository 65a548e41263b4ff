using System.Globalization;
using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Tables;

/// <summary>How many dossiers came how far.</summary>
public static class Funnel
{
    /// <summary>A step, and whether a dossier reached it.</summary>
    /// <param name="Name">As it stands in answers.</param>
    /// <param name="Label">What it is called.</param>
    /// <param name="Reached">Whether a dossier did.</param>
    /// <param name="After">The step every dossier that reached it has reached too; null of the first.</param>
    public sealed record Step(string Name, Func<string> Label, Func<KnownDossier, bool> Reached, string? After);

    /// <summary>
    /// Whoever reached a step reached those before it, whether or not their days are known: a history line of a decision has no day of
    /// admission. The interview stands beside: it was not asked of everybody before it became mandatory, and can be waived since.
    /// </summary>
    public static readonly IReadOnlyList<Step> Steps =
    [
        new("deposited", () => Text.Funnel_Deposited, _ => true, null),
        new("admissible", () => Text.Funnel_Admissible, IsAdmissible, "deposited"),
        new("interviewed", () => Text.Funnel_Interviewed, WasInterviewed, "admissible"),
        new("expertised", () => Text.Rates_Expertised, dossier => SuccessRates.IsExpertised(dossier.Outcome), "admissible"),
        new("labelled", () => Text.Rates_Labelled, dossier => SuccessRates.IsLabelled(dossier.Outcome), "expertised"),
        new("applied", () => Text.Funnel_Applied, dossier => SuccessRates.IsLabelled(dossier.Outcome) && dossier.Applications.Count > 0, "labelled"),
        new("funded", () => Text.Rates_Funded, dossier => SuccessRates.IsLabelled(dossier.Outcome) && SuccessRates.IsFunded(dossier.Applications), "applied"),
    ];

    public static readonly FurtherTable Table = new("funnel", () => Text.Funnel_Title, _ => [Text.Funnel_Definition, Text.Funnel_Population], Count)
    {
        Finding = (question, rows) =>
        {
            var counts = question.By.Count == 0
                ? rows.Rows.ToDictionary(row => row.Keys[0], row => row.Values[0])
                : rows.Columns.Zip(rows.Total!.Values).ToDictionary(pair => pair.First.Key, pair => pair.Second);
            string Told(string step) => TableWords.Figure(Unit.Dossiers, counts[step]);
            return counts["deposited"] is not > 0 ? Text.Rates_NothingCounted : string.Format(
                CultureInfo.CurrentCulture, Text.Funnel_Finding, Told("deposited"), Told("expertised"), Told("labelled"), Told("funded"));
        },
    };

    /// <summary>A project for a project label that repeats no other.</summary>
    public static bool IsCounted(KnownDossier dossier) =>
        dossier is { Classification: { Kind: DossierKind.Project, AimsAtProjectLabel: true }, Duplicate: null };

    public static bool WasInterviewed(KnownDossier dossier) => dossier.On(Facts.Step.Interviewed) is not null;

    /// <summary>The office said so, or it came further: to an interview, or before the committee.</summary>
    public static bool IsAdmissible(KnownDossier dossier) =>
        dossier.On(Facts.Step.Admitted) is not null || WasInterviewed(dossier) || dossier.On(Facts.Step.Adjourned) is not null
        || SuccessRates.IsExpertised(dossier.Outcome) || dossier.Outcome is Outcome.Adjourned;

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
        return question.By.Count == 0 ? BelowEachOther(Steps.Zip(rows.Total!.Values).ToDictionary(pair => pair.First.Name, pair => (int)pair.Second!.Value)) : rows;
    }

    /// <summary>Of all dossiers the steps stand below each other.</summary>
    static FurtherRows BelowEachOther(Dictionary<string, int> counts) => new(
        [new TableHead("step", () => Text.Funnel_Step, (name, _) => Steps.Single(step => step.Name == name).Label())],
        [
            new TableColumn("dossiers", () => Text.Funnel_Dossiers, Unit.Dossiers) { Charted = true },
            new TableColumn("of-deposited", () => Text.Funnel_OfDeposited, Unit.Share),
            new TableColumn("of-step-before", () => Text.Funnel_OfStepBefore, Unit.Share),
            new TableColumn("stopped", () => Text.Funnel_Stopped, Unit.Dossiers),
        ],
        [
            .. Steps.Select(step => new TableRow(
                [step.Name],
                [
                    counts[step.Name],
                    (decimal?)Share.Of(counts[step.Name], counts["deposited"]),
                    step.After is null ? null : (decimal?)Share.Of(counts[step.Name], counts[step.After]),
                    step.After is null || step.Name == "interviewed" ? null : counts[step.After] - counts[step.Name],
                ])),
        ],
        null, false);
}
