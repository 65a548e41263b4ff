using Labelling.Hosting;

namespace Labelling.Submission;

/// <summary>Whatever a content names must exist, here or by what Accounts told.</summary>
public sealed class NamedThings(VocabularyStore vocabularies, ProgrammeStore programmes, CallStore calls, PeopleStore people, DossierStore dossiers)
{
    /// <summary>The first thing that is not known, as the answer to give; null when all is.</summary>
    public async Task<UnprocessableProblem?> FirstUnknown(DossierContent content, Guid holder, Guid? dossier, Viewer viewer, CancellationToken stop)
    {
        var values = (await vocabularies.All(stop)).Select(value => (value.Vocabulary, value.Code)).ToHashSet();
        foreach (var (field, vocabulary, code) in Coded(content))
        {
            if (!values.Contains((vocabulary, code)))
            {
                return Unknown(field, code, $"choose a value of the vocabulary {vocabulary}", $"choisissez une valeur du vocabulaire {vocabulary}");
            }
        }

        if (content.ProgrammeId is { } programme && await programmes.Find(programme, stop) is null)
        {
            return Unknown("programmeId", programme.ToString(), "choose one of the programmes", "choisissez un des programmes");
        }

        if (content.CallId is { } call && await calls.Find(call, stop) is null)
        {
            return Unknown("callId", call.ToString(), "choose one of the calls", "choisissez un des appels à projets");
        }

        foreach (var (field, named) in new[] { ("coHolderIds", content.CoHolderIds), ("challengedPersonIds", content.ChallengedPersonIds) })
        {
            if ((await people.Unknown(named, stop)) is [var nobody, ..])
            {
                return Unknown(field, nobody.ToString(), "name a person who has an account", "désignez une personne qui a un compte");
            }
        }

        if (content.ChallengedPersonIds.FirstOrDefault(person => person == holder || content.CoHolderIds.Contains(person)) is var both && both != Guid.Empty)
        {
            return Problems.Unprocessable(
                "dossier.holder-challenged",
                $"challengedPersonIds: {both} holds this dossier and cannot be challenged in it: remove them from one of the lists.",
                $"challengedPersonIds : {both} porte ce dossier et ne peut y être récusé : retirez cette personne d'une des listes.");
        }

        if (content.CoHolderIds.Contains(holder))
        {
            return Problems.Unprocessable(
                "dossier.holder-twice",
                "coHolderIds: the holder is no co-holder: remove them from the list.",
                "coHolderIds : le porteur n'est pas co-porteur : retirez-le de la liste.");
        }

        if (content.ResubmitsDossierId is { } resubmitted
            && (resubmitted == dossier || await dossiers.Find(resubmitted, viewer, stop) is not { Held: true, Dossier.Version: > 0 }))
        {
            return Unknown("resubmitsDossierId", resubmitted.ToString(), "choose another dossier of yours that was deposited", "choisissez un autre de vos dossiers déjà déposés");
        }

        return await FirstWrongOrganisation(content, stop);
    }

    async Task<UnprocessableProblem?> FirstWrongOrganisation(DossierContent content, CancellationToken stop)
    {
        var named = Organisations(content).Where(one => one.Organisation.OrganisationId is not null).ToList();
        var known = await people.Organisations([.. named.Select(one => one.Organisation.OrganisationId!.Value).Distinct()], stop);
        foreach (var (field, organisation) in named)
        {
            if (!known.TryGetValue(organisation.OrganisationId!.Value, out var there))
            {
                return Unknown($"{field}.organisationId", organisation.OrganisationId.Value.ToString(),
                    "choose a known organisation or leave it out", "choisissez un organisme connu ou laissez vide");
            }

            if (organisation.Siren is { } siren && siren != there.Siren)
            {
                return Problems.Unprocessable(
                    "dossier.organisation-differs",
                    $"{field}.siren: {siren} is not the SIREN of the organisation chosen ({there.Name}): correct it, or leave organisationId out.",
                    $"{field}.siren : {siren} n'est pas le SIREN de l'organisme choisi ({there.Name}) : corrigez-le, ou laissez organisationId vide.");
            }
        }

        return null;
    }

    /// <summary>An organisation chosen by its id brings its own data along, where the holder gives none.</summary>
    public async Task<DossierContent> FillIn(DossierContent content, CancellationToken stop)
    {
        var known = await people.Organisations([.. content.Consortium.Select(one => one.OrganisationId).OfType<Guid>().Distinct()], stop);
        return known.Count == 0 ? content : content with
        {
            Lead = content.Lead is null ? null : Filled(content.Lead),
            Partners = [.. content.Partners.Select(Filled)],
        };

        Organisation Filled(Organisation organisation) =>
            organisation.OrganisationId is { } id && known.TryGetValue(id, out var there)
                ? organisation with
                {
                    Name = organisation.Name ?? there.Name,
                    Siren = organisation.Siren ?? there.Siren,
                    Type = organisation.Type ?? there.Type,
                    Region = organisation.Region ?? there.Region,
                }
                : organisation;
    }

    static IEnumerable<(string Field, string Vocabulary, string Code)> Coded(DossierContent content) =>
    [
        .. content.Sectors.Select((code, at) => ($"sectors[{at}]", VocabularyValue.Sector, code)),
        .. content.TherapeuticAreas.Select((code, at) => ($"therapeuticAreas[{at}]", VocabularyValue.TherapeuticArea, code)),
        .. content.TechnologyAxes.Select((code, at) => ($"technologyAxes[{at}]", VocabularyValue.TechnologyAxis, code)),
        .. Organisations(content).Where(one => one.Organisation.Type is not null)
            .Select(one => ($"{one.Field}.type", VocabularyValue.OrganisationType, one.Organisation.Type!)),
        .. Organisations(content).Where(one => one.Organisation.Region is not null)
            .Select(one => ($"{one.Field}.region", VocabularyValue.Region, one.Organisation.Region!)),
    ];

    static IEnumerable<(string Field, Organisation Organisation)> Organisations(DossierContent content) =>
    [
        .. content.Lead is null ? Enumerable.Empty<(string, Organisation)>() : [("lead", content.Lead)],
        .. content.Partners.Select((partner, at) => ($"partners[{at}]", partner)),
    ];

    static UnprocessableProblem Unknown(string field, string value, string english, string french) => Problems.Unprocessable(
        "dossier.unknown-value",
        $"{field}: \"{value}\" is not known here: {english}.",
        $"{field} : « {value} » n'est pas connu ici : {french}.");
}
