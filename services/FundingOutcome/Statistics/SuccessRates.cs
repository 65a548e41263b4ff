using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>A question: which rows, over the dossiers registered between two days, both included, as known at the end of a day.</summary>
/// <param name="By">One breakdown, or two different ones crossed.</param>
/// <param name="From">First day of registration.</param>
/// <param name="To">Last day of registration.</param>
/// <param name="AsOf">The day, in Europe/Paris; null: all that is known.</param>
public sealed record RatesQuestion(IReadOnlyList<Breakdown> By, DateOnly From, DateOnly To, DateOnly? AsOf);

/// <summary>How often it came to what, each dossier counted once.</summary>
/// <param name="Expertised">The committee decided.</param>
/// <param name="Labelled">Of those, with a label.</param>
/// <param name="Funded">Of the labelled, funded.</param>
/// <param name="Pending">Of the labelled, without a known result.</param>
public readonly record struct Counts(int Expertised, int Labelled, int Funded, int Pending)
{
    public int Known => Labelled - Pending;

    public static Counts operator +(Counts a, Counts b) =>
        new(a.Expertised + b.Expertised, a.Labelled + b.Labelled, a.Funded + b.Funded, a.Pending + b.Pending);
}

/// <summary>The answer to a <see cref="RatesQuestion"/>.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Rows">One for each value, or pair of values, that occurs in the population, in ordinal order.</param>
/// <param name="Total">Every dossier of the population once.</param>
public sealed record RatesTable(RatesQuestion Question, IReadOnlyList<RatesRow> Rows, Counts Total)
{
    /// <summary>False: a dossier can stand in several rows.</summary>
    public bool Additive => !Question.By.Any(breakdown => breakdown.ManyValues);
}

/// <param name="Keys">The value of each breakdown, in the order of the question.</param>
/// <param name="Counts">What was counted.</param>
public sealed record RatesRow(IReadOnlyList<string> Keys, Counts Counts);

/// <summary>The counting rules of the success rates, for imported and live dossiers alike.</summary>
public static class SuccessRates
{
    public static RatesTable Answer(RatesQuestion question, IEnumerable<KnownDossier> known)
    {
        var total = default(Counts);
        var rows = new Dictionary<(string First, string? Second), Counts>();
        foreach (var dossier in known.Where(dossier => IsInPopulation(dossier, question)))
        {
            total += Count(dossier, dossier.Applications);
            foreach (var keys in RowsOf(dossier, question.By))
                rows[keys] = rows.GetValueOrDefault(keys) + Count(dossier, ApplicationsSeenFrom(keys, dossier, question.By));
        }

        return new RatesTable(
            question,
            [.. rows
                .OrderBy(row => row.Key.First, StringComparer.Ordinal)
                .ThenBy(row => row.Key.Second, StringComparer.Ordinal)
                .Select(row => new RatesRow(row.Key.Second is { } second ? [row.Key.First, second] : [row.Key.First], row.Value))],
            total);
    }

    public static bool IsInPopulation(KnownDossier dossier, RatesQuestion question) =>
        dossier is { Classification: { Kind: DossierKind.Project, AimsAtProjectLabel: true }, Duplicate: null }
        && dossier.Classification.RegisteredOn >= question.From
        && dossier.Classification.RegisteredOn <= question.To
        && IsExpertised(dossier.Outcome);

    /// <summary>The committee decided. A support letter is a decision, though not a label.</summary>
    public static bool IsExpertised(Outcome? outcome) => outcome switch
    {
        Outcome.Labelled or Outcome.LabelledWithReservations or Outcome.Refused or Outcome.SupportLetter => true,
        Outcome.Adjourned or Outcome.Withdrawn or Outcome.Inadmissible or null => false,
    };

    public static bool IsLabelled(Outcome? outcome) => outcome switch
    {
        Outcome.Labelled or Outcome.LabelledWithReservations => true,
        Outcome.Refused or Outcome.SupportLetter or Outcome.Adjourned or Outcome.Withdrawn or Outcome.Inadmissible or null => false,
    };

    /// <summary>Any full or appeal application says Funded. A pre-proposal never does.</summary>
    public static bool IsFunded(IReadOnlyCollection<Application> applications) =>
        applications.Any(a => a is { Result: FundingResult.Funded, Stage: ApplicationStage.Full or ApplicationStage.Appeal });

    /// <summary>Not funded, and no application, or one whose result is not known yet.</summary>
    public static bool IsPending(IReadOnlyCollection<Application> applications) =>
        !IsFunded(applications) && (applications.Count == 0 || applications.Any(a => !IsKnown(a.Result)));

    static bool IsKnown(FundingResult result) => result switch
    {
        FundingResult.Funded or FundingResult.Refused or FundingResult.Withdrawn => true,
        FundingResult.Pending or FundingResult.ReserveList or FundingResult.Unknown => false,
    };

    static Counts Count(KnownDossier dossier, IReadOnlyCollection<Application> applications)
    {
        var labelled = IsLabelled(dossier.Outcome);
        return new Counts(
            Expertised: 1,
            Labelled: labelled ? 1 : 0,
            Funded: labelled && IsFunded(applications) ? 1 : 0,
            Pending: labelled && IsPending(applications) ? 1 : 0);
    }

    static IEnumerable<(string First, string? Second)> RowsOf(KnownDossier dossier, IReadOnlyList<Breakdown> by) =>
        by.Count == 1
            ? by[0].RowsOf(dossier).Select(first => (first, (string?)null))
            : by[0].RowsOf(dossier).SelectMany(first => by[1].RowsOf(dossier), (first, second) => (first, (string?)second));

    static IReadOnlyCollection<Application> ApplicationsSeenFrom(
        (string First, string? Second) row, KnownDossier dossier, IReadOnlyList<Breakdown> by)
    {
        var body = by[0] == Breakdown.FundingBody ? row.First : by.Count > 1 && by[1] == Breakdown.FundingBody ? row.Second : null;
        return body is null ? dossier.Applications : [.. dossier.Applications.Where(a => a.FundingBody == body)];
    }
}
