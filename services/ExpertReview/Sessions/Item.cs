using Labelling.Contracts;

namespace Labelling.ExpertReview.Sessions;

public enum ItemStatus
{
    Waiting,
    Open,
    Decided,

    /// <summary>The session was closed before a decision: the dossier is free for another one.</summary>
    Left,
}

public enum RecusalKind
{
    /// <summary>A conflict of interests found in our own data. Nobody can take it back.</summary>
    Detected,

    /// <summary>The member's own.</summary>
    Own,

    /// <summary>By the office, with a reason.</summary>
    Office,
}

/// <summary>Of a dossier in a session, so that it outlives a version of the agenda that leaves the dossier out.</summary>
/// <remarks>
/// Reason: As it was typed; in English when it was detected.
/// ReasonInFrench: Of a detected conflict; null for one that somebody typed.
/// </remarks>
public sealed record Recusal(Guid DossierId, Guid PersonId, RecusalKind Kind, string Reason, string? ReasonInFrench, DateTimeOffset At);

/// <summary>
/// A dossier as it stood when the agenda took it up, with the settings it was submitted under: what is decided, signed and
/// printed is this, whatever is deposited later.
/// </summary>
/// <remarks>
/// Organisation: The lead's name.
/// QuorumShare: Above 0 to 1.
/// Winners: How many of this programme and call it can be given to; null: no limit.
/// </remarks>
public sealed record DossierOnAgenda(
    int Version, string Reference, string Title, Guid HolderId, string Organisation, string Call, string FundingBody,
    Guid ProgrammeId, int ProgrammeVersion, string Programme, string ProgrammeEnglish, string ProgrammeFrench,
    Award Award, int ValidityMonths, decimal QuorumShare, int? Winners = null)
{
    /// <summary>True when both are for the same award of the same call.</summary>
    public bool CompetesWith(DossierOnAgenda other) => ProgrammeId == other.ProgrammeId && Call == other.Call && FundingBody == other.FundingBody;
}

/// <summary>A dossier, in one version, on the agenda of a session.</summary>
public sealed record Item
{
    public required Guid Id { get; init; }
    public required Guid DossierId { get; init; }
    public required DossierOnAgenda Dossier { get; init; }
    public required int Position { get; init; }
    public ItemStatus Status { get; init; } = ItemStatus.Waiting;

    /// <summary>What was carried; null until the item is decided.</summary>
    public Proposal? Decision { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public Guid? PresidedBy { get; init; }

    /// <summary>The members who were in the room when it was decided: until the release they alone, and the office, know.</summary>
    public IReadOnlyList<Guid> Heard { get; init; } = [];
    public DateTimeOffset? ReleasedAt { get; init; }
    public Guid? ReleasedBy { get; init; }

    public bool IsReleased => ReleasedAt is not null;

    public Item? Open() => Status is ItemStatus.Waiting ? this with { Status = ItemStatus.Open } : null;

    /// <summary>Another item is taken first.</summary>
    public Item? PutAside() => Status is ItemStatus.Open ? this with { Status = ItemStatus.Waiting } : null;

    public Item? Decide(Ballot carried, Room room) =>
        Status is ItemStatus.Open && carried is { Status: BallotStatus.Carried, ClosedAt: not null } && carried.ItemId == Id
            ? this with
            {
                Status = ItemStatus.Decided,
                Decision = carried.Proposal,
                DecidedAt = carried.ClosedAt,
                PresidedBy = carried.ClosedBy,
                Heard = room.Present,
            }
            : null;

    public Item? Leave() => Status is ItemStatus.Waiting or ItemStatus.Open ? this with { Status = ItemStatus.Left } : null;

    /// <summary>Ends the embargo; once.</summary>
    public Item? Release(Guid by, DateTimeOffset at) => Status is ItemStatus.Decided && !IsReleased
        ? this with { ReleasedAt = at, ReleasedBy = by }
        : null;
}
