using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

/// <summary>The calendar of sessions, month by month.</summary>
public static class ListSessions
{
    const int LargestExport = 100_000;

    public static async Task<Results<RazorComponentResult<ListSessionsPage>, FileContentHttpResult>> Page(
        TableQuery query, SessionCalendar calendar, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var filter = Asked(query);
        var roles = Stance.Roles(caller.Roles);
        var now = clock.GetUtcNow();
        if (query.Format is { } format)
            return TableExport.File(format, Text.Sessions_FileName, Columns(), (await calendar.List(caller.PersonId, roles, filter, now, 0, LargestExport, stop)).Lines);
        var (lines, total) = await calendar.List(caller.PersonId, roles, filter, now, query.Skip, TableQuery.PageSize, stop);
        return Pages.Show<ListSessionsPage>(new { Lines = lines, Total = total, Query = query, Filter = filter, Columns = Columns(), Office = caller.Is(Roles.Office) });
    }

    static SessionFilter Asked(TableQuery query) => query.Of("when") switch
    {
        "past" => new(ToCome: false, Past: true, Status(query)),
        "all" => new(ToCome: false, Past: false, Status(query)),
        _ => new(ToCome: true, Past: false, Status(query)),
    };

    static SessionStatus? Status(TableQuery query) =>
        Enum.GetValues<SessionStatus>().Where(status => status.ToString() == query.Of("status")).Select(status => (SessionStatus?)status).SingleOrDefault();

    static IReadOnlyList<Column<CalendarLine>> Columns() =>
    [
        new("title", Text.Sessions_Session, line => line.Session.Title) { Address = line => $"/sessions/{line.Session.Id}" },
        new("when", Text.Sessions_When, line => line.Session.StartsAt),
        new("place", Text.Sessions_Place, line => line.Session.Place),
        new("programmes", Text.Sessions_Programmes, line => string.Join(", ", line.Programmes)),
        new("items", Text.Sessions_Items, line => line.Session.Items),
        new("members", Text.Sessions_Members, line => line.Members),
        new("agenda", Text.Sessions_Agenda, line => line.AgendaVersion),
        new("status", Text.Sessions_Status, line => SessionWords.Name(line.Session.Status)) { State = line => SessionWords.Kind(line.Session.Status) },
    ];
}
