using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class ReplyToConclusion
{
    public sealed record Request(long Revision, string Text);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Text).NotEmpty().MaximumLength(10_000);
    }

    public static async Task<Results<Ok<InterviewView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Request request, Caller caller, InterviewStore store, InterviewViews views, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken) return Problems.Invalid(broken);
        var viewer = Viewer.Of(caller);
        if (await store.See(id, viewer, stop) is not { } seen) return Problems.NotFound();
        if (seen.Stance.WhyNot(Act.AnswerConclusion) is { } notYours) return notYours;
        if (seen.Interview.Revision != request.Revision) return Problems.Stale();
        if (seen.Interview.Answer(new(request.Text, caller.PersonId, clock.GetUtcNow())) is not { } answered)
            return seen.Interview.Reply is null
                ? InterviewRefusals.NotFromHere(seen.Interview, "answered", "commenté")
                : Problems.Conflict(
                    "interview.replied",
                    "This conclusion was answered already; one answer is all there is.",
                    "Il a déjà été répondu à cette conclusion ; une seule réponse est possible.");
        if (await store.Save(seen.Interview, answered, "replied", caller.Actor(Roles.Holder), stop) is not Saved.Yes) return Problems.Stale();
        return TypedResults.Ok(await views.Full(seen with { Interview = answered }, viewer, stop));
    }

    public static async Task<Results<SeeOther, RazorComponentResult<ShowInterviewPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, InterviewReader reader, Caller caller, InterviewStore store, InterviewViews views, TimeProvider clock, CancellationToken stop) =>
        await reader.Answer(
            id, caller, await Handle(id, new Request(typed.Revision(), typed.Text("text")), caller, store, views, clock, stop), typed, Text.Interview_RepliedNote, stop);
}
