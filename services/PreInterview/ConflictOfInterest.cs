using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.PreInterview;

/// <summary>A person of the platform as Accounts told it.</summary>
public sealed record KnownPerson
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required bool Disabled { get; init; }

    /// <summary>Where mail goes; null when it is not known, or goes nowhere any more.</summary>
    public string? Email { get; init; }

    /// <summary>"fr" or "en"; null when it is not known.</summary>
    public string? Language { get; init; }
    public required IReadOnlyList<string> Roles { get; init; }
    public required IReadOnlyList<Affiliation> Affiliations { get; init; }

    public bool IsActiveExpert => !Disabled && Roles.Contains(Contracts.Roles.Expert, StringComparer.Ordinal);
}

/// <summary>Why an expert may not interview a dossier; each has a sentence that says because of what.</summary>
public sealed record ConflictOfInterest(Guid ExpertId, string English, string French)
{
    /// <summary>Empty: the expert may interview the dossier.</summary>
    /// <param name="expert">The expert.</param>
    /// <param name="dossier">The dossier.</param>
    /// <param name="groups">By SIREN of the consortium's members: the SIREN of the group they belong to, as far as it is known.</param>
    public static IReadOnlyList<ConflictOfInterest> Between(
        KnownPerson expert, DossierToInterview dossier, ILookup<string, string> groups)
    {
        List<ConflictOfInterest> found = [];
        if (!expert.IsActiveExpert)
            Add("not an active expert of the pool", "n'est pas un expert actif du vivier");
        if (dossier.HolderIds.Contains(expert.Id))
            Add("holds this dossier", "porte ce dossier");
        if (dossier.ChallengedPersonIds.Contains(expert.Id))
            Add("challenged by the holder", "récusé par le porteur");
        foreach (var affiliation in expert.Affiliations.Where(each => each.CountsFor(dossier.RegisteredOn)))
        {
            foreach (var party in dossier.Consortium)
            {
                if (affiliation.SameOrganisationAs(party))
                    Add($"belongs to {party.Name}, of the consortium", $"appartient à {party.Name}, membre du consortium");
                else if (SameGroup(affiliation, party, groups))
                    Add($"belongs to the same group as {party.Name}, of the consortium", $"appartient au même groupe que {party.Name}, membre du consortium");
            }
        }

        return found;

        void Add(string english, string french) =>
            found.Add(new(expert.Id, $"{expert.Name} cannot interview this dossier because: {english}.", $"{expert.Name} ne peut pas mener ce pré-entretien car : {french}."));
    }

    static bool SameGroup(Affiliation affiliation, Party party, ILookup<string, string> groups)
    {
        if (party.Siren is not { } siren) return false;
        // The party itself may be the parent.
        string[] parents = [siren, .. groups[siren]];
        return (affiliation.GroupSiren is { } parent && parents.Contains(parent)) || (affiliation.Siren is { } own && parents.Contains(own));
    }
}
