using Labelling.Contracts;

namespace Labelling.ExpertReview.Reviews;

public enum InvitationStatus
{
    /// <summary>Title, summary and consortium can be read, nothing else.</summary>
    Invited,

    /// <summary>Declared "no conflict": reads the version under review and writes.</summary>
    Accepted,

    /// <summary>The review is in.</summary>
    Submitted,

    /// <summary>The office gave a submitted review back.</summary>
    Reopened,

    /// <summary>Will not review; remembered.</summary>
    Declined,

    /// <summary>Declared a conflict of interest; remembered.</summary>
    ConflictDeclared,

    /// <summary>Taken back: by the office, or because the dossier is gone.</summary>
    Cancelled,
}

public static class InvitationStatuses
{
    /// <summary>Something is still to be done by the expert: counts in the load.</summary>
    public static bool IsOpen(this InvitationStatus status) => status switch
    {
        InvitationStatus.Invited or InvitationStatus.Accepted or InvitationStatus.Reopened => true,
        InvitationStatus.Submitted or InvitationStatus.Declined or InvitationStatus.ConflictDeclared or InvitationStatus.Cancelled => false,
    };
}

/// <summary>What was reviewed, set when the review is submitted.</summary>
/// <param name="Version">The dossier's version.</param>
/// <param name="ProgrammeId">Whose grid.</param>
/// <param name="ProgrammeVersion">Which version of it.</param>
/// <param name="Digital">True: with the criteria of digital dossiers.</param>
public sealed record Reviewed(int Version, Guid ProgrammeId, int ProgrammeVersion, bool Digital);

/// <summary>An expert's invitation to review a dossier, and the review itself. Null from a method: not allowed from here.</summary>
public sealed record Invitation
{
    public required Guid Id { get; init; }
    public required Guid DossierId { get; init; }
    public required Guid ExpertId { get; init; }
    public required InvitationStatus Status { get; init; }
    public required DateTimeOffset InvitedAt { get; init; }

    /// <summary>Last day for the review, in Europe/Paris.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>What had opened the dossier's gate when the expert was invited.</summary>
    public required GateOpenedBy GateOpenedBy { get; init; }
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>Why it was declined, reopened or cancelled, or what the conflict is.</summary>
    public string? Reason { get; init; }
    public Review Review { get; init; } = Review.Empty;
    public DateTimeOffset? SubmittedAt { get; init; }
    public Reviewed? Reviewed { get; init; }
    public required long Revision { get; init; }

    /// <summary>Something is still to be done by the expert: counts in the load.</summary>
    public bool IsOpen => Status.IsOpen();

    /// <summary>The expert counts among the dossier's experts.</summary>
    public bool IsLive => IsOpen || Status == InvitationStatus.Submitted;

    public bool MayWrite => Status is InvitationStatus.Accepted or InvitationStatus.Reopened;

    /// <summary>Only a dossier whose review may begin can be given to an expert; null: its gate is closed.</summary>
    public static (Invitation, ExpertAssigned)? Invite(DossierUnderReview dossier, Guid expertId, DateOnly dueOn, DateTimeOffset at) =>
        dossier is { ReviewMayBegin: true, GateOpenedBy: { } openedBy }
            ? (new Invitation
            {
                Id = Guid.CreateVersion7(at),
                DossierId = dossier.Id,
                ExpertId = expertId,
                Status = InvitationStatus.Invited,
                InvitedAt = at,
                DueOn = dueOn,
                GateOpenedBy = openedBy,
                Revision = 1,
            }, new ExpertAssigned(Guid.CreateVersion7(at), dossier.Id, 0, at, expertId))
            : null;

    public Invitation? Accept(DateTimeOffset at) => Status is InvitationStatus.Invited
        ? this with { Status = InvitationStatus.Accepted, AcceptedAt = at, Revision = Revision + 1 }
        : null;

    public (Invitation, ExpertDeclined)? Decline(string reason, DateTimeOffset at) =>
        Leave(InvitationStatus.Declined, Status is InvitationStatus.Invited or InvitationStatus.Accepted, reason, at);

    public (Invitation, ExpertDeclined)? DeclareConflict(string reason, DateTimeOffset at) =>
        Leave(InvitationStatus.ConflictDeclared, Status is InvitationStatus.Invited or InvitationStatus.Accepted, reason, at);

    public (Invitation, ExpertDeclined)? Cancel(string reason, DateTimeOffset at) =>
        Leave(InvitationStatus.Cancelled, IsOpen, reason, at);

    (Invitation, ExpertDeclined)? Leave(InvitationStatus status, bool allowed, string reason, DateTimeOffset at) => allowed
        ? (this with { Status = status, Reason = reason, Revision = Revision + 1 }, new ExpertDeclined(Guid.CreateVersion7(at), DossierId, 0, at, ExpertId))
        : null;

    public Invitation? Write(Review review) => MayWrite
        ? this with { Review = review, Revision = Revision + 1 }
        : null;

    /// <summary>Only a review that lacks nothing on the dossier's grid is submitted: ask <see cref="Grid.Lacks"/> before.</summary>
    public (Invitation, ReviewSubmitted)? Submit(DossierUnderReview dossier, DateTimeOffset at) =>
        MayWrite && dossier is { ReviewMayBegin: true, Programme: { } programme } && Grid.Of(programme, dossier.Digital).Lacks(Review).Count == 0
            ? (this with
            {
                Status = InvitationStatus.Submitted,
                SubmittedAt = at,
                Reviewed = new Reviewed(dossier.Version, dossier.ProgrammeId, dossier.ProgrammeVersion, dossier.Digital),
                Revision = Revision + 1,
            }, new ReviewSubmitted(Guid.CreateVersion7(at), DossierId, 0, at, ExpertId))
            : null;

    /// <summary>The office gives a review back, as long as the committee does not have it before it.</summary>
    public Invitation? Reopen(DossierUnderReview dossier, string reason) =>
        Status is InvitationStatus.Submitted && dossier is { ReviewsClosedAt: null, Withdrawn: false, Inadmissible: false }
            ? this with { Status = InvitationStatus.Reopened, Reason = reason, Revision = Revision + 1 }
            : null;
}
