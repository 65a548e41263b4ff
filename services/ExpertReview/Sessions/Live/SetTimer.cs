using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions.Live;

/// <summary>The clock that the room sees.</summary>
public static class SetTimer
{
    public sealed record Request(TimerKind Kind, int Minutes);

    public static Task<Results<NoContent, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Of(
        Guid id, Guid itemId, Request request, MeetingStore meetings, Caller caller, TimeProvider clock, CancellationToken stop) =>
        Handle(id, itemId, request.Kind, request.Minutes, meetings, caller, clock, stop);

    public static async Task<Results<NoContent, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Guid itemId, TimerKind? kind, int? minutes, MeetingStore meetings, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        await using var transaction = await meetings.Begin(stop);
        if (await MeetingStore.Take(transaction, id) is not { } meeting || !SessionReader.MaySee(meeting, caller) || meeting.Find(itemId) is not { } item)
            return Problems.NotFound();
        if (Floor.WhyNot(Act.OpenItem, meeting, item, caller) is { } refused)
            return refused;
        if (kind is not { } what || !Enum.IsDefined(what) || minutes is not (>= 1 and <= ItemTimer.MostMinutes))
            return Problems.Invalid("minutes", $"Give from 1 to {ItemTimer.MostMinutes} minutes.", $"Donnez de 1 à {ItemTimer.MostMinutes} minutes.");
        if (meeting.SetTimer(itemId, what, clock.GetUtcNow().AddMinutes(minutes.Value)) is not { } after)
            return ProposeDecision.NotOpen();
        await MeetingStore.Save(
            transaction, meeting, after, caller.Actor(Floor.RoleOf(meeting, caller)), "item.timed", after: new { ItemId = itemId, Kind = what, Minutes = minutes });
        return TypedResults.NoContent();
    }
}
