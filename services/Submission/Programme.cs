using Labelling.Contracts;
using Labelling.Submission.Planning;

namespace Labelling.Submission;

/// <summary>The settings of one version of a programme.</summary>
public sealed record ProgrammeSettings(
    string English, string French, int ExpertsPerDossier, bool InterviewRequired, bool InterviewerMayReview,
    int ReviewDays, decimal QuorumShare, int ValidityMonths, IReadOnlyList<Criterion> Grid)
{
    /// <summary>What it asks of a dossier, besides the call; null, as in versions from before it could: nothing.</summary>
    public EligibilityRules? Rules { get; init; }

    /// <summary>How many dossiers of one call it is given to at most; null: to all that deserve it.</summary>
    public int? Winners { get; init; }

    /// <summary>How much time its steps take; null: as usual.</summary>
    public PlanSettings? Plan { get; init; }
}

/// <summary>A programme at one of its versions. Code and award are what it is: no version changes them.</summary>
public sealed record Programme(Guid Id, string Code, Award Award, int Version, DateTimeOffset PublishedAt, ProgrammeSettings Settings)
{
    public static (Programme, ProgrammePublished) Publish(string code, Award award, ProgrammeSettings settings, DateTimeOffset at)
    {
        var programme = new Programme(Guid.CreateVersion7(), code, award, 1, at, settings);
        return (programme, programme.Told());
    }

    public (Programme, ProgrammePublished) Revise(ProgrammeSettings settings, DateTimeOffset at)
    {
        var programme = this with { Version = Version + 1, PublishedAt = at, Settings = settings };
        return (programme, programme.Told());
    }

    ProgrammePublished Told() => new(
        Guid.CreateVersion7(), Id, 0, PublishedAt, Version, Code, Settings.English, Settings.French, Award,
        Settings.ExpertsPerDossier, Settings.InterviewRequired, Settings.InterviewerMayReview, Settings.ReviewDays,
        Settings.QuorumShare, Settings.ValidityMonths, [.. Settings.Grid], Settings.Winners);
}
