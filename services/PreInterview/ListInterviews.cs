using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class ListInterviews
{
    public static async Task<Results<Ok<PageOf<InterviewView>>, ValidationProblem>> Handle(
        Caller caller, InterviewStore store, InterviewViews views, CancellationToken stop,
        Guid? dossierId = null, InterviewStatus? status = null, int? page = null, int? pageSize = null)
    {
        var asked = PageAsked.Of(page, pageSize);
        if (new PageAsked.Rules().Validate(asked) is { IsValid: false } broken) return Problems.Invalid(broken);
        var viewer = Viewer.Of(caller);
        var (list, total) = await store.List(viewer, dossierId, status, asked.Page, asked.PageSize, stop);
        return TypedResults.Ok(new PageOf<InterviewView>(await views.Brief(list, viewer, stop), asked.Page, asked.PageSize, total));
    }
}
