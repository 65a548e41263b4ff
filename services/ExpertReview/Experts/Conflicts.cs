using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Experts;

/// <summary>A conflict of interest between a person and a dossier. Nobody can override it.</summary>
/// <param name="Code">Stable code, one of <see cref="ConflictCodes"/>.</param>
/// <param name="English">A sentence that starts with "because".</param>
/// <param name="French">The same in French, "parce que".</param>
public sealed record Conflict(string Code, string English, string French);

public static class ConflictCodes
{
    public const string SameOrganisation = "same-organisation", SameGroup = "same-group", Partner = "partner", Holder = "holder",
        Challenged = "challenged", Interviewed = "interviewed", JointProject = "joint-project", CompetingDossier = "competing-dossier",
        DeclaredInterest = "declared-interest", DeclaredConflict = "declared-conflict", NotKnown = "not-known";
}

/// <summary>Another dossier deposited here; alive when neither withdrawn nor inadmissible, and only then does it compete.</summary>
public sealed record OtherDossier(
    Guid Id, string Reference, DateOnly RegisteredOn, Guid CallId, bool Alive, IReadOnlyList<Guid> HolderIds, IReadOnlyList<Party> Consortium);

/// <summary>A dossier of the imported history: only its lead is known.</summary>
public sealed record PastProject(string Reference, DateOnly RegisteredOn, string LeadSiren);

/// <summary>Everything the detection looks at, besides the person and the dossier.</summary>
/// <param name="Today">The day of the check, in Europe/Paris.</param>
/// <param name="DeclaredSirens">Organisations named in the person's declaration of interests.</param>
/// <param name="DeclaredConflict">The person declared a conflict on this very dossier.</param>
/// <param name="HoldersAffiliations">Affiliations of holder and co-holders.</param>
/// <param name="KnownGroups">Affiliations of anybody that tell to which group a consortium's organisation belongs.</param>
/// <param name="OtherDossiers">Dossiers deposited here; more than needed does no harm.</param>
/// <param name="PastProjects">Past dossiers led by a consortium's organisation; more than needed does no harm.</param>
public sealed record ConflictFacts(
    DateOnly Today, IReadOnlyList<string> DeclaredSirens, bool DeclaredConflict,
    IReadOnlyList<Affiliation> HoldersAffiliations, IReadOnlyList<Affiliation> KnownGroups,
    IReadOnlyList<OtherDossier> OtherDossiers, IReadOnlyList<PastProject> PastProjects);

/// <summary>
/// Conflicts are between people and organisations. An organisation is known by its SIREN, a foreign one by its id.
/// Which affiliations count says <see cref="CountingAffiliation"/>, for interviews as well.
/// </summary>
public static class Conflicts
{
    /// <summary>How far back a joint project counts.</summary>
    public const int JointProjectYears = 5;

    public static IReadOnlyList<Conflict> Between(PersonInReview person, DossierUnderReview dossier, ConflictFacts facts)
    {
        var current = person.Affiliations.Where(affiliation => affiliation.CountsFor(dossier.RegisteredOn)).ToList();
        return
        [
            .. Holds(person, dossier),
            .. SameOrganisation(current, dossier, facts),
            .. Partner(current, dossier),
            .. SameGroup(current, dossier, facts),
            .. Challenged(person, dossier),
            .. Interviewed(person, dossier),
            .. JointProject(person, dossier, facts),
            .. CompetingDossier(person, dossier, facts),
            .. DeclaredInterest(dossier, facts),
            .. DeclaredConflict(facts),
        ];
    }

    /// <summary>
    /// Holder, co-holder or affiliated with the consortium. Such a person is that on this dossier and nothing else, whatever
    /// other roles they hold. The view TakesPart says the same in SQL.
    /// </summary>
    public static bool TakesPart(PersonInReview person, DossierUnderReview dossier) =>
        dossier.IsHeldBy(person.Id)
        || person.Affiliations.Any(affiliation =>
            affiliation.CountsFor(dossier.RegisteredOn) && dossier.Consortium.Any(party => affiliation.SameOrganisationAs(party)));

    static IEnumerable<Conflict> Holds(PersonInReview person, DossierUnderReview dossier)
    {
        if (dossier.HolderId == person.Id)
        {
            yield return new(ConflictCodes.Holder,
                "because this person holds the dossier.",
                "parce que cette personne porte le dossier.");
        }
        else if (dossier.CoHolderIds.Contains(person.Id))
        {
            yield return new(ConflictCodes.Holder,
                "because this person is a co-holder of the dossier.",
                "parce que cette personne est co-porteuse du dossier.");
        }
    }

    static IEnumerable<Conflict> SameOrganisation(IReadOnlyList<Affiliation> current, DossierUnderReview dossier, ConflictFacts facts)
    {
        if (current.Any(affiliation => affiliation.SameOrganisationAs(dossier.Lead)))
        {
            yield return new(ConflictCodes.SameOrganisation,
                $"because this person belongs to {dossier.Lead.Name}, the lead organisation.",
                $"parce que cette personne appartient à {dossier.Lead.Name}, chef de file.");
        }
        else if (!current.Any(affiliation => dossier.Consortium.Any(party => affiliation.SameOrganisationAs(party)))
            && current.Any(affiliation => facts.HoldersAffiliations.Any(holders => holders.CountsFor(dossier.RegisteredOn) && affiliation.SameOrganisationAs(holders))))
        {
            yield return new(ConflictCodes.SameOrganisation,
                "because this person belongs to the same organisation as a holder of the dossier.",
                "parce que cette personne appartient à la même organisation qu'un porteur du dossier.");
        }
    }

    static IEnumerable<Conflict> Partner(IReadOnlyList<Affiliation> current, DossierUnderReview dossier) =>
        from partner in dossier.Partners
        where current.Any(affiliation => affiliation.SameOrganisationAs(partner))
        select new Conflict(ConflictCodes.Partner,
            $"because this person belongs to {partner.Name}, a partner of the consortium.",
            $"parce que cette personne appartient à {partner.Name}, partenaire du consortium.");

    static IEnumerable<Conflict> SameGroup(IReadOnlyList<Affiliation> current, DossierUnderReview dossier, ConflictFacts facts) =>
        from party in dossier.Consortium
        where !current.Any(affiliation => affiliation.SameOrganisationAs(party))
        let groups = facts.KnownGroups.Where(known => known.SameOrganisationAs(party)).Select(known => known.GroupSiren).Append(party.Siren)
            .OfType<string>().ToHashSet()
        where current.Any(affiliation =>
            (affiliation.GroupSiren is not null && groups.Contains(affiliation.GroupSiren))
            || (affiliation.Siren is not null && groups.Contains(affiliation.Siren)))
        select new Conflict(ConflictCodes.SameGroup,
            $"because this person belongs to an organisation of the same group as {party.Name}.",
            $"parce que cette personne appartient à une organisation du même groupe que {party.Name}.");

    static IEnumerable<Conflict> Challenged(PersonInReview person, DossierUnderReview dossier)
    {
        if (dossier.ChallengedPersonIds.Contains(person.Id))
        {
            yield return new(ConflictCodes.Challenged,
                "because the holder challenged this person.",
                "parce que le porteur a récusé cette personne.");
        }
    }

    static IEnumerable<Conflict> Interviewed(PersonInReview person, DossierUnderReview dossier)
    {
        if (dossier.Programme is not { InterviewerMayReview: true } && dossier.WasInterviewedBy(person.Id))
        {
            yield return new(ConflictCodes.Interviewed,
                "because this person leads the dossier's preliminary interview.",
                "parce que cette personne mène le pré-entretien du dossier.");
        }
    }

    static IEnumerable<Conflict> JointProject(PersonInReview person, DossierUnderReview dossier, ConflictFacts facts)
    {
        var since = facts.Today.AddYears(-JointProjectYears);
        foreach (var other in facts.OtherDossiers.Where(other => other.Id != dossier.Id && other.RegisteredOn >= since))
        {
            var tookPart = other.HolderIds.Contains(person.Id) || person.Affiliations.Any(affiliation =>
                WasThere(affiliation, other.RegisteredOn) && other.Consortium.Any(party => affiliation.SameOrganisationAs(party)));
            if (tookPart && other.Consortium.FirstOrDefault(party => dossier.Consortium.Any(mine => mine.SameOrganisationAs(party))) is { } shared)
            {
                yield return Joint(shared.Name, other.Reference, other.RegisteredOn);
            }
        }

        foreach (var past in facts.PastProjects.Where(past => past.RegisteredOn >= since))
        {
            if (dossier.Consortium.FirstOrDefault(party => party.Siren == past.LeadSiren) is { } shared
                && person.Affiliations.Any(affiliation => affiliation.Siren == past.LeadSiren && WasThere(affiliation, past.RegisteredOn)))
            {
                yield return Joint(shared.Name, past.Reference, past.RegisteredOn);
            }
        }
    }

    static bool WasThere(Affiliation affiliation, DateOnly day) =>
        affiliation.From <= day && (affiliation.To is null || affiliation.To >= day);

    static Conflict Joint(string organisation, string reference, DateOnly day) => new(ConflictCodes.JointProject,
        $"because this person took part in the project {reference} with {organisation} in {day.Year}.",
        $"parce que cette personne a participé au projet {reference} avec {organisation} en {day.Year}.");

    static IEnumerable<Conflict> CompetingDossier(PersonInReview person, DossierUnderReview dossier, ConflictFacts facts) =>
        from other in facts.OtherDossiers
        where other.Id != dossier.Id && other.Alive && other.CallId == dossier.CallId && other.HolderIds.Contains(person.Id)
        select new Conflict(ConflictCodes.CompetingDossier,
            $"because this person holds the dossier {other.Reference}, which competes for the same call.",
            $"parce que cette personne porte le dossier {other.Reference}, concurrent pour le même appel.");

    static IEnumerable<Conflict> DeclaredInterest(DossierUnderReview dossier, ConflictFacts facts) =>
        from party in dossier.Consortium
        where party.Siren is not null && facts.DeclaredSirens.Contains(party.Siren)
        select new Conflict(ConflictCodes.DeclaredInterest,
            $"because this person declared an interest in {party.Name}.",
            $"parce que cette personne a déclaré un intérêt dans {party.Name}.");

    static IEnumerable<Conflict> DeclaredConflict(ConflictFacts facts)
    {
        if (facts.DeclaredConflict)
        {
            yield return new(ConflictCodes.DeclaredConflict,
                "because this person declared a conflict of interest on this dossier.",
                "parce que cette personne a déclaré un conflit d'intérêts sur ce dossier.");
        }
    }
}
