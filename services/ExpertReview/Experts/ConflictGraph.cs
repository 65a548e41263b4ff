using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Experts;

/// <summary>
/// Everybody and everything the detection of conflicts looks at, read at once: people with their affiliations and what they declared,
/// organisations with their groups, dossiers with holders and consortium, the imported past. Answers any pair as
/// <see cref="ConflictStore.Between"/> does, for whoever asks of many; good for one piece of work, by one caller at a time.
/// </summary>
public sealed class ConflictGraph
{
    readonly Dictionary<Guid, PersonInReview> people;
    readonly Dictionary<Guid, DossierUnderReview> dossiers;
    readonly ILookup<Guid, string> interests;
    readonly HashSet<(Guid DossierId, Guid PersonId)> declared;
    readonly DateOnly today;

    // What leads from one to another: an organisation is known by its SIREN, a foreign one by its id.
    readonly ILookup<string, Affiliation> groupsOfSiren;
    readonly ILookup<Guid, Affiliation> groupsOfOrganisation;
    readonly ILookup<string, OtherDossier> dossiersOfSiren;
    readonly ILookup<Guid, OtherDossier> dossiersOfOrganisation, dossiersOfHolder;
    readonly ILookup<string, PastProject> pastOfSiren;
    readonly Dictionary<Guid, DossierSide> sides = [];

    /// <summary>What is the same for everybody who is asked about a dossier.</summary>
    sealed record DossierSide(IReadOnlyList<Affiliation> Holders, IReadOnlyList<Affiliation> Groups, IReadOnlyList<PastProject> Past);

    public ConflictGraph(
        IEnumerable<PersonInReview> people, IEnumerable<DossierUnderReview> dossiers, ILookup<Guid, string> interests,
        IEnumerable<(Guid DossierId, Guid PersonId)> declared, IEnumerable<PastProject> past, DateOnly today)
    {
        this.people = people.ToDictionary(person => person.Id);
        this.dossiers = dossiers.ToDictionary(dossier => dossier.Id);
        this.interests = interests;
        this.declared = [.. declared];
        this.today = today;
        var grouped = this.people.Values.SelectMany(person => person.Affiliations).Where(affiliation => affiliation.GroupSiren is not null).ToList();
        groupsOfSiren = grouped.Where(affiliation => affiliation.Siren is not null).ToLookup(affiliation => affiliation.Siren!, StringComparer.Ordinal);
        groupsOfOrganisation = grouped.ToLookup(affiliation => affiliation.OrganisationId);
        var others = this.dossiers.Values.Select(dossier => new OtherDossier(
            dossier.Id, dossier.Reference, dossier.RegisteredOn, dossier.CallId, Alive: dossier is { Withdrawn: false, Inadmissible: false },
            [.. dossier.CoHolderIds.Prepend(dossier.HolderId)], [.. dossier.Consortium])).ToList();
        var parties = others.SelectMany(other => other.Consortium, (other, party) => (Other: other, Party: party)).ToList();
        dossiersOfSiren = parties.Where(one => one.Party.Siren is not null).ToLookup(one => one.Party.Siren!, one => one.Other, StringComparer.Ordinal);
        dossiersOfOrganisation = parties.Where(one => one.Party.OrganisationId is not null).ToLookup(one => one.Party.OrganisationId!.Value, one => one.Other);
        dossiersOfHolder = others.SelectMany(other => other.HolderIds, (other, holder) => (Other: other, Holder: holder)).ToLookup(one => one.Holder, one => one.Other);
        pastOfSiren = past.ToLookup(one => one.LeadSiren, StringComparer.Ordinal);
    }

    /// <summary>Empty: none. Somebody of whom nothing is known yet cannot be cleared, and is in conflict.</summary>
    public IReadOnlyList<Conflict> Between(Guid personId, Guid dossierId)
    {
        if (!people.TryGetValue(personId, out var person) || !dossiers.TryGetValue(dossierId, out var dossier))
            return ConflictStore.NotKnown;
        if (!sides.TryGetValue(dossierId, out var side))
            sides.Add(dossierId, side = SideOf(dossier));
        return Conflicts.Between(person, dossier, new(
            today, [.. interests[personId]], declared.Contains((dossierId, personId)), side.Holders, side.Groups, OthersOf(person), side.Past));
    }

    DossierSide SideOf(DossierUnderReview dossier) => new(
        [.. dossier.CoHolderIds.Prepend(dossier.HolderId).SelectMany(holder => people.TryGetValue(holder, out var known) ? known.Affiliations : [])],
        [.. dossier.Consortium.SelectMany(party => (party.Siren is { } siren ? groupsOfSiren[siren] : []).Concat(party.OrganisationId is { } id ? groupsOfOrganisation[id] : []))],
        [.. dossier.Consortium.SelectMany(party => party.Siren is { } siren ? pastOfSiren[siren] : []).DistinctBy(one => one.Reference)]);

    IReadOnlyList<OtherDossier> OthersOf(PersonInReview person) =>
    [
        .. person.Affiliations
            .SelectMany(affiliation => (affiliation.Siren is { } siren ? dossiersOfSiren[siren] : []).Concat(dossiersOfOrganisation[affiliation.OrganisationId]))
            .Concat(dossiersOfHolder[person.Id]).DistinctBy(other => other.Id).OrderBy(other => other.Reference, StringComparer.Ordinal),
    ];
}
