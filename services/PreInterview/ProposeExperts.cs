using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
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
            found =
            [
                .. found,
                new(caller.PersonId,
                    "You act for the office on this dossier: you cannot interview it too.",
                    "Vous agissez comme permanent sur ce dossier : vous ne pouvez pas aussi mener le pré-entretien."),
            ];
        if (found.Count > 0) return InterviewRefusals.Conflicting(found);
        if (await store.Save(seen.Interview, proposed, "experts-proposed", caller.Actor(Roles.Office), stop) is not Saved.Yes) return Problems.Stale();
        return TypedResults.Ok(await views.Full(seen with { Interview = proposed }, viewer, stop));
    }
}
