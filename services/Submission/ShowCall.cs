using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ShowCall
{
    public static async Task<Results<Ok<CallView>, NotFoundProblem>> Handle(Guid id, CallStore calls, CancellationToken stop) =>
        await calls.Find(id, stop) is { } call
            ? TypedResults.Ok(CallView.Of(call))
            : Problems.NotFound();
}
