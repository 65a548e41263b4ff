using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

public static class ShowSynthesis
{
    public sealed record View(
        Guid DossierId, string Reference, string Title, string Acronym, int? Version, bool AllIn, int ReviewsIn, int ReviewsAwaited,
        decimal? Mean, decimal Spread, IReadOnlyList<string> BelowThreshold,
        IReadOnlyList<CriterionLine> Criteria, IReadOnlyList<ReviewLine> Reviews, Adjusted? Adjusted = null);

    /// <summary>The mean without the experts' habitual severity, with its 95 % interval; see <see cref="Severity"/>.</summary>
    public sealed record Adjusted(decimal Score, decimal? Low, decimal? High)
    {
        public static Adjusted? Of(AdjustedScore? score) => score is null ? null : new(Rounded(score.Score), Shown(score.Low), Shown(score.High));

        static decimal? Shown(double? bound) => bound is { } number ? Rounded(Math.Clamp(number, (double)Grid.LowestScore, (double)Grid.HighestScore)) : null;

        static decimal Rounded(double number) => Math.Round((decimal)number, 2, MidpointRounding.AwayFromZero);
    }

    public sealed record CriterionLine(
        string Code, string English, string French, decimal Weight, decimal Threshold,
        decimal? Mean, decimal Spread, bool BelowThreshold, IReadOnlyList<ScoreLine> Scores);

    public sealed record ScoreLine(string By, decimal? Score);

    /// <summary>A review by "Expert 1" or by name; the ids only beside a name.</summary>
    public sealed record ReviewLine(
        string By, Guid? InvitationId, Guid? ExpertId, int Version, decimal? Total, IReadOnlyList<string> BelowThreshold,
        ReviewRecommendation? Recommendation, int? Confidence, IReadOnlyList<Scored> Scores);

    public static async Task<Results<Ok<View>, NotFoundProblem>> Handle(
        Guid dossierId, Caller caller, DossierStore dossiers, InvitationStore invitations, PersonStore people, InvitationReader reader,
        ReviewAccess access, CancellationToken stop)
    {
        var standing = await access.Of(caller, dossierId, stop);
        if (!standing.May(Act.ReadSynthesis) || await dossiers.Find(dossierId, stop) is not { } dossier)
            return Problems.NotFound();
        var withNames = standing.May(Act.SeeExpertNames);
        var live = (await invitations.OfDossier(dossierId, stop)).Where(invitation => invitation.IsLive).ToList();
        var reviews = new List<(string By, Invitation Invitation, Grid Grid)>();
        foreach (var (place, invitation) in live.Index())
        {
            if (invitation.Status == InvitationStatus.Submitted && await reader.GridOf(invitation, dossier, stop) is { } grid)
                reviews.Add((withNames ? await Name(people, invitation, stop) : Anonymous(place), invitation, grid));
        }
        var totals = reviews.Select(review => (review.Invitation.ExpertId, Total: review.Grid.Mean(review.Invitation.Review)));
        var adjusted = await reader.Adjust([.. totals.Where(one => one.Total is not null).Select(one => (one.ExpertId, one.Total!.Value))], stop);
        var synthesis = Synthesis.Of([.. reviews.Select(review => new ReviewIn(review.Invitation.Id, review.Invitation.Review, review.Grid))]);
        return TypedResults.Ok(new View(
            dossier.Id, dossier.Reference, dossier.Title, dossier.Acronym, dossier.AdmittedVersion,
            AllIn: reviews.Count > 0 && reviews.Count == live.Count, reviews.Count, live.Count - reviews.Count,
            ReviewView.Rounded(synthesis.Mean), Math.Round(synthesis.Spread, 2, MidpointRounding.AwayFromZero),
            [.. synthesis.Criteria.Where(criterion => criterion.BelowThreshold).Select(criterion => criterion.Criterion.Code)],
            [
                .. synthesis.Criteria.Select(line => new CriterionLine(
                    line.Criterion.Code, line.Criterion.English, line.Criterion.French, line.Criterion.Weight, line.Criterion.Threshold,
                    ReviewView.Rounded(line.Mean), line.Spread, line.BelowThreshold,
                    [.. reviews.Select(review => new ScoreLine(review.By, Grid.ScoreOn(review.Invitation.Review, line.Criterion.Code)))])),
            ],
            [
                .. reviews.Select(review => Line(
                    review.By, review.Invitation, review.Grid, withIds: withNames)),
            ],
            Adjusted.Of(adjusted)));
    }

    /// <summary>The same as a piece of the pages of whoever may read it; for everybody else there is nothing.</summary>
    public static async Task<Piece> Fragment(
        Guid dossier, Caller caller, DossierStore dossiers, InvitationStore invitations, PersonStore people, InvitationReader reader, ReviewAccess access, CancellationToken stop) =>
        (await Handle(dossier, caller, dossiers, invitations, people, reader, access, stop)).Result is Ok<View> { Value: { ReviewsIn: > 0 } view }
            ? Piece.Of<SynthesisPiece>(Text.Review_Reviews, new { View = view })
            : Piece.None(Text.Review_Reviews);

    internal static ReviewLine Line(string by, Invitation invitation, Grid grid, bool withIds) => new(
        by, withIds ? invitation.Id : null, withIds ? invitation.ExpertId : null, invitation.Reviewed?.Version ?? 0,
        ReviewView.Rounded(grid.Mean(invitation.Review)), grid.BelowThreshold(invitation.Review),
        invitation.Review.Recommendation, invitation.Review.Confidence, invitation.Review.Scores);

    /// <summary>The same number for the same expert wherever names are hidden.</summary>
    internal static string Anonymous(int place) => $"Expert {place + 1}";

    static async Task<string> Name(PersonStore people, Invitation invitation, CancellationToken stop) =>
        (await people.Find(invitation.ExpertId, stop))?.Name
        ?? throw new InvalidOperationException($"Invitation {invitation.Id} has no expert.");
}
