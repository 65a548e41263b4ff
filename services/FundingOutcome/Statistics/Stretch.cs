using Labelling.FundingOutcome.Facts;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>A dossier as it was known from one day until another.</summary>
/// <param name="From">The first day at whose end it was known so.</param>
/// <param name="Until">The first day at whose end it was not any more; null: it still is.</param>
/// <param name="Known">What was known.</param>
public sealed record Stretch(DateOnly From, DateOnly? Until, KnownDossier Known)
{
    /// <summary>
    /// What was known of a dossier, day by day: of each subject the last fact recorded among those that hold. Before its first
    /// classification it is not known at all. What no rate depends on is left out: on which days it took its steps, and what it was
    /// before anything was decided.
    /// </summary>
    /// <param name="facts">Everything ever recorded of one dossier, in any order.</param>
    public static IEnumerable<Stretch> Of(IReadOnlyList<StoredFact> facts) =>
        Between(facts, InOrder(facts.Where(stored => stored.Fact.Subject != Subjects.Deposit && !Subjects.IsStep(stored.Fact.Subject))));

    /// <summary>The same with nothing left out.</summary>
    /// <param name="facts">Everything ever recorded of one dossier, in any order.</param>
    public static IEnumerable<Stretch> OfAll(IReadOnlyList<StoredFact> facts) => Between(facts, InOrder(facts));

    static IEnumerable<Stretch> Between(IReadOnlyList<StoredFact> facts, Told[] told)
    {
        var days = told.Select(fact => fact.HoldsFrom).Distinct().Order().ToArray();
        for (var nth = 0; nth < days.Length; nth++)
        {
            if (KnownOn(facts[0].Fact.DossierId, told, days[nth]) is { } known)
                yield return new Stretch(days[nth], nth + 1 < days.Length ? days[nth + 1] : null, known);
        }
    }

    /// <summary>What was known of a dossier at the end of a day; null while it was not known at all.</summary>
    /// <param name="facts">Of one dossier, in any order: everything ever recorded, or what held on the day.</param>
    /// <param name="day">The day.</param>
    public static KnownDossier? KnownOn(IReadOnlyList<StoredFact> facts, DateOnly day) => KnownOn(facts[0].Fact.DossierId, InOrder(facts), day);

    static Told[] InOrder(IEnumerable<StoredFact> facts) =>
        [.. StoredFact.InOrder(facts).Select(stored => new Told(stored.Fact.Subject, stored.Fact.HoldsFrom, Read(stored.Fact)))];

    static KnownDossier? KnownOn(Guid dossier, Told[] told, DateOnly day)
    {
        Classification? classification = null, deposit = null;
        var steps = default(StepDays);
        Decision? decision = null;
        Duplicate? duplicate = null;
        List<(string Subject, Application? Application)>? applications = null;
        foreach (var fact in told)
        {
            if (fact.HoldsFrom > day)
                continue;
            switch (fact.Subject)
            {
                case Subjects.Classification:
                    classification = (Classification?)fact.Value;
                    break;
                case Subjects.Deposit:
                    deposit = (Classification?)fact.Value;
                    break;
                case Subjects.Decision:
                    decision = (Decision?)fact.Value;
                    break;
                case Subjects.Duplicate:
                    duplicate = (Duplicate?)fact.Value;
                    break;
                case var step when Subjects.IsStep(step):
                    steps = steps.With(Subjects.StepOf(step), ((StepTaken?)fact.Value)?.On);
                    break;
                default:
                    applications ??= [];
                    applications.RemoveAll(application => application.Subject == fact.Subject);
                    applications.Add((fact.Subject, (Application?)fact.Value));
                    break;
            }
        }

        // Until a decision says which version counts, it is the last one deposited.
        if ((classification ?? deposit) is not { } known)
            return null;
        return new KnownDossier(dossier, known, decision, duplicate,
            applications is null ? [] : [.. applications.Select(application => application.Application).OfType<Application>()])
        {
            Steps = steps,
        };
    }

    static object? Read(Fact fact) => fact.Value is not { } json ? null : fact.Subject switch
    {
        Subjects.Classification or Subjects.Deposit => Json.Read<Classification>(json),
        Subjects.Decision => Json.Read<Decision>(json),
        Subjects.Duplicate => Json.Read<Duplicate>(json),
        var step when Subjects.IsStep(step) => Json.Read<StepTaken>(json),
        _ => Json.Read<Application>(json),
    };

    readonly record struct Told(string Subject, DateOnly HoldsFrom, object? Value);
}
