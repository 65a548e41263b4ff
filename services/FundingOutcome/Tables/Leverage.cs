using System.Globalization;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Tables;

/// <summary>What was granted to labelled dossiers, and what their projects cost in all. Nothing that is not known is guessed.</summary>
public static class Leverage
{
    static readonly IReadOnlyList<TableColumn> Columns =
    [
        new("funded", () => Text.Rates_Funded, Unit.Dossiers),
        new("granted", () => Text.Leverage_Granted, Unit.Euros) { Charted = true },
        new("withoutAmount", () => Text.Leverage_WithoutAmount, Unit.Dossiers),
        // Of other dossiers than the column of what was granted: beside each other in a chart they would mislead.
        new("budget", () => Text.Leverage_Budget, Unit.Euros),
        new("withoutBudget", () => Text.Leverage_WithoutBudget, Unit.Dossiers),
        new("lever", () => Text.Leverage_Lever, Unit.Times) { Of = "leverOf" },
        new("leverOf", () => Text.Leverage_LeverOf, Unit.Dossiers),
    ];

    public static readonly FurtherTable Table = new(
        "leverage", () => Text.Leverage_Title, _ => [Text.Leverage_Definition, Text.Leverage_Rows, Text.Tables_Population], Count)
    {
        UsuallyBy = Breakdown.FundingBody.Name,
        Breakdowns = [.. Breakdown.All, Breakdown.Plan],
        Lacking = ("lever", () => Text.Leverage_None),
        Finding = (_, rows) => rows.Total!.Values is [> 0 and var funded, var granted, _, _, _, var lever, var of]
            ? string.Format(CultureInfo.CurrentCulture, lever is null ? Text.Leverage_FindingWithout : Text.Leverage_Finding,
                TableWords.Figure(Unit.Dossiers, funded), TableWords.Figure(Unit.Euros, granted), TableWords.Figure(Unit.Times, lever), TableWords.Figure(Unit.Dossiers, of))
            : null,
    };

    static FurtherRows Count(IEnumerable<KnownDossier> dossiers, RatesQuestion question) => ByRow.Count(
        dossiers.Where(SuccessRates.Counts), question, Columns, () => new Sum(), (sum, dossier) => sum.Add(dossier), sum => sum.Values);

    sealed class Sum
    {
        int funded, amountsKnown, withoutAmount, withoutBudget, leverOf;
        decimal granted, budget, leverGranted, leverBudget;

        public IReadOnlyList<decimal?> Values =>
        [
            funded, Known(granted, amountsKnown == 0), withoutAmount, Known(budget, withoutBudget == funded), withoutBudget,
            leverGranted > 0 ? leverBudget / leverGranted : null, leverOf,
        ];

        /// <summary>Nothing where funded dossiers are and of none of them anything is known.</summary>
        decimal? Known(decimal sum, bool ofNone) => funded > 0 && ofNone ? null : sum;

        public void Add(KnownDossier dossier)
        {
            if (!SuccessRates.IsLabelled(dossier.Outcome) || !SuccessRates.IsFunded(dossier.Applications))
                return;
            var amounts = dossier.Applications.Where(IsGrant).Select(application => application.AmountGrantedEur).ToList();
            var (all, cost) = (amounts.Sum() ?? 0, dossier.Classification.TotalBudgetEur);
            var complete = amounts.All(amount => amount is not null);
            funded++;
            granted += all;
            amountsKnown += amounts.Count(amount => amount is not null);
            budget += cost ?? 0;
            withoutAmount += complete ? 0 : 1;
            withoutBudget += cost is null ? 1 : 0;
            if (!complete || cost is null)
                return;
            leverOf++;
            leverGranted += all;
            leverBudget += cost.Value;
        }
    }

    /// <summary>What makes a dossier funded.</summary>
    static bool IsGrant(Application application) => SuccessRates.IsFunded([application]);
}
