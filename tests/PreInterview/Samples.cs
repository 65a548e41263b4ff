using System.Globalization;
using Labelling.Contracts;

namespace Labelling.PreInterview.Tests;

/// <summary>Made-up people, organisations, programmes and dossiers.</summary>
static class Samples
{
    // Check digits are right.
    public const string LeadSiren = "732829320", PartnerSiren = "552100554", OtherSiren = "542065479", GroupSiren = "542051180";

    public static readonly Guid Programme = Guid.Parse("0194a000-0000-7000-8000-000000000001");
    public static readonly Guid Call = Guid.Parse("0194a000-0000-7000-8000-000000000002");
    public static readonly Guid OtherCall = Guid.Parse("0194a000-0000-7000-8000-000000000003");
    public static readonly Guid LeadOrganisation = Guid.Parse("0194a000-0000-7000-8000-000000000004");

    public static readonly Criterion[] Grid =
    [
        new("industrial-interest", "Industrial interest", "Intérêt industriel", 1, 3, false),
        new("scientific-quality", "Scientific quality", "Qualité scientifique", 1, 3, false),
        new("data-quality", "Data quality", "Qualité des données", 1, 3, true),
    ];

    public static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public static Affiliation At(string? siren, string? group = null, string from = "2020-01-01", string? to = null, Guid? organisation = null) => new(
        organisation ?? Guid.CreateVersion7(), siren, group, DateOnly.Parse(from, CultureInfo.InvariantCulture), to is null ? null : DateOnly.Parse(to, CultureInfo.InvariantCulture));

    public static PersonRegistered Person(Guid id, string name, string[] roles, params Affiliation[] affiliations) => new(
        Guid.CreateVersion7(), id, 1, Instant("2026-01-01T08:00:00Z"), name, $"{id:N}@example.org", "fr", roles, affiliations);

    public static ProgrammePublished ProgrammePublished(int version = 1, bool required = true) => new(
        Guid.CreateVersion7(), Programme, version, Instant("2026-01-01T08:00:00Z"), version, "project-label", "Project label", "Label projet",
        Award.ProjectLabel, 3, required, false, 10, 0.5m, 24, Grid);

    public static CallPublished CallPublished(Guid id, string code, long sequence = 1) => new(
        Guid.CreateVersion7(), id, sequence, Instant("2026-01-01T08:00:00Z"), code, "Bpifrance", 75_000_000m,
        Instant("2026-01-10T11:00:00Z"), Instant("2026-12-10T11:00:00Z"), "Europe/Paris", [], null);

    public static DossierSubmitted Submitted(
        Guid id, long sequence, int version, Guid holder, Guid[]? coHolders = null, Guid[]? challenged = null, Guid? call = null,
        string reference = "2026-0042", string title = "Imaging of the liver", bool digital = false, Party[]? partners = null) => new(
        Guid.CreateVersion7(), id, sequence, Instant("2026-03-01T08:00:00Z"), Instant("2026-03-01T08:00:00Z"), version, reference, title, "LIVER",
        "A summary that anybody may read.", DossierKind.Project, digital, Programme, 1, call ?? Call, "i-Démo", "Bpifrance",
        holder, coHolders ?? [], new Party(LeadOrganisation, "Lead SAS", LeadSiren, "sme", null),
        partners ?? [new Party(null, "Partner SA", PartnerSiren, "large-company", null)],
        ["medtech"], [], [], challenged ?? [], 1_000_000m, null);

    public static DossierAdmitted Admitted(Guid id, long sequence, int version) => new(Guid.CreateVersion7(), id, sequence, Instant("2026-03-02T08:00:00Z"), version);

    public static DossierRefusedAdmission Refused(Guid id, long sequence, int version) => new(Guid.CreateVersion7(), id, sequence, Instant("2026-03-02T08:00:00Z"), version);

    public static CorrectionRequested Correction(Guid id, long sequence, int version) =>
        new(Guid.CreateVersion7(), id, sequence, Instant("2026-03-02T08:00:00Z"), version, new DateOnly(2026, 3, 20));

    public static DossierWithdrawn Withdrawn(Guid id, long sequence) => new(Guid.CreateVersion7(), id, sequence, Instant("2026-03-02T08:00:00Z"));

    public static ExpertAssigned Assigned(Guid id, long sequence, Guid expert) => new(Guid.CreateVersion7(), id, sequence, Instant("2026-03-02T08:00:00Z"), expert);

    public static Conclusion Concluding(InterviewRecommendation recommendation, DateOnly? replanTo = null, Guid? redirectTo = null) => new(
        recommendation, [new("scientific-quality", 3.5m, "Sound.")], "A strong team.", "No regulatory plan.", "See a notified body early.",
        "The holder hesitates about the budget.", replanTo, redirectTo);
}
