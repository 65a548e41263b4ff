using FluentValidation;
using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Assignment;

/// <summary>
/// Invites everybody proposed, each by the same door as a single invitation, so that every hard rule is asked again. Who cannot be invited
/// any more stays in the proposal, with the reason; sending again goes on where it ended.
/// </summary>
public static class SendDraft
{
    /// <summary>Without a due date: each programme's days for a review, from today.</summary>
    public sealed record Request(long Revision, DateOnly? DueOn = null);

    public sealed record View(int Sent, IReadOnlyList<Unsent> Refused);

    public sealed record Unsent(Guid DossierId, string Reference, Guid ExpertId, string Name, string Because);

    internal sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.DueOn).SensibleDay();
        }
    }

    public static async Task<Results<Ok<View>, ValidationProblem, NotFoundProblem, ConflictProblem>> Handle(
        Request request, Caller caller, DraftStore drafts, AssignmentPools pools, Inviting inviting, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await drafts.Open(stop) is not { } draft)
            return Problems.NotFound();
        if (draft.Revision != request.Revision)
            return Problems.Stale();
        var pool = await pools.For(caller, stop);
        var sent = new HashSet<(Guid DossierId, Guid ExpertId)>();
        var refused = new List<Unsent>();
        foreach (var dossier in pool.Dossiers)
        {
            foreach (var place in draft.Of(dossier.Dossier.Id).Places)
            {
                if (await inviting.Refuses(dossier.Dossier.Id, place.ExpertId, request.DueOn, caller, stop) is { } because)
                    refused.Add(new(dossier.Dossier.Id, dossier.Dossier.Reference, place.ExpertId, pool.FindExpert(place.ExpertId)?.Person.Name ?? "–", because));
                else
                    sent.Add((dossier.Dossier.Id, place.ExpertId));
            }
        }
        var closed = await pools.Closed(draft.Dossiers.Where(one => one.Places.Count > 0 && pool.Find(one.DossierId) is null).Select(one => one.DossierId), stop);
        if (sent.Count + closed.Count > 0
            && (draft.Sent(sent, closed, clock.GetUtcNow()) is not { } after || !await drafts.Save(draft, after, caller.Actor(Roles.Office), "assignment.sent", stop)))
            return Problems.Stale();
        return TypedResults.Ok(new View(sent.Count, refused));
    }

    public static async Task<Results<SeeOther, RazorComponentResult<DraftPage>, NotFoundProblem>> HandleForm(
        Typed typed, Caller caller, DraftStore drafts, AssignmentPools pools, Inviting inviting, TimeProvider clock, CancellationToken stop)
    {
        var dueOn = typed.Day("dueOn");
        if (FormRefusal.Of(typed) is { } unreadable)
            return await ShowDraft.Show(caller, drafts, pools, unreadable, [], stop);
        var answer = await Handle(new(typed.Revision(), dueOn), caller, drafts, pools, inviting, clock, stop);
        if (answer.Result is NotFoundProblem nothing)
            return nothing;
        if (FormRefusal.Of(answer) is { } refusal)
            return await ShowDraft.Show(caller, drafts, pools, refusal, [], stop);
        return answer.Result is Ok<View> { Value: { Refused: { Count: > 0 } unsent } }
            ? await ShowDraft.Show(caller, drafts, pools, null, [.. unsent.Select(one => $"{one.Reference}, {one.Name}: {one.Because}")], stop)
            : Pages.SeeOther("/assignment", Text.Draft_Sent);
    }
}

/// <summary>The door of a single invitation, for many.</summary>
public sealed class Inviting(
    DossierStore dossiers, InvitationStore invitations, ExpertStore experts, PersonStore people, ConflictStore conflicts, InvitationReader reader, TimeProvider clock)
{
    /// <summary>Null: invited, now or by a sending that did not come to its end.</summary>
    public async Task<string?> Refuses(Guid dossierId, Guid expertId, DateOnly? dueOn, Caller caller, CancellationToken stop)
    {
        var answer = await AssignExpert.Handle(new(dossierId, expertId, dueOn), caller, dossiers, invitations, experts, people, conflicts, reader, clock, stop);
        return answer.Result is Problem problem && (string?)problem.Details.Extensions["code"] != "review.already-invited" ? problem.Details.Title : null;
    }
}
