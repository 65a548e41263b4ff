using Labelling.Contracts;

namespace Labelling.ExpertReview.Reviews;

public sealed record PartyView(string Name, string? Siren, string Type, string? Region, bool Lead);

/// <summary>A review with what its grid makes of it.</summary>
/// <param name="Scores">As written.</param>
/// <param name="Recommendation">Null while not given.</param>
/// <param name="Confidence">1 to 3; null while not given.</param>
/// <param name="Total">Weighted mean of the scores given so far, two decimals; null before the first.</param>
/// <param name="BelowThreshold">Codes of the criteria below their threshold.</param>
/// <param name="Missing">What is still to be written before it can be submitted.</param>
/// <param name="SubmittedAt">When it came in last; null before.</param>
public sealed record ReviewView(
    IReadOnlyList<Scored> Scores, ReviewRecommendation? Recommendation, int? Confidence, decimal? Total,
    IReadOnlyList<string> BelowThreshold, IReadOnlyList<Lacking> Missing, DateTimeOffset? SubmittedAt)
{
    public static ReviewView Of(Invitation invitation, Grid grid) => new(
        invitation.Review.Scores, invitation.Review.Recommendation, invitation.Review.Confidence,
        Rounded(grid.Mean(invitation.Review)), grid.BelowThreshold(invitation.Review), grid.Lacks(invitation.Review), invitation.SubmittedAt);

    public static decimal? Rounded(decimal? mean) => mean is { } number ? Math.Round(number, 2, MidpointRounding.AwayFromZero) : null;
}

/// <summary>
/// An invitation as it may be read: nothing beyond title, summary and consortium before "no conflict" was declared, nothing of the
/// dossier once the expert has left.
/// </summary>
public sealed record InvitationView
{
    public required Guid Id { get; init; }
    public required InvitationStatus Status { get; init; }
    public required DateTimeOffset InvitedAt { get; init; }
    public required DateOnly DueOn { get; init; }
    public required string? Reason { get; init; }
    public required long Revision { get; init; }
    public required Guid ExpertId { get; init; }
    public required string ExpertName { get; init; }
    public Guid? DossierId { get; init; }
    public string? Reference { get; init; }
    public string? Title { get; init; }
    public string? Acronym { get; init; }
    public string? Summary { get; init; }
    public IReadOnlyList<PartyView>? Consortium { get; init; }

    /// <summary>True: a conflict of interest was detected, and the dossier is closed to this expert.</summary>
    public bool ConflictDetected { get; init; }

    /// <summary>The version to read.</summary>
    public int? Version { get; init; }
    public IReadOnlyList<Criterion>? Grid { get; init; }
    public ReviewView? Review { get; init; }

    /// <summary>For its expert, while it is written: what looks like somebody's name in comments that are read without names. A warning, no more.</summary>
    public IReadOnlyList<PossibleName>? PossibleNames { get; init; }

    // The grid is null when the dossier's programme is not known, and then nothing can be scored.
    public static InvitationView ForExpert(
        Invitation invitation, string expertName, DossierUnderReview dossier, Grid? grid, bool conflictDetected)
    {
        var bare = Bare(invitation, expertName);
        return invitation.Status switch
        {
            InvitationStatus.Declined or InvitationStatus.ConflictDeclared or InvitationStatus.Cancelled => bare,
            InvitationStatus.Invited => WithFront(bare, dossier) with { ConflictDetected = conflictDetected },
            InvitationStatus.Accepted or InvitationStatus.Submitted or InvitationStatus.Reopened => conflictDetected
                ? WithFront(bare, dossier) with { ConflictDetected = true }
                : WithReview(WithFront(bare, dossier), invitation, dossier, grid) with
                {
                    PossibleNames = invitation.MayWrite ? NamesInText.In(invitation.Review, expertName, Said(dossier)) : null,
                },
        };
    }

    /// <summary>What a dossier tells every reader of its reviews.</summary>
    static IEnumerable<string> Said(DossierUnderReview dossier) =>
        [dossier.Title, dossier.Acronym, dossier.Summary, dossier.Call, dossier.FundingBody, .. dossier.Consortium.Select(party => party.Name)];

    public static InvitationView ForOffice(
        Invitation invitation, string expertName, DossierUnderReview dossier, Grid? grid, bool conflictDetected) =>
        WithReview(WithFront(Bare(invitation, expertName), dossier), invitation, dossier, grid) with { ConflictDetected = conflictDetected };

    static InvitationView Bare(Invitation invitation, string expertName) => new()
    {
        Id = invitation.Id,
        Status = invitation.Status,
        InvitedAt = invitation.InvitedAt,
        DueOn = invitation.DueOn,
        Reason = invitation.Reason,
        Revision = invitation.Revision,
        ExpertId = invitation.ExpertId,
        ExpertName = expertName,
    };

    static InvitationView WithFront(InvitationView view, DossierUnderReview dossier) => view with
    {
        DossierId = dossier.Id,
        Reference = dossier.Reference,
        Title = dossier.Title,
        Acronym = dossier.Acronym,
        Summary = dossier.Summary,
        Consortium =
        [
            .. dossier.Consortium.Select((party, place) => new PartyView(party.Name, party.Siren, party.Type, party.Region, Lead: place == 0)),
        ],
    };

    static InvitationView WithReview(InvitationView view, Invitation invitation, DossierUnderReview dossier, Grid? grid) => view with
    {
        Version = invitation is { Status: InvitationStatus.Submitted, Reviewed: { } reviewed } ? reviewed.Version : dossier.AdmittedVersion,
        Grid = grid?.Criteria,
        Review = grid is null ? null : ReviewView.Of(invitation, grid),
    };
}
