using System.Collections.ObjectModel;
using Labelling.FundingOutcome.Facts;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>All that was known of one dossier on one day.</summary>
/// <param name="Id">The dossier.</param>
/// <param name="Classification">What it is.</param>
/// <param name="Decision">How it ended; null while it is undecided.</param>
/// <param name="Duplicate">Of what it is a confirmed duplicate; null when of nothing.</param>
/// <param name="Applications">Its funding applications.</param>
public sealed record KnownDossier(
    Guid Id, Classification Classification, Decision? Decision, Duplicate? Duplicate, IReadOnlyList<Application> Applications)
{
    static readonly IReadOnlyDictionary<string, string> NoPlans = ReadOnlyDictionary<string, string>.Empty;

    public Outcome? Outcome => Decision?.Outcome;

    /// <summary>The national or European plan of a call, by the call's code, as known on that day.</summary>
    public IReadOnlyDictionary<string, string> PlanOfCall { get; init; } = NoPlans;

    /// <summary>The plan of the call aimed at.</summary>
    public string? Plan => Classification.Call is { } call ? PlanOfCall.GetValueOrDefault(call) : null;

    /// <summary>The plan of the call applied to; one to the body aimed at that names no call is to the call aimed at.</summary>
    public string? PlanOf(Application application) =>
        application.Call is { } call ? PlanOfCall.GetValueOrDefault(call) : application.FundingBody == Classification.FundingBody ? Plan : null;

    /// <summary>The day of each step it took; for the further tables only.</summary>
    public StepDays Steps { get; init; }

    /// <summary>The day it last took a step; null when it did not.</summary>
    public DateOnly? On(Step step) => Steps.On(step);

    /// <summary>Puts the facts that hold, at most one for each dossier and subject, together by dossier.</summary>
    public static IReadOnlyList<KnownDossier> From(IEnumerable<Fact> facts)
    {
        var dossiers = new List<KnownDossier>();
        foreach (var ofOne in facts.Where(fact => fact.Value is not null).GroupBy(fact => fact.DossierId))
        {
            var classification = Read<Classification>(ofOne, Subjects.Classification);
            if (classification is null)
                continue;

            dossiers.Add(new KnownDossier(
                ofOne.Key,
                classification,
                Read<Decision>(ofOne, Subjects.Decision),
                Read<Duplicate>(ofOne, Subjects.Duplicate),
                [.. ofOne
                    .Where(fact => fact.Subject.StartsWith(Subjects.ApplicationPrefix, StringComparison.Ordinal))
                    .Select(fact => Json.Read<Application>(fact.Value!))]));
        }

        return dossiers;
    }

    static T? Read<T>(IEnumerable<Fact> facts, string subject)
        where T : class =>
        facts.SingleOrDefault(fact => fact.Subject == subject)?.Value is { } json ? Json.Read<T>(json) : null;
}

/// <summary>The day of each step a dossier took; of none where it took none.</summary>
public readonly record struct StepDays
{
    /// <summary>The number of the day and 1; 0: not taken.</summary>
    int Admitted { get; init; }
    int Inadmissible { get; init; }
    int Interviewed { get; init; }
    int Adjourned { get; init; }
    int Withdrawn { get; init; }

    public DateOnly? On(Step step)
    {
        var day = step switch
        {
            Step.Admitted => Admitted,
            Step.Inadmissible => Inadmissible,
            Step.Interviewed => Interviewed,
            Step.Adjourned => Adjourned,
            Step.Withdrawn => Withdrawn,
        };
        return day == 0 ? null : DateOnly.FromDayNumber(day - 1);
    }

    public StepDays With(Step step, DateOnly? on)
    {
        var day = on is { } taken ? taken.DayNumber + 1 : 0;
        return step switch
        {
            Step.Admitted => this with { Admitted = day },
            Step.Inadmissible => this with { Inadmissible = day },
            Step.Interviewed => this with { Interviewed = day },
            Step.Adjourned => this with { Adjourned = day },
            Step.Withdrawn => this with { Withdrawn = day },
        };
    }
}
