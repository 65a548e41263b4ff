using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Experts;

public static class ShowExpert
{
    public static async Task<Results<Ok<ExpertView>, NotFoundProblem>> Handle(
        Guid personId, Caller caller, ExpertStore experts, PersonStore people, CancellationToken stop) =>
        (caller.PersonId == personId || caller.Is(Roles.Office))
        && await experts.Find(personId, stop) is { } expert
        && await people.Find(personId, stop) is { } person
            ? TypedResults.Ok(ExpertView.Of(expert, person))
            : Problems.NotFound();
}
