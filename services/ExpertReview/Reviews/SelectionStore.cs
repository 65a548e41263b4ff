using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Reviews;

/// <summary>A dossier with its reviews that are in. Released: the last decision whose release is over; null before.</summary>
public sealed record ScoredDossier
{
    public required Guid DossierId { get; init; }
    public required string Reference { get; init; }
    public required string Acronym { get; init; }
    public required string Title { get; init; }
    public required string Call { get; init; }
    public required DateOnly RegisteredOn { get; init; }
    public required Decision? Released { get; init; }
    public required IReadOnlyList<ScoredReview> Reviews { get; init; }

    /// <summary>The totals there are, by expert.</summary>
    public IReadOnlyList<(Guid ExpertId, decimal Total)> Totals => [.. Reviews.SelectMany(review => review.Total is { } total ? [(review.ExpertId, total)] : Array.Empty<(Guid, decimal)>())];

    /// <summary>Null: no review says anything.</summary>
    public decimal? Mean => Reviews.Average(review => review.Total);
}

/// <summary>A review that is in, with its total by the grid it was scored on.</summary>
public sealed record ScoredReview(
    Guid InvitationId, Guid ExpertId, string ExpertName, ExpertProfile Profile, int Version, DateTimeOffset SubmittedAt, ReviewRecommendation Recommendation, int Confidence,
    IReadOnlyList<ScoredCriterion> Scores)
{
    /// <summary>Null: nothing of it has a weight, so that it says nothing.</summary>
    public decimal? Total => Scores.Sum(score => score.Weight) is var weight and > 0 ? Scores.Sum(score => score.Weight * score.Score) / weight : null;
}

public sealed record ScoredCriterion
{
    public required Guid InvitationId { get; init; }
    public required string Code { get; init; }
    public required string English { get; init; }
    public required string French { get; init; }
    public required decimal Weight { get; init; }
    public required decimal Threshold { get; init; }
    public required decimal Score { get; init; }
    public required string? CommentToHolder { get; init; }
    public required string? CommentToCommittee { get; init; }
}

/// <summary>What an expert was asked and did, over all their invitations that the reader may know of.</summary>
/// <remarks>MedianDays: from the invitation to the review, the middle one; null for none.</remarks>
public sealed record ExpertLoad(Guid ExpertId, string Name, int Invited, int Declined, int Submitted, int Open, int Late, double? MedianDays);

/// <summary>Reviews and scores over all dossiers, for tables and the spreadsheet.</summary>
public sealed class SelectionStore(Database database)
{
    static readonly PermissionFilter Filter = Relations.To("dossier.Id");

    /// <summary>The dossiers with reviews that are in and that this person may read as far as relations go; a conflict is to be asked for each.</summary>
    public async Task<IReadOnlyList<ScoredDossier>> Scored(Guid personId, Who roles, CancellationToken stop)
    {
        var readable =
            $"""
            from Invitation invitation
            join Dossier dossier on dossier.Id = invitation.DossierId
            where invitation.Status = 'Submitted' and {Filter.For(Act.ReadSynthesis, roles)}
            """;
        var who = new { PersonId = personId };
        var scores = (await database.Query<ScoredCriterion>(
            $"""
            select score.InvitationId, criterion.Code, criterion.English, criterion.French, criterion.Weight, criterion.Threshold, score.Score,
                   score.CommentToHolder, score.CommentToCommittee
            from ReviewScore score
            join Invitation mine on mine.Id = score.InvitationId
            join GridCriterion criterion on criterion.ProgrammeId = mine.GridProgrammeId and criterion.Version = mine.GridVersion and criterion.Code = score.Criterion
            where score.Score is not null and (criterion.DigitalOnly = 0 or mine.GridDigital = 1)
              and score.InvitationId in (select invitation.Id {readable})
            order by criterion.Place
            """,
            who, stop)).ToLookup(score => score.InvitationId);
        var rows = await database.Query<ReviewRow>(
            $"""
            select invitation.Id, invitation.DossierId, dossier.Reference, dossier.Acronym, dossier.Title, dossier.Call, dossier.RegisteredOn,
                   invitation.ExpertId, (select person.Name from Person person where person.Id = invitation.ExpertId) as ExpertName,
                   (select expert.Profile from Expert expert where expert.PersonId = invitation.ExpertId) as Profile,
                   invitation.Version, invitation.SubmittedAt, invitation.Recommendation, invitation.Confidence
            {readable}
            """,
            who, stop);
        var released = (await database.Query<ReleasedRow>(
            """
            select DossierId, Decision, ReleasedAt
            from AgendaItem
            where ReleasedAt is not null
            """,
            null, stop)).GroupBy(row => row.DossierId).ToDictionary(rows => rows.Key, rows => rows.MaxBy(row => row.ReleasedAt)!.Decision);
        return
        [
            .. from row in rows
               group row by row.DossierId into dossier
               let first = dossier.First()
               orderby first.Reference
               select new ScoredDossier
               {
                   DossierId = dossier.Key,
                   Reference = first.Reference,
                   Acronym = first.Acronym,
                   Title = first.Title,
                   Call = first.Call,
                   RegisteredOn = first.RegisteredOn,
                   Released = released.TryGetValue(dossier.Key, out var decision) ? decision : null,
                   Reviews =
                   [
                       .. dossier.OrderBy(row => row.SubmittedAt).ThenBy(row => row.Id).Select(row => new ScoredReview(
                           row.Id, row.ExpertId, row.ExpertName, row.Profile, row.Version, row.SubmittedAt, row.Recommendation, row.Confidence, [.. scores[row.Id]])),
                   ],
               },
        ];
    }

    /// <summary>The invitations of whose experts this person may know the names as far as relations go, with whether the decision was released.</summary>
    public Task<IReadOnlyList<LoadRow>> Invitations(Guid personId, Who roles, CancellationToken stop) => database.Query<LoadRow>(
        $"""
        select invitation.DossierId, invitation.ExpertId, person.Name, invitation.Status, invitation.InvitedAt, invitation.DueOn, invitation.SubmittedAt,
               case when exists (select 1 from AgendaItem item where item.DossierId = dossier.Id and item.ReleasedAt is not null) then 1 else 0 end as Released
        from Invitation invitation
        join Dossier dossier on dossier.Id = invitation.DossierId
        join Person person on person.Id = invitation.ExpertId
        where invitation.ExpertId <> @PersonId and {Filter.For(Act.SeeExpertNames, roles)}
        """,
        new { PersonId = personId }, stop);

    sealed record ReviewRow
    {
        public required Guid Id { get; init; }
        public required Guid DossierId { get; init; }
        public required string Reference { get; init; }
        public required string Acronym { get; init; }
        public required string Title { get; init; }
        public required string Call { get; init; }
        public required DateOnly RegisteredOn { get; init; }
        public required Guid ExpertId { get; init; }
        public required string ExpertName { get; init; }
        public required ExpertProfile Profile { get; init; }
        public required int Version { get; init; }
        public required DateTimeOffset SubmittedAt { get; init; }
        public required ReviewRecommendation Recommendation { get; init; }
        public required int Confidence { get; init; }
    }

    sealed record ReleasedRow
    {
        public required Guid DossierId { get; init; }
        public required Decision Decision { get; init; }
        public required DateTimeOffset ReleasedAt { get; init; }
    }
}

/// <summary>An invitation, for the table of loads.</summary>
public sealed record LoadRow
{
    public required Guid DossierId { get; init; }
    public required Guid ExpertId { get; init; }
    public required string Name { get; init; }
    public required InvitationStatus Status { get; init; }
    public required DateTimeOffset InvitedAt { get; init; }
    public required DateOnly DueOn { get; init; }
    public required DateTimeOffset? SubmittedAt { get; init; }
    public required bool Released { get; init; }
}
