using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

public static class RecuseMember
{
    public sealed record Request(Guid PersonId, string Reason);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Reason).NotEmpty().MaximumLength(2000);
    }

    public static async Task<Results<Ok<ItemView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Guid itemId, Request request, MeetingStore meetings, SessionReader reader, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        await using (var transaction = await meetings.Begin(stop))
        {
            if (await MeetingStore.Take(transaction, id) is not { } meeting || !SessionReader.MaySee(meeting, caller)
                || meeting.Find(itemId) is not { } item)
                return Problems.NotFound();
            var own = request.PersonId == caller.PersonId;
            if (request.PersonId != caller.PersonId && Floor.StandingOn(meeting, caller).WhyNot(Act.RecuseOthers) is { } notYours)
                return notYours;
            if (!meeting.Session.Seats(request.PersonId))
                return Problems.Unprocessable("recusal.not-a-member",
                    "This person is no member of the session.",
                    "Cette personne n'est pas membre de la séance.");
            var kind = own ? RecusalKind.Own : RecusalKind.Office;
            if (meeting.Recuse(itemId, request.PersonId, kind, request.Reason, clock.GetUtcNow()) is not { } after)
                return meeting.Session.Status is SessionStatus.Closed or SessionStatus.MinutesFinal
                    ? Problems.Conflict("session.closed", "This session is over.", "Cette séance est terminée.")
                    : Problems.Conflict("item.decided",
                        "This item is decided, and this person took part in it.",
                        "Ce point est décidé, et cette personne y a pris part.");
            await MeetingStore.Save(
                transaction, meeting, after, caller.Actor(own ? Floor.RoleOf(meeting, caller) : Roles.Office), "item.recused",
                after: new { ItemId = itemId, item.DossierId, request.PersonId, Kind = kind },
                personal: new { request.Reason });
        }
        return await reader.ReadItem(id, itemId, caller, stop) is { } now ? TypedResults.Ok(now) : Problems.NotFound();
    }
}
