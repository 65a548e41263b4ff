using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>A question: which rows, over the dossiers registered between two days, both included, as known at the end of a day.</summary>
/// <param name="By">One breakdown, or two different ones crossed.</param>
/// <param name="From">First day of registration.</param>
/// <param name="To">Last day of registration.</param>
/// <param name="AsOf">The day, in Europe/Paris; null: all that is known.</param>
public sealed record RatesQuestion(IReadOnlyList<Breakdown> By, DateOnly From, DateOnly To, DateOnly? AsOf)
{
    /// <summary>Only dossiers that have each of these values.</summary>
    public IReadOnlyList<RateFilter> Filters { get; init; } = [];
}

/// <summary>One slice of the table crossed with another breakdown.</summary>
/// <param name="By">A breakdown that the question is not asked by.</param>
/// <param name="Value">A value of it.</param>
public sealed record RateFilter(Breakdown By, string Value);

/// <summary>How often it came to what, each dossier counted once.</summary>
/// <param name="Expertised">The committee decided.</param>
/// <param name="Labelled">Of those, with a label.</param>
/// <param name="Funded">Of the labelled, funded.</param>
/// <param name="Pending">Of the labelled, without a known result.</param>
public readonly record struct Counts(int Expertised, int Labelled, int Funded, int Pending)
{
    public int Known => Labelled - Pending;
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
    /// <summary>A project that was expertised for a project label, and repeats no other.</summary>
    public static bool Counts(KnownDossier dossier) =>
        dossier is { Classification: { Kind: DossierKind.Project, AimsAtProjectLabel: true }, Duplicate: null } && IsExpertised(dossier.Outcome);

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
    public static bool IsFunded(IReadOnlyList<Application> applications)
    {
        // Asked of every dossier of a table: without an enumerator.
        for (var nth = 0; nth < applications.Count; nth++)
        {
            if (applications[nth] is { Result: FundingResult.Funded, Stage: ApplicationStage.Full or ApplicationStage.Appeal })
                return true;
        }

        return false;
    }

    /// <summary>Not funded, and no application, or one whose result is not known yet.</summary>
    public static bool IsPending(IReadOnlyList<Application> applications) =>
        !IsFunded(applications) && (applications.Count == 0 || applications.Any(a => !IsKnown(a.Result)));

    /// <summary>The body gave its last word, or nobody waits for it any more.</summary>
    public static bool IsKnown(FundingResult result) => result switch
    {
        FundingResult.Funded or FundingResult.Refused or FundingResult.Withdrawn => true,
        FundingResult.Pending or FundingResult.ReserveList or FundingResult.Unknown => false,
    };

    /// <summary>As what a dossier of the population counts, in view of some of its applications.</summary>
    public static Standing StandingOf(bool labelled, IReadOnlyList<Application> applications) =>
        !labelled ? Standing.NotLabelled
        : IsFunded(applications) ? Standing.Funded
        : IsPending(applications) ? Standing.Pending
        : Standing.Negative;
}
