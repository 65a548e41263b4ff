using System.Text;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class ShowCalendar
{
    public static async Task<Results<ContentHttpResult, NotFoundProblem>> Handle(
        Guid id, Caller caller, InterviewStore store, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        if (await store.See(id, viewer, stop) is not { } seen || await store.Calendar(seen, viewer, stop) is not { } entry) return Problems.NotFound();
        return TypedResults.Text(InterviewCalendar.Write(entry, french: Words.Say("en", "fr") == "fr"), "text/calendar", Encoding.UTF8);
    }
}
