using Labelling.Contracts;

namespace Labelling.ExpertReview.Reviews;

/// <summary>One version of a programme, as heard. A dossier keeps the version it was submitted under, so all of them are kept.</summary>
public sealed record ProgrammeSettings(
    Guid ProgrammeId, int Version, string Code, string English, string French, Award Award,
    int ExpertsPerDossier, bool InterviewRequired, bool InterviewerMayReview, int ReviewDays,
    decimal QuorumShare, int ValidityMonths, IReadOnlyList<Criterion> Grid, int? Winners = null)
{
    public static ProgrammeSettings From(ProgrammePublished published) => new(
        published.ProgrammeId, published.Version, published.Code, published.English, published.French, published.Award,
        published.ExpertsPerDossier, published.InterviewRequired, published.InterviewerMayReview, published.ReviewDays,
        published.QuorumShare, published.ValidityMonths, published.Grid, published.Winners);
}
