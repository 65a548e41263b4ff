using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.PreInterview;

/// <summary>What this service heard of a dossier: the latest version deposited, and what became of it.</summary>
public sealed record DossierToInterview
{
    public required Guid Id { get; init; }

    /// <summary>The latest version deposited that was heard of.</summary>
    public required int Version { get; init; }
    public required string Reference { get; init; }
    public required string Title { get; init; }
    public required string Acronym { get; init; }
    public required string Summary { get; init; }
    public required bool Digital { get; init; }
    public required Guid ProgrammeId { get; init; }
    public required int ProgrammeVersion { get; init; }
    public required Guid CallId { get; init; }

    /// <summary>Holder and co-holders.</summary>
    public required IReadOnlyList<Guid> HolderIds { get; init; }

    /// <summary>The lead organisation first, then the partners.</summary>
    public required IReadOnlyList<Party> Consortium { get; init; }
    public required IReadOnlyList<Guid> ChallengedPersonIds { get; init; }

    /// <summary>Day of the first deposit, in Paris; null when it was heard of before this was kept.</summary>
    public required DateOnly? RegisteredOn { get; init; }
    public IReadOnlyList<string> Sectors { get; init; } = [];
    public IReadOnlyList<string> TherapeuticAreas { get; init; } = [];
    public IReadOnlyList<string> TechnologyAxes { get; init; } = [];
    public int? AdmittedVersion { get; init; }

    // Submission's own numbers of a dossier's events order what happened to it, in whatever order it was heard.
    public long AdmittedSequence { get; init; }
    public long RefusedSequence { get; init; }
    public long CorrectionSequence { get; init; }
    public bool Withdrawn { get; init; }
    public bool ReviewBegun { get; init; }

    public bool Inadmissible => RefusedSequence > AdmittedSequence;

    /// <summary>The holder is to correct it, or has and the new version is not admitted yet.</summary>
    public bool CorrectionPending => CorrectionSequence > AdmittedSequence;

    public static DossierToInterview From(DossierSubmitted submitted) => new()
    {
        Id = submitted.DossierId,
        Version = submitted.Version,
        Reference = submitted.Reference,
        Title = submitted.Title,
        Acronym = submitted.Acronym,
        Summary = submitted.Summary,
        Digital = submitted.Digital,
        ProgrammeId = submitted.ProgrammeId,
        ProgrammeVersion = submitted.ProgrammeVersion,
        CallId = submitted.CallId,
        HolderIds = [.. submitted.CoHolderIds.Prepend(submitted.HolderId).Distinct()],
        Consortium = [submitted.Lead, .. submitted.Partners],
        ChallengedPersonIds = submitted.ChallengedPersonIds,
        RegisteredOn = Paris.Day(submitted.FirstSubmittedAt),
        Sectors = submitted.Sectors,
        TherapeuticAreas = submitted.TherapeuticAreas,
        TechnologyAxes = submitted.TechnologyAxes,
    };

    /// <summary>Null: nothing to open or change for this admission.</summary>
    public Interview? OpenAfterAdmission(Interview? last, int version, DateTimeOffset at)
    {
        if (Withdrawn || Inadmissible) return null;
        if (last is null) return Interview.Open(Id, 1, version, null, at);
        if (last.IsOpen || last.OpenedTheGate) return null;
        return Interview.Open(Id, last.Round + 1, version, null, at);
    }
}
