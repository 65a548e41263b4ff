using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ListCalls
{
    public static async Task<Ok<IReadOnlyList<CallView>>> Handle(CallStore calls, CancellationToken stop) =>
        TypedResults.Ok<IReadOnlyList<CallView>>([.. (await calls.All(stop)).Select(CallView.Of)]);
}
