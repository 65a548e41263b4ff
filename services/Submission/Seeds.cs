using Labelling.Contracts;
using Labelling.Storage;
using Microsoft.Extensions.Hosting;

namespace Labelling.Submission;

/// <summary>
/// What a new installation begins with: vocabularies and four programmes, published as anything else is. From then on they are data,
/// and nothing in the program lists them. Planted only while there is no vocabulary at all.
/// </summary>
public static class Seeds
{
    static readonly IReadOnlyList<(string Vocabulary, string Code, string English, string French)> Values =
    [
        (VocabularyValue.Sector, "biotech-pharma", "Biotech and pharma", "Biotech et pharma"),
        (VocabularyValue.Sector, "medtech", "Medical technology", "Technologies médicales"),
        (VocabularyValue.Sector, "dm-div", "Medical and in vitro diagnostic devices", "Dispositifs médicaux et de diagnostic in vitro"),
        (VocabularyValue.Sector, "e-health", "Digital health", "Santé numérique"),

        (VocabularyValue.TherapeuticArea, "cardiology", "Cardiology", "Cardiologie"),
        (VocabularyValue.TherapeuticArea, "ophthalmology", "Ophthalmology", "Ophtalmologie"),
        (VocabularyValue.TherapeuticArea, "neurology", "Neurology", "Neurologie"),
        (VocabularyValue.TherapeuticArea, "infectiology", "Infectious diseases", "Infectiologie"),
        (VocabularyValue.TherapeuticArea, "oncology", "Oncology", "Oncologie"),
        (VocabularyValue.TherapeuticArea, "metabolism", "Metabolism", "Métabolisme"),
        (VocabularyValue.TherapeuticArea, "rare-diseases", "Rare diseases", "Maladies rares"),

        (VocabularyValue.TechnologyAxis, "imaging", "Imaging", "Imagerie"),
        (VocabularyValue.TechnologyAxis, "data-collection-and-analysis", "Data collection and analysis", "Collecte et analyse de données"),
        (VocabularyValue.TechnologyAxis, "artificial-intelligence", "Artificial intelligence", "Intelligence artificielle"),
        (VocabularyValue.TechnologyAxis, "bioproduction", "Bioproduction", "Bioproduction"),
        (VocabularyValue.TechnologyAxis, "robotics", "Robotics", "Robotique"),

        (VocabularyValue.OrganisationType, "sme", "Small or medium enterprise", "PME"),
        (VocabularyValue.OrganisationType, "mid-cap", "Mid-cap company", "ETI"),
        (VocabularyValue.OrganisationType, "large-company", "Large company", "Grand groupe"),
        (VocabularyValue.OrganisationType, "academic", "Academic laboratory", "Laboratoire académique"),
        (VocabularyValue.OrganisationType, "hospital", "Hospital", "Établissement de santé"),
        (VocabularyValue.OrganisationType, "association", "Association", "Association"),
        (VocabularyValue.OrganisationType, "public", "Public body", "Organisme public"),

        (VocabularyValue.Region, "auvergne-rhone-alpes", "Auvergne-Rhône-Alpes", "Auvergne-Rhône-Alpes"),
        (VocabularyValue.Region, "bretagne", "Brittany", "Bretagne"),
        (VocabularyValue.Region, "grand-est", "Grand Est", "Grand Est"),
        (VocabularyValue.Region, "hauts-de-france", "Hauts-de-France", "Hauts-de-France"),
        (VocabularyValue.Region, "ile-de-france", "Île-de-France", "Île-de-France"),
        (VocabularyValue.Region, "normandie", "Normandy", "Normandie"),
        (VocabularyValue.Region, "nouvelle-aquitaine", "Nouvelle-Aquitaine", "Nouvelle-Aquitaine"),
        (VocabularyValue.Region, "occitanie", "Occitania", "Occitanie"),
        (VocabularyValue.Region, "pays-de-la-loire", "Pays de la Loire", "Pays de la Loire"),
        (VocabularyValue.Region, "provence-alpes-cote-d-azur", "Provence-Alpes-Côte d'Azur", "Provence-Alpes-Côte d'Azur"),

        (VocabularyValue.FundingBody, "ANR", "French National Research Agency", "Agence nationale de la recherche"),
        (VocabularyValue.FundingBody, "Bpifrance", "Bpifrance", "Bpifrance"),
        (VocabularyValue.FundingBody, "Region", "Region", "Région"),
        (VocabularyValue.FundingBody, "Europe", "Europe", "Europe"),
        (VocabularyValue.FundingBody, "Foundation", "Foundation", "Fondation"),
    ];

    /// <summary>DOMAIN.md "Expert review": three criteria for all, five more for digital and AI dossiers.</summary>
    static readonly IReadOnlyList<Criterion> Grid =
    [
        new("industrial-interest", "Industrial interest", "Intérêt industriel", 1, 3, false),
        new("scientific-quality", "Scientific quality", "Qualité scientifique", 1, 3, false),
        new("probability-of-success", "Probability of success", "Probabilité de succès", 1, 3, false),
        new("medical-need", "Medical need", "Besoin médical", 1, 3, true),
        new("data-quality", "Data quality", "Qualité des données", 1, 3, true),
        new("regulation-and-ethics", "Regulation and ethics", "Réglementation et éthique", 1, 3, true),
        new("business-model", "Business model", "Modèle économique", 1, 3, true),
        new("clinical-validation", "Clinical validation", "Validation clinique", 1, 3, true),
    ];

    /// <summary>DOMAIN.md "What a committee runs": who the prize and the accelerator are for.</summary>
    static readonly IReadOnlyList<(string Code, Award Award, ProgrammeSettings Settings)> Programmes =
    [
        ("project-label", Award.ProjectLabel, new ProgrammeSettings("Project label", "Label projet", 3, true, false, 10, 0.5m, 24, Grid)),
        ("idea-label", Award.IdeaLabel, new ProgrammeSettings("Idea label", "Label idée", 3, true, false, 10, 0.5m, 24, Grid)),
        ("prize", Award.Prize, new ProgrammeSettings("Young researcher's prize", "Prix jeune chercheur", 3, false, false, 10, 0.5m, 24, Grid)
        {
            Rules = new EligibilityRules(AgeUnder: 45, YearsPerMaternityLeave: 1),
            Winners = 3,
        }),
        ("start-up-accelerator", Award.Accelerator, new ProgrammeSettings("Accelerator", "Accélérateur", 3, true, false, 10, 0.5m, 24, Grid)
        {
            Rules = new EligibilityRules(TurnoverAtLeastEur: 500_000m, ClinicalPhaseAtLeast: "1A"),
        }),
    ];

    /// <summary>Plants them in one transaction; a second call, or a second process at the same moment, changes nothing.</summary>
    public static async Task Plant(Database database, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (!await VocabularyStore.IsEmpty(transaction))
        {
            return;
        }

        var who = Actor.Service(database.Name);
        var at = database.Clock.Now();
        foreach (var (vocabulary, code, english, french) in Values)
        {
            var (value, happened) = VocabularyValue.Add(vocabulary, code, english, french, at);
            await VocabularyStore.Add(transaction, value, happened, who);
        }

        foreach (var (code, award, settings) in Programmes)
        {
            var (programme, happened) = Programme.Publish(code, award, settings, at);
            await ProgrammeStore.Publish(transaction, programme, happened, who);
        }

        await transaction.Commit();
    }
}

/// <summary>Plants the seeds when the service starts.</summary>
public sealed class SeedPlanting(Database database) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Seeds.Plant(database, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
