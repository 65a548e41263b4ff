namespace Labelling.PreInterview;

/// <summary>Who may not interview a dossier, and why.</summary>
public sealed class ConflictCheck(KnownStore known)
{
    public async Task<IReadOnlyList<ConflictOfInterest>> Among(DossierToInterview dossier, IReadOnlyCollection<Guid> expertIds, CancellationToken stop)
    {
        var persons = await known.Persons(expertIds, stop);
        var groups = await known.GroupsOf([.. dossier.Consortium.Select(party => party.Siren).OfType<string>().Distinct()], stop);
        return
        [
            .. expertIds.SelectMany(id => persons.TryGetValue(id, out var expert)
                ? ConflictOfInterest.Between(expert, dossier, groups)
                : [new(id, $"There is no expert {id}.", $"Il n'y a pas d'expert {id}.")]),
        ];
    }

    /// <summary>The same of people who are at hand.</summary>
    public async Task<ILookup<Guid, ConflictOfInterest>> Of(DossierToInterview dossier, IReadOnlyCollection<KnownPerson> people, CancellationToken stop)
    {
        var groups = await known.GroupsOf([.. dossier.Consortium.Select(party => party.Siren).OfType<string>().Distinct()], stop);
        return people.SelectMany(person => ConflictOfInterest.Between(person, dossier, groups)).ToLookup(conflict => conflict.ExpertId);
    }

    /// <summary>The proposed experts whom nothing stands against.</summary>
    public async Task<IReadOnlyList<Guid>> Eligible(SeenInterview seen, CancellationToken stop)
    {
        var barred = (await Among(seen.Dossier, seen.Interview.ProposedExpertIds, stop)).Select(conflict => conflict.ExpertId).ToHashSet();
        return [.. seen.Interview.ProposedExpertIds.Where(id => !barred.Contains(id))];
    }
}
