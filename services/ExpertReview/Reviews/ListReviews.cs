using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

/// <summary>An expert's reviews as a page, what is due first; the office's board.</summary>
public static class ListReviews
{
    public static async Task<RazorComponentResult<ReviewsPage>> Page(Caller caller, InvitationStore invitations, TimeProvider clock, CancellationToken stop)
    {
        var own = (await ListInvitations.Handle(caller, invitations, stop)).Value!.Where(line => line.ExpertId == caller.PersonId).ToList();
        return Pages.Show<ReviewsPage>(new
        {
            Open = own.Where(line => line.Status.IsOpen()).OrderBy(line => line.DueOn).ThenBy(line => line.Reference, StringComparer.Ordinal).ToList(),
            Done = own.Where(line => !line.Status.IsOpen()).ToList(),
            Today = Paris.Day(clock.GetUtcNow()),
        });
    }

    public static async Task<IResult> Board(TableQuery query, Caller caller, InvitationStore invitations, TimeProvider clock, CancellationToken stop)
    {
        var filter = new BoardFilter(query.Of("state") is { } state && BoardFilter.States.Contains(state) ? state : "open", query.Of("text"));
        var today = Paris.Day(clock.GetUtcNow());
        var roles = Stance.Roles(caller.Roles);
        if (query.Format is { } format)
        {
            var (all, _) = await invitations.Board(caller.PersonId, roles, filter, 0, 1_000_000, stop);
            return TableExport.File(format, "reviews", BoardPage.Columns(today), all);
        }
        var (lines, total) = await invitations.Board(caller.PersonId, roles, filter, query.Skip, TableQuery.PageSize, stop);
        return Pages.Show<BoardPage>(new { Lines = lines, Total = total, Query = query, Filter = filter, Today = today });
    }
}
