using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class ProposeExperts
{
    public sealed record Request(long Revision, IReadOnlyList<Guid> ExpertIds);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.ExpertIds)
            .Must(ids => ids.Count is >= 1 and <= 5).Says("Propose one to five experts.", "Proposez de un à cinq experts.")
            .Must(ids => ids.Distinct().Count() == ids.Count).Says("Name each expert once.", "Nommez chaque expert une seule fois.");
    }

    public static async Task<Results<Ok<InterviewView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, Caller caller, InterviewStore store, ConflictCheck conflicts, InterviewViews views, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken) return Problems.Invalid(broken);
        var viewer = Viewer.Of(caller);
        if (await store.See(id, viewer, stop) is not { } seen) return Problems.NotFound();
        if (seen.Stance.WhyNot(Act.ProposeExperts) is { } notYours) return notYours;
        if (seen.Interview.Revision != request.Revision) return Problems.Stale();
        if (seen.Interview.Propose(request.ExpertIds) is not { } proposed)
            return InterviewRefusals.NotFromHere(seen.Interview, "proposed experts for", "pourvu d'experts proposés");
        var found = await conflicts.Among(seen.Dossier, request.ExpertIds, stop);
        if (request.ExpertIds.Contains(caller.PersonId))
            found = [.. found, ActsForTheOffice(caller)];
        if (found.Count > 0) return InterviewRefusals.Conflicting(found);
        if (await store.Save(seen.Interview, proposed, "experts-proposed", caller.Actor(Roles.Office), stop) is not Saved.Yes) return Problems.Stale();
        return TypedResults.Ok(await views.Full(seen with { Interview = proposed }, viewer, stop));
    }

    /// <summary>Whoever proposes does not interview too.</summary>
    public static ConflictOfInterest ActsForTheOffice(Caller caller) => new(caller.PersonId,
        "You act for the office on this dossier: you cannot interview it too.",
        "Vous agissez comme permanent sur ce dossier : vous ne pouvez pas aussi mener le pré-entretien.");

    public static async Task<Results<RazorComponentResult<ProposeExpertsPage>, NotFoundProblem, ForbiddenProblem>> Page(
        Guid id, Caller caller, InterviewStore store, KnownStore known, SuggestExperts suggestions, InterviewViews views, CancellationToken stop) =>
        await Show(id, caller, store, known, suggestions, views, null, Typed.Nothing, stop);

    public static async Task<Results<SeeOther, RazorComponentResult<ProposeExpertsPage>, NotFoundProblem, ForbiddenProblem>> HandleForm(
        Guid id, Typed typed, Caller caller, InterviewStore store, KnownStore known, ConflictCheck conflicts, SuggestExperts suggestions, InterviewViews views, CancellationToken stop)
    {
        Guid[] chosen = [.. typed.All("expertIds").Select(text => Guid.TryParse(text, out var expert) ? expert : Guid.Empty)];
        if (FormRefusal.Of(await Handle(id, new Request(typed.Revision(), chosen), caller, store, conflicts, views, stop)) is not { } refusal)
            return Pages.SeeOther($"/interviews/{id}", Text.Propose_Done);
        return (await Show(id, caller, store, known, suggestions, views, refusal, typed, stop)).Result switch
        {
            RazorComponentResult<ProposeExpertsPage> page => page,
            ForbiddenProblem forbidden => forbidden,
            _ => Problems.NotFound(),
        };
    }

    static async Task<Results<RazorComponentResult<ProposeExpertsPage>, NotFoundProblem, ForbiddenProblem>> Show(
        Guid id, Caller caller, InterviewStore store, KnownStore known, SuggestExperts suggestions, InterviewViews views, FormRefusal? refusal, Typed typed, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        if (await store.See(id, viewer, stop) is not { } seen) return Problems.NotFound();
        if (seen.Stance.WhyNot(Act.ProposeExperts) is { } notYours) return notYours;
        return Pages.Show<ProposeExpertsPage>(
            new
            {
                View = await views.Full(seen, viewer, stop),
                seen.Dossier,
                Suggestions = await suggestions.For(seen, caller, stop),
                Names = await known.Words(stop),
                Errors = refusal?.Errors ?? FieldErrors.None,
                // What was ticked is given back; at first the best suited are, or those who are proposed already.
                Chosen = typed["revision"] is null ? null : typed.All("expertIds"),
            },
            refusal?.Status ?? 200);
    }
}
