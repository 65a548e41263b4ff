using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

/// <summary>A session that will not be held: its members are told, with the end of their calendar entry, and its dossiers are free for another one.</summary>
public static class CancelSession
{
    public sealed record Request(long Revision, string Reason);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.Reason).NotEmpty().MaximumLength(2000);
        }
    }

    public static async Task<Results<Ok<SessionView>, ValidationProblem, NotFoundProblem, ConflictProblem>> Handle(
        Guid id, Request request, MeetingStore meetings, SessionReader reader, SessionMails mails, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        await using (var transaction = await meetings.Begin(stop))
        {
            if (await MeetingStore.Take(transaction, id) is not { } meeting)
                return Problems.NotFound();
            if (meeting.Session.Revision != request.Revision)
                return Problems.Stale();
            if (meeting.Cancel(request.Reason.Trim(), clock.GetUtcNow()) is not { } cancelled)
                return Problems.Conflict("session.not-cancellable",
                    "A session that was opened, or cancelled before, cannot be cancelled.", "Une séance ouverte, ou déjà annulée, ne peut pas être annulée.");
            await mails.Write(transaction, meeting.Session, cancelled.Session);
            await MeetingStore.Save(
                transaction, meeting, cancelled, caller.Actor(Roles.Office), "session.cancelled",
                before: new { meeting.Session.Status },
                after: new { cancelled.Session.Status, Left = cancelled.Items.Where(item => item.Status is ItemStatus.Left).Select(item => item.Id) },
                personal: new { cancelled.Session.Cancellation?.Reason });
        }
        return await reader.Read(id, caller, stop) is { } now ? TypedResults.Ok(now) : Problems.NotFound();
    }

    public static Task<IResult> Page(Guid id, SessionReader reader, Caller caller, CancellationToken stop) => Show(id, reader, caller, Typed.Nothing, null, stop);

    public static async Task<IResult> HandleForm(
        Guid id, Typed typed, MeetingStore meetings, SessionReader reader, SessionMails mails, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var answer = await Handle(id, new(typed.Revision(), typed.Text("reason")), meetings, reader, mails, caller, clock, stop);
        return answer.Result switch
        {
            Ok<SessionView> => Pages.SeeOther($"/sessions/{id}", Text.Session_CancelledNote),
            NotFoundProblem nothing => nothing,
            _ => await Show(id, reader, caller, typed, FormRefusal.Of(answer), stop),
        };
    }

    static async Task<IResult> Show(Guid id, SessionReader reader, Caller caller, Typed typed, FormRefusal? refusal, CancellationToken stop) =>
        await reader.Read(id, caller, stop) is { } session
            ? Pages.Show<CancelSessionPage>(new { Session = session, Typed = typed, Errors = refusal?.Errors ?? FieldErrors.None }, refusal?.Status ?? 200)
            : Problems.NotFound();
}
