using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

public sealed record SessionLine(
    Guid Id, string Title, DateTimeOffset StartsAt, string Place, SessionStatus Status, string? AgendaVersion, int ItemCount, long Revision);

public sealed record SessionList(IReadOnlyList<SessionLine> Items, int Page);

public static class ReadSession
{
    public static async Task<Results<Ok<SessionView>, NotFoundProblem>> Handle(Guid id, SessionReader reader, Caller caller, CancellationToken stop) =>
        await reader.Read(id, caller, stop) is { } session ? TypedResults.Ok(session) : Problems.NotFound();

    public static async Task<Results<Ok<SessionList>, ValidationProblem>> List(
        MeetingStore meetings, Caller caller, CancellationToken stop, int page = 1)
    {
        if (ListPage.WhyNot(page) is { } refused)
            return refused;
        var lines = await meetings.List(caller.PersonId, Stance.Roles(caller.Roles), page, stop);
        return TypedResults.Ok(new SessionList(
            [
                .. lines.Select(line => new SessionLine(
                    line.Id, line.Title, line.StartsAt, line.Place, line.Status,
                    line.AgendaNumber is { } number ? Agenda.LetterOf(number) : null, line.Items, line.Revision)),
            ],
            page));
    }
}
