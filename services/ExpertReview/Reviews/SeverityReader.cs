using Labelling.Storage;

namespace Labelling.ExpertReview.Reviews;

/// <summary>The severity of experts over the reviews of all years that are in; fitted again once another came in.</summary>
public sealed class SeverityReader(Database database)
{
    sealed record Fitted(int Reviews, DateTimeOffset? Latest, Severity Severity);

    volatile Fitted? last;

    public async Task<Severity> Read(CancellationToken stop)
    {
        var now = await database.QuerySingleOrDefault<StateRow>(
            """
            select count(*) as Reviews, max(SubmittedAt) as Latest
            from Invitation
            where Status = 'Submitted'
            """,
            null, stop) ?? throw new InvalidOperationException("A count has no row.");
        if (last is { } fitted && fitted.Reviews == now.Reviews && fitted.Latest == now.Latest)
            return fitted.Severity;
        var totals = await database.Query<TotalRow>(
            """
            select invitation.DossierId, invitation.ExpertId, sum(score.Score * criterion.Weight) as Weighted, sum(criterion.Weight) as Weight
            from Invitation invitation
            join ReviewScore score on score.InvitationId = invitation.Id
            join GridCriterion criterion on criterion.ProgrammeId = invitation.GridProgrammeId and criterion.Version = invitation.GridVersion
                                        and criterion.Code = score.Criterion
            where invitation.Status = 'Submitted' and score.Score is not null and (criterion.DigitalOnly = 0 or invitation.GridDigital = 1)
            group by invitation.DossierId, invitation.ExpertId
            """,
            null, stop);
        var severity = Severity.Fit([.. totals.Where(row => row.Weight > 0).Select(row => new TotalGiven(row.DossierId, row.ExpertId, (double)(row.Weighted / row.Weight)))]);
        last = new(now.Reviews, now.Latest, severity);
        return severity;
    }

    /// <summary>A dossier's score without its experts' habits, of the reviews that are in.</summary>
    public async Task<AdjustedScore?> Adjust(IReadOnlyList<(Guid ExpertId, decimal Total)> reviews, CancellationToken stop) =>
        (await Read(stop)).Adjust([.. reviews.Select(review => (review.ExpertId, (double)review.Total))]);

    sealed record StateRow
    {
        public required int Reviews { get; init; }
        public required DateTimeOffset? Latest { get; init; }
    }

    sealed record TotalRow
    {
        public required Guid DossierId { get; init; }
        public required Guid ExpertId { get; init; }
        public required decimal Weighted { get; init; }
        public required decimal Weight { get; init; }
    }
}
