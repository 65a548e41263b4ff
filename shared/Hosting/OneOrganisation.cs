using Labelling.Contracts;

namespace Labelling.Hosting;

/// <summary>When two mentions mean one organisation: by SIREN, or by id, since one abroad has no SIREN.</summary>
public static class OneOrganisation
{
    /// <summary>True when the person belongs to this party of a consortium.</summary>
    public static bool SameOrganisationAs(this Affiliation affiliation, Party party) =>
        (affiliation.Siren is not null && affiliation.Siren == party.Siren) || affiliation.OrganisationId == party.OrganisationId;

    /// <summary>True when both belong to one organisation.</summary>
    public static bool SameOrganisationAs(this Affiliation one, Affiliation other) =>
        (one.Siren is not null && one.Siren == other.Siren) || one.OrganisationId == other.OrganisationId;

    /// <summary>True when both are one organisation. Parties known by name alone are never said to be.</summary>
    public static bool SameOrganisationAs(this Party one, Party other) =>
        (one.Siren is not null && one.Siren == other.Siren)
        || (one.OrganisationId is not null && one.OrganisationId == other.OrganisationId);
}
