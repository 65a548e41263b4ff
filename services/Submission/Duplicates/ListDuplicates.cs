using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Duplicates;

/// <summary>What the API tells of a pair. Strength and percents are of a hundred.</summary>
public sealed record DuplicateView(
    Guid Id, long Revision, CandidateStatus Status, Guid DossierId, string Reference, string Title, Guid? OtherId, string OtherReference, string OtherTitle,
    IReadOnlyList<DuplicateReason> Reasons, int TitlePercent, int? SummaryPercent, bool SameLead, int SharedOrganisations, int Strength,
    DateTimeOffset FoundAt, DateTimeOffset? DecidedAt)
{
    public static DuplicateView Of(DuplicateLine line) => new(
        line.Id, line.Revision, line.Status, line.DossierId, line.Reference, line.Title, line.OtherId, line.OtherReference, line.OtherTitle,
        line.Why(), line.TitlePercent, line.SummaryPercent, line.SameLead, line.SharedOrganisations, line.Strength, line.FoundAt, line.DecidedAt);
}

/// <summary>The pairs of dossiers that may be one: those open first to the office, the strongest first.</summary>
public static class ListDuplicates
{
    public sealed record Query(CandidateStatus? Status, int Page, int PageSize);

    public sealed class Rules : AbstractValidator<Query>
    {
        public Rules()
        {
            RuleFor(query => query.Status).IsInEnum();
            RuleFor(query => query.Page).PageNumber();
            RuleFor(query => query.PageSize).PageSize();
        }
    }

    public static async Task<Results<Ok<PageOf<DuplicateView>>, ValidationProblem>> Handle(
        DuplicateStore duplicates, Caller caller, CancellationToken stop, CandidateStatus? status = null, int page = 1, int pageSize = 25)
    {
        if (new Rules().Validate(new Query(status, page, pageSize)) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        var (lines, total) = await duplicates.List(
            Viewer.Of(caller), status ?? CandidateStatus.Open, CandidateOrder.Strength, descending: true, (page - 1) * pageSize, pageSize, stop);
        return TypedResults.Ok(new PageOf<DuplicateView>([.. lines.Select(DuplicateView.Of)], page, pageSize, total));
    }

    public static async Task<RazorComponentResult<ListDuplicatesPage>> Page(TableQuery query, DuplicateStore duplicates, Caller caller, CancellationToken stop)
    {
        var status = query.Of("status") switch
        {
            "Confirmed" => CandidateStatus.Confirmed,
            "Dismissed" => CandidateStatus.Dismissed,
            _ => CandidateStatus.Open,
        };
        var (order, descending) = query.Sort switch
        {
            "found" => (CandidateOrder.Found, query.Descending),
            "reference" => (CandidateOrder.Reference, query.Descending),
            "strength" => (CandidateOrder.Strength, query.Descending),
            _ => (CandidateOrder.Strength, true),
        };
        var (lines, total) = await duplicates.List(Viewer.Of(caller), status, order, descending, query.Skip, TableQuery.PageSize, stop);
        return Pages.Show<ListDuplicatesPage>(new { Items = lines, Total = total, Query = query, Status = status });
    }

    /// <summary>How many pairs wait, for pages of other services; nothing for those who do not decide about them.</summary>
    public static async Task<Piece> Fragment(DuplicateStore duplicates, Caller caller, CancellationToken stop)
    {
        if (!caller.Is(Roles.Office))
        {
            return Piece.None(Text.Duplicates_Heading);
        }

        var (_, total) = await duplicates.List(Viewer.Of(caller), CandidateStatus.Open, CandidateOrder.Strength, descending: true, 0, 1, stop);
        return Piece.Of<DuplicatesPiece>(Text.Duplicates_Heading, new { Open = total });
    }
}
