using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ListCalls
{
    public static async Task<Ok<IReadOnlyList<CallView>>> Handle(CallStore calls, CancellationToken stop) =>
        TypedResults.Ok<IReadOnlyList<CallView>>([.. (await calls.All(stop)).Select(CallView.Of)]);

    public static async Task<Results<RazorComponentResult<ListCallsPage>, FileContentHttpResult>> Page(
        TableQuery query, CallStore calls, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var columns = Columns(now);
        var sought = (await calls.All(stop)).Where(call => query.Of("search") is not { } search
            || call.Code.Contains(search, StringComparison.CurrentCultureIgnoreCase) || call.FundingBody.Contains(search, StringComparison.CurrentCultureIgnoreCase));
        // Those that can still be aimed at come first, the next to close at the top.
        var sorted = query.Sort switch
        {
            "code" => sought.OrderBy(call => call.Code, StringComparer.CurrentCulture),
            "body" => sought.OrderBy(call => call.FundingBody, StringComparer.CurrentCulture),
            "envelope" => sought.OrderBy(call => call.Terms.EnvelopeEur ?? 0),
            "opens" => sought.OrderBy(call => call.Terms.OpensAt),
            "closes" => sought.OrderBy(call => call.Terms.ClosesAt),
            _ => sought.OrderBy(call => call.Terms.ClosesAt <= now).ThenBy(call => call.Terms.ClosesAt),
        };
        IReadOnlyList<Call> all = query is { Sort: not null, Descending: true } ? [.. sorted.Reverse()] : [.. sorted];
        return query.Format is { } format
            ? TableExport.File(format, Text.Calls_FileName, columns, all)
            : Pages.Show<ListCallsPage>(new
            {
                Items = all.Skip(query.Skip).Take(TableQuery.PageSize).ToList(),
                Total = all.Count,
                Query = query,
                Columns = columns,
                Publishes = caller.IsAny(Roles.Office, Roles.Administrator),
            });
    }

    static IReadOnlyList<Column<Call>> Columns(DateTimeOffset now) =>
    [
        new("code", Text.Calls_Code, call => call.Code) { Address = call => $"/calls/{call.Id}", Sortable = true },
        new("body", Text.Calls_Body, call => call.FundingBody) { Sortable = true },
        new("state", Text.Calls_State, call => call.Terms.OpensAt > now ? Text.Calls_NotYet : call.Terms.ClosesAt > now ? Text.Calls_Open : Text.Calls_Closed)
        {
            State = call => call.Terms.OpensAt > now ? "waiting" : call.Terms.ClosesAt > now ? "done" : "info",
        },
        new("closes", Text.Calls_Closes, call => call.Terms.ClosesAt) { Sortable = true },
        new("opens", Text.Calls_Opens, call => call.Terms.OpensAt) { Sortable = true, Extra = true },
        new("plan", Text.Call_Plan, call => call.Terms.Plan) { Extra = true },
        new("envelope", Text.Calls_Envelope, call => call.Terms.EnvelopeEur is { } eur ? decimal.ToInt64(decimal.Round(eur)) : null) { Sortable = true, Extra = true },
        new("announced", Text.Calls_Announced, call => call.Terms.AnnouncedOn) { Extra = true },
    ];
}
