using System.Globalization;
using System.Runtime.InteropServices;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Tables;

/// <summary>How many days went by between the steps of dossiers.</summary>
public static class Delays
{
    /// <summary>From one day of a dossier to another.</summary>
    /// <param name="Name">As it stands in answers.</param>
    /// <param name="Label">What it is called.</param>
    /// <param name="From">The first day; null: not known.</param>
    /// <param name="To">The second day; null: not known.</param>
    sealed record Delay(string Name, Func<string> Label, Func<KnownDossier, DateOnly?> From, Func<KnownDossier, DateOnly?> To);

    static readonly IReadOnlyList<Delay> All =
    [
        new("deposit-admission", () => Text.Delays_DepositAdmission, Deposited, dossier => dossier.On(Step.Admitted)),
        new("admission-interview", () => Text.Delays_AdmissionInterview, dossier => dossier.On(Step.Admitted), dossier => dossier.On(Step.Interviewed)),
        new("interview-decision", () => Text.Delays_InterviewDecision, dossier => dossier.On(Step.Interviewed), Decided),
        new("deposit-decision", () => Text.Delays_DepositDecision, Deposited, Decided),
        new("decision-result", () => Text.Delays_DecisionResult, Decided, Answered),
    ];

    public static readonly FurtherTable Table = new("delays", () => Text.Delays_Title, _ => [Text.Delays_Definition, Text.Delays_Days, Text.Funnel_Population], Count)
    {
        Finding = (question, rows) => question.By.Count == 0 && rows.Rows.Single(row => row.Keys[0] == "deposit-decision").Values is [{ } median, { } centile, var dossiers]
            ? string.Format(CultureInfo.CurrentCulture, Text.Delays_Finding, TableWords.Figure(Unit.Days, median), TableWords.Figure(Unit.Days, centile), TableWords.Figure(Unit.Dossiers, dossiers))
            : null,
    };

    static DateOnly? Deposited(KnownDossier dossier) => dossier.Classification.RegisteredOn;

    static DateOnly? Decided(KnownDossier dossier) => SuccessRates.IsExpertised(dossier.Outcome) ? dossier.Decision!.On : null;

    /// <summary>The first last word on an application of a labelled dossier; a pre-proposal has none.</summary>
    static DateOnly? Answered(KnownDossier dossier)
    {
        var first = (DateOnly?)null;
        if (!SuccessRates.IsLabelled(dossier.Outcome))
            return first;
        for (var nth = 0; nth < dossier.Applications.Count; nth++)
        {
            var application = dossier.Applications[nth];
            if (application.Stage is not Contracts.ApplicationStage.PreProposal && SuccessRates.IsKnown(application.Result)
                && application.ResultOn is { } on && (first is null || on < first))
            {
                first = on;
            }
        }

        return first;
    }

    /// <summary>The days of each delay, one a dossier that has both.</summary>
    sealed class Days
    {
        /// <summary>By delay, how many dossiers took so many days: of very many dossiers that is soon in order.</summary>
        readonly Dictionary<int, int>[] ofDelay = [.. All.Select(_ => new Dictionary<int, int>())];

        public void Add(KnownDossier dossier)
        {
            for (var nth = 0; nth < All.Count; nth++)
            {
                // Days in the wrong order are a mistake in the data, no delay.
                if (All[nth].From(dossier) is { } from && All[nth].To(dossier) is { } to && from <= to)
                    CollectionsMarshal.GetValueRefOrAddDefault(ofDelay[nth], to.DayNumber - from.DayNumber, out _)++;
            }
        }

        public IReadOnlyList<decimal?> Figures(int delay)
        {
            var days = ofDelay[delay].OrderBy(one => one.Key).SelectMany(one => Enumerable.Repeat(one.Key, one.Value)).ToList();
            return [Median(days), Centile(days, 90), days.Count];
        }

        public int Number(int delay) => ofDelay[delay].Values.Sum();
    }

    /// <summary>The middle one, or the mean of the two in the middle; null of none.</summary>
    /// <param name="days">In order.</param>
    public static decimal? Median(IReadOnlyList<int> days) =>
        days.Count == 0 ? null : (days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2m;

    /// <summary>The least of them that so many per cent do not exceed; null of none.</summary>
    /// <param name="days">In order.</param>
    /// <param name="share">From 1 to 100.</param>
    public static decimal? Centile(IReadOnlyList<int> days, int share) =>
        days.Count == 0 ? null : days[(days.Count * share + 99) / 100 - 1];

    static FurtherRows Count(IEnumerable<KnownDossier> dossiers, RatesQuestion question)
    {
        var counted = ByRow.Gather(dossiers.Where(Funnel.IsCounted), question, () => new Days(), (days, dossier) => days.Add(dossier));
        var delay = new TableHead("delay", () => Text.Delays_Delay, (name, _) => All.Single(one => one.Name == name).Label());
        var alone = question.By.Count == 0;
        IReadOnlyList<TableColumn> columns =
        [
            new("median", () => Text.Delays_Median, Unit.Days) { Charted = alone },
            new("centile-90", () => Text.Delays_Centile, Unit.Days) { Charted = alone },
            new("dossiers", () => Text.Funnel_Dossiers, Unit.Dossiers),
        ];
        var each = Enumerable.Range(0, All.Count);
        return alone
            ? new FurtherRows([delay], columns, [.. each.Select(nth => new TableRow([All[nth].Name], counted.Total.Figures(nth)))], null, false)
            : new FurtherRows(
                [delay, TableHead.Of(question.By[0])], columns,
                [.. from nth in each from row in counted.Rows where row.Value.Number(nth) > 0 select new TableRow([All[nth].Name, row.Key], row.Value.Figures(nth))],
                null, false);
    }
}
