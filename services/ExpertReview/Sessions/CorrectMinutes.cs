using System.Globalization;
using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

/// <summary>What is written into the minutes by hand, until they are final: of an item, or of the session. Each time stays visible.</summary>
public static class CorrectMinutes
{
    /// <remarks>ItemId: Null: the session as a whole. Seen: The number of the correction that stood there when it was written; 0 for none.</remarks>
    public sealed record Request(long Seen, string Text, Guid? ItemId = null);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Text).NotNull().MaximumLength(20_000);
    }

    public static async Task<Results<NoContent, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Request request, MeetingStore meetings, SessionReader reader, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var viewer = await reader.Viewer(caller, stop);
        await using var transaction = await meetings.Begin(stop);
        if (await MeetingStore.Take(transaction, id) is not { } meeting || !SessionReader.MaySee(meeting, caller))
            return Problems.NotFound();
        if (Floor.StandingOn(meeting, caller).WhyNot(Act.CorrectMinutes) is { } notYours)
            return notYours;
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (request.ItemId is { } itemId)
        {
            if (meeting.Find(itemId) is not { } item)
                return Problems.NotFound();
            if (meeting.StandingOn(item, viewer).WhyNot(Act.KnowItem) is { } notInTheRoom)
                return notInTheRoom;
        }
        if (meeting.Session.Status is SessionStatus.Planned or SessionStatus.AgendaPublished or SessionStatus.Cancelled)
            return ReadMinutes.NotBegun();
        if (meeting.Session.Status is SessionStatus.MinutesFinal)
            return Problems.Conflict("minutes.final", "These minutes are final.", "Ce procès-verbal est définitif.");
        if (request.Seen != (meeting.Corrections.LastOrDefault(one => one.ItemId == request.ItemId)?.Number ?? 0))
            return Problems.Stale();
        if (meeting.Correct(request.ItemId, Lines(request.Text), caller.PersonId, clock.GetUtcNow()) is not { } corrected)
            return Problems.Conflict("minutes.unchanged", "Nothing was changed.", "Rien n'a été modifié.");
        await MeetingStore.Save(
            transaction, meeting, corrected, caller.Actor(OpenSession.RoleToRun(meeting, caller)), "minutes.corrected",
            after: new { request.ItemId, corrected.Corrections[^1].Number });
        return TypedResults.NoContent();
    }

    public static async Task<Results<SeeOther, RazorComponentResult<MinutesPage>, NotFoundProblem, ForbiddenProblem>> HandleForm(
        Guid id, Typed typed, MeetingStore meetings, SessionReader reader, MinutesReader minutes, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        Guid? itemId = Guid.TryParse(typed["itemId"], CultureInfo.InvariantCulture, out var item) ? item : null;
        var answer = await Handle(id, new(typed.Revision(), typed.Text("text"), itemId), meetings, reader, caller, clock, stop);
        if (answer.Result is NotFoundProblem gone)
            return gone;
        if (answer.Result is ForbiddenProblem notYours)
            return notYours;
        if (FormRefusal.Of(answer) is not { } refusal)
            return Pages.SeeOther($"/sessions/{id}/minutes", Text.Minutes_Corrected);
        return await minutes.Read(id, caller, stop) is { } shown
            ? Pages.Show<MinutesPage>(new { Shown = shown, Errors = refusal.Errors, WrongItem = itemId, Typed = typed }, refusal.Status)
            : Problems.NotFound();
    }

    /// <summary>Browsers send other line ends than they were given.</summary>
    static string Lines(string text) => text.Trim().ReplaceLineEndings("\n");
}
