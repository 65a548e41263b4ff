using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ShowCall
{
    public static async Task<Results<Ok<CallView>, NotFoundProblem>> Handle(Guid id, CallStore calls, CancellationToken stop) =>
        await calls.Find(id, stop) is { } call
            ? TypedResults.Ok(CallView.Of(call))
            : Problems.NotFound();

    public static async Task<Results<RazorComponentResult<ShowCallPage>, NotFoundProblem>> Page(
        Guid id, CallStore calls, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop) =>
        await calls.Find(id, stop) is { } call
            ? Pages.Show<ShowCallPage>(new
            {
                Call = call,
                Versions = await calls.RulesVersions(id, stop),
                Words = VocabularyWords.Of(await vocabularies.All(stop)),
                Now = clock.GetUtcNow(),
                Changes = caller.IsAny(Roles.Office, Roles.Administrator),
            })
            : Problems.NotFound();
}
