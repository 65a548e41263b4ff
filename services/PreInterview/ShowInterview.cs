using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class ShowInterview
{
    public static async Task<Results<Ok<InterviewView>, NotFoundProblem>> Handle(
        Guid id, Caller caller, InterviewStore store, InterviewViews views, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        if (await store.See(id, viewer, stop) is not { } seen) return Problems.NotFound();
        return TypedResults.Ok(await views.Full(seen, viewer, stop));
    }

    public static async Task<Results<RazorComponentResult<ShowInterviewPage>, NotFoundProblem>> Page(
        Guid id, Caller caller, InterviewReader reader, CancellationToken stop) =>
        await reader.Read(id, caller, stop) is { } shown
            ? Pages.Show<ShowInterviewPage>(new { Shown = shown })
            : Problems.NotFound();
}
