using Labelling.Contracts;

namespace Labelling.ExpertReview.Tests.Reviews;

/// <summary>Events as the other services would publish them, about one usual dossier of one usual programme.</summary>
static class Given
{
    public const string LeadSiren = "111111118", PartnerSiren = "222222226", OtherSiren = "333333334", GroupSiren = "444444442",
        StrangerSiren = "555555556";

    public static readonly Guid ProgrammeId = Guid.Parse("00000000-0000-7000-8000-00000000aaaa");
    public static readonly Guid CallId = Guid.Parse("00000000-0000-7000-8000-00000000cccc");
    public static readonly Guid HolderId = Guid.Parse("00000000-0000-7000-8000-000000000001");
    public static readonly Guid CoHolderId = Guid.Parse("00000000-0000-7000-8000-000000000002");
    public static readonly DateTimeOffset At = new(2026, 3, 12, 9, 0, 0, TimeSpan.Zero);

    public static readonly Party Lead = new(Guid.Parse("00000000-0000-7000-8000-0000000000f1"), "Alpha Imaging", LeadSiren, "sme", "Occitanie");
    public static readonly Party Partner = new(Guid.Parse("00000000-0000-7000-8000-0000000000f2"), "Beta University", PartnerSiren, "academic", "Bretagne");

    public static readonly Criterion[] UsualGrid =
    [
        new("industrial-interest", "Industrial interest", "Intérêt industriel", 2m, 3m, false),
        new("scientific-quality", "Scientific quality", "Qualité scientifique", 1m, 3m, false),
        new("probability-of-success", "Probability of success", "Probabilité de succès", 1m, 3m, false),
        new("data-quality", "Data quality", "Qualité des données", 1m, 3m, true),
    ];

    public static ProgrammePublished Programme(
        int version = 1, bool interviewRequired = true, bool interviewerMayReview = false, Guid? id = null, Criterion[]? grid = null) => new(
        Guid.CreateVersion7(), id ?? ProgrammeId, version, At, version, "project-label", "Project label", "Label projet", Award.ProjectLabel,
        3, interviewRequired, interviewerMayReview, 10, 0.5m, 24, grid ?? UsualGrid);

    public static DossierSubmitted Submitted(
        Guid id, long sequence = 1, int version = 1, string reference = "2026-0001", bool digital = false, Party? lead = null,
        Party[]? partners = null, Guid? holderId = null, Guid[]? coHolderIds = null, Guid[]? challenged = null, Guid? callId = null,
        DateTimeOffset? at = null, Guid? programmeId = null, int programmeVersion = 1) => new(
        Guid.CreateVersion7(), id, sequence, (at ?? At).AddMinutes(version), at ?? At, version, reference, $"Imaging hearts, version {version}", "HEART",
        "We image hearts.", DossierKind.Project, digital, programmeId ?? ProgrammeId, programmeVersion, callId ?? CallId, "i-Demo 2026", "Bpifrance",
        holderId ?? HolderId, coHolderIds ?? [CoHolderId], lead ?? Lead, partners ?? [Partner], ["medtech"], ["cardiology"], ["imaging"],
        challenged ?? [], 1_000_000m, null);

    public static DossierAdmitted Admitted(Guid id, long sequence = 2, int version = 1) => new(Guid.CreateVersion7(), id, sequence, At, version);

    public static DossierRefusedAdmission Refused(Guid id, long sequence, int version = 1) => new(Guid.CreateVersion7(), id, sequence, At, version);

    public static CorrectionRequested Correction(Guid id, long sequence, int version = 1) =>
        new(Guid.CreateVersion7(), id, sequence, At, version, new DateOnly(2026, 4, 1));

    public static DossierWithdrawn Withdrawn(Guid id, long sequence) => new(Guid.CreateVersion7(), id, sequence, At);

    public static InterviewBooked Booked(Guid id, long sequence, Guid expertId) =>
        new(Guid.CreateVersion7(), id, sequence, At, Guid.CreateVersion7(), expertId, At.AddDays(2), At.AddDays(2).AddHours(1));

    public static InterviewCancelled Cancelled(Guid id, long sequence, Guid expertId) => new(Guid.CreateVersion7(), id, sequence, At, Guid.CreateVersion7(), expertId);

    public static InterviewHeld Held(Guid id, long sequence, Guid expertId) =>
        new(Guid.CreateVersion7(), id, sequence, At, Guid.CreateVersion7(), expertId, new DateOnly(2026, 3, 14));

    public static InterviewConcluded Concluded(Guid id, long sequence, InterviewRecommendation recommendation, Guid? expertId = null) =>
        new(Guid.CreateVersion7(), id, sequence, At, Guid.CreateVersion7(), expertId ?? Guid.CreateVersion7(), 1, recommendation,
            recommendation == InterviewRecommendation.Replan ? new DateOnly(2026, 9, 1) : null,
            recommendation == InterviewRecommendation.Redirect ? Guid.CreateVersion7() : null);

    public static InterviewWaived Waived(Guid id, long sequence) => new(Guid.CreateVersion7(), id, sequence, At);

    public static PersonRegistered Person(Guid id, string name, string[] roles, params Affiliation[] affiliations) =>
        new(Guid.CreateVersion7(), id, 1, At, name, $"{id:N}@example.org", "en", roles, affiliations);

    public static Affiliation Of(string siren, string from = "2015-01-01", string? to = null, string? group = null) => new(
        Guid.CreateVersion7(), siren, group, DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture),
        to is null ? null : DateOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Every order of these.</summary>
    public static IEnumerable<IReadOnlyList<T>> EveryOrder<T>(IReadOnlyList<T> items)
    {
        if (items.Count == 0)
        {
            yield return [];
            yield break;
        }
        for (var first = 0; first < items.Count; first++)
        {
            var rest = items.Where((_, index) => index != first).ToList();
            foreach (var order in EveryOrder<T>(rest))
                yield return [items[first], .. order];
        }
    }
}
