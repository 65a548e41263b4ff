using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

/// <summary>A session: when, where, who, the agenda with its versions, and what can be done now.</summary>
public static class ShowSession
{
    public static async Task<Results<RazorComponentResult<SessionPage>, NotFoundProblem>> Page(
        Guid id, SessionReader reader, SessionCalendar calendar, Caller caller, CancellationToken stop) =>
        await reader.Read(id, caller, stop) is { } session
            ? Pages.Show<SessionPage>(new
            {
                Session = session,
                Names = await calendar.Dossiers([.. session.Agendas.SelectMany(agenda => agenda.Added.Concat(agenda.Removed)).Distinct()], stop),
                Office = caller.Is(Roles.Office),
            })
            : Problems.NotFound();
}
