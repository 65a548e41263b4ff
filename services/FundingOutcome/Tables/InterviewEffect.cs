using System.Globalization;
using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Tables;

/// <summary>The rates of dossiers with an interview beside those without, before and since it became mandatory.</summary>
public static class InterviewEffect
{
    /// <summary>From this year of registration on a talk comes before any committee.</summary>
    public const int MandatoryFrom = 2024;

    const string With = "yes", Without = "no", Before = "before", Since = "since";

    public static readonly FurtherTable Table = new(
        "interview-effect", () => Text.Interview_Title,
        _ => [Text.Interview_Definition, Text.Interview_Rates, Text.Interview_NoCause, Text.Interview_Population],
        Count)
    {
        Finding = (question, rows) => question.By.Count > 0 ? null : string.Format(
            CultureInfo.CurrentCulture, Text.Interview_Finding, [.. Told(rows, With), .. Told(rows, Without)]),
    };

    /// <summary>Expertised, labelled and funded of both periods.</summary>
    static IEnumerable<string> Told(FurtherRows rows, string interview) => new[] { 0, 1, 5 }.Select(column =>
        TableWords.Figure(Unit.Dossiers, rows.Rows.Where(row => row.Keys[1] == interview).Sum(row => row.Values[column])));

    /// <summary>The two rows of a line: those with an interview and those without.</summary>
    sealed class Pair
    {
        public Counts With { get; private set; }

        public Counts Without { get; private set; }

        public void Add(KnownDossier dossier)
        {
            if (Funnel.WasInterviewed(dossier))
                With = More(With, dossier);
            else
                Without = More(Without, dossier);
        }

        static Counts More(Counts counts, KnownDossier dossier)
        {
            var standing = SuccessRates.StandingOf(SuccessRates.IsLabelled(dossier.Outcome), dossier.Applications);
            return new Counts(
                counts.Expertised + 1,
                counts.Labelled + (standing is Standing.NotLabelled ? 0 : 1),
                counts.Funded + (standing is Standing.Funded ? 1 : 0),
                counts.Pending + (standing is Standing.Pending ? 1 : 0));
        }
    }

    static readonly Breakdown Period = new("period", false, dossier => [dossier.Classification.RegisteredOn.Year < MandatoryFrom ? Before : Since]);

    static readonly TableHead
        OfPeriod = new(Period.Name, () => Text.Interview_Period, (value, _) => string.Format(
            CultureInfo.CurrentCulture, value == Before ? Text.Interview_Before : Text.Interview_Since, MandatoryFrom)),
        OfInterview = new("interview", () => Text.Interview_Interview, (value, _) => value == With ? Text.Interview_With : Text.Interview_Without);

    static FurtherRows Count(IEnumerable<KnownDossier> dossiers, RatesQuestion question)
    {
        var by = question.By.SingleOrDefault() ?? Period;
        var (rows, total) = ByRow.Gather(dossiers.Where(SuccessRates.Counts), question with { By = [by] }, () => new Pair(), (pair, dossier) => pair.Add(dossier));
        return new FurtherRows(
            [by == Period ? OfPeriod : TableHead.Of(by), OfInterview], Columns,
            [
                .. from row in rows
                   from one in ((string Interview, Counts Counts)[])[(With, row.Value.With), (Without, row.Value.Without)]
                   where one.Counts.Expertised > 0
                   select new TableRow([row.Key, one.Interview], Figures(one.Counts)),
            ],
            new TableRow([], Figures(new Counts(
                total.With.Expertised + total.Without.Expertised, total.With.Labelled + total.Without.Labelled,
                total.With.Funded + total.Without.Funded, total.With.Pending + total.Without.Pending))),
            !by.ManyValues);
    }

    static readonly IReadOnlyList<TableColumn> Columns =
    [
        new("expertised", () => Text.Rates_Expertised, Unit.Dossiers),
        new("labelled", () => Text.Rates_Labelled, Unit.Dossiers),
        new("label-rate", () => Text.Rates_LabelRate, Unit.Share) { Charted = true },
        new("label-low", () => Text.Rates_Low, Unit.Low) { Of = "label-rate" },
        new("label-high", () => Text.Rates_High, Unit.High) { Of = "label-rate" },
        new("funded", () => Text.Rates_Funded, Unit.Dossiers),
        new("pending", () => Text.Rates_Pending, Unit.Dossiers),
        new("success-rate", () => Text.Rates_SuccessRate, Unit.Share) { Charted = true },
        new("success-low", () => Text.Rates_Low, Unit.Low) { Of = "success-rate" },
        new("success-high", () => Text.Rates_High, Unit.High) { Of = "success-rate" },
    ];

    static IReadOnlyList<decimal?> Figures(Counts counts)
    {
        var rates = RateFigures.Of(counts);
        var label = Wilson.Interval(counts.Labelled, counts.Expertised);
        return
        [
            counts.Expertised, counts.Labelled, (decimal?)rates.LabelRate, (decimal?)label?.Low, (decimal?)label?.High,
            counts.Funded, counts.Pending, (decimal?)rates.SuccessRate, (decimal?)rates.Low, (decimal?)rates.High,
        ];
    }
}
