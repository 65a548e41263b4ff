using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.PreInterview;

/// <summary>How well an expert suits an interview, and why.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Profile">What the pool says of them; null when it has said nothing.</param>
/// <param name="Sectors">Those they share with the dossier.</param>
/// <param name="TherapeuticAreas">Those they share with the dossier.</param>
/// <param name="TechnologyAxes">Those they share with the dossier.</param>
/// <param name="Load">Interviews of theirs in the last year, and those booked.</param>
/// <param name="FreeTimes">Times on offer.</param>
/// <param name="AbsentUntil">Away today: until that day.</param>
/// <param name="Conflicts">What stands against them; empty for nothing.</param>
public sealed record Suggestion(
    KnownPerson Expert, ExpertProfile? Profile, IReadOnlyList<string> Sectors, IReadOnlyList<string> TherapeuticAreas, IReadOnlyList<string> TechnologyAxes,
    int Load, int FreeTimes, DateOnly? AbsentUntil, IReadOnlyList<ConflictOfInterest> Conflicts)
{
    // A sector says more of an interview's subject than an area, and that more than an axis.
    const int SectorCounts = 3, AreaCounts = 2, AxisCounts = 1;

    /// <summary>How many experts the office usually proposes.</summary>
    public const int Usual = 3;

    public int Fit => SectorCounts * Sectors.Count + AreaCounts * TherapeuticAreas.Count + AxisCounts * TechnologyAxes.Count;

    /// <summary>The best suited first: who is there, then who knows the subject, then who has had the fewest interviews, then who offers times.</summary>
    public static IReadOnlyList<Suggestion> Ranked(IEnumerable<Suggestion> suggestions) =>
    [
        .. suggestions
            .OrderBy(one => one.Conflicts.Count > 0)
            .ThenBy(one => one.AbsentUntil is not null)
            .ThenByDescending(one => one.Fit)
            .ThenBy(one => one.Load)
            .ThenByDescending(one => one.FreeTimes)
            .ThenBy(one => one.Expert.Name, StringComparer.InvariantCultureIgnoreCase)
            .ThenBy(one => one.Expert.Id),
    ];

    public static Suggestion Of(
        KnownPerson expert, ExpertProfile? profile, DossierToInterview dossier, int load, int freeTimes, DateOnly today, IReadOnlyList<ConflictOfInterest> conflicts) => new(
        expert, profile, Shared(profile?.Sectors, dossier.Sectors), Shared(profile?.TherapeuticAreas, dossier.TherapeuticAreas),
        Shared(profile?.TechnologyAxes, dossier.TechnologyAxes), load, freeTimes,
        profile?.Absences.Where(absence => absence.From <= today && today <= absence.To).Select(absence => (DateOnly?)absence.To).Max(), conflicts);

    static IReadOnlyList<string> Shared(IReadOnlyList<string>? some, IReadOnlyList<string> others) =>
        some is null ? [] : [.. others.Distinct(StringComparer.Ordinal).Where(value => some.Contains(value, StringComparer.Ordinal))];
}

/// <summary>Puts the pool in the order in which it suits an interview.</summary>
public sealed class SuggestExperts(KnownStore known, InterviewStore interviews, ConflictCheck conflicts, TimeProvider clock)
{
    public async Task<IReadOnlyList<Suggestion>> For(SeenInterview seen, Caller caller, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var experts = await known.Experts(stop);
        var profiles = await known.Profiles(stop);
        var loads = await interviews.Loads(now.AddYears(-1), stop);
        var free = await interviews.FreeTimes(now, stop);
        var against = await conflicts.Of(seen.Dossier, [.. experts.Values], stop);
        return Suggestion.Ranked(experts.Values.Select(expert => Suggestion.Of(
            expert, profiles.GetValueOrDefault(expert.Id), seen.Dossier, loads.GetValueOrDefault(expert.Id), free.GetValueOrDefault(expert.Id), Paris.Day(now),
            expert.Id == caller.PersonId ? [.. against[expert.Id], ProposeExperts.ActsForTheOffice(caller)] : [.. against[expert.Id]])));
    }
}
