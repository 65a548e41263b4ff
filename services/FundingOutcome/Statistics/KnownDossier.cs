using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>A version of a programme, as far as rates need it.</summary>
public sealed record KnownProgramme(Guid Id, int Version, string Code, Award Award);

/// <summary>All that was known of one dossier on one day.</summary>
/// <param name="Id">The dossier.</param>
/// <param name="Classification">What it is.</param>
/// <param name="Outcome">How it ended; null while it is undecided.</param>
/// <param name="IsDuplicate">A confirmed duplicate of another dossier.</param>
/// <param name="Applications">Its funding applications.</param>
/// <param name="Programme">Its programme; null for imported dossiers, and for a live one whose programme has not been heard of yet.</param>
public sealed record KnownDossier(
    Guid Id, Classification Classification, Outcome? Outcome, bool IsDuplicate,
    IReadOnlyList<Application> Applications, KnownProgramme? Programme)
{
    /// <summary>An imported dossier has no programme: the history is that of project labels.</summary>
    public bool AimsAtProjectLabel => Classification.ProgrammeId is null || Programme?.Award is Award.ProjectLabel;

    /// <summary>Puts the facts that hold, at most one for each dossier and subject, together by dossier.</summary>
    public static IReadOnlyList<KnownDossier> From(IEnumerable<Fact> facts, IReadOnlyList<KnownProgramme> programmes)
    {
        var programme = programmes.ToDictionary(p => (p.Id, p.Version));
        var dossiers = new List<KnownDossier>();
        foreach (var ofOne in facts.Where(fact => fact.Value is not null).GroupBy(fact => fact.DossierId))
        {
            var classification = Read<Classification>(ofOne, Subjects.Classification);
            if (classification is null)
                continue;

            dossiers.Add(new KnownDossier(
                ofOne.Key,
                classification,
                Read<Decision>(ofOne, Subjects.Decision)?.Outcome,
                Read<Duplicate>(ofOne, Subjects.Duplicate) is not null,
                [.. ofOne
                    .Where(fact => fact.Subject.StartsWith(Subjects.ApplicationPrefix, StringComparison.Ordinal))
                    .Select(fact => Json.Read<Application>(fact.Value!))],
                classification is { ProgrammeId: { } id, ProgrammeVersion: { } version } ? programme.GetValueOrDefault((id, version)) : null));
        }

        return dossiers;
    }

    static T? Read<T>(IEnumerable<Fact> facts, string subject)
        where T : class =>
        facts.SingleOrDefault(fact => fact.Subject == subject)?.Value is { } json ? Json.Read<T>(json) : null;
}
