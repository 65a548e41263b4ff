using FluentValidation;
using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

public static class ChangeSession
{
    public sealed record Request(long Revision, string Title, DateTimeOffset StartsAt, string Place, IReadOnlyList<Seat> Members);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.Title).NotEmpty().MaximumLength(200);
            RuleFor(request => request.StartsAt).SensibleInstant();
            RuleFor(request => request.Place).NotEmpty().MaximumLength(200);
            RuleFor(request => request.Members).SomeMembers();
        }
    }

    public static async Task<Results<Ok<SessionView>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, MeetingStore meetings, PersonStore persons, DetectRecusals detect, SessionReader reader, SessionMails mails,
        Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await meetings.Read(id, stop) is not { } seen)
            return Problems.NotFound();
        if (await PlanSession.WhyNot(request.Members, persons, stop) is { } refused)
            return refused;
        var detected = await detect.Among(request.Members.Except(seen.Session.Members), [.. seen.Items.Select(item => item.DossierId)], stop);

        await using (var transaction = await meetings.Begin(stop))
        {
            if (await MeetingStore.Take(transaction, id) is not { } meeting)
                return Problems.NotFound();
            if (meeting.Session.Revision != request.Revision || meeting.Session.Revision != seen.Session.Revision)
                return Problems.Stale();
            if (meeting.Change(request.Title, request.StartsAt, request.Place, request.Members, detected, clock.GetUtcNow()) is not var (changed, scheduled))
                return NotChangeable();
            await mails.Write(transaction, meeting.Session, changed.Session);
            await MeetingStore.Save(
                transaction, meeting, changed, caller.Actor(Roles.Office), "session.changed",
                before: new { meeting.Session.StartsAt, meeting.Session.Members },
                after: new { changed.Session.StartsAt, changed.Session.Members },
                happened: scheduled);
        }
        return await reader.Read(id, caller, stop) is { } now ? TypedResults.Ok(now) : Problems.NotFound();
    }

    internal static ConflictProblem NotChangeable() => Problems.Conflict("session.not-changeable",
        "A session that was opened cannot be changed any more.",
        "Une séance ouverte ne peut plus être modifiée.");
}
