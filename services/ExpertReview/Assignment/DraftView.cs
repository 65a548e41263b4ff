using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;

namespace Labelling.ExpertReview.Assignment;

/// <summary>
/// A proposal as the caller of the office may see it, with what it would do: the worst served dossier (the least sum of scores; null where
/// none asks for experts), the total, and, where it could not be done, what would make it possible.
/// </summary>
public sealed record DraftView(
    Guid Id, long Revision, DateTimeOffset MadeAt, DateTimeOffset ChangedAt, double? Worst, double Total, bool Optimal, double? WorstBound,
    IReadOnlyList<string> Relief, bool FewestRules, IReadOnlyList<DraftLine> Dossiers, IReadOnlyList<DraftLoad> Loads)
{
    public int Places => Dossiers.Sum(line => line.Experts.Count);

    public bool KeepsRules => Dossiers.All(line => line.Broken.Count == 0 && line.Experts.All(expert => expert.Barred is null)) && Loads.All(load => !load.TooMuch);
}

/// <summary>One dossier: the scores of the experts proposed and invited together, and what these lack or have too much of, in words.</summary>
public sealed record DraftLine(
    Guid DossierId, string Reference, string Acronym, string Title, bool Digital, int Needed, int Invited, double Sum, IReadOnlyList<DraftExpert> Experts,
    IReadOnlyList<string> Broken);

/// <summary>Somebody proposed. Barred: why they cannot be sent there, found since; null: they can.</summary>
public sealed record DraftExpert(Guid ExpertId, string Name, ExpertProfile Profile, bool Digital, double Score, string Why, bool Pinned, string? Barred);

/// <summary>Open reviews and those proposed together.</summary>
public sealed record DraftLoad(Guid ExpertId, string Name, int Load, int Largest)
{
    public bool TooMuch => Load > Largest;
}

/// <summary>An expert of the pool beside one dossier of the proposal.</summary>
public sealed record DraftCandidate(
    Guid ExpertId, string Name, ExpertProfile Profile, bool Digital, double Score, string Why, int Load, int Largest, bool Proposed, bool Pinned, bool Forbidden,
    string? Barred);

/// <summary>One dossier of a proposal with everybody who could be there and who cannot.</summary>
public sealed record DraftDossierView(long Revision, DraftLine Line, double? Worst, double Total, IReadOnlyList<DraftCandidate> Candidates);
